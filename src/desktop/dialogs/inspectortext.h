// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectedrequest.h"

#include <QCoreApplication>

namespace Patchbay {

/// A recorded request as text to read and to copy. Pure.
struct InspectorText
{
    Q_DECLARE_TR_FUNCTIONS(InspectorText)
public:
    /// First line and headers.
    [[nodiscard]] static QString head(const InspectedMessage& message, const QByteArray& target);
    /// The body, or the events of a stream, each on a line with when it came. `pretty`: JSON
    /// indented.
    [[nodiscard]] static QString body(const InspectedMessage& message, bool pretty);
    /// That it was cut, and where; empty for one that was not.
    [[nodiscard]] static QString cutMark(const InspectedMessage& message);
    /// "12 kB", "12 kB, 34 events".
    [[nodiscard]] static QString sizeText(const InspectedMessage& message);

    /// JSON with a line for each value and its keys as they stand; also of JSON that was cut. Text
    /// that is none comes back as it is.
    [[nodiscard]] static QString pretty(const QString& json);
    /// The same request for a shell, with a variable in place of the token. `origin`:
    /// "http://127.0.0.1:3002".
    [[nodiscard]] static QString curl(const InspectedRequest& request, const QString& origin);

    /// "200", "429", "under way", "no answer".
    [[nodiscard]] static QString status(const InspectedSummary& request);
    /// "Messages", "POST /v1/messages".
    [[nodiscard]] static QString title(const InspectedSummary& request);
    /// "840 ms", "12.3 s"; "–" for what did not happen.
    [[nodiscard]] static QString duration(qint64 ms);
    [[nodiscard]] static bool hasFailed(const InspectedSummary& request);
};

} // namespace Patchbay
