// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "claude/limits.h"

#include <QHash>
#include <QJsonArray>
#include <QList>
#include <QStringList>

#include <optional>

namespace Patchbay {

/// What goes wrong with an answer, once `atEvent` events of it have been sent.
enum class ScriptFault {
    None,
    Cut,        // the connection closes in the middle of the answer
    Reset,      // the same by TCP reset
    End,        // the answer ends as if complete, without its last events
    Hang,       // silence, the connection stays open
    ErrorEvent, // an `error` event, then the answer ends
    Malformed,  // an event whose data is not JSON; the answer goes on
    Bytewise,   // every byte is a chunk and a write of its own
};

/// One step of a script: how one request is answered. A value. The JSON names are those of
/// script.cpp and DESIGN 1.2; all are optional.
struct ScriptStep
{
    /// "route": "messages" (the default), "count_tokens" or "models".
    QString route = QStringLiteral("messages");
    /// "times": how many requests this step answers before the next one does.
    int times = 1;

    /// "status". From 400 on without a body the API's own form of that error.
    int status = 200;
    /// "headers": added to or replacing those of the answer; null takes one away. In a value
    /// `{now+N}` is N seconds from now in RFC 3339, `{unix+N}` in Unix seconds, `{http+N}` an HTTP
    /// date.
    HeaderList headers;
    QList<QByteArray> withoutHeaders;
    /// "body": an object or list is sent as JSON, a text as it is, in place of an answer.
    std::optional<QByteArray> body;

    /// "content": the blocks of the answer. "reply" and "thinking" are short for a text and a
    /// thinking block; "reply_bytes": N repeats the reply up to that length. Without any of them
    /// the built-in demo answers.
    std::optional<QJsonArray> content;
    QString stopReason;  // "stop_reason"; end_turn, or tool_use after such a block
    QString servedModel; // "model": the one said to have answered
    // "input_tokens", "output_tokens", "thinking_tokens", "cache_read_input_tokens",
    // "cache_creation_5m_input_tokens" (or "cache_creation_input_tokens"),
    // "cache_creation_1h_input_tokens"; below 0: estimated at four letters a token.
    qint64 inputTokens = -1;
    qint64 outputTokens = -1;
    qint64 thinkingTokens = -1;
    qint64 cacheReadTokens = 0;
    qint64 cacheWrite5mTokens = 0;
    qint64 cacheWrite1hTokens = 0;

    int delayMs = 0;            // "delay_ms": before the first byte of the answer
    int firstEventDelayMs = 0;  // "first_event_delay_ms": after the headers
    double eventsPerSecond = 0; // "events_per_second": 0 is as fast as possible
    int pieceCharacters = 0;    // "piece_characters" in one delta; 0: a word
    int pingMs = 0;             // "ping_ms": a ping event that often, also while it hangs

    /// "fault": "cut", "reset", "end", "hang", "error_event", "malformed", "bytewise".
    ScriptFault fault = ScriptFault::None;
    /// "at_event": how many events go out before the fault; 0: nothing of the answer at all, not
    /// even its headers (an error event is then the first one). Absent (-1): half of the text.
    int atEvent = -1;
    /// "headers_first": with at_event 0 the headers do go out.
    bool headersFirst = false;
    /// "error": {"type", "message", "error_code"} of the error event or of the status.
    QString errorType;
    QString errorMessage;
    QString errorCode;
};

/// A pair of tokens that the simulator's sign-in knows from the start. A value.
struct OAuthPair
{
    QByteArray access;
    QByteArray refresh;
    qint64 livesMs = 0; // from when the script is set; 0: the access token has ended
};

/// How one request to the token endpoint is answered other than rightly. A value.
struct OAuthStep
{
    enum class Fault {
        None,
        Hang, // silence; nothing is done
        Lost, // done, and the connection is cut without an answer
    };
    int times = 1;             // "times"
    int status = 200;          // "status": from 300 on with a body that is not JSON
    QString error;             // "error": "invalid_grant" or another code of RFC 6749
    Fault fault = Fault::None; // "fault": "hang" or "lost"
    int delayMs = 0;           // "delay_ms": between doing it and answering
    HeaderList headers;        // "location": of a redirection
};

/// The simulator's sign-in: GET /oauth/authorize agrees to everything at once, POST /oauth/token
/// (and /v1/oauth/token) gives and renews tokens, in JSON or form. A value.
struct OAuthScript
{
    QString clientId;        // "client_id"; empty: any
    int expiresIn = 3600;    // "expires_in", seconds, as it is told
    qint64 livesMs = 0;      // "lives_ms": how long an access token really is good; 0: as told
    qint64 graceMs = 0;      // "grace_ms": so long a refresh token that was used is good again
    bool rotates = true;     // "rotates": false leaves the refresh token good, and out of answers
    bool denies = false;     // "denies": the person refuses
    QList<OAuthPair> tokens; // "tokens": [{"access_token", "refresh_token", "lives_ms"}]
    QList<OAuthStep> steps;  // "steps": in order; after the last all goes well
};

/// What a model's tokens are billed at, in US dollars per million. A value.
struct ScriptPrices
{
    double input = 0;        // "input"
    double output = 0;       // "output"
    double cacheWrite5m = 0; // "cache_write_5m"
    double cacheWrite1h = 0; // "cache_write_1h"
    double cacheRead = 0;    // "cache_read"
};

/// How the simulator answers whom: steps in order for each key, of which the last repeats.
/// A value.
///
/// `{"keys": {KEY: [step, …]}, "default": [step, …], "models": [id, …],
///   "organizations": {KEY: id}, "oauth": {…}, "prices": {MODEL: {…}}}`
///
/// `models` are known beside the built-in ones; `organizations` says which keys share one, else
/// each key has its own. A key without steps is answered by `default`, or 401 where that is absent.
/// An empty script answers every made-up key (sk-ant-test…, sk-ant-demo…) with the demo. The access
/// tokens of `oauth` (see OAuthScript) are bearer tokens on every route; they share the steps, the
/// organisation and the bill of the key `sk-ant-test-oauth`, and are answered 401 when they ended.
class Script
{
public:
    /// InvalidInput names the place in the JSON.
    [[nodiscard]] static Result<Script> fromJson(QByteArrayView json);

    [[nodiscard]] bool isEmpty() const { return keys.isEmpty() && fallback.isEmpty(); }

    QHash<QByteArray, QList<ScriptStep>> keys;
    QList<ScriptStep> fallback;
    QStringList models;
    QHash<QByteArray, QByteArray> organizations;
    OAuthScript oauth;
    QHash<QString, ScriptPrices> prices; // without: no costs are billed
};

} // namespace Patchbay
