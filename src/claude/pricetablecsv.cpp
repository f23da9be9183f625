// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"

#include <QCoreApplication>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct PriceTableText
{
    Q_DECLARE_TR_FUNCTIONS(PriceTableText)
};

Failure badLine(qsizetype line, const QString& why)
{
    return fail(ErrorKind::InvalidInput,
                PriceTableText::tr("Line %1 of the price table: %2").arg(line).arg(why),
                PriceTableText::tr("Mend the table or go back to the one that ships"));
}

// "12.5" with 6 decimals → 12'500'000. No floating point: 0.1 has no exact double.
std::optional<qint64> fixedPoint(QStringView text, int decimals)
{
    const qsizetype dot = text.indexOf(u'.');
    const QStringView whole = dot < 0 ? text : text.first(dot);
    const QStringView rest = dot < 0 ? QStringView() : text.sliced(dot + 1);
    if (whole.isEmpty() || whole.size() > 9 || rest.size() > decimals ||
        (dot >= 0 && rest.isEmpty()))
        return std::nullopt;
    qint64 value = 0;
    const auto take = [&value](QChar c) {
        if (c < u'0' || c > u'9')
            return false;
        value = value * 10 + (c.unicode() - u'0');
        return true;
    };
    if (!std::all_of(whole.begin(), whole.end(), take) ||
        !std::all_of(rest.begin(), rest.end(), take))
        return std::nullopt;
    for (qsizetype i = rest.size(); i < decimals; ++i)
        value *= 10;
    return value;
}

// One line of the table by the names of its head.
class Row final
{
public:
    Row(const QStringList& head, const QStringList& fields)
        : m_head(head)
        , m_fields(fields)
    {
    }

    QString text(const QString& column) const
    {
        return m_fields.value(m_head.indexOf(column)).trimmed();
    }

    void number(const QString& column, int decimals, qint64& into)
    {
        const QString field = text(column);
        if (field.isEmpty())
            return;
        if (const auto value = fixedPoint(field, decimals))
            into = *value;
        else if (m_badColumn.isEmpty())
            m_badColumn = column;
    }
    const QString& badColumn() const { return m_badColumn; }

private:
    const QStringList& m_head;
    const QStringList& m_fields;
    QString m_badColumn;
};

PriceTable::Price readPrice(Row& row)
{
    PriceTable::Price price;
    price.validFrom = QDate::fromString(row.text(u"valid_from"_s), Qt::ISODate);
    row.number(u"input"_s, 6, price.input);
    row.number(u"output"_s, 6, price.output);
    row.number(u"cache_write_5m"_s, 6, price.cacheWrite5m);
    row.number(u"cache_write_1h"_s, 6, price.cacheWrite1h);
    row.number(u"cache_read"_s, 6, price.cacheRead);
    row.number(u"tier_threshold"_s, 0, price.tierThreshold);
    row.number(u"tier_input"_s, 6, price.tierInput);
    row.number(u"tier_output"_s, 6, price.tierOutput);
    row.number(u"tier_cache_write_5m"_s, 6, price.tierCacheWrite5m);
    row.number(u"tier_cache_write_1h"_s, 6, price.tierCacheWrite1h);
    row.number(u"tier_cache_read"_s, 6, price.tierCacheRead);
    row.number(u"fast_input"_s, 6, price.fastInput);
    row.number(u"fast_output"_s, 6, price.fastOutput);
    row.number(u"fast_cache_read"_s, 6, price.fastCacheRead);
    row.number(u"web_search"_s, 6, price.webSearch);
    row.number(u"batch_multiplier"_s, 2, price.batchPercent);
    row.number(u"us_multiplier"_s, 2, price.usPercent);
    return price;
}

} // namespace

Result<PriceTable> PriceTable::fromCsv(const QByteArray& csv)
{
    QString text = QString::fromUtf8(csv);
    text.remove(u'\r');
    const QStringList lines = text.split(u'\n');
    PriceTable table;
    if (!lines.first().startsWith("version "_L1))
        return badLine(1, PriceTableText::tr("it does not name the version"));
    table.m_version = lines.first().mid(8).trimmed();

    QStringList head;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QString& line = lines.at(i);
        if (line.trimmed().isEmpty() || line.startsWith(u'#'))
            continue;
        const QStringList fields = line.split(u',');
        if (head.isEmpty()) {
            head = fields;
            continue;
        }
        Row row(head, fields);
        const QString id = row.text(u"model"_s);
        const Price price = readPrice(row);
        if (id.isEmpty() || fields.size() != head.size())
            return badLine(i + 1, PriceTableText::tr("it does not have the columns of the head"));
        if (!price.validFrom.isValid())
            return badLine(i + 1, PriceTableText::tr("%1 is not right").arg("valid_from"_L1));
        for (const QString& column :
             {u"input"_s, u"output"_s, u"cache_write_5m"_s, u"cache_write_1h"_s, u"cache_read"_s}) {
            if (row.text(column).isEmpty())
                return badLine(i + 1, PriceTableText::tr("%1 is not right").arg(column));
        }

        auto model = std::find_if(table.m_models.begin(), table.m_models.end(),
                                  [&](const Model& known) { return known.id == id; });
        if (model == table.m_models.end()) {
            table.m_models.append(Model{id, {}, 0, 0, {}, false});
            model = std::prev(table.m_models.end());
        }
        const auto sameDay = [&price](const Price& known) {
            return known.validFrom == price.validFrom;
        };
        if (std::any_of(model->prices.begin(), model->prices.end(), sameDay))
            return badLine(i + 1, PriceTableText::tr("%1 is there twice").arg("valid_from"_L1));
        model->prices.append(price);
        row.number(u"context_tokens"_s, 0, model->contextTokens);
        row.number(u"max_output_tokens"_s, 0, model->maxOutputTokens);
        model->status = row.text(u"status"_s);
        model->retired = model->status == "retired"_L1;
        if (!row.badColumn().isEmpty())
            return badLine(i + 1, PriceTableText::tr("%1 is not right").arg(row.badColumn()));
    }
    if (table.m_models.isEmpty())
        return badLine(lines.size(), PriceTableText::tr("there is no price in it"));
    for (Model& model : table.m_models) {
        std::sort(model.prices.begin(), model.prices.end(),
                  [](const Price& a, const Price& b) { return a.validFrom < b.validFrom; });
    }
    return table;
}

} // namespace Patchbay
