// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/oauthprofile.h"
#include "accounts/tokenrefresher.h"
#include "support/manualclock.h"
#include "support/outcome.h"
#include "support/testupstream.h"
#include "vault/scriptedvault.h"

#include <QTemporaryDir>

namespace Patchbay::Testing {

[[nodiscard]] inline Secret secretOf(const QByteArray& bytes)
{
    return Secret::take(QByteArray(bytes.constData(), bytes.size()));
}

/// What the refresher told of an account.
struct Finding
{
    AccountState state = AccountState::Ready;
    QString reason;
    qint64 untilMs = 0;
};

/// An account that signs in at the simulator, a vault that does as told and a clock that stands.
class SignInFixture final
{
public:
    SignInFixture() { restart(); }

    TestUpstream upstream;
    ManualClock clock;
    ScriptedVault vault;
    QTemporaryDir folder;
    std::unique_ptr<TokenRefresher> refresher;
    QList<Finding> findings;
    int renewals = 0;

    /// As another run of the program, or another program, with the same vault and folder.
    [[nodiscard]] std::unique_ptr<TokenRefresher> another()
    {
        TokenRefresherOptions options;
        options.locksDir = folder.path();
        options.lockRetryMs = 5;
        options.lockTries = 200;
        options.saveRetryMs = 20;
        options.requestTimeoutMs = requestTimeoutMs;
        return std::make_unique<TokenRefresher>(vault, clock, options);
    }
    void restart()
    {
        refresher = another();
        QObject::connect(refresher.get(), &TokenRefresher::found, refresher.get(),
                         [this](const AccountId&, AccountState state, const QString& reason,
                                qint64 untilMs) { findings.append({state, reason, untilMs}); });
        QObject::connect(refresher.get(), &TokenRefresher::renewed, refresher.get(),
                         [this] { ++renewals; });
    }
    qint64 requestTimeoutMs = 20'000;

    [[nodiscard]] OAuthProfile profile() const
    {
        OAuthProfile profile;
        profile.name = QStringLiteral("the test provider");
        profile.authorizeUrl =
            upstream.baseUrl().resolved(QUrl(QStringLiteral("/oauth/authorize")));
        profile.tokenUrl = upstream.baseUrl().resolved(QUrl(QStringLiteral("/oauth/token")));
        profile.clientId = QStringLiteral("patchbay-test");
        return profile;
    }
    [[nodiscard]] Account account() const
    {
        Account account;
        account.id.value = QStringLiteral("a1");
        account.name = QStringLiteral("work");
        account.kind = AccountKind::OAuth;
        account.oauthProfile = profile().toJson();
        return account;
    }

    /// Puts a pair into the vault that was received just now and is good at the simulator as well.
    void put(const QByteArray& access, const QByteArray& refresh, qint64 lifetimeMs = 3'600'000)
    {
        OAuthToken token;
        token.access = secretOf(access);
        token.refresh = secretOf(refresh);
        token.receivedAtMs = clock.nowMs();
        token.lifetimeMs = lifetimeMs;
        vault.entries[key()] = token.toSecret().reveal().toByteArray();
    }
    [[nodiscard]] QString key() const { return QStringLiteral("account/a1/token"); }
    [[nodiscard]] Result<OAuthToken> kept() const
    {
        return OAuthToken::fromSecret(secretOf(vault.entries.value(key())));
    }

    [[nodiscard]] Outcome<Credential> begin(const std::optional<Credential>& rejected = {})
    {
        Outcome<Credential> outcome;
        refresher->credential(account(), rejected, outcome.completion());
        return outcome;
    }
    /// The access token, or the sentence of what went wrong.
    [[nodiscard]] QByteArray ask(const std::optional<Credential>& rejected = {})
    {
        const Outcome<Credential> outcome = begin(rejected);
        if (!outcome.wait())
            return "(nothing came)";
        return outcome.result() ? outcome.result()->secret.reveal().toByteArray()
                                : outcome.sentence().toUtf8();
    }
    [[nodiscard]] static Credential credentialOf(const QByteArray& access)
    {
        Credential credential;
        credential.form = Credential::Form::Bearer;
        credential.secret = secretOf(access);
        return credential;
    }
    [[nodiscard]] QList<AccountState> states() const
    {
        QList<AccountState> states;
        for (const Finding& finding : findings)
            states.append(finding.state);
        return states;
    }
};

} // namespace Patchbay::Testing
