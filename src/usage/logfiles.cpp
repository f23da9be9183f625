// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/logfiles.h"

#include <QDir>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kStretch = 4 * 1024 * 1024;
constexpr qsizetype kMostTurns = 2000;
// A line with pictures in it may be long; what is longer still is no line of a log.
constexpr qint64 kLongestLine = 64 * 1024 * 1024;
constexpr int kDeepest = 12;

} // namespace

bool isWithin(const QString& path, const QString& folder)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    const QString root = QFileInfo(folder).canonicalFilePath();
    return !real.isEmpty() && !root.isEmpty() &&
           (real == root || real.startsWith(root + QLatin1Char('/')));
}

LogFiles::LogFiles(const QString& folder, const QString& excluded)
    : m_excluded(QFileInfo(excluded).canonicalFilePath())
{
    const QString projects = folder + QStringLiteral("/projects");
    find(QFileInfo(projects).isDir() ? projects : folder, 0);
    std::sort(m_files.begin(), m_files.end());
    m_files.removeDuplicates();
    m_isEmpty = m_files.isEmpty() && m_counts.own == 0 && m_counts.unreadable.isEmpty();
}

void LogFiles::find(const QString& folder, int depth)
{
    const QString real = QFileInfo(folder).canonicalFilePath();
    if (real.isEmpty() || depth > kDeepest || m_seen.contains(real))
        return; // a link to nowhere, or to where we come from
    const QDir dir(real);
    if (!dir.isReadable()) {
        m_counts.unreadable.append(folder);
        return;
    }
    m_seen.append(real);
    const auto entries = dir.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo& entry : entries) {
        if (entry.isDir()) {
            find(entry.filePath(), depth + 1);
        } else if (entry.suffix() == QLatin1String("jsonl")) {
            const QString file = entry.canonicalFilePath();
            if (!m_excluded.isEmpty() && isWithin(file, m_excluded))
                ++m_counts.own;
            else if (!file.isEmpty())
                m_files.append(file);
        }
    }
    m_seen.removeLast();
}

bool LogFiles::openNext()
{
    m_file.setFileName(m_files.takeFirst());
    // A pipe would never end.
    if (!QFileInfo(m_file.fileName()).isFile() || !m_file.open(QIODevice::ReadOnly)) {
        m_counts.unreadable.append(m_file.fileName());
        return false;
    }
    ++m_counts.files;
    return true;
}

QList<ClaudeCodeTurn> LogFiles::next()
{
    QList<ClaudeCodeTurn> turns;
    qint64 taken = 0;
    while (!atEnd() && taken < kStretch && turns.size() < kMostTurns) {
        if (!m_file.isOpen() && !openNext())
            continue;
        const qint64 before = m_file.pos();
        readLine(turns);
        taken += m_file.pos() - before;
        if (m_file.atEnd() || m_file.error() != QFileDevice::NoError) {
            if (m_file.error() != QFileDevice::NoError)
                m_counts.unreadable.append(m_file.fileName());
            m_file.close();
        }
    }
    return turns;
}

void LogFiles::readLine(QList<ClaudeCodeTurn>& turns)
{
    const QByteArray line = m_file.readLine(kLongestLine);
    if (line.isEmpty())
        return;
    ++m_counts.lines;
    const bool isWhole = line.endsWith('\n');
    const auto read = ClaudeCodeLog::read(line);
    if (const auto* turn = std::get_if<ClaudeCodeTurn>(&read)) {
        turns.append(*turn);
    } else if (std::holds_alternative<ClaudeCodeLog::Broken>(read)) {
        // The last line of a session that goes on may be half written.
        if (isWhole || !m_file.atEnd())
            ++m_counts.broken;
        while (!isWhole && !m_file.atEnd() && !m_file.readLine(kLongestLine).endsWith('\n'))
            continue;
    }
}

} // namespace Patchbay
