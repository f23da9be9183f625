// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/terminal.h"

#include <QTest>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>

namespace Patchbay {

namespace {

constexpr int kDeadlineMs = 30'000;

} // namespace

Terminal::Terminal(const QString& path, const QStringList& arguments,
                   const QHash<QString, QString>& variables)
{
    if (::openpty(&m_master, &m_slave, nullptr, nullptr, nullptr) != 0)
        qFatal("no terminal can be opened");
    ::fcntl(m_master, F_SETFD, FD_CLOEXEC);
    ::fcntl(m_master, F_SETFL, O_NONBLOCK);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = variables.cbegin(); it != variables.cend(); ++it)
        environment.insert(it.key(), it.value());
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.setInputChannelMode(QProcess::ForwardedInputChannel);
    // The terminal becomes the child's own, so that Ctrl+C reaches it as a signal.
    m_process.setChildProcessModifier([slave = m_slave] {
        ::setsid();
        ::ioctl(slave, TIOCSCTTY, 0);
        for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            ::dup2(slave, descriptor);
    });
    m_process.start(path, arguments);
}

Terminal::~Terminal()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
    ::close(m_master);
    ::close(m_slave);
}

void Terminal::type(const QByteArray& keys)
{
    if (::write(m_master, keys.constData(), static_cast<size_t>(keys.size())) != keys.size())
        qFatal("the terminal takes no keys");
}

const QByteArray& Terminal::screen()
{
    std::array<char, 4096> bytes{};
    ssize_t count = 0;
    while ((count = ::read(m_master, bytes.data(), bytes.size())) > 0)
        m_screen.append(bytes.data(), count);
    return m_screen;
}

bool Terminal::shows(const QByteArray& text)
{
    const auto find = [&] {
        const qsizetype at = screen().indexOf(text, m_seen);
        if (at >= 0)
            m_seen = at + text.size();
        return at >= 0;
    };
    return QTest::qWaitFor(find, kDeadlineMs);
}

int Terminal::exitCode()
{
    const bool ended = QTest::qWaitFor([this] { return hasEnded(); }, kDeadlineMs);
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace Patchbay
