// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/oauthprofile.h"
#include "accounts/oauthtoken.h"
#include "accounts/pkce.h"
#include "base/clock.h"

#include <QObject>
#include <QTimer>

namespace Patchbay {

class LoopbackReceiver;
class TokenEndpoint;

struct OAuthSignInOptions
{
    qint64 timeoutMs = 10LL * 60 * 1000; // for the person
    qint64 requestTimeoutMs = 30'000;    // for the provider
};

/// One sign-in of a person at an OAuth 2.0 provider: authorization code with PKCE (S256) and a
/// state that nobody can guess. After start() comes urlReady(), once: whoever shows this opens the
/// address in the person's browser or shows it. Then either the browser comes back by itself, or
/// (needsCode(), where the profile says "paste") the person pastes what the provider shows; at last
/// exactly one of signedIn() and failed(). Nothing is emitted from within start(), cancel() ends
/// it as Cancelled, destroying it silently. Main thread.
class OAuthSignIn final : public QObject
{
    Q_OBJECT
public:
    OAuthSignIn(OAuthProfile profile, const QUrl& proxy, const Clock& clock,
                OAuthSignInOptions options = {}, QObject* parent = nullptr);
    ~OAuthSignIn() override;

    void start();
    /// What the person pasted: the code, `code#state`, or the whole address that the browser was
    /// sent to (also of a browser on another machine, which could not come back). A text that is
    /// none of these is told with codeRefused(), and another may follow.
    void submitCode(const QString& pasted);
    void cancel();

    [[nodiscard]] const OAuthProfile& profile() const { return m_profile; }

Q_SIGNALS:
    void urlReady(const QUrl& url);
    void needsCode();
    void codeRefused(const Patchbay::Error& error);
    void signedIn(const Patchbay::OAuthToken& token);
    void failed(const Patchbay::Error& error);

private:
    void begin();
    [[nodiscard]] QUrl authorizeUrl() const;
    void browserCame(const QHash<QString, QString>& fields);
    void exchange(const QString& code);
    void exchanged(TokenOutcome outcome);
    void end(const Error& error);

    const OAuthProfile m_profile;
    const QUrl m_proxy;
    const Clock& m_clock;
    const OAuthSignInOptions m_options;
    const Pkce m_pkce = Pkce::make();
    const QByteArray m_state = Pkce::randomText();
    QString m_redirectUri;
    std::unique_ptr<LoopbackReceiver> m_receiver;
    std::unique_ptr<TokenEndpoint> m_endpoint;
    QTimer m_timer;
    bool m_isStarted = false;
    bool m_isOver = false;
};

} // namespace Patchbay
