// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/inspection.h"

#include "endpoint/inspector/inspectionstore.h"
#include "endpoint/inspector/inspectortap.h"
#include "endpoint/turn.h"
#include "pool/request.h"

#include <algorithm>

namespace Patchbay {

namespace {

// Beyond what is kept, so that a credential at the cut is known for one.
constexpr qint64 kBeyondCut = 4096;
// For a head and what goes with it.
constexpr qint64 kStartBytes = 64 * 1024;

} // namespace

std::unique_ptr<Inspection> Inspection::of(const std::shared_ptr<InspectorTap>& tap,
                                           const Turn& turn)
{
    if (!tap)
        return nullptr;
    if (!tap->hasRoom(kStartBytes)) {
        tap->leaveOut();
        return nullptr;
    }
    return std::make_unique<Inspection>(tap, turn);
}

Inspection::Inspection(std::shared_ptr<InspectorTap> tap, const Turn& turn)
    : m_tap(std::move(tap))
    , m_id(m_tap->nextId())
    , m_startedMs(turn.startedMs)
{
    const RequestHead& head = turn.head;
    InspectionStart start{head.method.isEmpty()
                              ? QByteArray()
                              : head.method + " HTTP/1." + QByteArray::number(head.minorVersion),
                          head.path, head.query, head.headers, turn.record};
    m_tap->post(kStartBytes, [id = m_id, start = std::move(start),
                              left = m_tap->takeLeft()](InspectionStore& store) {
        store.leftOut(left);
        store.begin(id, start);
    });
}

void Inspection::post(qint64 bytes, std::function<void(InspectionEntry&)> what)
{
    m_tap->post(bytes, [id = m_id, what = std::move(what)](InspectionStore& store) {
        store.change(id, what);
    });
}

InspectedBytes Inspection::share(const QByteArray& bytes, qint64& shared) const
{
    const qint64 room = std::max<qint64>(0, m_tap->limits().bodyBytes + kBeyondCut - shared);
    const qint64 size = std::min<qint64>(room, bytes.size());
    if (size == 0 || !m_tap->hasRoom(size)) {
        shared += room; // no piece after a gap
        return {{}, bytes.size()};
    }
    shared += size;
    // A small piece of a large body must not hold all of it.
    return {size == bytes.size() ? bytes : QByteArray(bytes.constData(), size), bytes.size()};
}

void Inspection::body(const Turn& turn)
{
    m_body = turn.body;
    qint64 shared = 0;
    const InspectedBytes bytes = share(m_body, shared);
    post(bytes.kept.size(), [bytes, client = turn.record.client](InspectionEntry& entry) {
        entry.body(client, bytes);
    });
}

void Inspection::upstream(const Request& request)
{
    std::optional<InspectedBytes> changed;
    qint64 shared = 0;
    if (request.body != m_body)
        changed = share(request.body, shared);
    m_body.clear();
    post(shared, [target = request.method + ' ' + request.path, headers = request.headers, changed,
                  model = request.model](InspectionEntry& entry) {
        entry.upstream(target, headers, changed, model);
    });
}

void Inspection::waiting(const QString& reason)
{
    post(0, [reason](InspectionEntry& entry) { entry.waited(reason); });
}

void Inspection::leased(const Lease& lease)
{
    const InspectedAttempt attempt{lease.attempt, lease.accountName, sinceMs()};
    post(0, [attempt](InspectionEntry& entry) { entry.attempt(attempt); });
}

void Inspection::upstreamHead(const ResponseHead& head)
{
    post(0, [head](InspectionEntry& entry) { entry.upstreamHead(head.status, head.headers); });
}

void Inspection::upstreamBytes(const QByteArray& bytes)
{
    const InspectedBytes shared = share(bytes, m_upstreamShared);
    post(shared.kept.size(),
         [shared, atMs = sinceMs()](InspectionEntry& entry) { entry.upstreamBytes(shared, atMs); });
}

void Inspection::answerHead(const QByteArray& head, int status)
{
    post(0, [head, status](InspectionEntry& entry) { entry.answerHead(head, status); });
}

void Inspection::answerBytes(const QByteArray& bytes)
{
    const InspectedBytes shared = share(bytes, m_answerShared);
    post(shared.kept.size(),
         [shared, atMs = sinceMs()](InspectionEntry& entry) { entry.answerBytes(shared, atMs); });
}

void Inspection::outcome(const Outcome& outcome)
{
    if (!outcome.error)
        return;
    if (outcome.head.status > 0)
        upstreamHead(outcome.head);
    if (!outcome.errorBody.isEmpty())
        upstreamBytes(outcome.errorBody);
    post(0, [error = outcome.error->sentence()](InspectionEntry& entry) { entry.failed(error); });
}

void Inspection::end(const Turn& turn)
{
    post(0, [record = turn.record](InspectionEntry& entry) { entry.end(record); });
}

} // namespace Patchbay
