// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/scriptrunner.h"

namespace Patchbay {

bool isMadeUpKey(QByteArrayView key)
{
    return key.startsWith("sk-ant-test") || key.startsWith("sk-ant-demo");
}

bool ScriptRunner::knows(const QByteArray& key) const
{
    if (m_script.isEmpty())
        return isMadeUpKey(key);
    return !m_script.fallback.isEmpty() || m_script.keys.contains(key);
}

QList<const ScriptStep*> ScriptRunner::steps(const QByteArray& key, const QString& route) const
{
    const auto own = m_script.keys.constFind(key);
    const QList<ScriptStep>& all = own == m_script.keys.cend() ? m_script.fallback : *own;
    QList<const ScriptStep*> found;
    for (const ScriptStep& step : all) {
        if (step.route == route)
            found.append(&step);
    }
    return found;
}

const ScriptStep* ScriptRunner::current(const QByteArray& key, const QString& route) const
{
    const auto list = steps(key, route);
    return list.isEmpty() ? nullptr : list.at(m_positions.value({key, route}).step);
}

void ScriptRunner::advance(const QByteArray& key, const QString& route)
{
    const auto list = steps(key, route);
    if (list.isEmpty())
        return;
    Position& position = m_positions[{key, route}];
    if (++position.used < list.at(position.step)->times || position.step + 1 == list.size())
        return;
    position = {position.step + 1, 0};
}

} // namespace Patchbay
