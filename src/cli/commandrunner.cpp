// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/signalwatcher.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTimer>

namespace Patchbay {

namespace {

int runToEnd(Command& command, const SignalWatcher& watcher)
{
    QObject::connect(&watcher, &SignalWatcher::interrupted, &command, &Command::interrupt);
    QObject::connect(&watcher, &SignalWatcher::terminated, &command, &Command::terminate);
    QObject::connect(&watcher, &SignalWatcher::hungUp, &command, &Command::hangUp);
    QObject::connect(&command, &Command::finished, QCoreApplication::instance(),
                     [](int code) { QCoreApplication::exit(code); });
    QTimer::singleShot(0, &command, &Command::start);
    return QCoreApplication::exec();
}

int failed(const Error& error)
{
    Console().fail(error);
    return static_cast<int>(exitCodeOf(error));
}

} // namespace

int runCommandLine(const ParsedCommandLine& commandLine)
{
    if (!commandLine.makeWithCore && !commandLine.makeWithout)
        return commandLine.exitCode;

    // What concerns the person is said in one line; QT_LOGGING_RULES still shows more.
    QLoggingCategory::setFilterRules(
        QStringLiteral("patchbay.*.info=false\npatchbay.*.warning=false"));

    const SignalWatcher watcher;
    CoreOptions options;
    options.environment = Environment::ofProcess();
    options.dataDir = commandLine.global.dataDir;
    options.program = QStringLiteral("patchbay-cli");
    options.environmentAccountsReplace = true;
    options.triesWaitingKeys = commandLine.triesWaitingKeys;
    if (commandLine.adjust)
        commandLine.adjust(options);
    if (!commandLine.global.envFile.isEmpty()) {
        if (const auto added = options.environment.addFile(commandLine.global.envFile); !added)
            return failed(added.error());
        options.environmentFile = commandLine.global.envFile;
    }

    if (commandLine.makeWithout) {
        const auto command = commandLine.makeWithout(options);
        return command ? runToEnd(**command, watcher) : failed(command.error());
    }
    const auto core = Core::create(options);
    if (!core)
        return failed(core.error());
    const std::unique_ptr<Command> command = commandLine.makeWithCore(**core);
    return runToEnd(*command, watcher);
}

} // namespace Patchbay
