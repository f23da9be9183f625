// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QTest>

#include <memory>
#include <optional>

namespace Patchbay::Testing {

/// What a Completion was called with, and how often; late calls may come when it is gone.
template <class T>
class Outcome
{
public:
    [[nodiscard]] Completion<T> completion()
    {
        return [state = m_state](Result<T> result) {
            ++state->calls;
            state->result = std::move(result);
        };
    }
    /// Waits for the call; false when it does not come.
    [[nodiscard]] bool wait(int timeoutMs = 20'000) const
    {
        return QTest::qWaitFor([this] { return m_state->calls > 0; }, timeoutMs);
    }
    [[nodiscard]] int calls() const { return m_state->calls; }
    [[nodiscard]] const Result<T>& result() const { return *m_state->result; }
    [[nodiscard]] bool succeeded() const
    {
        return m_state->calls == 1 && m_state->result->has_value();
    }
    [[nodiscard]] bool failedWith(ErrorKind kind) const
    {
        return m_state->calls == 1 && !m_state->result->has_value() &&
               m_state->result->error().kind == kind;
    }
    [[nodiscard]] QString sentence() const
    {
        return m_state->calls == 0            ? QStringLiteral("(no answer)")
               : m_state->result->has_value() ? QStringLiteral("(success)")
                                              : m_state->result->error().sentence();
    }

private:
    struct State
    {
        int calls = 0;
        std::optional<Result<T>> result;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace Patchbay::Testing
