// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

namespace Patchbay {

CliFixture::CliFixture()
{
    variables = {{QStringLiteral("PATCHBAY_DATA_DIR"), path(QStringLiteral("data"))},
                 {QStringLiteral("PATCHBAY_CONFIG_DIR"), path(QStringLiteral("config"))},
                 {QStringLiteral("PATCHBAY_VAULT"), QStringLiteral("memory")}};
}

QString CliFixture::write(const QString& name, const QByteArray& content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("a test's file cannot be written");
    return file.fileName();
}

Program CliFixture::run(const QString& line, const QStringList& more, const QByteArray& input)
{
    Program program(QStringLiteral(PATCHBAY_CLI), line.split(u' ', Qt::SkipEmptyParts) + more,
                    variables);
    program.start(input);
    return program;
}

bool CliFixture::startUpstream(const QByteArray& script)
{
    const QString portFile = path(QStringLiteral("port"));
    QFile::remove(portFile);
    m_simulator = std::make_unique<Program>(
        QStringLiteral(PATCHBAY_CLI),
        QStringList{QStringLiteral("simulate"), QStringLiteral("--script"),
                    write(QStringLiteral("script.json"), script), QStringLiteral("--port-file"),
                    portFile},
        QHash<QString, QString>{});
    m_simulator->start();
    if (!QTest::qWaitFor([&] { return QFile::exists(portFile); }, 20'000))
        return false;
    QFile port(portFile);
    if (!port.open(QIODevice::ReadOnly))
        return false;
    m_baseUrl = QStringLiteral("http://127.0.0.1:") + QString::fromLatin1(port.readAll().trimmed());
    variables.insert(QStringLiteral("ANTHROPIC_BASE_URL"), m_baseUrl);
    return true;
}

void CliFixture::setKey(const QString& key)
{
    variables.insert(QStringLiteral("CLAUDE_API_KEY"), key);
}

QJsonObject CliFixture::json(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace Patchbay
