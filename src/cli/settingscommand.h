// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"

namespace Patchbay {

struct SettingsOptions
{
    enum class Verb { List, Get, Set };
    Verb verb = Verb::List;
    QString key;
    QString value;
    bool json = false;
};

/// `settings …`.
class SettingsCommand final : public Command
{
    Q_OBJECT
public:
    SettingsCommand(const QString& file, SettingsOptions options);

    void start() override;

private:
    void list();

    Settings m_settings;
    SettingsOptions m_options;
};

} // namespace Patchbay
