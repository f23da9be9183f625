// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectedrequest.h"
#include "endpoint/inspector/secretscrubber.h"
#include "endpoint/inspector/streamrecord.h"

#include <optional>

namespace Patchbay {

/// Bytes of a body on their way to be kept: of long ones the beginning alone.
struct InspectedBytes
{
    QByteArray kept;
    qint64 size = 0; // of all of them
};

/// What is told when a request has come.
struct InspectionStart
{
    QByteArray startLine; // without target
    QByteArray path;
    QByteArray query;
    HeaderList headers;
    RequestRecord record;
};

/// One request while it is recorded: takes what happens, keeps it without secrets. On one thread.
class InspectionEntry final
{
public:
    InspectionEntry(quint64 id, const InspectorLimits& limits, const InspectionStart& start);
    InspectionEntry(const InspectionEntry&) = delete;
    InspectionEntry& operator=(const InspectionEntry&) = delete;

    void body(const QString& client, const InspectedBytes& bytes);
    /// `changedBody`: nothing where it is the client's.
    void upstream(const QByteArray& target, const HeaderList& headers,
                  const std::optional<InspectedBytes>& changedBody, const QString& model);
    void waited(const QString& reason) { m_value.waited = reason; }
    void attempt(const InspectedAttempt& attempt);
    void upstreamHead(int status, const HeaderList& headers);
    void upstreamBytes(const InspectedBytes& bytes, qint64 atMs);
    /// Status line and headers as they went out.
    void answerHead(const QByteArray& head, int status);
    void answerBytes(const InspectedBytes& bytes, qint64 atMs);
    void failed(const QString& error);
    void end(const RequestRecord& record);

    [[nodiscard]] const InspectedRequest& value() const { return m_value; }
    /// Of memory, about.
    [[nodiscard]] qint64 keptSize() const;

private:
    // An answer's body that is no stream is cleaned as a whole: a secret may lie over a chunk's
    // end.
    struct Incoming
    {
        std::optional<StreamRecord> stream;
        QByteArray raw;
        qint64 fedSize = 0;
    };
    void whole(InspectedMessage& message, const InspectedBytes& bytes) const;
    void setHeaders(InspectedMessage& message, const HeaderList& headers);
    void take(Incoming& incoming, InspectedMessage& message, const InspectedBytes& bytes,
              qint64 atMs);
    void finish(Incoming& incoming, InspectedMessage& message, qint64 atMs) const;

    const InspectorLimits m_limits;
    InspectedRequest m_value;
    SecretScrubber m_scrubber;
    Incoming m_answer;
    Incoming m_upstreamAnswer;
};

} // namespace Patchbay
