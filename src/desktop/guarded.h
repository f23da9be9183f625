// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

namespace Patchbay {

/// A completion that does nothing once its widget or model is gone: what was asked of the database
/// may be answered later than that.
template <class Object, class Function>
[[nodiscard]] auto guarded(Object* object, Function function)
{
    return [pointer = QPointer<Object>(object),
            function = std::move(function)](auto&&... values) mutable {
        if (pointer)
            function(std::forward<decltype(values)>(values)...);
    };
}

} // namespace Patchbay
