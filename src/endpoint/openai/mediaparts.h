// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/openaierror.h"

#include <QByteArray>
#include <QString>

namespace Patchbay {

/// A part "image_url" or "input_image" as an image block: data URLs, http and https, or an id of
/// the provider's Files API.
[[nodiscard]] Translated<QByteArray> imageBlock(const JsonMembers& part, const QString& param);

/// A part "file" or "input_file" as a document block: PDF and text as data, a URL, or an id of the
/// provider's Files API.
[[nodiscard]] Translated<QByteArray> fileBlock(const JsonMembers& part, const QString& param);

} // namespace Patchbay
