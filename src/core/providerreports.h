// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "base/secret.h"
#include "usage/providerreport.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace Patchbay {

/// Reads the usage and cost reports of an organisation with one of its admin keys, page by page.
/// The key is kept no longer than that. Main thread; destroyed on its way, it calls nobody.
class ProviderReports final : public QObject
{
    Q_OBJECT
public:
    /// `baseUrl` is where the provider's API is; plain http on loopback only.
    explicit ProviderReports(QUrl baseUrl, QObject* parent = nullptr);
    ~ProviderReports() override;

    /// The days of UTC from `since` to before `until`. One at a time.
    void fetch(const Secret& adminKey, QDate since, QDate until, Completion<ProviderReport> done);

private:
    void ask();
    void answered();
    void finish(Result<ProviderReport> result);

    QUrl m_baseUrl;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<QNetworkReply> m_reply;
    QTimer m_timeout;
    Mailbox m_mailbox;
    Secret m_key;
    QDate m_since;
    QDate m_until;
    QString m_page;
    int m_pages = 0;
    bool m_isOfCosts = false;
    ProviderReport m_report;
    Completion<ProviderReport> m_done;
};

} // namespace Patchbay
