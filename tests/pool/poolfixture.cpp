// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"

#include <QFile>
#include <QTest>

#include <algorithm>

namespace Patchbay {

namespace {

template <class T>
T orAbort(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().sentence()));
    return std::move(*result);
}

} // namespace

PoolFixture::PoolFixture()
    : m_database(orAbort(Database::open(m_folder.filePath(QStringLiteral("patchbay.db")),
                                        m_folder.filePath(QStringLiteral("backups")))))
    , m_ledger(std::make_unique<Ledger>(*m_database, QStringLiteral("test")))
    , m_guard(std::make_unique<BudgetGuard>(*m_database, QStringLiteral("test")))
{
}

PoolFixture::PoolFixture(const PoolFixture& first)
    : m_database(orAbort(
          Database::open(first.m_database->file(), m_folder.filePath(QStringLiteral("backups")))))
    , m_ledger(std::make_unique<Ledger>(*m_database, QStringLiteral("other")))
    , m_guard(std::make_unique<BudgetGuard>(*m_database, QStringLiteral("other")))
    , m_accounts(first.m_accounts)
    , m_lastNumber(first.m_lastNumber)
    , m_secrets(first.m_secrets)
{
}

PoolFixture::~PoolFixture() = default;

AccountId PoolFixture::addAccount(const QString& name, const QUrl& baseUrl,
                                  const std::function<void(Account&)>& edit)
{
    Account account;
    account.id = {QStringLiteral("id-") + name};
    account.number = ++m_lastNumber;
    account.name = name;
    account.baseUrl = baseUrl;
    if (edit)
        edit(account);
    const auto written =
        m_database->writeAtStart([&account](Connection& connection) -> Result<void> {
            const auto row = connection.run(
                QStringLiteral("INSERT INTO accounts (number, id, name, kind, source, created_at) "
                               "VALUES (?, ?, ?, 'api_key', 'stored', 0)"),
                {account.number, account.id.value, account.name});
            return row ? Result<void>() : Failure(row.error());
        });
    if (!written)
        qFatal("%s", qPrintable(written.error().sentence()));
    m_secrets.insert(account.id, Secret::take(QByteArray("sk-ant-test-" + name.toUtf8())));
    m_accounts.append(account);
    return account.id;
}

void PoolFixture::setSecret(const AccountId& id, Result<Secret> secret)
{
    m_secrets.insert(id, std::move(secret));
}

PoolOptions PoolFixture::quick()
{
    PoolOptions options;
    options.workers = 2;
    options.connectTimeoutMs = 5000;
    options.firstByteTimeoutMs = 10'000;
    options.idleTimeoutMs = 10'000;
    options.userAgent = QStringLiteral("patchbay/test");
    options.backOffMs = 10;
    return options;
}

void PoolFixture::startPool(PoolOptions options)
{
    // As AccountStore does it: asked on the main thread, answered on the board's.
    const auto reader = [this, main = m_mailbox.address()](
                            const AccountId& id, const std::optional<Credential>&,
                            const MailboxAddress& replyTo, Completion<Credential> done) {
        main.post([this, id, replyTo, done = std::move(done)]() mutable {
            ++secretReads;
            if (holdSecrets) {
                m_heldSecrets.push_back([this, id, replyTo, done = std::move(done)]() mutable {
                    giveSecret(id, replyTo, std::move(done));
                });
            } else {
                giveSecret(id, replyTo, std::move(done));
            }
        });
    };
    m_pool = std::make_unique<Dispatcher>(std::move(options), *m_ledger, prices, clock, reader,
                                          m_guard.get());
    m_pool->observe(
        m_mailbox.address(), [this](const AccountFinding& finding) { findings.append(finding); },
        [this](const PoolLoad& load) { loads.append(load); });
    giveAccounts();
}

void PoolFixture::setBudgets(const QList<Budget>& budgets)
{
    const auto written = m_database->writeAtStart([&](Connection& connection) -> Result<void> {
        if (const auto cleared = connection.run(QStringLiteral("DELETE FROM budgets")); !cleared)
            return Failure(cleared.error());
        for (const Budget& budget : budgets) {
            const auto row = connection.run(
                QStringLiteral("INSERT INTO budgets VALUES (?, ?, ?, ?, ?)"),
                {budgetScopeName(budget.scope), budget.subject + QLatin1String(""),
                 budgetPeriodName(budget.period), budget.limitMicroUsd, budget.isHard ? 1 : 0});
            if (!row)
                return Failure(row.error());
        }
        return {};
    });
    if (!written)
        qFatal("%s", qPrintable(written.error().detail));
    m_pool->setBudgets(budgets);
}

BudgetSpent PoolFixture::spent(const Budget& budget)
{
    flush();
    const auto reader = orAbort(m_database->reader());
    return orAbort(budgetSpent(
        *reader, budget, budgetSpan(budget.period, clock.nowMs(), QTimeZone::systemTimeZone())));
}

void PoolFixture::giveSecret(const AccountId& id, const MailboxAddress& replyTo,
                             Completion<Credential> done)
{
    const bool isProgram =
        std::any_of(m_accounts.begin(), m_accounts.end(), [&id](const Account& account) {
            return account.id == id && account.kind == AccountKind::ClaudeCommand;
        });
    const auto form = isProgram ? Credential::Form::Program : Credential::Form::ApiKey;
    replyTo.post([secret = m_secrets.value(id), form, done = std::move(done)]() mutable {
        if (secret)
            done(Credential{form, std::move(*secret)});
        else
            done(Failure(secret.error()));
    });
}

void PoolFixture::releaseSecrets()
{
    holdSecrets = false;
    for (auto& give : std::exchange(m_heldSecrets, {}))
        give();
}

Request PoolFixture::request(const QString& model)
{
    Request request;
    request.model = model;
    request.maxTokens = 100;
    request.body =
        R"({"model":")" + model.toUtf8() + R"(","max_tokens":100,"stream":true,"messages":[]})";
    request.client.kind = Client::Kind::CommandLine;
    return request;
}

std::unique_ptr<Asked> PoolFixture::ask(Request request)
{
    auto asked = std::make_unique<Asked>();
    Asked* const a = asked.get();
    const auto note = [a](const QString& name) {
        if (a->calls.isEmpty() || a->calls.last() != name || name != QLatin1String("chunk"))
            a->calls.append(name);
    };
    RequestObserver observer;
    observer.waiting = [note](const QString&, qint64) { note(QStringLiteral("waiting")); };
    observer.leased = [a, note](const Lease& lease) {
        note(QStringLiteral("leased"));
        a->leases.append(lease);
    };
    observer.head = [a, note](const ResponseHead& head) {
        note(QStringLiteral("head"));
        a->heads.append(head);
    };
    observer.chunk = [a, note](const QByteArray& bytes) {
        note(QStringLiteral("chunk"));
        a->bytes += bytes;
    };
    observer.finished = [a, note](const Outcome& outcome) {
        note(QStringLiteral("finished"));
        a->outcomes.append(outcome);
    };
    asked->handle = m_pool->send(std::move(request), m_mailbox.address(), std::move(observer));
    return asked;
}

QString PoolFixture::writeFile(const QString& name, const QByteArray& bytes)
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

void PoolFixture::flush()
{
    // Jobs are written in order: what was handed over before is in the file after this.
    const auto written = m_database->writeAtStart([](Connection&) { return Result<void>(); });
    if (!written)
        qFatal("%s", qPrintable(written.error().sentence()));
}

QList<AttemptRow> PoolFixture::attempts()
{
    flush();
    const auto connection = orAbort(m_database->reader());
    Rows rows = orAbort(connection->select(QStringLiteral(
        "SELECT request_key, attempt, coalesce(name, ''), outcome, error_kind, status, is_last, "
        "input_tokens, output_tokens, cost_micro_usd, estimated, stop_reason, first_byte_ms "
        "FROM attempts LEFT JOIN accounts ON accounts.number = attempts.account "
        "ORDER BY attempts.id")));
    QList<AttemptRow> result;
    while (rows.next()) {
        result.append({rows.number(0), static_cast<int>(rows.number(1)), rows.text(2), rows.text(3),
                       rows.text(4), static_cast<int>(rows.number(5)), rows.number(6) != 0,
                       rows.number(7), rows.number(8), rows.number(9), rows.number(10) != 0,
                       rows.text(11), rows.isNull(12) ? -1 : rows.number(12)});
    }
    return result;
}

qint64 PoolFixture::rollupSum(const QString& column)
{
    flush();
    const auto connection = orAbort(m_database->reader());
    Rows rows =
        orAbort(connection->select(QStringLiteral("SELECT sum(%1) FROM usage_hourly").arg(column)));
    return rows.next() ? rows.number(0) : -1;
}

bool areAllFinished(const std::vector<std::unique_ptr<Asked>>& all)
{
    return std::all_of(all.begin(), all.end(),
                       [](const auto& asked) { return asked->isFinished(); });
}

} // namespace Patchbay
