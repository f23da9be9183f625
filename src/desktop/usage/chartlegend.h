// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/columnchart.h"

#include <QSet>
#include <QWidget>

namespace Patchbay {

/// The series of a chart as buttons that show and hide them. What is hidden stays so, by name,
/// while figures change. GUI thread.
class ChartLegend final : public QWidget
{
    Q_OBJECT
public:
    explicit ChartLegend(QWidget* parent = nullptr);

    /// Shows the series of `chart` and hides those in it that were switched off.
    void apply(ColumnChart& chart);

Q_SIGNALS:
    void toggled();

private:
    void addButton(const QString& name, const QIcon& icon, bool isShown);

    QSet<QString> m_hidden;
    QStringList m_shown; // names and colours of the buttons there are
};

} // namespace Patchbay
