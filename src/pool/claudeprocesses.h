// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/claudeanswer.h"
#include "pool/claudeprocess.h"

#include <QObject>
#include <QSet>

#include <memory>
#include <vector>

namespace Patchbay {

/// A process of the `claude` program and the conversation it is in. Movable.
struct ClaudeSession
{
    std::unique_ptr<ClaudeProcess> process;
    QString conversation;
    QString version;
    /// The digests of the messages it has seen and said.
    QList<QByteArray> seen;
    ClaudeUse used;
    ClaudeLimits limits;
    qint64 idleSinceMs = 0; // monotonic
};

/// The `claude` processes of one worker that wait for the next turn of their conversation, and
/// those that are ending. On its worker's thread.
class ClaudeProcesses final
{
public:
    ClaudeProcesses(qint64 longestIdleMs, int mostKept);
    ~ClaudeProcesses();

    /// The process that can go on with messages of these digests: started for the same, and having
    /// seen all but the last of them. Another one of the same conversation is ended.
    [[nodiscard]] std::optional<ClaudeSession>
    take(const ClaudeOrder& order, const QString& conversation, const QList<QByteArray>& digests);
    /// Keeps it for the next turn; the one that waits longest goes when there are too many.
    void keep(ClaudeSession session);
    /// Ends it. It may be on the stack above.
    void retire(std::unique_ptr<ClaudeProcess> process, bool isBusy);
    void keepOnly(const QSet<AccountId>& accounts);

    /// Versions of the program that did not take earlier turns as told.
    QSet<QString> withoutEarlierTurns;

private:
    void sweep();
    void buryLater();

    const qint64 m_longestIdleMs;
    const int m_mostKept;
    QObject m_context;
    QTimer m_sweeping;
    std::vector<ClaudeSession> m_kept;
    std::vector<std::unique_ptr<ClaudeProcess>> m_ending;
};

} // namespace Patchbay
