// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/doctorcommand.h"

#include "accounts/importers.h"
#include "pool/networkfaults.h"
#include "pool/proxyrule.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace Patchbay {

namespace {

constexpr int kNetworkTimeoutMs = 10'000;
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
                                  return checkNetwork(addressesInUse());
                              }
                              m_core->vault().remove(
                                  kProbeKey, [this, what](const Result<void>& removed) {
                                      tell(what, removed, tr("keeps and gives back secrets"));
                                      checkNetwork(addressesInUse());
                                  });
                          });
}

QList<QUrl> DoctorCommand::addressesInUse() const
{
    const auto usual = defaultBaseUrl(m_options.environment);
    QList<QUrl> addresses;
    for (const Account& account : m_core->accounts().accounts()) {
        const QUrl address = account.baseUrl.isEmpty() ? usual.value_or(QUrl()) : account.baseUrl;
        if (account.enabled && !addresses.contains(address))
            addresses.append(address);
    }
    if (addresses.isEmpty() && usual)
        addresses.append(*usual);
    return addresses;
}

// Any answer will do, also one that refuses: it came over the network. No key is sent.
void DoctorCommand::checkNetwork(QList<QUrl> addresses)
{
    if (addresses.isEmpty())
        return checkAccounts(m_core->accounts().accounts());
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        m_network->setProxyFactory(new ProxyRule(QUrl()));
    }
    const QUrl address = addresses.takeFirst();
    QNetworkRequest request(address);
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      QStringLiteral("patchbay/" PATCHBAY_VERSION));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(kNetworkTimeoutMs);
    QNetworkReply* const reply = m_network->get(request);
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply](const QList<QSslError>& faults) {
        m_tlsFaults = faults;
        reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, addresses, address] {
        reply->deleteLater();
        const bool answered = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
        const QList<QSslError> tlsFaults = std::exchange(m_tlsFaults, {});
        Result<void> result;
        if (!tlsFaults.isEmpty()) {
            result =
                Failure(NetworkFaults::fromTls(tlsFaults, reply->errorString(), address.host()));
        } else if (!answered && reply->error() == QNetworkReply::OperationCanceledError) {
            result = Failure(NetworkFaults::connectTimeout(address.host(), kNetworkTimeoutMs));
        } else if (!answered && reply->error() != QNetworkReply::NoError) {
            result = Failure(NetworkFaults::fromReply(reply->error(), reply->errorString(),
                                                      address.host(), false));
        }
        tell(tr("Network"), result, tr("%1 answers").arg(address.host()));
        checkNetwork(addresses);
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
