// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/limitgauges.h"

#include "desktop/accountcolors.h"
#include "desktop/dialogs/limitbar.h"
#include "desktop/icons.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

#include <chrono>

namespace Patchbay {

namespace {

bool isUnified(const LimitWindow& window)
{
    return window.limit == 100;
}

} // namespace

LimitGauges::LimitGauges(Core& core, QWidget* parent)
    : QWidget(parent)
    , m_core(core)
{
    setObjectName(QStringLiteral("usageLimits"));
    m_none = new QLabel(tr("No limits are known yet; answers tell them."));
    m_none->setProperty("hint", true);
    m_none->setWordWrap(true);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(3, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_none);
    layout->addLayout(m_grid);
    connect(&core, &Core::loadChanged, this, &LimitGauges::refresh);
    connect(&core.accounts(), &AccountStore::changed, this, &LimitGauges::refresh);
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &LimitGauges::countDown);
}

void LimitGauges::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
    m_second.start();
}

void LimitGauges::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_second.stop();
}

void LimitGauges::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rebuild();
}

void LimitGauges::refresh()
{
    if (!isVisible())
        return;
    QList<Gauge> gauges;
    for (const Account& account : m_core.accounts().accounts()) {
        QList<LimitWindow> windows = m_core.accountLimits().value(account.id);
        // What lasts longest first: minutes fill up again by themselves.
        std::stable_sort(windows.begin(), windows.end(),
                         [](const auto& a, const auto& b) { return isUnified(a) > isUnified(b); });
        for (const LimitWindow& window : std::as_const(windows))
            gauges.append({account, window, nullptr});
    }
    const bool isSame = std::equal(gauges.begin(), gauges.end(), m_gauges.begin(), m_gauges.end(),
                                   [](const Gauge& a, const Gauge& b) {
                                       return a.account.name == b.account.name &&
                                              a.account.color == b.account.color &&
                                              a.window == b.window;
                                   });
    if (isSame && m_none->isVisible() == gauges.isEmpty())
        return;
    m_gauges = std::move(gauges);
    rebuild();
}

void LimitGauges::rebuild()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_none->setVisible(m_gauges.isEmpty());
    for (int row = 0; row < m_gauges.size(); ++row) {
        Gauge& gauge = m_gauges[row];
        const bool isFirst = row == 0 || m_gauges.at(row - 1).account.id != gauge.account.id;
        if (isFirst) {
            auto* dot = new QLabel;
            dot->setPixmap(
                dotIcon(accountColor(gauge.account.color, palette())).pixmap(QSize(16, 16)));
            auto* name =
                new QLabel(fontMetrics().elidedText(gauge.account.name, Qt::ElideRight, 150));
            name->setTextFormat(Qt::PlainText);
            name->setToolTip(gauge.account.name);
            auto* holder = new QWidget;
            auto* inHolder = new QHBoxLayout(holder);
            inHolder->setContentsMargins(0, 0, 12, 0);
            inHolder->setSpacing(4);
            inHolder->addWidget(dot);
            inHolder->addWidget(name, 1);
            m_grid->addWidget(holder, row, 0);
        }
        auto* window = new QLabel(limitWindowText(gauge.window.window));
        window->setTextFormat(Qt::PlainText);
        window->setProperty("hint", true);
        auto* bar = new LimitBar(gauge.window);
        bar->setAccessibleName(
            tr("%1, %2").arg(gauge.account.name, limitWindowText(gauge.window.window)));
        gauge.value = new QLabel;
        gauge.value->setProperty("hint", true);
        gauge.value->setProperty("small", true);
        gauge.value->setWordWrap(true);
        m_grid->addWidget(window, row, 1);
        m_grid->addWidget(bar, row, 2, Qt::AlignVCenter);
        m_grid->addWidget(gauge.value, row, 3);
    }
    countDown();
}

void LimitGauges::countDown()
{
    const qint64 now = m_core.clock().nowMs();
    for (const Gauge& gauge : std::as_const(m_gauges))
        gauge.value->setText(limitValueText(gauge.window, now));
}

} // namespace Patchbay
