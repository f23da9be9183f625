// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace Patchbay {

/// A table as high as its rows, up to some; Ctrl+C copies what is chosen, or all of it. GUI thread.
class UsageTable : public QTreeView
{
    Q_OBJECT
public:
    explicit UsageTable(QWidget* parent = nullptr);

    /// So many rows without a scroll bar; 0: whatever room there is.
    void setMostRows(int rows);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    void setModel(QAbstractItemModel* model) override;

Q_SIGNALS:
    /// Enter or a double click.
    void opened(const QModelIndex& index);
    void copyRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    int m_mostRows = 15;
};

} // namespace Patchbay
