// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testupstream.h"

namespace Patchbay {

namespace {

template <class T>
T orDie(Result<T> result)
{
    if (!result)
        qFatal("%s (%s)", qPrintable(result.error().sentence()), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

} // namespace

TestUpstream::TestUpstream(SimulatorOptions options)
    : m_thread(options)
    , m_script(std::move(options.script))
{
    orDie(m_thread.start());
}

void TestUpstream::script(const QByteArray& json)
{
    m_script = orDie(Script::fromJson(json));
    m_thread.setScript(m_script);
}

void TestUpstream::stepsFor(const QByteArray& key, const QByteArray& steps)
{
    m_script.keys.insert(key, orDie(Script::fromJson("{\"default\":" + steps + '}')).fallback);
    m_thread.setScript(m_script);
}

void TestUpstream::stepsForAll(const QByteArray& steps)
{
    m_script.fallback = orDie(Script::fromJson("{\"default\":" + steps + '}')).fallback;
    m_thread.setScript(m_script);
}

void TestUpstream::oauth(const QByteArray& json)
{
    m_script.oauth = orDie(Script::fromJson("{\"oauth\":" + json + '}')).oauth;
    m_thread.setScript(m_script);
}

QList<ReceivedRequest> TestUpstream::messages() const
{
    QList<ReceivedRequest> found = requests();
    found.removeIf([](const ReceivedRequest& request) {
        return request.method != "POST" || request.path != "/v1/messages";
    });
    return found;
}

Billed TestUpstream::billedTo(const QByteArray& key) const
{
    Billed sum;
    const auto models = billed().value(key);
    for (const Billed& one : models) {
        sum.requests += one.requests;
        sum.inputTokens += one.inputTokens;
        sum.outputTokens += one.outputTokens;
        sum.cacheReadTokens += one.cacheReadTokens;
        sum.cacheWrite5mTokens += one.cacheWrite5mTokens;
        sum.cacheWrite1hTokens += one.cacheWrite1hTokens;
    }
    return sum;
}

} // namespace Patchbay
