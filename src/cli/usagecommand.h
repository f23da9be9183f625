// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"
#include "usage/rollupsrebuilder.h"

namespace Patchbay {

struct UsageOptions
{
    QString by = QStringLiteral("account");
    QString since;
    QString until;
    bool csv = false;
    bool json = false;
    bool rebuild = false;
};

/// `usage` and `usage rebuild`.
class UsageCommand final : public Command
{
    Q_OBJECT
public:
    UsageCommand(Core& core, UsageOptions options);

    void start() override;

private:
    void rebuild();
    void tellOf(const RollupsRebuilder::Summary& summary);

    Core& m_core;
    UsageOptions m_options;
    std::unique_ptr<RollupsRebuilder> m_rebuilder;
};

} // namespace Patchbay
