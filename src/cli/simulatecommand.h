// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"

#include <memory>

namespace Patchbay {

class Simulator;

struct SimulateOptions
{
    QString listen = QStringLiteral("127.0.0.1:0");
    QString portFile;
    QString script;
};

/// `simulate`: the simulator as an upstream of its own, until it is interrupted.
class SimulateCommand final : public Command
{
    Q_OBJECT
public:
    explicit SimulateCommand(SimulateOptions options);
    ~SimulateCommand() override;

    void start() override;
    void interrupt() override { finish(ExitCode::Done); }

private:
    Result<void> listen();

    SimulateOptions m_options;
    std::unique_ptr<Simulator> m_simulator;
};

} // namespace Patchbay
