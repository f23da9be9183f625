// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace Patchbay {

Paths Paths::from(const Environment& environment, const QString& dataDir)
{
    const auto place = [](const QString& wanted, QStandardPaths::StandardLocation location) {
        const QString path = wanted.isEmpty() ? QStandardPaths::writableLocation(location) +
                                                    QStringLiteral("/patchbay")
                                              : wanted;
        return QDir::cleanPath(QDir::current().absoluteFilePath(path));
    };
    Paths paths;
    paths.m_dataDir =
        place(dataDir.isEmpty() ? environment.value(QStringLiteral("PATCHBAY_DATA_DIR")) : dataDir,
              QStandardPaths::GenericDataLocation);
    paths.m_configDir = place(environment.value(QStringLiteral("PATCHBAY_CONFIG_DIR")),
                              QStandardPaths::GenericConfigLocation);
    return paths;
}

Result<void> Paths::make() const
{
    for (const QString& path : {m_dataDir, m_configDir, backupsDir(), logsDir(), locksDir()}) {
        constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
        if (!QDir().mkpath(path) || !QFile::setPermissions(path, ownerOnly)) {
            return fail(
                ErrorKind::StorageUnavailable,
                QCoreApplication::translate("Paths", "The folder %1 cannot be made or is not yours")
                    .arg(path),
                QCoreApplication::translate(
                    "Paths", "Check who owns it, or choose another with --data-dir"));
        }
    }
    return {};
}

void restrictNewFiles()
{
#ifdef Q_OS_UNIX
    ::umask(S_IRWXG | S_IRWXO);
#endif
}

} // namespace Patchbay
