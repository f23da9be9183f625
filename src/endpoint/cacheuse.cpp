// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/cacheuse.h"

#include "clients/endpointrule.h"
#include "endpoint/servercontext.h"
#include "endpoint/turn.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>

namespace Patchbay {

namespace {

constexpr QByteArrayView kHeader = "x-patchbay-cache";

// What it says of the answer itself; what it says of limits was of that moment.
bool isKept(const QByteArray& name)
{
    static constexpr std::array<QByteArrayView, 5> names{"request-id", "x-request-id",
                                                         "anthropic-organization-id",
                                                         "content-encoding", "x-patchbay-notes"};
    const QByteArray lower = name.toLower();
    return std::find(names.begin(), names.end(), lower) != names.end();
}

bool isRepeatable(const QByteArray& body, const BodyScan& scan)
{
    if (!scan.stream)
        return true;
    bool isNumber = false;
    const double temperature =
        body.mid(scan.temperatureSpan.start, scan.temperatureSpan.size).toDouble(&isNumber);
    return isNumber && temperature == 0;
}

/// A hash of texts, of which no two lists are taken for the same.
class Fingerprint final
{
public:
    void add(const QByteArray& text)
    {
        std::array<char, sizeof(quint64)> size;
        qToBigEndian(static_cast<quint64>(text.size()), size.data());
        m_hash.addData(QByteArrayView(size.data(), size.size()));
        m_hash.addData(text);
    }
    [[nodiscard]] QByteArray result() const { return m_hash.result(); }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace

CacheUse::CacheUse(ServerContext& context, const Turn& turn)
    : m_context(context)
    , m_turn(turn)
{
    for (const auto& [name, value] : turn.head.headers) {
        if (name.size() == kHeader.size() && kHeader.compare(name, Qt::CaseInsensitive) == 0)
            readWish(value.trimmed().toLower());
    }
}

void CacheUse::readWish(const QByteArray& value)
{
    bool isNumber = false;
    const qint64 seconds = value.toLongLong(&isNumber);
    const bool isTwice = m_wish != Wish::Silent;
    const bool isTime = isNumber && seconds >= 1 && seconds <= mostCacheSeconds;
    if (isTwice || (!isTime && value != "no-store"))
        m_wish = Wish::Wrong;
    else
        m_wish = isTime ? Wish::Seconds : Wish::NoStore;
    m_lifeMs = m_wish == Wish::Seconds ? seconds * 1000 : 0;
}

bool CacheUse::isWanted(const std::optional<qint64>& ruleSeconds)
{
    // The user's word against it is above the client's wish.
    if (m_wish == Wish::NoStore || ruleSeconds == 0)
        return false;
    if (m_wish == Wish::Silent)
        m_lifeMs = ruleSeconds.value_or(0) * 1000;
    return m_lifeMs > 0;
}

void CacheUse::begin(const QByteArray& asked, const QByteArray& sent, const BodyScan& sentScan)
{
    // A translation leaves out what the model does not take, a temperature among it.
    const bool isTranslated = !asked.isEmpty();
    const bool canBe = isTranslated && sentScan.stream ? isRepeatable(asked, BodyScan::of(asked))
                                                       : isRepeatable(sent, sentScan);
    if (!canBe) {
        m_isBypassed = m_wish == Wish::Seconds;
        return;
    }
    Fingerprint fingerprint;
    fingerprint.add(m_turn.client->id.toUtf8());
    fingerprint.add(m_turn.head.path);
    fingerprint.add(m_turn.head.query);
    fingerprint.add(asked);
    fingerprint.add(sent);
    for (const auto& [name, value] : m_turn.head.headers) {
        const QByteArray lower = name.toLower();
        if (!lower.startsWith("anthropic-"))
            continue;
        fingerprint.add(lower);
        fingerprint.add(value);
    }
    m_key = fingerprint.result();
}

std::optional<ResponseCache::Hit> CacheUse::find()
{
    auto hit = m_context.cache.find(m_key, m_lifeMs, m_context.clock.monotonicMs());
    ++(hit ? m_context.log.metrics.cacheHits : m_context.log.metrics.cacheMisses);
    return hit;
}

EndpointAnswer CacheUse::answerOf(const ResponseCache::Hit& hit)
{
    EndpointAnswer answer;
    answer.contentType = hit.answer->contentType;
    answer.body = hit.answer->body;
    answer.headers = hit.answer->headers;
    answer.headers.emplaceBack(kHeader.toByteArray(), "hit");
    answer.headers.emplaceBack("age", QByteArray::number(hit.ageMs / 1000));
    return answer;
}

HeaderList CacheUse::headers() const
{
    if (isOn())
        return {{kHeader.toByteArray(), "miss"}};
    return m_isBypassed ? HeaderList{{kHeader.toByteArray(), "bypass"}} : HeaderList();
}

void CacheUse::head(const QByteArray& contentType, const HeaderList& headers)
{
    if (!isOn())
        return;
    m_answer.contentType = contentType;
    for (const auto& [name, value] : headers) {
        if (isKept(name))
            m_answer.headers.emplaceBack(name, value);
    }
}

void CacheUse::piece(const QByteArray& bytes)
{
    if (!isOn() || m_isTooLarge)
        return;
    m_isTooLarge = m_answer.body.size() + bytes.size() > m_context.cache.limits().answerBytes;
    if (m_isTooLarge)
        m_answer.body = QByteArray();
    else
        m_answer.body += bytes;
}

void CacheUse::keep(const Outcome& outcome)
{
    if (!isOn() || m_isTooLarge || outcome.head.status != 200)
        return;
    m_answer.model = outcome.modelServed;
    m_answer.stopReason = outcome.stopReason;
    m_answer.requestId = outcome.requestId;
    m_context.cache.keep(m_key, m_lifeMs, m_context.clock.monotonicMs(), std::move(m_answer));
}

} // namespace Patchbay
