// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

namespace Patchbay {

/// How the end of an answer's body is told.
enum class Framing { Length, Chunked, Close, NoBody };

struct AnswerHead
{
    int status = 200;
    QByteArray contentType;
    HeaderList headers;
    Framing framing = Framing::Length;
    qint64 length = 0;
    bool keepAlive = true;
    QByteArray allowedOrigin; // a web page's, if one asks and may
};

/// Status line and headers, with the empty line.
[[nodiscard]] QByteArray bytesOf(const AnswerHead& head, qint64 nowMs);
/// What goes before such a piece of a chunked body; "\r\n" goes after it.
[[nodiscard]] QByteArray chunkHead(qsizetype size);
/// "req_patchbay_…": for answers that no upstream gave.
[[nodiscard]] QByteArray newRequestId();

} // namespace Patchbay
