// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <CLI/CLI.hpp>

#include <optional>

namespace Patchbay {

// CLI11 keeps std::string; ours are QString.

[[nodiscard]] inline std::string utf8(const QString& text)
{
    return text.toStdString();
}

template <class Text>
CLI::Option* text(CLI::App& app, const char* name, Text& value, const QString& help)
{
    return app.add_option_function<std::string>(
        name, [&value](const std::string& given) { value = QString::fromStdString(given); },
        utf8(help));
}

/// May be given several times.
inline CLI::Option* texts(CLI::App& app, const char* name, QStringList& values, const QString& help)
{
    return app
        .add_option_function<std::vector<std::string>>(
            name,
            [&values](const std::vector<std::string>& given) {
                for (const std::string& value : given)
                    values.append(QString::fromStdString(value));
            },
            utf8(help))
        ->allow_extra_args(false);
}

inline CLI::Option* number(CLI::App& app, const char* name, std::optional<int>& value,
                           const QString& help)
{
    return app.add_option_function<int>(
                  name, [&value](int given) { value = given; }, utf8(help))
        ->check(CLI::Range(0, 1'000'000));
}

} // namespace Patchbay
