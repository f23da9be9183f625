// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/theme.h"
#include "desktop/windowstate.h"

#include <QMainWindow>
#include <QPointer>

class QSplitter;
class QStackedWidget;

namespace Patchbay {

class AccountAnnouncer;
class AccountManagerDialog;
class AlertPresenter;
class ChatPane;
class FirstRunPage;
class NoticeBar;
class PoolPage;
class SettingsDialog;
class Sidebar;
class StatusLine;
class WindowDialogs;
class UsageHeader;
class UsagePage;
enum class Page;

/// The one window: its panes and what goes on between them. Reads nothing before it was painted.
/// GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(Core& core, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Another start of the program asks for the window.
    void raiseToFront();

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void connectAlerts();
    void addShortcuts();
    void addShortcut(const QKeySequence& keys, std::function<void()> run);
    void restore();
    void start();
    void connectHeader(const UsageHeader& header);
    void showPage(Page page);
    void showChat(const ConversationId& id);
    void newChat();
    void showFirstRun();
    void leaveFirstRun();
    AccountManagerDialog& openAccounts();
    void openAddAccount();
    void openImport();
    void openSettings();
    void startDemo();
    void escape();
    void rename();

    Core& m_core;
    Theme m_theme;
    WindowState m_state;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_pages = nullptr;
    Sidebar* m_sidebar = nullptr;
    ChatPane* m_chat = nullptr;
    UsagePage* m_usage = nullptr;
    PoolPage* m_pool = nullptr;
    FirstRunPage* m_firstRun = nullptr;
    StatusLine* m_status = nullptr;
    NoticeBar* m_notice = nullptr;
    AccountAnnouncer* m_announcer = nullptr;
    AlertPresenter* m_alerts = nullptr;
    QPointer<AccountManagerDialog> m_accounts;
    WindowDialogs* m_dialogs = nullptr;
    QPointer<SettingsDialog> m_settings;
    bool m_started = false;
};

} // namespace Patchbay
