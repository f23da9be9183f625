// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Patchbay {

/// Leaves no core dump, and lets no other process of this user attach or read the memory of this
/// one, where the system can do so. Call first thing in main().
void keepOutOfCoreDumps();

} // namespace Patchbay
