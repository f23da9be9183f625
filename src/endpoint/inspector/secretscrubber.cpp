// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/secretscrubber.h"

#include "base/logging.h"
#include "base/secret.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr char kRedacted[] = "[redacted]";
// Shorter ones stand anywhere by chance.
constexpr qsizetype kShortestKnown = 6;

QByteArrayList wordsOf(const QByteArray& name)
{
    QByteArray lower = name.toLower();
    for (char& c : lower) {
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
            c = '-';
    }
    return lower.split('-');
}

// By its name: of a header, or of a value in a query.
bool isCredential(const QByteArray& name)
{
    static constexpr std::array<QByteArrayView, 20> words{
        "authorization", "cookie",      "cookie2",    "key",         "apikey",
        "token",         "secret",      "password",   "passwd",      "pass",
        "passphrase",    "auth",        "credential", "credentials", "sig",
        "bearer",        "accesstoken", "signature",  "jwt",         "refreshtoken"};
    const QByteArrayList parts = wordsOf(name);
    return std::any_of(parts.begin(), parts.end(), [](const QByteArray& part) {
        return std::find(words.begin(), words.end(), part) != words.end();
    });
}

// The scheme of an authorization says what was tried and is no secret.
qsizetype schemeSize(const QByteArray& name, const QByteArray& value)
{
    if (!name.toLower().endsWith("authorization"))
        return 0;
    const qsizetype space = value.indexOf(' ');
    return space < 0 || space > 20 ? 0 : space + 1;
}

} // namespace

void SecretScrubber::learn(const HeaderList& headers)
{
    const auto add = [this](const QByteArray& secret) {
        const QString text = QString::fromUtf8(secret.trimmed());
        if (text.size() >= kShortestKnown && !m_known.contains(text))
            m_known.append(text);
    };
    for (const auto& [name, value] : headers) {
        if (!isCredential(name))
            continue;
        const QByteArray secret = value.mid(schemeSize(name, value));
        add(secret);
        if (value.left(6).toLower() == "basic ") {
            const QByteArray plain = QByteArray::fromBase64(secret.trimmed());
            add(plain.mid(plain.indexOf(':') + 1));
        }
        if (name.toLower().contains("cookie")) {
            for (const QByteArray& cookie : value.split(';'))
                add(cookie.mid(cookie.indexOf('=') + 1));
        }
    }
    // The longest first: one may begin another.
    std::sort(m_known.begin(), m_known.end(),
              [](const QString& a, const QString& b) { return a.size() > b.size(); });
}

void SecretScrubber::forget()
{
    for (QString& secret : m_known)
        wipe(secret);
    m_known.clear();
}

HeaderList SecretScrubber::headers(const HeaderList& headers) const
{
    HeaderList clean;
    for (const auto& [name, value] : headers) {
        if (isCredential(name))
            clean.emplaceBack(text(name), value.left(schemeSize(name, value)) + kRedacted);
        else
            clean.emplaceBack(text(name), text(value));
    }
    return clean;
}

QByteArray SecretScrubber::query(const QByteArray& query) const
{
    QByteArray clean;
    qsizetype at = 0;
    while (at < query.size()) {
        const auto isEnd = [](char c) { return c == '&' || c == ';'; };
        const auto end = std::find_if(query.begin() + at, query.end(), isEnd);
        const QByteArray pair = query.mid(at, end - (query.begin() + at));
        at += pair.size() + 1;
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = equals < 0 ? QByteArray() : pair.left(equals);
        const QByteArray plain = QByteArray::fromPercentEncoding(pair);
        if (equals >= 0 && isCredential(QByteArray::fromPercentEncoding(name)))
            clean += name + '=' + kRedacted;
        else if (text(plain) != QString::fromUtf8(plain).toUtf8())
            clean += (equals < 0 ? QByteArray() : text(name) + '=') + kRedacted;
        else
            clean += pair;
        if (end != query.end())
            clean += *end;
    }
    return clean;
}

QString SecretScrubber::words(QString words) const
{
    for (const QString& secret : m_known)
        words.replace(secret, QLatin1String(kRedacted));
    return redact(words);
}

QByteArray SecretScrubber::text(QByteArrayView utf8) const
{
    return words(QString::fromUtf8(utf8)).toUtf8();
}

} // namespace Patchbay
