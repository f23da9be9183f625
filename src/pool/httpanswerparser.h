// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/request.h"

#include <memory>
#include <optional>

namespace Patchbay {

/// Reads one HTTP/1.1 answer out of bytes as they come (RFC 9112): bodies of a given length, in
/// chunks, or up to the end of the connection; interim answers (1xx) are skipped. Pure. What is
/// taken out of it is told once.
class HttpAnswerParser final
{
public:
    /// Of the status line and the fields, and once more of the trailers.
    static constexpr qsizetype kMostHeaderBytes = 128 * 1024;

    enum class Fault {
        None,
        Malformed, // not HTTP as it should be
        Truncated, // the connection ended before the answer did
    };

    /// `hasNoBody`: it answers a HEAD.
    explicit HttpAnswerParser(bool hasNoBody = false);
    ~HttpAnswerParser();
    HttpAnswerParser(const HttpAnswerParser&) = delete;
    HttpAnswerParser& operator=(const HttpAnswerParser&) = delete;

    /// More bytes. What came right before a fault can still be taken.
    [[nodiscard]] Fault feed(const QByteArray& bytes);
    /// No more bytes follow.
    [[nodiscard]] Fault finish();
    /// What was wrong, for the log.
    [[nodiscard]] QString detail() const;

    /// Whether anything came at all.
    [[nodiscard]] bool hasBegun() const;
    [[nodiscard]] bool isComplete() const;
    /// Complete, and the connection may carry another request: the server keeps it open, and
    /// nothing came that was not asked for.
    [[nodiscard]] bool leavesConnectionOpen() const;
    /// How long the server says it keeps an idle connection (`Keep-Alive: timeout=`), in seconds;
    /// -1 when it does not say.
    [[nodiscard]] int keepAliveSeconds() const;

    /// The head of the final answer, names in lower case.
    [[nodiscard]] std::optional<ResponseHead> takeHead();
    [[nodiscard]] QByteArray takeBody();
    [[nodiscard]] HeaderList takeTrailers();

private:
    class Reader;
    std::unique_ptr<Reader> m_reader;
    bool m_hasNoBody;
    bool m_hasBegun = false;
    QByteArray m_rest; // bytes that are no whole line yet, or more than was asked for
    QString m_detail;
};

} // namespace Patchbay
