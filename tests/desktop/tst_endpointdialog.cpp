// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endpointservice.h"
#include "corefixture.h"
#include "desktop/dialogs/endpointdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTcpSocket>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class EndpointDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<CoreFixture>();
        m_fixture->open();
        m_dialog = std::make_unique<EndpointDialog>(m_fixture->core());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_fixture.reset();
    }

    void isOffUntilSwitchedOn()
    {
        QVERIFY(!m_fixture->core().endpoint().isRunning());
        QVERIFY(!sw()->isChecked());
        QVERIFY(address().isEmpty());
        port()->setValue(freePort());
        sw()->setFocus();
        QTest::keyClick(sw(), Qt::Key_Space);
        QVERIFY(m_fixture->core().endpoint().isRunning());
        QCOMPARE(address(), u"http://127.0.0.1:"_s + QString::number(port()->value()));
        QVERIFY(!port()->isEnabled());
        QVERIFY(notice().contains(u"client"_s));
        QVERIFY(m_fixture->core().settings().isOn(SettingKey::EndpointEnabled));
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(port()->value()));
        QVERIFY(socket.waitForConnected(20'000));
        QTest::mouseClick(named<QPushButton>(*m_dialog, "copyEndpointAddress"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), address());

        QTest::keyClick(sw(), Qt::Key_Space);
        QVERIFY(!m_fixture->core().endpoint().isRunning());
        QVERIFY(!m_fixture->core().settings().isOn(SettingKey::EndpointEnabled));
        QVERIFY(port()->isEnabled());
        QTcpSocket refused;
        refused.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(port()->value()));
        QVERIFY(!refused.waitForConnected(20'000));
    }

    void aTakenPortIsTold()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        port()->setValue(other.serverPort());
        QTest::keyClick(sw(), Qt::Key_Space);
        QVERIFY(!m_fixture->core().endpoint().isRunning());
        QVERIFY(!sw()->isChecked());
        QVERIFY(named<QLabel>(*m_dialog, "endpointNotice")->property("error").toBool());
        QVERIFY(notice().contains(QString::number(other.serverPort())));
        QVERIFY(!m_fixture->core().settings().isOn(SettingKey::EndpointEnabled));
    }

    void leadsToClients()
    {
        QSignalSpy wanted(m_dialog.get(), &EndpointDialog::clientsRequested);
        QTest::mouseClick(named<QPushButton>(*m_dialog, "openClients"), Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }

private:
    QCheckBox* sw() { return named<QCheckBox>(*m_dialog, "endpointSwitch"); }
    QSpinBox* port() { return named<QSpinBox>(*m_dialog, "endpointPort"); }
    QString address() { return named<QLineEdit>(*m_dialog, "endpointAddress")->text(); }
    QString notice() { return named<QLabel>(*m_dialog, "endpointNotice")->text(); }
    static int freePort()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost, 0);
        return server.serverPort();
    }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<EndpointDialog> m_dialog;
};

QTEST_MAIN(EndpointDialogTest)
#include "tst_endpointdialog.moc"
