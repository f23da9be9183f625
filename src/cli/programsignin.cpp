// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/programsignin.h"

#include "accounts/claudeprogram.h"

namespace Patchbay {

ProgramSignIn::ProgramSignIn(Core& core)
    : m_core(core)
    , m_login(core.claude().program, core.claude().folder)
{
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.setInputChannelMode(QProcess::ForwardedInputChannel);
}

ProgramSignIn::~ProgramSignIn()
{
    m_process.disconnect(this);
    m_process.kill();
}

void ProgramSignIn::start(const Account& account, Completion<void> done)
{
    const auto shared = std::make_shared<Completion<void>>(std::move(done));
    const auto command = m_login.command(account);
    if (!command) {
        QMetaObject::invokeMethod(
            this, [shared, error = command.error()] { (*shared)(Failure(error)); },
            Qt::QueuedConnection);
        return;
    }
    connect(&m_process, &QProcess::finished, this,
            [this, account, shared](int code, QProcess::ExitStatus status) {
                ended(account, code == 0 && status == QProcess::NormalExit, std::move(*shared));
            });
    connect(
        &m_process, &QProcess::errorOccurred, this,
        [this, shared](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                (*shared)(Failure(ClaudeProgram::cannotStart(m_process.errorString())));
        },
        Qt::QueuedConnection);
    m_process.setProcessEnvironment(command->environment);
    m_process.start(command->program, command->arguments);
}

void ProgramSignIn::ended(const Account& account, bool wentWell, Completion<void> done)
{
    if (!wentWell) {
        done(fail(ErrorKind::Authentication,
                  tr("The sign-in of the claude program did not succeed"),
                  tr("Read what it said above, and begin again")));
        return;
    }
    check(account,
          [this, account, done = std::move(done)](const Result<ClaudeSignIn>& status) mutable {
              if (!status)
                  return done(Failure(status.error()));
              if (!status->isSignedIn)
                  return done(Failure(ClaudeProgram::notSignedIn(account.name)));
              m_core.accounts().setState(account.id, AccountState::Ready, {}, 0);
              done({});
          });
}

void ProgramSignIn::check(const Account& account, Completion<ClaudeSignIn> done)
{
    m_login.check(account, [this, id = account.id,
                            done = std::move(done)](const Result<ClaudeSignIn>& status) mutable {
        if (status && status->isSignedIn)
            m_core.accounts().setProgramSignIn(id, status->plan, status->organizationId,
                                               status->endsAtMs);
        done(status);
    });
}

} // namespace Patchbay
