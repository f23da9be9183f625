// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "endpoint/asio.h"
#include "endpoint/endpointoptions.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <vector>

namespace boost::asio::ssl {
class context; // NOLINT(readability-identifier-naming): Asio's
}

namespace Patchbay {

/// The sockets that an endpoint listens on.
struct Listeners
{
    std::vector<boost::asio::ip::tcp::acceptor> tcp;
    std::optional<boost::asio::local::stream_protocol::acceptor> local;
    std::shared_ptr<boost::asio::ssl::context> tls; // null: plain
    quint16 port = 0;
    bool isLoopback = true; // only from this computer

    /// Opens them at once. The error says why not and what to do: not on loopback without TLS, a
    /// port in use, a certificate that cannot be read.
    [[nodiscard]] static Result<Listeners> open(boost::asio::io_context& loop,
                                                const EndpointOptions& options);
};

} // namespace Patchbay
