// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <functional>

namespace Patchbay {

/// Asks the Secret Service how it is, without ever making it ask the person. QtKeychain alone
/// cannot tell: with a locked keyring a read says "not found" and a removal says "done". On systems
/// without a Secret Service the answer is Unknown. Main thread.
class KeyringProbe final : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Unknown,   // it answered something else, or there is no such thing on this system
        NoBus,     // no session bus: nothing will come up later either
        NoService, // nobody keeps secrets on this bus
        Locked,
        NoKeyring, // the service runs, and no keyring was ever made
        Open,
    };
    /// Whether asking may make the bus start the service.
    enum class Start { Allowed, Refused };
    using Answer = std::move_only_function<void(State)>;

    using QObject::QObject;

    /// Locked when the entry is in a locked keyring, or nowhere while the default one is locked.
    /// `key` may be empty: then about the default keyring alone. From the event loop; never, once
    /// the probe is destroyed.
    void ask(const QString& service, const QString& key, Start start, Answer answer);

private:
    void searchItems(const QString& service, const QString& key, Answer answer);
    void findDefault(Start start, Answer answer);
    void askLocked(const QString& collection, Answer answer);
};

} // namespace Patchbay
