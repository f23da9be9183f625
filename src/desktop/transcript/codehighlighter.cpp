// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/codehighlighter.h"

#include "base/logging.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <boost/make_shared.hpp>
#include <srchilite/formatter.h>
#include <srchilite/formattermanager.h>
#include <srchilite/formatterparams.h>
#include <srchilite/langdefmanager.h>
#include <srchilite/regexrulefactory.h>
#include <srchilite/settings.h>
#include <srchilite/sourcehighlighter.h>

#include <optional>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

/// Regular expressions on longer lines (minified code) cost more than their colours are worth.
constexpr qsizetype longestColoured = 1000;

struct RawSpan
{
    int start = 0;
    int length = 0;
    CodeToken token = CodeToken::Keyword;
};

class SpanFormatter final : public srchilite::Formatter
{
public:
    SpanFormatter(std::vector<RawSpan>& spans, CodeToken token)
        : m_spans(spans)
        , m_token(token)
    {
    }

    void format(const std::string& text, const srchilite::FormatterParams* params) override
    {
        if (params && params->start >= 0)
            m_spans.push_back({params->start, static_cast<int>(text.size()), m_token});
    }

private:
    std::vector<RawSpan>& m_spans;
    CodeToken m_token;
};

class NoFormatter final : public srchilite::Formatter
{
public:
    void format(const std::string&, const srchilite::FormatterParams*) override {}
};

QString findDataDir()
{
    QStringList places{qEnvironmentVariable("SOURCE_HIGHLIGHT_DATADIR")};
    try {
        places << QString::fromStdString(srchilite::Settings::retrieveDataDir());
    } catch (const std::exception& e) {
        qCDebug(lcDesktop) << "source-highlight has no settings:" << e.what();
    }
    places << u"/usr/share/source-highlight"_s << u"/usr/local/share/source-highlight"_s
           << QCoreApplication::applicationDirPath() + u"/../share/source-highlight"_s;
    for (const QString& place : std::as_const(places)) {
        if (!place.isEmpty() && QFile::exists(place + u"/lang.map"_s))
            return place;
    }
    return {};
}

/// Names that answers use and the library's own map lacks; some are its nearest relative.
const std::pair<const char*, const char*> aliases[] = {
    {"c++", "cpp.lang"},         {"python3", "python.lang"},
    {"ts", "javascript.lang"},   {"typescript", "javascript.lang"},
    {"tsx", "javascript.lang"},  {"jsx", "javascript.lang"},
    {"node", "javascript.lang"}, {"c#", "csharp.lang"},
    {"rust", "rust.lang"},       {"golang", "go.lang"},
    {"console", "sh.lang"},      {"shell-session", "sh.lang"},
    {"terminal", "sh.lang"},     {"fish", "sh.lang"},
    {"dockerfile", "sh.lang"},   {"make", "makefile.lang"},
    {"jsonc", "json.lang"},      {"json5", "json.lang"},
    {"toml", "desktop.lang"},    {"kotlin", "scala.lang"},
    {"kt", "scala.lang"},        {"swift", "scala.lang"},
    {"svg", "xml.lang"},         {"qml", "javascript.lang"},
    {"plpgsql", "sql.lang"},     {"postgresql", "sql.lang"},
    {"sqlite", "sql.lang"},      {"mysql", "sql.lang"},
    {"scss", "css.lang"},        {"less", "css.lang"},
    {"yaml", "properties.lang"}, {"yml", "properties.lang"},
    {"objc", "c.lang"},          {"assembly", "asm.lang"},
    {"nasm", "asm.lang"},        {"ocaml", "caml.lang"},
    {"viml", "vim.lang"},        {"batch", "bat.lang"},
    {"cmd", "bat.lang"},
};

} // namespace

struct CodeState::Data
{
    srchilite::HighlightStatePtr state;
    srchilite::HighlightStateStack stack;
};

struct CodeHighlighter::Library
{
    srchilite::RegexRuleFactory rules;
    srchilite::LangDefManager languages{&rules};
    std::vector<RawSpan> spans;
    std::optional<srchilite::FormatterManager> formatters;

    Library()
    {
        formatters.emplace(boost::make_shared<NoFormatter>());
        const auto add = [this](CodeToken token, std::initializer_list<const char*> names) {
            const auto formatter = boost::make_shared<SpanFormatter>(spans, token);
            for (const char* name : names)
                formatters->addFormatter(name, formatter);
        };
        add(CodeToken::Keyword, {"keyword", "predef_var", "atom", "section", "cuketag"});
        add(CodeToken::Type,
            {"type", "usertype", "classname", "attribute", "property", "selector"});
        add(CodeToken::String,
            {"string", "specialchar", "regexp", "value", "newfile", "url", "path"});
        add(CodeToken::Number, {"number", "date", "time", "twonumbers"});
        add(CodeToken::Comment, {"comment", "oldfile", "todo"});
        add(CodeToken::Function, {"function", "predef_func", "variable", "argument", "difflines"});
        add(CodeToken::Preprocessor, {"preproc", "label", "meta"});
    }
};

struct CodeHighlighter::Language
{
    explicit Language(const srchilite::HighlightStatePtr& state)
        : highlighter(state)
    {
        highlighter.setFormatterParams(&params);
    }
    srchilite::SourceHighlighter highlighter;
    srchilite::FormatterParams params;
};

CodeHighlighter::CodeHighlighter()
    : m_dataDir(findDataDir())
    , m_library(std::make_unique<Library>())
{
    QFile map(m_dataDir + u"/lang.map"_s);
    if (m_dataDir.isEmpty() || !map.open(QIODevice::ReadOnly)) {
        qCInfo(lcDesktop) << "source-highlight's languages were not found: code has no colours";
        return;
    }
    static const QRegularExpression entry(u"^\\s*(\\S+)\\s*=\\s*(\\S+)"_s,
                                          QRegularExpression::MultilineOption);
    const QString text = QString::fromUtf8(map.readAll());
    for (auto matches = entry.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        m_files.insert(match.captured(1).toLower(), match.captured(2));
    }
    m_files.insert(u"c"_s, u"c.lang"_s); // the map's "C" is C++
    for (const auto& [name, file] : aliases) {
        if (QFile::exists(m_dataDir + u'/' + QLatin1String(file)))
            m_files.insert(QLatin1String(name), QLatin1String(file));
    }
}

CodeHighlighter::~CodeHighlighter() = default;

QString CodeHighlighter::fileOf(const QString& language) const
{
    static const QRegularExpression end(u"[\\s{,:]"_s);
    const QString name = language.trimmed().section(end, 0, 0).toLower();
    return m_files.value(name);
}

bool CodeHighlighter::knows(const QString& language) const
{
    return !fileOf(language).isEmpty();
}

CodeHighlighter::Language* CodeHighlighter::language(const QString& name)
{
    const QString file = fileOf(name);
    if (file.isEmpty())
        return nullptr;
    const auto known = m_languages.constFind(file);
    if (known != m_languages.cend())
        return known->get();
    std::shared_ptr<Language> made;
    try {
        made = std::make_shared<Language>(
            m_library->languages.getHighlightState(m_dataDir.toStdString(), file.toStdString()));
        made->highlighter.setFormatterManager(&*m_library->formatters);
    } catch (const std::exception& e) {
        qCWarning(lcDesktop) << "No colours for" << file << ":" << e.what();
    }
    m_languages.insert(file, made);
    return made.get();
}

CodeSpans CodeHighlighter::highlight(const QString& name, const QString& line, CodeState& state)
{
    Language* known = line.size() > longestColoured ? nullptr : language(name);
    if (!known)
        return {};
    srchilite::SourceHighlighter& highlighter = known->highlighter;
    highlighter.setCurrentState(state.m_data ? state.m_data->state : highlighter.getMainState());
    highlighter.setStateStack(boost::make_shared<srchilite::HighlightStateStack>(
        state.m_data ? state.m_data->stack : srchilite::HighlightStateStack()));
    m_library->spans.clear();
    QString coloured = line;
    // The library takes the separators of 1'000'000 for the beginning of a string.
    for (qsizetype i = 1; i + 1 < coloured.size(); ++i) {
        if (coloured.at(i) == u'\'' && coloured.at(i - 1).isDigit() && coloured.at(i + 1).isDigit())
            coloured[i] = u'0';
    }
    const QByteArray utf8 = coloured.toUtf8();
    try {
        highlighter.highlightParagraph(utf8.toStdString());
    } catch (const std::exception& e) {
        // A pattern too costly for this line: it stays plain, the next goes on from where it was.
        qCDebug(lcDesktop) << "A line of" << name << "has no colours:" << e.what();
        return {};
    }
    state.m_data = std::make_shared<CodeState::Data>(
        CodeState::Data{highlighter.getCurrentState(), *highlighter.getStateStack()});

    CodeSpans spans;
    const bool ascii = utf8.size() == line.size();
    const auto position = [&](int byte) {
        const qsizetype end = std::min<qsizetype>(byte, utf8.size());
        return ascii ? static_cast<int>(end)
                     : static_cast<int>(QString::fromUtf8(utf8.first(end)).size());
    };
    for (const RawSpan& raw : m_library->spans) {
        const int start = position(raw.start);
        const int end = position(raw.start + raw.length);
        if (end > start)
            spans.push_back({start, end - start, raw.token});
    }
    return spans;
}

} // namespace Patchbay
