// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console.h"

#include "base/json.h"
#include "cli/columns.h"

#include <QCoreApplication>

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace Patchbay {

namespace {

struct ConsoleText
{
    Q_DECLARE_TR_FUNCTIONS(ConsoleText)
};

void put(std::FILE* stream, const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

// Turns the terminal's echo off for as long as it lives.
class EchoOff
{
public:
    EchoOff()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_active = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~EchoOff()
    {
        if (m_active)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    termios m_before{};
    bool m_active = false;
};

// Lets Ctrl+C end a blocking read for as long as it lives; elsewhere signals leave calls alone.
class SignalsInterrupt
{
public:
    SignalsInterrupt() { setRestart(false); }
    ~SignalsInterrupt() { setRestart(true); }
    SignalsInterrupt(const SignalsInterrupt&) = delete;
    SignalsInterrupt& operator=(const SignalsInterrupt&) = delete;

private:
    static void setRestart(bool restart)
    {
        for (const int signal : {SIGINT, SIGTERM}) {
            struct sigaction action = {};
            ::sigaction(signal, nullptr, &action);
            if (restart)
                action.sa_flags |= SA_RESTART;
            else
                action.sa_flags &= ~SA_RESTART;
            ::sigaction(signal, &action, nullptr);
        }
    }
};

Failure cannotRead(int fault)
{
    if (fault == EINTR)
        return fail(ErrorKind::Cancelled, ConsoleText::tr("Interrupted"));
    return fail(ErrorKind::InvalidInput, ConsoleText::tr("Standard input cannot be read"),
                ConsoleText::tr("Give the text as an argument, or in a file"),
                qt_error_string(fault));
}

} // namespace

void Console::write(const QString& text)
{
    put(stdout, text.toUtf8());
}

void Console::writeLine(const QString& text)
{
    put(stdout, text.toUtf8() + '\n');
}

void Console::writeBytes(const QByteArray& bytes)
{
    put(stdout, bytes);
}

void Console::writeJson(const QJsonObject& object)
{
    put(stdout, compactJson(object) + '\n');
}

void Console::writeTable(const QStringList& header, const QList<QStringList>& rows,
                         const QList<int>& numeric)
{
    for (const QString& line : tableLines(header, rows, numeric))
        writeLine(line);
}

void Console::fail(const Error& error)
{
    QString line = error.sentence();
    line.replace(u'\n', u' ');
    put(stderr, "patchbay-cli: " + line.toUtf8() + '\n');
}

void Console::note(const QString& text)
{
    put(stderr, text.toUtf8() + '\n');
}

void Console::ask(const QString& prompt)
{
    put(stderr, prompt.toUtf8());
}

bool Console::inputIsTerminal() const
{
    return ::isatty(STDIN_FILENO) == 1;
}

bool Console::outputIsTerminal() const
{
    return ::isatty(STDOUT_FILENO) == 1;
}

Result<QByteArray> Console::readAll(qint64 maxBytes)
{
    const SignalsInterrupt guard;
    QByteArray bytes;
    std::array<char, 65'536> buffer{};
    while (bytes.size() <= maxBytes) {
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count < 0)
            return cannotRead(errno);
        if (count == 0)
            break;
        bytes.append(buffer.data(), count);
    }
    if (bytes.size() > maxBytes) {
        return Patchbay::fail(
            ErrorKind::InvalidInput,
            ConsoleText::tr("Standard input is larger than %1 MB").arg(maxBytes >> 20),
            ConsoleText::tr("Send a shorter text, or attach it as a file"));
    }
    return bytes;
}

Result<Secret> Console::readSecretLine(const QString& prompt)
{
    QByteArray line;
    line.reserve(16 * 1024); // so that it does not move and leave copies behind
    const bool terminal = inputIsTerminal();
    ssize_t count = 0;
    int fault = 0;
    {
        const SignalsInterrupt guard;
        // Before the prompt, after which a fast hand types at once.
        const auto silence = terminal ? std::make_unique<EchoOff>() : nullptr;
        if (terminal)
            ask(prompt);
        char c = 0;
        while (line.size() < 16 * 1024 && (count = ::read(STDIN_FILENO, &c, 1)) == 1 && c != '\n')
            line.append(c);
        fault = errno;
    }
    if (terminal)
        put(stderr, "\n");
    if (count < 0) {
        wipe(line);
        return cannotRead(fault);
    }
    while (!line.isEmpty() && (line.endsWith('\r') || line.endsWith(' ') || line.endsWith('\t')))
        line.chop(1);
    return Secret::take(std::move(line));
}

} // namespace Patchbay
