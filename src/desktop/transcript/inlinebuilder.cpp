// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/inlinebuilder.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <memory>

namespace Patchbay {

namespace {

QString fromUtf8(const char* text)
{
    return QString::fromUtf8(text);
}

bool isIdeographic(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 0x2e80 && u <= 0x9fff) || (u >= 0xf900 && u <= 0xfaff) ||
           (u >= 0xff00 && u <= 0xffef);
}

class InlineBuilder
{
public:
    explicit InlineBuilder(MarkdownRow& row)
        : m_row(row)
    {
    }

    void enter(cmark_node* node)
    {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
            add(fromUtf8(cmark_node_get_literal(node)), flags());
            return;
        case CMARK_NODE_SOFTBREAK:
            m_softBreak = true;
            return;
        case CMARK_NODE_LINEBREAK:
            add(QString(QChar::LineSeparator), flags());
            return;
        case CMARK_NODE_CODE:
            add(fromUtf8(cmark_node_get_literal(node)), flags() | InlineFormat::Code);
            return;
        case CMARK_NODE_HTML_INLINE:
            addHtml(fromUtf8(cmark_node_get_literal(node)));
            return;
        case CMARK_NODE_STRONG:
            ++m_bold;
            return;
        case CMARK_NODE_EMPH:
            ++m_italic;
            return;
        case CMARK_NODE_LINK:
            m_links.push_back({fromUtf8(cmark_node_get_url(node)), m_row.text.size()});
            return;
        case CMARK_NODE_IMAGE:
            m_links.push_back({fromUtf8(cmark_node_get_url(node)), m_row.text.size()});
            return;
        default:
            if (isStrike(node))
                ++m_strike;
        }
    }

    void exit(cmark_node* node)
    {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_STRONG:
            --m_bold;
            return;
        case CMARK_NODE_EMPH:
            --m_italic;
            return;
        case CMARK_NODE_LINK:
        case CMARK_NODE_IMAGE:
            if (m_row.text.size() == m_links.back().start)
                add(m_links.back().href, flags());
            m_links.pop_back();
            return;
        default:
            if (isStrike(node))
                --m_strike;
        }
    }

private:
    struct OpenLink
    {
        QString href;
        qsizetype start = 0;
    };

    static bool isStrike(cmark_node* node)
    {
        return qstrcmp(cmark_node_get_type_string(node), "strikethrough") == 0;
    }

    [[nodiscard]] quint8 flags() const
    {
        return static_cast<quint8>(
            (m_bold ? InlineFormat::Bold : 0) | (m_italic ? InlineFormat::Italic : 0) |
            (m_strike ? InlineFormat::Strike : 0) | (m_links.empty() ? 0 : InlineFormat::Link));
    }

    void addHtml(const QString& html)
    {
        const QString bare = html.simplified().remove(u' ').toLower();
        const bool lineBreak = bare == u"<br>" || bare == u"<br/>";
        if (lineBreak && m_row.kind == MarkdownRow::Kind::TableRow)
            add(QString(QChar::LineSeparator), flags());
        else
            add(html, flags());
    }

    void add(QString text, int flags)
    {
        text.replace(u'\n', u' ');
        text.replace(u'\t', u' ');
        if (text.isEmpty())
            return;
        if (m_softBreak) {
            m_softBreak = false;
            // Between two ideographs a line end of the source is no space.
            const bool joined = !m_row.text.isEmpty() && isIdeographic(m_row.text.back()) &&
                                isIdeographic(text.front());
            if (!joined)
                m_row.text += u' ';
        }
        const QString href = m_links.empty() ? QString() : m_links.back().href;
        const int start = static_cast<int>(m_row.text.size());
        const int length = static_cast<int>(text.size());
        m_row.text += text;
        if (!flags)
            return;
        if (!m_row.formats.empty()) {
            InlineFormat& last = m_row.formats.back();
            if (last.start + last.length == start && last.flags == flags && last.href == href) {
                last.length += length;
                return;
            }
        }
        m_row.formats.push_back({start, length, static_cast<quint8>(flags), href});
    }

    MarkdownRow& m_row;
    std::vector<OpenLink> m_links;
    int m_bold = 0;
    int m_italic = 0;
    int m_strike = 0;
    bool m_softBreak = false;
};

} // namespace

void appendInlines(cmark_node* parent, MarkdownRow& row)
{
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iterator(cmark_iter_new(parent),
                                                                           &cmark_iter_free);
    InlineBuilder builder(row);
    for (;;) {
        const cmark_event_type event = cmark_iter_next(iterator.get());
        if (event == CMARK_EVENT_DONE)
            return;
        cmark_node* node = cmark_iter_get_node(iterator.get());
        if (node == parent)
            continue;
        if (event == CMARK_EVENT_ENTER)
            builder.enter(node);
        else
            builder.exit(node);
    }
}

} // namespace Patchbay
