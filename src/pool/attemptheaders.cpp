// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/attemptheaders.h"

#include "pool/attempt.h"

#include <QByteArrayList>

#include <algorithm>
#include <array>

namespace Patchbay {

namespace {

// Never taken from the one who asks: credentials, and what belongs to a connection.
bool isOurs(QByteArrayView name)
{
    static constexpr std::array<QByteArrayView, 14> ours{
        "x-api-key", "authorization",       "cookie",  "host",
        "origin",    "content-length",      "te",      "connection",
        "upgrade",   "proxy-authorization", "trailer", "transfer-encoding",
        "expect",    "accept-encoding"};
    return std::any_of(ours.begin(), ours.end(), [name](QByteArrayView header) {
        return name.compare(header, Qt::CaseInsensitive) == 0;
    });
}

// In place of the asker's own, for they belong to the account; betas are a list that both add to.
void addHeadersOf(const Credential& credential, HeaderList& headers)
{
    for (const auto& [name, value] : credential.headers) {
        QByteArrayList values;
        headers.removeIf([&](const std::pair<QByteArray, QByteArray>& given) {
            if (given.first.compare(name, Qt::CaseInsensitive) != 0)
                return false;
            if (name == "anthropic-beta")
                values.append(given.second);
            return true;
        });
        if (!values.join(',').contains(value))
            values.append(value);
        headers.emplaceBack(name, values.join(','));
    }
}

} // namespace

HeaderList attemptHeaders(const AttemptOrder& order, const QString& userAgent)
{
    HeaderList headers;
    for (const auto& header : order.headers) {
        if (!isOurs(header.first))
            headers.append(header);
    }
    addHeadersOf(order.credential, headers);
    const auto unlessGiven = [&](const QByteArray& name, const QByteArray& value) {
        if (headerValue(headers, name).isEmpty())
            headers.emplaceBack(name, value);
    };
    unlessGiven("anthropic-version", "2023-06-01");
    unlessGiven("user-agent", userAgent.toUtf8());
    unlessGiven("accept",
                order.stream && order.isMessages ? "text/event-stream" : "application/json");
    // Qt would tell the language of the system, and unpack what it asked to be packed.
    unlessGiven("accept-language", "*");
    headers.emplaceBack("accept-encoding", "identity");
    if (!order.body.isEmpty()) {
        unlessGiven("content-type", "application/json");
        headers.emplaceBack("content-length", QByteArray::number(order.body.size()));
    }
    return headers;
}

} // namespace Patchbay
