// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/dialogs/pricesmodel.h"

#include <QDialog>

class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace Patchbay {

class Clock;
class PriceBook;

/// What tokens cost, and the user's own prices in place of those that ship. Does not block the
/// window. GUI thread.
class PricesDialog final : public QDialog
{
    Q_OBJECT
public:
    PricesDialog(PriceBook& book, const Clock& clock, QWidget* parent = nullptr);

private:
    QWidget* buildForm();
    QLineEdit* priceField(const QString& name, const QString& objectName);
    void fill();
    void edit(const PricesModel::Row& row);
    void save();
    void remove();
    void updateButtons();
    void tell(const QString& text, bool isError);
    void settle(const Result<void>& done, const QString& said);
    [[nodiscard]] QDate today() const;

    PriceBook& m_book;
    const Clock& m_clock;
    PricesModel m_model;
    QTreeView* m_table = nullptr;
    QLineEdit* m_name = nullptr;
    QDateEdit* m_from = nullptr;
    QLineEdit* m_input = nullptr;
    QLineEdit* m_output = nullptr;
    QLineEdit* m_write5m = nullptr;
    QLineEdit* m_write1h = nullptr;
    QLineEdit* m_read = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_remove = nullptr;
    QLabel* m_notice = nullptr;
    bool m_isFilling = false; // rows come anew; the fields stay
    bool m_showsAnew = false; // the next rows are what the person asked for
};

} // namespace Patchbay
