// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accounttransfers.h"

#include "accounts/importers.h"
#include "accounts/oauthimport.h"
#include "desktop/dialogs/archivedialog.h"
#include "desktop/guarded.h"

#include <QFileDialog>

namespace Patchbay {

AccountTransfers::AccountTransfers(Core& core, QWidget* window)
    : QObject(window)
    , m_core(core)
    , m_window(window)
{
}

void AccountTransfers::openImport()
{
    auto* chooser = new QFileDialog(m_window, tr("Import accounts"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setFilter(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    chooser->setNameFilters({tr("Accounts (*.env .env *.json)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, this, &AccountTransfers::importFile);
    chooser->open();
}

Result<QList<NewAccount>> AccountTransfers::read(const QString& path) const
{
    if (!isDeveloperProfile(path))
        return accountsOfFile(path);
    auto account = accountOfDeveloperProfile(path, m_core.defaultBaseUrl(), m_core.clock().nowMs());
    if (!account)
        return Failure(account.error());
    return QList<NewAccount>{std::move(*account)};
}

void AccountTransfers::importFile(const QString& path)
{
    auto accounts = read(path);
    if (!accounts) {
        Q_EMIT told(accounts.error().sentence(), true);
        return;
    }
    importNext(std::move(*accounts), 0);
}

void AccountTransfers::importNext(QList<NewAccount> accounts, int added)
{
    if (accounts.isEmpty()) {
        Q_EMIT told(tr("%n account(s) imported.", nullptr, added), false);
        return;
    }
    NewAccount next = accounts.takeFirst();
    next.account.source = AccountSource::Stored;
    m_core.accounts().add(
        std::move(next),
        Patchbay::guarded(this, [this, accounts, added](const Result<AccountId>& id) mutable {
            if (id)
                importNext(std::move(accounts), added + 1);
            else
                Q_EMIT told(tr("%n account(s) imported.", nullptr, added) + QLatin1Char(' ') +
                                id.error().sentence(),
                            true);
        }));
}

void AccountTransfers::openExport()
{
    auto* chooser = new QFileDialog(m_window, tr("Export accounts"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->selectFile(QStringLiteral("patchbay-accounts.sealed"));
    connect(chooser, &QFileDialog::fileSelected, this,
            [this](const QString& path) { openArchive(path, true); });
    chooser->open();
}

void AccountTransfers::openRestore()
{
    auto* chooser = new QFileDialog(m_window, tr("Restore accounts"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    connect(chooser, &QFileDialog::fileSelected, this,
            [this](const QString& path) { openArchive(path, false); });
    chooser->open();
}

void AccountTransfers::openArchive(const QString& path, bool exports)
{
    auto* dialog = new ArchiveDialog(
        m_core.accounts(), m_core.vault(),
        exports ? ArchiveDialog::Way::Export : ArchiveDialog::Way::Restore, path, m_window);
    connect(dialog, &ArchiveDialog::succeeded, this,
            [this](const QString& text) { Q_EMIT told(text, false); });
    dialog->open();
}

} // namespace Patchbay
