// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/tokenestimator.h"

#include <QtEndian>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const TokenEstimator kCoarse(u"claude-sonnet-4-5-20250929"_s);
const TokenEstimator kFine(u"claude-opus-5-5"_s);

QByteArray pngOf(quint32 width, quint32 height)
{
    QByteArray bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    bytes.resize(40, '\0');
    qToBigEndian(width, bytes.data() + 16);
    qToBigEndian(height, bytes.data() + 20);
    return bytes;
}

} // namespace

/// Estimates need not be exact, but of the right size and never far too low.
class TestTokenEstimator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsOfTheRightSize_data();
    void textIsOfTheRightSize();
    void newerModelsCountMore_data();
    void newerModelsCountMore();
    void moreTextIsNeverLess();
    void picturesGoBySize();
    void sizesAreReadFromTheFirstBytes();
    void documentsAndTextsOfFiles();
    void countsConvertBetweenModels();
};

void TestTokenEstimator::textIsOfTheRightSize_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("least");
    QTest::addColumn<qint64>("most");

    QTest::newRow("nothing") << QString() << 0LL << 0LL;
    QTest::newRow("a word") << u"Hello"_s << 1LL << 1LL;
    // 44 letters, 9 words, a full stop: 10 tokens.
    QTest::newRow("a sentence") << u"The quick brown fox jumps over the lazy dog."_s << 9LL << 12LL;
    QTest::newRow("Chinese") << u"今天天气很好,我们去公园散步吧。"_s << 14LL << 22LL;
    QTest::newRow("Korean") << u"안녕하세요"_s << 5LL << 9LL;
    QTest::newRow("Russian") << u"Привет, как дела?"_s << 5LL << 12LL;
    QTest::newRow("code") << u"    for (int i = 0; i < count; ++i)\n        sum += values[i];\n"_s
                          << 22LL << 38LL;
    QTest::newRow("numbers") << u"3.14159265 and 1234567890"_s << 7LL << 12LL;
    QTest::newRow("a rule") << QString(80, u'-') << 2LL << 10LL;
    QTest::newRow("emoji") << u"😀😀"_s << 4LL << 8LL;
    QTest::newRow("half a pair") << QString(QChar(0xd83d)) << 1LL << 2LL;
}

void TestTokenEstimator::textIsOfTheRightSize()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, least);
    QFETCH(const qint64, most);
    const qint64 tokens = kCoarse.text(text);
    QVERIFY2(tokens >= least && tokens <= most, qPrintable(QString::number(tokens)));
}

void TestTokenEstimator::newerModelsCountMore_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("isFine");
    QTest::newRow("opus 4.7") << u"claude-opus-4-7"_s << true;
    QTest::newRow("opus 5") << u"claude-opus-5"_s << true;
    QTest::newRow("sonnet 5.5") << u"claude-sonnet-5-5"_s << true;
    QTest::newRow("haiku 5.5") << u"claude-haiku-5-5"_s << true;
    QTest::newRow("fable 5.1") << u"claude-fable-5-1"_s << true;
    QTest::newRow("opus 4.6") << u"claude-opus-4-6"_s << false;
    QTest::newRow("sonnet 4.6") << u"claude-sonnet-4-6"_s << false;
    QTest::newRow("with a date") << u"claude-opus-4-5-20251101"_s << false;
    QTest::newRow("an old id") << u"claude-3-5-haiku-20241022"_s << false;
    QTest::newRow("first of its line") << u"claude-opus-4-20250514"_s << false;
    QTest::newRow("not known") << u"something-else"_s << true;
    QTest::newRow("without a number") << u"claude-opus-latest"_s << true;
}

void TestTokenEstimator::newerModelsCountMore()
{
    QFETCH(const QString, model);
    QFETCH(const bool, isFine);
    QCOMPARE(TokenEstimator(model), isFine ? kFine : kCoarse);
    const QString text = u"word "_s.repeated(1000);
    QCOMPARE(TokenEstimator(model).text(text), isFine ? 1300 : 1000);
}

void TestTokenEstimator::moreTextIsNeverLess()
{
    const QString text = u"Some text, 你好 with\n\tcode(); 12345 and Ümläuts 😀 --- "_s.repeated(3);
    qint64 before = 0;
    for (qsizetype length = 0; length <= text.size(); ++length) {
        const qint64 tokens = kFine.text(QStringView(text).first(length));
        // Two kinds of sign may join to one, which is a little less.
        QVERIFY(tokens >= before - 1);
        before = tokens;
    }
}

void TestTokenEstimator::picturesGoBySize()
{
    QCOMPARE(kFine.picture({750, 100}), 100);
    QCOMPARE(kFine.picture({1, 1}), 1);
    QCOMPARE(kFine.picture({}), 1600);
    QCOMPARE(kFine.picture({20'000, 20'000}), 1600);
    const ContentBlock png = ContentBlock::image(u"image/png"_s, pngOf(1000, 750));
    QCOMPARE(kFine.block(png), 1000);
    QCOMPARE(kFine.block(ContentBlock::image(u"image/png"_s, "not a picture")), 1600);
}

void TestTokenEstimator::sizesAreReadFromTheFirstBytes()
{
    QCOMPARE(pictureSize(pngOf(640, 480)), QSize(640, 480));
    QByteArray gif("GIF89a\x40\x01\xf0\x00", 10);
    gif.resize(40, '\0');
    QCOMPARE(pictureSize(gif), QSize(320, 240));
    // A thumbnail's segment first, then the frame.
    QByteArray jpeg("\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x01\xe0\x02\x80", 17);
    jpeg.resize(40, '\0');
    QCOMPARE(pictureSize(jpeg), QSize(640, 480));
    QByteArray webp("RIFF....WEBPVP8X....\0\0\0\0\x7f\x02\x00\xdf\x01\x00", 30);
    QCOMPARE(pictureSize(webp), QSize(640, 480));
    QVERIFY(pictureSize("\x89PNG").isEmpty());
    QVERIFY(pictureSize(QByteArray("\xff\xd8", 2) + QByteArray(60, '\xff')).isEmpty());
    QVERIFY(pictureSize(QByteArray(100, 'x')).isEmpty());
}

void TestTokenEstimator::documentsAndTextsOfFiles()
{
    const qint64 small = kCoarse.block(ContentBlock::pdf(u"a.pdf"_s, QByteArray(1000, 'x')));
    const qint64 large = kCoarse.block(ContentBlock::pdf(u"a.pdf"_s, QByteArray(1'600'000, 'x')));
    QVERIFY(small >= 1500 && small < 1600);
    QVERIFY(large >= 99'000 && large < 101'000);
    const QString text = u"word "_s.repeated(500);
    const qint64 file = kCoarse.block(ContentBlock::textDocument(u"notes"_s, text));
    QVERIFY(file >= 500 && file < 510);
    QCOMPARE(kCoarse.blocks({ContentBlock::text(text), ContentBlock::text(text)}), 1000);
}

void TestTokenEstimator::countsConvertBetweenModels()
{
    QCOMPARE(kFine.converted(1000, kFine), 1000);
    QCOMPARE(kFine.converted(1000, kCoarse), 1300);
    QCOMPARE(kCoarse.converted(1300, kFine), 1000);
}

QTEST_GUILESS_MAIN(TestTokenEstimator)

#include "tst_tokenestimator.moc"
