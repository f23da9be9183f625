// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/doctorcommand.h"

#include "accounts/importers.h"
#include "cli/accounts/accountreporttext.h"
#include "core/alertwatcher.h"
#include "core/databaseplace.h"
#include "core/networkcheck.h"
#include "usage/alertwords.h"

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
    // Not a fault to find out about: no verb runs with such a value.
    if (const auto built = checkStorageIsBuilt(m_options.environment); !built)
        return finish(built.error());
    m_options.triesWaitingKeys = false;
    auto core = Core::create(m_options);
    if (!core) {
        tell(tr("Data folder and database"), Failure(core.error()));
        return finish(ExitCode::RequestFailed);
    }
    m_core = std::move(*core);
    checkDatabase();
    checkClock();
    listAlerts();
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

// What the window warns of; no fault of the program's. How each account's sign-in is follows below.
void DoctorCommand::listAlerts()
{
    const qint64 nowMs = m_core->clock().nowMs();
    const auto reader = m_core->database().reader();
    if (!reader)
        return; // told already
    const auto found = findAlerts(**reader, alertFactsQuery(m_core->accounts(), nowMs),
                                  alertThresholds(m_core->settings()));
    if (!found)
        return tell(tr("Alerts"), Failure(found.error()));
    for (const Alert& alert : found->holding) {
        if (alert.kind != AlertKind::SignIn)
            console().writeLine(QStringLiteral("! ") + alertWords(alert, nowMs).line());
    }
}

void DoctorCommand::checkVault()
{
    const QString what = tr("Vault (%1)").arg(m_core->vault().displayName());
    m_core->vault().write(kProbeKey, Secret::take(QByteArrayLiteral("probe")),
                          [this, what](const Result<void>& written) {
                              if (!written) {
                                  tell(what, written);
                                  return checkWays();
                              }
                              m_core->vault().remove(
                                  kProbeKey, [this, what](const Result<void>& removed) {
                                      tell(what, removed, tr("keeps and gives back secrets"));
                                      checkWays();
                                  });
                          });
}

void DoctorCommand::checkWays()
{
    QList<Account> accounts = m_core->accounts().accounts();
    accounts.removeIf([](const Account& account) { return !account.enabled; });
    if (accounts.isEmpty())
        checkNetwork();
    else
        checkAccounts(accounts);
}

// Without an account there is still a way to where one would be asked.
void DoctorCommand::checkNetwork()
{
    const auto address = defaultBaseUrl(m_options.environment);
    if (!address) {
        tell(tr("Network"), Failure(address.error()));
        return end();
    }
    NetworkCheck::ask(*address, {}, this, [this](const NetworkFinding& finding) {
        const bool isTlsBad = finding.reached && finding.tls && !*finding.tls;
        tell(tr("Network"), isTlsBad ? *finding.tls : finding.reached,
             tr("%1 answers").arg(finding.address.host()));
        end();
    });
}

void DoctorCommand::checkAccounts(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return end();
    const Account account = accounts.takeFirst();
    m_core->accountCheck().start(account.id, [this, accounts](const AccountReport& report) {
        m_allWell = m_allWell && report.worst() != AccountFact::Result::Failed;
        for (const QString& line : linesOf(report))
            console().writeLine(line);
        checkAccounts(accounts);
    });
}

void DoctorCommand::end()
{
    finish(m_allWell ? ExitCode::Done : ExitCode::RequestFailed);
}

} // namespace Patchbay
