// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/wire.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace Patchbay {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

QByteArray networkOf(const asio::ip::tcp::socket& socket)
{
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error)
        return {};
    const asio::ip::address address = peer.address();
    if (!address.is_v6() || address.is_loopback())
        return QByteArray::fromStdString(address.to_string());
    const auto bytes = address.to_v6().to_bytes();
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), 8);
}

template <class Socket>
class PlainWire final : public Wire
{
public:
    PlainWire(Socket socket, QByteArray peer)
        : m_socket(std::move(socket))
        , m_peer(std::move(peer))
    {
    }

    void open(Done done) override
    {
        asio::post(m_socket.get_executor(),
                   [done = std::move(done)]() mutable { done(error_code(), 0); });
    }
    void read(asio::mutable_buffer buffer, Done done) override
    {
        m_socket.async_read_some(buffer, std::move(done));
    }
    void write(const std::vector<asio::const_buffer>& buffers, Done done) override
    {
        m_socket.async_write_some(buffers, std::move(done));
    }
    void writeNow(const QByteArray& bytes) override
    {
        error_code ignored;
        (void)m_socket.non_blocking(true, ignored);
        (void)m_socket.write_some(
            asio::buffer(bytes.constData(), static_cast<std::size_t>(bytes.size())), ignored);
    }
    void endSending() override
    {
        error_code ignored;
        (void)m_socket.shutdown(Socket::shutdown_send, ignored);
    }
    void close() override
    {
        error_code ignored;
        (void)m_socket.close(ignored);
    }
    void resetOnClose() override
    {
        error_code ignored;
        (void)m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    }
    [[nodiscard]] QByteArray peer() const override { return m_peer; }

private:
    Socket m_socket;
    QByteArray m_peer;
};

class TlsWire final : public Wire
{
public:
    TlsWire(asio::ip::tcp::socket socket, QByteArray peer, asio::ssl::context& context)
        : m_stream(std::make_shared<Stream>(std::move(socket), context))
        , m_peer(std::move(peer))
    {
    }

    // Its operations look at the stream after they were told to end.
    void open(Done done) override
    {
        m_stream->async_handshake(asio::ssl::stream_base::server,
                                  [stream = m_stream, done = std::move(done)](
                                      const error_code& error) mutable { done(error, 0); });
    }
    void read(asio::mutable_buffer buffer, Done done) override
    {
        m_stream->async_read_some(
            buffer, [stream = m_stream, done = std::move(done)](
                        const error_code& error, std::size_t size) mutable { done(error, size); });
    }
    void write(const std::vector<asio::const_buffer>& buffers, Done done) override
    {
        m_stream->async_write_some(
            buffers, [stream = m_stream, done = std::move(done)](
                         const error_code& error, std::size_t size) mutable { done(error, size); });
    }
    void writeNow(const QByteArray&) override {} // there is no handshake yet
    void endSending() override
    {
        // Tells the peer that this is the end and no cut; sent without waiting for its own.
        error_code ignored;
        (void)m_stream->next_layer().non_blocking(true, ignored);
        SSL_set_quiet_shutdown(m_stream->native_handle(), 0);
        m_stream->async_shutdown([stream = m_stream](const error_code&) {});
    }
    void close() override
    {
        error_code ignored;
        (void)m_stream->next_layer().close(ignored);
    }
    void resetOnClose() override
    {
        error_code ignored;
        (void)m_stream->next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    }
    [[nodiscard]] QByteArray peer() const override { return m_peer; }

private:
    using Stream = asio::ssl::stream<asio::ip::tcp::socket>;
    std::shared_ptr<Stream> m_stream;
    QByteArray m_peer;
};

} // namespace

std::unique_ptr<Wire> tcpWire(asio::ip::tcp::socket socket)
{
    QByteArray peer = networkOf(socket);
    return std::make_unique<PlainWire<asio::ip::tcp::socket>>(std::move(socket), std::move(peer));
}

std::unique_ptr<Wire> tlsWire(asio::ip::tcp::socket socket, asio::ssl::context& context)
{
    QByteArray peer = networkOf(socket);
    return std::make_unique<TlsWire>(std::move(socket), std::move(peer), context);
}

std::unique_ptr<Wire> localWire(asio::local::stream_protocol::socket socket)
{
    return std::make_unique<PlainWire<asio::local::stream_protocol::socket>>(std::move(socket),
                                                                             "unix");
}

} // namespace Patchbay
