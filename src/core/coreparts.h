// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/processlock.h"
#include "clients/clientstore.h"
#include "clients/rulestore.h"
#include "core/accountcheck.h"
#include "core/accountprobe.h"
#include "core/alertwatcher.h"
#include "core/core.h"
#include "core/heartbeat.h"
#include "core/keyrotation.h"
#include "core/programlogin.h"
#include "core/usagekeeper.h"
#include "simulator/simulatorthread.h"
#include "storage/changewatcher.h"
#include "usage/budgetguard.h"
#include "usage/budgetstore.h"
#include "usage/pricebook.h"

#include <optional>

namespace Patchbay {

/// What a Core is made of, in the order of building; taken down in reverse. For core.cpp alone.
struct Core::Parts
{
    [[nodiscard]] static Result<std::unique_ptr<Parts>> build(const CoreOptions& options);

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
    std::unique_ptr<RuleStore> rules;
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

} // namespace Patchbay
