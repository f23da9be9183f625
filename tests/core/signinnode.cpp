// SPDX-License-Identifier: GPL-3.0-or-later
#include "signinnode.h"

#include "accounts/oauthprofile.h"
#include "support/outcome.h"

#include <QUuid>

namespace Patchbay {

namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr int kDeadlineMs = 60'000;

template <class T>
T orAbort(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().sentence()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

Secret secretOf(const QByteArray& bytes)
{
    return Secret::take(QByteArray(bytes.constData(), bytes.size()));
}

} // namespace

SignInNode::SignInNode(const QString& folder, const QUrl& upstream, const ManualClock& clock)
    : m_database(orAbort(Database::open(folder + QStringLiteral("/patchbay.db"),
                                        folder + QStringLiteral("/backups"))))
    , m_vault(folder + QStringLiteral("/vault"), secretOf("test"), SealedFile::Cost::least())
    , m_ledger(std::make_unique<Ledger>(*m_database, QUuid::createUuid().toString(QUuid::Id128)))
    , store(std::make_unique<AccountStore>(*m_database, m_vault, clock))
    , m_clock(clock)
    , m_upstream(upstream)
{
    TokenRefresherOptions renewal;
    renewal.locksDir = folder;
    renewal.lockRetryMs = 4;
    store->renewSignIns(renewal);
    orAbort(store->load());
    PoolOptions options;
    options.workers = 2;
    options.defaultBaseUrl = upstream;
    options.userAgent = QStringLiteral("patchbay/test");
    options.backOffMs = 10;
    pool = std::make_unique<Dispatcher>(options, *m_ledger, m_prices, clock,
                                        store->credentialReader());
    QObject::connect(store.get(), &AccountStore::changed, store.get(), [this] {
        note();
        pool->setAccounts(store->accounts());
    });
    QObject::connect(store.get(), &AccountStore::secretChanged, store.get(),
                     [this](const AccountId& id) {
                         pool->forgetCredential(id);
                         if (renewed)
                             renewed();
                     });
    pool->observe(
        m_mailbox.address(),
        [this](const AccountFinding& finding) {
            store->setState(finding.account, finding.state, finding.reason, finding.untilMs);
        },
        [](const PoolLoad&) {});
    pool->setAccounts(store->accounts());
}

SignInNode::~SignInNode() = default;

void SignInNode::note()
{
    const AccountState state = store->accounts().isEmpty() ? AccountState::Ready : account().state;
    if (states.isEmpty() || states.last() != state)
        states.append(state);
}

void SignInNode::add(const QString& name, const QByteArray& access, const QByteArray& refresh)
{
    OAuthProfile profile;
    profile.name = QStringLiteral("the test provider");
    profile.tokenUrl = m_upstream.resolved(QUrl(QStringLiteral("/oauth/token")));
    profile.clientId = QStringLiteral("patchbay-test");
    profile.headers = {{"anthropic-beta", "oauth-2025-04-20"}};
    OAuthToken token;
    token.access = secretOf(access);
    token.refresh = secretOf(refresh);
    token.receivedAtMs = m_clock.nowMs();
    token.lifetimeMs = kHourMs;
    NewAccount wanted;
    wanted.account.name = name;
    wanted.account.kind = AccountKind::OAuth;
    wanted.account.oauthProfile = profile.toJson();
    wanted.account.maxConcurrent = 100;
    wanted.secret = token.toSecret();
    Testing::Outcome<AccountId> outcome;
    store->add(std::move(wanted), outcome.completion());
    if (!outcome.wait() || !outcome.succeeded())
        qFatal("%s", qPrintable(outcome.sentence()));
}

QStringList SignInNode::ask(int count, const HeaderList& headers)
{
    QStringList failures;
    int ended = 0;
    Mailbox mailbox;
    std::vector<RequestHandle> handles;
    for (int i = 0; i < count; ++i) {
        Request request;
        request.body = R"({"model":"claude-sonnet-5-5","max_tokens":16,"stream":true,)"
                       R"("messages":[{"role":"user","content":"Hi"}]})";
        request.model = QStringLiteral("claude-sonnet-5-5");
        request.headers = headers;
        request.client.kind = Client::Kind::CommandLine;
        RequestObserver observer;
        observer.finished = [&](const Outcome& outcome) {
            ++ended;
            if (outcome.error)
                failures.append(outcome.error->sentence());
        };
        handles.push_back(pool->send(std::move(request), mailbox.address(), std::move(observer)));
    }
    if (!QTest::qWaitFor([&] { return ended == count; }, kDeadlineMs))
        failures.append(QStringLiteral("%1 did not end").arg(count - ended));
    return failures;
}

QByteArray SignInNode::entry()
{
    Testing::Outcome<Secret> outcome;
    m_vault.read(vaultKey(account()), outcome.completion());
    if (!outcome.wait() || !outcome.succeeded())
        return {};
    return outcome.result()->reveal().toByteArray();
}

} // namespace Patchbay
