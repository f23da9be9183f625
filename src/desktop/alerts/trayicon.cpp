// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts/trayicon.h"

#include "core/alertwatcher.h"
#include "desktop/accountcolors.h"
#include "desktop/alerts/snoozemenu.h"
#include "desktop/dialogs/timeleft.h"
#include "usage/alertwords.h"

#include <QPainter>

namespace Patchbay {

namespace {

// The program's icon, with a dot on it while there is something to warn of.
QIcon iconOf(bool hasAlerts)
{
    const QIcon plain(QStringLiteral(":/icons/org.patchbay.Patchbay.svg"));
    if (!hasAlerts)
        return plain;
    QIcon marked;
    for (const int size : {16, 22, 32, 48, 64}) {
        QPixmap pixmap = plain.pixmap(size, size);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Qt::white, size / 16.0));
        painter.setBrush(stateColors(QPalette(Qt::white)).bad);
        const double diameter = size * 0.44;
        painter.drawEllipse(QRectF(size - diameter - size / 32.0, size / 32.0, diameter, diameter));
        painter.end();
        marked.addPixmap(pixmap);
    }
    return marked;
}

} // namespace

TrayIcon::TrayIcon(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_alerts(core.alerts())
{
    build();
    connect(&m_alerts, &AlertWatcher::changed, this, &TrayIcon::update);
    connect(&m_core.accounts(), &AccountStore::changed, this, &TrayIcon::update);
    connect(&m_icon, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
                    Q_EMIT windowRequested();
            });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::windowRequested);
    update();
}

void TrayIcon::start()
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_icon.setContextMenu(&m_menu);
    m_icon.show();
}

void TrayIcon::build()
{
    QAction* const open = m_menu.addAction(tr("Open Patchbay"));
    open->setObjectName(QStringLiteral("trayOpen"));
    connect(open, &QAction::triggered, this, &TrayIcon::windowRequested);
    m_menu.addSeparator();
    m_accounts = m_menu.addAction(QString());
    m_accounts->setObjectName(QStringLiteral("trayAccounts"));
    m_accounts->setEnabled(false);
    m_current = m_menu.addAction(QString());
    m_current->setObjectName(QStringLiteral("trayAlerts"));
    connect(m_current, &QAction::triggered, this, &TrayIcon::alertsRequested);
    QMenu* const snooze = m_menu.addMenu(tr("Snooze alerts"));
    addSnoozeActions(
        *snooze, [this] { return m_core.clock().nowMs(); },
        [this](qint64 untilMs) { m_alerts.snooze(QString(), untilMs); });
    m_endSnooze = snooze->addAction(QString());
    m_endSnooze->setObjectName(QStringLiteral("trayEndSnooze"));
    connect(m_endSnooze, &QAction::triggered, this, [this] { m_alerts.snooze(QString(), 0); });
    m_menu.addSeparator();
    QAction* const quit = m_menu.addAction(tr("Quit"));
    quit->setObjectName(QStringLiteral("trayQuit"));
    connect(quit, &QAction::triggered, this, &TrayIcon::quitRequested);
}

void TrayIcon::update()
{
    int ready = 0;
    const QList<Account>& accounts = m_core.accounts().accounts();
    for (const Account& account : accounts)
        ready += account.enabled && account.state == AccountState::Ready ? 1 : 0;
    const auto count = static_cast<int>(accounts.size());
    m_accounts->setText(count == 0 ? tr("No account yet")
                                   : tr("%1 of %n account(s) ready", nullptr, count).arg(ready));

    const qint64 nowMs = m_core.clock().nowMs();
    const QList<CurrentAlert>& current = m_alerts.current();
    QStringList lines = {QStringLiteral("Patchbay"), m_accounts->text()};
    for (const CurrentAlert& each : current.mid(0, 3))
        lines.append(alertWords(each.alert, nowMs).line());
    m_icon.setToolTip(lines.join(QLatin1Char('\n')));
    m_current->setText(current.isEmpty()
                           ? tr("Alerts…")
                           : tr("%n alert(s)…", nullptr, static_cast<int>(current.size())));
    const qint64 until = m_alerts.allSnoozedUntilMs();
    m_endSnooze->setVisible(until != 0);
    m_endSnooze->setText(tr("End the snooze (until %1)").arg(momentText(until, nowMs)));
    m_icon.setIcon(iconOf(!current.isEmpty() && until == 0));
}

bool TrayIcon::tell(const QString& title, const QString& text)
{
    if (!m_icon.isVisible())
        return false;
    m_icon.showMessage(title, text, QSystemTrayIcon::Warning);
    return true;
}

} // namespace Patchbay
