// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/httprequest.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kUsualHeadBytes = 1024;

int portOf(const QUrl& url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

// With the brackets of an IPv6 address.
QByteArray hostOf(const QUrl& url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    return host.contains(u':') ? '[' + host.toLatin1() + ']' : host.toLatin1();
}

QByteArray hostHeader(const QUrl& url)
{
    const int usual = url.scheme() == "https"_L1 ? 443 : 80;
    const QByteArray host = hostOf(url);
    return portOf(url) == usual ? host : host + ':' + QByteArray::number(portOf(url));
}

QByteArray targetOf(const QUrl& url)
{
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (!target.startsWith('/'))
        target.prepend('/');
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    return target;
}

bool isOfTheConnection(const QByteArray& name)
{
    static constexpr std::array<QByteArrayView, 4> ours{"host", "content-length", "connection",
                                                        "transfer-encoding"};
    return std::any_of(ours.begin(), ours.end(), [&name](QByteArrayView header) {
        return name.compare(header, Qt::CaseInsensitive) == 0;
    });
}

bool isSafe(const QByteArray& name, const QByteArray& value)
{
    static constexpr auto endsLine = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return !name.isEmpty() && !name.contains(':') && !name.contains(' ') &&
           std::none_of(name.begin(), name.end(), endsLine) &&
           std::none_of(value.begin(), value.end(), endsLine);
}

void addHeader(QByteArray& bytes, const QByteArray& name, const QByteArray& value)
{
    if (isSafe(name, value))
        bytes.append(name).append(": ").append(value).append("\r\n");
}

void addCredential(QByteArray& bytes, const Credential& credential)
{
    if (credential.secret.isEmpty())
        return;
    switch (credential.form) {
    case Credential::Form::ApiKey:
        addHeader(bytes, "x-api-key", credential.secret.reveal().toByteArray());
        break;
    case Credential::Form::Bearer:
        addHeader(bytes, "authorization", "Bearer " + credential.secret.reveal().toByteArray());
        break;
    case Credential::Form::Program:
        break; // never leaves for the network from here
    }
}

} // namespace

QString httpOrigin(const QUrl& url)
{
    return url.scheme() + "://"_L1 + QString::fromLatin1(hostOf(url)) + u':' +
           QString::number(portOf(url));
}

QByteArray httpRequestBytes(const TransportRequest& request)
{
    QByteArray bytes;
    bytes.reserve(kUsualHeadBytes + request.body.size());
    bytes.append(request.method).append(' ').append(targetOf(request.url)).append(" HTTP/1.1\r\n");
    addHeader(bytes, "host", hostHeader(request.url));
    for (const auto& [name, value] : request.headers) {
        if (!isOfTheConnection(name))
            addHeader(bytes, name, value);
    }
    addCredential(bytes, request.credential);
    const bool mayHaveBody = request.method != "GET" && request.method != "HEAD";
    if (mayHaveBody || !request.body.isEmpty())
        addHeader(bytes, "content-length", QByteArray::number(request.body.size()));
    return bytes.append("\r\n").append(request.body);
}

} // namespace Patchbay
