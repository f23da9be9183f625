// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "base/environment.h"
#include "base/paths.h"
#include "base/settings.h"
#include "chats/chatservice.h"
#include "chats/conversationstore.h"
#include "core/limitsbook.h"
#include "pool/dispatcher.h"

#include <QObject>

#include <memory>

namespace Patchbay {

class AccountCheck;
class AlertWatcher;
class BudgetStore;
class ClientStore;
class EndpointService;
class KeyRotation;
class PriceBook;
class ProgramLogin;
class RuleStore;

struct CoreOptions
{
    Environment environment;
    QString environmentFile{}; // of --env-file, whose variables are in `environment`
    QString dataDir;           // of --data-dir; empty: as the environment says
    QString program;           // "patchbay", "patchbay-cli chat"
    /// When the environment names accounts, use them instead of the stored ones (the command line)
    /// rather than beside them (the window).
    bool environmentAccountsReplace = false;
    /// Try new keys that wait for their first answer once the event loop runs.
    bool triesWaitingKeys = true;
    /// Ask the `claude` program of each account that has one how its sign-in is, at the start.
    bool asksPrograms = false;
    /// Stays: tells of itself in the view `workers`, and keeps the ledger in order meanwhile.
    bool isResident = false;
    /// Requests that may wait for an account at once.
    int queueLimit = 256;
};

/// One run of Patchbay without its face: builds the parts in order, hands them to each other, and
/// takes them down in reverse. Main thread.
class Core final : public QObject
{
    Q_OBJECT
public:
    /// Opens the data folder; its errors are what a person sees when the program cannot start. A
    /// vault that cannot be used is no such error: its accounts show as locked.
    [[nodiscard]] static Result<std::unique_ptr<Core>> create(const CoreOptions& options);
    ~Core() override;

    [[nodiscard]] const Paths& paths() const;
    /// The variables of this run, those of --env-file among them.
    [[nodiscard]] const Environment& environment() const;
    /// How accounts of the `claude` program run it.
    [[nodiscard]] const ClaudeOptions& claude() const;
    [[nodiscard]] const Clock& clock() const;
    /// Those in use, the user's own among them: the same object throughout, whose value changes.
    [[nodiscard]] const PriceTable& prices() const;
    [[nodiscard]] PriceBook& priceBook();
    [[nodiscard]] Settings& settings();
    [[nodiscard]] Database& database();
    [[nodiscard]] Vault& vault();
    [[nodiscard]] AccountStore& accounts();
    [[nodiscard]] BudgetStore& budgets();
    [[nodiscard]] ClientStore& clients();
    /// What the user wants of the endpoint's requests.
    [[nodiscard]] RuleStore& rules();
    [[nodiscard]] Dispatcher& pool();
    [[nodiscard]] ConversationStore& conversations();
    [[nodiscard]] ChatService& chats();

    /// Flags over environment over settings (DESIGN 1.3).
    [[nodiscard]] QString defaultModel() const;
    [[nodiscard]] qint64 defaultMaxTokens() const;
    /// Where the Messages API is for accounts without a base URL of their own.
    [[nodiscard]] QUrl defaultBaseUrl() const;

    /// The account that answers without any key, from the simulator within this process.
    [[nodiscard]] Result<AccountId> enableDemo();

    /// Asks the account's upstream for its models, which costs nothing: whether key, account and
    /// network are well. The account's state follows what was found.
    void testAccount(const AccountId& id, Completion<void> done);
    /// All of it, question by question, and what to do about each.
    [[nodiscard]] AccountCheck& accountCheck();
    [[nodiscard]] KeyRotation& keyRotation();
    /// Signs in to accounts of the `claude` program.
    [[nodiscard]] ProgramLogin& programLogin();

    /// What a person should be warned of. Not started: whoever tells of it does that.
    [[nodiscard]] AlertWatcher& alerts();

    [[nodiscard]] const PoolLoad& load() const;
    /// What answers last told of each account's limits, in this run or another.
    [[nodiscard]] const LimitsByAccount& accountLimits() const;

Q_SIGNALS:
    void loadChanged();
    /// An attempt was completed: sums of today are new.
    void usageChanged();

public:
    /// The accounts to choose from, as they are chosen from.
    [[nodiscard]] QList<Account> accountsInUse() const;
    /// Reads accounts, clients, rules, budgets and prices of the database again.
    void reload();
    /// Reads the environment's file again, and uses the accounts that it names now. Other variables
    /// hold from the next start on. An error leaves all as it was. Blocking (a small file).
    [[nodiscard]] Result<void> rereadEnvironment();
    /// The local address through which programs use the pool. Not started.
    [[nodiscard]] EndpointService& endpoint();

private:
    struct Parts;
    explicit Core(std::unique_ptr<Parts> parts);
    void tellLoad();

    std::unique_ptr<Parts> m_parts;
    std::unique_ptr<EndpointService> m_endpoint;
};

} // namespace Patchbay
