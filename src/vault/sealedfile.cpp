// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/sealedfile.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QtEndian>

#include <sodium.h>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Patchbay {

namespace {

struct SealedFileText
{
    Q_DECLARE_TR_FUNCTIONS(SealedFileText)
};

const QByteArray kMagic = QByteArrayLiteral("PBVAULT1");
constexpr qsizetype kSaltSize = crypto_pwhash_SALTBYTES;
constexpr qsizetype kKeySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr qsizetype kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype kCheckSize = 16;
constexpr qsizetype kSumSize = 16;
// What a damaged header may at most make us do, and the largest file that is taken for a vault.
constexpr quint64 kMostOperations = 16;
constexpr quint64 kMostMemory = 1'073'741'824;
constexpr qint64 kLargestFile = 64 * 1024 * 1024;
constexpr int kLockTimeoutMs = 15'000;

unsigned char* bytesOf(QByteArray& array)
{
    return reinterpret_cast<unsigned char*>(array.data());
}

const unsigned char* bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char*>(view.data());
}

unsigned long long sizeOf(QByteArrayView view)
{
    return static_cast<unsigned long long>(view.size());
}

QByteArray digest(QByteArrayView bytes, qsizetype size)
{
    QByteArray out(size, '\0');
    crypto_generichash(bytesOf(out), static_cast<size_t>(size), bytesOf(bytes), sizeOf(bytes),
                       nullptr, 0);
    return out;
}

Error unusable(QString cause, QString next, QString detail = {})
{
    return {
        ErrorKind::VaultUnavailable, std::move(cause), std::move(next), std::move(detail), {}, 0};
}

// In one buffer that never moves, so that it can be wiped.
QByteArray serialized(const SealedFile::Entries& entries)
{
    qsizetype size = 4;
    for (auto it = entries.cbegin(); it != entries.cend(); ++it)
        size += 8 + it.key().toUtf8().size() + it->size();
    QByteArray out;
    out.reserve(size);
    const auto append = [&out](QByteArrayView bytes) {
        const quint32 length = qToLittleEndian(static_cast<quint32>(bytes.size()));
        out.append(reinterpret_cast<const char*>(&length), 4);
        out.append(bytes);
    };
    const quint32 count = qToLittleEndian(static_cast<quint32>(entries.size()));
    out.append(reinterpret_cast<const char*>(&count), 4);
    for (auto it = entries.cbegin(); it != entries.cend(); ++it) {
        append(it.key().toUtf8());
        append(it->reveal());
    }
    return out;
}

std::optional<SealedFile::Entries> deserialized(QByteArrayView bytes)
{
    qsizetype at = 0;
    const auto number = [&]() -> std::optional<qsizetype> {
        if (bytes.size() - at < 4)
            return std::nullopt;
        const auto value = qFromLittleEndian<quint32>(bytes.data() + at);
        at += 4;
        return static_cast<qsizetype>(value);
    };
    const auto piece = [&]() -> std::optional<QByteArrayView> {
        const auto length = number();
        if (!length || *length > bytes.size() - at)
            return std::nullopt;
        at += *length;
        return bytes.sliced(at - *length, *length);
    };
    SealedFile::Entries entries;
    const auto count = number();
    for (qsizetype i = 0; count && i < *count; ++i) {
        const auto key = piece();
        const auto value = piece();
        if (!key || !value)
            return std::nullopt;
        entries.insert(QString::fromUtf8(*key), Secret::take(value->toByteArray()));
    }
    return count && at == bytes.size() ? std::optional(entries) : std::nullopt;
}

} // namespace

void syncFolderOf([[maybe_unused]] const QString& path)
{
#ifdef Q_OS_UNIX
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int handle = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle >= 0) {
        ::fsync(handle);
        ::close(handle);
    }
#endif
}

// On the disk: magic, operations (8), memory (8), salt, check (tells a wrong passphrase from a
// damaged file), sum (tells a damaged header), nonce; then the encrypted entries. All of it is
// authenticated with them.
struct SealedFile::Header
{
    Cost cost{0, 0};
    QByteArray salt;
    QByteArray check;
    QByteArray nonce;

    static constexpr qsizetype size = 8 + 16 + kSaltSize + kCheckSize + kSumSize + kNonceSize;

    [[nodiscard]] QByteArray bytes() const
    {
        QByteArray out = kMagic;
        for (const quint64 number : {cost.operations, cost.memoryBytes}) {
            const quint64 little = qToLittleEndian(number);
            out.append(reinterpret_cast<const char*>(&little), 8);
        }
        out += salt + check;
        return out + digest(out, kSumSize) + nonce;
    }

    [[nodiscard]] static std::optional<Header> of(QByteArrayView file)
    {
        if (file.size() < size || !file.startsWith(kMagic))
            return std::nullopt;
        Header header;
        header.cost.operations = qFromLittleEndian<quint64>(file.data() + 8);
        header.cost.memoryBytes = qFromLittleEndian<quint64>(file.data() + 16);
        header.salt = file.sliced(24, kSaltSize).toByteArray();
        header.check = file.sliced(24 + kSaltSize, kCheckSize).toByteArray();
        header.nonce = file.sliced(size - kNonceSize, kNonceSize).toByteArray();
        const bool isSound = header.bytes() == file.first(size) &&
                             header.cost.operations <= kMostOperations &&
                             header.cost.memoryBytes <= kMostMemory;
        return isSound ? std::optional(header) : std::nullopt;
    }
};

SealedFile::Cost SealedFile::Cost::moderate()
{
    return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE};
}

SealedFile::Cost SealedFile::Cost::least()
{
    return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
}

SealedFile::SealedFile(QString path, Secret passphrase, Cost cost)
    : m_path(std::move(path))
    , m_passphrase(std::move(passphrase))
    , m_cost(cost)
{
}

Error SealedFile::damaged(const QString& detail) const
{
    return unusable(SealedFileText::tr("The vault file %1 is damaged or not a vault").arg(m_path),
                    SealedFileText::tr("Put a copy of it in its place, or move it away and enter "
                                       "the keys again"),
                    detail);
}

// Makes the key the header asks for, unless it is the one made last.
Result<void> SealedFile::useHeader(const Header& header)
{
    if (m_key.isEmpty() || m_salt != header.salt || m_keyCost != header.cost) {
        if (sodium_init() < 0)
            return Failure(unusable(SealedFileText::tr("Encryption cannot be started"), {}));
        QByteArray key(kKeySize, '\0');
        const QByteArrayView words = m_passphrase.reveal();
        const int failed = crypto_pwhash(bytesOf(key), sizeOf(key), words.data(), sizeOf(words),
                                         bytesOf(header.salt), header.cost.operations,
                                         static_cast<size_t>(header.cost.memoryBytes),
                                         crypto_pwhash_ALG_ARGON2ID13);
        if (failed != 0) {
            return Failure(
                unusable(SealedFileText::tr("There is too little memory to open the vault file"),
                         SealedFileText::tr("Free about %n MB of memory, then try again", nullptr,
                                            static_cast<int>(header.cost.memoryBytes >> 20))));
        }
        m_key = Secret::take(std::move(key));
        m_salt = header.salt;
        m_keyCost = header.cost;
        m_check = digest(m_key.reveal(), kCheckSize + 16).first(kCheckSize);
    }
    return {};
}

Result<QByteArray> SealedFile::readBytes(bool& exists) const
{
    const QFileInfo info(m_path);
    exists = info.exists() || info.isSymLink();
    if (!exists)
        return QByteArray();
    if (info.isSymLink() || !info.isFile()) {
        return Failure(
            unusable(SealedFileText::tr("The vault file %1 is a link or no file").arg(m_path),
                     SealedFileText::tr("Put the vault file itself there")));
    }
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return Failure(unusable(SealedFileText::tr("The vault file %1 cannot be read").arg(m_path),
                                SealedFileText::tr("Check that the file is yours"),
                                file.errorString()));
    }
    if (file.size() > kLargestFile)
        return Failure(damaged(QStringLiteral("larger than any vault")));
    return file.readAll();
}

Result<SealedFile::Entries> SealedFile::read()
{
    bool exists = false;
    const auto bytes = readBytes(exists);
    if (!bytes)
        return Failure(bytes.error());
    if (!exists)
        return Entries();
    const auto header = Header::of(*bytes);
    if (!header)
        return Failure(damaged(QStringLiteral("header")));
    if (const auto made = useHeader(*header); !made)
        return Failure(made.error());
    if (m_check != header->check) {
        return fail(
            ErrorKind::VaultDenied,
            SealedFileText::tr("The passphrase does not open the vault file %1").arg(m_path),
            SealedFileText::tr("Put the passphrase it was made with into the file that "
                               "PATCHBAY_VAULT_PASSPHRASE_FILE names"));
    }
    const QByteArrayView sealed = QByteArrayView(*bytes).sliced(Header::size);
    const QByteArrayView front = QByteArrayView(*bytes).first(Header::size);
    if (sealed.size() < crypto_aead_xchacha20poly1305_ietf_ABYTES)
        return Failure(damaged(QStringLiteral("too short")));
    QByteArray plain(sealed.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        bytesOf(plain), nullptr, nullptr, bytesOf(sealed), sizeOf(sealed), bytesOf(front),
        sizeOf(front), bytesOf(header->nonce), bytesOf(m_key.reveal()));
    auto entries = failed == 0 ? deserialized(plain) : std::nullopt;
    wipe(plain);
    if (!entries)
        return Failure(damaged(QStringLiteral("content")));
    return std::move(*entries);
}

Result<void> SealedFile::change(const std::function<void(Entries&)>& edit)
{
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(kLockTimeoutMs)) {
        if (lock.error() == QLockFile::LockFailedError) {
            return fail(ErrorKind::VaultTimeout,
                        SealedFileText::tr("Another program holds the vault file %1").arg(m_path),
                        SealedFileText::tr("Wait a moment, then try again"));
        }
        return Failure(
            unusable(SealedFileText::tr("The vault file %1 cannot be written").arg(m_path),
                     SealedFileText::tr("Check that its folder is yours and the disk is not "
                                        "full")));
    }
    auto entries = read();
    if (!entries)
        return Failure(entries.error());
    const Entries before = *entries;
    edit(*entries);
    if (*entries == before)
        return {};
    return replace(*entries);
}

Result<void> SealedFile::replace(const Entries& entries)
{
    Header header;
    if (sodium_init() < 0)
        return Failure(unusable(SealedFileText::tr("Encryption cannot be started"), {}));
    header.cost = m_key.isEmpty() ? m_cost : m_keyCost;
    header.salt = m_salt;
    if (m_key.isEmpty()) {
        header.salt = QByteArray(kSaltSize, '\0');
        randombytes_buf(header.salt.data(), static_cast<size_t>(kSaltSize));
    }
    if (const auto made = useHeader(header); !made)
        return made;
    header.check = m_check;
    header.nonce = QByteArray(kNonceSize, '\0');
    randombytes_buf(header.nonce.data(), static_cast<size_t>(kNonceSize));

    const QByteArray front = header.bytes();
    QByteArray plain = serialized(entries);
    QByteArray sealed(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytesOf(sealed), nullptr, bytesOf(QByteArrayView(plain)), sizeOf(plain),
        bytesOf(QByteArrayView(front)), sizeOf(front), nullptr,
        bytesOf(QByteArrayView(header.nonce)), bytesOf(m_key.reveal()));
    wipe(plain);

    QSaveFile file(m_path);
    const bool isWritten = file.open(QIODevice::WriteOnly) &&
                           file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                           file.write(front) == front.size() &&
                           file.write(sealed) == sealed.size() && file.commit();
    if (!isWritten) {
        return Failure(
            unusable(SealedFileText::tr("The vault file %1 cannot be written").arg(m_path),
                     SealedFileText::tr("Check that its folder is yours and the disk is not full"),
                     file.errorString()));
    }
    syncFolderOf(m_path);
    return {};
}

} // namespace Patchbay
