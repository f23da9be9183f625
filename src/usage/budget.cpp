// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budget.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostMicroUsd = 1'000'000'000'000;

struct BudgetText
{
    Q_DECLARE_TR_FUNCTIONS(BudgetText)
};

} // namespace

QString budgetScopeName(BudgetScope scope)
{
    switch (scope) {
    case BudgetScope::All:
        return u"all"_s;
    case BudgetScope::Account:
        return u"account"_s;
    case BudgetScope::Client:
        return u"client"_s;
    }
    Q_UNREACHABLE();
}

std::optional<BudgetScope> budgetScopeFromName(QStringView name)
{
    for (const BudgetScope scope : {BudgetScope::All, BudgetScope::Account, BudgetScope::Client}) {
        if (budgetScopeName(scope) == name)
            return scope;
    }
    return std::nullopt;
}

QString budgetPeriodName(BudgetPeriod period)
{
    return period == BudgetPeriod::Day ? u"day"_s : u"month"_s;
}

std::optional<BudgetPeriod> budgetPeriodFromName(QStringView name)
{
    for (const BudgetPeriod period : {BudgetPeriod::Day, BudgetPeriod::Month}) {
        if (budgetPeriodName(period) == name)
            return period;
    }
    return std::nullopt;
}

BudgetSpan budgetSpan(BudgetPeriod period, qint64 nowMs, const QTimeZone& timeZone)
{
    QDate from = QDateTime::fromMSecsSinceEpoch(nowMs, timeZone).date();
    if (period == BudgetPeriod::Month)
        from = QDate(from.year(), from.month(), 1);
    const QDate to = period == BudgetPeriod::Month ? from.addMonths(1) : from.addDays(1);
    return {from.startOfDay(timeZone).toMSecsSinceEpoch(),
            to.startOfDay(timeZone).toMSecsSinceEpoch()};
}

Result<qint64> parseUsd(const QString& text)
{
    static const QRegularExpression form(u"^\\$?\\s*(\\d{1,12})(?:[.,](\\d{1,6}))?$"_s);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch()) {
        return fail(ErrorKind::InvalidInput,
                    BudgetText::tr("“%1” is no amount of US dollars").arg(text.trimmed()),
                    BudgetText::tr("Write it as 25 or 2.50"));
    }
    const qint64 whole = match.captured(1).toLongLong();
    const qint64 parts = match.captured(2).leftJustified(6, u'0').toLongLong();
    const qint64 microUsd = whole * 1'000'000 + parts;
    if (whole > mostMicroUsd / 1'000'000 || microUsd > mostMicroUsd || microUsd == 0) {
        return fail(ErrorKind::InvalidInput,
                    BudgetText::tr("A budget is more than nothing and at most a million dollars"),
                    BudgetText::tr("Write another amount, or none to have no budget"));
    }
    return microUsd;
}

QString plainUsd(qint64 microUsd)
{
    QString text =
        u"%1.%2"_s.arg(microUsd / 1'000'000).arg(microUsd % 1'000'000, 6, 10, QLatin1Char('0'));
    while (text.endsWith(u'0') && text.at(text.size() - 3) != u'.')
        text.chop(1);
    return text;
}

} // namespace Patchbay
