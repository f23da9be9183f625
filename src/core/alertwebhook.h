// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <deque>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace Patchbay {

struct Alert;

/// What the webhook is told of an alert: "type", "title", "subject", "text", "raised_at", "cause"
/// and what the kind knows. No secret. `text` and `title` are in the program's language.
[[nodiscard]] QJsonObject alertMessage(const Alert& alert, qint64 raisedAtMs);

struct AlertWebhookOptions
{
    QList<qint64> retryAfterMs = {2'000, 15'000}; // each, and then no more
    qint64 timeoutMs = 10'000;
    qsizetype longestQueue = 64; // the oldest that waits is given up
};

/// Posts messages to an address that a person set up, one after the other: in the background, with
/// few repetitions (no connection, 408, 429, 5xx), each within a time-out. Redirects are not
/// followed, answers not read. The address may hold a credential: only its host is ever named. Main
/// thread; destroying it ends what is under way, without a call.
class AlertWebhook final : public QObject
{
public:
    explicit AlertWebhook(AlertWebhookOptions options = {}, QObject* parent = nullptr);
    ~AlertWebhook() override;

    /// `address` as the setting allows it. `done` may be empty; a failure is logged.
    void post(const QUrl& address, const QJsonObject& message, Completion<void> done = nullptr);

private:
    struct Item;
    void sendFirst();
    void answered();
    void fail(int status, const QString& detail, bool mayPassLater);
    void end(const Result<void>& result);

    const AlertWebhookOptions m_options;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QNetworkReply* m_reply = nullptr; // the manager's
    std::deque<Item> m_queue;         // the first is under way
    QTimer m_timeout;
    QTimer m_retry;
};

} // namespace Patchbay
