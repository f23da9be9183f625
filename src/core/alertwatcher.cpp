// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alertwatcher.h"

#include "accounts/accountstore.h"
#include "base/logging.h"
#include "base/settings.h"
#include "storage/database.h"

#include <algorithm>
#include <chrono>

namespace Patchbay {

using namespace Qt::StringLiterals;

AlertThresholds alertThresholds(const Settings& settings)
{
    AlertThresholds thresholds;
    thresholds.kinds.clear();
    for (const auto& [key, kind] : {std::pair(SettingKey::AlertOfBudgets, AlertKind::Budget),
                                    std::pair(SettingKey::AlertOfWindows, AlertKind::Window),
                                    std::pair(SettingKey::AlertOfSignIns, AlertKind::SignIn),
                                    std::pair(SettingKey::AlertOfErrors, AlertKind::Errors),
                                    std::pair(SettingKey::AlertOfForecasts, AlertKind::RunsOut)}) {
        if (settings.isOn(key))
            thresholds.kinds.insert(kind);
    }
    thresholds.budgetPercent = settings.number(SettingKey::AlertBudgetPercent);
    thresholds.windowPercent = settings.number(SettingKey::AlertWindowPercent);
    thresholds.errorPercent = settings.number(SettingKey::AlertErrorPercent);
    thresholds.errorCount = settings.number(SettingKey::AlertErrorCount);
    thresholds.forecastMinutes = settings.number(SettingKey::AlertForecastMinutes);
    return thresholds;
}

AlertFactsQuery alertFactsQuery(const AccountStore& accounts, qint64 nowMs)
{
    AlertFactsQuery query;
    query.nowMs = nowMs;
    for (const Account& account : accounts.accounts()) {
        if (account.source == AccountSource::Environment)
            query.environmentAccounts.insert(account.id.value);
    }
    return query;
}

AlertWatcher::AlertWatcher(Parts parts, AlertWebhookOptions webhook)
    : m_parts(parts)
    , m_webhook(std::move(webhook))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::seconds(2));
    m_minute.setInterval(std::chrono::minutes(1));
    connect(&m_soon, &QTimer::timeout, this, &AlertWatcher::lookNow);
    connect(&m_minute, &QTimer::timeout, this, &AlertWatcher::lookNow);
    connect(&m_parts.settings, &Settings::changed, this, &AlertWatcher::look);
    connect(&m_parts.accounts, &AccountStore::changed, this, &AlertWatcher::look);
}

void AlertWatcher::start(bool tellsPerson)
{
    m_isStarted = true;
    m_tellsPerson = tellsPerson;
    m_minute.start();
    lookNow();
}

void AlertWatcher::look()
{
    // Not started anew by each change: a stream of them must not put it off for ever.
    if (m_isStarted && !m_soon.isActive())
        m_soon.start();
}

void AlertWatcher::lookNow()
{
    if (m_isLooking) {
        m_looksAgain = true;
        return;
    }
    m_isLooking = true;
    m_parts.database.read<AlertFinding>(
        [query = alertFactsQuery(m_parts.accounts, m_parts.clock.nowMs()),
         thresholds = alertThresholds(m_parts.settings)](Connection& connection) {
            return findAlerts(connection, query, thresholds);
        },
        m_mailbox.address(),
        [this](const Result<AlertFinding>& finding) {
            if (finding)
                return found(*finding);
            qCWarning(lcUsage) << "alerts cannot be looked for:" << finding.error();
            ended();
        });
}

void AlertWatcher::found(const AlertFinding& finding)
{
    if (finding.book.isSettled(finding.holding, finding.unknownSubjects, channels())) {
        show(finding);
        return ended();
    }
    settle(finding);
}

void AlertWatcher::settle(const AlertFinding& finding)
{
    const auto due = std::make_shared<AlertsToTell>();
    m_parts.database.write(
        [due, holding = finding.holding, unknown = finding.unknownSubjects, channels = channels(),
         nowMs = m_parts.clock.nowMs()](Connection& connection) -> Result<void> {
            auto told = AlertBook::settle(connection, holding, unknown, channels, nowMs);
            if (!told)
                return Failure(told.error());
            *due = std::move(*told);
            return {};
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, due](const Result<void>& written) {
            if (written) {
                m_looksAgain = true; // for what the database has now
                settled(*due);
            } else {
                qCWarning(lcUsage) << "alerts cannot be kept:" << written.error();
            }
            ended();
        });
}

void AlertWatcher::settled(const AlertsToTell& due)
{
    const QUrl address = webhookAddress();
    for (const Alert& alert : due.webhook) {
        if (!address.isEmpty())
            m_webhook.post(address, alertMessage(alert, m_parts.clock.nowMs()));
    }
    if (!due.person.isEmpty())
        Q_EMIT told(due.person);
}

void AlertWatcher::show(const AlertFinding& finding)
{
    QList<CurrentAlert> current;
    const qint64 all = finding.book.allSnoozedUntilMs();
    for (const Alert& alert : finding.holding) {
        const auto record =
            std::find_if(finding.book.open().begin(), finding.book.open().end(),
                         [&](const AlertRecord& known) { return known.cause == alert.cause; });
        const qint64 snoozed = finding.book.snoozedUntilMs(alert.cause);
        current.append({alert, record->raisedAtMs, snoozed == all ? 0 : snoozed});
    }
    std::stable_sort(
        current.begin(), current.end(),
        [](const CurrentAlert& a, const CurrentAlert& b) { return a.raisedAtMs < b.raisedAtMs; });
    const bool isNew = current != m_current || all != m_allSnoozedUntilMs;
    m_current = std::move(current);
    m_allSnoozedUntilMs = all;
    if (isNew)
        Q_EMIT changed();
}

void AlertWatcher::ended()
{
    m_isLooking = false;
    if (std::exchange(m_looksAgain, false))
        lookNow();
}

void AlertWatcher::snooze(const QString& cause, qint64 untilMs)
{
    m_parts.database.write(
        [cause, untilMs, nowMs = m_parts.clock.nowMs()](Connection& connection) {
            return AlertBook::snooze(connection, cause, untilMs, nowMs);
        },
        Database::Haste::Now, m_mailbox.address(),
        [this](const Result<void>& written) {
            if (!written)
                qCWarning(lcUsage) << "a snooze cannot be kept:" << written.error();
            lookNow();
        });
}

QUrl AlertWatcher::webhookAddress() const
{
    return QUrl(m_parts.settings.text(SettingKey::AlertWebhook), QUrl::StrictMode);
}

AlertChannels AlertWatcher::channels() const
{
    return {m_tellsPerson, !webhookAddress().isEmpty()};
}

void AlertWatcher::testWebhook(Completion<void> done)
{
    const QUrl address = webhookAddress();
    if (address.isEmpty()) {
        m_mailbox.post([done = std::move(done)]() mutable {
            done(fail(ErrorKind::InvalidInput, AlertWatcher::tr("No webhook is set up"),
                      AlertWatcher::tr("Enter its address first")));
        });
        return;
    }
    const QString text = tr("This is a test of Patchbay's alerts.");
    m_webhook.post(address,
                   {{u"type"_s, u"test"_s},
                    {u"title"_s, tr("Test")},
                    {u"text"_s, text},
                    {u"subject"_s, QString()},
                    {u"cause"_s, u"test"_s},
                    {u"raised_at"_s, QDateTime::fromMSecsSinceEpoch(m_parts.clock.nowMs(), Qt::UTC)
                                         .toString(Qt::ISODateWithMs)}},
                   std::move(done));
}

} // namespace Patchbay
