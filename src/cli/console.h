// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace Patchbay {

/// Standard input, output and error of a command. Main thread.
class Console final
{
public:
    /// Written and flushed at once, so that a streamed word is seen when it comes.
    void write(const QString& text);
    void writeLine(const QString& text);
    void writeBytes(const QByteArray& bytes);
    void writeJson(const QJsonObject& object);
    /// Columns as wide as their longest cell; those named in `numeric` are aligned right.
    void writeTable(const QStringList& header, const QList<QStringList>& rows,
                    const QList<int>& numeric = {});

    /// One line on standard error: what happened and what to do.
    void fail(const Error& error);
    void note(const QString& text);
    /// Asks for what a person types after it; on standard error, for answers alone go to output.
    void ask(const QString& prompt);

    [[nodiscard]] bool inputIsTerminal() const;
    [[nodiscard]] bool outputIsTerminal() const;

    // Reading blocks; Ctrl+C ends it as Cancelled.
    /// All of standard input, at most `maxBytes`.
    [[nodiscard]] Result<QByteArray> readAll(qint64 maxBytes);
    /// One line of standard input; on a terminal asked for with `prompt` and not echoed.
    [[nodiscard]] Result<Secret> readSecretLine(const QString& prompt);
};

} // namespace Patchbay
