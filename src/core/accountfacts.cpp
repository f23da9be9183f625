// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountfacts.h"

#include "core/accountnotices.h"
#include "core/accountprobe.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace Patchbay {

namespace {

using Question = AccountFact::Question;
using Verdict = AccountFact::Result;

/// Below this much of a window its account is nearly out.
constexpr int kLowPercent = 10;

struct AccountFactsText
{
    Q_DECLARE_TR_FUNCTIONS(AccountFactsText)
};

AccountFact failed(Question question, const Error& error)
{
    return {question, Verdict::Failed, error.cause, error.nextStep, error.kind};
}

AccountFact well(Question question, const QString& text)
{
    return {question, Verdict::Ok, text, {}, {}};
}

AccountFact unknown(Question question, const QString& text)
{
    return {question, Verdict::Attention, text, {}, {}};
}

QString momentText(qint64 utcMs)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(utcMs);
    const bool isToday = time.date() == QDate::currentDate();
    return isToday ? QLocale().toString(time.time(), QLocale::ShortFormat)
                   : QLocale().toString(time, QLocale::ShortFormat);
}

QString renewStep(const Account& account)
{
    if (account.source != AccountSource::Stored)
        return AccountFactsText::tr("Change the variable that it comes from");
    if (account.kind != AccountKind::ApiKey)
        return AccountFactsText::tr("Sign in again with: patchbay-cli accounts login %1")
            .arg(account.name);
    if (!account.keyCommand.isEmpty())
        return AccountFactsText::tr("Replace it where the account's command reads it");
    return AccountFactsText::tr("Replace it with: patchbay-cli accounts rotate %1")
        .arg(account.name);
}

QString quotaText(const LimitWindow& window)
{
    QString left =
        window.limit > 0
            ? AccountFactsText::tr("%1: %L2 of %L3 left")
                  .arg(window.window)
                  .arg(window.remaining)
                  .arg(window.limit)
            : AccountFactsText::tr("%1: %L2 left").arg(window.window).arg(window.remaining);
    if (window.resetsAtMs > 0) {
        left = AccountFactsText::tr("%1 until %2").arg(left, momentText(window.resetsAtMs));
    }
    return left;
}

bool isOver(const LimitWindow& window, qint64 nowMs)
{
    return window.resetsAtMs > 0 && window.resetsAtMs <= nowMs;
}

Verdict judge(const LimitWindow& window)
{
    if (window.remaining <= 0 || window.status == QLatin1String("rejected"))
        return Verdict::Failed;
    const bool isLow = window.limit > 0 && window.remaining * 100 < window.limit * kLowPercent;
    return isLow || window.status == QLatin1String("allowed_warning") ? Verdict::Attention
                                                                      : Verdict::Ok;
}

} // namespace

QString questionName(Question question)
{
    switch (question) {
    case Question::Secret:
        return QStringLiteral("secret");
    case Question::Network:
        return QStringLiteral("network");
    case Question::Tls:
        return QStringLiteral("tls");
    case Question::Key:
        return QStringLiteral("key");
    case Question::Validity:
        return QStringLiteral("account");
    case Question::Quota:
        return QStringLiteral("quota");
    case Question::Models:
        return QStringLiteral("models");
    case Question::Renewal:
        return QStringLiteral("renewal");
    }
    Q_UNREACHABLE();
}

QString factResultName(Verdict result)
{
    switch (result) {
    case Verdict::Ok:
        return QStringLiteral("ok");
    case Verdict::Attention:
        return QStringLiteral("attention");
    case Verdict::Failed:
        return QStringLiteral("failed");
    }
    Q_UNREACHABLE();
}

AccountFact AccountFacts::ofSecret(const QString& from, const Error* error)
{
    return error ? failed(Question::Secret, *error)
                 : well(Question::Secret, AccountFactsText::tr("%1 gives it").arg(from));
}

QList<AccountFact> AccountFacts::ofNetwork(const NetworkFinding& finding)
{
    const QString host = finding.address.host();
    if (!finding.reached)
        return {failed(Question::Network, finding.reached.error())};
    QList<AccountFact> facts{well(Question::Network, AccountFactsText::tr("%1 answers").arg(host))};
    if (!finding.tls)
        facts.append(well(Question::Tls, AccountFactsText::tr("not needed on this machine")));
    else if (*finding.tls)
        facts.append(
            well(Question::Tls, AccountFactsText::tr("the certificate of %1 is good").arg(host)));
    else
        facts.append(failed(Question::Tls, finding.tls->error()));
    return facts;
}

QList<AccountFact> AccountFacts::ofAnswer(const Account& account, const ProbeAnswer* answer)
{
    const auto usable = [&account] {
        return account.enabled
                   ? well(Question::Validity, AccountFactsText::tr("it may be used"))
                   : AccountFact{Question::Validity,
                                 Verdict::Attention,
                                 AccountFactsText::tr("it is disabled"),
                                 AccountFactsText::tr("Enable it with: patchbay-cli accounts "
                                                      "enable %1")
                                     .arg(account.name),
                                 {}};
    };
    const AccountFact keyUnknown =
        unknown(Question::Key, AccountFactsText::tr("not known: it could not be asked"));
    if (!answer)
        return {keyUnknown};
    const auto accepted = [] {
        return well(Question::Key, AccountFactsText::tr("the upstream accepts it"));
    };
    if (answer->isWell())
        return {accepted(), usable()};
    const Error error = answer->outcome.error.value_or(Error());
    switch (error.kind) {
    case ErrorKind::Authentication: {
        AccountFact key = failed(Question::Key, error);
        key.nextStep = renewStep(account);
        return {key};
    }
    case ErrorKind::Billing:
    case ErrorKind::Permission:
        return {accepted(), failed(Question::Validity, error)};
    case ErrorKind::RateLimited:
        return {accepted(), usable()};
    default:
        return {failed(Question::Key, error)};
    }
}

AccountFact AccountFacts::ofQuota(const Account& account, const QList<LimitWindow>& windows,
                                  const ProbeAnswer* answer, qint64 nowMs)
{
    AccountFact fact = well(Question::Quota, {});
    QStringList texts;
    qint64 resetsAtMs = 0;
    qint64 asOfMs = 0;
    for (const LimitWindow& window : windows) {
        if (isOver(window, nowMs))
            continue;
        texts.append(quotaText(window));
        asOfMs = std::max(asOfMs, window.asOfMs);
        fact.result = std::max(fact.result, judge(window));
        if (judge(window) == Verdict::Failed)
            resetsAtMs = std::max(resetsAtMs, window.resetsAtMs);
    }
    const bool isLimited =
        answer && answer->outcome.error && answer->outcome.error->kind == ErrorKind::RateLimited;
    const bool rests = account.state == AccountState::OverBudget ||
                       (account.state == AccountState::CoolingDown && account.stateUntilMs > nowMs);
    if (rests) {
        fact.result = Verdict::Failed;
        texts.append(account.stateReason);
        resetsAtMs = std::max(resetsAtMs, account.stateUntilMs);
    } else if (isLimited) {
        fact.result = Verdict::Failed;
        texts.append(answer->outcome.error->cause);
    }
    if (texts.isEmpty())
        return well(Question::Quota, AccountFactsText::tr("no limit is known yet"));
    //: joins what is left of each limit
    fact.text = texts.join(AccountFactsText::tr("; "));
    if (asOfMs > 0)
        fact.text = AccountFactsText::tr("%1 (as of %2)").arg(fact.text, momentText(asOfMs));
    if (fact.result == Verdict::Failed) {
        fact.kind = ErrorKind::RateLimited;
        fact.nextStep = resetsAtMs > 0
                            ? AccountFactsText::tr("Wait until %1, or use another account")
                                  .arg(momentText(resetsAtMs))
                            : AccountFactsText::tr("Wait a while, or use another account");
    } else if (fact.result == Verdict::Attention) {
        fact.nextStep = AccountFactsText::tr("Have another account ready");
    }
    return fact;
}

QList<AccountFact> AccountFacts::ofModels(const Account& account, const QStringList& seen)
{
    if (seen.isEmpty())
        return {};
    QStringList wanted = account.models;
    if (!account.model.isEmpty() && !wanted.contains(account.model))
        wanted.append(account.model);
    wanted.removeIf([&seen](const QString& model) { return seen.contains(model); });
    if (wanted.isEmpty()) {
        return {well(Question::Models, AccountFactsText::tr("it sees %n model(s)", nullptr,
                                                            static_cast<int>(seen.size())))};
    }
    return {{Question::Models, Verdict::Attention,
             AccountFactsText::tr("it does not list: %1").arg(wanted.join(QStringLiteral(", "))),
             AccountFactsText::tr("Change them with: patchbay-cli accounts edit %1 --models")
                 .arg(account.name),
             ErrorKind::ModelNotFound}};
}

QList<AccountFact> AccountFacts::ofRenewal(const Account& account, qint64 nowMs)
{
    QList<AccountFact> facts;
    for (const AccountNotice& notice : accountNotices({account}, nowMs)) {
        const bool isEnded = notice.kind == AccountNotice::Kind::SignInEnded;
        facts.append({Question::Renewal, isEnded ? Verdict::Failed : Verdict::Attention,
                      notice.sentence, notice.nextStep,
                      isEnded ? ErrorKind::Authentication : ErrorKind::Internal});
    }
    return facts;
}

QStringList modelsOfList(const QByteArray& body)
{
    QStringList models;
    const QJsonArray list =
        QJsonDocument::fromJson(body).object().value(QStringLiteral("data")).toArray();
    for (const auto& model : list) {
        const QString id = model.toObject().value(QStringLiteral("id")).toString();
        if (!id.isEmpty())
            models.append(id);
    }
    return models;
}

} // namespace Patchbay
