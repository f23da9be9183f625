// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/columnchart.h"

#include <QWidget>

namespace Patchbay {

/// Stacked columns over time with a line over them. The pointer or the arrow keys go over the
/// columns and tell their exact values; Enter or a double click asks for what is in one. GUI
/// thread.
class StackedColumns final : public QWidget
{
    Q_OBJECT
public:
    explicit StackedColumns(QWidget* parent = nullptr);

    void setChart(const ColumnChart& chart);
    [[nodiscard]] const ColumnChart& chart() const { return m_chart; }
    /// Valid until the chart or the size changes.
    [[nodiscard]] ColumnChartLayout chartLayout() const;
    /// What shows instead of columns; empty: the columns.
    void setMessage(const QString& message);

    [[nodiscard]] qsizetype currentColumn() const { return m_current; }
    void setCurrentColumn(qsizetype column);
    /// All values of a column, as its tooltip says them; `asHtml` with their colours.
    [[nodiscard]] QString columnText(qsizetype column, bool asHtml) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void columnActivated(qsizetype column);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void showTip();

    ColumnChart m_chart;
    QString m_message;
    qsizetype m_current = -1;
    bool m_showsFocus = false; // it came by keys
};

} // namespace Patchbay
