// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/requestsmodel.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace Patchbay {

class UsageTable;

/// The single requests behind a row or a column of the usage page. Esc and Alt+Left go back. GUI
/// thread.
class RequestsView final : public QWidget
{
    Q_OBJECT
public:
    explicit RequestsView(Database& database, QWidget* parent = nullptr);

    /// `title` says what they have in common, "work, 30 days"; what the query fixes gets no column.
    void open(const RequestQuery& query, const QString& title);

Q_SIGNALS:
    void backRequested();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showState();
    void showMenu(const QPoint& at);

    RequestsModel m_model;
    QToolButton* m_back = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    UsageTable* m_table = nullptr;
};

} // namespace Patchbay
