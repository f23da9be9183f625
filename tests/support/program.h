// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QProcess>
#include <QString>

#include <memory>

namespace Patchbay {

/// A program that a test starts, with its own variables beside those of the test; killed when the
/// test is through with it.
class Program final
{
public:
    Program(const QString& path, const QStringList& arguments,
            const QHash<QString, QString>& variables);
    ~Program();
    Program(Program&&) noexcept = default;

    /// Runs it with `input` as its whole standard input.
    void start(const QByteArray& input = {});
    /// Ctrl+C.
    void interrupt();
    /// SIGTERM, SIGHUP, …
    void signal(int number);
    [[nodiscard]] qint64 processId() const;

    /// These wait until it has ended.
    [[nodiscard]] int exitCode();
    [[nodiscard]] QByteArray output();
    [[nodiscard]] QByteArray errors();

    /// What it has written up to now.
    [[nodiscard]] QByteArray outputSoFar();
    [[nodiscard]] QByteArray errorsSoFar();

private:
    void finish();

    std::unique_ptr<QProcess> m_process;
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace Patchbay
