// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/singleinstance.h"
#include "app/translation.h"
#include "base/hardening.h"
#include "base/logging.h"
#include "core/core.h"
#include "desktop/mainwindow.h"

#include <QApplication>
#include <QMessageBox>

using namespace Patchbay;

int main(int argc, char* argv[])
{
    restrictNewFiles();
    keepOutOfCoreDumps();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("patchbay"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Patchbay"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.patchbay.Patchbay"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PATCHBAY_VERSION));

    CoreOptions options;
    options.environment = Environment::ofProcess();
    options.program = QStringLiteral("patchbay");
    options.asksPrograms = true;
    options.isResident = true;
    const Paths paths = Paths::from(options.environment);
    if (const auto made = paths.make(); made)
        installLogging(paths.logsDir() + QStringLiteral("/patchbay.log"));
    else
        installLogging();
    const Translation translation(languageOf(QCoreApplication::arguments(), options.environment));

    SingleInstance instance(paths.locksDir());
    if (!instance.isFirst())
        return 0;

    const auto core = Core::create(options);
    if (!core) {
        QMessageBox box(QMessageBox::Critical, QStringLiteral("Patchbay"), core.error().cause);
        box.setInformativeText(core.error().nextStep);
        box.setDetailedText(core.error().detail);
        box.exec();
        return 4;
    }
    MainWindow window(**core);
    QObject::connect(&instance, &SingleInstance::activated, &window, &MainWindow::raiseToFront);
    window.show();
    return QApplication::exec();
}
