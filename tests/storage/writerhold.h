// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"

#include <future>

namespace Patchbay {

/// Keeps the writer busy from construction to release(): what is submitted meanwhile is one group.
class WriterHold final
{
public:
    explicit WriterHold(Database& database)
    {
        database.write([released = m_release.get_future()](Connection&) mutable -> Result<void> {
            released.get();
            return {};
        });
    }
    ~WriterHold() { release(); }
    WriterHold(const WriterHold&) = delete;
    WriterHold& operator=(const WriterHold&) = delete;

    void release()
    {
        if (!std::exchange(m_isReleased, true))
            m_release.set_value();
    }

private:
    std::promise<void> m_release;
    bool m_isReleased = false;
};

} // namespace Patchbay
