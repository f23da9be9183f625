// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/claudeprocess.h"

#include "accounts/claudeprogram.h"
#include "pool/claudequestion.h"

#include <QJsonDocument>

#ifdef Q_OS_UNIX
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 1000;
constexpr qsizetype kMostSaid = 4096;

#ifdef Q_OS_UNIX
constexpr int kAsk = SIGTERM;
constexpr int kKill = SIGKILL;
#else
constexpr int kAsk = 15;
constexpr int kKill = 9;
#endif

} // namespace

bool ClaudeOrder::servesAlso(const ClaudeOrder& other) const
{
    return account.id == other.account.id && account.baseUrl == other.account.baseUrl &&
           account.proxy == other.account.proxy && program == other.program &&
           configDir == other.configDir && token == other.token && model == other.model &&
           system == other.system && effort == other.effort && maxTokens == other.maxTokens;
}

QStringList ClaudeOrder::arguments() const
{
    QStringList arguments{u"-p"_s,
                          u"--output-format"_s,
                          u"stream-json"_s,
                          u"--verbose"_s,
                          u"--include-partial-messages"_s,
                          u"--input-format"_s,
                          u"stream-json"_s,
                          u"--tools"_s,
                          QString(),
                          u"--system-prompt"_s,
                          QString(),
                          u"--setting-sources"_s,
                          QString(),
                          u"--strict-mcp-config"_s,
                          u"--disable-slash-commands"_s,
                          u"--no-session-persistence"_s};
    if (!model.isEmpty())
        arguments += {u"--model"_s, model};
    if (!effort.isEmpty())
        arguments += {u"--effort"_s, effort};
    return arguments;
}

QProcessEnvironment ClaudeOrder::environment() const
{
    QProcessEnvironment environment = ClaudeProgram::environmentOf(
        QProcessEnvironment::systemEnvironment(), account, configDir, token);
    // What failed is tried again by the pool, which may choose another account, and never after
    // something of the answer was shown.
    environment.insert(u"CLAUDE_CODE_MAX_RETRIES"_s, u"0"_s);
    environment.insert(u"CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK"_s, u"1"_s);
    if (maxTokens > 0)
        environment.insert(u"CLAUDE_CODE_MAX_OUTPUT_TOKENS"_s, QString::number(maxTokens));
    return environment;
}

ClaudeProcess::ClaudeProcess(ClaudeOrder order)
    : m_order(std::move(order))
{
    m_ending.setSingleShot(true);
    m_ending.setInterval(kPatienceMs);
    QObject::connect(&m_ending, &QTimer::timeout, &m_process, [this] {
        signalGroup(std::exchange(m_wasTerminated, true) ? kKill : kAsk);
        m_ending.start();
    });
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                     [this] { read(); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process, [this] {
        m_said = (m_said + m_process.readAllStandardError()).right(kMostSaid);
    });
    QObject::connect(
        &m_process, &QProcess::finished, &m_process, [this](int code, QProcess::ExitStatus) {
            read();
            const QString said = QString::fromUtf8(m_said).simplified();
            // An older one does not know what it is asked for.
            const bool isOld = said.contains("unknown option"_L1);
            gone(isOld ? ClaudeProgram::tooOld({})
                       : ClaudeProgram::brokeOff(u"exit code %1: %2"_s.arg(code).arg(said)));
        });
    QObject::connect(
        &m_process, &QProcess::errorOccurred, &m_process,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                gone(ClaudeProgram::cannotStart(m_process.errorString()));
        },
        Qt::QueuedConnection);
}

ClaudeProcess::~ClaudeProcess()
{
    m_process.disconnect(&m_process);
    m_process.disconnect();
    if (m_process.state() == QProcess::NotRunning)
        return;
    signalGroup(kKill);
#ifdef Q_OS_UNIX
    if (const auto pid = static_cast<pid_t>(m_process.processId()); pid > 0) {
        ::waitpid(pid, nullptr, 0); // dead already
        m_process.forget();
    }
#endif
}

void ClaudeProcess::listen(std::function<void(const QJsonObject&)> line,
                           std::function<void(const Error&)> ended)
{
    m_line = std::move(line);
    m_ended = std::move(ended);
}

void ClaudeProcess::start()
{
    m_process.setProcessEnvironment(m_order.environment());
    m_process.setWorkingDirectory(m_order.workFolder);
#ifdef Q_OS_UNIX
    m_process.setChildProcessModifier([] {
        // A group of its own: it hears no Ctrl-C of the terminal's, and its children end with it.
        ::setsid();
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    });
#endif
    m_process.start(m_order.program, m_order.arguments());
    m_process.setProcessEnvironment({}); // it held the token
}

void ClaudeProcess::write(const QByteArray& line)
{
    if (m_process.state() != QProcess::NotRunning)
        m_process.write(line);
}

void ClaudeProcess::end(bool isBusy)
{
    if (m_isGone || m_ending.isActive())
        return;
    if (isBusy)
        write(ClaudeLine::control(u"stop"_s, {{u"subtype"_s, u"interrupt"_s}}));
    m_process.closeWriteChannel();
    m_ending.start();
}

void ClaudeProcess::read()
{
    m_pending += m_process.readAllStandardOutput();
    qsizetype from = 0;
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n', from)) {
        const QByteArray line = m_pending.mid(from, end - from);
        from = end + 1;
        takeLine(line);
    }
    m_pending.remove(0, from);
    if (m_pending.size() > kLongestLine) {
        m_pending.clear();
        signalGroup(kKill);
    }
}

void ClaudeProcess::takeLine(QByteArrayView line)
{
    const QJsonDocument json = QJsonDocument::fromJson(line.toByteArray());
    if (!json.isObject()) {
        m_said = (m_said + line.toByteArray() + '\n').right(kMostSaid);
        return;
    }
    // A copy: the call may set another.
    if (const auto heard = m_line)
        heard(json.object());
}

void ClaudeProcess::gone(const Error& error)
{
    if (std::exchange(m_isGone, true))
        return;
    m_ending.stop();
    if (const auto heard = m_ended)
        heard(error);
}

void ClaudeProcess::signalGroup(int number)
{
#ifdef Q_OS_UNIX
    if (m_process.processId() > 0)
        ::kill(static_cast<pid_t>(-m_process.processId()), number);
#endif
    if (number == kKill)
        m_process.kill();
}

} // namespace Patchbay
