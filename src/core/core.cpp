// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/core.h"

#include "accounts/demoaccount.h"
#include "accounts/importers.h"
#include "accounts/tokenkeeper.h"
#include "base/logging.h"
#include "base/processlock.h"
#include "clients/clientstore.h"
#include "core/accountbudgets.h"
#include "core/accountcheck.h"
#include "core/accountprobe.h"
#include "core/alertwatcher.h"
#include "core/databaseplace.h"
#include "core/endpointservice.h"
#include "core/heartbeat.h"
#include "core/keyrotation.h"
#include "core/programlogin.h"
#include "core/usagekeeper.h"
#include "simulator/simulatorthread.h"
#include "storage/changewatcher.h"
#include "storage/processregistry.h"
#include "usage/budgetguard.h"
#include "usage/budgetstore.h"
#include "usage/pricebook.h"
#include "vault/makevault.h"

#include <QTimer>

namespace Patchbay {

// In the order of building; taken down in reverse.
struct Core::Parts
{
    CoreOptions options;
    Paths paths;
    ClaudeOptions claude;
    SystemClock clock;
    std::unique_ptr<Settings> settings;
    std::optional<ProcessLock> process;
    std::unique_ptr<Database> database;
    std::unique_ptr<PriceBook> prices;
    std::unique_ptr<Vault> vault;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<AccountStore> accounts;
    std::unique_ptr<BudgetStore> budgets;
    std::unique_ptr<ClientStore> clients;
    std::unique_ptr<BudgetGuard> guard;
    std::unique_ptr<LimitsBook> limits;
    std::unique_ptr<SimulatorThread> demo;
    std::unique_ptr<Dispatcher> pool;
    std::unique_ptr<ConversationStore> conversations;
    std::unique_ptr<ChatService> chats;
    std::unique_ptr<AccountProbe> probe;
    std::unique_ptr<AccountCheck> check;
    std::unique_ptr<KeyRotation> rotation;
    std::unique_ptr<ProgramLogin> programLogin;
    std::unique_ptr<AlertWatcher> alerts;
    std::unique_ptr<ChangeWatcher> watcher;
    std::unique_ptr<UsageKeeper> keeper;
    std::unique_ptr<Heartbeat> heartbeat;
    PoolLoad load;
    qint64 maxTokens = 0; // of the environment; 0: not set
    Mailbox mailbox;
};

namespace {

PoolOptions poolOptions(const Settings& settings, const QUrl& baseUrl, const ClaudeOptions& claude,
                        int queueLimit)
{
    PoolOptions options;
    options.claude = claude;
    options.queueLimit = queueLimit;
    options.workers = settings.number(SettingKey::Workers);
    options.connectTimeoutMs = settings.number(SettingKey::ConnectTimeoutS) * 1000LL;
    options.firstByteTimeoutMs = settings.number(SettingKey::FirstByteTimeoutS) * 1000LL;
    options.idleTimeoutMs = settings.number(SettingKey::IdleTimeoutS) * 1000LL;
    options.defaultBaseUrl = baseUrl;
    options.userAgent = QStringLiteral("patchbay/" PATCHBAY_VERSION);
    return options;
}

Result<qint64> maxTokensOf(const Environment& environment)
{
    const QString name = QStringLiteral("MAX_TOKENS");
    if (!environment.contains(name))
        return 0;
    bool isNumber = false;
    const qint64 number = environment.value(name).trimmed().toLongLong(&isNumber);
    if (!isNumber || number < 1 || number > 1'000'000) {
        return fail(ErrorKind::InvalidInput,
                    Core::tr("%1 is no number from 1 to 1000000").arg(name),
                    Core::tr("Set it to how long an answer may be, or unset it"));
    }
    return number;
}

} // namespace

Result<std::unique_ptr<Core>> Core::create(const CoreOptions& options)
{
    auto parts = std::make_unique<Parts>();
    parts->options = options;
    parts->paths = Paths::from(options.environment, options.dataDir);
    if (const auto made = parts->paths.make(); !made)
        return Failure(made.error());
    parts->claude.program = options.environment.value(QStringLiteral("PATCHBAY_CLAUDE"));
    parts->claude.folder = parts->paths.claudeDir();
    const auto place = databasePlace(options.environment, parts->paths);
    if (!place)
        return Failure(place.error());
    const auto baseUrl = Patchbay::defaultBaseUrl(options.environment);
    if (!baseUrl)
        return Failure(baseUrl.error());
    const auto maxTokens = maxTokensOf(options.environment);
    if (!maxTokens)
        return Failure(maxTokens.error());
    parts->maxTokens = *maxTokens;
    auto environmentAccounts = accountsOfEnvironment(options.environment);
    if (!environmentAccounts)
        return Failure(environmentAccounts.error());

    parts->settings = std::make_unique<Settings>(parts->paths.settingsFile());
    auto process = ProcessLock::take(place->locksDir);
    if (!process)
        return Failure(process.error());
    parts->process = std::move(*process);

    auto database = Database::open(place->file, parts->paths.backupsDir());
    if (!database)
        return Failure(database.error());
    parts->database = std::move(*database);
    parts->prices = std::make_unique<PriceBook>(*parts->database, parts->clock);
    if (const auto loaded = parts->prices->load(); !loaded)
        return Failure(loaded.error());
    const QString& locks = place->locksDir;
    if (const auto closed = Ledger::closeInterrupted(*parts->database, locks,
                                                     parts->prices->prices(), parts->clock.nowMs());
        !closed)
        return Failure(closed.error());
    if (const auto recovered = ConversationStore::recover(*parts->database, locks); !recovered)
        return Failure(recovered.error());

    if (const auto registered = registerProcess(*parts->database, parts->process->id(),
                                                options.program, locks, parts->clock.nowMs());
        !registered)
        return Failure(registered.error());

    auto vault = makeVault(options.environment, parts->paths);
    if (!vault)
        return Failure(vault.error());
    parts->vault = std::move(*vault);
    parts->ledger = std::make_unique<Ledger>(*parts->database, parts->process->id());
    parts->accounts = std::make_unique<AccountStore>(*parts->database, *parts->vault, parts->clock);
    parts->accounts->renewSignIns({.locksDir = locks});
    if (const auto loaded = parts->accounts->load(); !loaded)
        return Failure(loaded.error());
    const QHash<QString, qint64> monthlyBudgets = monthlyBudgetsOf(*environmentAccounts);
    if (const auto added = parts->accounts->addTransient(std::move(*environmentAccounts)); !added)
        return Failure(added.error());

    parts->budgets = std::make_unique<BudgetStore>(*parts->database);
    if (const auto loaded = parts->budgets->load(); !loaded)
        return Failure(loaded.error());
    if (const auto kept =
            keepMonthlyBudgets(*parts->budgets, parts->accounts->accounts(), monthlyBudgets);
        !kept)
        return Failure(kept.error());
    if (const auto marked = markOverBudget(*parts->accounts, *parts->budgets, *parts->database,
                                           parts->clock.nowMs());
        !marked)
        return Failure(marked.error());
    parts->clients = std::make_unique<ClientStore>(*parts->database, parts->clock);
    if (const auto loaded = parts->clients->load(); !loaded)
        return Failure(loaded.error());
    parts->guard = std::make_unique<BudgetGuard>(*parts->database, parts->process->id());
    parts->limits = std::make_unique<LimitsBook>(*parts->database, *parts->accounts);
    if (const auto loaded = parts->limits->load(); !loaded)
        return Failure(loaded.error());

    parts->pool = std::make_unique<Dispatcher>(
        poolOptions(*parts->settings, *baseUrl, parts->claude, options.queueLimit), *parts->ledger,
        parts->prices->prices(), parts->clock, parts->accounts->credentialReader(),
        parts->guard.get());
    parts->conversations = std::make_unique<ConversationStore>(*parts->database, parts->clock);
    parts->chats =
        std::make_unique<ChatService>(*parts->conversations, *parts->database, *parts->pool,
                                      parts->prices->prices(), parts->clock, parts->process->id());
    parts->probe = std::make_unique<AccountProbe>(*parts->pool, *parts->accounts);
    parts->check = std::make_unique<AccountCheck>(AccountCheck::Parts{
        *parts->accounts, *parts->vault, *parts->probe, *parts->limits, parts->clock, *baseUrl});
    parts->programLogin = std::make_unique<ProgramLogin>(*parts->accounts, parts->claude);
    parts->rotation = std::make_unique<KeyRotation>(*parts->accounts, *parts->vault, *parts->probe,
                                                    parts->clock, locks);
    parts->alerts = std::make_unique<AlertWatcher>(
        AlertWatcher::Parts{*parts->database, *parts->settings, *parts->accounts, parts->clock});
    parts->watcher = std::make_unique<ChangeWatcher>(*parts->database);
    if (options.isResident) {
        parts->keeper =
            std::make_unique<UsageKeeper>(*parts->database, *parts->settings, parts->clock);
        parts->heartbeat = std::make_unique<Heartbeat>(
            *parts->database, parts->clock,
            Heartbeat::Who{parts->process->id(), Heartbeat::workerId(options.environment), 0});
    }
    return std::unique_ptr<Core>(new Core(std::move(parts)));
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
    m_parts->prices->reload();
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
