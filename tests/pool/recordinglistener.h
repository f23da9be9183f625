// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/transport.h"

#include <QStringList>

namespace Patchbay {

/// Notes what a transport tells, and may destroy or pause it from within a call.
class RecordingListener final : public TransportListener
{
public:
    std::unique_ptr<Transport> transport;
    /// At the call of that name ("moved", "head", "bytes", "trailers", "ended") the transport goes.
    QString destroyAt;
    /// So much is read, then it pauses; -1: never.
    qint64 pauseAfter = -1;

    QStringList calls; // by name, in order; those in a row that are the same as one
    std::optional<ResponseHead> head;
    qint64 size = 0;
    QByteArray bytes; // the first megabyte
    HeaderList trailers;
    std::optional<Error> error;
    bool isEnded = false;
    bool isStarting = false;
    bool wasCalledWithinStart = false;

    void start(std::unique_ptr<Transport> made)
    {
        transport = std::move(made);
        isStarting = true;
        transport->start(*this);
        isStarting = false;
    }

private:
    void note(const QString& call)
    {
        wasCalledWithinStart |= isStarting;
        if (calls.isEmpty() || calls.last() != call)
            calls.append(call);
        if (call == destroyAt)
            transport.reset();
    }
    void requestMoved() override { note(QStringLiteral("moved")); }
    void headCame(const ResponseHead& came) override
    {
        head = came;
        note(QStringLiteral("head"));
    }
    void bytesCame(const QByteArray& came) override
    {
        size += came.size();
        bytes += came.first(std::min(came.size(), 1'000'000 - bytes.size()));
        if (pauseAfter >= 0 && size > pauseAfter)
            transport->setPaused(true);
        note(QStringLiteral("bytes"));
    }
    void trailersCame(const HeaderList& came) override
    {
        trailers = came;
        note(QStringLiteral("trailers"));
    }
    void transportEnded(const std::optional<Error>& ended) override
    {
        error = ended;
        isEnded = true;
        note(QStringLiteral("ended"));
    }
};

} // namespace Patchbay
