// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/simulatecommand.h"

#include "simulator/simulator.h"

#include <QFile>
#include <QSaveFile>

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
    const qsizetype colon = m_options.listen.lastIndexOf(u':');
    QString address = m_options.listen.left(colon);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.mid(1, address.size() - 2);
    bool isPort = false;
    options.port = m_options.listen.mid(colon + 1).toUShort(&isPort);
    if (colon < 0 || !isPort || !options.address.setAddress(address) ||
        !options.address.isLoopback()) {
        return fail(ErrorKind::InvalidInput,
                    tr("“%1” is not a loopback address and a port").arg(m_options.listen),
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
        // Renamed into place, so that whoever waits for the file never reads half a number.
        QSaveFile file(m_options.portFile);
        if (!file.open(QIODevice::WriteOnly) ||
            file.write(QByteArray::number(m_simulator->port()) + '\n') < 0 || !file.commit()) {
            return fail(ErrorKind::InvalidInput,
                        tr("The file %1 cannot be written").arg(m_options.portFile),
                        tr("Check that its folder is there and yours"), file.errorString());
        }
    }
    console().note(QStringLiteral("listening on ") + m_simulator->baseUrl().toString());
    return {};
}

} // namespace Patchbay
