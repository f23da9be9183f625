// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/mailbox.h"
#include "base/result.h"
#include "base/secret.h"
#include "claude/limits.h"

#include <functional>
#include <optional>

namespace Patchbay {

/// What a request is authorised with. A value; the secret is shared, not copied.
struct Credential
{
    enum class Form {
        ApiKey,  // sent as x-api-key
        Bearer,  // sent as Authorization: Bearer
        Program, // for the `claude` program alone; empty where it keeps its own
    };
    Form form = Form::ApiKey;
    Secret secret;
    /// UTC: from then on it should be asked for again before use; 0: good until it is rejected.
    qint64 renewAtMs = 0;
    /// What has to be sent with it: `anthropic-beta` is added to that of the request.
    HeaderList headers = {};
};

/// Gets an account's credential, from any thread: the answer comes on `replyTo`. `rejected` is one
/// that the upstream answered 401 to: another one comes, refreshed where the kind of account can,
/// or Authentication where none is to be had without a person.
using CredentialReader =
    std::function<void(const AccountId&, const std::optional<Credential>& rejected,
                       const MailboxAddress& replyTo, Completion<Credential>)>;

} // namespace Patchbay
