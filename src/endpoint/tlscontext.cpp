// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/tlscontext.h"

#include <QCoreApplication>
#include <QFile>

namespace Patchbay {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace {

struct TlsContextText
{
    Q_DECLARE_TR_FUNCTIONS(TlsContextText)
};

Failure unusable(const QString& file, const error_code& error)
{
    return fail(ErrorKind::InvalidInput, TlsContextText::tr("%1 cannot be used for TLS").arg(file),
                TlsContextText::tr("Give a certificate and its key, without a passphrase, as PEM "
                                   "files that this user can read"),
                QString::fromStdString(error.message()));
}

// Answers are of HTTP/1.1 whatever else a client would take.
int chooseProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in,
                   unsigned int inSize, void*)
{
    static const unsigned char known[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outSize, known, sizeof(known) - 1, in, inSize) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

Result<std::shared_ptr<ssl::context>> makeTlsContext(const QString& certificateFile,
                                                     const QString& keyFile)
{
    if (certificateFile.isEmpty() || keyFile.isEmpty())
        return fail(ErrorKind::InvalidInput,
                    TlsContextText::tr("A certificate and its key belong together"),
                    TlsContextText::tr("Give both --tls-cert and --tls-key"));
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    error_code error;
    (void)context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                                   ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                                   ssl::context::no_tlsv1_1,
                               error);
    // Else it would ask on the terminal.
    (void)context->set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
    (void)context->use_certificate_chain_file(QFile::encodeName(certificateFile).toStdString(),
                                              error);
    if (error)
        return unusable(certificateFile, error);
    (void)context->use_private_key_file(QFile::encodeName(keyFile).toStdString(), ssl::context::pem,
                                        error);
    if (error)
        return unusable(keyFile, error);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        return unusable(keyFile, error);
    SSL_CTX_set_alpn_select_cb(context->native_handle(), chooseProtocol, nullptr);
    return context;
}

} // namespace Patchbay
