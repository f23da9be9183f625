// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/coreparts.h"

#include "accounts/importers.h"
#include "accounts/tokenkeeper.h"
#include "core/accountbudgets.h"
#include "core/databaseplace.h"
#include "storage/processregistry.h"
#include "vault/makevault.h"

namespace Patchbay {

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

Result<std::unique_ptr<Core::Parts>> Core::Parts::build(const CoreOptions& options)
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
    parts->rules = std::make_unique<RuleStore>(*parts->database);
    if (const auto loaded = parts->rules->load(); !loaded)
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
    return parts;
}

} // namespace Patchbay
