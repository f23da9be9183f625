// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What a service manager is told (systemd's sd_notify(3), where it started this program). Any
/// thread; does nothing elsewhere.
namespace Patchbay::ServiceNotice {

void ready();
void reloading();
void stopping();

} // namespace Patchbay::ServiceNotice
