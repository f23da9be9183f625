// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/attachment.h"
#include "desktop/composer.h"
#include "desktop/messageedit.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// The composer alone, with keys, clipboard and mouse.
class TestComposer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void enterSendsAndShiftEnterBreaks();
    void controlEnterSendsWhenEnterBreaks();
    void nothingToSendIsNotSent();
    void growsWithTheTextUpToItsLimit();
    void pastesTextPlain();
    void pastesAPicture();
    void pastesAndDropsFiles();
    void anOfficeTextStaysText();
    void refusesWhatCannotBeSent_data();
    void refusesWhatCannotBeSent();
    void refusesWhatIsTooMuchTogether();
    void removesAttachmentsByMouseAndKey();
    void stopTakesTheSamePlace();
    void upInTheEmptyFieldAsksForTheLastMessage();
    void systemPromptIsSetAndLeft();

private:
    template <class T>
    T* child(const char* name) const
    {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QString file(const QString& name, const QByteArray& bytes, qint64 size = 0) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() ||
            (size > 0 && !file.resize(size)))
            qFatal("%s", qPrintable(file.errorString()));
        return file.fileName();
    }
    void paste(QMimeData* data)
    {
        QApplication::clipboard()->setMimeData(data);
        QTest::keyClick(m_message, Qt::Key_V, Qt::ControlModifier);
    }
    void pasteFiles(const QStringList& paths)
    {
        auto* data = new QMimeData;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data->setUrls(urls);
        paste(data);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QWidget> m_window;
    Composer* m_composer = nullptr;
    MessageEdit* m_message = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_stop = nullptr;
};

void TestComposer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_window = std::make_unique<QWidget>();
    auto* layout = new QVBoxLayout(m_window.get());
    layout->addStretch();
    m_composer = new Composer;
    layout->addWidget(m_composer);
    m_window->resize(700, 600);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_message = child<MessageEdit>("message");
    m_send = child<QPushButton>("send");
    m_stop = child<QPushButton>("stop");
    QVERIFY(m_message && m_send && m_stop);
    m_composer->focusMessage();
}

void TestComposer::cleanup()
{
    m_window.reset();
    m_folder.reset();
}

void TestComposer::enterSendsAndShiftEnterBreaks()
{
    const QSignalSpy sends(m_composer, &Composer::sendRequested);
    QTest::keyClicks(m_message, u"one"_s);
    QTest::keyClick(m_message, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(m_message, u"two"_s);
    QCOMPARE(sends.size(), 0);
    QCOMPARE(m_composer->draft().text, u"one\ntwo"_s);
    QTest::keyClick(m_message, Qt::Key_Return);
    QCOMPARE(sends.size(), 1);
    QTest::keyClick(m_message, Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(sends.size(), 2);
    QTest::mouseClick(m_send, Qt::LeftButton);
    QCOMPARE(sends.size(), 3);
    QCOMPARE(m_composer->content(), QList{ContentBlock::text(u"one\ntwo"_s)});
}

void TestComposer::controlEnterSendsWhenEnterBreaks()
{
    const QSignalSpy sends(m_composer, &Composer::sendRequested);
    m_composer->setSendWithEnter(false);
    QTest::keyClicks(m_message, u"one"_s);
    QTest::keyClick(m_message, Qt::Key_Return);
    QTest::keyClicks(m_message, u"two"_s);
    QCOMPARE(sends.size(), 0);
    QCOMPARE(m_composer->draft().text, u"one\ntwo"_s);
    QTest::keyClick(m_message, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(sends.size(), 1);
}

void TestComposer::nothingToSendIsNotSent()
{
    const QSignalSpy sends(m_composer, &Composer::sendRequested);
    QVERIFY(!m_send->isEnabled());
    QTest::keyClick(m_message, Qt::Key_Return);
    QTest::keyClicks(m_message, u"   "_s);
    QVERIFY(!m_send->isEnabled());
    QTest::keyClick(m_message, Qt::Key_Return);
    QCOMPARE(sends.size(), 0);
    QTest::keyClicks(m_message, u"x"_s);
    QVERIFY(m_send->isEnabled());
    m_composer->setAnswering(true); // one at a time
    QTest::keyClick(m_message, Qt::Key_Return);
    QCOMPARE(sends.size(), 0);
    QCOMPARE(m_composer->draft().text, u"   x"_s);
}

void TestComposer::growsWithTheTextUpToItsLimit()
{
    m_composer->setMaximumTextHeight(120);
    const int empty = m_message->height();
    QTest::keyClick(m_message, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_VERIFY(m_message->height() > empty);
    const int two = m_message->height();
    QTest::keyClick(m_message, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_VERIFY(m_message->height() > two);
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(m_message, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(m_message->height(), 120);
    // What is being typed is on the screen.
    QTRY_VERIFY(m_message->viewport()->rect().intersects(m_message->cursorRect()));
    // A long line wraps instead of scrolling sideways.
    m_composer->setDraft({QString(400, u'w'), {}});
    QTRY_VERIFY(m_message->height() > empty);
    m_composer->setDraft({});
    QTRY_COMPARE(m_message->height(), empty);
}

void TestComposer::pastesTextPlain()
{
    auto* data = new QMimeData;
    data->setHtml(u"<b>bold</b>"_s);
    data->setText(u"bold\nnext"_s);
    paste(data);
    QCOMPARE(m_composer->draft(), (Draft{u"bold\nnext"_s, {}}));
    QVERIFY(!m_message->toHtml().contains(u"font-weight:7"_s));
}

void TestComposer::pastesAPicture()
{
    QTest::keyClicks(m_message, u"look: "_s);
    QImage image(3, 2, QImage::Format_RGB32);
    image.fill(Qt::red);
    auto* data = new QMimeData;
    data->setImageData(image);
    paste(data);
    const Draft draft = m_composer->draft();
    QCOMPARE(draft.text, u"look: "_s);
    QCOMPARE(draft.attachments.size(), 1);
    QCOMPARE(draft.attachments.first().type(), u"image"_s);
    const QByteArray base64 =
        draft.attachments.first().json()["source"_L1].toObject()["data"_L1].toString().toLatin1();
    QCOMPARE(QImage::fromData(QByteArray::fromBase64(base64)).pixelColor(1, 1), QColor(Qt::red));
    QVERIFY(child<QToolButton>("attachment")->isVisible());
    // Attachments come first in what is sent.
    QCOMPARE(m_composer->content().first().type(), u"image"_s);
    QCOMPARE(m_composer->content().last(), ContentBlock::text(u"look:"_s));
}

void TestComposer::pastesAndDropsFiles()
{
    pasteFiles({file(u"notes.txt"_s, "Grüße"), file(u"doc.pdf"_s, "%PDF-1.4 x")});
    QCOMPARE(m_composer->draft().attachments.size(), 2);
    QCOMPARE(m_composer->draft().text, QString());
    QVERIFY(m_send->isEnabled()); // a file alone can be sent

    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(file(u"more.md"_s, "# More"))});
    for (QWidget* target : {static_cast<QWidget*>(m_composer), m_message->viewport()}) {
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({5, 5}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &drop);
    }
    const Draft draft = m_composer->draft();
    QCOMPARE(draft.attachments.size(), 4);
    QCOMPARE(attachmentName(draft.attachments.at(0)), u"notes.txt"_s);
    QCOMPARE(attachmentName(draft.attachments.at(3)), u"more.md"_s);
    QCOMPARE(draft.text, QString());
}

void TestComposer::anOfficeTextStaysText()
{
    auto* data = new QMimeData;
    data->setText(u"cell"_s);
    data->setImageData(QImage(2, 2, QImage::Format_RGB32));
    paste(data);
    QCOMPARE(m_composer->draft(), (Draft{u"cell"_s, {}}));
}

void TestComposer::refusesWhatCannotBeSent_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("size");
    QTest::newRow("a program") << QByteArray("\x7f"
                                             "ELF\0\1\2\3",
                                             8)
                               << 0LL;
    QTest::newRow("empty") << QByteArray() << 0LL;
    QTest::newRow("too large") << QByteArray("a") << kMaxAttachmentBytes + 1;
}

void TestComposer::refusesWhatCannotBeSent()
{
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, size);
    const QSignalSpy refused(m_composer, &Composer::refused);
    QTest::keyClicks(m_message, u"kept"_s);
    pasteFiles({file(u"thing.bin"_s, bytes, size), file(u"fine.txt"_s, "fine")});
    QCOMPARE(refused.size(), 1);
    const QString sentence = refused.first().first().toString();
    QVERIFY2(sentence.contains(u"thing.bin"_s), qPrintable(sentence));
    QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
    QCOMPARE(m_composer->draft().text, u"kept"_s);
    QCOMPARE(m_composer->draft().attachments.size(), 1); // the good one beside it
}

void TestComposer::refusesWhatIsTooMuchTogether()
{
    const QSignalSpy refused(m_composer, &Composer::refused);
    constexpr qint64 kTenMegabytes = 10'000'000;
    pasteFiles({file(u"a.pdf"_s, "%PDF-", kTenMegabytes), file(u"b.pdf"_s, "%PDF-", kTenMegabytes),
                file(u"c.pdf"_s, "%PDF-", kTenMegabytes)});
    QCOMPARE(refused.size(), 1);
    QVERIFY(refused.first().first().toString().contains(u"c.pdf"_s));
    QCOMPARE(m_composer->draft().attachments.size(), 2);
}

void TestComposer::removesAttachmentsByMouseAndKey()
{
    pasteFiles({file(u"a.txt"_s, "a"), file(u"b.txt"_s, "b"), file(u"c.txt"_s, "c")});
    const auto names = [this] {
        QStringList all;
        for (const ContentBlock& block : m_composer->draft().attachments)
            all.append(attachmentName(block));
        return all.join(u' ');
    };
    const auto chip = [this](const QString& name) -> QToolButton* {
        for (auto* button : m_window->findChildren<QToolButton*>(u"attachment"_s)) {
            if (button->isVisible() && button->accessibleName().contains(name))
                return button;
        }
        return nullptr;
    };
    QVERIFY(chip(u"b.txt"_s));
    QTest::mouseClick(chip(u"b.txt"_s), Qt::LeftButton);
    QCOMPARE(names(), u"a.txt c.txt"_s);
    chip(u"a.txt"_s)->setFocus();
    QTest::keyClick(chip(u"a.txt"_s), Qt::Key_Delete);
    QCOMPARE(names(), u"c.txt"_s);
    QTRY_COMPARE(QApplication::focusWidget(), chip(u"c.txt"_s));
    QTest::keyClick(chip(u"c.txt"_s), Qt::Key_Delete);
    QCOMPARE(names(), QString());
    QVERIFY(!m_send->isEnabled());
    QTRY_COMPARE(QApplication::focusWidget(), m_message); // not lost
}

void TestComposer::stopTakesTheSamePlace()
{
    const QSignalSpy stops(m_composer, &Composer::stopRequested);
    QVERIFY(m_send->isVisible() && !m_stop->isVisible());
    m_composer->setAnswering(true);
    QVERIFY(!m_send->isVisible() && m_stop->isVisible());
    QTest::mouseClick(m_stop, Qt::LeftButton);
    QCOMPARE(stops.size(), 1);
    m_stop->setFocus();
    m_composer->setAnswering(false);
    QVERIFY(m_send->isVisible() && !m_stop->isVisible());
    QCOMPARE(QApplication::focusWidget(), m_message);
}

void TestComposer::upInTheEmptyFieldAsksForTheLastMessage()
{
    const QSignalSpy asked(m_composer, &Composer::lastMessageRequested);
    QTest::keyClick(m_message, Qt::Key_Up);
    QCOMPARE(asked.size(), 1);
    QTest::keyClicks(m_message, u"x"_s);
    QTest::keyClick(m_message, Qt::Key_Up);
    QCOMPARE(asked.size(), 1);
}

void TestComposer::systemPromptIsSetAndLeft()
{
    const QSignalSpy edited(m_composer, &Composer::systemPromptEdited);
    auto* button = child<QToolButton>("systemPrompt");
    auto* text = child<QPlainTextEdit>("systemPromptText");
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(text->isVisible());
    QTest::keyClicks(text, u"Be brief."_s);
    QTest::mouseClick(child<QPushButton>("useSystemPrompt"), Qt::LeftButton);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited.first().first().toString(), u"Be brief."_s);
    QCOMPARE(m_composer->systemPrompt(), u"Be brief."_s);
    QVERIFY(!text->isVisible());
    QCOMPARE(QApplication::focusWidget(), m_message);
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
