// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/openaierror.h"

#include <QByteArray>
#include <QStringList>

namespace Patchbay {

/// A call of a tool as a block: the arguments are a string of JSON. What is no JSON object (a call
/// cut at max_tokens stays in a client's history) is handed to the model as {"arguments": "…"}, so
/// that the conversation goes on.
[[nodiscard]] QByteArray toolUseBlock(QByteArrayView id, const JsonText& name,
                                      const JsonText& arguments, QStringList& notes);

/// The result of a tool: a string or parts.
[[nodiscard]] Translated<QByteArray> toolResultBlock(QByteArrayView id, const JsonText& content,
                                                     const QString& param,
                                                     const JsonMembers& message);

/// The API takes letters, digits, '_' and '-' in the ids of calls; other characters become '_', in
/// calls and results alike.
[[nodiscard]] QByteArray toolId(const JsonText& id);

} // namespace Patchbay
