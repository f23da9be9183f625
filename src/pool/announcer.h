// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/dispatcher.h"

#include <QTimer>

#include <atomic>

namespace Patchbay {

/// Tells the one who observes the pool what was found and how busy it is. On the board's thread.
class Announcer final
{
public:
    /// `load` is asked when it is time to tell; after `gone` nobody is told.
    Announcer(std::function<PoolLoad()> load, std::shared_ptr<const std::atomic<bool>> gone);

    void observe(MailboxAddress replyTo, std::function<void(const AccountFinding&)> finding,
                 std::function<void(const PoolLoad&)> load);
    /// At once, unless only limits are new: those of an account's answers within 100 ms are one.
    void tell(const AccountFinding& finding);
    /// Told at once, then once for all changes of the next 100 ms, if it still differs.
    void loadChanged();
    void stop();

private:
    void tellLoad();
    void tellLimits();

    template <class T>
    using Observer = std::shared_ptr<const std::function<void(const T&)>>;
    template <class T>
    void post(const Observer<T>& observer, const T& value) const;

    const std::function<PoolLoad()> m_load;
    const std::shared_ptr<const std::atomic<bool>> m_gone;
    MailboxAddress m_replyTo;
    Observer<AccountFinding> m_findingObserver;
    Observer<PoolLoad> m_loadObserver;
    PoolLoad m_told;
    bool m_hasChanged = false;
    QTimer m_timer;
    QHash<AccountId, AccountFinding> m_toldFindings; // without limits
    QHash<AccountId, AccountFinding> m_newLimits;
    QTimer m_limitsTimer;
    bool m_isStopped = false;
};

} // namespace Patchbay
