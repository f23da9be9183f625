// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QByteArrayList>

#include <optional>

namespace Patchbay {

/// Request line and header fields of an HTTP/1 request. A value.
struct RequestHead
{
    QByteArray method;
    QByteArray path;      // as written, without the query
    QByteArray query;     // with its '?', or empty
    QByteArray authority; // of a target that names one (http://host/path), else empty
    int minorVersion = 1; // of HTTP/1.x
    bool keepAlive = true;
    bool isChunked = false;
    std::optional<quint64> contentLength;
    HeaderList headers;

    [[nodiscard]] bool hasBody() const { return isChunked || contentLength.value_or(0) > 0; }
    /// Every value of a header, in order.
    [[nodiscard]] QByteArrayList values(QByteArrayView name) const
    {
        QByteArrayList all;
        for (const auto& [header, value] : headers) {
            if (name.compare(header, Qt::CaseInsensitive) == 0)
                all.append(value);
        }
        return all;
    }
    [[nodiscard]] QByteArray value(QByteArrayView name) const { return headerValue(headers, name); }
};

} // namespace Patchbay
