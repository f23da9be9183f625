// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/statusline.h"

#include "core/alertwatcher.h"
#include "desktop/accountcolors.h"
#include "desktop/dollartext.h"
#include "desktop/guarded.h"
#include "desktop/icons.h"
#include "usage/usagereport.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

#include <chrono>

namespace Patchbay {

namespace {

QToolButton* statusButton(const QString& objectName)
{
    auto* button = new QToolButton;
    button->setObjectName(objectName);
    button->setProperty("status", true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    button->setIconSize({12, 12});
    return button;
}

} // namespace

QString shortCount(qint64 count)
{
    const QLocale locale;
    if (count < 10'000)
        return locale.toString(count);
    if (count < 1'000'000)
        return StatusLine::tr("%1k", "thousands").arg(locale.toString(count / 1000));
    return StatusLine::tr("%1 M", "millions")
        .arg(locale.toString(static_cast<double>(count) / 1e6, 'f', 1));
}

StatusLine::StatusLine(Core& core, QWidget* parent)
    : QFrame(parent)
    , m_core(core)
    , m_accounts(statusButton(QStringLiteral("accountsReady")))
    , m_load(statusButton(QStringLiteral("pool")))
    , m_today(statusButton(QStringLiteral("today")))
    , m_alerts(statusButton(QStringLiteral("alerts")))
{
    setObjectName(QStringLiteral("statusLine"));
    setFixedHeight(28);
    m_load->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_load->setAccessibleName(tr("Pool"));
    m_load->setToolTip(tr("Show what the pool is doing (Ctrl+4)"));
    m_today->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_today->setText(tr("Nothing spent today"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 14, 0);
    layout->setSpacing(12);
    layout->addWidget(m_accounts);
    layout->addWidget(m_load);
    layout->addWidget(m_today);
    layout->addStretch();
    layout->addWidget(m_alerts);

    connect(m_alerts, &QToolButton::clicked, this, &StatusLine::alertsRequested);
    connect(&core.alerts(), &AlertWatcher::changed, this, &StatusLine::showAlerts);
    connect(m_accounts, &QToolButton::clicked, this, &StatusLine::accountsRequested);
    connect(m_load, &QToolButton::clicked, this, &StatusLine::poolRequested);
    connect(m_today, &QToolButton::clicked, this, &StatusLine::usageRequested);
    connect(&core.accounts(), &AccountStore::changed, this, &StatusLine::showAccounts);
    connect(&core, &Core::loadChanged, this, &StatusLine::showLoad);
    connect(&core, &Core::usageChanged, &m_soon, qOverload<>(&QTimer::start));
    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::milliseconds(150));
    connect(&m_soon, &QTimer::timeout, this, &StatusLine::readToday);
    m_minute.setInterval(std::chrono::minutes(1)); // until midnight changes the day
    connect(&m_minute, &QTimer::timeout, this, &StatusLine::readToday);
    showAccounts();
    showLoad();
    showAlerts();
}

void StatusLine::start()
{
    readToday();
    m_minute.start();
}

void StatusLine::showAccounts()
{
    int ready = 0;
    const QList<Account>& accounts = m_core.accounts().accounts();
    for (const Account& account : accounts)
        ready += account.enabled && account.state == AccountState::Ready ? 1 : 0;
    const int count = static_cast<int>(accounts.size());
    const StateColors colors = stateColors(palette());
    m_accounts->setIcon(dotIcon(ready == count && count > 0 ? colors.good
                                : ready > 0                 ? colors.warning
                                                            : colors.bad));
    m_accounts->setText(count == 0 ? tr("No account yet")
                                   : tr("%1 of %n account(s) ready", nullptr, count).arg(ready));
    m_accounts->setToolTip(tr("Show the accounts"));
    m_accounts->setAccessibleName(m_accounts->text());
}

void StatusLine::showLoad()
{
    const PoolLoad& load = m_core.load();
    m_load->setText(tr("%1 in flight, %2 waiting").arg(load.inFlight).arg(load.waiting));
    m_load->setAccessibleDescription(m_load->text());
}

void StatusLine::showAlerts()
{
    const auto count = static_cast<int>(m_core.alerts().current().size());
    m_alerts->setVisible(count > 0);
    m_alerts->setIcon(dotIcon(stateColors(palette()).warning));
    m_alerts->setText(tr("%n alert(s)", nullptr, count));
    m_alerts->setToolTip(tr("Show the alerts"));
    m_alerts->setAccessibleName(m_alerts->text());
}

void StatusLine::readToday()
{
    if (m_reading) {
        m_again = true;
        return;
    }
    m_reading = true;
    const auto take = [this](const Result<UsageRow>& today) {
        m_reading = false;
        if (today) {
            m_today->setText(today->tokens() == 0
                                 ? tr("Nothing spent today")
                                 : tr("Today %1 tokens · %2")
                                       .arg(shortCount(today->tokens()),
                                            dollarText(today->costMicroUsd, today->estimated)));
            m_today->setToolTip(tr("Show the usage"));
            m_today->setAccessibleName(m_today->text());
        }
        if (std::exchange(m_again, false))
            readToday();
    };
    m_core.database().read<UsageRow>(
        [now = m_core.clock().nowMs()](Connection& connection) {
            return todayTotals(connection, now, QTimeZone::systemTimeZone());
        },
        m_mailbox.address(), guarded(this, take));
}

} // namespace Patchbay
