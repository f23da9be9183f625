// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/endpointclient.h"

#include "clients/clienttoken.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace Patchbay {

namespace {

struct EndpointClientText
{
    Q_DECLARE_TR_FUNCTIONS(EndpointClientText)
};

constexpr qsizetype longestName = 100;
constexpr qsizetype longestModel = 200;

Result<void> validateName(const QString& name)
{
    const bool isPrintable =
        std::all_of(name.begin(), name.end(), [](QChar c) { return c.isPrint(); });
    if (name.isEmpty() || name != name.trimmed() || name.size() > longestName || !isPrintable) {
        return fail(ErrorKind::InvalidInput,
                    EndpointClientText::tr("A client needs a name of at most %1 characters")
                        .arg(longestName),
                    EndpointClientText::tr("Name it after the tool, such as claude-code"));
    }
    static const QStringList taken{QStringLiteral("window"), QStringLiteral("command_line"),
                                   QStringLiteral("env")};
    if (taken.contains(name, Qt::CaseInsensitive)) {
        return fail(ErrorKind::InvalidInput,
                    EndpointClientText::tr("No client can be called “%1”").arg(name),
                    EndpointClientText::tr("Use another name: the ledger calls something else so"));
    }
    return {};
}

bool isModel(const QString& model)
{
    return !model.isEmpty() && model.size() <= longestModel &&
           std::all_of(model.begin(), model.end(),
                       [](QChar c) { return c > u' ' && c < u'\x7f' && c != u'"' && c != u','; });
}

} // namespace

QString clientStateName(ClientState state)
{
    switch (state) {
    case ClientState::Active:
        return QStringLiteral("active");
    case ClientState::Expired:
        return QStringLiteral("expired");
    case ClientState::Revoked:
        return QStringLiteral("revoked");
    }
    return {};
}

bool EndpointClient::allowsModel(QStringView model) const
{
    return models.isEmpty() ||
           std::any_of(models.begin(), models.end(), [model](const QString& allowed) {
               return allowed.endsWith(u'*') ? model.startsWith(QStringView(allowed).chopped(1))
                                             : model == allowed;
           });
}

bool EndpointClient::allowsAccount(const QString& accountId) const
{
    return accounts.isEmpty() || accounts.contains(accountId);
}

ClientState EndpointClient::stateAt(qint64 nowMs) const
{
    if (revokedAtMs > 0)
        return ClientState::Revoked;
    return expiresAtMs > 0 && expiresAtMs <= nowMs ? ClientState::Expired : ClientState::Active;
}

QString EndpointClient::tokenHint() const
{
    return tokenEnd.isEmpty() ? QString() : clientTokenPrefix() + u'…' + tokenEnd;
}

Result<void> validateClient(const EndpointClient& client)
{
    if (const auto named = validateName(client.name); !named)
        return named;
    for (const QString& model : client.models) {
        if (isModel(model))
            continue;
        return fail(
            ErrorKind::InvalidInput, EndpointClientText::tr("“%1” is no model's name").arg(model),
            EndpointClientText::tr("Give names such as claude-sonnet-5-5 or claude-haiku-*, "
                                   "separated by commas; an empty list allows all"));
    }
    if (client.requestsPerMinute < 0 || client.requestsPerMinute > mostRequestsPerMinute ||
        client.maxConcurrent < 0 || client.maxConcurrent > mostConcurrentRequests) {
        return fail(ErrorKind::InvalidInput,
                    EndpointClientText::tr("A limit of this client is out of range"),
                    EndpointClientText::tr("At most %1 requests per minute and %2 at once; 0 is no "
                                           "limit")
                        .arg(mostRequestsPerMinute)
                        .arg(mostConcurrentRequests));
    }
    return {};
}

Result<qint64> parseExpiry(const QString& text, qint64 nowMs, const QTimeZone& timeZone)
{
    static const QRegularExpression ahead(QStringLiteral("^([0-9]{1,5})([dh])$"));
    static const QRegularExpression day(QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    static const QRegularExpression time(
        QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?"
                       "([Zz]|[+-][0-9]{2}:[0-9]{2})$"));
    const QString given = text.trimmed();
    if (given.compare(QLatin1String("never"), Qt::CaseInsensitive) == 0)
        return 0;
    qint64 atMs = 0;
    if (const auto match = ahead.match(given); match.hasMatch()) {
        const qint64 hours = match.capturedView(1).toLongLong() *
                             (match.capturedView(2) == QLatin1String("d") ? 24 : 1);
        atMs = nowMs + hours * 3'600'000;
    } else if (day.match(given).hasMatch()) {
        const QDate date = QDate::fromString(given, Qt::ISODate);
        atMs = date.isValid() ? date.startOfDay(timeZone).toMSecsSinceEpoch() : 0;
    } else if (time.match(given).hasMatch()) {
        const auto at = QDateTime::fromString(given.toUpper(), Qt::ISODateWithMs);
        atMs = at.isValid() ? at.toMSecsSinceEpoch() : 0;
    }
    if (atMs == 0) {
        return fail(ErrorKind::InvalidInput,
                    EndpointClientText::tr("“%1” is no time to end at").arg(text),
                    EndpointClientText::tr("Write a date (2027-01-31), a time "
                                           "(2027-01-31T10:00:00Z), how long from now (30d, 12h), "
                                           "or never"));
    }
    if (atMs <= nowMs) {
        return fail(ErrorKind::InvalidInput,
                    EndpointClientText::tr("“%1” is over already").arg(text),
                    EndpointClientText::tr("Give a time that is still to come"));
    }
    return atMs;
}

} // namespace Patchbay
