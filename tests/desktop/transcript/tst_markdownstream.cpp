// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/markdownparser.h"
#include "desktop/transcript/markdownstream.h"
#include "desktop/transcript/rowprinter.h"

#include <QTest>

#include <cmark-gfm.h>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const char* const corpus[] = {
    "# Title\n\nA *paragraph* with `code`, **bold** and ~~gone~~ words.\nSecond line.\n\n"
    "Another one\n===========\n\nplain\n---\n\n***\n\nend",
    "- one\n- two\n  more of two\n-\n- three\n\n- loose\n  1. nested\n  2. again\n     - deep\n* "
    "new\n--\n---\n",
    "3. three\n4. four\n9. nine\n\n   with a paragraph\n\n10) other list\n11) goes on\n\ntext\n1. "
    "no\n",
    "- [ ] open\n- [x] done\n- [ ] x: y\n",
    "Look:\n\n```python\ndef f(x):\n    return x\n\n\n```\nafter\n~~~\na\n```\nb\n~~~~\n\n   "
    "```c++ extra\n   int x;\n     int y;\n",
    "```\n```\n\n```js\n``\n````\n\ntext ``` not a fence\n\n````md\n```\n````\n",
    "before\na | b | c\n--|:-:|--:\n1 | 2 | 3\n`x|` | *i* | \n4\n| | 5<br>6 | 7 |\n\nafter | not\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n> quote ends it\n> second\n>\n> - list "
    "in it\n>   > deeper\n\n> again\nlazy\n",
    "See [foo] and [Bar] here.\n\n- [foo] in a list\n\n[foo]: https://example.org/foo "
    "\"Title\"\n\nLater [foo].\n\n[bar]: /bar\n[foo]: /second\n\n- [ ] a\n\nEnd [bar]\n",
    "[a]: /a\n[b]: /b\n\n```\n[a]: /not\n```\n\nuses [a] [b] [c]\n\n> [c]: /c\n\n- x\n- y [c]\n",
    "<div>\n  <b>raw</b>\n</div>\n\ntext <i>inline</i> <br> html\n\n<!-- comment\n\nstill -->\n\n  "
    "  indented code\n\n    more\n\nend\n",
    "![alt text](https://example.org/x.png) and ![](y.png)\nwww.example.org "
    "https://example.org/?a=b. me@example.org [link\ntext](<a b> 'c')\n",
    "1. Step:\n   ```sh\n   ls -l\n     cd\n   ```\n2. Next\n\n   | a | b |\n   |---|---|\n   | 1 "
    "| 2 |\n\n   > q\n\n- - twice\n- ```\n  x\n",
    "中文段落第一行\n第二行，含 **粗体** 和 `代码`。\n\n- 项目一\n- 项目二 "
    "😀👩‍👩‍👧\n\nمرحبا "
    "بالعالم\n\r\nwindows\r\nlines\r\rold mac\r",
    "a\n\n\n\n- b\n\n\n- c\n\n\n\nd\\\ne  \nf\n\n***bold italic*** _a_ **unfinished *x\n\n* * *\n- "
    "- -\n",
};

/// What cmark makes of the whole text, without the stream's shortcuts.
QString reference(const QString& text)
{
    QString normal = text;
    normal.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    const QByteArray utf8 = normal.toUtf8();
    const MarkdownTree tree = parseMarkdownTree(utf8);
    MarkdownRows rows;
    RowBuilder builder(rows, utf8, {});
    for (cmark_node* n = cmark_node_first_child(tree.get()); n; n = cmark_node_next(n))
        builder.addTopLevel(n);
    return printRows(rows);
}

} // namespace

class MarkdownStreamTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPrefixCharacterByCharacter_data() { columns(); }
    void everyPrefixCharacterByCharacter();
    void everySplitInTwo_data() { columns(); }
    void everySplitInTwo();
    void randomPieces_data() { columns(); }
    void randomPieces();
    void longBlocksSettle_data();
    void longBlocksSettle();
    void plainTextCountsForcedBreaks();

private:
    static void columns()
    {
        QTest::addColumn<QString>("text");
        int i = 0;
        for (const char* text : corpus)
            QTest::addRow("text %d", i++) << QString::fromUtf8(text);
        QString all;
        for (const char* text : corpus)
            all += QString::fromUtf8(text) + u"\n\n"_s;
        QTest::addRow("all") << all;
    }
};

void MarkdownStreamTest::everyPrefixCharacterByCharacter()
{
    QFETCH(QString, text);
    MarkdownStream stream;
    MarkdownRows rows;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const MarkdownRows before = rows;
        stream.append(text.mid(i, 1));
        const int changed = stream.update(rows);
        if (text.at(i).isHighSurrogate())
            continue;
        QCOMPARE(printRows(rows), reference(text.first(i + 1)));
        QVERIFY(changed <= std::ssize(rows) && changed <= std::ssize(before));
        for (int row = 0; row < changed; ++row)
            QVERIFY(rows[static_cast<size_t>(row)] == before[static_cast<size_t>(row)]);
    }
}

void MarkdownStreamTest::everySplitInTwo()
{
    QFETCH(QString, text);
    const QString whole = reference(text);
    for (qsizetype i = 0; i <= text.size(); ++i) {
        MarkdownStream stream;
        MarkdownRows rows;
        stream.append(text.first(i));
        stream.update(rows);
        stream.append(text.sliced(i));
        stream.update(rows);
        QCOMPARE(printRows(rows), whole);
    }
}

void MarkdownStreamTest::randomPieces()
{
    QFETCH(QString, text);
    const QString whole = reference(text);
    quint32 seed = 12345;
    for (int round = 0; round < 30; ++round) {
        MarkdownStream stream;
        MarkdownRows rows;
        for (qsizetype i = 0; i < text.size();) {
            seed = seed * 1664525u + 1013904223u;
            const qsizetype length = std::min<qsizetype>(1 + (seed >> 27), text.size() - i);
            stream.append(text.sliced(i, length));
            stream.update(rows);
            i += length;
        }
        QCOMPARE(printRows(rows), whole);
    }
}

void MarkdownStreamTest::longBlocksSettle_data()
{
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("line");
    QTest::newRow("paragraphs") << QString() << u"Some words here.\n\n"_s;
    QTest::newRow("code") << u"```c\n"_s << u"int a = 1; // one\n"_s;
    QTest::newRow("list") << QString() << u"- an item of the list\n"_s;
    QTest::newRow("numbers") << QString() << u"1. an item of the list\n"_s;
    QTest::newRow("table") << u"| a | b |\n|---|---|\n"_s << u"| one | two |\n"_s;
}

void MarkdownStreamTest::longBlocksSettle()
{
    QFETCH(QString, head);
    QFETCH(QString, line);
    MarkdownStream stream;
    MarkdownRows rows;
    stream.append(head);
    QString all = head;
    for (int i = 0; i < 500; ++i) {
        stream.append(line);
        all += line;
        const int before = static_cast<int>(rows.size());
        QVERIFY(stream.update(rows) >= before - 2);
        QVERIFY(stream.settledRows() >= static_cast<int>(rows.size()) - 1);
    }
    QCOMPARE(printRows(rows), reference(all));
}

void MarkdownStreamTest::plainTextCountsForcedBreaks()
{
    const MarkdownRows rows = parseMarkdown(u"a\\\nb\n\n- c\n- d\n\n```\ne\n\nf\n```\n"_s);
    QCOMPARE(plainText(rows), u"a\nb\n\nc\nd\n\ne\n\nf"_s);
    QCOMPARE(plainText(plainRows(u"x\r\ny\n")), u"x\ny\n"_s);
}

QTEST_GUILESS_MAIN(MarkdownStreamTest)
#include "tst_markdownstream.moc"
