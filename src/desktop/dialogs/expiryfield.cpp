// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/expiryfield.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>

#include <initializer_list>

namespace Patchbay {

namespace {

constexpr int never = 0;
constexpr int onDate = -1;
constexpr qint64 msPerDay = 86'400'000;
constexpr int usualDays = 90;

} // namespace

ExpiryField::ExpiryField(QWidget* parent)
    : QWidget(parent)
{
    m_choice = new QComboBox;
    m_choice->setObjectName(QStringLiteral("tokenEnds"));
    m_choice->setAccessibleName(tr("Token ends"));
    m_choice->addItem(tr("never"), never);
    for (const int days : {7, 30, usualDays, 365})
        m_choice->addItem(tr("in %n day(s)", nullptr, days), days);
    m_choice->addItem(tr("on a date"), onDate);
    m_date = new QDateEdit;
    m_date->setObjectName(QStringLiteral("tokenEndDate"));
    m_date->setAccessibleName(tr("Date the token ends on"));
    m_date->setCalendarPopup(true);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ExpiryField::update);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_choice);
    layout->addWidget(m_date);
    layout->addStretch();
    setFocusProxy(m_choice);
    update();
}

void ExpiryField::update()
{
    m_date->setVisible(m_choice->currentData().toInt() == onDate);
}

void ExpiryField::fill(qint64 expiresAtMs, qint64 nowMs)
{
    m_filledMs = expiresAtMs;
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    const QDate end = QDateTime::fromMSecsSinceEpoch(expiresAtMs).date();
    m_date->setMinimumDate(expiresAtMs > 0 ? std::min(end, today.addDays(1)) : today.addDays(1));
    m_date->setDate(expiresAtMs > 0 ? end : today.addDays(usualDays));
    m_choice->setCurrentIndex(m_choice->findData(expiresAtMs > 0 ? onDate : never));
    update();
}

qint64 ExpiryField::expiresAtMs(qint64 nowMs) const
{
    const int days = m_choice->currentData().toInt();
    if (days == never)
        return 0;
    if (days != onDate)
        return nowMs + days * msPerDay;
    // The time of day stays when the date does.
    if (m_filledMs > 0 && QDateTime::fromMSecsSinceEpoch(m_filledMs).date() == m_date->date())
        return m_filledMs;
    return m_date->date().startOfDay().toMSecsSinceEpoch();
}

} // namespace Patchbay
