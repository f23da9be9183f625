// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace Patchbay {

/// A request on its way, held by the one who asked, on its thread. Destroying it cancels the
/// request and silences its observer; the ledger still records it.
class RequestHandle final
{
public:
    struct Link; // pool's side
    RequestHandle() = default;
    explicit RequestHandle(std::shared_ptr<Link> link);
    RequestHandle(RequestHandle&&) noexcept = default;
    RequestHandle& operator=(RequestHandle&& other) noexcept;
    ~RequestHandle();

    /// Ends it at any instant; `finished` follows with ErrorKind::Cancelled unless it had ended.
    void cancel();
    [[nodiscard]] bool isNull() const { return !m_link; }

private:
    std::shared_ptr<Link> m_link;
};

} // namespace Patchbay
