// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"

#include <csignal>

namespace Patchbay {

namespace {

constexpr int kDeadlineMs = 60'000;

} // namespace

Program::Program(const QString& path, const QStringList& arguments,
                 const QHash<QString, QString>& variables)
    : m_process(std::make_unique<QProcess>())
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = variables.cbegin(); it != variables.cend(); ++it)
        environment.insert(it.key(), it.value());
    m_process->setProcessEnvironment(environment);
    m_process->setProgram(path);
    m_process->setArguments(arguments);
}

Program::~Program()
{
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished();
    }
}

void Program::start(const QByteArray& input)
{
    m_process->start();
    m_process->write(input);
    m_process->closeWriteChannel();
}

void Program::interrupt()
{
    signal(SIGINT);
}

void Program::signal(int number)
{
    ::kill(static_cast<pid_t>(m_process->processId()), number);
}

qint64 Program::processId() const
{
    return m_process->processId();
}

void Program::finish()
{
    if (m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(kDeadlineMs))
        m_process->kill();
    m_output += m_process->readAllStandardOutput();
    m_errors += m_process->readAllStandardError();
}

int Program::exitCode()
{
    finish();
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

QByteArray Program::output()
{
    finish();
    return m_output;
}

QByteArray Program::errors()
{
    finish();
    return m_errors;
}

QByteArray Program::outputSoFar()
{
    m_output += m_process->readAllStandardOutput();
    return m_output;
}

QByteArray Program::errorsSoFar()
{
    m_errors += m_process->readAllStandardError();
    return m_errors;
}

} // namespace Patchbay
