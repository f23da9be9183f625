// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/programlogin.h"
#include "corefixture.h"
#include "desktop/dialogs/accountmanagerdialog.h"
#include "desktop/dialogs/signindialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Patchbay {

/// In place of the person's browser: goes where it is told, over real connections.
class Browser final : public QObject
{
    Q_OBJECT
public:
    Browser() { QDesktopServices::setUrlHandler(u"http"_s, this, "open"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"http"_s); }

    QUrl url;
    QByteArray page; // shown in the end
    bool isPatient = false;

public Q_SLOTS:
    void open(const QUrl& to)
    {
        url = to;
        if (isPatient)
            return;
        QNetworkRequest request(to);
        request.setRawHeader("sec-fetch-site", "cross-site");
        QNetworkReply* const reply = m_network.get(request);
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            page = reply->readAll();
            reply->deleteLater();
        });
    }

private:
    QNetworkAccessManager m_network;
};

class TestAccountSignIn final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aProviderIsAddedAndSignedInTo();
    void aCodeIsPasted();
    void aFailedSignInIsBegunAnew();
    void cancellingLeavesTheAccount();
    void aFileThatIsNoProfileIsRefused();
    void theProgramSignsIn();
    void aProgramThatIsNotThereIsTold();

private:
    void open(const QString& program = {});
    [[nodiscard]] QString writeProfile(const QString& redirect);
    [[nodiscard]] QString writeProgram();
    void beginAdding(AccountKind kind, const QString& name);
    void addProvider(const QString& redirect);
    [[nodiscard]] SignInDialog* signIn() const;
    [[nodiscard]] const Account& account() const;
    void addProgram();

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<AccountManagerDialog> m_dialog;
    std::unique_ptr<Browser> m_browser;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAccountSignIn::init()
{
    m_upstream = std::make_unique<TestUpstream>();
    m_browser = std::make_unique<Browser>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_fixture = std::make_unique<CoreFixture>();
}

void TestAccountSignIn::cleanup()
{
    m_dialog.reset();
    m_fixture.reset();
    m_browser.reset();
    m_upstream.reset();
    m_folder.reset();
}

void TestAccountSignIn::open(const QString& program)
{
    if (!program.isEmpty())
        m_fixture->set(u"PATCHBAY_CLAUDE"_s, program);
    m_fixture->open();
    m_dialog = std::make_unique<AccountManagerDialog>(m_fixture->core(), nullptr);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

QString TestAccountSignIn::writeProfile(const QString& redirect)
{
    const auto address = [this](const QString& path) {
        return m_upstream->baseUrl().resolved(QUrl(path)).toString();
    };
    const QString path = m_folder->filePath(u"profile.json"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(QJsonDocument(QJsonObject{{u"name"_s, u"the test provider"_s},
                                         {u"authorize_url"_s, address(u"/oauth/authorize"_s)},
                                         {u"token_url"_s, address(u"/oauth/token"_s)},
                                         {u"client_id"_s, u"patchbay-test"_s},
                                         {u"redirect"_s, redirect}})
                   .toJson());
    return path;
}

// Is signed in once its own sign-in was run.
QString TestAccountSignIn::writeProgram()
{
    const QString path = m_folder->filePath(u"claude"_s);
    QFile script(path);
    if (!script.open(QIODevice::WriteOnly))
        return {};
    script.write("#!/bin/sh\nflag=$(dirname \"$0\")/signed-in\n"
                 "case \"$1 $2\" in\n"
                 "'auth login') touch \"$flag\" ;;\n"
                 "'auth status') if [ -e \"$flag\" ]; then\n"
                 "echo '{\"loggedIn\":true,\"authMethod\":\"claude.ai\"}'\n"
                 "else echo '{\"loggedIn\":false}'; exit 1; fi ;;\n"
                 "--version*) echo '2.1.330 (Claude Code)' ;;\nesac\n");
    script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    return path;
}

void TestAccountSignIn::beginAdding(AccountKind kind, const QString& name)
{
    QTest::mouseClick(named<QPushButton>(*m_dialog, "addAccount"), Qt::LeftButton);
    auto* kinds = named<QComboBox>(*m_dialog, "accountKind");
    kinds->setFocus();
    while (kinds->currentData().toInt() != static_cast<int>(kind)) {
        const int before = kinds->currentIndex();
        QTest::keyClick(kinds, Qt::Key_Down);
        QVERIFY(kinds->currentIndex() > before);
    }
    QTest::keyClicks(named<QLineEdit>(*m_dialog, "accountName"), name);
}

void TestAccountSignIn::addProvider(const QString& redirect)
{
    beginAdding(AccountKind::OAuth, u"gate"_s);
    auto* save = named<QPushButton>(*m_dialog, "save");
    QVERIFY(!save->isEnabled());
    QVERIFY(!named<QLineEdit>(*m_dialog, "apiKey")->isVisible());
    QTest::keyClicks(named<QLineEdit>(*m_dialog, "profileFile"), writeProfile(redirect));
    QTest::mouseClick(named<QToolButton>(*m_dialog, "moreOptions"), Qt::LeftButton);
    QTest::keyClicks(named<QLineEdit>(*m_dialog, "baseUrl"), m_upstream->baseUrl().toString());
    QVERIFY(save->isEnabled());
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!m_browser->url.isEmpty(), 30'000);
    QCOMPARE(account().kind, AccountKind::OAuth);
}

SignInDialog* TestAccountSignIn::signIn() const
{
    return m_dialog->findChild<SignInDialog*>();
}

const Account& TestAccountSignIn::account() const
{
    return m_fixture->core().accounts().accounts().first();
}

void TestAccountSignIn::aProviderIsAddedAndSignedInTo()
{
    open();
    addProvider(u"loopback"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!signIn(), 30'000);
    QTRY_COMPARE(account().state, AccountState::Ready);
    QVERIFY(named<QLabel>(*m_dialog, "accountNotice")->text().contains(u"gate"_s));
    QTRY_VERIFY(m_browser->page.contains("<"));

    std::optional<Result<void>> tested;
    m_fixture->core().testAccount(account().id,
                                  [&](Result<void> result) { tested = std::move(result); });
    QTRY_VERIFY_WITH_TIMEOUT(tested.has_value(), 30'000);
    QVERIFY2(tested->has_value(), qPrintable(*tested ? QString() : tested->error().sentence()));
    // Once more from the list, by keyboard.
    m_browser->url.clear();
    auto* again = named<QPushButton>(*m_dialog, "signInAgain");
    QTRY_VERIFY(again->isVisible());
    again->setFocus();
    QTest::keyClick(again, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!m_browser->url.isEmpty(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(!signIn(), 30'000);
    QCOMPARE(account().state, AccountState::Ready);
}

void TestAccountSignIn::aCodeIsPasted()
{
    open();
    addProvider(u"paste"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_browser->page.contains('#'), 30'000);
    auto* code = named<QLineEdit>(*signIn(), "signInCode");
    auto* text = named<QLabel>(*signIn(), "signInText");
    QTRY_VERIFY(code->hasFocus());
    const QString shown = QString::fromUtf8(m_browser->page).trimmed();
    QTest::keyClicks(code, shown.section(u'#', 0, 0) + u"#another-state"_s);
    QTest::keyClick(code, Qt::Key_Return);
    QTRY_VERIFY(text->property("error").toBool());
    QCOMPARE(account().state, AccountState::NeedsSignIn);
    code->clear();
    QTest::keyClicks(code, shown);
    QTest::mouseClick(named<QPushButton>(*signIn(), "submitCode"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!signIn(), 30'000);
    QTRY_COMPARE(account().state, AccountState::Ready);
}

void TestAccountSignIn::aFailedSignInIsBegunAnew()
{
    open();
    addProvider(u"paste"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_browser->page.contains('#'), 30'000);
    auto* code = named<QLineEdit>(*signIn(), "signInCode");
    QTest::keyClicks(code, u"no-such-code"_s);
    QTest::keyClick(code, Qt::Key_Return);
    auto* again = named<QPushButton>(*signIn(), "signInAnew");
    QTRY_VERIFY_WITH_TIMEOUT(again->isVisible(), 30'000);
    QVERIFY(named<QLabel>(*signIn(), "signInText")->property("error").toBool());
    QVERIFY(!code->isVisible());
    const QUrl first = m_browser->url;
    m_browser->page.clear();
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_browser->page.contains('#'), 30'000);
    QVERIFY(m_browser->url != first);
    QTest::mouseClick(named<QPushButton>(*signIn(), "copyAddress"), Qt::LeftButton);
    QCOMPARE(QUrl(QGuiApplication::clipboard()->text()), m_browser->url);
    QTRY_VERIFY(code->isVisible());
    QTest::keyClicks(code, QString::fromUtf8(m_browser->page).trimmed());
    QTest::keyClick(code, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!signIn(), 30'000);
    QTRY_COMPARE(account().state, AccountState::Ready);
}

void TestAccountSignIn::cancellingLeavesTheAccount()
{
    m_browser->isPatient = true;
    open();
    addProvider(u"loopback"_s);
    QTRY_VERIFY(signIn());
    QTest::keyClick(signIn(), Qt::Key_Escape);
    QTRY_VERIFY(!signIn());
    QCOMPARE(account().state, AccountState::NeedsSignIn);
    QTRY_VERIFY(named<QPushButton>(*m_dialog, "signInAgain")->isVisible());
}

void TestAccountSignIn::aFileThatIsNoProfileIsRefused()
{
    open();
    beginAdding(AccountKind::OAuth, u"gate"_s);
    QFile file(m_folder->filePath(u"other.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"name":"no addresses"})");
    file.close();
    QTest::keyClicks(named<QLineEdit>(*m_dialog, "profileFile"), file.fileName());
    auto* fault = named<QLabel>(*m_dialog, "profileFault");
    QTRY_VERIFY(fault->isVisible());
    QVERIFY(!fault->text().isEmpty());
    QVERIFY(!named<QPushButton>(*m_dialog, "save")->isEnabled());
}

void TestAccountSignIn::addProgram()
{
    beginAdding(AccountKind::ClaudeCommand, u"max"_s);
    QTest::mouseClick(named<QPushButton>(*m_dialog, "save"), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->core().accounts().accounts().size(), 1);
    auto* button = named<QPushButton>(*m_dialog, "signInAgain");
    QTRY_VERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(signIn());
}

void TestAccountSignIn::theProgramSignsIn()
{
    open(writeProgram());
    ProgramLogin& login = m_fixture->core().programLogin();
    login.login().setTerminals({{u"/usr/bin/env"_s}});
    login.login().setPatience(20, 20'000);
    addProgram();
    QTRY_VERIFY_WITH_TIMEOUT(!signIn(), 30'000);
    QVERIFY(QFile::exists(m_folder->filePath(u"signed-in"_s)));
    QCOMPARE(account().state, AccountState::Ready);
    QTRY_VERIFY(named<QLabel>(*m_dialog, "accountNotice")->text().contains(u"max"_s));
}

void TestAccountSignIn::aProgramThatIsNotThereIsTold()
{
    open(m_folder->filePath(u"no-such-program"_s));
    addProgram();
    auto* text = named<QLabel>(*signIn(), "signInText");
    QTRY_VERIFY_WITH_TIMEOUT(text->property("error").toBool(), 30'000);
    QTest::keyClick(signIn(), Qt::Key_Escape);
    QTRY_VERIFY(!signIn());
    QCOMPARE(m_fixture->core().accounts().accounts().size(), 1);
}

} // namespace Patchbay

QTEST_MAIN(Patchbay::TestAccountSignIn)
#include "tst_accountsignin.moc"
