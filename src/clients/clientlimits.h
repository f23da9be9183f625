// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointclient.h"

#include <deque>
#include <memory>
#include <unordered_map>

namespace Patchbay {

/// How much each client asks: requests begun in any sixty seconds, and requests at once. Pure: the
/// times are given, monotonic. On one thread.
class ClientLimits final
{
    struct Use;

public:
    enum class Verdict {
        Allowed,
        TooManyPerMinute, // wait waitMs: then there is room for one
        TooManyAtOnce,    // until one of them ends; waitMs is a guess
    };

    /// A request's place among those at once; given back when destroyed.
    class Place final
    {
    public:
        Place() = default;
        Place(Place&& other) noexcept = default;
        Place& operator=(Place&& other) noexcept;
        ~Place() { giveBack(); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        void giveBack();

    private:
        friend class ClientLimits;
        explicit Place(std::shared_ptr<Use> use)
            : m_use(std::move(use))
        {
        }
        std::shared_ptr<Use> m_use;
    };

    struct Admission
    {
        Verdict verdict = Verdict::Allowed;
        qint64 waitMs = 0; // at least 1 where it is not allowed
        Place place;       // where it is
    };

    /// By the limits that `client` has now. What is refused counts for nothing.
    [[nodiscard]] Admission admit(const EndpointClient& client, qint64 nowMs);

    [[nodiscard]] int inFlight(const QString& clientId) const;

    /// Whether the store is to be told that it was used: true once a minute of use.
    [[nodiscard]] bool isUseDue(const QString& clientId, qint64 nowMs);

private:
    struct Use
    {
        int inFlight = 0;
        std::deque<qint64> begun; // of the last minute, only where there is a limit
        qint64 toldAtMs = 0;
        bool isTold = false;
    };
    void forgetIdle(qint64 nowMs);

    std::unordered_map<QString, std::shared_ptr<Use>> m_uses;
    qint64 m_forgottenAtMs = 0;
};

} // namespace Patchbay
