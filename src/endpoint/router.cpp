// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/router.h"

#include <algorithm>
#include <array>

namespace Patchbay {

namespace {

struct Entry
{
    QByteArrayView path;
    Route route;
    const char* name;
    bool takesPost;
};

constexpr std::array<Entry, 10> kRoutes{{
    {"/v1/messages", Route::Messages, "messages", true},
    {"/v1/messages/count_tokens", Route::CountTokens, "count_tokens", true},
    {"/v1/models", Route::Models, "models", false},
    {"/v1/chat/completions", Route::ChatCompletions, "chat_completions", true},
    {"/v1/responses", Route::Responses, "responses", true},
    {"/health", Route::Health, "health", false},
    {"/metrics", Route::Metrics, "metrics", false},
    {"/api/accounts", Route::Accounts, "accounts", false},
    {"/api/usage", Route::Usage, "usage", false},
    {"/api/workers", Route::Workers, "workers", false},
}};

// One model by its id; what else could be written there goes nowhere.
bool isModelPath(QByteArrayView path)
{
    constexpr QByteArrayView prefix = "/v1/models/";
    if (!path.startsWith(prefix))
        return false;
    const QByteArrayView id = path.sliced(prefix.size());
    const auto isOfId = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.' || c == ':' || c == '@';
    };
    return !id.isEmpty() && id.size() <= 200 && id != "." && id != ".." &&
           std::all_of(id.begin(), id.end(), isOfId);
}

const Entry* entryOf(Route route)
{
    const auto* const found =
        std::find_if(kRoutes.begin(), kRoutes.end(),
                     [route](const Entry& entry) { return entry.route == route; });
    return found == kRoutes.end() ? nullptr : found;
}

} // namespace

Route routeOf(QByteArrayView path)
{
    for (const Entry& entry : kRoutes) {
        if (entry.path == path)
            return entry.route;
    }
    return isModelPath(path) ? Route::Models : Route::Unknown;
}

const char* routeName(Route route)
{
    const Entry* const entry = entryOf(route);
    return entry ? entry->name : "unknown";
}

QByteArray allowedMethods(Route route)
{
    const Entry* const entry = entryOf(route);
    return entry && entry->takesPost ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
}

bool isMethodAllowed(Route route, QByteArrayView method)
{
    const Entry* const entry = entryOf(route);
    if (entry && entry->takesPost)
        return method == "POST";
    return method == "GET" || method == "HEAD";
}

ErrorForm errorFormOf(Route route)
{
    return route == Route::ChatCompletions || route == Route::Responses ? ErrorForm::OpenAi
                                                                        : ErrorForm::Anthropic;
}

} // namespace Patchbay
