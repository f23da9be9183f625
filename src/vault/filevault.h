// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/eventthread.h"
#include "base/mailbox.h"
#include "vault/sealedfile.h"
#include "vault/vault.h"

namespace Patchbay {

/// Secrets in an encrypted file, for machines without a keychain. File and key derivation (about a
/// second, 256 MB) are on a thread of their own: begun with the first operation, so that a window
/// never waits and a program that needs no secret never pays. What was asked before the vault is
/// destroyed is still written.
class FileVault final : public Vault
{
    Q_OBJECT
public:
    FileVault(const QString& path, const Secret& passphrase,
              SealedFile::Cost cost = SealedFile::Cost::moderate(), QObject* parent = nullptr);
    ~FileVault() override;

    void read(const QString& key, Completion<Secret> done) override;
    void write(const QString& key, const Secret& secret, Completion<void> done) override;
    void remove(const QString& key, Completion<void> done) override;
    void check(Completion<void> done) override;
    [[nodiscard]] QString displayName() const override;

private:
    void change(std::function<void(SealedFile::Entries&)> edit, Completion<void> done);

    SealedFile m_file; // of the thread, once it runs
    Mailbox m_mailbox;
    EventThread m_thread;
};

} // namespace Patchbay
