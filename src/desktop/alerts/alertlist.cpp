// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts/alertlist.h"

#include "desktop/alerts/snoozemenu.h"
#include "desktop/dialogs/timeleft.h"
#include "usage/alertwords.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace Patchbay {

AlertList::AlertList(AlertWatcher& alerts, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_alerts(alerts)
    , m_clock(clock)
    , m_state(new QLabel)
    , m_snoozeAll(snoozeButton(QString(), tr("Snooze all alerts")))
    , m_endSnooze(new QToolButton)
    , m_rows(new QVBoxLayout)
{
    m_state->setProperty("hint", true);
    m_state->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("alertState"));
    m_snoozeAll->setText(tr("Snooze all"));
    m_snoozeAll->setObjectName(QStringLiteral("snoozeAllAlerts"));
    m_endSnooze->setText(tr("End the snooze"));
    m_endSnooze->setAccessibleName(m_endSnooze->text());
    m_endSnooze->setObjectName(QStringLiteral("endSnooze"));
    m_endSnooze->setProperty("chip", true);
    connect(m_endSnooze, &QToolButton::clicked, this, [this] { m_alerts.snooze(QString(), 0); });
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_state, 1);
    head->addWidget(m_endSnooze);
    head->addWidget(m_snoozeAll);
    m_rows->setSpacing(8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addLayout(m_rows);
    connect(&m_alerts, &AlertWatcher::changed, this, &AlertList::fill);
    fill();
}

QToolButton* AlertList::snoozeButton(const QString& cause, const QString& accessibleName)
{
    auto* button = new QToolButton;
    button->setText(tr("Snooze"));
    button->setAccessibleName(accessibleName);
    button->setProperty("chip", true);
    button->setProperty("menu", true);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(button);
    addSnoozeActions(
        *menu, [this] { return m_clock.nowMs(); },
        [this, cause](qint64 untilMs) { m_alerts.snooze(cause, untilMs); });
    button->setMenu(menu);
    return button;
}

QWidget* AlertList::rowOf(const CurrentAlert& current)
{
    const qint64 nowMs = m_clock.nowMs();
    const AlertWords words = alertWords(current.alert, nowMs);
    auto* title = new QLabel(words.title);
    title->setProperty("heading", true);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    auto* text = new QLabel(words.text);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const QString since = tr("since %1").arg(momentText(current.raisedAtMs, nowMs));
    auto* when = new QLabel(current.snoozedUntilMs == 0
                                ? since
                                : tr("%1, snoozed until %2", "since when, until when")
                                      .arg(since, momentText(current.snoozedUntilMs, nowMs)));
    when->setProperty("hint", true);
    when->setProperty("small", true);
    auto* show = new QToolButton;
    show->setText(tr("Show"));
    show->setAccessibleName(tr("Show: %1").arg(words.title));
    show->setObjectName(QStringLiteral("showAlert"));
    show->setProperty("chip", true);
    show->setFocusPolicy(Qt::StrongFocus);
    connect(show, &QToolButton::clicked, this,
            [this, alert = current.alert] { Q_EMIT placeRequested(alert); });
    QToolButton* snooze = snoozeButton(current.alert.cause, tr("Snooze: %1").arg(words.title));
    snooze->setObjectName(QStringLiteral("snoozeAlert"));

    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(title);
    texts->addWidget(text);
    texts->addWidget(when);
    auto* row = new QFrame;
    row->setProperty("card", true);
    row->setObjectName(QStringLiteral("alertRow"));
    row->setAccessibleName(words.line());
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(texts, 1);
    layout->addWidget(show, 0, Qt::AlignTop);
    layout->addWidget(snooze, 0, Qt::AlignTop);
    return row;
}

void AlertList::fill()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // one of its buttons may be what led here
        delete item;
    }
    for (const CurrentAlert& current : m_alerts.current())
        m_rows->addWidget(rowOf(current));
    const qint64 until = m_alerts.allSnoozedUntilMs();
    const auto count = static_cast<int>(m_alerts.current().size());
    if (until != 0)
        m_state->setText(
            tr("Nothing new is told until %1.").arg(momentText(until, m_clock.nowMs())));
    else
        m_state->setText(count == 0 ? tr("There is nothing to warn of.")
                                    : tr("%n thing(s) to look at.", nullptr, count));
    m_endSnooze->setVisible(until != 0);
    m_snoozeAll->setVisible(until == 0);
}

} // namespace Patchbay
