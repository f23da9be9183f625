// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/pooltablemodel.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QTreeView;

namespace Patchbay {

/// What the pool is doing: the accounts with what each serves, who waits and why, and the last
/// decisions with their reasons. Asks only while it is seen. GUI thread.
class PoolPage final : public QWidget
{
    Q_OBJECT
public:
    explicit PoolPage(Core& core, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Table
    {
        PoolTableModel* model = nullptr;
        QTreeView* view = nullptr;
        QLabel* title = nullptr;
        QLabel* empty = nullptr;
    };
    [[nodiscard]] Table addTable(QBoxLayout* to, const QString& objectName, const QString& name,
                                 const QStringList& headers, const QString& empty);
    static void fill(const Table& table, const QList<PoolRow>& rows, int mostRows);
    void ask();
    void take(const PoolSnapshot& snapshot);

    Core& m_core;
    Mailbox m_mailbox;
    Table m_lanes;
    Table m_queue;
    Table m_decisions;
    QTimer m_soon;  // after a change
    QTimer m_clock; // countdowns
    bool m_isAsking = false;
};

} // namespace Patchbay
