// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QByteArray>
#include <QMap>

namespace Patchbay {

/// The items of a response and the object around them, as JSON. Texts are escaped already.
class ResponsesOutput final
{
public:
    ResponsesOutput(const TranslatedRequest& request, qint64 createdS);

    void start(QByteArrayView messageId, QByteArrayView model);
    /// "msg_…_3": of the item at `index`; `kind` is msg, fc or rs.
    [[nodiscard]] QByteArray itemId(QByteArrayView kind, int index) const;
    void setItem(int index, const QByteArray& item) { m_items.insert(index, item); }

    /// `status`: in_progress, completed, incomplete, failed. `usage` and `reason` (of an incomplete
    /// one) may be empty, `error` null.
    [[nodiscard]] QByteArray response(QByteArrayView status, const QByteArray& usage = {},
                                      QByteArrayView reason = {},
                                      const OpenAiError* error = nullptr) const;

    /// `parts`: JSON, with commas between.
    [[nodiscard]] static QByteArray message(QByteArrayView id, QByteArrayView status,
                                            QByteArrayView parts);
    [[nodiscard]] static QByteArray textPart(QByteArrayView text);
    [[nodiscard]] static QByteArray refusalPart(QByteArrayView text);
    [[nodiscard]] static QByteArray functionCall(QByteArrayView id, QByteArrayView status,
                                                 QByteArrayView callId, QByteArrayView name,
                                                 QByteArrayView arguments);
    /// `sealed`: encrypted_content; empty where it was not asked for.
    [[nodiscard]] static QByteArray reasoning(QByteArrayView id, QByteArrayView summary,
                                              QByteArrayView sealed);
    [[nodiscard]] static QByteArray summaryPart(QByteArrayView text);

private:
    QByteArray m_stem;
    QByteArray m_model;
    QByteArray m_echo;
    qint64 m_createdS;
    QMap<int, QByteArray> m_items; // the finished ones
};

} // namespace Patchbay
