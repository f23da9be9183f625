// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <memory>
#include <vector>

namespace Patchbay {

enum class CodeToken : quint8 { Keyword, Type, String, Number, Comment, Function, Preprocessor };

/// A coloured piece of a line of code.
struct CodeSpan
{
    int start = 0;
    int length = 0;
    CodeToken token = CodeToken::Keyword;

    bool operator==(const CodeSpan&) const = default;
};
using CodeSpans = std::vector<CodeSpan>;

/// Where in a language a line ends: what the next line's colours go on from. Copies share.
class CodeState
{
public:
    struct Data;
    CodeState() = default;

private:
    friend class CodeHighlighter;
    std::shared_ptr<const Data> m_data;
};

/// Colours of code by GNU source-highlight, line by line. GUI thread. A language is read from the
/// library's data folder when it is first asked for; one that is not known has no colours.
class CodeHighlighter
{
public:
    /// Looks for the data folder: SOURCE_HIGHLIGHT_DATADIR, where the library says, /usr/share,
    /// and beside the program.
    CodeHighlighter();
    ~CodeHighlighter();
    CodeHighlighter(const CodeHighlighter&) = delete;
    CodeHighlighter& operator=(const CodeHighlighter&) = delete;

    /// `language` as a fence says it ("python", "C++", "js title=x").
    [[nodiscard]] bool knows(const QString& language) const;
    /// The line's colours; `state` is what the line before left (empty for the first) and is moved
    /// behind this one.
    [[nodiscard]] CodeSpans highlight(const QString& language, const QString& line,
                                      CodeState& state);

private:
    struct Language;
    [[nodiscard]] QString fileOf(const QString& language) const;
    Language* language(const QString& name);

    QString m_dataDir;
    QHash<QString, QString> m_files; // name or suffix to .lang file
    QHash<QString, std::shared_ptr<Language>> m_languages;
    struct Library;
    std::unique_ptr<Library> m_library;
};

} // namespace Patchbay
