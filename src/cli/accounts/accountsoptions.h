// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace Patchbay {

/// What `accounts add` and `accounts edit` may set; unset ones stay as they are.
struct AccountFields
{
    std::optional<QString> name;
    std::optional<QString> kind;
    std::optional<QString> profile; // file of an OAuth provider's
    std::optional<QString> baseUrl;
    std::optional<QString> keyCommand;
    std::optional<QString> configDir; // of the claude program
    std::optional<QString> models;
    std::optional<QString> allow;
    std::optional<QString> proxy;
    std::optional<int> priority;
    std::optional<int> weight;
    std::optional<int> maxConcurrent;
    std::optional<int> remindAfterDays;

    bool operator==(const AccountFields&) const = default;
};

/// The arguments of all verbs of `accounts`; each reads its own.
struct AccountsOptions
{
    QString name;               // of the account meant; empty: all, where a verb allows it
    QString source;             // of an import
    QString oauthProfile;       // of an import, the file of the provider's
    bool acceptsNotice = false; // of an import
    AccountFields fields;
    QString file;           // of an export
    QString passphraseFile; // empty: asked for
    bool overwrite = false; // of an export, an existing file
    bool replace = false;   // of a restore, accounts that are there
    bool json = false;
};

} // namespace Patchbay
