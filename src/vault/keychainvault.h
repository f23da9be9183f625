// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "vault/keyringprobe.h"
#include "vault/vault.h"

#include <QTimer>

#include <deque>
#include <memory>
#include <unordered_map>

namespace QKeychain {
class Job;
}

namespace Patchbay {

/// The keychain of the system, through QtKeychain: Secret Service, KWallet, macOS Keychain, Windows
/// Credential Manager. One job at a time, in the order of asking; an operation that timed out
/// before its turn is never carried out. A secret that is text is stored as that text.
class KeychainVault final : public Vault
{
    Q_OBJECT
public:
    struct Options
    {
        QString service = QStringLiteral("org.patchbay.Patchbay");
        qint64 watchdogMs = 30'000;
        /// How long after the first failure for want of a wallet it is tried once more: at the
        /// start of a session the wallet may come later than we do.
        qint64 retryDelayMs = 3'000;
        /// How often a keychain that could not be used is looked at.
        qint64 recoveryIntervalMs = 2'000;
    };
    explicit KeychainVault(QObject* parent = nullptr);
    explicit KeychainVault(Options options, QObject* parent = nullptr);
    ~KeychainVault() override;

    void read(const QString& key, Completion<Secret> done) override;
    void write(const QString& key, const Secret& secret, Completion<void> done) override;
    void remove(const QString& key, Completion<void> done) override;
    void check(Completion<void> done) override;
    [[nodiscard]] QString displayName() const override;

private:
    enum class Kind { Read, Write, Remove };
    struct Operation
    {
        Kind kind;
        QString key;
        Secret secret;
        Completion<Secret> done;
        std::unique_ptr<QTimer> watchdog;
        bool wasRetried = false;
    };

    void start(Kind kind, const QString& key, const Secret& secret, Completion<Secret> done);
    void startNext();
    [[nodiscard]] QKeychain::Job* jobOf(const Operation& operation) const;
    void jobFinished(quint64 id, const QKeychain::Job& job);
    void judge(quint64 id, int code, const QString& text, Secret secret, KeyringProbe::State state);
    [[nodiscard]] bool retries(Operation& operation, quint64 id, int code,
                               KeyringProbe::State state);
    [[nodiscard]] Error errorOf(int code, const QString& text, KeyringProbe::State state) const;
    void finish(quint64 id, Result<Secret> result);
    void watchForRecovery();

    const Options m_options;
    std::unordered_map<quint64, Operation> m_operations;
    std::deque<quint64> m_queue;
    quint64 m_lastId = 0;
    quint64 m_running = 0;    // 0: none
    qint64 m_graceEndsMs = 0; // of the one delayed retry; 0: not begun
    QTimer m_recovery;
    KeyringProbe m_probe;
    Mailbox m_mailbox;
};

} // namespace Patchbay
