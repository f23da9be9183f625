// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>

namespace Patchbay {

/// Requests that wait for an account: first come first served within a client, the clients in
/// turn. On the board's thread.
class WaitingLine final
{
public:
    void append(quint64 request, const QString& client);
    /// Removes it, wherever it stands; `served`: the turn goes to the next client.
    void remove(quint64 request, bool served);
    [[nodiscard]] qsizetype size() const { return m_clientOf.size(); }
    [[nodiscard]] bool contains(quint64 request) const { return m_clientOf.contains(request); }
    /// All of them in the order in which one of them is to be given what became free: those of the
    /// client whose turn it is, then those of the next. Ask again when one was served.
    [[nodiscard]] QList<quint64> inTurn() const;

private:
    struct Queue
    {
        QString client;
        QList<quint64> requests;
    };
    QList<Queue> m_queues; // the first has its turn
    QHash<quint64, QString> m_clientOf;
};

} // namespace Patchbay
