// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/script.h"

#include <QHostAddress>
#include <QMap>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

#include <memory>

namespace Patchbay {

struct SimulatorOptions
{
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0; // 0: a free one
    Script script;
    /// With a certificate and its key the simulator speaks https.
    std::optional<QSslConfiguration> tls;

    /// How many requests, and how much of their bodies, requests() remembers.
    qsizetype rememberedRequests = 256;
    qsizetype rememberedBodyBytes = 8 * 1024 * 1024;

    qsizetype maxConnections = 4096; // further ones are closed at once
    qsizetype maxHeaderBytes = 64 * 1024;
    qsizetype maxBodyBytes = 64 * 1024 * 1024;
    int headerTimeoutMs = 15'000; // from the first byte of a request
    int bodyTimeoutMs = 30'000;   // without any byte
    int idleTimeoutMs = 300'000;  // between requests
    int writeTimeoutMs = 60'000;  // while the peer takes nothing
};

/// A request as the simulator received it. A value.
struct ReceivedRequest
{
    QByteArray method;
    QByteArray path;
    QByteArray query;
    /// Without the credential.
    HeaderList headers;
    /// The credential: made-up and scripted keys as they are, others as "sha256:" and 12 digits.
    QByteArray key;
    /// "x-api-key", "bearer" or empty.
    QByteArray credentialKind;
    QByteArray body;
    qint64 receivedAtMs = 0; // UTC
    int status = 0;          // what it was answered; 0: nothing
    quint64 connection = 0;  // which connection it came over, counted from 1
};

/// What a provider would bill for one key and model. A value.
struct Billed
{
    qint64 requests = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    qint64 cacheReadTokens = 0;
    qint64 cacheWrite5mTokens = 0;
    qint64 cacheWrite1hTokens = 0;
    qint64 costMicroUsd = 0; // where the script has prices

    bool operator==(const Billed&) const = default;
};

/// What the simulator's sign-in was asked and gave. A value.
struct OAuthCounts
{
    qint64 authorizations = 0; // browsers sent on their way back
    qint64 tokenRequests = 0;  // to the token endpoint, whatever was answered
    qint64 exchanges = 0;      // codes that became tokens
    qint64 refreshes = 0;      // refresh tokens that became new ones
    qint64 refusals = 0;       // invalid_grant
    qint64 reuses = 0;         // of a refresh token that was used before, refused or not
    qint64 rejectedBearers = 0;

    bool operator==(const OAuthCounts&) const = default;
};

/// Per key (named as in ReceivedRequest) and model that served.
using BilledTable = QMap<QByteArray, QMap<QString, Billed>>;

/// An upstream that speaks the Messages API over a real socket (HTTP/1.1), without a model behind
/// it: for the demo account, for tests and for benchmarks. Answers as its script says, bills as a
/// provider would: the input when the answer begins, the output as far as it was streamed.
///
/// POST /v1/messages, POST /v1/messages/count_tokens, GET /v1/models, GET /v1/models/ID as
/// PROTOCOL 1 to 4 have them; GET /simulator/billed gives
/// `{"keys":{KEY:{MODEL:{requests, input_tokens, …, cost_micro_usd}}}}`, POST /simulator/script takes a new script.
/// GET /oauth/authorize and POST /oauth/token are a sign-in (see OAuthScript); GET /simulator/oauth
/// counts what they did, POST with `{"expire":true}` ends every access token, with
/// `{"revoke":true}` every refresh token. Lives on the thread that made it, which runs an event
/// loop.
class Simulator final : public QObject
{
    Q_OBJECT
public:
    explicit Simulator(SimulatorOptions options, QObject* parent = nullptr);
    /// Closes every connection.
    ~Simulator() override;

    /// InvalidInput when the address or port cannot be had.
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] quint16 port() const;
    /// http(s)://address:port
    [[nodiscard]] QUrl baseUrl() const;

    /// Begins every list of steps anew; answers under way go on as they began.
    void setScript(Script script);

    /// The latest requests, in the order of their arrival.
    [[nodiscard]] QList<ReceivedRequest> requests() const;
    /// How many requests have come in all.
    [[nodiscard]] qint64 requestCount() const;
    [[nodiscard]] BilledTable billed() const;
    [[nodiscard]] OAuthCounts oauthCounts() const;
    /// Connections that are open, and answers being sent.
    [[nodiscard]] qsizetype openConnections() const;
    [[nodiscard]] qsizetype openAnswers() const;

private:
    class Backend;
    std::unique_ptr<Backend> m_backend;
};

} // namespace Patchbay
