// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/providerreport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct ProviderReportText
{
    Q_DECLARE_TR_FUNCTIONS(ProviderReportText)
};

constexpr qint64 kMicroUsdPerCent = 10'000;

Failure unexpectedForm()
{
    return fail(ErrorKind::UnexpectedAnswer,
                ProviderReportText::tr("The provider's report has a form that is not known"),
                ProviderReportText::tr("Try it again, or look at the report in the Console"));
}

TokenUsage usageOf(const QJsonObject& result)
{
    // As in an answer, but for the name of the plain input.
    QJsonObject usage = result;
    usage.insert(u"input_tokens"_s, result.value("uncached_input_tokens"_L1));
    // An older form has the writes flat.
    if (!result.contains("cache_creation"_L1) &&
        result.contains("cache_creation_5m_input_tokens"_L1)) {
        usage.insert(u"cache_creation"_s,
                     QJsonObject{{u"ephemeral_5m_input_tokens"_s,
                                  result.value("cache_creation_5m_input_tokens"_L1)},
                                 {u"ephemeral_1h_input_tokens"_s,
                                  result.value("cache_creation_1h_input_tokens"_L1)}});
    }
    return TokenUsage::fromJson(usage);
}

/// Calls `take` with the day and each result of the page's buckets; the next page's name.
template <class Take>
Result<QString> forEach(const QByteArray& json, Take take)
{
    const QJsonObject page = QJsonDocument::fromJson(json).object();
    if (!page.value("data"_L1).isArray())
        return unexpectedForm();
    const QJsonArray buckets = page.value("data"_L1).toArray();
    for (const QJsonValue& bucket : buckets) {
        const QDateTime start = QDateTime::fromString(
            bucket.toObject().value("starting_at"_L1).toString(), Qt::ISODateWithMs);
        if (!start.isValid())
            return unexpectedForm();
        const QJsonArray results = bucket.toObject().value("results"_L1).toArray();
        for (const QJsonValue& result : results) {
            if (!take(start.toUTC().date(), result.toObject()))
                return unexpectedForm();
        }
    }
    const QString next = page.value("next_page"_L1).toString();
    return page.value("has_more"_L1).toBool() ? next : QString();
}

} // namespace

std::optional<qint64> microUsdOfCents(const QString& cents)
{
    static const QRegularExpression form(u"^(-?)([0-9]{1,12})(?:\\.([0-9]*))?$"_s);
    const auto match = form.match(cents);
    if (!match.hasMatch())
        return std::nullopt;
    const QString fraction = match.captured(3).leftJustified(5, u'0').first(5);
    const qint64 micro =
        match.captured(2).toLongLong() * kMicroUsdPerCent + (fraction.toLongLong() + 5) / 10;
    return match.captured(1).isEmpty() ? micro : -micro;
}

Result<QString> ProviderReport::addUsagePage(const QByteArray& json)
{
    return forEach(json, [this](QDate day, const QJsonObject& result) {
        usage.append({day, result.value("model"_L1).toString(),
                      result.value("api_key_id"_L1).toString(), usageOf(result)});
        return true;
    });
}

Result<QString> ProviderReport::addCostPage(const QByteArray& json)
{
    return forEach(json, [this](QDate day, const QJsonObject& result) {
        const QString currency = result.value("currency"_L1).toString();
        const auto micro = microUsdOfCents(result.value("amount"_L1).toString());
        if (!micro || (!currency.isEmpty() && currency != "USD"_L1))
            return false;
        costs.append({day, result.value("model"_L1).toString(), *micro});
        return true;
    });
}

} // namespace Patchbay
