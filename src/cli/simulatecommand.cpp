// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/simulatecommand.h"

#include "cli/listening.h"
#include "simulator/simulator.h"

#include <QFile>

namespace Patchbay {

SimulateCommand::SimulateCommand(SimulateOptions options)
    : m_options(std::move(options))
{
}

SimulateCommand::~SimulateCommand() = default;

void SimulateCommand::start()
{
    if (const auto listening = listen(); !listening)
        finish(listening.error());
}

Result<void> SimulateCommand::listen()
{
    SimulatorOptions options;
    const auto listen = parseListenAddress(m_options.listen);
    if (!listen)
        return Failure(listen.error());
    options.address = QHostAddress(listen->host);
    options.port = listen->port;
    if (!options.address.isLoopback()) {
        return fail(ErrorKind::InvalidInput,
                    tr("“%1” is not an address of this machine alone").arg(m_options.listen),
                    tr("Use for example --listen 127.0.0.1:0"));
    }
    if (!m_options.script.isEmpty()) {
        QFile file(m_options.script);
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(ErrorKind::InvalidInput,
                        tr("The file %1 cannot be read").arg(m_options.script),
                        tr("Check its name and that you may read it"), file.errorString());
        }
        auto script = Script::fromJson(file.readAll());
        if (!script)
            return Failure(script.error());
        options.script = *script;
    }
    m_simulator = std::make_unique<Simulator>(std::move(options));
    if (const auto listening = m_simulator->listen(); !listening)
        return Failure(listening.error());
    if (!m_options.portFile.isEmpty()) {
        if (const auto written = writePortFile(m_options.portFile, m_simulator->port()); !written)
            return Failure(written.error());
    }
    console().note(QStringLiteral("listening on ") + m_simulator->baseUrl().toString());
    return {};
}

} // namespace Patchbay
