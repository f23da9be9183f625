// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/asio.h"

#include <QByteArray>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace boost::asio::ssl {
class context; // NOLINT(readability-identifier-naming): Asio's
}

namespace Patchbay {

/// Bytes from and to a peer: TCP, TLS over it, or a Unix socket. One reading and one writing
/// operation at a time; on the loop's thread. Destroying it ends them with an error.
class Wire
{
public:
    using Done = std::move_only_function<void(const boost::system::error_code&, std::size_t)>;

    virtual ~Wire() = default;
    /// Before anything else.
    virtual void open(Done done) = 0;
    virtual void read(boost::asio::mutable_buffer buffer, Done done) = 0;
    /// Some of it; `buffers` is not looked at after the call, what they show is.
    virtual void write(const std::vector<boost::asio::const_buffer>& buffers, Done done) = 0;
    /// As much as the system takes at once, without waiting; before anything else.
    virtual void writeNow(const QByteArray& bytes) = 0;
    /// Nothing more is sent; the peer may still do so.
    virtual void endSending() = 0;
    virtual void close() = 0;
    /// close() is an error at the peer from now on.
    virtual void resetOnClose() = 0;
    /// Told apart for counting wrong tokens: an IPv6 network is one.
    [[nodiscard]] virtual QByteArray peer() const = 0;
};

[[nodiscard]] std::unique_ptr<Wire> tcpWire(boost::asio::ip::tcp::socket socket);
[[nodiscard]] std::unique_ptr<Wire> tlsWire(boost::asio::ip::tcp::socket socket,
                                            boost::asio::ssl::context& context);
[[nodiscard]] std::unique_ptr<Wire> localWire(boost::asio::local::stream_protocol::socket socket);

} // namespace Patchbay
