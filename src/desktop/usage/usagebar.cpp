// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagebar.h"

#include "desktop/flowlayout.h"
#include "desktop/pickerbox.h"

#include <QButtonGroup>
#include <QDateEdit>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace Patchbay {

namespace {

// One for all: a line of one script is higher than that of another.
constexpr int kHeight = 32;

/// Buttons side by side of which one is pressed.
QButtonGroup* addSegments(QLayout* to, const QStringList& names, const QStringList& objectNames,
                          QObject* parent)
{
    auto* group = new QButtonGroup(parent);
    auto* holder = new QWidget;
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (int i = 0; i < names.size(); ++i) {
        auto* button = new QToolButton;
        button->setText(names.at(i));
        button->setAccessibleName(names.at(i));
        button->setObjectName(objectNames.at(i));
        button->setCheckable(true);
        button->setFixedHeight(kHeight);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("segment", i == 0                  ? QStringLiteral("first")
                                       : i + 1 == names.size() ? QStringLiteral("last")
                                                               : QStringLiteral("middle"));
        group->addButton(button, i);
        row->addWidget(button);
    }
    to->addWidget(holder);
    return group;
}

QDateEdit* dateEdit(const QString& name, const QString& objectName)
{
    auto* edit = new QDateEdit;
    edit->setCalendarPopup(true);
    edit->setFixedHeight(kHeight);
    edit->setAccessibleName(name);
    edit->setToolTip(name);
    edit->setObjectName(objectName);
    edit->setDateRange(QDate(2023, 1, 1), QDate(2199, 12, 31));
    return edit;
}

QToolButton* stepButton(const QString& text, const QString& name, const QString& objectName,
                        const QString& segment)
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setObjectName(objectName);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setFixedHeight(kHeight);
    button->setProperty("segment", segment);
    return button;
}

} // namespace

UsageBar::UsageBar(const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_period(UsagePeriod::of(UsagePeriod::Kind::ThirtyDays, today()))
{
    auto* flow = new FlowLayout(this);
    flow->setSpacing(8);
    addPeriods(flow);
    addMeasures(flow);
    showPeriod();
}

void UsageBar::addPeriods(QLayout* to)
{
    m_periods = addSegments(
        to, {tr("Today"), tr("7 days"), tr("30 days"), tr("90 days"), tr("Month"), tr("Custom")},
        {QStringLiteral("periodToday"), QStringLiteral("period7Days"),
         QStringLiteral("period30Days"), QStringLiteral("period90Days"),
         QStringLiteral("periodMonth"), QStringLiteral("periodCustom")},
        this);
    connect(m_periods, &QButtonGroup::idClicked, this, [this](int id) {
        const auto kind = static_cast<UsagePeriod::Kind>(id);
        setPeriod(kind == UsagePeriod::Kind::Custom
                      ? UsagePeriod::custom(m_period.first(), m_period.last())
                      : UsagePeriod::of(kind, today()));
    });

    auto* steps = new QWidget;
    auto* inSteps = new QHBoxLayout(steps);
    inSteps->setContentsMargins(0, 0, 0, 0);
    inSteps->setSpacing(0);
    m_previous = stepButton(QStringLiteral("‹"), tr("The time before"),
                            QStringLiteral("periodBefore"), QStringLiteral("first"));
    m_next = stepButton(QStringLiteral("›"), tr("The time after"), QStringLiteral("periodAfter"),
                        QStringLiteral("last"));
    inSteps->addWidget(m_previous);
    inSteps->addWidget(m_next);
    to->addWidget(steps);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });

    m_dates = new QWidget;
    auto* inDates = new QHBoxLayout(m_dates);
    inDates->setContentsMargins(0, 0, 0, 0);
    inDates->setSpacing(6);
    m_first = dateEdit(tr("First day"), QStringLiteral("periodFirst"));
    m_last = dateEdit(tr("Last day"), QStringLiteral("periodLast"));
    inDates->addWidget(m_first);
    inDates->addWidget(new QLabel(QStringLiteral("–")));
    inDates->addWidget(m_last);
    to->addWidget(m_dates);
    const auto changed = [this] {
        setPeriod(UsagePeriod::custom(m_first->date(), m_last->date()));
    };
    connect(m_first, &QDateEdit::dateChanged, this, changed);
    connect(m_last, &QDateEdit::dateChanged, this, changed);
}

void UsageBar::addMeasures(QLayout* to)
{
    m_measures =
        addSegments(to, {tr("Cost"), tr("Tokens")},
                    {QStringLiteral("measureCost"), QStringLiteral("measureTokens")}, this);
    m_measures->button(0)->setChecked(true);
    connect(m_measures, &QButtonGroup::idClicked, this, &UsageBar::measureChanged);
    m_by = new PickerBox(tr("By"));
    m_by->setObjectName(QStringLiteral("usageBy"));
    m_by->setFixedHeight(kHeight);
    m_by->addItem(tr("account"), static_cast<int>(UsageBy::Account));
    m_by->addItem(tr("model"), static_cast<int>(UsageBy::Model));
    m_by->addItem(tr("client"), static_cast<int>(UsageBy::Client));
    m_by->addItem(tr("day"), static_cast<int>(UsageBy::Day));
    to->addWidget(m_by);
    connect(m_by, &QComboBox::currentIndexChanged, this, &UsageBar::queryChanged);
}

QDate UsageBar::today() const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
}

UsagePeriod UsageBar::period() const
{
    using Kind = UsagePeriod::Kind;
    if (m_period.kind() == Kind::Custom || m_period.kind() == Kind::Month)
        return m_period;
    return UsagePeriod::of(m_period.kind(), today());
}

UsageMeasure UsageBar::measure() const
{
    return m_measures->checkedId() == 0 ? UsageMeasure::Cost : UsageMeasure::Tokens;
}

UsageBy UsageBar::by() const
{
    return static_cast<UsageBy>(m_by->currentData().toInt());
}

void UsageBar::setPeriod(const UsagePeriod& period)
{
    const bool isSame = period == m_period;
    m_period = period;
    showPeriod();
    if (!isSame)
        Q_EMIT queryChanged();
}

void UsageBar::step(int direction)
{
    const UsagePeriod next = period().stepped(direction);
    if (direction < 0 || !next.isAfter(today()))
        setPeriod(next);
}

void UsageBar::showPeriod()
{
    m_periods->button(static_cast<int>(m_period.kind()))->setChecked(true);
    m_dates->setVisible(m_period.kind() == UsagePeriod::Kind::Custom);
    const QSignalBlocker first(m_first);
    const QSignalBlocker last(m_last);
    m_first->setDate(m_period.first());
    m_last->setDate(m_period.last());
    m_next->setEnabled(!m_period.stepped(1).isAfter(today()));
    updateGeometry();
}

} // namespace Patchbay
