// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"

namespace Patchbay {

/// Something that a person should do about an account before it stops working. A value.
struct AccountNotice
{
    enum class Kind { KeyOld, KeyWaits, SignInEnds, SignInEnded };
    Kind kind = Kind::KeyOld;
    AccountId account;
    QString sentence; // "The key of “work” is 95 days old."
    QString nextStep; // "Replace it with: …"

    bool operator==(const AccountNotice&) const = default;
};

/// How long before a sign-in or token ends it is announced.
constexpr int signInNoticeDays = 14;

/// What there is to announce, account by account; of disabled ones nothing. Pure.
[[nodiscard]] QList<AccountNotice> accountNotices(const QList<Account>& accounts, qint64 nowMs);

} // namespace Patchbay
