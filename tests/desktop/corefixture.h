// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/transcript/transcriptview.h"
#include "support/outcome.h"
#include "support/testupstream.h"

#include <QTemporaryDir>
#include <QTest>

namespace Patchbay {

/// A whole core on a folder of its own, with the vault in memory, and words for what a window on it
/// shows. The accounts are those the environment names.
class CoreFixture
{
public:
    /// With the demo as its only account.
    CoreFixture() = default;
    /// With one account, "env", whose answers the upstream gives.
    explicit CoreFixture(const TestUpstream& upstream)
        : m_variables({{QStringLiteral("CLAUDE_API_KEY"), QStringLiteral("sk-ant-test-1")},
                       {QStringLiteral("ANTHROPIC_BASE_URL"), upstream.baseUrl().toString()}})
    {
    }

    /// Before open().
    void set(const QString& variable, const QString& value) { m_variables.insert(variable, value); }
    void open()
    {
        QHash<QString, QString> variables = m_variables;
        variables.insert(QStringLiteral("PATCHBAY_DATA_DIR"),
                         m_folder.filePath(QStringLiteral("d")));
        variables.insert(QStringLiteral("PATCHBAY_CONFIG_DIR"),
                         m_folder.filePath(QStringLiteral("c")));
        variables.insert(QStringLiteral("PATCHBAY_VAULT"), QStringLiteral("memory"));
        CoreOptions options;
        options.environment = Environment(std::move(variables));
        options.program = QStringLiteral("patchbay");
        auto core = Core::create(options);
        if (!core)
            qFatal("%s", qPrintable(core.error().sentence()));
        m_core = std::move(*core);
    }
    void enableDemo() const
    {
        if (const auto demo = m_core->enableDemo(); !demo)
            qFatal("%s", qPrintable(demo.error().sentence()));
    }
    void close() { m_core.reset(); }
    [[nodiscard]] Core& core() const { return *m_core; }

private:
    QTemporaryDir m_folder;
    QHash<QString, QString> m_variables;
    std::unique_ptr<Core> m_core;
};

/// What a widget shows and does, by the names that people and assistive technology know.
template <class T>
T* named(const QWidget& window, const char* name)
{
    auto* found = window.findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("nothing is named %s", name);
    return found;
}

/// Clicks what can be done with a message of the transcript. False when that is not on the screen.
inline bool clickAction(TranscriptView& view, int row, TranscriptAction::Kind kind)
{
    view.flush();
    for (const auto& [message, action] : view.visibleActions()) {
        if (message != row || action.kind != kind || !action.enabled)
            continue;
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, action.rect.center().toPoint());
        return true;
    }
    return false;
}

/// The message of a row; a copy, empty while it is being fetched.
inline TranscriptMessage shown(TranscriptView& view, int row)
{
    TranscriptModel* model = view.contents().model();
    const TranscriptMessage* message = row < model->count() ? model->message(row) : nullptr;
    return message ? *message : TranscriptMessage();
}

} // namespace Patchbay
