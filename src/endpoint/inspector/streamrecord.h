// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectedrequest.h"

#include <deque>

namespace Patchbay {

class SecretScrubber;

/// Takes an event stream apart as its bytes come: an event is kept once it is whole, without its
/// secrets; also without one that its text spells out over several events. Pure.
class StreamRecord final
{
public:
    /// Both outlive it. `limit`: bytes of events that are kept; who feeds it sends no more than a
    /// little beyond.
    StreamRecord(InspectedMessage& message, const SecretScrubber& scrubber, qint64 limit);

    void feed(QByteArrayView bytes, qint64 atMs);
    /// What is left has no end of its own.
    void finish(qint64 atMs);

private:
    // The words that an event adds to an answer, as they were, while a secret may go on in the
    // next.
    struct Spelled
    {
        qsizetype event = 0;
        QString words;
    };
    void line(QByteArrayView line, qint64 atMs);
    void keep(qint64 atMs);
    void joinWords(InspectedEvent& event, const QString& raw);

    InspectedMessage& m_message;
    const SecretScrubber& m_scrubber;
    const qint64 m_limit;
    qint64 m_kept = 0;
    QByteArray m_rest; // of a line
    QByteArray m_name;
    QByteArray m_data;
    std::deque<Spelled> m_spelled;
    QString m_joined; // all of those
};

} // namespace Patchbay
