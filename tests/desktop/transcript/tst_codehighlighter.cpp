// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/codecolours.h"
#include "desktop/transcript/codehighlighter.h"
#include "desktop/transcript/markdownparser.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QStringList pieces(const QString& line, const CodeSpans& spans, CodeToken token)
{
    QStringList found;
    for (const CodeSpan& span : spans) {
        if (span.token == token)
            found << line.mid(span.start, span.length);
    }
    return found;
}

} // namespace

class CodeHighlighterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void colours();
    void goesOnFromTheLineBefore();
    void positionsBesideOtherScripts();
    void unknownLanguagesStayPlain();
    void knowsTheNamesThatAnswersUse_data();
    void knowsTheNamesThatAnswersUse();
    void costlyLinesStayPlain();
    void newTailsAreColouredAsTheWhole();
};

void CodeHighlighterTest::colours()
{
    CodeHighlighter highlighter;
    CodeState state;
    const QString line = u"def room(x): return \"a\" # why"_s;
    const CodeSpans spans = highlighter.highlight(u"python"_s, line, state);
    QCOMPARE(pieces(line, spans, CodeToken::Keyword), (QStringList{u"def"_s, u"return"_s}));
    QCOMPARE(pieces(line, spans, CodeToken::Function), QStringList{u"room"_s});
    QCOMPARE(pieces(line, spans, CodeToken::String).join(QString()), u"\"a\""_s);
    QCOMPARE(pieces(line, spans, CodeToken::Comment).join(QString()), u"# why"_s);
}

void CodeHighlighterTest::goesOnFromTheLineBefore()
{
    CodeHighlighter highlighter;
    CodeState state;
    QVERIFY(!highlighter.highlight(u"c"_s, u"int a; /* open"_s, state).empty());
    const CodeState inside = state;
    const QString second = u"still int */ int b;"_s;
    const CodeSpans spans = highlighter.highlight(u"c"_s, second, state);
    QVERIFY(pieces(second, spans, CodeToken::Comment).join(QString()).startsWith(u"still int"_s));
    QCOMPARE(pieces(second, spans, CodeToken::Type), QStringList{u"int"_s});
    // A copy of a state is not moved by what comes after it.
    CodeState again = inside;
    QCOMPARE(highlighter.highlight(u"c"_s, second, again), spans);
}

void CodeHighlighterTest::positionsBesideOtherScripts()
{
    CodeHighlighter highlighter;
    CodeState state;
    const QString line = u"print(\"剩余😀\", 12)"_s;
    const CodeSpans spans = highlighter.highlight(u"python"_s, line, state);
    QCOMPARE(pieces(line, spans, CodeToken::String).join(QString()), u"\"剩余😀\""_s);
    QCOMPARE(pieces(line, spans, CodeToken::Number), QStringList{u"12"_s});
}

void CodeHighlighterTest::unknownLanguagesStayPlain()
{
    CodeHighlighter highlighter;
    CodeState state;
    for (const QString& name : {u"klingon"_s, QString(), u"../../etc/passwd"_s, u"a b c"_s}) {
        QVERIFY(!highlighter.knows(name));
        QVERIFY(highlighter.highlight(name, u"int main() {}"_s, state).empty());
    }
}

void CodeHighlighterTest::knowsTheNamesThatAnswersUse_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"python",     "py",   "C++",  "cpp", "c",    "js",     "javascript",
          "typescript", "tsx",  "bash", "sh",  "json", "sql",    "rust",
          "go",         "java", "html", "css", "xml",  "diff",   "Makefile",
          "toml",       "yaml", "ruby", "php", "lua",  "csharp", "python title=\"x\"",
          "js{1,3}"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void CodeHighlighterTest::knowsTheNamesThatAnswersUse()
{
    QFETCH(QString, name);
    CodeHighlighter highlighter;
    QVERIFY(highlighter.knows(name));
    CodeState state;
    std::ignore = highlighter.highlight(name, u"x = \"text\" // 12 <b a=\"1\"> # c"_s, state);
}

void CodeHighlighterTest::costlyLinesStayPlain()
{
    CodeHighlighter highlighter;
    CodeState state;
    QVERIFY(highlighter.highlight(u"js"_s, QString(100'000, u'('), state).empty());
    QVERIFY(!highlighter.highlight(u"js"_s, u"var a = 1;"_s, state).empty());
}

void CodeHighlighterTest::newTailsAreColouredAsTheWhole()
{
    CodeHighlighter highlighter;
    const QString text = u"```c\nint a; /* one\ntwo\nthree */ int b;\nchar c;\n"_s;
    const MarkdownRows whole = parseMarkdown(text);
    CodeColours expected(highlighter);
    QVERIFY(expected.colourUpTo(whole, 3, 1000));
    CodeColours colours(highlighter);
    for (qsizetype length = 5; length <= text.size(); ++length) {
        const MarkdownRows rows = parseMarkdown(text.first(length));
        const int last = static_cast<int>(rows.size()) - 1;
        colours.forgetFrom(last);
        QVERIFY(colours.colourUpTo(rows, last, 1000));
    }
    for (int row = 0; row < 4; ++row)
        QCOMPARE(*colours.spans(row), *expected.spans(row));
    // Out of time at once: nothing is coloured, and the next call goes on.
    CodeColours slow(highlighter);
    QVERIFY(!slow.colourUpTo(whole, 3, 0));
    QVERIFY(slow.spans(3) == nullptr);
    QVERIFY(slow.colourUpTo(whole, 3, 1000));
    QCOMPARE(*slow.spans(3), *expected.spans(3));
}

QTEST_GUILESS_MAIN(CodeHighlighterTest)
#include "tst_codehighlighter.moc"
