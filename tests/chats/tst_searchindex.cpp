// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "chats/searchindex.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestSearchIndex final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queries_data();
    void queries();
    void matches_data();
    void matches();
    void snippets_data();
    void snippets();
    void snippetNeverSplitsACharacter();
    void removedWordsAreGone();
};

void TestSearchIndex::queries_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("query");
    QTest::newRow("nothing") << u"  "_s << QString();
    QTest::newRow("signs alone") << u"\"*() - ^ :"_s << QString();
    QTest::newRow("one word is a beginning") << u"rail"_s << u"\"rail\"*"_s;
    QTest::newRow("all words, the last a beginning") << u"old rail"_s << u"\"old\" AND \"rail\"*"_s;
    QTest::newRow("operators are words") << u"NOT OR"_s << u"\"NOT\" AND \"OR\"*"_s;
    QTest::newRow("quotes and columns") << u"text:\"x\" y*"_s << u"\"text\" AND \"x\" AND \"y\"*"_s;
    QTest::newRow("Chinese") << u"火车站"_s << u"\"火 车 站\"*"_s;
    QTest::newRow("mixed") << u"Qt框架"_s << u"\"Qt 框 架\"*"_s;
    QTest::newRow("beyond the first plane") << u"𠀋𠮷"_s << u"\"𠀋 𠮷\"*"_s;
}

void TestSearchIndex::queries()
{
    QFETCH(QString, words);
    QTEST(SearchIndex::query(words), "query");
}

void TestSearchIndex::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isMatch");
    const QString english = u"The quick brown Fox's café_menu, 3.14 times."_s;
    for (const auto& [words, isMatch] :
         QList<std::pair<QString, bool>>{{u"fox"_s, true},
                                         {u"QUICK fo"_s, true},
                                         {u"cafe"_s, true},
                                         {u"CAFÉ"_s, true},
                                         {u"café_menu"_s, true},
                                         {u"qui fox"_s, false}, // only the last one is a beginning
                                         {u"uick"_s, false},
                                         {u"3.14"_s, true},
                                         {u"fox lynx"_s, false}})
        QTest::newRow(qPrintable(words)) << english << words << isMatch;
    const QString chinese = u"我想了解中国的火车站，以及Qt6框架。"_s;
    for (const auto& [words, isMatch] : QList<std::pair<QString, bool>>{{u"火车"_s, true},
                                                                        {u"车站"_s, true},
                                                                        {u"站"_s, true},
                                                                        {u"火站"_s, false},
                                                                        {u"中国 火车"_s, true},
                                                                        {u"中国,框架"_s, true},
                                                                        {u"Qt6框"_s, true},
                                                                        {u"飞机"_s, false}})
        QTest::newRow(qPrintable(words)) << chinese << words << isMatch;
    QTest::newRow("Japanese") << u"電車の時刻表をください"_s << u"時刻表"_s << true;
    QTest::newRow("Korean") << u"기차역이 어디에 있나요"_s << u"기차역"_s << true;
    QTest::newRow("rare characters") << u"𠮷野家で食べる"_s << u"𠮷野"_s << true;
    QTest::newRow("Cyrillic") << u"Скорый ПОЕЗД"_s << u"поезд"_s << true;
}

void TestSearchIndex::matches()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    const ChatDatabase chats;
    const MessageId id = chats.addText(chats.addConversation(u"c"_s), Role::User, text);
    QTEST(chats.number(u"SELECT rowid FROM message_search WHERE text MATCH ?"_s,
                       {SearchIndex::query(words)}) == id,
          "isMatch");
}

void TestSearchIndex::snippets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("snippet");
    const QString on(QChar(2));
    const QString off(QChar(3));
    QTest::newRow("a word") << u"see the cat sit"_s << u"CAT"_s
                            << QString(u"see the "_s + on + u"cat"_s + off + u" sit"_s);
    QTest::newRow("not within another")
        << u"concatenate a cat"_s << u"cat"_s << QString(u"concatenate a "_s + on + u"cat"_s + off);
    QTest::newRow("without marks")
        << u"un café noir"_s << u"cafe"_s << QString(u"un "_s + on + u"café"_s + off + u" noir"_s);
    QTest::newRow("the first of several") << u"one two three"_s << u"three two"_s
                                          << QString(u"one "_s + on + u"two"_s + off + u" three"_s);
    QTest::newRow("Chinese") << u"我在火车站等你"_s << u"火车"_s
                             << QString(u"我在"_s + on + u"火车"_s + off + u"站等你"_s);
    QTest::newRow("Korean") << u"서울기차역에서"_s << u"기차"_s
                            << QString(u"서울"_s + on + u"기차"_s + off + u"역에서"_s);
    QTest::newRow("sounded kana") << u"か、が"_s << u"が"_s
                                  << QString(u"か、"_s + on + u"が"_s + off);
    QTest::newRow("lines") << u"a\n\n  cat\there"_s << u"cat"_s
                           << QString(u"a "_s + on + u"cat"_s + off + u" here"_s);
    QTest::newRow("none") << u"nothing of it"_s << u"cat"_s << u"nothing of it"_s;
    QTest::newRow("cut") << QString(QString(100, u'x') + u" cat "_s + QString(200, u'y'))
                         << u"cat"_s
                         << QString(u"…"_s + QString(31, u'x') + u' ' + on + u"cat"_s + off + u' ' +
                                    QString(79, u'y') + u"…"_s);
}

void TestSearchIndex::snippets()
{
    QFETCH(QString, text);
    QFETCH(QString, words);
    QTEST(SearchIndex::snippet(text, words), "snippet");
}

void TestSearchIndex::snippetNeverSplitsACharacter()
{
    for (int shift = 0; shift < 2; ++shift) {
        const QString faces = u"😀"_s.repeated(100);
        const QString snippet = SearchIndex::snippet(
            faces + QString(shift, u' ') + u" cat "_s + QString(shift, u' ') + faces, u"cat"_s);
        QVERIFY(snippet.contains(u"cat"_s));
        QVERIFY(snippet.isValidUtf16());
    }
}

void TestSearchIndex::removedWordsAreGone()
{
    const ChatDatabase chats;
    const QString text = u"火车 and walrus"_s;
    const MessageId id = chats.addText(chats.addConversation(u"c"_s), Role::User, text);
    chats.write([&](Connection& connection) { return SearchIndex::remove(connection, id, text); });
    for (const QString& words : {u"火车"_s, u"walrus"_s})
        QCOMPARE(chats.number(u"SELECT count(*) FROM message_search WHERE text MATCH ?"_s,
                              {SearchIndex::query(words)}),
                 0);
    // Contentless: a wrong removal would show here.
    chats.write([](Connection& connection) -> Result<void> {
        const auto checked = connection.run(
            u"INSERT INTO message_search (message_search) VALUES ('integrity-check')"_s);
        return checked ? Result<void>() : Failure(checked.error());
    });
}

QTEST_GUILESS_MAIN(TestSearchIndex)
#include "tst_searchindex.moc"
