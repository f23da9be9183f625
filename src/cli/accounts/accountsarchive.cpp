// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsarchive.h"

#include <QFile>

namespace Patchbay {

AccountsArchive::AccountsArchive(Core& core, AccountsOptions options, Way way)
    : AccountsVerb(core, std::move(options))
    , m_way(way)
    , m_archive(core.accounts(), core.vault())
{
}

void AccountsArchive::start()
{
    // Before a passphrase is typed in vain.
    if (m_way == Way::Export) {
        if (const auto checked = checkArchivePath(options().file, options().overwrite); !checked)
            return finish(checked.error());
    }
    const auto words = passphrase();
    if (!words)
        return endWith(words.error());
    if (m_way == Way::Export) {
        m_archive.save(
            options().file, *words, options().overwrite,
            [this](const Result<AccountArchive::Exported>& result) { exported(result); });
    } else {
        m_archive.restore(
            options().file, *words, options().replace,
            [this](const Result<AccountArchive::Restored>& result) { restored(result); });
    }
}

Result<Secret> AccountsArchive::passphrase()
{
    const Error empty{ErrorKind::InvalidInput,
                      tr("The passphrase is empty"),
                      tr("Type one, or give a file with one: --passphrase-file FILE"),
                      {},
                      {},
                      0};
    if (const QString path = options().passphraseFile; !path.isEmpty()) {
        QFile file(path);
        constexpr qint64 longest = 4'096;
        if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
            return fail(ErrorKind::InvalidInput,
                        tr("The passphrase file %1 cannot be read").arg(path),
                        tr("Check its name, and that it is yours"), file.errorString());
        }
        QByteArray line = file.readLine(longest);
        // As a line that is typed.
        while (!line.isEmpty() && (line.endsWith('\n') || line.endsWith('\r') ||
                                   line.endsWith(' ') || line.endsWith('\t')))
            line.chop(1);
        if (line.isEmpty())
            return Failure(empty);
        return Secret::take(std::move(line));
    }
    auto first = console().readSecretLine(tr("Passphrase (not shown): "));
    if (first && first->isEmpty())
        return Failure(empty);
    if (!first || m_way == Way::Restore || !console().inputIsTerminal())
        return first;
    const auto second = console().readSecretLine(tr("The same once more: "));
    if (!second)
        return second;
    if (*first != *second) {
        return fail(ErrorKind::InvalidInput, tr("The two passphrases differ"),
                    tr("Type the same one twice"));
    }
    return first;
}

void AccountsArchive::exported(const Result<AccountArchive::Exported>& result)
{
    if (!result)
        return finish(result.error());
    for (const QString& name : result->withoutSecret)
        console().note(tr("The key of “%1” is not in %2, so the file has the account without it.")
                           .arg(name, core().vault().displayName()));
    console().note(tr("%n account(s) exported to %1. Without the passphrase nobody can restore "
                      "them.",
                      nullptr, result->count)
                       .arg(options().file));
    finish(ExitCode::Done);
}

void AccountsArchive::restored(const Result<AccountArchive::Restored>& result)
{
    if (!result) {
        console().fail(result.error());
        // A wrong passphrase is no fault of the vault.
        return finish(result.error().kind == ErrorKind::VaultDenied ? ExitCode::WrongUsage
                                                                    : exitCodeOf(result.error()));
    }
    const QString comma = QStringLiteral(", ");
    if (!result->added.isEmpty())
        console().note(tr("Restored: %1").arg(result->added.join(comma)));
    if (!result->replaced.isEmpty())
        console().note(tr("Replaced: %1").arg(result->replaced.join(comma)));
    if (!result->left.isEmpty()) {
        console().note(tr("Left as they are, for they are here already: %1 (--replace replaces "
                          "them)")
                           .arg(result->left.join(comma)));
    }
    if (const auto& failure = result->failure) {
        Error error = *failure;
        error.cause = tr("“%1” could not be restored: %2").arg(result->failedAt, error.cause);
        return finish(error);
    }
    console().note(tr("%n account(s) restored.", nullptr,
                      static_cast<int>(result->added.size() + result->replaced.size())));
    finish(ExitCode::Done);
}

} // namespace Patchbay
