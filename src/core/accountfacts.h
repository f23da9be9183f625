// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/error.h"
#include "claude/limits.h"
#include "core/networkfinding.h"

#include <QStringList>

namespace Patchbay {

struct ProbeAnswer;

/// The answer to one question about an account. A value; never a secret.
struct AccountFact
{
    enum class Question { Secret, Network, Tls, Key, Validity, Quota, Models, Renewal };
    enum class Result { Ok, Attention, Failed };
    Question question = Question::Secret;
    Result result = Result::Ok;
    QString text;
    QString nextStep;                     // empty where there is nothing to do
    ErrorKind kind = ErrorKind::Internal; // of what failed

    bool operator==(const AccountFact&) const = default;
};

/// "secret", "network", …; "ok", "attention", "failed".
[[nodiscard]] QString questionName(AccountFact::Question question);
[[nodiscard]] QString factResultName(AccountFact::Result result);

/// What an account is judged by. The functions below are pure.
namespace AccountFacts {

/// `from`: what gives it, in words; `error`: why it could not.
[[nodiscard]] AccountFact ofSecret(const QString& from, const Error* error);
/// Network and TLS.
[[nodiscard]] QList<AccountFact> ofNetwork(const NetworkFinding& finding);
/// Key and account, by what the upstream said; both not known without an answer.
[[nodiscard]] QList<AccountFact> ofAnswer(const Account& account, const ProbeAnswer* answer);
/// What is left of each window, as answers last told.
[[nodiscard]] AccountFact ofQuota(const Account& account, const QList<LimitWindow>& windows,
                                  const ProbeAnswer* answer, qint64 nowMs);
/// Whether the models it is set to are among those it sees; nothing when it was told none.
[[nodiscard]] QList<AccountFact> ofModels(const Account& account, const QStringList& seen);
/// What there is to announce (accountNotices).
[[nodiscard]] QList<AccountFact> ofRenewal(const Account& account, qint64 nowMs);

} // namespace AccountFacts

/// The ids in an answer of GET /v1/models; none when it is of another form.
[[nodiscard]] QStringList modelsOfList(const QByteArray& body);

} // namespace Patchbay
