// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/usagedialogs.h"

#include "core/core.h"
#include "desktop/dialogs/pricesdialog.h"

namespace Patchbay {

namespace {

void present(QDialog& dialog)
{
    dialog.setAttribute(Qt::WA_DeleteOnClose);
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}

} // namespace

UsageDialogs::UsageDialogs(Core& core, QWidget& window)
    : QObject(&window)
    , m_core(core)
    , m_window(window)
{
}

void UsageDialogs::openPrices()
{
    if (!m_prices)
        m_prices = new PricesDialog(m_core.priceBook(), m_core.clock(), &m_window);
    present(*m_prices);
}

} // namespace Patchbay
