// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"
#include "usage/logimport.h"

namespace Patchbay {

struct ImportLogsOptions
{
    bool isWanted = false;
    QString folder;
    QString account; // its name; empty: none
    bool json = false;
};

/// `usage import-claude-code DIR`.
class ImportLogsCommand final : public Command
{
    Q_OBJECT
public:
    ImportLogsCommand(Core& core, ImportLogsOptions options);

    void start() override;

private:
    void tellJson(const LogImportSummary& summary);

    Core& m_core;
    ImportLogsOptions m_options;
    LogImport m_import;
};

} // namespace Patchbay
