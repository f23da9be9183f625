// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/openaierror.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Patchbay {

/// A block of the Messages API as JSON.
struct ContentPart
{
    enum class Kind { Text, ToolResult, Other };
    Kind kind = Kind::Other;
    QByteArray json;

    bool operator==(const ContentPart&) const = default;
};

/// The content of a message or of a tool's result, in either of OpenAI's forms, as blocks of the
/// Messages API: a string, null, or a list of text, pictures and files. Blocks of the Messages API
/// itself stand where they are, with all they have. Empty text, which that API refuses, is left
/// out. `param` names the content in errors ("messages[2].content").
[[nodiscard]] Translated<QList<ContentPart>>
contentBlocks(const JsonText& content, const QString& param, const JsonText& cacheControl = {});

} // namespace Patchbay
