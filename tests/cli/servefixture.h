// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clifixture.h"
#include "support/testupstream.h"

namespace Patchbay {

/// `patchbay-cli serve` before an upstream of the test's, with one client, for programs of others.
class ServeFixture final
{
public:
    ServeFixture();

    TestUpstream upstream;
    CliFixture cli;

    /// Makes the client of that name and starts `serve` with `more` flags. Whether it listens.
    [[nodiscard]] bool start(const QString& clientName, const QStringList& more = {});
    [[nodiscard]] const QString& address() const { return m_address; }
    [[nodiscard]] const QString& token() const { return m_token; }

    /// What `clients setup` prints for a tool, with the client's token in its place.
    [[nodiscard]] QString setUp(const QString& tool);
    /// The one row of `usage --by client,model`.
    [[nodiscard]] QJsonObject usage();

private:
    QString m_client;
    QString m_token;
    QString m_address;
    std::unique_ptr<Program> m_server;
};

} // namespace Patchbay
