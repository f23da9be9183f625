// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/environment.h"

namespace Patchbay {

/// Where Patchbay keeps its files (DESIGN 1.6). A value.
class Paths
{
public:
    /// `dataDir` (from --data-dir) wins over PATCHBAY_DATA_DIR, that over the platform's place.
    [[nodiscard]] static Paths from(const Environment& environment, const QString& dataDir = {});

    [[nodiscard]] const QString& dataDir() const { return m_dataDir; }
    [[nodiscard]] const QString& configDir() const { return m_configDir; }

    [[nodiscard]] QString databaseFile() const
    {
        return m_dataDir + QStringLiteral("/patchbay.db");
    }
    [[nodiscard]] QString backupsDir() const { return m_dataDir + QStringLiteral("/backups"); }
    [[nodiscard]] QString logsDir() const { return m_dataDir + QStringLiteral("/logs"); }
    [[nodiscard]] QString claudeDir() const { return m_dataDir + QStringLiteral("/claude"); }
    [[nodiscard]] QString locksDir() const { return m_dataDir + QStringLiteral("/locks"); }
    [[nodiscard]] QString vaultFile() const { return m_dataDir + QStringLiteral("/vault"); }
    [[nodiscard]] QString settingsFile() const
    {
        return m_configDir + QStringLiteral("/settings.ini");
    }
    [[nodiscard]] QString stateFile() const { return m_configDir + QStringLiteral("/state.ini"); }

    /// Makes the folders, each 0700, and mends the mode of those that are there.
    [[nodiscard]] Result<void> make() const;

private:
    QString m_dataDir;
    QString m_configDir;
};

/// New files and folders of this process are its owner's alone from here on (umask 077).
void restrictNewFiles();

} // namespace Patchbay
