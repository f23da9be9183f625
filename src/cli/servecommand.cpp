// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/servecommand.h"

#include "base/servicenotice.h"
#include "cli/arguments.h"
#include "cli/listening.h"

#include <QDir>
#include <QUrl>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr quint16 kUsualPort = 3002;
constexpr qint64 kMs = 1000;

// As a browser writes it.
bool isOrigin(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    return (url.scheme() == u"https"_s || url.scheme() == u"http"_s) && !url.host().isEmpty() &&
           url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                        QUrl::RemoveFragment)
                   .toString() == text;
}

} // namespace

void addServeFlags(CLI::App& app, ServeOptions& options)
{
    text(app, "--listen", options.listen, ServeCommand::tr("Address and port to listen on"));
    text(app, "--port-file", options.portFile,
         ServeCommand::tr("Write the port number to this file"));
    auto* cert = text(app, "--tls-cert", options.tlsCert,
                      ServeCommand::tr("Certificate to encrypt with, a PEM file"));
    auto* key = text(app, "--tls-key", options.tlsKey, ServeCommand::tr("Its key, a PEM file"));
    cert->needs(key);
    key->needs(cert);
    app.add_flag("--insecure-http", options.insecureHttp,
                 utf8(ServeCommand::tr("Listen beyond this machine without encryption")))
        ->excludes(cert);
    texts(app, "--allow-host", options.allowedHosts,
          ServeCommand::tr("Another name by which it is reached"));
    texts(app, "--allow-origin", options.allowedOrigins,
          ServeCommand::tr("A web page that may use it, https://HOST"));
    text(app, "--unix-socket", options.socketFile,
         ServeCommand::tr("Listen on this Unix socket too"));
    app.add_option("--queue", options.queue,
                   utf8(ServeCommand::tr("Requests that may wait for an account")))
        ->check(CLI::Range(0, 100'000));
    app.add_option("--queue-timeout", options.queueTimeoutS,
                   utf8(ServeCommand::tr("Seconds that a request may wait")))
        ->check(CLI::Range(0, 86'400));
    app.add_option("--grace", options.graceS,
                   utf8(ServeCommand::tr("Seconds that answers get to end when it is stopped")))
        ->check(CLI::Range(0, 86'400));
}

ServeCommand::ServeCommand(Core& core, ServeOptions options)
    : m_core(core)
    , m_options(std::move(options))
    , m_service(core.endpoint())
{
}

ServeCommand::~ServeCommand() = default;

void ServeCommand::start()
{
    if (isAlone())
        listen();
}

bool ServeCommand::isAlone()
{
    const QString path = QDir(m_core.paths().locksDir()).filePath(u"serve.lock"_s);
    auto lock = FileLock::tryTake(path);
    if (!lock) {
        finish(lock.error());
        return false;
    }
    m_lock = std::move(*lock);
    if (m_lock)
        return true;
    const qint64 pid = FileLock::lastHolder(path);
    console().fail(Error{ErrorKind::AlreadyExists,
                         tr("Process %1 serves on this data folder already").arg(pid),
                         tr("Stop it first, or give this one a folder of its own with --data-dir"),
                         {},
                         {},
                         0});
    finish(ExitCode::RequestFailed);
    return false;
}

Result<EndpointOptions> ServeCommand::endpointOptions() const
{
    EndpointOptions options;
    options.port = kUsualPort;
    const QString port = m_core.environment().value(u"WORKER_PORT"_s).trimmed();
    if (!m_options.listen.isEmpty()) {
        const auto address = parseListenAddress(m_options.listen);
        if (!address)
            return Failure(address.error());
        options.address = address->host;
        options.port = address->port;
    } else if (!port.isEmpty()) {
        bool isPort = false;
        options.port = port.toUShort(&isPort);
        if (!isPort) {
            return fail(ErrorKind::InvalidInput, tr("WORKER_PORT “%1” is no port").arg(port),
                        tr("Use a number from 0 to 65535"));
        }
    }
    for (const QString& origin : m_options.allowedOrigins) {
        if (!isOrigin(origin))
            return fail(ErrorKind::InvalidInput, tr("“%1” is no origin of a web page").arg(origin),
                        tr("Give it as https://HOST or https://HOST:PORT, without a path"));
    }
    options.tlsCertFile = m_options.tlsCert;
    options.tlsKeyFile = m_options.tlsKey;
    options.insecureHttp = m_options.insecureHttp;
    options.allowedHosts = m_options.allowedHosts;
    options.allowedOrigins = m_options.allowedOrigins;
    options.socketFile = m_options.socketFile;
    options.queueDeadlineMs = m_options.queueTimeoutS * kMs;
    return options;
}

void ServeCommand::listen()
{
    const auto options = endpointOptions();
    if (!options)
        return finish(options.error());
    if (const auto started =
            m_service.start(*options, EndpointService::OwnToken::EnvironmentOrFile);
        !started)
        return finish(started.error());
    if (!m_options.portFile.isEmpty()) {
        if (const auto written = writePortFile(m_options.portFile, m_service.port()); !written)
            return finish(written.error());
    }
    if (!m_service.tokenFile().isEmpty())
        console().note(tr("The token of the client “env” is in %1").arg(m_service.tokenFile()));
    console().note(u"listening on "_s + m_service.address());
    ServiceNotice::ready();
}

void ServeCommand::interrupt()
{
    if (m_isDraining || !m_service.isRunning())
        return finish(ExitCode::Done);
    m_isDraining = true;
    ServiceNotice::stopping();
    m_service.drain(m_options.graceS * kMs, [this] { finish(ExitCode::Done); });
}

void ServeCommand::hangUp()
{
    ServiceNotice::reloading();
    m_core.reload();
    if (const auto read = m_core.rereadEnvironment(); !read)
        console().fail(read.error()); // and serves on with what it had
    ServiceNotice::ready();
}

} // namespace Patchbay
