// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcertificate.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace Patchbay {

namespace {

// One folder, thrown away with the keys in it.
class OpenSsl
{
public:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    bool run(const QString& line, QString* why)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"), line.split(u' ', Qt::SkipEmptyParts));
        const bool ended = process.waitForFinished(30'000);
        if (ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
            return true;
        *why = QStringLiteral("openssl %1: %2")
                   .arg(line, QString::fromUtf8(process.readAll().right(300)));
        return false;
    }

    bool write(const QString& name, const QByteArray& text)
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

private:
    QTemporaryDir m_folder;
};

QString newKey(const QString& name)
{
    return QStringLiteral("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout %1.key")
        .arg(name);
}

} // namespace

std::optional<TestCertificate> TestCertificate::make(Kind kind, QString* why)
{
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty()) {
        *why = QStringLiteral("the openssl command is missing");
        return {};
    }
    OpenSsl openssl;
    const QByteArray names =
        kind == Kind::WrongHost ? "DNS:elsewhere.test" : "DNS:localhost,IP:127.0.0.1,IP:::1";
    const bool written = openssl.write(
        QStringLiteral("server.ext"),
        "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=" + names + '\n');
    if (!written) {
        *why = QStringLiteral("the folder for certificates cannot be written");
        return {};
    }
    const QString ca = QStringLiteral("req -x509 %1 -out ca.pem -days 30 -subj /CN=Patchbay-test "
                                      "-addext keyUsage=keyCertSign")
                           .arg(newKey(QStringLiteral("ca")));
    const QString request = QStringLiteral("req -new %1 -out server.csr -subj /CN=server")
                                .arg(newKey(QStringLiteral("server")));
    // A day in the past (not more, it says) is the one way to be expired that every openssl 3
    // knows.
    const QString signature =
        kind == Kind::SelfSigned
            ? QStringLiteral("x509 -req -in server.csr -signkey server.key -out server.pem "
                             "-days 30 -extfile server.ext")
            : QStringLiteral("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
                             "-out server.pem -days %1 -extfile server.ext")
                  .arg(kind == Kind::Expired ? -1 : 30);
    for (const QString& line : {ca, request, signature}) {
        if (!openssl.run(line, why))
            return {};
    }

    QFile keyFile(openssl.path(QStringLiteral("server.key")));
    const auto server = QSslCertificate::fromPath(openssl.path(QStringLiteral("server.pem")));
    const auto authority = QSslCertificate::fromPath(openssl.path(QStringLiteral("ca.pem")));
    if (!keyFile.open(QIODevice::ReadOnly) || server.isEmpty() || authority.isEmpty()) {
        *why = QStringLiteral("openssl wrote no certificate");
        return {};
    }
    TestCertificate result;
    result.server = QSslConfiguration::defaultConfiguration();
    result.server.setLocalCertificate(server.first());
    result.server.setPrivateKey(QSslKey(&keyFile, QSsl::Ec));
    result.server.setPeerVerifyMode(QSslSocket::VerifyNone);
    result.authority = kind == Kind::SelfSigned ? server.first() : authority.first();
    return result;
}

} // namespace Patchbay
