// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QTimer>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace Patchbay {

/// How much of each account's limit windows is used, with the time until they reset. Follows the
/// answers. GUI thread.
class LimitGauges final : public QWidget
{
    Q_OBJECT
public:
    explicit LimitGauges(Core& core, QWidget* parent = nullptr);

    /// Reads again which there are.
    void refresh();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void countDown();

    struct Gauge
    {
        Account account;
        LimitWindow window;
        QLabel* value = nullptr;
    };
    Core& m_core;
    QLabel* m_none = nullptr;
    QGridLayout* m_grid = nullptr;
    QList<Gauge> m_gauges;
    QTimer m_second;
};

} // namespace Patchbay
