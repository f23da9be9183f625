// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "endpoint/inspector/inspectionentry.h"

namespace Patchbay {

class InspectorTap;
struct Lease;
struct Outcome;
struct Request;
struct ResponseHead;
struct Turn;

/// What the request inspector is told of one request: shares bytes with those who send them, and
/// leaves all work to the inspector's thread. On the endpoint's thread.
class Inspection final
{
public:
    /// Null where it is not recorded, which is nearly always.
    [[nodiscard]] static std::unique_ptr<Inspection> of(const std::shared_ptr<InspectorTap>& tap,
                                                        const Turn& turn);
    Inspection(std::shared_ptr<InspectorTap> tap, const Turn& turn);
    Inspection(const Inspection&) = delete;
    Inspection& operator=(const Inspection&) = delete;

    /// All of the body, unpacked.
    void body(const Turn& turn);
    void upstream(const Request& request);
    void waiting(const QString& reason);
    void leased(const Lease& lease);
    void upstreamHead(const ResponseHead& head);
    /// Of an answer that the client gets in another form.
    void upstreamBytes(const QByteArray& bytes);
    void answerHead(const QByteArray& head, int status);
    void answerBytes(const QByteArray& bytes);
    void outcome(const Outcome& outcome);
    void end(const Turn& turn);

private:
    [[nodiscard]] InspectedBytes share(const QByteArray& bytes, qint64& shared) const;
    [[nodiscard]] qint64 sinceMs() const { return m_clock.monotonicMs() - m_startedMs; }
    void post(qint64 bytes, std::function<void(InspectionEntry&)> what);

    const std::shared_ptr<InspectorTap> m_tap;
    const quint64 m_id;
    const qint64 m_startedMs; // monotonic
    SystemClock m_clock;
    QByteArray m_body;
    qint64 m_answerShared = 0;
    qint64 m_upstreamShared = 0;
};

} // namespace Patchbay
