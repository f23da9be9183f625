// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/doctorcommand.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace Patchbay {

namespace {

const QString kProbeKey = QStringLiteral("doctor/probe");

} // namespace

DoctorCommand::DoctorCommand(CoreOptions options)
    : m_options(std::move(options))
{
}

DoctorCommand::~DoctorCommand() = default;

void DoctorCommand::tell(const QString& what, const Result<void>& result, const QString& well)
{
    m_allWell = m_allWell && result;
    console().writeLine((result ? QStringLiteral("✓ ") : QStringLiteral("✗ ")) + what +
                        QStringLiteral(": ") + (result ? well : result.error().sentence()));
}

void DoctorCommand::start()
{
    auto core = Core::create(m_options);
    if (!core) {
        tell(tr("Data folder and database"), Failure(core.error()));
        return finish(ExitCode::RequestFailed);
    }
    m_core = std::move(*core);
    checkDatabase();
    checkClock();
    checkVault();
}

void DoctorCommand::checkDatabase()
{
    const auto check = [this]() -> Result<void> {
        auto reader = m_core->database().reader();
        if (!reader)
            return Failure(reader.error());
        auto rows = (*reader)->select(QStringLiteral("PRAGMA quick_check(1)"));
        if (!rows)
            return Failure(rows.error());
        if (!rows->next() || rows->text(0) != QLatin1String("ok")) {
            return fail(ErrorKind::StorageCorrupt, tr("The database is damaged"),
                        tr("Restore a copy from %1").arg(m_core->paths().backupsDir()));
        }
        return {};
    };
    tell(tr("Database"), check(), m_core->database().file());
}

void DoctorCommand::checkClock()
{
    // A program older than a day in the future means a clock that is wrong, not a new program.
    const QDateTime built = QFileInfo(QCoreApplication::applicationFilePath()).lastModified();
    const bool wrong = m_core->clock().nowMs() < built.addDays(-1).toMSecsSinceEpoch();
    tell(tr("Clock"),
         wrong ? Result<void>(fail(ErrorKind::Internal,
                                   tr("The clock is behind this program's own files"),
                                   tr("Set the date of this machine")))
               : Result<void>(),
         QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

void DoctorCommand::checkVault()
{
    const QString what = tr("Vault (%1)").arg(m_core->vault().displayName());
    m_core->vault().write(kProbeKey, Secret::take(QByteArrayLiteral("probe")),
                          [this, what](const Result<void>& written) {
                              if (!written) {
                                  tell(what, written);
                                  return checkAccounts(m_core->accounts().accounts());
                              }
                              m_core->vault().remove(
                                  kProbeKey, [this, what](const Result<void>& removed) {
                                      tell(what, removed, tr("keeps and gives back secrets"));
                                      checkAccounts(m_core->accounts().accounts());
                                  });
                          });
}

void DoctorCommand::checkAccounts(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return finish(m_allWell ? ExitCode::Done : ExitCode::RequestFailed);
    const Account account = accounts.takeFirst();
    m_core->testAccount(
        account.id, [this, accounts, name = account.name](const Result<void>& result) {
            tell(tr("Account “%1”").arg(name), result, tr("key, account and network are well"));
            checkAccounts(accounts);
        });
}

} // namespace Patchbay
