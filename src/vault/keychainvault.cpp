// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/keychainvault.h"

#include "base/logging.h"
#include "vault/vaulttext.h"

#include <QAbstractEventDispatcher>
#include <QDeadlineTimer>
#include <qt6keychain/keychain.h>
#include <QThread>

namespace Patchbay {

namespace {

using State = KeyringProbe::State;

// libsecret answers through GLib's main loop: without it a job never ends.
bool dispatcherCanAnswer()
{
#ifdef PATCHBAY_SECRET_SERVICE
    const QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher && QByteArrayView(dispatcher->metaObject()->className()).contains("Glib");
#else
    return true;
#endif
}

qint64 nowMs()
{
    return QDeadlineTimer::current().deadline();
}

} // namespace

KeychainVault::KeychainVault(QObject* parent)
    : KeychainVault(Options(), parent)
{
}

KeychainVault::KeychainVault(Options options, QObject* parent)
    : Vault(parent)
    , m_options(std::move(options))
{
    m_recovery.setInterval(static_cast<int>(m_options.recoveryIntervalMs));
    connect(&m_recovery, &QTimer::timeout, this, [this] {
        m_probe.ask(m_options.service, {}, KeyringProbe::Start::Refused, [this](State state) {
            if (state != State::Open || !m_recovery.isActive())
                return;
            m_recovery.stop();
            Q_EMIT recovered();
        });
    });
}

KeychainVault::~KeychainVault() = default;

QString KeychainVault::displayName() const
{
    return tr("the system keychain");
}

void KeychainVault::read(const QString& key, Completion<Secret> done)
{
    start(Kind::Read, key, {}, std::move(done));
}

void KeychainVault::write(const QString& key, const Secret& secret, Completion<void> done)
{
    start(Kind::Write, key, secret, [done = std::move(done)](const Result<Secret>& result) mutable {
        done(result ? Result<void>() : Failure(result.error()));
    });
}

void KeychainVault::remove(const QString& key, Completion<void> done)
{
    start(Kind::Remove, key, {}, [done = std::move(done)](const Result<Secret>& result) mutable {
        done(result ? Result<void>() : Failure(result.error()));
    });
}

void KeychainVault::check(Completion<void> done)
{
    const auto ask = KeyringProbe::Start::Allowed;
    m_probe.ask(m_options.service, {}, ask, [this, done = std::move(done)](State state) mutable {
        if (state == State::Locked || state == State::NoBus) {
            watchForRecovery();
            return done(Failure(errorOf(QKeychain::OtherError, {}, state)));
        }
        if (state != State::NoService)
            return done({});
        // There may be KWallet, which is no Secret Service here.
        read(QStringLiteral("check"),
             [done = std::move(done)](const Result<Secret>& result) mutable {
                 if (result || result.error().kind == ErrorKind::SecretAbsent)
                     done({});
                 else
                     done(Failure(result.error()));
             });
    });
}

void KeychainVault::start(Kind kind, const QString& key, const Secret& secret,
                          Completion<Secret> done)
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (!dispatcherCanAnswer()) {
        m_mailbox.post([this, done = std::move(done)]() mutable {
            done(fail(ErrorKind::VaultUnavailable,
                      tr("The system keychain needs an event loop that was switched off"),
                      tr("Start Patchbay without QT_NO_GLIB, or set PATCHBAY_VAULT=file")));
        });
        return;
    }
    const quint64 id = ++m_lastId;
    auto watchdog = std::make_unique<QTimer>();
    watchdog->setSingleShot(true);
    connect(watchdog.get(), &QTimer::timeout, this, [this, id] {
        qCWarning(lcVault) << "the keychain does not answer";
        watchForRecovery();
        finish(id, Failure(vaultTimeout(displayName())));
    });
    watchdog->start(static_cast<int>(m_options.watchdogMs));
    m_operations.emplace(id,
                         Operation{kind, key, secret, std::move(done), std::move(watchdog), false});
    m_queue.push_back(id);
    startNext();
}

void KeychainVault::startNext()
{
    while (m_running == 0 && !m_queue.empty()) {
        const quint64 id = m_queue.front();
        m_queue.pop_front();
        const auto found = m_operations.find(id);
        if (found == m_operations.end())
            continue;
        m_running = id;
        QKeychain::Job* job = jobOf(found->second);
        job->setInsecureFallback(false);
        job->setKey(found->second.key);
        connect(job, &QKeychain::Job::finished, this,
                [this, id](const QKeychain::Job* finished) { jobFinished(id, *finished); });
        job->start();
    }
}

// The jobs delete themselves: one that runs must outlive us, its backend keeps a pointer to it.
QKeychain::Job* KeychainVault::jobOf(const Operation& operation) const
{
    switch (operation.kind) {
    case Kind::Read:
        return new QKeychain::ReadPasswordJob(m_options.service);
    case Kind::Remove:
        return new QKeychain::DeletePasswordJob(m_options.service);
    case Kind::Write:
        break;
    }
    auto* job = new QKeychain::WritePasswordJob(m_options.service);
    const QByteArrayView bytes = operation.secret.reveal();
    QString text = QString::fromUtf8(bytes);
    QByteArray again = text.toUtf8();
    // As text where that loses nothing: other programs then show the secret itself.
    if (QByteArrayView(again) == bytes && !bytes.contains('\0'))
        job->setTextData(text);
    else
        job->setBinaryData(bytes.toByteArray());
    wipe(again);
    wipe(text);
    return job;
}

void KeychainVault::jobFinished(quint64 id, const QKeychain::Job& job)
{
    m_running = 0;
    const auto found = m_operations.find(id);
    if (found == m_operations.end()) {
        startNext();
        return;
    }
    Secret secret;
    if (const auto* reading = qobject_cast<const QKeychain::ReadPasswordJob*>(&job)) {
        if (job.error() == QKeychain::NoError) {
            auto shared = std::make_shared<QByteArray>(reading->binaryData());
            secret = Secret::take(QByteArray(shared->constData(), shared->size()));
            // The job holds the same buffer: it can be wiped once the job let go of it.
            connect(reading, &QObject::destroyed, this, [shared] { wipe(*shared); });
        }
    }
    if (job.error() == QKeychain::NoError && found->second.kind != Kind::Remove) {
        judge(id, job.error(), {}, std::move(secret), State::Unknown);
    } else {
        m_probe.ask(m_options.service, found->second.key, KeyringProbe::Start::Refused,
                    [this, id, code = job.error(), text = job.errorString()](State state) {
                        judge(id, code, text, {}, state);
                    });
    }
    startNext();
}

void KeychainVault::judge(quint64 id, int code, const QString& text, Secret secret,
                          KeyringProbe::State state)
{
    const auto found = m_operations.find(id);
    if (found == m_operations.end())
        return;
    Operation& operation = found->second;
    // libsecret calls the removal of an entry in a locked keyring a success.
    const bool isGone = operation.kind == Kind::Remove &&
                        (code == QKeychain::NoError || code == QKeychain::EntryNotFound) &&
                        state != State::Locked;
    if (isGone || (code == QKeychain::NoError && operation.kind != Kind::Remove)) {
        if (m_recovery.isActive()) {
            m_recovery.stop();
            Q_EMIT recovered();
        }
        finish(id, std::move(secret));
        return;
    }
    if (retries(operation, id, code, state))
        return;
    Error error = errorOf(code, text, state);
    if (error.kind != ErrorKind::SecretAbsent)
        qCWarning(lcVault) << "keychain:" << errorKindName(error.kind) << error.detail;
    if (error.kind == ErrorKind::VaultLocked || error.kind == ErrorKind::VaultUnavailable)
        watchForRecovery();
    finish(id, Failure(std::move(error)));
}

bool KeychainVault::retries(Operation& operation, quint64 id, int code, KeyringProbe::State state)
{
    const bool noWallet = state == State::NoService ||
                          (code == QKeychain::NoBackendAvailable && state == State::Unknown);
    if (!noWallet || code == QKeychain::EntryNotFound || operation.wasRetried)
        return false;
    if (m_graceEndsMs == 0)
        m_graceEndsMs = nowMs() + m_options.retryDelayMs;
    const qint64 waitMs = m_graceEndsMs - nowMs();
    if (waitMs <= 0)
        return false;
    operation.wasRetried = true;
    QTimer::singleShot(static_cast<int>(waitMs), this, [this, id] {
        m_queue.push_back(id);
        startNext();
    });
    return true;
}

Error KeychainVault::errorOf(int code, const QString& text, KeyringProbe::State state) const
{
    const auto error = [&text](ErrorKind kind, QString cause, QString next) {
        return Error{kind, std::move(cause), std::move(next), text, {}, 0};
    };
    if (state == State::Locked) {
        return error(ErrorKind::VaultLocked, tr("The system keychain is locked"),
                     tr("Unlock it with your login password, then try again"));
    }
    if (state == State::NoKeyring && code != QKeychain::EntryNotFound) {
        return error(ErrorKind::VaultUnavailable, tr("The system keychain holds no keyring yet"),
                     tr("Make one named “Login” in the system's password manager, or set "
                        "PATCHBAY_VAULT=file"));
    }
    switch (code) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return secretAbsent(displayName());
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return error(ErrorKind::VaultDenied, tr("The system keychain refused access"),
                     tr("Allow Patchbay to use it in the system's password settings"));
    default:
        break;
    }
    if (state == State::Open) {
        return error(ErrorKind::VaultUnavailable, tr("The system keychain could not do its work"),
                     tr("Start the system's keychain anew, or set PATCHBAY_VAULT=file"));
    }
    return error(ErrorKind::VaultUnavailable, tr("There is no system keychain here"),
                 tr("Start a Secret Service (such as GNOME Keyring or KWallet), or set "
                    "PATCHBAY_VAULT=file"));
}

void KeychainVault::finish(quint64 id, Result<Secret> result)
{
    auto node = m_operations.extract(id);
    if (node.empty())
        return;
    // The watchdog may be what calls us.
    node.mapped().watchdog->stop();
    node.mapped().watchdog.release()->deleteLater();
    node.mapped().done(std::move(result));
}

void KeychainVault::watchForRecovery()
{
    if (!m_recovery.isActive())
        m_recovery.start();
}

} // namespace Patchbay
