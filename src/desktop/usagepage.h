// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/usagemodel.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace Patchbay {

class PickerBox;

/// What was used, and what it cost: sums by account, model or day over a period. GUI thread.
class UsagePage final : public QWidget
{
    Q_OBJECT
public:
    explicit UsagePage(Core& core, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildBar();
    QWidget* buildCards();
    void read();
    void take(const UsageReport& report, UsageKey by);

    Core& m_core;
    UsageModel m_model;
    Mailbox m_mailbox;
    QButtonGroup* m_period = nullptr;
    PickerBox* m_by = nullptr;
    QStackedWidget* m_tableOrEmpty = nullptr;
    QLabel* m_empty = nullptr;
    QTreeView* m_table = nullptr;
    QLabel* m_cost = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_cached = nullptr;
    QLabel* m_requests = nullptr;
    QLabel* m_asOf = nullptr;
    QTimer m_soon;
    int m_generation = 0;
};

} // namespace Patchbay
