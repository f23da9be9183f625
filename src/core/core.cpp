// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/core.h"

#include "accounts/demoaccount.h"
#include "accounts/importers.h"
#include "core/accountbudgets.h"
#include "core/coreparts.h"
#include "core/endpointservice.h"

#include <QTimer>

namespace Patchbay {

Result<std::unique_ptr<Core>> Core::create(const CoreOptions& options)
{
    auto parts = Parts::build(options);
    if (!parts)
        return Failure(parts.error());
    return std::unique_ptr<Core>(new Core(std::move(*parts)));
}

Core::Core(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
    const auto giveAccounts = [this] {
        m_parts->pool->setAccounts(accountsInUse());
        tellLoad();
    };
    const auto giveLimits = [this] { m_parts->pool->setLimits(m_parts->limits->limits()); };
    connect(m_parts->accounts.get(), &AccountStore::changed, this, giveAccounts);
    connect(m_parts->accounts.get(), &AccountStore::secretChanged, this,
            [this](const AccountId& id) { m_parts->pool->forgetCredential(id); });
    connect(m_parts->watcher.get(), &ChangeWatcher::changedElsewhere, this, [this, giveLimits] {
        reload();
        m_parts->limits->reload(giveLimits);
        Q_EMIT m_parts->conversations->listChanged();
        Q_EMIT usageChanged();
    });
    m_parts->pool->observe(
        m_parts->mailbox.address(),
        [this](const AccountFinding& finding) {
            m_parts->accounts->setState(finding.account, finding.state, finding.reason,
                                        finding.untilMs);
            if (!finding.organizationId.isEmpty())
                m_parts->accounts->setOrganization(finding.account, finding.organizationId);
            m_parts->accounts->setModelRests(finding.account, finding.modelRests);
            m_parts->limits->take(finding.account, finding.limits);
        },
        [this](const PoolLoad& load) {
            const bool ended = load.inFlight < m_parts->load.inFlight;
            m_parts->load = load;
            tellLoad();
            Q_EMIT loadChanged();
            if (ended)
                Q_EMIT usageChanged();
        });
    connect(this, &Core::usageChanged, m_parts->alerts.get(), &AlertWatcher::look);
    connect(m_parts->budgets.get(), &BudgetStore::changed, m_parts->alerts.get(),
            &AlertWatcher::look);
    connect(m_parts->budgets.get(), &BudgetStore::changed, this,
            [this, before = m_parts->budgets->budgets()]() mutable {
                const QList<Budget> now = m_parts->budgets->budgets();
                m_parts->pool->setBudgets(now);
                letGoOfChanged(*m_parts->accounts, std::exchange(before, now), now);
            });
    connect(m_parts->prices.get(), &PriceBook::changed, this,
            [this] { m_parts->pool->setPrices(m_parts->prices->prices()); });
    m_parts->pool->setBudgets(
        m_parts->budgets->budgets()); // before the accounts: what was found with these stays
    giveAccounts();
    giveLimits();
    if (m_parts->keeper) {
        connect(m_parts->keeper.get(), &UsageKeeper::changed, this, &Core::usageChanged);
        m_parts->keeper->start();
    }
    m_endpoint = std::make_unique<EndpointService>(*this);
    connect(m_endpoint.get(), &EndpointService::runningChanged, this, [this] {
        if (m_parts->heartbeat)
            m_parts->heartbeat->setPort(m_endpoint->isRunning() ? m_endpoint->port() : 0);
    });
    if (m_parts->options.asksPrograms)
        QTimer::singleShot(0, this, [this] { m_parts->programLogin->checkAll(); });
    if (m_parts->options.triesWaitingKeys)
        QTimer::singleShot(0, this, [this] { m_parts->rotation->tryAllWaiting(); });
}

Core::~Core()
{
    m_endpoint.reset(); // before the pool it uses
}

void Core::reload()
{
    m_parts->accounts->reload();
    m_parts->budgets->reload();
    m_parts->clients->reload();
    m_parts->rules->reload();
    m_parts->prices->reload();
}

Result<void> Core::rereadEnvironment()
{
    Environment environment = Environment::ofProcess();
    if (const QString& file = m_parts->options.environmentFile; !file.isEmpty()) {
        if (const auto added = environment.addFile(file); !added)
            return added;
    }
    auto accounts = accountsOfEnvironment(environment);
    if (!accounts)
        return Failure(accounts.error());
    const QHash<QString, qint64> monthlyBudgets = monthlyBudgetsOf(*accounts);
    if (const auto replaced = m_parts->accounts->replaceEnvironment(std::move(*accounts));
        !replaced)
        return replaced;
    return keepMonthlyBudgets(*m_parts->budgets, m_parts->accounts->accounts(), monthlyBudgets);
}

EndpointService& Core::endpoint()
{
    return *m_endpoint;
}

void Core::tellLoad()
{
    if (!m_parts->heartbeat)
        return;
    int most = 0;
    const QList<Account> accounts = accountsInUse();
    for (const Account& account : accounts)
        most += account.enabled ? account.maxConcurrent : 0;
    m_parts->heartbeat->setLoad(m_parts->load.inFlight, most);
}

QList<Account> Core::accountsInUse() const
{
    QList<Account> accounts = m_parts->accounts->accounts();
    const auto fromEnvironment = [](const Account& account) {
        return account.source == AccountSource::Environment;
    };
    // A stored account stays in reach of those who name it, yet is not chosen.
    if (m_parts->options.environmentAccountsReplace &&
        std::any_of(accounts.begin(), accounts.end(), fromEnvironment)) {
        for (Account& account : accounts) {
            if (account.source == AccountSource::Stored) {
                account.allowCommandLine = false;
                account.allowEndpoint = false;
            }
        }
    }
    return accounts;
}

const Paths& Core::paths() const
{
    return m_parts->paths;
}
const Environment& Core::environment() const
{
    return m_parts->options.environment;
}
const ClaudeOptions& Core::claude() const
{
    return m_parts->claude;
}
const Clock& Core::clock() const
{
    return m_parts->clock;
}
const PriceTable& Core::prices() const
{
    return m_parts->prices->prices();
}
PriceBook& Core::priceBook()
{
    return *m_parts->prices;
}
Settings& Core::settings()
{
    return *m_parts->settings;
}
Database& Core::database()
{
    return *m_parts->database;
}
Vault& Core::vault()
{
    return *m_parts->vault;
}
AccountStore& Core::accounts()
{
    return *m_parts->accounts;
}
BudgetStore& Core::budgets()
{
    return *m_parts->budgets;
}

ClientStore& Core::clients()
{
    return *m_parts->clients;
}

RuleStore& Core::rules()
{
    return *m_parts->rules;
}

Dispatcher& Core::pool()
{
    return *m_parts->pool;
}
ConversationStore& Core::conversations()
{
    return *m_parts->conversations;
}
ChatService& Core::chats()
{
    return *m_parts->chats;
}
const LimitsByAccount& Core::accountLimits() const
{
    return m_parts->limits->limits();
}
const PoolLoad& Core::load() const
{
    return m_parts->load;
}

QString Core::defaultModel() const
{
    const QString wanted = m_parts->options.environment.value(QStringLiteral("CLAUDE_MODEL"));
    return wanted.isEmpty() ? m_parts->settings->text(SettingKey::DefaultModel) : wanted;
}

qint64 Core::defaultMaxTokens() const
{
    return m_parts->maxTokens > 0 ? m_parts->maxTokens
                                  : m_parts->settings->number(SettingKey::MaxTokens);
}

QUrl Core::defaultBaseUrl() const
{
    return Patchbay::defaultBaseUrl(m_parts->options.environment).value_or(QUrl());
}

Result<AccountId> Core::enableDemo()
{
    if (!m_parts->demo) {
        auto demo = std::make_unique<SimulatorThread>(SimulatorOptions{});
        if (const auto started = demo->start(); !started)
            return Failure(started.error());
        m_parts->demo = std::move(demo);
    }
    NewAccount account = demoAccount(m_parts->demo->baseUrl());
    const AccountId id = account.account.id;
    if (!m_parts->accounts->find(id)) {
        QList<NewAccount> accounts;
        accounts.append(std::move(account));
        if (const auto added = m_parts->accounts->addTransient(std::move(accounts)); !added)
            return Failure(added.error());
    }
    return id;
}

void Core::testAccount(const AccountId& id, Completion<void> done)
{
    m_parts->probe->start(id, std::move(done));
}

AccountCheck& Core::accountCheck()
{
    return *m_parts->check;
}
KeyRotation& Core::keyRotation()
{
    return *m_parts->rotation;
}

AlertWatcher& Core::alerts()
{
    return *m_parts->alerts;
}

ProgramLogin& Core::programLogin()
{
    return *m_parts->programLogin;
}

} // namespace Patchbay
