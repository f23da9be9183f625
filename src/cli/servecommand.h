// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/filelock.h"
#include "cli/command.h"
#include "core/endpointservice.h"

#include <memory>

namespace CLI {
class App;
}

namespace Patchbay {

struct ServeOptions
{
    QString listen; // empty: loopback, and the port of WORKER_PORT or 3002
    QString portFile;
    QString tlsCert;
    QString tlsKey;
    bool insecureHttp = false;
    QStringList allowedHosts;
    QStringList allowedOrigins;
    QString socketFile; // empty: none
    int queue = 256;
    int queueTimeoutS = 60;
    int graceS = 30;
};

/// Gives `serve` its flags. `options` lives until the verb was made.
void addServeFlags(CLI::App& app, ServeOptions& options);

/// `serve`: pool and endpoint without a window, until SIGTERM or Ctrl+C.
class ServeCommand final : public Command
{
    Q_OBJECT
public:
    ServeCommand(Core& core, ServeOptions options);
    ~ServeCommand() override;

    void start() override;
    /// Drains; a second time it ends at once.
    void interrupt() override;
    void terminate() override { interrupt(); }
    /// Reads accounts, clients, budgets and prices again, and the file of --env-file.
    void hangUp() override;

private:
    [[nodiscard]] Result<EndpointOptions> endpointOptions() const;
    [[nodiscard]] bool isAlone();
    void listen();

    Core& m_core;
    const ServeOptions m_options;
    std::unique_ptr<FileLock> m_lock;
    EndpointService& m_service;
    bool m_isDraining = false;
};

} // namespace Patchbay
