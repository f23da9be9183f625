// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/databaseplace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace Patchbay {

namespace {

struct DatabasePlaceText
{
    Q_DECLARE_TR_FUNCTIONS(DatabasePlaceText)
};

const QString kDatabase = QStringLiteral("DATABASE_URL");
const QString kRedis = QStringLiteral("REDIS_URL");

Failure unsupported(const QString& cause, const QString& variable)
{
    return fail(ErrorKind::StorageUnavailable, cause,
                DatabasePlaceText::tr("Unset %1; the database of the data folder is then used")
                    .arg(variable));
}

QString schemeOf(const QString& address)
{
    return address.section(u':', 0, 0).section(u'+', 0, 0).toLower();
}

Failure wrong(const QString& cause)
{
    return fail(ErrorKind::InvalidInput, cause,
                DatabasePlaceText::tr("Set it to an address such as sqlite:///home/me/patchbay.db, "
                                      "or unset it"));
}

} // namespace

Result<void> checkStorageIsBuilt(const Environment& environment)
{
    if (environment.contains(kRedis)) {
        return unsupported(DatabasePlaceText::tr("%1 is set, and this version cannot share limits "
                                                 "over Redis yet")
                               .arg(kRedis),
                           kRedis);
    }
    const QString scheme = schemeOf(environment.value(kDatabase).trimmed());
    if (scheme == QLatin1String("postgresql") || scheme == QLatin1String("postgres")) {
        return unsupported(
            DatabasePlaceText::tr("%1 names a PostgreSQL database, which this version cannot use "
                                  "yet")
                .arg(kDatabase),
            kDatabase);
    }
    return {};
}

Result<DatabasePlace> databasePlace(const Environment& environment, const Paths& paths)
{
    if (const auto built = checkStorageIsBuilt(environment); !built)
        return Failure(built.error());
    const QString wanted = environment.value(kDatabase).trimmed();
    if (wanted.isEmpty())
        return DatabasePlace{paths.databaseFile(), paths.locksDir()};

    const QUrl url(wanted, QUrl::StrictMode);
    if (schemeOf(wanted) != QLatin1String("sqlite")) {
        return wrong(
            DatabasePlaceText::tr("%1 names no kind of database that is known").arg(kDatabase));
    }
    const QString path = QDir::cleanPath(url.path(QUrl::FullyDecoded));
    if (!url.isValid() || !url.host().isEmpty() || url.hasQuery() || url.hasFragment() ||
        !path.startsWith(u'/') || wanted.endsWith(u'/')) {
        return wrong(DatabasePlaceText::tr("%1 does not hold the whole path of a database file")
                         .arg(kDatabase));
    }
    if (path == paths.databaseFile())
        return DatabasePlace{path, paths.locksDir()};

    const QString folder = QFileInfo(path).path();
    if (!QFileInfo(folder).isDir()) {
        return fail(ErrorKind::StorageUnavailable,
                    DatabasePlaceText::tr("The folder %1, which %2 names, is not there")
                        .arg(folder, kDatabase),
                    DatabasePlaceText::tr("Make the folder, or name another"));
    }
    const QString locks = path + QStringLiteral(".locks");
    if (!QDir().mkpath(locks) ||
        !QFile::setPermissions(locks, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) {
        return fail(
            ErrorKind::StorageUnavailable,
            DatabasePlaceText::tr("The folder %1 cannot be made or is not yours").arg(locks),
            DatabasePlaceText::tr("Check who owns the folder of the database"));
    }
    return DatabasePlace{path, locks};
}

} // namespace Patchbay
