// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/credential.h"
#include "base/error.h"
#include "pool/request.h"

#include <memory>
#include <optional>

namespace Patchbay {

/// One HTTP request as it goes out.
struct TransportRequest
{
    QByteArray method;
    QUrl url;
    HeaderList headers;
    /// Looked at only when the request is sent.
    Credential credential;
    QByteArray body;
    /// What is known of the request beside its bytes, for transports that speak no HTTP.
    QString conversation;
    bool stream = true;
};

/// Hears what becomes of a request, on the worker's thread, never from within start().
class TransportListener
{
public:
    virtual ~TransportListener() = default;
    /// There is a connection, and the request or a piece of it went out.
    virtual void requestMoved() = 0;
    virtual void headCame(const ResponseHead& head) = 0;
    virtual void bytesCame(const QByteArray& bytes) = 0;
    /// Headers that are known only after the body, right before the end: they count as the head's.
    virtual void trailersCame(const HeaderList& trailers) { Q_UNUSED(trailers) }
    /// The last call. No error: the answer came whole, whatever its status. Without
    /// a head, an error with an HTTP status counts as an answer of that status.
    virtual void transportEnded(const std::optional<Error>& error) = 0;
};

/// A way to an upstream for one request. On the worker's thread. Destroying it ends the request at
/// any instant, without a call; the listener may do so from within a call.
class Transport
{
public:
    virtual ~Transport() = default;
    /// Once. The listener outlives the transport.
    virtual void start(TransportListener& listener) = 0;
    /// While paused nothing is read, so that the upstream has to wait.
    virtual void setPaused(bool paused) = 0;
};

/// Makes the transports of one worker and keeps their connections.
class TransportFactory
{
public:
    virtual ~TransportFactory() = default;
    [[nodiscard]] virtual std::unique_ptr<Transport> make(const Account& account,
                                                          TransportRequest request) = 0;
    /// Closes idle connections of all other accounts.
    virtual void keepOnly(const QSet<AccountId>& accounts) = 0;
};

} // namespace Patchbay
