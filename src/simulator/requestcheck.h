// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace Patchbay {

struct ModelRow;

/// Why the API would refuse a request: its error's status, type and message. A value.
struct Refusal
{
    int status = 400;
    QString type;
    QString message;
};

/// `anthropic-version`.
[[nodiscard]] std::optional<Refusal> checkVersion(const QByteArray& version);

/// The body of POST /v1/messages, or of count_tokens (without max_tokens and stream), against the
/// rules of PROTOCOL 1. `model` is null for one that the script made known: its own rules are none.
[[nodiscard]] std::optional<Refusal> checkMessages(const QJsonObject& body, const ModelRow* model,
                                                   const QByteArray& version, bool counting);

} // namespace Patchbay
