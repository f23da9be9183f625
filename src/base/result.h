// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <expected>
#include <functional>

namespace Patchbay {

template <class T>
using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

/// Takes the outcome of something asynchronous: called exactly once, on the thread that asked,
/// from its event loop and never before the asking call has returned.
template <class T>
using Completion = std::move_only_function<void(Result<T>)>;

/// `return fail(ErrorKind::NotFound, tr("…"), tr("…"));`
[[nodiscard]] inline Failure fail(ErrorKind kind, QString cause, QString nextStep = {},
                                  QString detail = {})
{
    return Failure(Error{kind, std::move(cause), std::move(nextStep), std::move(detail), {}, 0});
}

} // namespace Patchbay
