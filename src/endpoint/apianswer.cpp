// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/apianswer.h"

#include "endpoint/openai/openaierror.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLongestRetryMs = 30LL * 24 * 3600 * 1000;

struct OwnStatus
{
    int status;
    bool isForAPerson; // sending it again does not help
};

OwnStatus ownStatusOf(ErrorKind kind, bool endsByItself)
{
    switch (kind) {
    case ErrorKind::QueueFull:
    case ErrorKind::DeadlineExpired:
        return {429, false};
    case ErrorKind::NoEligibleAccount:
        return endsByItself ? OwnStatus{429, false} : OwnStatus{403, true};
    case ErrorKind::NotFound:
    case ErrorKind::ModelNotFound:
        return {404, true};
    // The accounts' credentials are not the client's: its own was right.
    case ErrorKind::NoAccount:
    case ErrorKind::Authentication:
        return {503, true};
    case ErrorKind::SecretAbsent:
    case ErrorKind::VaultLocked:
    case ErrorKind::VaultDenied:
    case ErrorKind::VaultUnavailable:
    case ErrorKind::VaultTimeout:
    case ErrorKind::StorageUnavailable:
    case ErrorKind::StorageCorrupt:
    case ErrorKind::StorageTooNew:
    case ErrorKind::StorageFull:
    case ErrorKind::Interrupted:
        return {503, false};
    case ErrorKind::FirstByteTimeout:
    case ErrorKind::IdleTimeout:
    case ErrorKind::ConnectTimeout:
        return {504, false};
    case ErrorKind::RequestTooLarge:
        return {413, true};
    case ErrorKind::InvalidInput:
    case ErrorKind::InvalidRequest:
        return {400, true};
    case ErrorKind::RateLimited:
        return {429, false};
    case ErrorKind::Overloaded:
        return {529, false};
    case ErrorKind::Billing:
        return {402, true};
    case ErrorKind::Permission:
        return {403, true};
    case ErrorKind::Conflict:
        return {409, false};
    case ErrorKind::Internal:
    case ErrorKind::ServerError:
        return {500, false};
    default:
        return {502, false};
    }
}

bool isPassedOn(const QByteArray& name)
{
    static constexpr std::array<QByteArrayView, 5> names{
        "request-id", "retry-after", "retry-after-ms", "x-should-retry", "content-encoding"};
    const QByteArray lower = name.toLower();
    return lower.startsWith("anthropic-") ||
           std::find(names.begin(), names.end(), lower) != names.end();
}

QByteArray jsonOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

const char* apiErrorType(int status)
{
    switch (status) {
    case 401:
        return "authentication_error";
    case 402:
        return "billing_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 409:
        return "conflict_error";
    case 413:
        return "request_too_large";
    case 429:
        return "rate_limit_error";
    case 504:
        return "timeout_error";
    case 529:
        return "overloaded_error";
    default:
        return status < 500 ? "invalid_request_error" : "api_error";
    }
}

EndpointAnswer errorAnswer(ErrorForm form, int status, const QString& words,
                           const QByteArray& requestId)
{
    EndpointAnswer answer;
    answer.status = status;
    const QString type = QLatin1String(apiErrorType(status));
    if (form == ErrorForm::OpenAi) {
        answer.body = jsonOf({{u"error"_s, QJsonObject{{u"message"_s, words},
                                                       {u"type"_s, type},
                                                       {u"param"_s, QJsonValue::Null},
                                                       {u"code"_s, QJsonValue::Null}}}});
    } else {
        QJsonObject object{{u"type"_s, u"error"_s},
                           {u"error"_s, QJsonObject{{u"type"_s, type}, {u"message"_s, words}}}};
        if (!requestId.isEmpty())
            object.insert(u"request_id"_s, QString::fromLatin1(requestId));
        answer.body = jsonOf(object);
    }
    if (!requestId.isEmpty())
        answer.headers.emplaceBack("request-id", requestId);
    return answer;
}

void addRetryAfter(EndpointAnswer& answer, qint64 ms)
{
    const qint64 seconds = (std::clamp<qint64>(ms, 1, kLongestRetryMs) + 999) / 1000;
    answer.headers.removeIf([](const auto& header) {
        return header.first.compare("retry-after", Qt::CaseInsensitive) == 0 ||
               header.first.compare("retry-after-ms", Qt::CaseInsensitive) == 0;
    });
    answer.headers.emplaceBack("retry-after", QByteArray::number(seconds));
}

EndpointAnswer answerOfFailure(const Outcome& outcome, ErrorForm form, const QByteArray& requestId,
                               qint64 nowMs)
{
    const Error error = outcome.error.value_or(Error());
    const qint64 backInMs =
        outcome.retryAtMs > 0 ? std::max<qint64>(outcome.retryAtMs - nowMs, 1) : 0;
    // An answer to an attempt before may still be there when something else ended the request.
    const bool isUpstreams = outcome.head.status >= 400 &&
                             error.httpStatus == outcome.head.status &&
                             error.kind != ErrorKind::Authentication;
    EndpointAnswer answer;
    if (isUpstreams && form == ErrorForm::Anthropic && !outcome.errorBody.isEmpty()) {
        // Clients read the very words.
        answer.status = outcome.head.status;
        answer.contentType = headerValue(outcome.head.headers, "content-type");
        answer.body = outcome.errorBody;
        answer.headers = passedOnHeaders(outcome.head.headers);
    } else if (isUpstreams && form == ErrorForm::OpenAi) {
        const OpenAiError theirs = OpenAiError::fromAnswer(outcome.head.status, outcome.errorBody);
        answer.status = theirs.status;
        answer.body = theirs.toJson();
        answer.headers = passedOnHeaders(outcome.head.headers);
    } else {
        const OwnStatus refusal = ownStatusOf(error.kind, backInMs > 0);
        const int status = isUpstreams ? outcome.head.status : refusal.status;
        answer = errorAnswer(form, status, error.sentence(), requestId);
        if (isUpstreams)
            answer.headers = passedOnHeaders(outcome.head.headers);
        else if (refusal.isForAPerson)
            answer.headers.emplaceBack("x-should-retry", "false");
    }
    if (answer.status == 429 && backInMs > 0)
        addRetryAfter(answer, backInMs);
    else if (answer.status == 429 && !isUpstreams)
        addRetryAfter(answer, error.kind == ErrorKind::QueueFull ? 5000 : 1000);
    return answer;
}

QByteArray errorEvent(const Error& error, const QByteArray& requestId)
{
    const int status =
        error.httpStatus >= 400 ? error.httpStatus : ownStatusOf(error.kind, false).status;
    return "event: error\ndata: " +
           errorAnswer(ErrorForm::Anthropic, status, error.sentence(), requestId).body + "\n\n";
}

HeaderList passedOnHeaders(const HeaderList& upstream)
{
    HeaderList passed;
    for (const auto& [name, value] : upstream) {
        // It becomes a header of ours: nothing in it may end it.
        if (isPassedOn(name) && !value.contains('\r') && !value.contains('\n'))
            passed.emplaceBack(name, value);
    }
    return passed;
}

} // namespace Patchbay
