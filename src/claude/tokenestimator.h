// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/contentblock.h"

#include <QSize>

namespace Patchbay {

/// About how many tokens something is to a model, without asking anybody. Models count differently:
/// from Opus 4.7 on the same text is about 30 % more (PROTOCOL 6), and a model that is not known is
/// taken for one of those. A value; any thread.
class TokenEstimator final
{
public:
    explicit TokenEstimator(const QString& model);

    [[nodiscard]] qint64 text(QStringView text) const;
    /// Of a picture with so many pixels each way; an empty size is one that is not known.
    [[nodiscard]] qint64 picture(QSize pixels) const;
    [[nodiscard]] qint64 block(const ContentBlock& block) const;
    [[nodiscard]] qint64 blocks(const QList<ContentBlock>& blocks) const;
    /// Tokens that `other` counted, as this one counts the same text.
    [[nodiscard]] qint64 converted(qint64 tokens, const TokenEstimator& other) const;

    /// What each message has beside its content.
    static constexpr qint64 kPerMessage = 4;

    bool operator==(const TokenEstimator&) const = default;

private:
    [[nodiscard]] qint64 scaled(qint64 tokens) const;

    bool m_isFine = true; // the finer tokenizer of the newer models
};

/// The size of a PNG, JPEG, GIF or WebP by its first bytes; empty when they do not tell.
[[nodiscard]] QSize pictureSize(const QByteArray& start);

} // namespace Patchbay
