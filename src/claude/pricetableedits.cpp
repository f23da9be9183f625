// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"

#include <QCryptographicHash>

#include <algorithm>
#include <iterator>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

PriceTable::Price editedPrice(const PriceTable::Model& shipped, const PriceEdit& edit)
{
    PriceTable::Price price;
    if (!shipped.prices.isEmpty())
        price = PriceTable::priceOf(shipped, edit.validFrom);
    price.validFrom = edit.validFrom;
    price.input = edit.input;
    price.output = edit.output;
    price.cacheWrite5m = edit.cacheWrite5m;
    price.cacheWrite1h = edit.cacheWrite1h;
    price.cacheRead = edit.cacheRead;
    return price;
}

// The same edits have the same name, wherever and in whatever order they were made.
QString nameOf(const QList<PriceEdit>& edits)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const PriceEdit& edit : edits) {
        hash.addData(edit.model.toUtf8() + '\n' + edit.validFrom.toString(Qt::ISODate).toUtf8());
        for (const qint64 price :
             {edit.input, edit.output, edit.cacheWrite5m, edit.cacheWrite1h, edit.cacheRead})
            hash.addData('\n' + QByteArray::number(price));
        hash.addData("\n\n");
    }
    return u"edited."_s + QString::fromLatin1(hash.result().toHex().first(8));
}

} // namespace

PriceTable PriceTable::withEdits(QList<PriceEdit> edits) const
{
    if (edits.isEmpty())
        return *this;
    std::sort(edits.begin(), edits.end(), [](const PriceEdit& a, const PriceEdit& b) {
        return std::pair(a.model, a.validFrom) < std::pair(b.model, b.validFrom);
    });
    PriceTable table = *this;
    for (auto edit = edits.cbegin(); edit != edits.cend();) {
        const QString id = edit->model;
        const Model* const shipped = find(id);
        Model model = shipped ? *shipped : Model{id, {}, 0, 0, u"added"_s, false};
        const Model before = model;
        model.id = id;
        model.prices.removeIf(
            [first = edit->validFrom](const Price& price) { return price.validFrom >= first; });
        for (; edit != edits.cend() && edit->model == id; ++edit)
            model.prices.append(editedPrice(before, *edit));

        const auto place = std::find_if(table.m_models.begin(), table.m_models.end(),
                                        [&](const Model& known) { return known.id == id; });
        if (place == table.m_models.end())
            table.m_models.append(std::move(model));
        else
            *place = std::move(model);
    }
    table.m_version += u'+' + nameOf(edits);
    return table;
}

} // namespace Patchbay
