// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/oauthsignin.h"
#include "cli/console.h"
#include "cli/linereader.h"
#include "core/core.h"

#include <QObject>

#include <memory>

namespace Patchbay {

/// Leads a person at a terminal through signing in to an OAuth account: the address alone on
/// standard output, everything else on standard error, what is pasted from standard input.
class SignInPrompt final : public QObject
{
    Q_OBJECT
public:
    explicit SignInPrompt(Core& core);

    /// `done` once the token is in the vault and the account is ready, or what kept it from that.
    void start(const AccountId& id, Completion<void> done);

private:
    void showAddress(const QUrl& url);
    void takeLine(const QString& line);
    void keep(const AccountId& id, const OAuthToken& token);

    Core& m_core;
    Console m_console;
    LineReader m_lines;
    std::unique_ptr<OAuthSignIn> m_signIn;
    Completion<void> m_done;
};

} // namespace Patchbay
