// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountcolors.h"

#include <algorithm>
#include <array>

namespace Patchbay {

int freeColor(const QList<Account>& accounts)
{
    std::array<int, accountColorCount> uses{};
    for (const Account& account : accounts) {
        const bool counts = account.source != AccountSource::Demo;
        if (counts && account.color >= 0 && account.color < accountColorCount)
            ++uses.at(static_cast<size_t>(account.color));
    }
    return static_cast<int>(std::min_element(uses.begin(), uses.end()) - uses.begin());
}

} // namespace Patchbay
