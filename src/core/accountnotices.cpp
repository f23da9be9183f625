// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountnotices.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

constexpr qint64 kDayMs = 24LL * 3'600'000;

struct AccountNotices
{
    Q_DECLARE_TR_FUNCTIONS(AccountNotices)
};

QString replaceStep(const Account& account)
{
    if (!account.keyCommand.isEmpty())
        return AccountNotices::tr("Replace it where the account's command reads it");
    return AccountNotices::tr("Replace it in the account manager, or with: patchbay-cli accounts "
                              "rotate %1")
        .arg(account.name);
}

QString signInStep(const Account& account)
{
    return AccountNotices::tr("Sign in again in the account manager, or with: patchbay-cli "
                              "accounts login %1")
        .arg(account.name);
}

void appendKeyNotices(const Account& account, qint64 nowMs, QList<AccountNotice>& notices)
{
    using Kind = AccountNotice::Kind;
    if (account.pendingSecretAtMs != 0) {
        notices.append(
            {Kind::KeyWaits, account.id,
             AccountNotices::tr("The new key of “%1” waits for its first answer; the old one is "
                                "in use")
                 .arg(account.name),
             AccountNotices::tr("Try it with an empty line to: patchbay-cli accounts rotate %1")
                 .arg(account.name)});
        return;
    }
    const qint64 age = (nowMs - account.secretChangedAtMs) / kDayMs;
    if (account.remindAfterDays > 0 && account.secretChangedAtMs > 0 &&
        age >= account.remindAfterDays) {
        notices.append(
            {Kind::KeyOld, account.id,
             AccountNotices::tr("The key of “%1” is %n day(s) old", nullptr, static_cast<int>(age))
                 .arg(account.name),
             replaceStep(account)});
    }
}

void appendSignInNotices(const Account& account, qint64 nowMs, QList<AccountNotice>& notices)
{
    using Kind = AccountNotice::Kind;
    const qint64 left = account.secretExpiresAtMs - nowMs;
    if (account.secretExpiresAtMs == 0 || left > signInNoticeDays * kDayMs)
        return;
    if (left <= 0) {
        notices.append({Kind::SignInEnded, account.id,
                        AccountNotices::tr("The sign-in of “%1” has ended").arg(account.name),
                        signInStep(account)});
        return;
    }
    notices.append({Kind::SignInEnds, account.id,
                    AccountNotices::tr("The sign-in of “%1” ends in %n day(s)", nullptr,
                                       static_cast<int>((left + kDayMs - 1) / kDayMs))
                        .arg(account.name),
                    signInStep(account)});
}

} // namespace

QList<AccountNotice> accountNotices(const QList<Account>& accounts, qint64 nowMs)
{
    QList<AccountNotice> notices;
    for (const Account& account : accounts) {
        // Those of the environment are replaced where they come from, and that is not ours to date.
        if (!account.enabled || account.source != AccountSource::Stored)
            continue;
        if (account.kind == AccountKind::ApiKey)
            appendKeyNotices(account, nowMs, notices);
        appendSignInNotices(account, nowMs, notices);
    }
    return notices;
}

} // namespace Patchbay
