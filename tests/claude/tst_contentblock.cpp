// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/contentblock.h"

#include <QJsonDocument>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ContentBlockTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void makesWhatTheApiTakes_data()
    {
        QTest::addColumn<QJsonObject>("block");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("text") << ContentBlock::text(u"hi"_s).json()
                              << QByteArray(R"({"type":"text","text":"hi"})");
        QTest::newRow("image")
            << ContentBlock::image(u"image/png"_s, "\x89PNG").json()
            << QByteArray(
                   R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw=="}})");
        QTest::newRow("pdf")
            << ContentBlock::pdf(u"a.pdf"_s, "%PDF").json()
            << QByteArray(
                   R"({"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERg=="}})");
        QTest::newRow("text document")
            << ContentBlock::textDocument(u"a.txt"_s, u"é"_s).json()
            << QByteArray(
                   R"({"type":"document","title":"a.txt","source":{"type":"text","media_type":"text/plain","data":"é"}})");
        QTest::newRow("document without title")
            << ContentBlock::textDocument({}, u"x"_s).json()
            << QByteArray(
                   R"({"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}})");
    }
    void makesWhatTheApiTakes()
    {
        QFETCH(QJsonObject, block);
        QFETCH(QByteArray, json);
        QCOMPARE(block, QJsonDocument::fromJson(json).object());
    }

    void readsTextOfTextAndThinking()
    {
        const QList<ContentBlock> blocks = contentFromJson(QJsonDocument::fromJson(R"([
            {"type":"thinking","thinking":"hidden","signature":"s"},{"type":"redacted_thinking","data":"d"},
            {"type":"text","text":"one"},{"type":"image","source":{}},{"type":"text","text":""},
            {"type":"text","text":"two"},{"type":"document","title":"T","source":{}}, "loose", 7])")
                                                               .array());
        QCOMPARE(blocks.size(), 7);
        QVERIFY(blocks.at(0).isThinking());
        QCOMPARE(blocks.at(0).text(), u"hidden"_s);
        QVERIFY(blocks.at(1).isThinking());
        QCOMPARE(blocks.at(1).text(), QString());
        QCOMPARE(blocks.at(6).title(), u"T"_s);
        QCOMPARE(blocks.at(2).title(), QString());
        QCOMPARE(plainText(blocks), u"one\n\ntwo"_s);
    }

    void keepsWhatItDoesNotKnow()
    {
        const QByteArray json(R"([{"type":"hologram","rays":[1,2.5,null],"deep":{"a":true}}])");
        const QJsonArray array = QJsonDocument::fromJson(json).array();
        QCOMPARE(toJson(contentFromJson(array)), array);
    }

    void aStringIsOneTextBlock()
    {
        QCOMPARE(contentFromJson(u"hi"_s), QList{ContentBlock::text(u"hi"_s)});
        QCOMPARE(contentFromJson(QString()), {});
        QCOMPARE(contentFromJson(QJsonValue()), {});
        QCOMPARE(contentFromJson(7), {});
    }
};

QTEST_GUILESS_MAIN(ContentBlockTest)
#include "tst_contentblock.moc"
