// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/requestsmodel.h"

#include "claude/pricetable.h"
#include "desktop/dollartext.h"
#include "desktop/guarded.h"
#include "desktop/statusline.h"
#include "desktop/usage/usagewords.h"

#include <QDateTime>
#include <QLocale>

namespace Patchbay {

RequestsModel::RequestsModel(Database& database, QObject* parent)
    : QAbstractTableModel(parent)
    , m_database(database)
{
}

void RequestsModel::setQuery(const RequestQuery& query)
{
    beginResetModel();
    ++m_generation;
    m_query = query;
    m_rows.clear();
    m_problem.clear();
    m_isComplete = false;
    m_isLoading = false;
    endResetModel();
    fetchMore({});
}

bool RequestsModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_isComplete && !m_isLoading;
}

void RequestsModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_isLoading = true;
    RequestQuery query = m_query;
    if (!m_rows.isEmpty()) {
        query.beforeMs = m_rows.last().openedAtMs;
        query.beforeId = m_rows.last().id;
    }
    m_database.read<RequestPage>(
        [query](Connection& connection) { return requestPage(connection, query); },
        m_mailbox.address(),
        guarded(this, [this, generation = m_generation](const Result<RequestPage>& page) {
            if (generation == m_generation)
                take(page);
        }));
}

void RequestsModel::take(const Result<RequestPage>& page)
{
    m_isLoading = false;
    if (!page) {
        m_isComplete = true; // or the view would ask again and again
        m_problem = page.error().sentence();
    } else {
        m_isComplete = page->isLast;
        if (!page->rows.isEmpty()) {
            const int first = static_cast<int>(m_rows.size());
            beginInsertRows({}, first, first + static_cast<int>(page->rows.size()) - 1);
            m_rows.append(page->rows);
            endInsertRows();
        }
    }
    Q_EMIT loaded();
}

int RequestsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RequestsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RequestsModel::text(const RequestRow& row, int column) const
{
    switch (column) {
    case TimeColumn:
        //: Day and time to the second, as QLocale::toString() takes them.
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.openedAtMs),
                                  tr("d MMM, HH:mm:ss"));
    case AccountColumn:
        return row.account.isEmpty() ? tr("no account") : row.account;
    case ModelColumn:
        return row.model.isEmpty() ? tr("unknown model") : modelDisplayName(row.model);
    case ClientColumn:
        return UsageWords::clientText(row.client);
    case ResultColumn: {
        QString words;
        if (!row.errorKind.isEmpty())
            words = UsageWords::errorText(row.errorKind);
        else if (row.outcome == QLatin1String("succeeded"))
            words = tr("Done");
        else if (row.outcome == QLatin1String("cached"))
            words = tr("From the cache");
        else
            words = row.outcome;
        return row.status > 0 && row.status != 200 ? tr("%1, %2").arg(row.status).arg(words)
                                                   : words;
    }
    case TokensColumn:
        return shortCount(row.tokens());
    case CostColumn:
        if (row.isPlan)
            return tr("plan", "cost that a subscription covers");
        if (row.tokens() == 0 && row.costMicroUsd.value_or(0) == 0)
            return QStringLiteral("–");
        if (!row.costMicroUsd)
            return tr("price unknown");
        return dollarText(*row.costMicroUsd, row.estimated);
    case FirstByteColumn:
        return UsageWords::latencyText(row.firstByteMs);
    case DurationColumn:
        return UsageWords::latencyText(row.durationMs);
    case RequestIdColumn:
        return row.requestId;
    default:
        return {};
    }
}

QString RequestsModel::tip(const RequestRow& row, int column) const
{
    const QLocale locale;
    switch (column) {
    case TimeColumn:
        return row.attempt > 1 ? tr("Attempt %1 of its request").arg(row.attempt) : QString();
    case ModelColumn:
        return row.model;
    case TokensColumn:
        return tr("%1 in, %2 read from the cache, %3 written to it, %4 out")
            .arg(locale.toString(row.input), locale.toString(row.cacheRead),
                 locale.toString(row.cacheWrite), locale.toString(row.output));
    case CostColumn:
        return row.isPlan && row.costMicroUsd
                   ? tr("Covered by the plan; %1 by the price list")
                         .arg(dollarText(*row.costMicroUsd, row.estimated))
                   : QString();
    case RequestIdColumn:
        return row.requestId;
    default:
        return {};
    }
}

QVariant RequestsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RequestRow& row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return tip(row, column);
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            Qt::AlignVCenter |
            (column >= TokensColumn && column <= DurationColumn ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant RequestsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section >= TokensColumn && section <= DurationColumn
                                     ? Qt::AlignRight
                                     : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case AccountColumn:
        return tr("Account");
    case ModelColumn:
        return tr("Model");
    case ClientColumn:
        return tr("Client");
    case ResultColumn:
        return tr("Result");
    case TokensColumn:
        return tr("Tokens");
    case CostColumn:
        return tr("Cost");
    case FirstByteColumn:
        return tr("First byte");
    case DurationColumn:
        return tr("Took");
    case RequestIdColumn:
        return tr("Request id");
    default:
        return {};
    }
}

QString RequestsModel::copyText(int row) const
{
    QStringList headers;
    QStringList cells;
    for (int column = 0; column < ColumnCount; ++column) {
        headers.append(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        cells.append(text(m_rows.at(row), column));
    }
    return headers.join(QLatin1Char('\t')) + QLatin1Char('\n') + cells.join(QLatin1Char('\t')) +
           QLatin1Char('\n');
}

} // namespace Patchbay
