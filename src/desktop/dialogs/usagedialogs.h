// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QWidget;

namespace Patchbay {

class Core;
class PricesDialog;

/// The dialogs about use and money, each open at most once. GUI thread; a child of the window.
class UsageDialogs final : public QObject
{
    Q_OBJECT
public:
    UsageDialogs(Core& core, QWidget& window);

    void openPrices();

private:
    Core& m_core;
    QWidget& m_window;
    QPointer<PricesDialog> m_prices;
};

} // namespace Patchbay
