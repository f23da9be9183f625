// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace Patchbay {

/// A prepared answer in Markdown, which says that it is one. A value.
struct DemoAnswer
{
    QString text;
    QString thinking;
};

/// The prepared answer that fits the last message of a request best.
[[nodiscard]] DemoAnswer demoAnswer(const QJsonObject& body);

} // namespace Patchbay
