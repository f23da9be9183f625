// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"
#include "clients/toolsetup.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace Patchbay {

/// How a tool is pointed at the endpoint, to be copied. GUI thread.
class ToolSetupPage final : public QWidget
{
    Q_OBJECT
public:
    explicit ToolSetupPage(QWidget* parent = nullptr);

    /// For a client; `token` is empty where it is not at hand, then a placeholder stands for it.
    void show(const QString& clientName, const Secret& token, const QString& origin,
              const QString& model);
    /// Nothing of the token stays.
    void clear();

Q_SIGNALS:
    void done();

private:
    void fill();
    void addStep(const SetupStep& step, int number);
    [[nodiscard]] bool dependsOnShell(const QString& tool) const;

    SetupValues m_values;
    bool m_hasToken = false;
    QLabel* m_title = nullptr;
    QLabel* m_hint = nullptr;
    QComboBox* m_tool = nullptr;
    QComboBox* m_shell = nullptr;
    QLabel* m_shellLabel = nullptr;
    QWidget* m_steps = nullptr;
    QVBoxLayout* m_body = nullptr;
};

} // namespace Patchbay
