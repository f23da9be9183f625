// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthsignin.h"

#include "accounts/loopbackreceiver.h"
#include "accounts/tokenendpoint.h"

#include <QPointer>
#include <QUrlQuery>

namespace Patchbay {

namespace {

// The name that RFC 8252's forerunners gave to "show the code".
const QString kShowCode = QStringLiteral("urn:ietf:wg:oauth:2.0:oob");
const QString kRedirectUri = QStringLiteral("redirect_uri");

QString encodedText(const QString& text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QHash<QString, QString> fieldsOf(const QString& query)
{
    QString text = query;
    QHash<QString, QString> fields;
    const QUrlQuery parsed(text.replace(u'+', QStringLiteral("%20")));
    for (const auto& [name, value] : parsed.queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    return fields;
}

} // namespace

OAuthSignIn::OAuthSignIn(OAuthProfile profile, const QUrl& proxy, const Clock& clock,
                         OAuthSignInOptions options, QObject* parent)
    : QObject(parent)
    , m_profile(std::move(profile))
    , m_proxy(proxy)
    , m_clock(clock)
    , m_options(options)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        end({ErrorKind::DeadlineExpired,
             tr("Nobody signed in at %1 in time").arg(m_profile.name),
             tr("Start the sign-in again"),
             {},
             {},
             0});
    });
}

OAuthSignIn::~OAuthSignIn() = default;

void OAuthSignIn::start()
{
    if (std::exchange(m_isStarted, true))
        return;
    QTimer::singleShot(0, this, &OAuthSignIn::begin);
}

void OAuthSignIn::begin()
{
    if (m_isOver)
        return;
    const bool pastes = m_profile.redirect == OAuthProfile::Redirect::Paste;
    const QString registered =
        QUrlQuery(m_profile.authorizeUrl).queryItemValue(kRedirectUri, QUrl::FullyDecoded);
    if (pastes) {
        m_redirectUri = registered.isEmpty() ? kShowCode : registered;
    } else {
        m_receiver = std::make_unique<LoopbackReceiver>(m_state);
        connect(m_receiver.get(), &LoopbackReceiver::came, this, &OAuthSignIn::browserCame);
        if (const auto listening = m_receiver->listen(); !listening) {
            end(listening.error());
            return;
        }
        m_redirectUri = m_receiver->address().toString();
    }
    m_timer.start(std::chrono::milliseconds(m_options.timeoutMs));
    const QPointer self(this);
    Q_EMIT urlReady(authorizeUrl());
    if (self && pastes && !m_isOver)
        Q_EMIT needsCode();
}

QUrl OAuthSignIn::authorizeUrl() const
{
    QUrl url = m_profile.authorizeUrl;
    QUrlQuery query(url);
    const QList<std::pair<QString, QString>> fields{
        {QStringLiteral("response_type"), QStringLiteral("code")},
        {QStringLiteral("client_id"), m_profile.clientId},
        {kRedirectUri, m_redirectUri},
        {QStringLiteral("scope"), m_profile.scopes.join(u' ')},
        {QStringLiteral("state"), QString::fromLatin1(m_state)},
        {QStringLiteral("code_challenge"), QString::fromLatin1(m_pkce.challenge)},
        {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
    for (const auto& [name, value] : fields) {
        query.removeAllQueryItems(name);
        if (!value.isEmpty())
            query.addQueryItem(name, encodedText(value));
    }
    url.setQuery(query);
    return url;
}

void OAuthSignIn::submitCode(const QString& pasted)
{
    if (m_isOver || m_endpoint || m_redirectUri.isEmpty())
        return;
    const QString text = pasted.trimmed();
    QHash<QString, QString> fields;
    if (text.contains(QLatin1String("code=")) || text.contains(QLatin1String("error="))) {
        fields = fieldsOf(text.section(u'?', -1).section(u'#', 0, 0));
    } else if (text.contains(u'#')) {
        fields.insert(QStringLiteral("code"), text.section(u'#', 0, 0));
        fields.insert(QStringLiteral("state"), text.section(u'#', 1));
    } else if (m_profile.redirect == OAuthProfile::Redirect::Paste) {
        // The verifier alone ties it to us.
        fields.insert(QStringLiteral("code"), text);
        fields.insert(QStringLiteral("state"), QString::fromLatin1(m_state));
    }
    const bool isComplete =
        !fields.value(QStringLiteral("code")).isEmpty() || fields.contains(QStringLiteral("error"));
    const QByteArray state = fields.value(QStringLiteral("state")).toUtf8();
    if (isComplete && Pkce::isSame(state, m_state)) {
        browserCame(fields);
        return;
    }
    Q_EMIT codeRefused(
        {ErrorKind::InvalidInput,
         isComplete ? tr("This code belongs to another sign-in") : tr("This is no code"),
         tr("Paste what the page shows after this sign-in, whole"),
         {},
         {},
         0});
}

void OAuthSignIn::browserCame(const QHash<QString, QString>& fields)
{
    if (m_isOver || m_endpoint)
        return;
    const QString fault = fields.value(QStringLiteral("error"));
    if (fault == QLatin1String("access_denied")) {
        end({ErrorKind::Authentication,
             tr("%1 was told not to let Patchbay in").arg(m_profile.name),
             tr("Start the sign-in again if that was a mistake"),
             {},
             {},
             0});
    } else if (fields.contains(QStringLiteral("error"))) {
        end({ErrorKind::Authentication,
             tr("%1 could not sign you in").arg(m_profile.name),
             tr("Check the sign-in profile, then start the sign-in again"),
             fault.left(64),
             {},
             0});
    } else {
        exchange(fields.value(QStringLiteral("code")));
    }
}

void OAuthSignIn::exchange(const QString& code)
{
    m_timer.stop();
    m_endpoint =
        std::make_unique<TokenEndpoint>(m_profile, m_proxy, m_clock, m_options.requestTimeoutMs);
    const auto field = [](const QByteArray& bytes) {
        return Secret::take(QByteArray(bytes.constData(), bytes.size()));
    };
    m_endpoint->send({{"grant_type", field("authorization_code")},
                      {"code", field(code.toUtf8())},
                      {"redirect_uri", field(m_redirectUri.toUtf8())},
                      {"code_verifier", field(m_pkce.verifier)},
                      {"state", field(m_state)}},
                     {}, [this](TokenOutcome outcome) { exchanged(std::move(outcome)); });
}

void OAuthSignIn::exchanged(TokenOutcome outcome)
{
    if (m_isOver)
        return;
    if (!outcome) {
        Error error = outcome.error().error;
        if (outcome.error().kind == TokenFailure::Kind::Refused) {
            error.cause = tr("%1 did not accept the code").arg(m_profile.name);
            error.nextStep = tr("Start the sign-in again");
        }
        end(error);
        return;
    }
    m_isOver = true;
    Q_EMIT signedIn(*outcome);
}

void OAuthSignIn::cancel()
{
    end({ErrorKind::Cancelled, tr("The sign-in was cancelled"), {}, {}, {}, 0});
}

void OAuthSignIn::end(const Error& error)
{
    if (std::exchange(m_isOver, true))
        return;
    m_timer.stop();
    if (m_receiver)
        m_receiver.release()->deleteLater(); // it may be on the stack above us
    Q_EMIT failed(error);
}

} // namespace Patchbay
