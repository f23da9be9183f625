// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"
#include "clients/clientstore.h"
#include "core/core.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTreeView;

namespace Patchbay {

class ClientForm;
class ClientTokenPage;
class ClientsModel;
class ToolSetupPage;

/// Who may use the endpoint: add, edit, another token, revoke, set up a tool. Does not block the
/// window. GUI thread.
class ClientsDialog final : public QDialog
{
    Q_OBJECT
public:
    ClientsDialog(Core& core, QWidget* parent);
    ~ClientsDialog() override;

    /// Where the endpoint is, for set-ups: "http://127.0.0.1:4711". WORKER_PORT or 3002 of this
    /// machine until told.
    void setOrigin(const QString& origin) { m_origin = origin; }
    /// Shows the form of a new client.
    void openAddForm();

protected:
    void reject() override;

private:
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QWidget* buildHead();
    void buildView();
    [[nodiscard]] QWidget* buildActions();
    [[nodiscard]] QWidget* buildConfirm();
    void openEditForm();
    void openSetup(const EndpointClient& client, const Secret& token);
    void save();
    void showToken(const MadeClient& made);
    void showList();
    void ask(const QString& text, const QString& answer, void (ClientsDialog::*then)());
    void askToRotate();
    void rotate();
    void askToRevoke();
    void revoke();
    void updateActions();
    void tell(const QString& text, bool isError = false);
    [[nodiscard]] const EndpointClient* selected() const;
    [[nodiscard]] QList<Budget> budgetsOf(const QString& name) const;
    [[nodiscard]] QList<Budget> newBudgets(const QString& name) const;

    Core& m_core;
    QString m_origin;
    QString m_current; // the chosen one's id, while rows change their places
    MadeClient m_made; // whose token is on the screen
    void (ClientsDialog::*m_confirmed)() = nullptr;
    ClientsModel* m_model = nullptr;
    QStackedWidget* m_pages = nullptr;
    QStackedWidget* m_listOrEmpty = nullptr;
    QTreeView* m_view = nullptr;
    QScrollArea* m_formPage = nullptr;
    ClientForm* m_form = nullptr;
    ClientTokenPage* m_tokenPage = nullptr;
    ToolSetupPage* m_setupPage = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_setup = nullptr;
    QPushButton* m_rotate = nullptr;
    QPushButton* m_revoke = nullptr;
    QCheckBox* m_showRevoked = nullptr;
    QWidget* m_confirm = nullptr;
    QLabel* m_confirmText = nullptr;
    QPushButton* m_yes = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
