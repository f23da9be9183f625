// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "desktop/usage/usagefacts.h"

#include <QWidget>

class QButtonGroup;
class QDateEdit;
class QToolButton;

namespace Patchbay {

class PickerBox;

/// What the usage page shows: the period, cost or tokens, by what. GUI thread.
class UsageBar final : public QWidget
{
    Q_OBJECT
public:
    explicit UsageBar(const Clock& clock, QWidget* parent = nullptr);

    /// A period that ends today moves with the day.
    [[nodiscard]] UsagePeriod period() const;
    [[nodiscard]] UsageMeasure measure() const;
    [[nodiscard]] UsageBy by() const;
    void setPeriod(const UsagePeriod& period);

Q_SIGNALS:
    /// Period or grouping: other figures are to be read.
    void queryChanged();
    void measureChanged();

private:
    void addPeriods(QLayout* to);
    void addMeasures(QLayout* to);
    void step(int direction);
    void showPeriod();
    [[nodiscard]] QDate today() const;

    const Clock& m_clock;
    UsagePeriod m_period;
    QButtonGroup* m_periods = nullptr;
    QButtonGroup* m_measures = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QWidget* m_dates = nullptr;
    QDateEdit* m_first = nullptr;
    QDateEdit* m_last = nullptr;
    PickerBox* m_by = nullptr;
};

} // namespace Patchbay
