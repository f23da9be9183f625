// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clienttoken.h"

#include <sodium.h>

#include <array>
#include <new>

namespace Patchbay {

namespace {

constexpr std::size_t tokenBytes = 32;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr qsizetype shownCharacters = 4;

} // namespace

QString clientTokenPrefix()
{
    return QStringLiteral("pb-");
}

Secret makeClientToken()
{
    if (sodium_init() < 0)
        throw std::bad_alloc(); // as memory for secrets: nothing safe can be done without it
    std::array<unsigned char, tokenBytes> random{};
    randombytes_buf(random.data(), random.size());
    const QByteArray prefix = clientTokenPrefix().toLatin1();
    QByteArray token(prefix.size() +
                         static_cast<qsizetype>(sodium_base64_encoded_len(tokenBytes, variant)),
                     '\0');
    std::copy(prefix.begin(), prefix.end(), token.begin());
    sodium_bin2base64(token.data() + prefix.size(),
                      static_cast<std::size_t>(token.size() - prefix.size()), random.data(),
                      random.size(), variant);
    token.chop(1); // the zero behind the text
    sodium_memzero(random.data(), random.size());
    return Secret::take(std::move(token));
}

QByteArray clientTokenHash(QByteArrayView token)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(),
                       reinterpret_cast<const unsigned char*>(token.isEmpty() ? "" : token.data()),
                       static_cast<unsigned long long>(token.size()));
    return {reinterpret_cast<const char*>(hash.data()), static_cast<qsizetype>(hash.size())};
}

QString clientTokenEnd(const Secret& token)
{
    return QString::fromLatin1(token.reveal().last(std::min(shownCharacters, token.size())));
}

} // namespace Patchbay
