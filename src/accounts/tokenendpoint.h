// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/oauthprofile.h"
#include "accounts/oauthtoken.h"
#include "base/clock.h"

#include <QObject>
#include <QTimer>

#include <functional>

class QNetworkAccessManager;
class QNetworkReply;

namespace Patchbay {

/// One request to a provider's token endpoint. Redirects are not followed, cookies not kept, no
/// proxy stands between it and this machine's own addresses. Main thread; destroying it ends the
/// request without a call.
class TokenEndpoint final : public QObject
{
public:
    using Fields = QList<std::pair<QByteArray, Secret>>;
    using Done = std::move_only_function<void(TokenOutcome)>;

    /// `proxy`: as Account::proxy.
    TokenEndpoint(OAuthProfile profile, const QUrl& proxy, const Clock& clock, qint64 timeoutMs,
                  QObject* parent = nullptr);
    ~TokenEndpoint() override;

    /// Sends the fields with the client's id; once. A refresh token that the answer leaves out
    /// stays `before`. `done` comes from the event loop and may destroy this.
    void send(const Fields& fields, const Secret& before, Done done);

private:
    void answered();
    void end(TokenOutcome outcome);
    [[nodiscard]] TokenFailure unreachable(const QString& detail) const;

    const OAuthProfile m_profile;
    const Clock& m_clock;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QNetworkReply* m_reply = nullptr; // the manager's
    QTimer m_timer;
    Secret m_before;
    Done m_done;
};

} // namespace Patchbay
