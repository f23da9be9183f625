// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"

namespace Patchbay {

/// The account that needs no key: named "Demo", answered by the simulator at `baseUrl`. Never
/// chosen while another account exists, and never for the endpoint.
[[nodiscard]] NewAccount demoAccount(const QUrl& baseUrl);

} // namespace Patchbay
