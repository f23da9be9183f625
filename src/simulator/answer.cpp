// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/answer.h"

#include "base/json.h"

#include <QRandomGenerator>

#include <algorithm>

namespace Patchbay {

namespace {

struct StatusRow
{
    int status;
    const char* type;
    const char* message;
};

constexpr StatusRow kStatuses[] = {
    {400, "invalid_request_error", "The request is not valid."},
    {401, "authentication_error", "invalid x-api-key"},
    {402, "billing_error", "There is a problem with the payment of this account."},
    {403, "permission_error", "This key may not use this resource."},
    {404, "not_found_error", "Not Found"},
    {408, "timeout_error", "Request Timeout"},
    {409, "conflict_error", "The request conflicts with the state of the resource."},
    {413, "request_too_large", "Request exceeds the maximum size"},
    {429, "rate_limit_error", "This request would exceed your rate limit. Please try again later."},
    {500, "api_error", "Internal server error"},
    {504, "timeout_error", "The request took too long."},
    {529, "overloaded_error", "Overloaded"},
};

const StatusRow& rowOf(int status)
{
    const auto row = std::find_if(std::begin(kStatuses), std::end(kStatuses),
                                  [status](const StatusRow& one) { return one.status == status; });
    if (row != std::end(kStatuses))
        return *row;
    return rowOf(status < 500 ? 400 : 500);
}

} // namespace

void removeHeader(HeaderList& headers, const QByteArray& name)
{
    headers.removeIf([&](const std::pair<QByteArray, QByteArray>& header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
}

void setHeader(HeaderList& headers, const QByteArray& name, const QByteArray& value)
{
    removeHeader(headers, name);
    headers.emplaceBack(name, value);
}

QString errorTypeOf(int status)
{
    return QLatin1String(rowOf(status).type);
}

QString errorMessageOf(int status)
{
    return QLatin1String(rowOf(status).message);
}

int statusOfErrorType(const QString& type)
{
    const auto row =
        std::find_if(std::begin(kStatuses), std::end(kStatuses),
                     [&](const StatusRow& one) { return type == QLatin1String(one.type); });
    return row == std::end(kStatuses) ? 500 : row->status;
}

Answer jsonAnswer(const QJsonObject& body)
{
    Answer answer;
    answer.headers.emplaceBack("content-type", "application/json");
    answer.body = compactJson(body);
    return answer;
}

Answer errorAnswer(int status, const QString& type, const QString& message,
                   const QByteArray& requestId, const QString& errorCode)
{
    QJsonObject error{{QStringLiteral("type"), type}, {QStringLiteral("message"), message}};
    if (!errorCode.isEmpty()) {
        error.insert(QStringLiteral("details"),
                     QJsonObject{{QStringLiteral("error_code"), errorCode}});
    }
    Answer answer = jsonAnswer({{QStringLiteral("type"), QStringLiteral("error")},
                                {QStringLiteral("error"), error},
                                {QStringLiteral("request_id"), QString::fromLatin1(requestId)}});
    answer.status = status;
    return answer;
}

QByteArray madeUpId(const char* prefix)
{
    static constexpr char kSigns[] =
        "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789abcdefg";
    QByteArray id = QByteArray(prefix) + "011C";
    quint64 bits = 0;
    for (int i = 0; i < 20; ++i) {
        if (i % 10 == 0)
            bits = QRandomGenerator::global()->generate64();
        id += kSigns[bits & 63];
        bits >>= 6;
    }
    return id;
}

} // namespace Patchbay
