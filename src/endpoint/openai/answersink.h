// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/tokenusage.h"
#include "endpoint/openai/openaierror.h"

#include <QByteArray>

namespace Patchbay {

/// Takes an answer of the Messages API piece by piece, from UpstreamAnswer. Texts are `escaped`:
/// what stands between the quotes of a JSON string, to be written as it is; they hold only during
/// the call. `block` tells the blocks of an answer apart; pieces of several may be mixed. Nothing
/// comes after finished() or failed().
class AnswerSink
{
public:
    struct End
    {
        QByteArray stopReason;  // plain; empty when it was not told
        QByteArray explanation; // escaped: why the model refused, if it says so
        TokenUsage usage;
    };

    virtual ~AnswerSink() = default;

    /// Escaped both. Comes first, unless failed() does.
    virtual void started(QByteArrayView id, QByteArrayView model) = 0;
    virtual void text(QByteArrayView escaped) = 0;
    virtual void thinking(qint64 block, QByteArrayView escaped) = 0;
    /// The signature, or the data of a redacted block, escaped; may be empty.
    virtual void thinkingEnded(qint64 block, QByteArrayView proof, bool isRedacted) = 0;
    /// Id and name escaped.
    virtual void toolStarted(qint64 block, QByteArrayView id, QByteArrayView name) = 0;
    /// A piece of the arguments' JSON, escaped. At least one comes for every tool.
    virtual void toolInput(qint64 block, QByteArrayView escaped) = 0;
    virtual void toolEnded(qint64 block) = 0;
    virtual void ping() = 0;
    virtual void finished(const End& end) = 0;
    virtual void failed(const OpenAiError& error) = 0;

protected:
    AnswerSink() = default;
    Q_DISABLE_COPY_MOVE(AnswerSink)
};

} // namespace Patchbay
