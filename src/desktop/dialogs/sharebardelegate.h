// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace Patchbay {

/// A cell that holds a percentage: a thin bar, green to red, and its text after it. GUI thread.
class ShareBarDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// `role` gives the percentage as a number.
    ShareBarDelegate(int role, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

private:
    const int m_role;
};

} // namespace Patchbay
