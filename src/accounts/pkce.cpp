// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/pkce.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace Patchbay {

namespace {

QByteArray base64Url(const QByteArray& bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace

QByteArray Pkce::randomText()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return base64Url(
        QByteArray(reinterpret_cast<const char*>(words.data()), sizeof(quint32) * words.size()));
}

Pkce Pkce::make()
{
    Pkce pkce;
    pkce.verifier = randomText();
    pkce.challenge = base64Url(QCryptographicHash::hash(pkce.verifier, QCryptographicHash::Sha256));
    return pkce;
}

bool Pkce::isSame(const QByteArray& a, const QByteArray& b)
{
    int difference = a.size() == b.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i)
        difference |= a.at(i) ^ b.at(i);
    return difference == 0;
}

} // namespace Patchbay
