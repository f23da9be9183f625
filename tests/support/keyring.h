// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Patchbay::Testing {

// The GNOME Keyring that support/with-keyring started. Compile keyring.cpp in and link Qt6::DBus.

/// The secret another program of the same person sees under Patchbay's key; empty when there is
/// none.
[[nodiscard]] QByteArray secretToolLookup(const QString& key);
/// All that secret-tool lists of Patchbay's.
[[nodiscard]] QByteArray secretToolSearch();

bool lockKeyring();
bool unlockKeyring();

/// The process, to stop and continue it.
[[nodiscard]] int keyringPid();

} // namespace Patchbay::Testing
