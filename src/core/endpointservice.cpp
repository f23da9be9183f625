// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endpointservice.h"

#include "base/logging.h"
#include "clients/clientstore.h"
#include "clients/rulestore.h"
#include "clients/ruletable.h"
#include "core/core.h"
#include "endpoint/endpoint.h"

#include <QDir>

namespace Patchbay {

using namespace Qt::StringLiterals;

EndpointService::EndpointService(Core& core)
    : m_core(core)
    , m_facts(core)
{
    connect(&core.clients(), &ClientStore::changed, this, [this] {
        if (!isRunning())
            return;
        // With the first client that a person makes, the token of the file has had its day.
        if (const auto own = readOwnClient(); !own)
            qCWarning(lcEndpoint) << "the own client cannot be read:" << own.error();
        giveClients();
    });
    const auto setRequests = [this] {
        m_inspector.setRequests(m_core.settings().number(SettingKey::InspectorRequests));
    };
    setRequests();
    connect(&core.settings(), &Settings::changed, this, [setRequests](SettingKey key) {
        if (key == SettingKey::InspectorRequests)
            setRequests();
    });
    connect(&m_inspector, &RequestInspector::recordingChanged, this, [this] {
        if (isRunning())
            m_endpoint->setInspector(m_inspector.tap());
    });
    connect(&core.rules(), &RuleStore::changed, this, [this] {
        if (isRunning())
            giveRules();
    });
}

EndpointService::~EndpointService() = default;

Result<void> EndpointService::start(EndpointOptions options, OwnToken ownToken)
{
    m_ownToken = ownToken;
    if (const auto own = readOwnClient(); !own)
        return own;
    options.userAgent = QStringLiteral("patchbay/" PATCHBAY_VERSION);
    if (options.accessLogFile.isEmpty())
        options.accessLogFile = QDir(m_core.paths().logsDir()).filePath(u"access.log"_s);
    options.clientUsed = [address = m_mailbox.address(),
                          &clients = m_core.clients()](const QString& id, qint64 atMs) {
        address.post([&clients, id, atMs] { clients.setUsed(id, atMs); });
    };
    m_host = options.address.contains(u':') ? u'[' + options.address + u']' : options.address;
    auto endpoint =
        Endpoint::start(std::move(options), m_core.pool(), ClientTable(), m_facts.source());
    if (!endpoint)
        return Failure(endpoint.error());
    m_endpoint = std::move(*endpoint);
    giveRules();
    giveClients();
    m_endpoint->setInspector(m_inspector.tap());
    Q_EMIT runningChanged();
    return {};
}

Result<void> EndpointService::startForWindow()
{
    EndpointOptions options;
    options.port = static_cast<quint16>(m_core.settings().number(SettingKey::EndpointPort));
    return start(std::move(options), OwnToken::Environment);
}

void EndpointService::stop()
{
    if (!std::exchange(m_endpoint, nullptr))
        return;
    Q_EMIT runningChanged();
}

void EndpointService::drain(qint64 graceMs, std::function<void()> done)
{
    m_endpoint->drain(graceMs, [this, done = std::move(done)] {
        stop();
        done();
    });
}

QString EndpointService::address() const
{
    return (m_endpoint->isEncrypted() ? u"https://"_s : u"http://"_s) + m_host + u':' +
           QString::number(m_endpoint->port());
}

quint16 EndpointService::port() const
{
    return m_endpoint->port();
}

QString EndpointService::tokenFile() const
{
    return m_own ? m_own->file : QString();
}

Result<void> EndpointService::readOwnClient()
{
    m_own.reset();
    // The file is of the process that serves, which may be another.
    if (m_ownToken == OwnToken::Environment && !m_core.environment().contains(u"PATCHBAY_TOKEN"_s))
        return {};
    auto own = ownClientFor(m_core.environment(), m_core.paths(), m_core.clients().hasAny(),
                            m_core.clock().nowMs());
    if (!own)
        return Failure(own.error());
    m_own = std::move(*own);
    return {};
}

void EndpointService::giveClients()
{
    QList<EndpointClient> clients = m_core.clients().clients();
    if (m_own)
        clients.append(m_own->client);
    m_endpoint->setClients(ClientTable(clients));
}

void EndpointService::giveRules()
{
    m_endpoint->setRules(RuleTable(m_core.rules().rules()));
}

} // namespace Patchbay
