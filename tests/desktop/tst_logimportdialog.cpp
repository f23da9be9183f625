// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/dialogs/logimportdialog.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class LogImportDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<CoreFixture>();
        m_fixture->open();
        m_folder = std::make_unique<QTemporaryDir>();
        m_dialog = std::make_unique<LogImportDialog>(m_fixture->core());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_fixture.reset();
    }

    void importsOnceWithEnter()
    {
        QVERIFY(QDir(m_folder->path()).mkpath(u"projects/p"_s));
        QFile log(m_folder->filePath(u"projects/p/s.jsonl"_s));
        QVERIFY(log.open(QIODevice::WriteOnly));
        const QByteArray at = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toUtf8();
        log.write(R"({"type":"assistant","requestId":"r1","timestamp":")" + at +
                  R"(","message":{"id":"m1","model":"claude-sonnet-5-5","usage":)"
                  R"({"input_tokens":1000,"output_tokens":500}}})"
                  "\nnot json\n");
        log.close();
        QSignalSpy imported(m_dialog.get(), &LogImportDialog::imported);

        write(m_folder->path());
        QTest::keyClick(named<QLineEdit>(*m_dialog, "logFolder"), Qt::Key_Return);
        QTRY_VERIFY(notice().contains(u"1 answer"_s) && notice().contains(u"file"_s));
        QVERIFY(notice().contains(u"could not be understood"_s));
        QVERIFY(!imported.isEmpty());
        auto* start = named<QPushButton>(*m_dialog, "startLogImport");
        QTRY_VERIFY(start->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY(notice().contains(u"there already"_s));
    }

    void aFolderWithoutLogsIsTold()
    {
        write(m_folder->path());
        QTest::mouseClick(named<QPushButton>(*m_dialog, "startLogImport"), Qt::LeftButton);
        QTRY_VERIFY(named<QLabel>(*m_dialog, "logNotice")->property("error").toBool());
        QVERIFY(named<QPushButton>(*m_dialog, "startLogImport")->isEnabled());
        QCOMPARE(named<QLineEdit>(*m_dialog, "logFolder")->text(), m_folder->path());
    }

private:
    QString notice() { return named<QLabel>(*m_dialog, "logNotice")->text(); }
    void write(const QString& text)
    {
        auto* field = named<QLineEdit>(*m_dialog, "logFolder");
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
    }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LogImportDialog> m_dialog;
};

QTEST_MAIN(LogImportDialogTest)
#include "tst_logimportdialog.moc"
