// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QObject>

namespace Patchbay {

/// Where secrets are kept. Keys are `account/<id>/<purpose>`. Main thread (QtKeychain needs Qt's
/// GLib event dispatcher); completions come from the event loop, exactly once, also when the
/// backend never answers (VaultTimeout). Failures: SecretAbsent, VaultLocked, VaultDenied,
/// VaultUnavailable (no backend), VaultTimeout.
class Vault : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void read(const QString& key, Completion<Secret> done) = 0;
    /// Success means the backend has confirmed it.
    virtual void write(const QString& key, const Secret& secret, Completion<void> done) = 0;
    /// A key that is not there is success.
    virtual void remove(const QString& key, Completion<void> done) = 0;
    /// Whether secrets can be had now, found out without asking the person anything. Success where
    /// that cannot be known.
    virtual void check(Completion<void> done) = 0;
    /// What a person calls it: "the system keychain", "the vault file", "memory".
    [[nodiscard]] virtual QString displayName() const = 0;

Q_SIGNALS:
    /// The vault can be used again after it was locked, missing or silent: what failed then is
    /// worth another try. Never asks the person for anything by itself.
    void recovered();
};

enum class VaultKind { Keychain, File, Memory };

} // namespace Patchbay
