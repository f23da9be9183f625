// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace Patchbay {

/// What `clients add` and `clients edit` may set; unset ones stay as they are.
struct ClientFields
{
    std::optional<QString> models;   // separated by commas; empty: all
    std::optional<QString> accounts; // names, the same
    std::optional<QString> dayUsd;   // "0" or "none": no budget
    std::optional<QString> monthUsd;
    std::optional<int> requestsPerMinute;
    std::optional<int> maxConcurrent;
    std::optional<QString> expires;

    bool operator==(const ClientFields&) const = default;
};

/// The arguments of all verbs of `clients`; each reads its own.
struct ClientsOptions
{
    QString name;
    ClientFields fields;
    bool all = false; // of a list, those that were revoked too
    bool json = false;
    // of a set-up
    QString tool;
    QString shell; // "sh", "powershell"; empty: this system's
    QString listen;
};

} // namespace Patchbay
