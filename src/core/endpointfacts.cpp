// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endpointfacts.h"

#include "core/core.h"
#include "core/heartbeat.h"
#include "endpoint/metrics.h"
#include "reports/accountreport.h"
#include "reports/healthreport.h"
#include "reports/usagequery.h"
#include "reports/usagereportjson.h"

#include <QJsonDocument>
#include <QUrlQuery>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kInternalError = 500;
constexpr int kUnavailable = 503;

EndpointAnswer answerOf(const QJsonObject& json, int status = kOk)
{
    return {status, "application/json", QJsonDocument(json).toJson(QJsonDocument::Compact)};
}

// A gauge with one value for each account.
class Gauge final
{
public:
    Gauge(const char* name, const char* help)
        : m_name(name)
        , m_text("# HELP " + m_name + ' ' + help + "\n# TYPE " + m_name + " gauge\n")
    {
    }
    void add(qint64 value, const QByteArray& labels = {})
    {
        m_text += m_name;
        if (!labels.isEmpty())
            m_text += '{' + labels + '}';
        m_text += ' ' + QByteArray::number(value) + '\n';
    }
    [[nodiscard]] const QByteArray& text() const { return m_text; }

private:
    QByteArray m_name;
    QByteArray m_text;
};

} // namespace

EndpointFacts::EndpointFacts(Core& core)
    : m_core(core)
    , m_startedMs(core.clock().monotonicMs())
{
}

FactsSource EndpointFacts::source()
{
    return [this, address = m_mailbox.address()](Route route, const QByteArray& query,
                                                 const Reply& reply) {
        address.post([this, route, query, reply] { answer(route, query, reply); });
    };
}

void EndpointFacts::answer(Route route, const QByteArray& query, const Reply& reply)
{
    if (route == Route::Usage)
        return answerUsage(query, reply);
    if (route == Route::Accounts)
        return reply(
            answerOf(accountsJson(m_core.accountsInUse(), m_core.load(), m_core.accountLimits())));
    m_core.pool().snapshot(m_mailbox.address(), [this, route, reply](const PoolSnapshot& pool) {
        if (route == Route::Workers)
            return reply(answerOf(workersJson(pool)));
        reply(route == Route::Metrics ? gauges(pool) : health(pool));
    });
}

void EndpointFacts::answerUsage(const QByteArray& query, const Reply& reply)
{
    const QUrlQuery items(QString::fromUtf8(query.startsWith('?') ? query.sliced(1) : query));
    const auto value = [&](const QString& name) {
        return items.queryItemValue(name, QUrl::FullyDecoded);
    };
    const auto wanted =
        usageQueryOf(value(u"by"_s), value(u"since"_s), value(u"until"_s), m_core.clock().nowMs());
    if (!wanted) {
        return reply(errorAnswer(ErrorForm::Anthropic, kBadRequest, wanted.error().sentence()));
    }
    m_core.database().read<UsageReport>(
        [query = *wanted](Connection& connection) { return usageReport(connection, query); },
        m_mailbox.address(),
        [by = wanted->by, reply](const Result<UsageReport>& report) {
            reply(report ? answerOf(usageJson(*report, by))
                         : errorAnswer(ErrorForm::Anthropic, kInternalError,
                                       report.error().sentence()));
        });
}

EndpointAnswer EndpointFacts::health(const PoolSnapshot& pool) const
{
    Health health;
    health.version = QStringLiteral(PATCHBAY_VERSION);
    health.workerId = Heartbeat::workerId(m_core.environment());
    health.uptimeS = (m_core.clock().monotonicMs() - m_startedMs) / 1000;
    health.count(m_core.accountsInUse(), pool);
    return answerOf(healthJson(health),
                    health.status == Health::Status::Unavailable ? kUnavailable : kOk);
}

EndpointAnswer EndpointFacts::gauges(const PoolSnapshot& pool) const
{
    Gauge waiting("patchbay_queue_waiting", "Requests that wait for an account.");
    waiting.add(pool.waiting.size());
    Gauge limit("patchbay_queue_limit", "Requests that may wait at once.");
    limit.add(pool.queueLimit);
    Gauge inFlight("patchbay_account_in_flight", "Requests under way.");
    Gauge ready("patchbay_account_ready", "1 when the account may serve, else 0.");
    Gauge rest("patchbay_account_cooldown_seconds", "Until the account is tried again.");
    const qint64 nowMs = m_core.clock().nowMs();
    const QList<Account> accounts = m_core.accountsInUse();
    for (const Account& account : accounts) {
        if (account.source == AccountSource::Demo)
            continue;
        const QByteArray labels = "account=" + quotedLabel(account.name);
        const bool rests = account.state == AccountState::CoolingDown;
        inFlight.add(m_core.load().inFlightByAccount.value(account.id), labels);
        ready.add(account.enabled && account.state == AccountState::Ready ? 1 : 0, labels);
        rest.add(rests ? std::max<qint64>(0, (account.stateUntilMs - nowMs) / 1000) : 0, labels);
    }
    return {kOk, "text/plain; version=0.0.4; charset=utf-8",
            waiting.text() + limit.text() + inFlight.text() + ready.text() + rest.text()};
}

} // namespace Patchbay
