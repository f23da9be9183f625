// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/accountannouncer.h"

#include <chrono>

namespace Patchbay {

using namespace Qt::StringLiterals;

AccountAnnouncer::AccountAnnouncer(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core)
{
    m_hourly.setInterval(std::chrono::hours(1));
    connect(&m_hourly, &QTimer::timeout, this, &AccountAnnouncer::look);
}

void AccountAnnouncer::start()
{
    connect(&m_core.accounts(), &AccountStore::changed, this, &AccountAnnouncer::look);
    m_hourly.start();
    look();
}

void AccountAnnouncer::next()
{
    m_isTelling = false;
    look();
}

QList<AccountAnnouncer::Cause> AccountAnnouncer::causes() const
{
    QList<Cause> causes;
    for (const AccountNotice& notice :
         accountNotices(m_core.accounts().accounts(), m_core.clock().nowMs())) {
        // That it needs a sign-in is an alert, and told as such.
        const Account* account = m_core.accounts().find(notice.account);
        if (notice.kind == AccountNotice::Kind::SignInEnded && account &&
            account->state == AccountState::NeedsSignIn)
            continue;
        const Error words{ErrorKind::Internal, notice.sentence, notice.nextStep, {}, {}, 0};
        causes.append({u"%1/%2"_s.arg(static_cast<int>(notice.kind)).arg(notice.account.value),
                       words.sentence()});
    }
    return causes;
}

void AccountAnnouncer::look()
{
    const QList<Cause> found = causes();
    QSet<QString> holding;
    for (const Cause& cause : found)
        holding.insert(cause.key);
    m_told.intersect(holding); // what was mended is told anew when it comes again
    for (const Cause& cause : found) {
        if (m_isTelling || m_told.contains(cause.key))
            continue;
        m_isTelling = true;
        m_told.insert(cause.key);
        Q_EMIT told(cause.sentence);
    }
}

} // namespace Patchbay
