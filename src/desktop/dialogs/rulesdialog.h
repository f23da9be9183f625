// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/dialogs/rulesmodel.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeView;

namespace Patchbay {

class Core;
class RuleFields;

/// What is done with requests to the endpoint: other models, fewer tokens, the cache; and in which
/// order. Does not block the window. GUI thread.
class RulesDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit RulesDialog(Core& core, QWidget* parent = nullptr);

private:
    void buildTable();
    [[nodiscard]] QWidget* buildButtons();
    void fill();
    void fillClients();
    void updateButtons();
    void add();
    void save();
    void remove();
    void moveBy(int rows);
    /// What a change came to; `shown` is the rule to stand on then.
    void settle(const Result<void>& done, qint64 shown, const QString& said);
    void tell(const QString& text, bool isError);
    [[nodiscard]] const EndpointRule* current() const;

    Core& m_core;
    RulesModel m_model;
    QTreeView* m_table = nullptr;
    QLabel* m_empty = nullptr;
    RuleFields* m_fields = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    QLabel* m_notice = nullptr;
    bool m_isFilling = false; // rows come anew; the fields stay
};

} // namespace Patchbay
