// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Patchbay {

/// What the endpoint answers (DESIGN 1.4).
enum class Route {
    Messages,
    CountTokens,
    Models, // the list, and one of it
    ChatCompletions,
    Responses,
    Health,
    Metrics,
    Accounts,
    Usage,
    Workers,
    Unknown,
};

/// Whose form errors have.
enum class ErrorForm { Anthropic, OpenAi };

/// `path`: without the query, as written.
[[nodiscard]] Route routeOf(QByteArrayView path);
/// For logs and metrics: "messages".
[[nodiscard]] const char* routeName(Route route);
/// For Allow: "GET, HEAD, OPTIONS".
[[nodiscard]] QByteArray allowedMethods(Route route);
[[nodiscard]] bool isMethodAllowed(Route route, QByteArrayView method);
[[nodiscard]] ErrorForm errorFormOf(Route route);
/// Whether it is answered without a token.
[[nodiscard]] constexpr bool isOpenToAll(Route route)
{
    return route == Route::Health;
}

} // namespace Patchbay
