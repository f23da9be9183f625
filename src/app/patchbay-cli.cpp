// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translation.h"
#include "base/hardening.h"
#include "base/logging.h"
#include "base/paths.h"
#include "cli/commandline.h"

#include <QCoreApplication>

using namespace Patchbay;

int main(int argc, char* argv[])
{
    restrictNewFiles();
    keepOutOfCoreDumps();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("patchbay"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PATCHBAY_VERSION));
    installLogging();
    const QStringList arguments = QCoreApplication::arguments();
    const Translation translation(languageOf(arguments, Environment::ofProcess()));
    return runCommandLine(parseCommandLine(arguments));
}
