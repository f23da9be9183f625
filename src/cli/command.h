// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/console.h"
#include "cli/exitcode.h"
#include "core/core.h"

#include <QObject>

#include <functional>
#include <memory>

namespace Patchbay {

/// One verb of patchbay-cli, from start() to finished(), on the main thread's event loop.
class Command : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void start() = 0;
    /// The person pressed Ctrl+C.
    virtual void interrupt() { finish(ExitCode::Interrupted); }
    /// The system asked to end (SIGTERM).
    virtual void terminate() { interrupt(); }
    /// The system asked to read its configuration again (SIGHUP).
    virtual void hangUp() { interrupt(); }

Q_SIGNALS:
    void finished(int exitCode);

protected:
    void finish(ExitCode code) { Q_EMIT finished(static_cast<int>(code)); }
    void finish(const Error& error)
    {
        m_console.fail(error);
        finish(exitCodeOf(error));
    }
    [[nodiscard]] Console& console() { return m_console; }

private:
    Console m_console;
};

/// Makes the verb that was asked for, once there is a core.
using MakeCommand = std::function<std::unique_ptr<Command>(Core&)>;

/// What every verb takes.
struct GlobalOptions
{
    QString envFile;
    QString dataDir;
    QString language;
};

} // namespace Patchbay
