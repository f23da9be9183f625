// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/sealedfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Patchbay;

namespace {

Secret secretOf(const QByteArray& text)
{
    return Secret::take(QByteArray(text.constData(), text.size()));
}

} // namespace

class SealedFileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void keepsEntriesBetweenRuns();
    void isItsOwnersAlone();
    void showsNothingOfWhatItHolds();
    void anotherPassphraseIsDenied();
    void everyDamagedByteIsNoticed();
    void everyCutIsNoticed();
    void linkIsRefused();
    void folderIsRefused();
    void changeWithoutEffectWritesNothing();
    void twoWritersLoseNothing();
    void headerOfGreatCostIsNotObeyed();

private:
    [[nodiscard]] SealedFile file(const QByteArray& passphrase = "correct horse") const
    {
        return SealedFile(m_path, secretOf(passphrase), SealedFile::Cost::least());
    }
    [[nodiscard]] QByteArray bytes() const;
    void setBytes(const QByteArray& bytes) const;
    [[nodiscard]] Result<void> put(const QString& key, const QByteArray& value) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void SealedFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("vault"));
}

QByteArray SealedFileTest::bytes() const
{
    QFile raw(m_path);
    return raw.open(QIODevice::ReadOnly) ? raw.readAll() : QByteArray();
}

void SealedFileTest::setBytes(const QByteArray& bytes) const
{
    QFile raw(m_path);
    QVERIFY(raw.open(QIODevice::WriteOnly));
    QCOMPARE(raw.write(bytes), bytes.size());
}

Result<void> SealedFileTest::put(const QString& key, const QByteArray& value) const
{
    return file().change(
        [&](SealedFile::Entries& entries) { entries.insert(key, secretOf(value)); });
}

void SealedFileTest::keepsEntriesBetweenRuns()
{
    QVERIFY(file().read()->isEmpty());
    QVERIFY(!QFile::exists(m_path));
    const QMap<QString, QByteArray> values{
        {QStringLiteral("account/1/api_key"), "sk-ant-test-1"},
        {QStringLiteral("account/2/api_key"), QByteArray("\0\1\xff\0", 4)},
        {QStringLiteral("account/3/leer"), QByteArray()},
        {QStringLiteral("账户/4"), QString(1000, u'钥').toUtf8()},
    };
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        QVERIFY(put(it.key(), it.value()));
    const auto read = file().read();
    QVERIFY(read);
    QCOMPARE(read->keys(), values.keys());
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        QCOMPARE(read->value(it.key()).reveal().toByteArray(), it.value());
    QVERIFY(file().change([](SealedFile::Entries& entries) { entries.clear(); }));
    QVERIFY(file().read()->isEmpty());
}

void SealedFileTest::isItsOwnersAlone()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOwner;
    QVERIFY(!(QFile::permissions(m_path) & others));
    QVERIFY(QFile::setPermissions(m_path, QFile::permissions(m_path) | QFile::ReadOther));
    QVERIFY(put(QStringLiteral("a"), "c"));
    QVERIFY(!(QFile::permissions(m_path) & others));
}

void SealedFileTest::showsNothingOfWhatItHolds()
{
    QVERIFY(put(QStringLiteral("account/1/api_key"), "sk-ant-test-canary"));
    const QByteArray first = bytes();
    QVERIFY(!first.contains("canary") && !first.contains("account") && !first.contains("horse"));
    QVERIFY(put(QStringLiteral("account/1/api_key"), "sk-ant-test-canarz"));
    QVERIFY(put(QStringLiteral("account/1/api_key"), "sk-ant-test-canary"));
    QVERIFY(bytes().right(40) != first.right(40)); // another nonce each time
}

void SealedFileTest::anotherPassphraseIsDenied()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    const QByteArray before = bytes();
    auto other = file("wrong horse");
    for (int i = 0; i < 2; ++i) {
        const auto read = other.read();
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::VaultDenied);
        QVERIFY(!read.error().sentence().contains(QLatin1String("horse")));
    }
    const auto changed = other.change([](SealedFile::Entries& entries) { entries.clear(); });
    QVERIFY(!changed);
    QCOMPARE(changed.error().kind, ErrorKind::VaultDenied);
    QCOMPARE(bytes(), before);
}

void SealedFileTest::everyDamagedByteIsNoticed()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    const QByteArray good = bytes();
    auto vault = file();
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x10);
        setBytes(bad);
        const auto changed =
            vault.change([](SealedFile::Entries& entries) { entries.insert({}, {}); });
        QVERIFY2(!changed, qPrintable(QString::number(i)));
        QCOMPARE(changed.error().kind, ErrorKind::VaultUnavailable);
        QVERIFY(changed.error().cause.contains(QLatin1String("damaged")));
        QCOMPARE(bytes(), bad);
    }
}

void SealedFileTest::everyCutIsNoticed()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    const QByteArray good = bytes();
    auto vault = file();
    for (qsizetype size = 0; size < good.size(); ++size) {
        setBytes(good.first(size));
        const auto read = vault.read();
        QVERIFY2(!read, qPrintable(QString::number(size)));
        QCOMPARE(read.error().kind, ErrorKind::VaultUnavailable);
    }
    setBytes(good + 'x');
    QVERIFY(!vault.read());
    setBytes(good);
    QVERIFY(vault.read());
}

void SealedFileTest::linkIsRefused()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    const QString real = m_folder->filePath(QStringLiteral("real"));
    QVERIFY(QFile::rename(m_path, real));
    QVERIFY(QFile::link(real, m_path));
    const auto changed = put(QStringLiteral("a"), "c");
    QVERIFY(!changed);
    QVERIFY(changed.error().cause.contains(QLatin1String("link")));
    QVERIFY(QFile::remove(real)); // a link to nothing is a link as well
    QVERIFY(!put(QStringLiteral("a"), "c"));
    QVERIFY(!QFile::exists(real));
    QVERIFY(QFileInfo(m_path).isSymLink());
}

void SealedFileTest::folderIsRefused()
{
    QVERIFY(QDir().mkpath(m_path));
    const auto read = file().read();
    QVERIFY(!read && read.error().kind == ErrorKind::VaultUnavailable);
    QVERIFY(!put(QStringLiteral("a"), "b"));
    m_path = QStringLiteral("/nonexistent/folder/vault");
    const auto written = put(QStringLiteral("a"), "b");
    QVERIFY(!written && written.error().kind == ErrorKind::VaultUnavailable);
}

void SealedFileTest::changeWithoutEffectWritesNothing()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    const QByteArray before = bytes();
    QVERIFY(put(QStringLiteral("a"), "b"));
    QCOMPARE(bytes(), before);
}

// Each has a key and a file object of its own, as two processes have.
void SealedFileTest::twoWritersLoseNothing()
{
    const auto writeMany = [this](const QString& name) {
        auto vault = file();
        for (int i = 0; i < 40; ++i) {
            if (!vault.change([&](SealedFile::Entries& entries) {
                    entries.insert(name + QString::number(i), secretOf("value"));
                }))
                return;
        }
    };
    std::thread one(writeMany, QStringLiteral("one"));
    std::thread two(writeMany, QStringLiteral("two"));
    one.join();
    two.join();
    QCOMPARE(file().read()->size(), 80);
}

void SealedFileTest::headerOfGreatCostIsNotObeyed()
{
    QVERIFY(put(QStringLiteral("a"), "b"));
    QByteArray forged = bytes();
    forged[23] = 0x10; // 2^60 bytes of memory
    setBytes(forged);
    const auto read = file().read();
    QVERIFY(!read && read.error().kind == ErrorKind::VaultUnavailable);
}

QTEST_GUILESS_MAIN(SealedFileTest)
#include "tst_sealedfile.moc"
