// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/mainwindow.h"

#include "core/endpointservice.h"
#include "desktop/accountannouncer.h"
#include "desktop/alerts/alertpresenter.h"
#include "desktop/chatpane.h"
#include "desktop/comboboxaccessible.h"
#include "desktop/dialogs/accountmanagerdialog.h"
#include "desktop/dialogs/settingsdialog.h"
#include "desktop/dialogs/windowdialogs.h"
#include "desktop/firstrun/firstrunpage.h"
#include "desktop/guarded.h"
#include "desktop/noticebar.h"
#include "desktop/poolpage.h"
#include "desktop/sidebar.h"
#include "desktop/statusline.h"
#include "desktop/usage/usageheader.h"
#include "desktop/usage/usagepage.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int kSidebarWidth = 264;
constexpr QSize kSize(1280, 820);
constexpr QSize kLeast(640, 420);

} // namespace

MainWindow::MainWindow(Core& core, QWidget* parent)
    : QMainWindow(parent)
    , m_core(core)
    , m_theme(core.settings())
    , m_state(core.paths().stateFile())
{
    installComboBoxAccessible();
    setWindowTitle(QStringLiteral("Patchbay"));
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/org.patchbay.Patchbay.svg")));
    build();
    addShortcuts();
    restore();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_sidebar = new Sidebar(m_core.conversations(), m_core.clock());
    m_chat = new ChatPane(m_core, m_theme);
    m_status = new StatusLine(m_core);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_chat);
    m_splitter = new QSplitter;
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_sidebar);
    m_notice = new NoticeBar;
    m_notice->setObjectName(QStringLiteral("alertNotice"));
    auto* right = new QWidget;
    auto* onRight = new QVBoxLayout(right);
    onRight->setContentsMargins(0, 0, 0, 0);
    onRight->setSpacing(0);
    onRight->addWidget(m_notice);
    onRight->addWidget(m_pages, 1);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_sidebar->setMinimumWidth(200);
    m_pages->setMinimumWidth(380);

    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_status);
    setCentralWidget(centre);
    setMinimumSize(kLeast);
    resize(kSize);
    m_splitter->setSizes({kSidebarWidth, kSize.width() - kSidebarWidth});
    m_sidebar->setPage(Page::Chats);

    connect(m_sidebar, &Sidebar::newChatRequested, this, &MainWindow::newChat);
    connect(m_sidebar, &Sidebar::pageRequested, this, &MainWindow::showPage);
    connect(m_sidebar, &Sidebar::chosen, this,
            [this](const ConversationId& id, MessageId message, const QString& text) {
                const bool byKeys = m_sidebar->isAncestorOf(focusWidget());
                QWidget* focus = focusWidget();
                showPage(Page::Chats);
                m_chat->openAt(id, message, text);
                if (byKeys && focus)
                    focus->setFocus(); // the arrows go on in the list
            });
    connect(m_sidebar, &Sidebar::removed, this, [this](const ConversationId& id) {
        if (m_chat->conversation() == id)
            m_chat->open({});
    });
    connect(m_chat, &ChatPane::conversationOpened, this, [this](const ConversationId& id) {
        m_sidebar->setShown(id);
        m_state.setConversation(id);
    });
    connect(m_chat, &ChatPane::addAccountRequested, this, &MainWindow::openAddAccount);
    connect(m_chat, &ChatPane::demoRequested, this, &MainWindow::startDemo);
    connect(m_chat, &ChatPane::accountsRequested, this, [this] { openAccounts(); });
    m_announcer = new AccountAnnouncer(m_core, this);
    connect(m_announcer, &AccountAnnouncer::told, m_chat, &ChatPane::tellOfAccounts);
    connect(m_chat, &ChatPane::noticeClosed, m_announcer, &AccountAnnouncer::next);
    connectAlerts();
    connect(m_status, &StatusLine::accountsRequested, this, [this] { openAccounts(); });
    connect(m_status, &StatusLine::usageRequested, this, [this] { showPage(Page::Usage); });
    connect(m_status, &StatusLine::poolRequested, this, [this] { showPage(Page::Pool); });
    connect(&m_core.accounts(), &AccountStore::changed, this, &MainWindow::leaveFirstRun);
}

void MainWindow::connectAlerts()
{
    m_dialogs = new WindowDialogs(m_core, *this);
    m_alerts = new AlertPresenter(m_core, *m_notice, *this);
    m_alerts->setParent(this);
    connect(m_alerts, &AlertPresenter::accountsRequested, this, [this] { openAccounts(); });
    connect(m_alerts, &AlertPresenter::usageRequested, this, [this] { showPage(Page::Usage); });
    connect(m_alerts, &AlertPresenter::windowRequested, this, &MainWindow::raiseToFront);
    connect(m_alerts, &AlertPresenter::quitRequested, this, &MainWindow::close);
    connect(m_status, &StatusLine::alertsRequested, m_alerts, &AlertPresenter::openDialog);
}

void MainWindow::addShortcut(const QKeySequence& keys, std::function<void()> run)
{
    auto* shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, std::move(run));
}

void MainWindow::addShortcuts()
{
    addShortcut(QKeySequence::New, [this] { newChat(); });
    addShortcut(QKeySequence::Find, [this] {
        showPage(Page::Chats);
        m_chat->find();
    });
    for (const auto key : {Qt::Key_K, Qt::Key_L})
        addShortcut(Qt::CTRL | key, [this] { m_sidebar->focusSearch(); });
    for (const auto key : {Qt::Key_Up, Qt::Key_PageUp})
        addShortcut(Qt::CTRL | key, [this] { m_sidebar->step(-1); });
    for (const auto key : {Qt::Key_Down, Qt::Key_PageDown})
        addShortcut(Qt::CTRL | key, [this] { m_sidebar->step(1); });
    for (const auto key : {Qt::Key_Equal, Qt::Key_Plus})
        addShortcut(Qt::CTRL | key, [this] { m_chat->zoom(1); });
    addShortcut(Qt::CTRL | Qt::Key_Minus, [this] { m_chat->zoom(-1); });
    addShortcut(Qt::CTRL | Qt::Key_0, [this] { m_chat->zoom(0); });
    addShortcut(Qt::CTRL | Qt::Key_1, [this] { showPage(Page::Chats); });
    addShortcut(Qt::CTRL | Qt::Key_2, [this] { showPage(Page::Usage); });
    addShortcut(Qt::CTRL | Qt::Key_3, [this] { showPage(Page::Accounts); });
    addShortcut(Qt::CTRL | Qt::Key_4, [this] { showPage(Page::Pool); });
    addShortcut(Qt::CTRL | Qt::Key_Comma, [this] { showPage(Page::Settings); });
    addShortcut(Qt::Key_Escape, [this] { escape(); });
    addShortcut(Qt::Key_F2, [this] { rename(); });
    addShortcut(QKeySequence::Quit, [this] { close(); });
}

void MainWindow::restore()
{
    if (const QByteArray geometry = m_state.geometry(); !geometry.isEmpty())
        restoreGeometry(geometry);
    if (const QByteArray splitter = m_state.splitter(); !splitter.isEmpty())
        m_splitter->restoreState(splitter);
}

bool MainWindow::event(QEvent* event)
{
    const bool handled = QMainWindow::event(event);
    // After the first frame is on the screen: the window is there before anything is read.
    if (event->type() == QEvent::Paint && !std::exchange(m_started, true))
        QTimer::singleShot(0, this, &MainWindow::start);
    return handled;
}

void MainWindow::start()
{
    if (m_state.usesDemo() && m_core.accounts().accounts().isEmpty()) {
        // Not being able to is told when a message is sent.
        (void)m_core.enableDemo();
    }
    if (!m_core.accounts().accounts().isEmpty())
        m_core.accounts().checkVault(); // a locked keychain shows before the first message
    m_sidebar->start();
    m_status->start();
    m_chat->open(m_state.conversation());
    m_announcer->start();
    m_alerts->start();
    if (m_core.settings().isOn(SettingKey::EndpointEnabled)) {
        if (const auto started = m_core.endpoint().startForWindow(); !started)
            m_notice->tell(started.error().sentence(),
                           {{tr("Local endpoint"), QStringLiteral("showEndpoint"),
                             [this] { m_dialogs->openEndpoint(); }}});
    }
    if (m_core.accounts().accounts().isEmpty()) {
        m_core.conversations().list(
            0, 1, guarded(this, [this](const Result<QList<Conversation>>& any) {
                if (any && any->isEmpty() && m_core.accounts().accounts().isEmpty())
                    showFirstRun();
            }));
    }
    m_chat->focusMessage();
}

void MainWindow::raiseToFront()
{
    if (isMinimized())
        setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_chat->saveDraft();
    m_state.setGeometry(saveGeometry());
    m_state.setSplitter(m_splitter->saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::connectHeader(const UsageHeader& header)
{
    connect(&header, &UsageHeader::alertsRequested, m_alerts, &AlertPresenter::openDialog);
    connect(&header, &UsageHeader::budgetsRequested, m_dialogs, &WindowDialogs::openBudgets);
    connect(&header, &UsageHeader::pricesRequested, m_dialogs, &WindowDialogs::openPrices);
    connect(&header, &UsageHeader::importRequested, m_dialogs, &WindowDialogs::openLogImport);
    connect(&header, &UsageHeader::compareRequested, m_dialogs, &WindowDialogs::openCompare);
}

void MainWindow::showPage(Page page)
{
    switch (page) {
    case Page::Chats:
        if (m_firstRun && m_pages->currentWidget() == m_firstRun)
            return;
        m_pages->setCurrentWidget(m_chat);
        break;
    case Page::Usage:
        if (!m_usage) {
            m_usage = new UsagePage(m_core);
            m_pages->addWidget(m_usage);
            connect(m_usage, &UsagePage::addAccountRequested, this, &MainWindow::openAddAccount);
            connect(m_usage, &UsagePage::newChatRequested, this, &MainWindow::newChat);
            connectHeader(m_usage->header());
            connect(m_usage, &UsagePage::conversationRequested, this,
                    [this](const ConversationId& id) {
                        showPage(Page::Chats);
                        m_chat->open(id);
                    });
        }
        m_pages->setCurrentWidget(m_usage);
        break;
    case Page::Pool:
        if (!m_pool) {
            m_pool = new PoolPage(m_core);
            m_pages->addWidget(m_pool);
        }
        m_pages->setCurrentWidget(m_pool);
        break;
    case Page::Accounts:
        openAccounts();
        return;
    case Page::Settings:
        openSettings();
        return;
    }
    m_sidebar->setPage(page);
}

void MainWindow::newChat()
{
    leaveFirstRun();
    m_pages->setCurrentWidget(m_chat);
    m_sidebar->setPage(Page::Chats);
    m_chat->open({});
    m_chat->focusMessage();
}

void MainWindow::showFirstRun()
{
    if (!m_firstRun) {
        m_firstRun = new FirstRunPage;
        m_pages->addWidget(m_firstRun);
        connect(m_firstRun, &FirstRunPage::addAccountRequested, this, &MainWindow::openAddAccount);
        connect(m_firstRun, &FirstRunPage::importRequested, this, &MainWindow::openImport);
        connect(m_firstRun, &FirstRunPage::demoRequested, this, &MainWindow::startDemo);
    }
    m_pages->setCurrentWidget(m_firstRun);
    m_firstRun->setFocus();
}

void MainWindow::leaveFirstRun()
{
    if (!m_firstRun || m_core.accounts().accounts().isEmpty())
        return;
    if (m_pages->currentWidget() == m_firstRun) {
        m_pages->setCurrentWidget(m_chat);
        m_sidebar->setPage(Page::Chats);
        m_chat->focusMessage();
    }
    m_firstRun->deleteLater();
    m_firstRun = nullptr;
}

AccountManagerDialog& MainWindow::openAccounts()
{
    if (!m_accounts) {
        m_accounts = new AccountManagerDialog(m_core, this);
        m_accounts->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_accounts->show();
    m_accounts->raise();
    m_accounts->activateWindow();
    return *m_accounts;
}

void MainWindow::openAddAccount()
{
    openAccounts().openAddForm();
}

void MainWindow::openImport()
{
    openAccounts().openImport();
}

void MainWindow::openSettings()
{
    if (!m_settings) {
        m_settings = new SettingsDialog(m_core.settings(), this);
        m_settings->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_settings, &SettingsDialog::alertsRequested, m_alerts,
                &AlertPresenter::openDialog);
        connect(m_settings, &SettingsDialog::endpointRequested, m_dialogs,
                &WindowDialogs::openEndpoint);
        connect(m_settings, &SettingsDialog::budgetsRequested, m_dialogs,
                &WindowDialogs::openBudgets);
        connect(m_settings, &SettingsDialog::pricesRequested, m_dialogs,
                &WindowDialogs::openPrices);
    }
    m_settings->show();
    m_settings->raise();
    m_settings->activateWindow();
}

void MainWindow::startDemo()
{
    const auto demo = m_core.enableDemo();
    if (!demo) {
        m_chat->tellError(demo.error());
        return;
    }
    m_state.setUsesDemo(true);
    newChat();
}

void MainWindow::escape()
{
    if (!m_sidebar->escape() && !m_chat->escape())
        m_chat->focusMessage();
}

void MainWindow::rename()
{
    if (m_sidebar->isAncestorOf(focusWidget()))
        m_sidebar->renameCurrent();
    else
        m_chat->editTitle();
}

} // namespace Patchbay
