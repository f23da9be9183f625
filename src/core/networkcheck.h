// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/networkfinding.h"

#include <QList>
#include <QObject>
#include <QSslError>

#include <functional>
#include <memory>

class QNetworkAccessManager;

namespace Patchbay {

/// One look whether an address answers: any answer will do, also one that refuses. No key is sent.
/// Deletes itself after `done`; destroyed with `parent`, it calls nobody. Main thread.
class NetworkCheck final : public QObject
{
    Q_OBJECT
public:
    using Done = std::move_only_function<void(const NetworkFinding&)>;
    /// `proxy`: empty for the system's.
    static void ask(const QUrl& address, const QUrl& proxy, QObject* parent, Done done);
    ~NetworkCheck() override;

private:
    NetworkCheck(const QUrl& proxy, QObject* parent, Done done);
    void start(const QUrl& address);

    std::unique_ptr<QNetworkAccessManager> m_network;
    QList<QSslError> m_tlsFaults;
    Done m_done;
};

} // namespace Patchbay
