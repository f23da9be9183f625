// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "desktop/usage/columnchart.h"
#include "desktop/usage/usagefacts.h"

/// The usage page as files. GUI thread; blocking, on small files.
namespace Patchbay::UsageExport {

/// The chart with a title and its legend, on the background of the theme: `chart` as it shows.
struct Picture
{
    QString title;
    QString subtitle;
    ColumnChart chart;
    QPalette palette;
    QFont font;
};

/// Twice as fine as the screen.
[[nodiscard]] Result<void> savePng(const QString& path, const Picture& picture);
[[nodiscard]] Result<void> saveSvg(const QString& path, const Picture& picture);

/// Steps by account, model or client with the fields of `patchbay-cli usage --csv`; times are
/// RFC 3339 in UTC. `cost_usd` is what was paid, `plan_usd` the worth of what a plan covered.
[[nodiscard]] QByteArray csv(const UsageFacts& facts);
[[nodiscard]] Result<void> saveCsv(const QString& path, const UsageFacts& facts);

} // namespace Patchbay::UsageExport
