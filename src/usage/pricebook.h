// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/mailbox.h"
#include "claude/pricetable.h"
#include "storage/database.h"

#include <QObject>

namespace Patchbay {

/// The prices in use: those that ship, and the user's own in the database over them. What was
/// priced before keeps its price. Main thread.
class PriceBook final : public QObject
{
    Q_OBJECT
public:
    PriceBook(Database& database, const Clock& clock, PriceTable shipped = PriceTable::builtIn(),
              QObject* parent = nullptr);

    /// Blocking (a small table): once, at start.
    [[nodiscard]] Result<void> load();
    /// Reads them again after another process changed them; changed() follows if they differ.
    void reload();

    [[nodiscard]] const PriceTable& prices() const { return m_prices; }
    [[nodiscard]] const PriceTable& shipped() const { return m_shipped; }
    /// By model and day.
    [[nodiscard]] const QList<PriceEdit>& edits() const { return m_edits; }

    /// Adds it, or replaces the one of the same model and day.
    void set(const PriceEdit& edit, Completion<void> done);
    /// Those of a model, or only that of a day; NotFound when there is none.
    void remove(const QString& model, std::optional<QDate> validFrom, Completion<void> done);

    /// What a process reads for itself.
    [[nodiscard]] static Result<QList<PriceEdit>> select(Connection& connection);

Q_SIGNALS:
    void changed();

private:
    void write(Database::Write job, Completion<void> done);
    void take(QList<PriceEdit> edits);

    Database& m_database;
    const Clock& m_clock;
    const PriceTable m_shipped;
    PriceTable m_prices;
    QList<PriceEdit> m_edits;
    Mailbox m_mailbox;
};

} // namespace Patchbay
