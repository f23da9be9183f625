// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/requesthead.h"

#include <memory>

namespace Patchbay {

/// Reads one HTTP/1 request from bytes as they come, strictly: what two readers could take for
/// different requests is refused. No I/O. Beast's parser is inside.
class RequestParser final
{
public:
    struct Limits
    {
        qsizetype headerBytes = 64 * 1024;
        qsizetype targetBytes = 8 * 1024;
        int fields = 128;
    };
    enum class State {
        Head,      // more bytes are needed for the head
        HeadReady, // stops there until readBody()
        Body,
        Complete,
        Failed,
    };
    /// Why it failed: the status to answer with, and constant words.
    struct Fault
    {
        int status = 400;
        const char* words = "";
    };

    explicit RequestParser(const Limits& limits);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    /// Takes what it can use and says how many bytes that were; the rest comes again with more.
    qsizetype feed(QByteArrayView bytes);

    [[nodiscard]] State state() const;
    [[nodiscard]] const Fault& fault() const;
    /// From HeadReady on.
    [[nodiscard]] const RequestHead& head() const;
    /// The head was accepted: go on with the body, of at most so many bytes as they are sent.
    void readBody(qint64 limit);
    /// What has come of the body since it was taken last.
    [[nodiscard]] QByteArray takeBody();

private:
    class Reader;
    std::unique_ptr<Reader> m_reader;
};

} // namespace Patchbay
