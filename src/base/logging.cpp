// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>
#include <QScopeGuard>

#include <cstdio>
#include <mutex>

namespace Patchbay {

Q_LOGGING_CATEGORY(lcApp, "patchbay.app", QtInfoMsg)
Q_LOGGING_CATEGORY(lcClaude, "patchbay.claude", QtInfoMsg)
Q_LOGGING_CATEGORY(lcVault, "patchbay.vault", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStorage, "patchbay.storage", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSimulator, "patchbay.simulator", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAccounts, "patchbay.accounts", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUsage, "patchbay.usage", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPool, "patchbay.pool", QtInfoMsg)
Q_LOGGING_CATEGORY(lcEndpoint, "patchbay.endpoint", QtInfoMsg)
Q_LOGGING_CATEGORY(lcChats, "patchbay.chats", QtInfoMsg)
Q_LOGGING_CATEGORY(lcDesktop, "patchbay.desktop", QtInfoMsg)

namespace {

constexpr qint64 kMaxLogBytes = 5 * 1024 * 1024;

// The message handler is a plain function pointer, so what it writes to cannot be an argument.
struct LogFile
{
    std::mutex mutex;
    QFile file;
};

LogFile& logFileSink()
{
    // Never destroyed, as the expression below: libraries have something to say while the process
    // ends, after what functions made is gone.
    static LogFile& sink = *new LogFile;
    return sink;
}

void rotateIfLarge(QFile& file)
{
    if (file.size() < kMaxLogBytes)
        return;
    const QString path = file.fileName();
    file.close();
    QFile::remove(path + QStringLiteral(".1"));
    QFile::rename(path, path + QStringLiteral(".1"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    const QByteArray line = redact(qFormatLogMessage(type, context, message)).toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    std::fflush(stderr);
    // Qt's file may have something to say itself while it is written to.
    thread_local bool inside = false;
    if (inside)
        return;
    inside = true;
    const auto outside = qScopeGuard([] { inside = false; });
    LogFile& sink = logFileSink();
    const std::lock_guard lock(sink.mutex);
    if (!sink.file.isOpen())
        return;
    rotateIfLarge(sink.file);
    sink.file.write(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' +
                    line);
    sink.file.flush();
}

// Whether any part of redact()'s expression can match: single words, as most of an access log is,
// rarely hold what each of them needs.
bool mayHoldSecret(const QString& text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c <= u' ' || c == u':' || c == u'=' || c == u',' || c == u'@')
            return true;
        if (c != u'-' || i < 2)
            continue;
        const QStringView start = QStringView(text).sliced(i - 2, 2);
        if (start.compare(u"sk", Qt::CaseInsensitive) == 0 ||
            start.compare(u"pb", Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

} // namespace

void installLogging(const QString& logFile)
{
    qSetMessagePattern(QStringLiteral("%{type} %{category}: %{message}"));
    if (!logFile.isEmpty()) {
        LogFile& sink = logFileSink();
        const std::lock_guard lock(sink.mutex);
        sink.file.close();
        sink.file.setFileName(logFile);
        if (sink.file.open(QIODevice::WriteOnly | QIODevice::Append))
            sink.file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    qInstallMessageHandler(handleMessage);
}

QString redact(const QString& text)
{
    if (!mayHoldSecret(text))
        return text;
    // Keys; tokens of our clients; bearer tokens; values of headers, fields and variables named
    // like credentials, also within JSON that is quoted in JSON; passwords in addresses.
    static const QRegularExpression& credential = *new QRegularExpression(
        QStringLiteral(
            R"re((?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{8,}|(?<![A-Za-z0-9])pb-[A-Za-z0-9_-]{43})re"
            R"re(|\bbearer\s+\K[A-Za-z0-9._~+/=-]{8,})re"
            R"re(|\bauthorization\\*["']?\s*[:=,]\s*\\*["']?(?:basic\s+)?\K(?!bearer|basic)(?:[^\s"',;\\]|\\(?!\\*["']))+)re"
            R"re(|(?<![A-Za-z])(?:x-api-key|api[_-]?key|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret|password|passphrase))re"
            R"re(\\*["']?\s*[:=,]\s*\\*["']?\K(?:[^\s"',;&}\\]|\\(?!\\*["']))+)re"
            R"re(|(?<=://)[^/\s:@]+:[^/\s@]+(?=@))re"),
        QRegularExpression::CaseInsensitiveOption);
    QString result = text;
    return result.replace(credential, QStringLiteral("[redacted]"));
}

} // namespace Patchbay
