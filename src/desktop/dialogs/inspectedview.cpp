// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/inspectedview.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextCursor>
#include <QTimer>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int kCopiedShownMs = 2'000;
// A body without a line end is laid out as one paragraph, which takes seconds.
constexpr qsizetype kLongestLine = 2'000;

QString folded(const QString& text)
{
    QString result;
    result.reserve(text.size() + text.size() / kLongestLine + 1);
    for (const QStringView line : QStringView(text).split(u'\n')) {
        QStringView rest = line;
        while (rest.size() > kLongestLine) {
            // Not within a pair of surrogates.
            const qsizetype size =
                kLongestLine - (rest[kLongestLine - 1].isHighSurrogate() ? 1 : 0);
            result += rest.first(size);
            result += u'\n';
            rest = rest.sliced(size);
        }
        result += rest;
        result += u'\n';
    }
    result.chop(1);
    return result;
}

} // namespace

InspectedView::InspectedView(const QString& name, const QString& objectName, QWidget* parent)
    : QWidget(parent)
{
    m_size = new QLabel;
    m_size->setProperty("hint", true);
    m_size->setObjectName(objectName + QStringLiteral("Size"));
    m_size->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_pretty = new QCheckBox(tr("Format JSON"));
    m_pretty->setAccessibleName(m_pretty->text());
    m_pretty->setObjectName(objectName + QStringLiteral("Pretty"));
    connect(m_pretty, &QCheckBox::toggled, this, &InspectedView::prettyChanged);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(objectName);
    m_text->setAccessibleName(name);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(8);
    bar->addWidget(m_size, 1);
    bar->addWidget(m_pretty);
    m_copyBody =
        copyButton(tr("Copy body"), objectName + QStringLiteral("CopyBody"), &Content::body);
    bar->addWidget(m_copyBody);
    bar->addWidget(
        copyButton(tr("Copy all"), objectName + QStringLiteral("CopyAll"), &Content::text));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_text, 1);
}

QPushButton* InspectedView::copyButton(const QString& text, const QString& objectName,
                                       QString Content::* what)
{
    auto* copy = new QPushButton(text);
    copy->setAccessibleName(text);
    copy->setObjectName(objectName);
    copy->setProperty("small", true);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [this, copy, text, what] {
        QGuiApplication::clipboard()->setText(m_content.*what);
        copy->setMinimumWidth(copy->width()); // as wide when it says Copied
        copy->setText(tr("Copied"));
        QTimer::singleShot(kCopiedShownMs, copy, [copy, text] { copy->setText(text); });
    });
    return copy;
}

bool InspectedView::isPretty() const
{
    return m_pretty->isChecked();
}

QString InspectedView::text() const
{
    return m_content.text;
}

void InspectedView::show(const Content& content, bool isSame)
{
    const QString before = m_content.text;
    m_content = content;
    m_size->setText(content.size);
    m_copyBody->setVisible(!content.body.isEmpty());
    if (content.text == before)
        return;
    if (isSame && !before.isEmpty() && content.text.startsWith(before)) {
        // A stream goes on: what is looked at or marked stays.
        QTextCursor end(m_text->document());
        end.movePosition(QTextCursor::End);
        end.insertText(folded(content.text.mid(before.size())));
        return;
    }
    m_text->setPlainText(folded(content.text));
}

} // namespace Patchbay
