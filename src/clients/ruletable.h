// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointrule.h"

#include <QList>

#include <memory>

namespace Patchbay {

/// What the rules say of one request. A value.
struct RuleDecision
{
    QString useModel;     // empty: as asked for
    qint64 maxTokens = 0; // 0: as asked for
    std::optional<qint64> cacheSeconds;

    bool operator==(const RuleDecision&) const = default;
};

/// The store's rules for the endpoint's thread, never changed. Copies share them. Any thread.
class RuleTable final
{
public:
    /// No rules.
    RuleTable() = default;
    explicit RuleTable(const QList<EndpointRule>& rules);

    [[nodiscard]] bool isEmpty() const { return m_rules == nullptr; }
    /// Each of the three from the first rule that matches client and model, as they are named in
    /// the request, and says something of it.
    [[nodiscard]] RuleDecision decide(QStringView client, QStringView model) const;

private:
    std::shared_ptr<const QList<EndpointRule>> m_rules; // null: none
};

} // namespace Patchbay
