// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/claudecodelog.h"

#include <QFile>
#include <QStringList>

namespace Patchbay {

/// Reads the session logs below a folder one after the other, a stretch at a time, so that any
/// amount of them takes the same memory. Links are followed, each file is read once. One thread at
/// a time.
class LogFiles final
{
public:
    struct Counts
    {
        qint64 files = 0;
        qint64 lines = 0;
        qint64 broken = 0;
        qint64 own = 0; // files that were left out: within `excluded`
        QStringList unreadable;
    };
    /// `folder` is a configuration folder of Claude Code, its projects folder or one below it; what
    /// lies in `excluded` is left out.
    LogFiles(const QString& folder, const QString& excluded);

    /// About the next megabytes of them; empty lists may come, atEnd() tells when it is over.
    [[nodiscard]] QList<ClaudeCodeTurn> next();
    [[nodiscard]] bool atEnd() const { return m_files.isEmpty() && !m_file.isOpen(); }
    [[nodiscard]] const Counts& counts() const { return m_counts; }
    [[nodiscard]] bool isEmpty() const { return m_isEmpty; }

private:
    void find(const QString& folder, int depth);
    bool openNext();
    void readLine(QList<ClaudeCodeTurn>& turns);

    QString m_excluded;
    QStringList m_seen; // folders on the way down
    QStringList m_files;
    QFile m_file;
    Counts m_counts;
    bool m_isEmpty = false;
};

/// Whether a path is, or lies in, a folder, whatever links lead there.
[[nodiscard]] bool isWithin(const QString& path, const QString& folder);

} // namespace Patchbay
