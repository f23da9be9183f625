// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/openaierror.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Patchbay {

/// The content of a message or of a tool's result, in either of OpenAI's forms, as blocks of the
/// Messages API: a string, null, or a list of text, pictures and files. Blocks of the Messages API
/// itself stand where they are, with all they have. Empty text, which that API refuses, is left
/// out. `param` names the content in errors ("messages[2].content").
[[nodiscard]] Translated<QList<QByteArray>>
contentBlocks(const JsonText& content, const QString& param, const JsonText& cacheControl = {});

/// "type" of such a block.
[[nodiscard]] QByteArray blockType(const QByteArray& block);

} // namespace Patchbay
