// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accountcheck.h"

#include <QStringList>

namespace Patchbay {

/// A report for people: the account with what it comes to, then a line or more for each question,
/// at most 80 columns wide.
[[nodiscard]] QStringList linesOf(const AccountReport& report);

} // namespace Patchbay
