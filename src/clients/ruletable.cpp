// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/ruletable.h"

namespace Patchbay {

RuleTable::RuleTable(const QList<EndpointRule>& rules)
{
    if (!rules.isEmpty())
        m_rules = std::make_shared<const QList<EndpointRule>>(rules);
}

RuleDecision RuleTable::decide(QStringView client, QStringView model) const
{
    RuleDecision decision;
    if (isEmpty())
        return decision;
    for (const EndpointRule& rule : *m_rules) {
        if (!rule.isFor(client, model))
            continue;
        if (decision.useModel.isEmpty())
            decision.useModel = rule.useModel;
        if (decision.maxTokens == 0)
            decision.maxTokens = rule.maxTokens;
        if (!decision.cacheSeconds)
            decision.cacheSeconds = rule.cacheSeconds;
    }
    return decision;
}

} // namespace Patchbay
