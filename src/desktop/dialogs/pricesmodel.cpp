// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/pricesmodel.h"

#include <QFont>
#include <QLocale>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

QString priceText(qint64 microUsd)
{
    QString text = plainPrice(microUsd);
    return text.replace(u'.', QLocale().decimalPoint());
}

bool isOwnPrice(const QList<PriceEdit>& edits, const QString& model, const QDate& from)
{
    return std::any_of(edits.begin(), edits.end(), [&](const PriceEdit& edit) {
        return edit.model == model && edit.validFrom == from;
    });
}

} // namespace

void PricesModel::setPrices(const PriceTable& prices, const QList<PriceEdit>& edits,
                            const QDate& today)
{
    QList<Row> rows;
    for (const PriceTable::Model& model : prices.models()) {
        const QDate current = PriceTable::priceOf(model, today).validFrom;
        for (const PriceTable::Price& price : model.prices) {
            const bool isOwn = isOwnPrice(edits, model.id, price.validFrom);
            const bool holdsToday = price.validFrom == current;
            if (!isOwn && (!holdsToday || model.retired))
                continue;
            rows.append({{model.id, price.validFrom, price.input, price.output, price.cacheWrite5m,
                          price.cacheWrite1h, price.cacheRead},
                         isOwn,
                         holdsToday,
                         price.tierThreshold > 0});
        }
    }
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int PricesModel::rowOf(const QString& model, const QDate& validFrom) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows.at(i);
        if (row.price.model == model &&
            (validFrom.isNull() ? row.holdsToday : row.price.validFrom == validFrom))
            return static_cast<int>(i);
    }
    return -1;
}

int PricesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PricesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PricesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = at(index.row());
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() <= FromColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::FontRole && row.isOwn) {
        QFont font;
        font.setBold(true);
        return font;
    }
    if (role == Qt::ToolTipRole) {
        if (row.isOwn)
            return row.holdsToday ? tr("A price of your own")
                                  : tr("A price of your own, not the one that holds today");
        return row.hasTiers ? tr("Large prompts have prices of their own, which stay as they ship")
                            : QVariant();
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case ModelColumn:
        if (role == Qt::AccessibleTextRole && row.isOwn)
            return tr("%1, a price of your own").arg(row.price.model);
        return row.isOwn ? tr("%1 (yours)").arg(row.price.model) : row.price.model;
    case FromColumn:
        return QLocale().toString(row.price.validFrom, QLocale::ShortFormat);
    case InputColumn:
        return priceText(row.price.input);
    case OutputColumn:
        return priceText(row.price.output);
    case Write5mColumn:
        return priceText(row.price.cacheWrite5m);
    case Write1hColumn:
        return priceText(row.price.cacheWrite1h);
    case ReadColumn:
        return priceText(row.price.cacheRead);
    default:
        return {};
    }
}

QVariant PricesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section <= FromColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ModelColumn:
        return tr("Model");
    case FromColumn:
        return tr("From");
    case InputColumn:
        return tr("Input");
    case OutputColumn:
        return tr("Output");
    case Write5mColumn:
        return tr("Write 5 min");
    case Write1hColumn:
        return tr("Write 1 h");
    case ReadColumn:
        return tr("Cache read");
    default:
        return {};
    }
}

} // namespace Patchbay
