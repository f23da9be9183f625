// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "storage/database.h"
#include "usage/budget.h"

#include <QObject>

namespace Patchbay {

/// The budgets in the database. Main thread.
class BudgetStore final : public QObject
{
    Q_OBJECT
public:
    explicit BudgetStore(Database& database, QObject* parent = nullptr);

    /// Blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// As set() does each; blocking (one small commit).
    [[nodiscard]] Result<void> setAtStart(const QList<Budget>& budgets);
    /// Reads them again after another process changed them; changed() follows if they differ.
    void reload();

    /// By scope, subject and period.
    [[nodiscard]] const QList<Budget>& budgets() const { return m_budgets; }
    [[nodiscard]] const Budget* find(BudgetScope scope, const QString& subject,
                                     BudgetPeriod period) const;

    /// Adds it, or replaces the one of the same scope, subject and period.
    void set(const Budget& budget, Completion<void> done);
    /// NotFound when there is none of the same scope, subject and period.
    void remove(const Budget& budget, Completion<void> done);
    /// Makes `wanted` the budgets of a subject, all at once: others of it go.
    void replace(BudgetScope scope, const QString& subject, const QList<Budget>& wanted,
                 Completion<void> done);

    /// In a transaction or outside of one: what a process reads for itself.
    [[nodiscard]] static Result<QList<Budget>> select(Connection& connection);

Q_SIGNALS:
    void changed();

private:
    void write(Database::Write job, Completion<void> done);

    Database& m_database;
    QList<Budget> m_budgets;
    Mailbox m_mailbox;
};

} // namespace Patchbay
