// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"
#include "core/core.h"
#include "usage/budgetstatus.h"

namespace Patchbay {

struct BudgetsOptions
{
    enum class Verb { List, Set, Remove };
    Verb verb = Verb::List;
    QString scope; // all, account:NAME, client:NAME
    QString period;
    QString usd;
    bool isHard = false;
    bool json = false;
};

/// `budgets …`.
class BudgetsCommand final : public Command
{
    Q_OBJECT
public:
    BudgetsCommand(Core& core, BudgetsOptions options);
    ~BudgetsCommand() override;

    void start() override;

private:
    void list();
    void show(const QList<BudgetStatus>& lines);
    [[nodiscard]] QString subjectText(const Budget& budget) const;
    /// What scope and period name.
    [[nodiscard]] Result<Budget> named() const;
    void set();
    void remove();
    /// An account that was over its budget may not be so any more.
    void letGo(const Budget& budget);

    Core& m_core;
    const BudgetsOptions m_options;
    Mailbox m_mailbox;
};

} // namespace Patchbay
