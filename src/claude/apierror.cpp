// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/apierror.h"

#include "base/json.h"
#include "base/logging.h"
#include "claude/limits.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct ApiErrorText
{
    Q_DECLARE_TR_FUNCTIONS(ApiErrorText)
};

constexpr qsizetype kLongestMessage = 1000;

struct TypeOfStatus
{
    int status;
    QLatin1StringView type;
};
constexpr std::array<TypeOfStatus, 11> kTypes{{{400, "invalid_request_error"_L1},
                                               {401, "authentication_error"_L1},
                                               {402, "billing_error"_L1},
                                               {403, "permission_error"_L1},
                                               {404, "not_found_error"_L1},
                                               {409, "conflict_error"_L1},
                                               {413, "request_too_large"_L1},
                                               {429, "rate_limit_error"_L1},
                                               {500, "api_error"_L1},
                                               {504, "timeout_error"_L1},
                                               {529, "overloaded_error"_L1}}};

QString typeOfStatus(int status)
{
    for (const TypeOfStatus& row : kTypes) {
        if (row.status == status)
            return row.type;
    }
    return status >= 400 && status < 500 ? u"invalid_request_error"_s : u"api_error"_s;
}

int statusOfType(const QString& type)
{
    for (const TypeOfStatus& row : kTypes) {
        if (row.type == type)
            return row.status;
    }
    return 500;
}

// One line without markup, short, and without what looks like a credential: servers quote keys.
QString asMessage(const QString& text)
{
    const QString line = redact(text.left(4 * kLongestMessage).simplified());
    return line.size() <= kLongestMessage ? line : line.left(kLongestMessage - 1) + u'…';
}

// A page of a portal or proxy says most in its title.
QString fromPage(const QString& page)
{
    static const QRegularExpression title(u"<title[^>]*>([^<]*)</title"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tag(u"<[^>]*>"_s);
    if (const auto match = title.match(page);
        match.hasMatch() && !match.captured(1).trimmed().isEmpty())
        return asMessage(match.captured(1));
    return asMessage(QString(page).replace(tag, u" "_s));
}

QString firstString(const QJsonObject& object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        if (const QJsonValue value = object.value(name); value.isString())
            return value.toString();
    }
    return {};
}

ApiError fromBody(QByteArrayView body)
{
    ApiError error;
    const auto json = parseJsonObject(body);
    if (!json) {
        error.message =
            fromPage(QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 16 * 1024))));
        return error;
    }
    error.requestId = json->value("request_id"_L1).toString();
    const QJsonValue inner = json->value("error"_L1);
    if (inner.isObject()) {
        const QJsonObject object = inner.toObject();
        error.type = object.value("type"_L1).toString();
        error.message = asMessage(object.value("message"_L1).toString());
        error.errorCode = firstString(object.value("details"_L1).toObject(), {"error_code"_L1});
    } else {
        error.message = asMessage(
            inner.isString() ? inner.toString() : firstString(*json, {"message"_L1, "detail"_L1}));
    }
    return error;
}

// The provider has no code for this one, and says that words alone tell it (PROTOCOL 3.2).
bool isUserSetLimit(const ApiError& error)
{
    static const QRegularExpression words(
        u"^You have reached your specified (workspace )?API usage limits"_s);
    return error.effectiveStatus() == 400 && words.match(error.message).hasMatch();
}

struct Words
{
    ErrorKind kind;
    QString cause;
    QString nextStep;
};

std::optional<Words> wordsOfCode(const ApiError& error)
{
    const QString& code = error.errorCode;
    if (code == "enforced_spend_limit_reached"_L1 || code == "contract_spend_limit_reached"_L1) {
        return Words{
            ErrorKind::Billing,
            ApiErrorText::tr("The spend limit of this account's plan is reached"),
            ApiErrorText::tr("Raise the limit in the provider's console, wait for the next "
                             "month, or use another account")};
    }
    if (isUserSetLimit(error)) {
        return Words{ErrorKind::Billing,
                     ApiErrorText::tr("The spend limit that was set for this account is reached"),
                     ApiErrorText::tr("Raise it in the provider's console or use another account")};
    }
    if (code == "out_of_credits"_L1) {
        return Words{ErrorKind::Billing,
                     ApiErrorText::tr("This account has no usage credits left for this model"),
                     ApiErrorText::tr("Choose another model or account, or buy credits")};
    }
    if (code == "ramp_limit_exceeded"_L1) {
        return Words{
            ErrorKind::RateLimited,
            ApiErrorText::tr("This account's use grew faster than its plan allows"),
            ApiErrorText::tr("Use another account, or ask the provider for a higher limit")};
    }
    if (code == "organization_on_hold"_L1) {
        return Words{ErrorKind::Permission,
                     ApiErrorText::tr("The provider has put this account's organisation on hold"),
                     ApiErrorText::tr("See the provider's console or write to its support")};
    }
    if (code == "image_dimensions_too_large"_L1) {
        return Words{ErrorKind::InvalidRequest, ApiErrorText::tr("An image has too many pixels"),
                     ApiErrorText::tr("Make the image smaller and attach it again")};
    }
    return std::nullopt;
}

Words wordsOfPage(int status)
{
    if (status == 403) {
        return {ErrorKind::Permission,
                ApiErrorText::tr("Something on the way to the API refused the request"),
                ApiErrorText::tr("Check the proxy, VPN or firewall, and the account's base URL")};
    }
    return {ErrorKind::UnexpectedAnswer,
            ApiErrorText::tr("The server's answer is not one of the Messages API (HTTP %1)")
                .arg(status),
            ApiErrorText::tr(
                "Check the account's base URL, and whether the network asks to sign in first")};
}

Words wordsOfStatus(int status, const QString& message)
{
    switch (status) {
    case 401:
        return {
            ErrorKind::Authentication, ApiErrorText::tr("Authentication failed"),
            ApiErrorText::tr("Check that the key is complete, not expired or revoked, and meant "
                             "for the account's base URL")};
    case 402:
        return {ErrorKind::Billing,
                ApiErrorText::tr("There is a payment problem with this account"),
                ApiErrorText::tr("Check its credit and payment details in the provider's console")};
    case 403:
        return {ErrorKind::Permission, ApiErrorText::tr("This account may not do that"),
                ApiErrorText::tr("Check what its key is allowed in the provider's console, or use "
                                 "another account")};
    case 404:
        return {ErrorKind::ModelNotFound,
                ApiErrorText::tr("The model is not known there, or not open to this account"),
                ApiErrorText::tr("Choose another model, or check the account's base URL")};
    case 407:
        return {ErrorKind::ProxyFailed, ApiErrorText::tr("The proxy asks for a name and password"),
                ApiErrorText::tr(
                    "Put them into the proxy's address in the system or account settings")};
    case 408:
        return {ErrorKind::ServerError,
                ApiErrorText::tr("The server waited too long for the request"),
                ApiErrorText::tr("Send it again; check the connection if this stays")};
    case 409:
        return {ErrorKind::Conflict,
                ApiErrorText::tr("The request met another one on the same thing"),
                ApiErrorText::tr("Send it again")};
    case 413:
        return {ErrorKind::RequestTooLarge,
                ApiErrorText::tr("The request is larger than the API takes"),
                ApiErrorText::tr(
                    "Take out attachments or begin a new conversation; 32 MB is the most")};
    case 429:
        return {ErrorKind::RateLimited, ApiErrorText::tr("This account has reached a rate limit"),
                ApiErrorText::tr("Wait a little and send it again, or use another account")};
    case 504:
        return {ErrorKind::ServerError, ApiErrorText::tr("The provider took too long to answer"),
                ApiErrorText::tr("Send it again, or ask for a shorter answer")};
    case 511:
        return wordsOfPage(status);
    case 529:
        return {ErrorKind::Overloaded, ApiErrorText::tr("The provider is overloaded at the moment"),
                ApiErrorText::tr("Send it again in a few minutes; another account would not help")};
    default:
        break;
    }
    if (status >= 500) {
        return {ErrorKind::ServerError,
                ApiErrorText::tr("The provider had a fault of its own (HTTP %1)").arg(status),
                ApiErrorText::tr("Send it again in a moment")};
    }
    if (status < 400)
        return wordsOfPage(status);
    return {ErrorKind::InvalidRequest,
            message.isEmpty()
                ? ApiErrorText::tr("The API did not accept the request (HTTP %1)").arg(status)
                : ApiErrorText::tr("The API did not accept the request: %1").arg(message),
            ApiErrorText::tr("Change what it names and send it again")};
}

QString typeOfKind(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
    case ErrorKind::AlreadyExists:
    case ErrorKind::InvalidRequest:
        return typeOfStatus(400);
    case ErrorKind::NoAccount:
    case ErrorKind::Authentication:
        return typeOfStatus(401);
    case ErrorKind::Billing:
        return typeOfStatus(402);
    case ErrorKind::Permission:
        return typeOfStatus(403);
    case ErrorKind::NotFound:
    case ErrorKind::ModelNotFound:
        return typeOfStatus(404);
    case ErrorKind::Conflict:
        return typeOfStatus(409);
    case ErrorKind::RequestTooLarge:
        return typeOfStatus(413);
    case ErrorKind::NoEligibleAccount:
    case ErrorKind::QueueFull:
    case ErrorKind::DeadlineExpired:
    case ErrorKind::RateLimited:
        return typeOfStatus(429);
    case ErrorKind::ConnectTimeout:
    case ErrorKind::FirstByteTimeout:
    case ErrorKind::IdleTimeout:
        return typeOfStatus(504);
    case ErrorKind::Overloaded:
        return typeOfStatus(529);
    default:
        return typeOfStatus(500);
    }
}

QJsonObject errorObject(const QString& type, const QString& message, const QString& code,
                        const QString& requestId)
{
    QJsonObject error{{u"type"_s, type}, {u"message"_s, message}};
    if (!code.isEmpty())
        error.insert("details"_L1, QJsonObject{{u"error_code"_s, code}});
    return {{u"type"_s, u"error"_s},
            {u"error"_s, error},
            {u"request_id"_s, requestId.isEmpty() ? QJsonValue() : QJsonValue(requestId)}};
}

} // namespace

ApiError ApiError::fromAnswer(int status, QByteArrayView body, const AnswerHeaders& headers)
{
    ApiError error = fromBody(body);
    error.status = status;
    if (!headers.requestId.isEmpty())
        error.requestId = headers.requestId;
    if (error.errorCode.isEmpty() && status == 429)
        error.errorCode =
            headers.overageDisabledReason == "out_of_credits"_L1 ? u"out_of_credits"_s : QString();
    return error;
}

ApiError ApiError::fromEvent(QByteArrayView data)
{
    return fromBody(data);
}

int ApiError::effectiveStatus() const
{
    return status == 0 || (status < 400 && !type.isEmpty()) ? statusOfType(type) : status;
}

bool ApiError::isSpendLimit() const
{
    return errorCode == "enforced_spend_limit_reached"_L1 ||
           errorCode == "contract_spend_limit_reached"_L1 ||
           errorCode == "ramp_limit_exceeded"_L1 || isUserSetLimit(*this);
}

Error ApiError::toError() const
{
    const int effective = effectiveStatus();
    const bool isForeign =
        status != 0 && type.isEmpty() && (effective == 403 || effective == 404 || effective == 405);
    const Words words = wordsOfCode(*this).value_or(isForeign ? wordsOfPage(effective)
                                                              : wordsOfStatus(effective, message));
    Error error{words.kind, words.cause, words.nextStep, {}, requestId, effective};
    if (!type.isEmpty() || !message.isEmpty())
        error.detail =
            type.isEmpty() || message.isEmpty() ? type + message : type + ": "_L1 + message;
    return error;
}

QJsonObject ApiError::toJson() const
{
    return errorObject(type.isEmpty() ? typeOfStatus(effectiveStatus()) : type,
                       message.isEmpty() ? toError().cause : message, errorCode, requestId);
}

QJsonObject errorToJson(const Error& error)
{
    return errorObject(error.httpStatus >= 400 ? typeOfStatus(error.httpStatus)
                                               : typeOfKind(error.kind),
                       error.sentence(), errorKindName(error.kind), error.requestId);
}

} // namespace Patchbay
