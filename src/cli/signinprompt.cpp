// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signinprompt.h"

#include <QPointer>

namespace Patchbay {

SignInPrompt::SignInPrompt(Core& core)
    : m_core(core)
{
    connect(&m_lines, &LineReader::line, this, &SignInPrompt::takeLine);
    connect(&m_lines, &LineReader::ended, this, [this] {
        // The browser needs nobody at the terminal.
        if (m_signIn && m_signIn->profile().redirect == OAuthProfile::Redirect::Paste)
            m_signIn->cancel();
    });
}

void SignInPrompt::start(const AccountId& id, Completion<void> done)
{
    m_done = std::move(done);
    auto signIn = m_core.accounts().signIn(id);
    if (!signIn) {
        m_done(Failure(signIn.error()));
        return;
    }
    m_signIn = std::move(*signIn);
    connect(m_signIn.get(), &OAuthSignIn::urlReady, this, &SignInPrompt::showAddress);
    connect(m_signIn.get(), &OAuthSignIn::codeRefused, this, [this](const Error& error) {
        m_console.fail(error);
        m_lines.readLine();
    });
    connect(m_signIn.get(), &OAuthSignIn::signedIn, this,
            [this, id](const OAuthToken& token) { keep(id, token); });
    connect(m_signIn.get(), &OAuthSignIn::failed, this,
            [this](const Error& error) { m_done(Failure(error)); });
    m_signIn->start();
}

void SignInPrompt::showAddress(const QUrl& url)
{
    m_console.note(tr("Open this address in a browser and sign in:"));
    m_console.writeLine(url.toString(QUrl::FullyEncoded));
    m_console.note(
        m_signIn->profile().redirect == OAuthProfile::Redirect::Paste
            ? tr("Then paste the code that is shown:")
            : tr("If the browser runs on another machine, paste the address that it ends at:"));
    m_lines.readLine();
}

void SignInPrompt::takeLine(const QString& line)
{
    if (line.trimmed().isEmpty())
        m_lines.readLine();
    else
        m_signIn->submitCode(line);
}

void SignInPrompt::keep(const AccountId& id, const OAuthToken& token)
{
    m_core.accounts().keepSignIn(id, token, [self = QPointer(this)](const Result<void>& kept) {
        if (self)
            self->m_done(kept);
    });
}

} // namespace Patchbay
