// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/httprequest.h"

#include <QVarLengthArray>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

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

// The pieces of a request, put together in one step; what they are of has to stay.
class Pieces final
{
public:
    void add(QByteArrayView piece)
    {
        m_pieces.append(piece);
        m_size += piece.size();
    }
    void addHeader(const QByteArray& name, const QByteArray& value)
    {
        if (!isSafe(name, value))
            return;
        for (const QByteArrayView piece :
             {QByteArrayView(name), QByteArrayView(": "), QByteArrayView(value), kLineEnd})
            add(piece);
    }
    [[nodiscard]] QByteArray together() const
    {
        QByteArray bytes(m_size, Qt::Uninitialized);
        char* at = bytes.data();
        for (const QByteArrayView piece : m_pieces)
            at = std::copy(piece.begin(), piece.end(), at);
        return bytes;
    }

    static constexpr QByteArrayView kLineEnd = "\r\n";

private:
    QVarLengthArray<QByteArrayView, 160> m_pieces;
    qsizetype m_size = 0;
};

const QByteArray& credentialHeader(Credential::Form form)
{
    static const QByteArray key = QByteArrayLiteral("x-api-key");
    static const QByteArray bearer = QByteArrayLiteral("authorization");
    return form == Credential::Form::ApiKey ? key : bearer;
}

QByteArray credentialValue(const Credential& credential)
{
    if (credential.secret.isEmpty())
        return {};
    switch (credential.form) {
    case Credential::Form::ApiKey:
        return credential.secret.reveal().toByteArray();
    case Credential::Form::Bearer:
        return "Bearer " + credential.secret.reveal().toByteArray();
    case Credential::Form::Program:
        break; // never leaves for the network from here
    }
    return {};
}

} // namespace

HttpPlace httpPlace(const QUrl& url)
{
    return {url,
            url.scheme() + "://"_L1 + QString::fromLatin1(hostOf(url)) + u':' +
                QString::number(portOf(url)),
            hostHeader(url), targetOf(url)};
}

QByteArray httpRequestBytes(const TransportRequest& request, const HttpPlace& place)
{
    static const QByteArray host = QByteArrayLiteral("host");
    static const QByteArray contentLength = QByteArrayLiteral("content-length");
    const QByteArray length = QByteArray::number(request.body.size());
    const QByteArray credential = credentialValue(request.credential);
    Pieces pieces;
    for (const QByteArrayView piece :
         {QByteArrayView(request.method), QByteArrayView(" "), QByteArrayView(place.target),
          QByteArrayView(" HTTP/1.1\r\n")})
        pieces.add(piece);
    pieces.addHeader(host, place.host);
    for (const auto& [name, value] : request.headers) {
        if (!isOfTheConnection(name))
            pieces.addHeader(name, value);
    }
    if (!credential.isEmpty())
        pieces.addHeader(credentialHeader(request.credential.form), credential);
    const bool mayHaveBody = request.method != "GET" && request.method != "HEAD";
    if (mayHaveBody || !request.body.isEmpty())
        pieces.addHeader(contentLength, length);
    pieces.add(Pieces::kLineEnd);
    pieces.add(request.body);
    return pieces.together();
}

} // namespace Patchbay
