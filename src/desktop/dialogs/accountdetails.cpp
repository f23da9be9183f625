// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountdetails.h"

#include "desktop/dialogs/limitbar.h"
#include "desktop/dialogs/timeleft.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace Patchbay {

namespace {

bool isUnified(const LimitWindow& window)
{
    return window.window.startsWith(QLatin1String("five_hour")) ||
           window.window.startsWith(QLatin1String("seven_day"));
}

} // namespace

AccountDetails::AccountDetails(Core& core, QWidget* parent)
    : QWidget(parent)
    , m_core(core)
{
    setObjectName(QStringLiteral("accountDetails"));
    setAttribute(Qt::WA_StyledBackground); // for its line
    m_heading = new QLabel;
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setProperty("heading", true);
    m_none = new QLabel(tr("No limits are known yet; answers tell them."));
    m_none->setObjectName(QStringLiteral("noLimits"));
    m_none->setProperty("hint", true);
    m_none->setWordWrap(true);
    m_rests = new QLabel;
    m_rests->setTextFormat(Qt::PlainText);
    m_rests->setObjectName(QStringLiteral("modelRests"));
    m_rests->setWordWrap(true);
    m_rests->hide();
    m_bars = new QGridLayout;
    m_bars->setHorizontalSpacing(12);
    m_bars->setVerticalSpacing(4);
    m_bars->setColumnStretch(2, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 0);
    layout->setSpacing(8);
    layout->addWidget(m_heading);
    layout->addWidget(m_none);
    layout->addLayout(m_bars);
    layout->addWidget(m_rests);

    connect(&core.accounts(), &AccountStore::changed, this, [this] { show(m_id); });
    connect(&core, &Core::loadChanged, this, [this] { show(m_id); });
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &AccountDetails::countDown);
}

void AccountDetails::show(const AccountId& id)
{
    const Account* account = m_core.accounts().find(id);
    setVisible(account);
    if (!account) {
        m_id = {};
        m_second.stop();
        return;
    }
    m_heading->setText(tr("Limits of “%1”").arg(account->name));
    QList<LimitWindow> windows = m_core.accountLimits().value(id);
    // What lasts longest first: minutes fill up again by themselves.
    std::stable_sort(windows.begin(), windows.end(),
                     [](const auto& a, const auto& b) { return isUnified(a) > isUnified(b); });
    if (id != m_id || windows != m_windows) {
        m_id = id;
        m_windows = windows;
        rebuild();
    }
    tellRests(*account);
    if (m_windows.isEmpty() && account->modelRests.isEmpty())
        m_second.stop();
    else if (!m_second.isActive())
        m_second.start();
}

void AccountDetails::rebuild()
{
    while (QLayoutItem* item = m_bars->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_values.clear();
    m_none->setVisible(m_windows.isEmpty());
    for (const LimitWindow& window : std::as_const(m_windows)) {
        const int row = static_cast<int>(m_values.size());
        auto* name = new QLabel(limitWindowText(window.window));
        name->setTextFormat(Qt::PlainText);
        auto* value = new QLabel;
        value->setProperty("hint", true);
        value->setWordWrap(true);
        m_bars->addWidget(name, row, 0);
        m_bars->addWidget(new LimitBar(window), row, 1, Qt::AlignVCenter);
        m_bars->addWidget(value, row, 2);
        m_values.append(value);
    }
    countDown();
}

void AccountDetails::countDown()
{
    const qint64 now = m_core.clock().nowMs();
    for (qsizetype i = 0; i < m_windows.size(); ++i)
        m_values.at(i)->setText(limitValueText(m_windows.at(i), now));
    if (const Account* account = m_core.accounts().find(m_id))
        tellRests(*account);
}

void AccountDetails::tellRests(const Account& account)
{
    const qint64 now = m_core.clock().nowMs();
    QStringList lines;
    for (const ModelRest& rest : account.modelRests) {
        if (rest.untilMs > 0 && rest.untilMs <= now)
            continue;
        lines += rest.untilMs > 0
                     ? tr("%1 models rest until %2, %3: %4")
                           .arg(rest.family, momentText(rest.untilMs, now),
                                timeLeftText(rest.untilMs - now), rest.reason)
                     : tr("%1 models rest until one answers: %2").arg(rest.family, rest.reason);
    }
    m_rests->setText(lines.join(QLatin1Char('\n')));
    m_rests->setVisible(!lines.isEmpty());
}

} // namespace Patchbay
