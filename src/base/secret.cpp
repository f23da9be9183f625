// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secret.h"

#include <QString>

#include <sodium.h>

#include <cstring>
#include <new>

namespace Patchbay {

struct Secret::Bytes
{
    explicit Bytes(QByteArrayView from)
        : size(from.size())
        , data(static_cast<char*>(
              sodium_init() < 0 ? nullptr : sodium_malloc(static_cast<std::size_t>(from.size()))))
    {
        if (!data)
            throw std::bad_alloc();
        std::memcpy(data, from.data(), static_cast<std::size_t>(size));
        sodium_mprotect_readonly(data);
    }
    ~Bytes() { sodium_free(data); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    qsizetype size;
    char* data;
};

Secret Secret::take(QByteArray&& bytes)
{
    Secret secret;
    if (!bytes.isEmpty())
        secret.m_bytes = std::make_shared<const Bytes>(QByteArrayView(bytes));
    wipe(bytes);
    return secret;
}

qsizetype Secret::size() const
{
    return m_bytes ? m_bytes->size : 0;
}

QByteArrayView Secret::reveal() const
{
    return m_bytes ? QByteArrayView(m_bytes->data, m_bytes->size) : QByteArrayView();
}

bool operator==(const Secret& a, const Secret& b)
{
    return a.size() == b.size() &&
           (a.isEmpty() || sodium_memcmp(a.reveal().data(), b.reveal().data(),
                                         static_cast<std::size_t>(a.size())) == 0);
}

void wipe(QByteArray& bytes)
{
    if (bytes.isDetached() && !bytes.isEmpty())
        sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

void wipe(QString& text)
{
    if (text.isDetached() && !text.isEmpty())
        sodium_memzero(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    text.clear();
}

} // namespace Patchbay
