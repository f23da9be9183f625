// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/servefixture.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

namespace Patchbay {

using namespace Qt::StringLiterals;

ServeFixture::ServeFixture()
{
    cli.variables.insert(u"ANTHROPIC_BASE_URL"_s, upstream.baseUrl().toString());
    cli.setKey(u"sk-ant-test-1"_s);
}

bool ServeFixture::start(const QString& clientName, const QStringList& more)
{
    m_client = clientName;
    m_token = QString::fromLatin1(cli.run(u"clients add"_s, {clientName}).output().trimmed());
    const QString portFile = cli.path(u"served"_s);
    m_server = std::make_unique<Program>(
        cli.run(u"serve --listen 127.0.0.1:0"_s, QStringList{u"--port-file"_s, portFile} + more));
    if (m_token.isEmpty() || !QTest::qWaitFor([&] { return QFile::exists(portFile); }, 60'000))
        return false;
    QFile port(portFile);
    const QString scheme =
        more.contains(u"--tls-cert"_s) ? u"https://127.0.0.1:"_s : u"http://127.0.0.1:"_s;
    m_address = port.open(QIODevice::ReadOnly)
                    ? scheme + QString::fromLatin1(port.readAll().trimmed())
                    : QString();
    return !m_address.isEmpty();
}

QString ServeFixture::setUp(const QString& tool)
{
    const QByteArray printed =
        cli.run(u"clients setup"_s,
                {m_client, u"--tool"_s, tool, u"--listen"_s, m_address, u"--shell"_s, u"sh"_s})
            .output();
    return QString::fromUtf8(printed).replace(u"pb-YOUR-TOKEN"_s, m_token);
}

QJsonObject ServeFixture::usage()
{
    const QJsonObject usage =
        CliFixture::json(cli.run(u"usage --by client,model --json"_s).output());
    return usage.value(u"rows"_s).toArray().first().toObject();
}

} // namespace Patchbay
