// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/markdownparser.h"
#include "desktop/transcript/rowprinter.h"
#include "desktop/transcript/transcripttext.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class MarkdownParserTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data();
    void rows();
    void deepNestingEnds();
    void longLinesAreCut();
    void copiesReadAsTheyLook();
    void findsMatches_data();
    void findsMatches();
};

void MarkdownParserTest::rows_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tree");
    const auto row = [](const char* name, const char* text, const char* tree) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(tree);
    };
    row("nothing", "", "");
    row("inlines", "a *b **c*** `d` ~~e~~ ~f~", "p +0 |a {I b }{BI c} {C d} {S e} ~f~\n");
    row("headings", "# One\n\nTwo\n---\n\n####### no",
        "h1 +0 |One\nh2 +2 |Two\np +2 |####### no\n");
    row("breaks", "soft\nline  \nhard\\\nend", "p +0 |soft line\\hard\\end\n");
    row("no space between ideographs", "第一行\n第二行\nlatin", "p +0 |第一行第二行 latin\n");
    row("links", "[a *b*](https://x.org \"t\") <https://y.org> www.z.org",
        "p +0 |{L(https://x.org) a }{IL(https://x.org) b} {L(https://y.org) https://y.org} "
        "{L(http://www.z.org) www.z.org}\n");
    row("images are links", "![a chart](https://x.org/c.png) ![](d.png)",
        "p +0 |{L(https://x.org/c.png) a chart} {L(d.png) d.png}\n");
    row("html is text", "<script>alert(1)</script>\n\nan <b>inline</b> <br>",
        "p +0 |<script>alert(1)</script>\np +2 |an <b>inline</b> <br>\n");
    row("lists", "- a\n- b\n  - c\n\n  d\n- [ ] e\n- [x] f\n\n7. g\n9. h",
        "p l • +0 |a\np l • +1 |b\np ll • +1 |c\np l +2 |d\np l ☐ +1 |e\np l ☑ +1 |f\n"
        "p l 7. +2 |g\np l 8. +1 |h\n");
    row("loose", "- a\n\n- b\n- c", "p l • +0 |a\np l • loose +1 |b\np l • +1 |c\n");
    row("quotes", "> a\n>\n> > b\n> - c\n\nd", "p q +0 |a\np qq +2 |b\np ql • +2 |c\np +2 |d\n");
    row("code", "```py x\na\n\nb\n```\n\n    c\n    d",
        "code#1.0<py x> +0 |a\ncode#1.1<py x> +1 |\ncode#1.2<py x> +1 |b\ncode#2.0 +2 |c\n"
        "code#2.1 +1 |d\n");
    row("unfinished code", "x\n```\na", "p +0 |x\ncode#1.0 +2 |a\n");
    row("empty code", "```\n```", "code#1.0 +0 |\n");
    row("code in a list", "1. a\n   ```\n   b\n   ```\n", "p l 1. +0 |a\ncode#1.0 l +2 |b\n");
    row("table", "|a|b|\n|-|:-:|\n|`c|`|d<br>e|\n|f|\n\ng",
        "tr(head)#1.0 +0 |a¦b\ntr#1.1 +1 |`c¦`\ntr#1.2 +1 |f¦\np +2 |g\n");
    row("table with one dash", "a | b\n-|-\n1 | **2**<br/>3",
        "tr(head)#1.0 +0 |a¦b\ntr#1.1 +1 |1¦{B 2}\\3\n");
    row("rule", "a\n\n***\n\nb", "p +0 |a\nrule +2 |\np +2 |b\n");
    row("references", "[a] [b]\n\n[a]: /x", "p +0 |{L(/x) a} [b]\n");
    row("entities", "&lt;b&gt; &amp; \\*", "p +0 |<b> & *\n");
}

void MarkdownParserTest::rows()
{
    QFETCH(QString, text);
    QFETCH(QString, tree);
    QCOMPARE(printRows(parseMarkdown(text)), tree);
}

void MarkdownParserTest::deepNestingEnds()
{
    const MarkdownRows quotes = parseMarkdown(QString(5000, u'>') + u" deep"_s);
    QCOMPARE(quotes.size(), size_t(1));
    QVERIFY(quotes.front().text.endsWith(u"deep"_s));
    QString lists;
    for (int i = 0; i < 300; ++i)
        lists += QString(2 * i, u' ') + u"- x\n"_s;
    QVERIFY(!parseMarkdown(lists).empty());
    QVERIFY(!parseMarkdown(QString(20000, u'[')).empty());
    QVERIFY(!parseMarkdown(QString(20000, u'*') + u"a"_s).empty());
}

void MarkdownParserTest::longLinesAreCut()
{
    const QString line(9000, u'x');
    const MarkdownRows code = parseMarkdown(u"```\n"_s + line + u"\n```"_s);
    QVERIFY(code.size() > 3);
    QCOMPARE(plainText(code), line);
    const MarkdownRows plain = plainRows(line);
    QVERIFY(plain.size() > 1);
    QCOMPARE(plainText(plain), line);
}

void MarkdownParserTest::copiesReadAsTheyLook()
{
    const MarkdownRows rows =
        parseMarkdown(u"Intro\n\n- one\n  - two\n- three\n\n|a|b|\n|-|-|\n|c|d|"_s);
    const QString all = plainText(rows);
    QCOMPARE(copiedText(rows, 0, all.size()), u"Intro\n\n• one\n  • two\n• three\n\na\tb\nc\td"_s);
    const qsizetype three = all.indexOf(u"three"_s);
    QCOMPARE(copiedText(rows, three, three + 3), u"• thr"_s);
    QCOMPARE(copiedText(rows, three + 1, three + 3), u"hr"_s);
    QCOMPARE(copiedText(rows, 2, 2), QString());
    TranscriptMessage typed;
    typed.markdown = u"as *typed*"_s;
    QCOMPARE(plainTextOf(typed), u"as *typed*"_s);
    typed.role = TranscriptMessage::Role::Assistant;
    QCOMPARE(plainTextOf(typed), u"as typed"_s);
}

void MarkdownParserTest::findsMatches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<FindFlags>("flags");
    QTest::addColumn<QList<qsizetype>>("at");
    using Places = QList<qsizetype>;
    QTest::newRow("any case") << u"the"_s << FindFlags() << Places{0, 8, 14};
    QTest::newRow("case") << u"The"_s << FindFlags(FindFlag::CaseSensitive) << Places{0};
    QTest::newRow("words") << u"the"_s << FindFlags(FindFlag::WholeWords) << Places{0, 8};
    QTest::newRow("nothing") << QString() << FindFlags() << Places{};
    QTest::newRow("not there") << u"xyz"_s << FindFlags() << Places{};
}

void MarkdownParserTest::findsMatches()
{
    QFETCH(QString, text);
    QFETCH(FindFlags, flags);
    QFETCH(QList<qsizetype>, at);
    QCOMPARE(findMatches(u"The and the o-then"_s, text, flags), at);
}

QTEST_GUILESS_MAIN(MarkdownParserTest)
#include "tst_markdownparser.moc"
