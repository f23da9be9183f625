// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/networkfaults.h"

#include <QCoreApplication>

namespace Patchbay::NetworkFaults {

using namespace Qt::StringLiterals;

namespace {

struct NetworkFaultsText
{
    Q_DECLARE_TR_FUNCTIONS(NetworkFaultsText)
};

Error fault(ErrorKind kind, const QString& cause, const QString& nextStep,
            const QString& detail = {})
{
    return {kind, cause, nextStep, detail, {}, 0};
}

int seconds(qint64 ms)
{
    return static_cast<int>((ms + 999) / 1000);
}

} // namespace

Error fromReply(QNetworkReply::NetworkError error, const QString& detail, const QString& host,
                bool wasSent)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return fault(ErrorKind::ConnectionRefused,
                     NetworkFaultsText::tr("%1 refused the connection").arg(host),
                     NetworkFaultsText::tr("Check the base URL, and that the server is running"),
                     detail);
    case QNetworkReply::HostNotFoundError:
        return fault(ErrorKind::HostNotFound,
                     NetworkFaultsText::tr("The host %1 was not found").arg(host),
                     NetworkFaultsText::tr(
                         "Check the base URL for a typing mistake, and the network connection"),
                     detail);
    case QNetworkReply::SslHandshakeFailedError:
        return fromTls({}, detail, host);
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return fault(ErrorKind::ProxyFailed, NetworkFaultsText::tr("The proxy cannot be reached"),
                     NetworkFaultsText::tr(
                         "Check the proxy in the settings of the system or of the account"),
                     detail);
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return fault(ErrorKind::ProxyFailed,
                     NetworkFaultsText::tr("The proxy asks for a name and password"),
                     NetworkFaultsText::tr("Put them into the proxy's address"), detail);
    case QNetworkReply::TimeoutError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        if (!wasSent)
            return fault(ErrorKind::NetworkUnreachable,
                         NetworkFaultsText::tr("%1 cannot be reached").arg(host),
                         NetworkFaultsText::tr("Check the network connection, VPN and firewall"),
                         detail);
        break;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolFailure:
        return fault(
            ErrorKind::UnexpectedAnswer,
            NetworkFaultsText::tr("The answer of %1 is not HTTP as it should be").arg(host),
            NetworkFaultsText::tr("Check the base URL and the proxy"), detail);
    default:
        break;
    }
    Error lost = streamCut(host);
    lost.detail = detail;
    return lost;
}

Error fromSocket(QAbstractSocket::SocketError error, const QString& detail, const QString& host,
                 bool wasSent)
{
    using Socket = QAbstractSocket;
    const auto as = [&] {
        switch (error) {
        case Socket::ConnectionRefusedError:
            return QNetworkReply::ConnectionRefusedError;
        case Socket::HostNotFoundError:
            return QNetworkReply::HostNotFoundError;
        case Socket::RemoteHostClosedError:
            return QNetworkReply::RemoteHostClosedError;
        case Socket::SocketTimeoutError:
            return QNetworkReply::TimeoutError;
        case Socket::SslHandshakeFailedError:
            return QNetworkReply::SslHandshakeFailedError;
        case Socket::ProxyAuthenticationRequiredError:
            return QNetworkReply::ProxyAuthenticationRequiredError;
        case Socket::ProxyConnectionRefusedError:
            return QNetworkReply::ProxyConnectionRefusedError;
        case Socket::ProxyConnectionClosedError:
            return QNetworkReply::ProxyConnectionClosedError;
        case Socket::ProxyConnectionTimeoutError:
            return QNetworkReply::ProxyTimeoutError;
        case Socket::ProxyNotFoundError:
            return QNetworkReply::ProxyNotFoundError;
        case Socket::ProxyProtocolError:
            return QNetworkReply::UnknownProxyError;
        default:
            return QNetworkReply::UnknownNetworkError;
        }
    };
    return fromReply(as(), detail, host, wasSent);
}

Error fromTls(const QList<QSslError>& faults, const QString& detail, const QString& host)
{
    QString cause = NetworkFaultsText::tr("No secure connection to %1 could be made").arg(host);
    QString nextStep =
        NetworkFaultsText::tr("Check the base URL, and whether the server offers TLS 1.2 or newer");
    const QSslError::SslError first =
        faults.isEmpty() ? QSslError::NoError : faults.first().error();
    switch (first) {
    case QSslError::CertificateExpired:
        cause = NetworkFaultsText::tr("The certificate of %1 has expired").arg(host);
        nextStep =
            NetworkFaultsText::tr("Check this computer's clock; else its operator has to renew it");
        break;
    case QSslError::CertificateNotYetValid:
        cause = NetworkFaultsText::tr("The certificate of %1 is not valid yet").arg(host);
        nextStep = NetworkFaultsText::tr("Check this computer's clock");
        break;
    case QSslError::HostNameMismatch:
        cause = NetworkFaultsText::tr("The certificate of %1 is for another host").arg(host);
        nextStep = NetworkFaultsText::tr(
            "Check the base URL; something on the way may be answering in its place");
        break;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::CertificateUntrusted:
        cause = NetworkFaultsText::tr(
                    "The certificate of %1 is not from an authority this computer trusts")
                    .arg(host);
        nextStep = NetworkFaultsText::tr(
            "If the server or a proxy of your company is to be trusted, add its "
            "certificate to the system's");
        break;
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        cause = NetworkFaultsText::tr("The certificate of %1 has been revoked").arg(host);
        nextStep =
            NetworkFaultsText::tr("Do not use this server until its operator has replaced it");
        break;
    case QSslError::NoError:
        break;
    default:
        cause = NetworkFaultsText::tr("The certificate of %1 was not accepted").arg(host);
        break;
    }
    QString all = detail;
    for (const QSslError& each : faults)
        all += (all.isEmpty() ? ""_L1 : "; "_L1) + each.errorString();
    return fault(ErrorKind::TlsFailed, cause, nextStep, all);
}

Error connectTimeout(const QString& host, qint64 afterMs)
{
    return fault(
        ErrorKind::ConnectTimeout,
        NetworkFaultsText::tr("No connection to %1 within %n second(s)", nullptr, seconds(afterMs))
            .arg(host),
        NetworkFaultsText::tr("Check the network connection, VPN and firewall"));
}

Error firstByteTimeout(const QString& host, qint64 afterMs)
{
    return fault(ErrorKind::FirstByteTimeout,
                 NetworkFaultsText::tr("%1 took the request and did not answer within %n second(s)",
                                       nullptr, seconds(afterMs))
                     .arg(host),
                 NetworkFaultsText::tr(
                     "Send it again, or allow it more time for the first answer in the settings"));
}

Error idleTimeout(const QString& host, qint64 afterMs)
{
    return fault(ErrorKind::IdleTimeout,
                 NetworkFaultsText::tr("The answer of %1 stopped: nothing came for %n second(s)",
                                       nullptr, seconds(afterMs))
                     .arg(host),
                 NetworkFaultsText::tr("Send it again"));
}

Error streamCut(const QString& host)
{
    return fault(
        ErrorKind::ConnectionLost,
        NetworkFaultsText::tr("The connection to %1 was lost before the answer was complete")
            .arg(host),
        NetworkFaultsText::tr("Send it again; check the network connection if this stays"));
}

Error redirected(const QString& host, const QString& target, int status)
{
    Error error = fault(
        ErrorKind::UnexpectedAnswer,
        target.isEmpty()
            ? NetworkFaultsText::tr("%1 sends requests to another address (HTTP %2)")
                  .arg(host)
                  .arg(status)
            : NetworkFaultsText::tr("%1 sends requests to another address: %2").arg(host, target),
        NetworkFaultsText::tr(
            "The key is not sent there. If that address is right, make it the base URL"));
    error.httpStatus = status;
    return error;
}

Error wrongContent(const QString& host, const QString& contentType)
{
    return fault(
        ErrorKind::UnexpectedAnswer,
        contentType.contains("html"_L1)
            ? NetworkFaultsText::tr("A web page came from %1 in place of an answer").arg(host)
            : NetworkFaultsText::tr("The answer of %1 is not one of the Messages API").arg(host),
        NetworkFaultsText::tr("Check the base URL, and whether the network asks to sign in first"),
        contentType.isEmpty() ? u"no content type"_s : contentType);
}

} // namespace Patchbay::NetworkFaults
