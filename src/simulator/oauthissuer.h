// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "simulator/answer.h"
#include "simulator/httprequestparser.h"
#include "simulator/simulator.h"

#include <QHash>

namespace Patchbay {

/// An OAuth 2.0 provider of the simulator's: authorization codes with PKCE (S256 alone), refresh
/// tokens that are good once, access tokens that end. See Script::oauth.
class OAuthIssuer final
{
public:
    enum class Bearer { Unknown, Good, Ended };

    explicit OAuthIssuer(OAuthScript script);

    /// What was issued stays good.
    void setScript(OAuthScript script);
    [[nodiscard]] static bool isRoute(const HttpRequest& request);
    [[nodiscard]] Answer answer(const HttpRequest& request, const QByteArray& requestId);
    [[nodiscard]] Bearer check(const QByteArray& token);

    /// GET and POST /simulator/oauth.
    [[nodiscard]] Answer answerControl(const HttpRequest& request);
    [[nodiscard]] const OAuthCounts& counts() const { return m_counts; }

private:
    struct Code
    {
        QString clientId;
        QString redirectUri;
        QByteArray challenge;
    };
    struct Refresh
    {
        qint64 usedAtMs = -1; // monotonic; -1: not yet
    };
    using Fields = QHash<QString, QString>;

    [[nodiscard]] Answer authorize(const HttpRequest& request);
    [[nodiscard]] Answer token(const HttpRequest& request);
    [[nodiscard]] Answer tokenFor(const Fields& fields);
    [[nodiscard]] Answer exchange(const Fields& fields);
    [[nodiscard]] Answer refresh(const Fields& fields);
    [[nodiscard]] Answer issue(const QByteArray& refreshToken);
    [[nodiscard]] Answer refuse(int status, const QString& code);
    [[nodiscard]] const OAuthStep* nextStep();

    OAuthScript m_script;
    qsizetype m_step = 0;
    int m_stepUsed = 0;
    QHash<QString, Code> m_codes;
    QHash<QByteArray, Refresh> m_refreshTokens;
    QHash<QByteArray, qint64> m_accessTokens; // and when they end, monotonic
    OAuthCounts m_counts;
    SystemClock m_clock;
};

} // namespace Patchbay
