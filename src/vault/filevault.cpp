// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/filevault.h"

#include "vault/vaulttext.h"

namespace Patchbay {

FileVault::FileVault(const QString& path, const Secret& passphrase, SealedFile::Cost cost,
                     QObject* parent)
    : Vault(parent)
    , m_file(path, passphrase, cost)
    , m_thread(QStringLiteral("vault"))
{
}

FileVault::~FileVault() = default;

QString FileVault::displayName() const
{
    return tr("the vault file");
}

void FileVault::read(const QString& key, Completion<Secret> done)
{
    m_thread.post([this, key, name = displayName(), replyTo = m_mailbox.address(),
                   done = std::move(done)]() mutable {
        auto entries = m_file.read();
        Result<Secret> result;
        if (!entries)
            result = Failure(entries.error());
        else if (const auto found = entries->constFind(key); found != entries->constEnd())
            result = *found;
        else
            result = Failure(secretAbsent(name));
        replyTo.post([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        });
    });
}

void FileVault::write(const QString& key, const Secret& secret, Completion<void> done)
{
    change([key, secret](SealedFile::Entries& entries) { entries.insert(key, secret); },
           std::move(done));
}

void FileVault::remove(const QString& key, Completion<void> done)
{
    change([key](SealedFile::Entries& entries) { entries.remove(key); }, std::move(done));
}

void FileVault::check(Completion<void> done)
{
    m_thread.post([this, replyTo = m_mailbox.address(), done = std::move(done)]() mutable {
        const auto entries = m_file.read();
        replyTo.post([done = std::move(done),
                      result = entries ? Result<void>() : Failure(entries.error())]() mutable {
            done(std::move(result));
        });
    });
}

void FileVault::change(std::function<void(SealedFile::Entries&)> edit, Completion<void> done)
{
    m_thread.post([this, edit = std::move(edit), replyTo = m_mailbox.address(),
                   done = std::move(done)]() mutable {
        auto result = m_file.change(edit);
        replyTo.post([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        });
    });
}

} // namespace Patchbay
