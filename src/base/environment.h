// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QHash>
#include <QString>

namespace Patchbay {

/// The variables a program was started with, over those of a `.env` file (DESIGN 1.3). A value.
class Environment
{
public:
    Environment() = default;
    explicit Environment(QHash<QString, QString> variables)
        : m_variables(std::move(variables))
    {
    }

    /// The variables of this process.
    [[nodiscard]] static Environment ofProcess();

    /// Adds what a `.env` file sets and the process does not.
    Result<void> addFile(const QString& path);

    /// The value, empty when unset or set to nothing.
    [[nodiscard]] QString value(const QString& name) const { return m_variables.value(name); }
    [[nodiscard]] bool contains(const QString& name) const { return !value(name).isEmpty(); }

private:
    QHash<QString, QString> m_variables;
};

/// Reads the text of a `.env` file: `NAME=value` lines, `export ` allowed, `#` comments, single
/// quotes as they are, double quotes with \n \t \" \\ and values over several lines.
[[nodiscard]] Result<QHash<QString, QString>> parseEnvFile(const QString& text);

} // namespace Patchbay
