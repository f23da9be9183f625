// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/hostcheck.h"

#include <QHostAddress>

#include <algorithm>
#include <optional>

namespace Patchbay {

namespace {

struct HostAndPort
{
    QByteArray host; // in lower case; an IPv6 address without its brackets
    int port = 0;    // 0: none was given
    bool isLiteral6 = false;
};

std::optional<HostAndPort> taken(const QByteArray& text)
{
    HostAndPort result;
    QByteArray rest;
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        if (end < 0)
            return std::nullopt;
        result.host = text.mid(1, end - 1).toLower();
        result.isLiteral6 = true;
        rest = text.mid(end + 1);
    } else {
        const qsizetype colon = text.indexOf(':');
        result.host = (colon < 0 ? text : text.left(colon)).toLower();
        rest = colon < 0 ? QByteArray() : text.mid(colon);
    }
    if (result.host.isEmpty())
        return std::nullopt;
    if (rest.isEmpty())
        return result;
    const QByteArray digits = rest.mid(1);
    const bool isNumber =
        !digits.isEmpty() && digits.size() <= 5 &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!rest.startsWith(':') || !isNumber || digits.toInt() > 65535 || digits.toInt() == 0)
        return std::nullopt;
    result.port = digits.toInt();
    return result;
}

bool isLoopback(const HostAndPort& given)
{
    // Written as people write them: what a name resolves to is for others to decide.
    if (given.isLiteral6)
        return QHostAddress(QString::fromLatin1(given.host)) ==
               QHostAddress(QHostAddress::LocalHostIPv6);
    return given.host == "localhost" || given.host == "127.0.0.1";
}

} // namespace

HostCheck::HostCheck(Rules rules)
    : m_rules(std::move(rules))
{
}

bool HostCheck::isHostAllowed(const QByteArray& host) const
{
    const auto given = taken(host);
    if (!given)
        return false;
    const int usual = m_rules.isEncrypted ? 443 : 80;
    const bool isOurPort =
        m_rules.port == 0 || (given->port == 0 ? usual : given->port) == m_rules.port;
    if (isOurPort && isLoopback(*given))
        return true;
    return std::any_of(m_rules.allowedHosts.begin(), m_rules.allowedHosts.end(),
                       [&](const QString& name) {
                           const auto allowed = taken(name.trimmed().toUtf8());
                           return allowed && allowed->host == given->host &&
                                  (allowed->port == 0 || allowed->port == given->port);
                       });
}

bool HostCheck::isOriginAllowed(const QByteArray& origin) const
{
    return std::any_of(m_rules.allowedOrigins.begin(), m_rules.allowedOrigins.end(),
                       [&](const QString& allowed) {
                           return origin.compare(allowed.toUtf8(), Qt::CaseInsensitive) == 0;
                       });
}

HostCheck::Verdict HostCheck::judge(const RequestHead& head) const
{
    const QByteArrayList hosts = head.values("host");
    const QByteArrayList origins = head.values("origin");
    if (hosts.size() > 1 || origins.size() > 1)
        return Verdict::Ambiguous;
    if (hosts.isEmpty() || !isHostAllowed(hosts.first()))
        return Verdict::WrongHost;
    if (!head.authority.isEmpty() && !isHostAllowed(head.authority))
        return Verdict::WrongHost;
    if (!origins.isEmpty())
        return isOriginAllowed(origins.first()) ? Verdict::Allowed : Verdict::WrongOrigin;
    // A browser says so of what a page loads or submits without an Origin: images, scripts, links.
    const QByteArray site = head.value("sec-fetch-site").toLower();
    if (!site.isEmpty() && site != "none" && site != "same-origin")
        return Verdict::WrongOrigin;
    return Verdict::Allowed;
}

} // namespace Patchbay
