// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/chunkedvault.h"

#include "base/logging.h"

#include <QCryptographicHash>
#include <QList>

namespace Patchbay {

namespace {

const QByteArray kMarker = QByteArrayLiteral("patchbay-parts:1:");

QString partKey(const QString& key, char generation, int index)
{
    return key + u'/' + QLatin1Char(generation) + QString::number(index);
}

QByteArray hashOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result().toHex();
}

} // namespace

struct ChunkedVault::Header
{
    char generation = 'a';
    int count = 0;
    QByteArray hash;

    [[nodiscard]] QByteArray text() const
    {
        return kMarker + generation + ':' + QByteArray::number(count) + ':' + hash;
    }

    [[nodiscard]] static bool isIn(QByteArrayView bytes) { return bytes.startsWith(kMarker); }

    /// Nothing when the entry is no header, or one that we never wrote.
    [[nodiscard]] static std::optional<Header> of(QByteArrayView bytes)
    {
        if (!isIn(bytes))
            return std::nullopt;
        const QList<QByteArray> fields = bytes.sliced(kMarker.size()).toByteArray().split(':');
        if (fields.size() != 3 || (fields[0] != "a" && fields[0] != "b"))
            return std::nullopt;
        bool isNumber = false;
        const int count = fields[1].toInt(&isNumber);
        if (!isNumber || count < 0 || count > 10'000)
            return std::nullopt;
        return Header{fields[0].front(), count, fields[2]};
    }
};

struct ChunkedVault::Reading
{
    QString key;
    Completion<Secret> done;
    Header header;
    QByteArray bytes;
    int next = 0;
    bool isSecondTry = false;

    ~Reading() { wipe(bytes); }
};

struct ChunkedVault::Writing
{
    QString key;
    Secret secret;
    Completion<void> done;
    qsizetype partSize = 0;
    std::optional<Header> old;
    std::optional<Header> header; // nothing: the value fits the entry
    int next = 0;
};

ChunkedVault::ChunkedVault(std::unique_ptr<Vault> vault, qsizetype limit, QObject* parent)
    : Vault(parent)
    , m_vault(std::move(vault))
    , m_limit(limit)
{
    Q_ASSERT(limit == 0 || limit >= 128);
    connect(m_vault.get(), &Vault::recovered, this, &Vault::recovered);
}

ChunkedVault::~ChunkedVault() = default;

qsizetype ChunkedVault::platformLimit()
{
#ifdef Q_OS_WIN
    return 2'560; // CRED_MAX_CREDENTIAL_BLOB_SIZE
#else
    return 0;
#endif
}

QString ChunkedVault::displayName() const
{
    return m_vault->displayName();
}

void ChunkedVault::enqueue(Task task)
{
    m_changes.push_back(std::move(task));
    if (m_changes.size() == 1)
        m_changes.front()();
}

Completion<void> ChunkedVault::endingTurn(Completion<void> done)
{
    return [this, done = std::move(done)](Result<void> result) mutable {
        m_changes.pop_front();
        if (!m_changes.empty())
            m_changes.front()();
        done(std::move(result));
    };
}

void ChunkedVault::read(const QString& key, Completion<Secret> done)
{
    auto reading = std::make_shared<Reading>();
    reading->key = key;
    reading->done = std::move(done);
    readEntry(reading);
}

void ChunkedVault::readEntry(std::shared_ptr<Reading> reading)
{
    m_vault->read(reading->key, [this, reading](Result<Secret> entry) {
        if (!entry || !Header::isIn(entry->reveal())) {
            reading->done(std::move(entry));
            return;
        }
        const auto header = Header::of(entry->reveal());
        if (!header) {
            retryOrFail(reading);
            return;
        }
        reading->header = *header;
        readPart(reading);
    });
}

void ChunkedVault::readPart(std::shared_ptr<Reading> reading)
{
    if (reading->next == reading->header.count) {
        if (hashOf(reading->bytes) != reading->header.hash)
            retryOrFail(reading);
        else
            reading->done(Secret::take(std::move(reading->bytes)));
        return;
    }
    const QString part = partKey(reading->key, reading->header.generation, reading->next++);
    m_vault->read(part, [this, reading](Result<Secret> bytes) {
        if (!bytes && bytes.error().kind == ErrorKind::SecretAbsent)
            return retryOrFail(reading);
        if (!bytes)
            return reading->done(std::move(bytes));
        // Grown by hand: a buffer that is moved by append() would stay behind unwiped.
        QByteArray longer;
        longer.reserve(reading->bytes.size() + bytes->size());
        longer.append(reading->bytes);
        longer.append(bytes->reveal());
        wipe(reading->bytes);
        reading->bytes = std::move(longer);
        readPart(reading);
    });
}

// Another process may have replaced the value while it was read.
void ChunkedVault::retryOrFail(std::shared_ptr<Reading> reading)
{
    if (!reading->isSecondTry) {
        reading->isSecondTry = true;
        reading->next = 0;
        wipe(reading->bytes);
        return readEntry(reading);
    }
    reading->done(fail(ErrorKind::SecretAbsent,
                       tr("The key in %1 is incomplete").arg(displayName()),
                       tr("Enter the key of this account again")));
}

void ChunkedVault::write(const QString& key, const Secret& secret, Completion<void> done)
{
    auto writing = std::make_shared<Writing>();
    writing->key = key;
    writing->secret = secret;
    writing->done = endingTurn(std::move(done));
    const bool isLong = m_limit > 0 && secret.size() > m_limit;
    writing->partSize = isLong ? m_limit : secret.size();
    if (isLong || secret.isEmpty() || Header::isIn(secret.reveal())) {
        const qsizetype count =
            secret.isEmpty() ? 0 : (secret.size() + writing->partSize - 1) / writing->partSize;
        writing->header = Header{'a', static_cast<int>(count), hashOf(secret.reveal())};
    }
    enqueue([this, writing] {
        if (m_limit == 0 && !writing->header)
            return writeEntry(writing);
        m_vault->read(writing->key, [this, writing](const Result<Secret>& entry) {
            if (!entry && entry.error().kind != ErrorKind::SecretAbsent)
                return writing->done(Failure(entry.error()));
            if (entry)
                writing->old = Header::of(entry->reveal());
            if (writing->header && writing->old && writing->old->generation == 'a')
                writing->header->generation = 'b';
            writePart(writing);
        });
    });
}

void ChunkedVault::writePart(std::shared_ptr<Writing> writing)
{
    if (!writing->header || writing->next == writing->header->count)
        return writeEntry(writing);
    const int index = writing->next++;
    const QByteArrayView part = writing->secret.reveal().sliced(
        index * writing->partSize,
        std::min(writing->partSize, writing->secret.size() - index * writing->partSize));
    m_vault->write(partKey(writing->key, writing->header->generation, index),
                   Secret::take(part.toByteArray()), [this, writing](const Result<void>& written) {
                       if (written)
                           return writePart(writing);
                       Header begun = *writing->header;
                       begun.count = writing->next - 1;
                       removeParts(writing->key, begun, 0,
                                   [writing, error = written.error()](const Result<void>&) {
                                       writing->done(Failure(error));
                                   });
                   });
}

// The moment at which the new value is the value.
void ChunkedVault::writeEntry(std::shared_ptr<Writing> writing)
{
    const Secret entry = writing->header ? Secret::take(writing->header->text()) : writing->secret;
    m_vault->write(writing->key, entry, [this, writing](const Result<void>& written) {
        if (!written || !writing->old)
            return writing->done(written);
        removeParts(writing->key, *writing->old, 0, [writing](const Result<void>& removed) {
            if (!removed)
                qCWarning(lcVault) << "parts of an old value stay:" << removed.error();
            writing->done({});
        });
    });
}

void ChunkedVault::remove(const QString& key, Completion<void> done)
{
    enqueue([this, key, ended = endingTurn(std::move(done))]() mutable {
        m_vault->read(key,
                      [this, key, ended = std::move(ended)](const Result<Secret>& entry) mutable {
                          if (!entry && entry.error().kind != ErrorKind::SecretAbsent)
                              return ended(Failure(entry.error()));
                          const auto header = entry ? Header::of(entry->reveal()) : std::nullopt;
                          m_vault->remove(key, [this, key, header, ended = std::move(ended)](
                                                   const Result<void>& removed) mutable {
                              if (!removed || !header)
                                  return ended(removed);
                              removeParts(key, *header, 0, std::move(ended));
                          });
                      });
    });
}

void ChunkedVault::check(Completion<void> done)
{
    m_vault->check(std::move(done));
}

void ChunkedVault::removeParts(const QString& key, const Header& header, int from,
                               Completion<void> done)
{
    if (from >= header.count)
        return done({});
    m_vault->remove(
        partKey(key, header.generation, from),
        [this, key, header, from, done = std::move(done)](const Result<void>& removed) mutable {
            if (!removed)
                return done(removed);
            removeParts(key, header, from + 1, std::move(done));
        });
}

} // namespace Patchbay
