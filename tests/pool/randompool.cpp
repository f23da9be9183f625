// SPDX-License-Identifier: GPL-3.0-or-later
#include "randompool.h"

namespace Patchbay::RandomPool {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kHourMs = 3'600'000;

LimitWindow anyWindow(qint64 nowMs, Dice& dice)
{
    LimitWindow window;
    window.window =
        dice.of<QString>({u"requests"_s, u"input_tokens"_s, u"five_hour"_s, u"seven_day"_s,
                          u"7d_oi"_s, u"seven_day_opus"_s, u"overage"_s});
    const bool isByMinute = window.window == "requests"_L1 || window.window == "input_tokens"_L1;
    window.limit = 100;
    window.remaining = dice.oneIn(12) ? 0 : dice.upTo(100);
    if (!isByMinute)
        window.status = dice.oneIn(15) ? u"rejected"_s : u"allowed"_s;
    window.asOfMs = nowMs;
    window.resetsAtMs = nowMs + (dice.oneIn(8)   ? 365 * 24 * kHourMs
                                 : dice.oneIn(8) ? -dice.upTo(1'000'000)
                                                 : dice.upTo(60'000));
    return window;
}

} // namespace

const QList<QString>& models()
{
    static const QList<QString> models{u"claude-haiku-5-5"_s, u"claude-sonnet-5-5"_s,
                                       u"claude-opus-5-5"_s, u"claude-fable-5-2"_s};
    return models;
}

Account plainAccount(const QString& name)
{
    Account account;
    account.id = {name};
    account.name = name;
    return account;
}

Account anyAccount(int number, Dice& dice)
{
    Account account = plainAccount(u"account %1"_s.arg(number));
    account.kind = dice.of<AccountKind>(
        {AccountKind::ApiKey, AccountKind::ApiKey, AccountKind::OAuth, AccountKind::ClaudeCommand});
    account.priority = dice.oneIn(3) ? dice.upTo(3) : 1;
    account.weight = dice.oneIn(3) ? 1 + dice.upTo(4) : 1;
    account.maxConcurrent = 1 + dice.upTo(4);
    if (dice.oneIn(3))
        account.models = {dice.of(models()), dice.of(models())};
    account.allowWindow = !dice.oneIn(6);
    account.allowCommandLine = !dice.oneIn(6);
    account.allowEndpoint = !dice.oneIn(4);
    account.enabled = !dice.oneIn(10);
    if (dice.oneIn(3))
        account.organizationId = u"organisation %1"_s.arg(dice.upTo(2));
    if (dice.oneIn(5))
        account.baseUrl = QUrl(u"https://gateway%1.test"_s.arg(dice.upTo(1)));
    else if (dice.oneIn(20) && account.kind != AccountKind::ClaudeCommand)
        account.baseUrl = QUrl(u"http://open.test"_s);
    if (dice.oneIn(12))
        account.source = AccountSource::Demo;
    return account;
}

Request anyRequest(const QList<Account>& accounts, Dice& dice)
{
    Request request;
    request.model = dice.of(models());
    if (!dice.oneIn(4))
        request.conversation = u"conversation %1"_s.arg(dice.upTo(20));
    request.client = dice.of<Client>({{Client::Kind::Window, {}},
                                      {Client::Kind::CommandLine, {}},
                                      {Client::Kind::Endpoint, u"one"_s},
                                      {Client::Kind::Endpoint, u"two"_s}});
    if (dice.oneIn(12))
        request.account = dice.of(accounts).id;
    request.queueDeadlineMs = dice.oneIn(3) ? 600'000 : 60'000;
    return request;
}

AnswerHeaders anyHeaders(qint64 nowMs, Dice& dice)
{
    AnswerHeaders headers;
    for (int i = dice.upTo(2); i > 0; --i)
        headers.windows.append(anyWindow(nowMs, dice));
    return headers;
}

AttemptFailure failureOf(int status, ErrorKind kind)
{
    AttemptFailure failure;
    failure.status = status;
    failure.error.kind = kind;
    failure.error.cause = u"status %1"_s.arg(status);
    return failure;
}

AttemptFailure anyFailure(qint64 nowMs, Dice& dice)
{
    AttemptFailure failure =
        failureOf(dice.of<int>({0,   0,   400, 401, 402, 403, 404, 408, 409, 413,
                                422, 429, 429, 429, 429, 500, 503, 529, 529, 529}));
    if (failure.status == 0) {
        failure.error.kind = dice.of<ErrorKind>(
            {ErrorKind::ConnectionLost, ErrorKind::FirstByteTimeout, ErrorKind::HostNotFound,
             ErrorKind::ConnectTimeout, ErrorKind::VaultLocked, ErrorKind::Authentication});
    }
    failure.headers = anyHeaders(nowMs, dice);
    if (failure.status == 429) {
        if (dice.oneIn(3))
            failure.headers.retryAfterMs = dice.oneIn(5) ? 30 * 24 * kHourMs : dice.upTo(20'000);
        if (dice.oneIn(8))
            failure.errorCode = u"out_of_credits"_s;
        failure.isSpendLimit = dice.oneIn(20);
    }
    if (dice.oneIn(6))
        failure.headers.shouldRetry = dice.oneIn(2);
    return failure;
}

} // namespace Patchbay::RandomPool
