// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/script.h"

namespace Patchbay {

/// Where each key stands in its steps. A value.
class ScriptRunner
{
public:
    ScriptRunner() = default;
    explicit ScriptRunner(Script script)
        : m_script(std::move(script))
    {
    }

    [[nodiscard]] const Script& script() const { return m_script; }
    /// Whether the key is let in at all.
    [[nodiscard]] bool knows(const QByteArray& key) const;
    /// The step that answers the key's next request, null where the demo does.
    [[nodiscard]] const ScriptStep* current(const QByteArray& key, const QString& route) const;
    /// A request was answered by it.
    void advance(const QByteArray& key, const QString& route);

private:
    struct Position
    {
        qsizetype step = 0; // among those of the route
        int used = 0;
    };
    [[nodiscard]] QList<const ScriptStep*> steps(const QByteArray& key, const QString& route) const;

    Script m_script;
    QHash<std::pair<QByteArray, QString>, Position> m_positions;
};

/// A key that nobody can have been given: sk-ant-test…, sk-ant-demo….
[[nodiscard]] bool isMadeUpKey(QByteArrayView key);

} // namespace Patchbay
