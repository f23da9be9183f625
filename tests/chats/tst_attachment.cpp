// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/attachment.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestAttachment final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void refused_data();
    void refused();
    void bytesAreWhatWasAttached_data();
    void bytesAreWhatWasAttached();
    void byteOrderMarkIsNoText();
    void files();
    void tooMuchTogether();
    void words();
};

void TestAttachment::kinds_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("mediaType");
    const auto row = [](const char* name, const QByteArray& bytes, const QString& type,
                        const QString& mediaType) {
        QTest::newRow(name) << bytes << type << mediaType;
    };
    row("png", QByteArray::fromHex("89504e470d0a1a0a00"), u"image"_s, u"image/png"_s);
    row("jpeg", QByteArray::fromHex("ffd8ffe0"), u"image"_s, u"image/jpeg"_s);
    row("gif", "GIF89a...", u"image"_s, u"image/gif"_s);
    row("webp", QByteArray("RIFF\1\2\3\4WEBPVP8 ", 16), u"image"_s, u"image/webp"_s);
    row("pdf", "%PDF-1.7\n\xff\xfe", u"document"_s, u"application/pdf"_s);
    row("text", "plain, 文字\n", u"document"_s, u"text/plain"_s);
    row("picture by its bytes, not its name", "int main() {}", u"document"_s, u"text/plain"_s);
}

void TestAttachment::kinds()
{
    QFETCH(QByteArray, bytes);
    const auto block = attachmentOf(u"photo.png"_s, bytes);
    QVERIFY(block);
    QTEST(block->type(), "type");
    const QJsonObject source = block->json().value("source"_L1).toObject();
    QTEST(source.value("media_type"_L1).toString(), "mediaType");
    if (source.value("type"_L1).toString() == "base64"_L1)
        QCOMPARE(QByteArray::fromBase64(source.value("data"_L1).toString().toLatin1()), bytes);
    else
        QCOMPARE(source.value("data"_L1).toString(), QString::fromUtf8(bytes));
}

void TestAttachment::refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("cause");
    QTest::newRow("empty") << QByteArray() << u"x.bin is empty"_s;
    QTest::newRow("neither") << QByteArray::fromHex("7f454c46ff00")
                             << u"x.bin is neither an image, a PDF nor a text"_s;
    QTest::newRow("text with NUL")
        << QByteArray("a\0b", 3) << u"x.bin is neither an image, a PDF nor a text"_s;
    QTest::newRow("cut in a character")
        << QByteArray("caf\xc3") << u"x.bin is neither an image, a PDF nor a text"_s;
    QTest::newRow("another kind of RIFF") << QByteArray("RIFF\1\2\3\4WAVE\xff", 13)
                                          << u"x.bin is neither an image, a PDF nor a text"_s;
    QTest::newRow("too large") << QByteArray(kMaxAttachmentBytes + 1, 'x')
                               << u"x.bin is too large to attach"_s;
}

void TestAttachment::refused()
{
    QFETCH(QByteArray, bytes);
    const auto block = attachmentOf(u"x.bin"_s, bytes);
    QVERIFY(!block);
    QCOMPARE(block.error().kind, ErrorKind::InvalidInput);
    QTEST(block.error().cause, "cause");
    QVERIFY(!block.error().nextStep.isEmpty());
}

void TestAttachment::bytesAreWhatWasAttached_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 2, 3, 4, 5, 1000, 1001, 1002})
        QTest::newRow(qPrintable(QString::number(size))) << size;
}

void TestAttachment::bytesAreWhatWasAttached()
{
    QFETCH(int, size);
    QCOMPARE(attachmentBytes(ContentBlock::image(u"image/png"_s, QByteArray(size, '\1'))), size);
    QCOMPARE(attachmentBytes(ContentBlock::textDocument(u"a"_s, QString(size, u'é'))), 2 * size);
    QCOMPARE(attachmentBytes(ContentBlock::text(u"said"_s)), 0);
}

void TestAttachment::byteOrderMarkIsNoText()
{
    const auto block = attachmentOf(u"a.txt"_s, "\xef\xbb\xbfwords");
    QVERIFY(block);
    QCOMPARE(block->json().value("source"_L1).toObject().value("data"_L1).toString(), u"words"_s);
}

void TestAttachment::files()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"notes.txt"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("some notes") == 10);
    file.close();
    const auto block = attachmentOfFile(path);
    QVERIFY(block);
    QCOMPARE(block->title(), u"notes.txt"_s);
    for (const QString& bad : {dir.path(), dir.filePath(u"none.txt"_s)}) {
        const auto refused = attachmentsOfFiles({path, bad});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
        QVERIFY(refused.error().cause.contains(bad));
    }
    QCOMPARE(attachmentsOfFiles({path, path})->size(), 2);
    QVERIFY(attachmentsOfFiles({})->isEmpty());
}

void TestAttachment::tooMuchTogether()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(u"large.txt"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(QByteArray(kMaxAttachmentBytes / 2 + 1, 'x')) > 0);
    file.close();
    QVERIFY(attachmentsOfFiles({path}));
    const auto refused = attachmentsOfFiles({path, path});
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    QVERIFY(refused.error().cause.contains(u"large.txt"_s));
    QVERIFY(checkAttachments({}));
}

void TestAttachment::words()
{
    const ContentBlock image = ContentBlock::image(u"image/png"_s, QByteArray(340'000, 'x'));
    QCOMPARE(attachmentText(withAttachmentName(image, u"photo.png"_s)), u"photo.png · 340 kB"_s);
    QCOMPARE(attachmentText(image), u"Picture · 340 kB"_s);
    QCOMPARE(attachmentText(ContentBlock::pdf(u"a.pdf"_s, "12345")), u"a.pdf · 5 bytes"_s);
    QCOMPARE(attachmentToSend(withAttachmentName(image, u"photo.png"_s)), image);
}

QTEST_GUILESS_MAIN(TestAttachment)
#include "tst_attachment.moc"
