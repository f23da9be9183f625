// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QTimer>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace Patchbay {

/// What is known of one account beyond its row: its limits as bars, the models that rest. GUI
/// thread.
class AccountDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit AccountDetails(Core& core, QWidget* parent = nullptr);

    void show(const AccountId& id);

private:
    void rebuild();
    void countDown();
    void tellRests(const Account& account);

    Core& m_core;
    AccountId m_id;
    QList<LimitWindow> m_windows;
    QList<QLabel*> m_values; // of m_windows
    QGridLayout* m_bars = nullptr;
    QLabel* m_heading = nullptr;
    QLabel* m_none = nullptr;
    QLabel* m_rests = nullptr;
    QTimer m_second;
};

} // namespace Patchbay
