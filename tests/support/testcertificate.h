// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>

#include <optional>

namespace Patchbay {

/// A certificate made while the test runs, with the openssl command.
struct TestCertificate
{
    enum class Kind {
        Good,      // for localhost and 127.0.0.1, signed by its own authority
        Expired,   // the same, a day past its end
        WrongHost, // for elsewhere.test alone
        SelfSigned,
    };

    QSslConfiguration server;  // certificate and key, for SimulatorOptions::tls
    QSslCertificate authority; // a client that trusts this one trusts Good

    /// Nothing when openssl is missing or fails: skip the test with `*why`.
    [[nodiscard]] static std::optional<TestCertificate> make(Kind kind, QString* why);
};

} // namespace Patchbay
