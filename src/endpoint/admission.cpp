// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/admission.h"

#include "endpoint/servercontext.h"
#include "endpoint/turn.h"

#include <algorithm>

namespace Patchbay::Admission {

using namespace Qt::StringLiterals;

namespace {

EndpointAnswer refusal(const Turn& turn, int status, const QString& words)
{
    return errorAnswer(turn.form, status, words, turn.requestId);
}

QByteArray bearerOf(const RequestHead& head)
{
    const QByteArray value = head.value("authorization");
    constexpr QByteArrayView scheme = "bearer ";
    return value.left(scheme.size()).toLower() == scheme ? value.mid(scheme.size()).trimmed()
                                                         : QByteArray();
}

// Clients with a helper for keys send both headers: one right token is enough.
std::optional<ClientTable::Found> clientOf(const ServerContext& context, const RequestHead& head)
{
    std::optional<ClientTable::Found> found;
    for (const QByteArray& token : {head.value("x-api-key"), bearerOf(head)}) {
        if (token.isEmpty() || (found && *found))
            continue;
        found = context.clients.find(token, context.clock.nowMs());
    }
    return found;
}

EndpointAnswer unauthorized(const Turn& turn, bool hasToken)
{
    const QString words =
        hasToken ? u"That token is none of this Patchbay's. Set ANTHROPIC_API_KEY or "
                   "ANTHROPIC_AUTH_TOKEN (OPENAI_API_KEY for OpenAI clients) to a token from "
                   "“patchbay-cli clients add NAME” or from the window; keys of the provider do "
                   "not belong here"_s
                 : u"A token is needed. Set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN "
                   "(OPENAI_API_KEY for OpenAI clients) to a token from “patchbay-cli clients add "
                   "NAME” or from the window"_s;
    EndpointAnswer answer = refusal(turn, 401, words);
    answer.headers.emplaceBack("www-authenticate", "Bearer");
    answer.headers.emplaceBack("x-should-retry", "false");
    return answer;
}

// What a browser asks before a page's request; its method and headers are the page's to choose.
EndpointAnswer preflight(const Turn& turn)
{
    EndpointAnswer answer;
    answer.status = 204;
    answer.contentType.clear();
    answer.headers.emplaceBack("Allow", allowedMethods(turn.route));
    if (turn.allowedOrigin.isEmpty())
        return answer;
    answer.headers.emplaceBack("Access-Control-Allow-Methods", allowedMethods(turn.route));
    const QByteArray wanted = turn.head.value("access-control-request-headers");
    const bool isPlain = std::all_of(wanted.begin(), wanted.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == ',' || c == ' ';
    });
    if (!wanted.isEmpty() && isPlain)
        answer.headers.emplaceBack("Access-Control-Allow-Headers", wanted);
    if (turn.head.value("access-control-request-private-network") == "true")
        answer.headers.emplaceBack("Access-Control-Allow-Private-Network", "true");
    answer.headers.emplaceBack("Access-Control-Max-Age", "600");
    return answer;
}

std::optional<EndpointAnswer> refuseOrigin(const ServerContext& context, Turn& turn, bool isLocal)
{
    switch ((isLocal ? context.localHosts : context.hosts).judge(turn.head)) {
    case HostCheck::Verdict::Ambiguous:
        return refusal(turn, 400, u"The request names its host or origin twice"_s);
    case HostCheck::Verdict::WrongHost:
        return refusal(turn, 403,
                       u"This host name is not one of this endpoint's. Use 127.0.0.1 or localhost "
                       "with its port, or allow the name with --allow-host"_s);
    case HostCheck::Verdict::WrongOrigin:
        return refusal(turn, 403, u"Web pages may not use this endpoint"_s);
    case HostCheck::Verdict::Allowed:
        turn.allowedOrigin = turn.head.value("origin");
        break;
    }
    return std::nullopt;
}

std::optional<EndpointAnswer> refuseToken(ServerContext& context, Turn& turn)
{
    const std::optional<ClientTable::Found> found = clientOf(context, turn.head);
    if (!found)
        return unauthorized(turn, false);
    if (*found) {
        turn.client = **found;
        turn.record.client = turn.client->name;
        return std::nullopt;
    }
    if (found->error() == ClientTable::Refusal::Unknown) {
        ++context.log.metrics.wrongTokens;
        const qint64 waitMs = context.throttle.failed(turn.record.peer, turn.startedMs);
        if (waitMs == 0)
            return unauthorized(turn, true);
        EndpointAnswer answer =
            refusal(turn, 429, u"Too many requests with wrong tokens came from there"_s);
        addRetryAfter(answer, waitMs);
        return answer;
    }
    EndpointAnswer answer =
        refusal(turn, 401,
                found->error() == ClientTable::Refusal::Expired
                    ? u"This token has expired. Make a new one with “patchbay-cli clients add”"_s
                    : u"This token was revoked"_s);
    answer.headers.emplaceBack("x-should-retry", "false");
    return answer;
}

} // namespace

std::optional<EndpointAnswer> refuse(ServerContext& context, Turn& turn, bool isLocal)
{
    if (auto answer = refuseOrigin(context, turn, isLocal))
        return answer;
    if (turn.head.method == "OPTIONS")
        return preflight(turn);
    if (turn.route == Route::Unknown)
        return refusal(turn, 404, u"There is nothing at this address"_s);
    if (!isMethodAllowed(turn.route, turn.head.method)) {
        EndpointAnswer answer =
            refusal(turn, 405, u"This address does not take requests of that method"_s);
        answer.headers.emplaceBack("Allow", allowedMethods(turn.route));
        return answer;
    }
    if (isOpenToAll(turn.route))
        return std::nullopt;
    return refuseToken(context, turn);
}

std::optional<EndpointAnswer> refuseBody(const ServerContext& context, const Turn& turn)
{
    const RequestHead& head = turn.head;
    const QByteArray expect = head.value("expect").toLower();
    if (!expect.isEmpty() && expect != "100-continue")
        return refusal(turn, 417, u"Only “100-continue” can be expected here"_s);
    if (head.method != "POST")
        return head.hasBody() ? std::optional(refusal(turn, 400, u"No body is taken here"_s))
                              : std::nullopt;
    const QByteArray type = head.value("content-type").split(';').first().trimmed().toLower();
    if (type != "application/json" && !type.endsWith("+json"))
        return refusal(turn, 415, u"Set content-type to application/json"_s);
    const QByteArray coding = head.value("content-encoding").trimmed().toLower();
    if (!coding.isEmpty() && coding != "identity" && coding != "gzip" && coding != "x-gzip") {
        EndpointAnswer answer = refusal(turn, 415, u"Bodies are taken plain or with gzip"_s);
        answer.headers.emplaceBack("Accept-Encoding", "gzip, identity");
        return answer;
    }
    if (head.contentLength.value_or(0) > static_cast<quint64>(context.options.limits.bodyBytes))
        return refusal(turn, 413, u"The body is larger than is taken here"_s);
    const qint64 known = static_cast<qint64>(head.contentLength.value_or(0));
    if (head.hasBody() && context.bodiesBytes + known > context.options.limits.allBodiesBytes)
        return tooManyBodies(turn);
    return std::nullopt;
}

EndpointAnswer tooManyBodies(const Turn& turn)
{
    EndpointAnswer answer =
        refusal(turn, 503, u"Too many large requests are under way: send it again later"_s);
    addRetryAfter(answer, 5000);
    return answer;
}

std::optional<EndpointAnswer> refuseBeyondLimits(ServerContext& context, const Turn& turn,
                                                 ClientLimits::Place& place)
{
    ClientLimits::Admission admission = context.limits.admit(*turn.client, turn.startedMs);
    if (admission.verdict == ClientLimits::Verdict::Allowed) {
        place = std::move(admission.place);
        if (context.options.clientUsed && context.limits.isUseDue(turn.client->id, turn.startedMs))
            context.options.clientUsed(turn.client->id, turn.record.cameAtMs);
        return std::nullopt;
    }
    EndpointAnswer answer =
        refusal(turn, 429,
                admission.verdict == ClientLimits::Verdict::TooManyPerMinute
                    ? u"This token has sent as many requests as it may in a minute"_s
                    : u"This token has as many requests under way as it may"_s);
    addRetryAfter(answer, admission.waitMs);
    return answer;
}

} // namespace Patchbay::Admission
