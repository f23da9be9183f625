// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/pricebook.h"

#include "base/logging.h"

namespace Patchbay {

PriceBook::PriceBook(Database& database, const Clock& clock, PriceTable shipped, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(clock)
    , m_shipped(std::move(shipped))
    , m_prices(m_shipped)
{
}

Result<QList<PriceEdit>> PriceBook::select(Connection& connection)
{
    auto rows = connection.select(
        QStringLiteral("SELECT model, valid_from, input, output, cache_write_5m, cache_write_1h, "
                       "cache_read FROM edited_prices ORDER BY model, valid_from"),
        {});
    if (!rows)
        return Failure(rows.error());
    QList<PriceEdit> edits;
    while (rows->next()) {
        const PriceEdit edit{rows->text(0),   QDate::fromString(rows->text(1), Qt::ISODate),
                             rows->number(2), rows->number(3),
                             rows->number(4), rows->number(5),
                             rows->number(6)};
        if (checkPriceEdit(edit))
            edits.append(edit);
        else
            qCWarning(lcUsage) << "a price of" << edit.model << "makes no sense and is left out";
    }
    if (rows->error())
        return Failure(*rows->error());
    return edits;
}

Result<void> PriceBook::load()
{
    const auto reader = m_database.reader();
    if (!reader)
        return Failure(reader.error());
    auto edits = select(**reader);
    if (!edits)
        return Failure(edits.error());
    take(std::move(*edits));
    return {};
}

void PriceBook::reload()
{
    m_database.read<QList<PriceEdit>>(
        [](Connection& connection) { return select(connection); }, m_mailbox.address(),
        [this](Result<QList<PriceEdit>> edits) {
            if (!edits) {
                qCWarning(lcUsage) << "prices cannot be read again:" << edits.error();
                return;
            }
            if (m_edits == *edits)
                return;
            take(std::move(*edits));
            Q_EMIT changed();
        });
}

void PriceBook::take(QList<PriceEdit> edits)
{
    m_edits = std::move(edits);
    m_prices = m_shipped.withEdits(m_edits);
}

void PriceBook::write(Database::Write job, Completion<void> done)
{
    m_database.write(std::move(job), Database::Haste::Now, m_mailbox.address(),
                     [this, done = std::move(done)](Result<void> written) mutable {
                         if (written)
                             reload();
                         done(std::move(written));
                     });
}

void PriceBook::set(const PriceEdit& edit, Completion<void> done)
{
    write(
        [edit, nowMs = m_clock.nowMs()](Connection& connection) -> Result<void> {
            if (const auto right = checkPriceEdit(edit); !right)
                return right;
            const auto stored = connection.run(
                QStringLiteral(
                    "INSERT INTO edited_prices (model, valid_from, input, output, cache_write_5m, "
                    "cache_write_1h, cache_read, edited_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT (model, valid_from) DO UPDATE SET input = excluded.input, "
                    "output = excluded.output, cache_write_5m = excluded.cache_write_5m, "
                    "cache_write_1h = excluded.cache_write_1h, cache_read = excluded.cache_read, "
                    "edited_at = excluded.edited_at"),
                {edit.model, edit.validFrom.toString(Qt::ISODate), edit.input, edit.output,
                 edit.cacheWrite5m, edit.cacheWrite1h, edit.cacheRead, nowMs});
            return stored ? Result<void>() : Failure(stored.error());
        },
        std::move(done));
}

void PriceBook::remove(const QString& model, std::optional<QDate> validFrom, Completion<void> done)
{
    write(
        [model, validFrom](Connection& connection) -> Result<void> {
            const QString day = validFrom ? validFrom->toString(Qt::ISODate) : QString();
            const auto removed = connection.run(
                QStringLiteral("DELETE FROM edited_prices WHERE model = ? AND (? OR valid_from = "
                               "?)"),
                {model, validFrom ? 0 : 1, day.isNull() ? QStringLiteral("") : day});
            if (!removed)
                return Failure(removed.error());
            if (*removed > 0)
                return {};
            return fail(ErrorKind::NotFound, tr("There is no such price of your own"),
                        tr("See which there are: patchbay-cli prices list"));
        },
        std::move(done));
}

} // namespace Patchbay
