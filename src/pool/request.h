// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/credential.h"
#include "base/result.h"
#include "claude/limits.h"
#include "claude/pricetable.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>

namespace Patchbay {

/// Who asks: decides which accounts may serve and what the ledger calls it.
struct Client
{
    enum class Kind { Window, CommandLine, Endpoint };
    Kind kind = Kind::Window;
    QString name; // of an endpoint's client

    /// "window", "command_line", or the name.
    [[nodiscard]] QString ledgerName() const;

    bool operator==(const Client&) const = default;
};

/// One request for the pool. A value; the body is sent as it is.
struct Request
{
    QByteArray method = "POST";
    QByteArray path = "/v1/messages"; // with the query, if any
    QByteArray body;
    HeaderList headers; // to send beside our own (anthropic-beta, …)
    bool stream = true;
    /// What is known of the body.
    QString model;
    qint64 maxTokens = 0;
    qint64 estimatedInputTokens = 0;
    /// Keeps requests of one conversation on one account; may be empty.
    QString conversation;
    Client client;
    /// Only this account, when a person named one; it is then tried also after a 401.
    std::optional<AccountId> account;
    /// Only these accounts, where the client may not use all; empty: any.
    QList<AccountId> onlyAccounts = {};
    /// A credential to try in place of the account's own, with `account`.
    std::optional<Credential> credential;
    /// The account that served the conversation last, as its history tells; may be null.
    AccountId lastAccount;
    /// How long it may wait for a free account.
    qint64 queueDeadlineMs = 60'000;

    /// POST /v1/messages: those are what the ledger records.
    [[nodiscard]] bool isMessages() const;
    /// POST /v1/messages/count_tokens: costs nothing, so it takes no place from messages, and what
    /// it is answered says nothing about them. Only an account that is well and speaks the API
    /// serves it, and it is tried once.
    [[nodiscard]] bool isTokenCount() const;
};

/// A request that was answered without the pool, from an answer that it gave before. A value.
struct CachedRequest
{
    Client client;
    QString model; // asked for
    QString modelServed;
    QString stopReason;
    QString requestId;   // of the answer that was given before
    qint64 cameAtMs = 0; // UTC
    qint64 durationMs = 0;
};

/// The account an attempt was given.
struct Lease
{
    AccountId account;
    QString accountName;
    int attempt = 1;
    qint64 requestKey = 0;
};

struct ResponseHead
{
    int status = 0;
    HeaderList headers;
};

/// How a request ended: exactly one per request.
struct Outcome
{
    /// Why it failed; nothing on success.
    std::optional<Error> error;
    /// The body of an error answer, for those who pass it on (at most 1 MB).
    QByteArray errorBody;
    ResponseHead head;
    std::optional<Lease> lease; // of the last attempt
    QString modelServed;
    QString stopReason;
    QString requestId;
    TokenUsage usage;
    std::optional<Cost> cost; // of all attempts
    qint64 firstByteMs = -1;
    qint64 durationMs = 0;
    /// UTC: when the first account that rests may serve such a request again; 0 when none is known
    /// to. Only with an error.
    qint64 retryAtMs = 0;

    [[nodiscard]] bool succeeded() const { return !error; }
};

/// Bytes count as not taken while this is kept: past a limit of such bytes nothing more is read
/// from the upstream. Any thread.
using ChunkHold = std::shared_ptr<const void>;

/// What the one who asked wants to hear, each on its own thread through its mailbox, in this order;
/// unset ones are skipped. `finished` comes exactly once and last, unless the handle was destroyed.
struct RequestObserver
{
    /// No account is free: waiting since now, at the latest until `untilMs` (UTC), 0 if not known.
    std::function<void(const QString& reason, qint64 untilMs)> waiting;
    /// An attempt was sent; again for each further attempt, which only follows while no byte of an
    /// answer was passed on.
    std::function<void(const Lease&)> leased;
    std::function<void(const ResponseHead&)> head;
    /// Bytes of a successful answer, as they came.
    std::function<void(const QByteArray&)> chunk;
    /// In place of `chunk`, for one who takes them later than they come (a slow reader).
    std::function<void(const QByteArray&, ChunkHold)> heldChunk = {};
    std::function<void(const Outcome&)> finished;
};

} // namespace Patchbay
