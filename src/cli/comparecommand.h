// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"
#include "core/usagecompare.h"

namespace Patchbay {

struct CompareOptions
{
    bool isWanted = false;
    QString since = QStringLiteral("7d");
    QString until;
    QString adminKeyCommand;
    bool json = false;
};

/// `usage compare`.
class CompareCommand final : public Command
{
    Q_OBJECT
public:
    CompareCommand(Core& core, CompareOptions options);

    void start() override;

private:
    void compare(const Secret& adminKey);
    void tell(const UsageComparison& comparison);
    void tellJson(const UsageComparison& comparison);

    Core& m_core;
    CompareOptions m_options;
    UsageCompare m_compare;
    QDate m_since;
    QDate m_until;
};

} // namespace Patchbay
