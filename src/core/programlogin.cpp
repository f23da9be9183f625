// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/programlogin.h"

namespace Patchbay {

namespace {

// The program keeps its own sign-in, and is asked for it.
bool signsInItself(const Account& account)
{
    return account.kind == AccountKind::ClaudeCommand && account.source == AccountSource::Stored &&
           account.secretChangedAtMs == 0;
}

} // namespace

ProgramLogin::ProgramLogin(AccountStore& accounts, const ClaudeOptions& options)
    : m_accounts(accounts)
    , m_login(options.program, options.folder)
{
    connect(&m_login, &ClaudeLogin::opened, this, &ProgramLogin::opened);
    connect(&m_login, &ClaudeLogin::commandNeeded, this, &ProgramLogin::commandNeeded);
    connect(&m_login, &ClaudeLogin::failed, this, &ProgramLogin::failed);
    connect(&m_login, &ClaudeLogin::signedIn, this, [this](const ClaudeSignIn& signIn) {
        keep(m_account, signIn);
        m_accounts.setState(m_account, AccountState::Ready, {}, 0);
        Q_EMIT signedIn(m_account);
    });
}

void ProgramLogin::start(const AccountId& id)
{
    const Account* account = m_accounts.find(id);
    if (account && signsInItself(*account)) {
        m_account = id;
        m_login.start(*account);
        return;
    }
    m_login.giveUp();
    const Error error{account ? ErrorKind::InvalidInput : ErrorKind::NotFound,
                      tr("This account has no sign-in of the claude program"),
                      tr("Replace its key or token instead"),
                      {},
                      {},
                      0};
    QMetaObject::invokeMethod(this, [this, error] { Q_EMIT failed(error); }, Qt::QueuedConnection);
}

void ProgramLogin::check(const AccountId& id, Completion<ClaudeSignIn> done)
{
    const Account* const account = m_accounts.find(id);
    if (!account) {
        QMetaObject::invokeMethod(
            this,
            [shared = std::make_shared<Completion<ClaudeSignIn>>(std::move(done))] {
                (*shared)(fail(ErrorKind::NotFound, tr("The account is not there any more")));
            },
            Qt::QueuedConnection);
        return;
    }
    m_login.check(*account,
                  [this, id, done = std::move(done)](Result<ClaudeSignIn> status) mutable {
                      if (status && status->isSignedIn)
                          keep(id, *status);
                      done(std::move(status));
                  });
}

void ProgramLogin::checkAll()
{
    QList<AccountId> ids;
    for (const Account& account : m_accounts.accounts()) {
        if (account.enabled && signsInItself(account))
            ids.append(account.id);
    }
    checkNext(std::move(ids));
}

void ProgramLogin::checkNext(QList<AccountId> ids)
{
    if (ids.isEmpty())
        return;
    const AccountId id = ids.takeFirst();
    check(id, [this, ids](const Result<ClaudeSignIn>&) { checkNext(ids); });
}

void ProgramLogin::keep(const AccountId& id, const ClaudeSignIn& signIn)
{
    m_accounts.setProgramSignIn(id, signIn.plan, signIn.organizationId, signIn.endsAtMs);
}

} // namespace Patchbay
