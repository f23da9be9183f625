// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/environment.h"

#include <QTranslator>

namespace Patchbay {

/// The language the program speaks, installed for as long as this lives. Main thread.
class Translation final
{
public:
    /// "en", "zh_CN"; empty: the system's language where it is one of ours.
    explicit Translation(const QString& language);
    ~Translation();
    Translation(const Translation&) = delete;
    Translation& operator=(const Translation&) = delete;

private:
    QTranslator m_ours;
    QTranslator m_qt;
};

/// What was asked for: --language, else the setting.
[[nodiscard]] QString languageOf(const QStringList& arguments, const Environment& environment);

} // namespace Patchbay
