// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/priceedit.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <initializer_list>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct PriceText
{
    Q_DECLARE_TR_FUNCTIONS(PriceText)
};

constexpr qint64 kMost = 100'000'000'000;
constexpr qsizetype kLongestModel = 200;

} // namespace

Result<qint64> parsePrice(const QString& text)
{
    static const QRegularExpression form(u"^\\$?\\s*(\\d{1,6})(?:[.,](\\d{1,6}))?$"_s);
    const auto match = form.match(text.trimmed());
    const qint64 price = match.hasMatch()
                             ? match.captured(1).toLongLong() * 1'000'000 +
                                   match.captured(2).leftJustified(6, u'0').toLongLong()
                             : -1;
    if (price < 0 || price > kMost) {
        return fail(ErrorKind::InvalidInput,
                    PriceText::tr("“%1” is no price in US dollars for a million tokens")
                        .arg(text.trimmed()),
                    PriceText::tr("Write it as 3 or 0.25"));
    }
    return price;
}

QString plainPrice(qint64 microUsd)
{
    QString text = QString::number(microUsd / 1'000'000);
    QString parts = QString::number(microUsd % 1'000'000).rightJustified(6, u'0');
    while (parts.endsWith(u'0'))
        parts.chop(1);
    return parts.isEmpty() ? text : text + u'.' + parts;
}

Result<void> checkPriceEdit(const PriceEdit& edit)
{
    if (edit.model.trimmed() != edit.model || edit.model.isEmpty() ||
        edit.model.size() > kLongestModel) {
        return fail(ErrorKind::InvalidInput, PriceText::tr("A price is of a model"),
                    PriceText::tr("Give the model's id, as claude-sonnet-5-5"));
    }
    if (!edit.validFrom.isValid() || edit.validFrom.year() < 2020 || edit.validFrom.year() > 2100) {
        return fail(ErrorKind::InvalidInput, PriceText::tr("A price holds from a day on"),
                    PriceText::tr("Write the day as 2026-11-20"));
    }
    const auto isFine = [](qint64 price) { return price >= 0 && price <= kMost; };
    const auto prices = {edit.input, edit.output, edit.cacheWrite5m, edit.cacheWrite1h,
                         edit.cacheRead};
    if (!std::all_of(prices.begin(), prices.end(), isFine)) {
        return fail(ErrorKind::InvalidInput,
                    PriceText::tr("A price is at most 100,000 US dollars for a million tokens"),
                    PriceText::tr("Write it as 3 or 0.25"));
    }
    return {};
}

} // namespace Patchbay
