// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountmanagerdialog.h"

#include "desktop/dialogs/accountdelegate.h"
#include "desktop/dialogs/accountdetails.h"
#include "desktop/dialogs/accountform.h"
#include "desktop/dialogs/accountsaving.h"
#include "desktop/dialogs/accountsmodel.h"
#include "desktop/dialogs/accounttransfers.h"
#include "desktop/dialogs/signindialog.h"
#include "desktop/guarded.h"
#include "usage/budgetstore.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyle>
#include <QTreeView>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

QPushButton* button(const QString& text, const QString& objectName)
{
    auto* made = new QPushButton(text);
    made->setObjectName(objectName);
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    return made;
}

} // namespace

AccountManagerDialog::AccountManagerDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_model(new AccountsModel(core, this))
{
    setWindowTitle(tr("Accounts"));
    setObjectName(QStringLiteral("accountManager"));
    resize(860, 600);
    m_transfers = new AccountTransfers(core, this);
    connect(m_transfers, &AccountTransfers::told, this, &AccountManagerDialog::tell);

    m_form = new AccountForm;
    connect(m_form, &AccountForm::saveRequested, this, &AccountManagerDialog::save);
    connect(m_form, &AccountForm::cancelled, this, [this] { showList({}); });

    m_saving = new AccountSaving(core, this);
    connect(m_saving, &AccountSaving::saved, this, &AccountManagerDialog::saved);
    connect(m_saving, &AccountSaving::failed, m_form, &AccountForm::showError);

    m_pages = new QStackedWidget;
    m_pages->addWidget(buildList());
    // All of its fields may be higher than the dialog.
    m_formPage = new QScrollArea;
    m_formPage->setFrameShape(QFrame::NoFrame);
    m_formPage->setWidgetResizable(true);
    m_formPage->setWidget(m_form);
    m_formPage->setFocusPolicy(Qt::NoFocus);
    m_formPage->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    m_pages->addWidget(m_formPage);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(m_model, &QAbstractItemModel::rowsInserted, this, &AccountManagerDialog::updateActions);
    connect(m_model, &QAbstractItemModel::modelReset, this, &AccountManagerDialog::updateActions);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &AccountManagerDialog::updateActions);
    updateActions();
    // The first of the tab order would be Import….
    const bool isEmpty = m_model->rowCount() == 0;
    (isEmpty ? static_cast<QWidget*>(m_add) : m_view)->setFocus();
}

AccountManagerDialog::~AccountManagerDialog() = default;

QWidget* AccountManagerDialog::buildList()
{
    auto* title = new QLabel(tr("Accounts"));
    title->setProperty("heading", true);
    auto* import = button(tr("Import…"), QStringLiteral("importAccounts"));
    connect(import, &QPushButton::clicked, this, &AccountManagerDialog::openImport);
    auto* exporting = button(tr("Export…"), QStringLiteral("exportAccounts"));
    connect(exporting, &QPushButton::clicked, m_transfers, &AccountTransfers::openExport);
    auto* restoring = button(tr("Restore…"), QStringLiteral("restoreAccounts"));
    connect(restoring, &QPushButton::clicked, m_transfers, &AccountTransfers::openRestore);
    m_add = button(tr("Add account"), QStringLiteral("addAccount"));
    m_add->setProperty("primary", true);
    connect(m_add, &QPushButton::clicked, this, &AccountManagerDialog::openAddForm);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(24, 12, 24, 12);
    head->setSpacing(8);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(import);
    head->addWidget(exporting);
    head->addWidget(restoring);
    head->addWidget(m_add);

    m_view = new QTreeView;
    m_view->setModel(m_model);
    m_view->setItemDelegate(new AccountDelegate(m_view));
    m_view->setObjectName(QStringLiteral("accountList"));
    m_view->setAccessibleName(tr("List of accounts"));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setSectionResizeMode(AccountsModel::NameColumn,
                                           QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(AccountsModel::StateColumn, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(AccountsModel::PriorityColumn,
                                           QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(AccountsModel::InFlightColumn,
                                           QHeaderView::ResizeToContents);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &AccountManagerDialog::updateActions);
    m_view->setDragEnabled(true);
    m_view->setAcceptDrops(true);
    m_view->setDropIndicatorShown(true);
    m_view->setDragDropMode(QAbstractItemView::InternalMove);
    m_view->setAccessibleDescription(tr("Drag a row, or press Alt+Up or Alt+Down, to change its "
                                        "priority"));
    m_view->setToolTip(m_view->accessibleDescription());
    addStep(Qt::ALT | Qt::Key_Up, -1);
    addStep(Qt::ALT | Qt::Key_Down, 1);
    connect(m_model, &AccountsModel::moveFailed, this,
            [this](const Error& error) { tell(error.sentence(), true); });
    // Not within the key press: it goes on to the dialog, which would press the default button.
    connect(m_view, &QTreeView::activated, this, &AccountManagerDialog::openEditForm,
            Qt::QueuedConnection);

    auto* empty =
        new QLabel(tr("No account yet. Add one with its API key, or import a .env file."));
    empty->setProperty("hint", true);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_listOrEmpty = new QStackedWidget;
    m_listOrEmpty->addWidget(m_view);
    m_listOrEmpty->addWidget(empty);

    m_notice = new QLabel;
    m_notice->setObjectName(QStringLiteral("accountNotice"));
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(24, 8, 24, 0);
    m_notice->hide();

    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(16, 0, 16, 0);
    body->addWidget(m_listOrEmpty);
    layout->addLayout(body, 1);
    m_details = new AccountDetails(m_core);
    layout->addWidget(m_details);
    layout->addWidget(m_notice);
    layout->addWidget(buildActions());
    return page;
}

void AccountManagerDialog::addStep(const QKeySequence& keys, int by)
{
    auto* step = new QAction(this);
    step->setShortcut(keys);
    step->setShortcutContext(Qt::WidgetShortcut);
    connect(step, &QAction::triggered, this,
            [this, by] { m_model->step(m_view->currentIndex().row(), by); });
    m_view->addAction(step);
}

QWidget* AccountManagerDialog::buildActions()
{
    m_edit = button(tr("Edit"), QStringLiteral("editAccount"));
    m_test = button(tr("Probe now"), QStringLiteral("probeNow"));
    m_signIn = button(tr("Sign in again"), QStringLiteral("signInAgain"));
    connect(m_signIn, &QPushButton::clicked, this, &AccountManagerDialog::signInAgain);
    m_enable = button(tr("Disable"), QStringLiteral("enableAccount"));
    m_remove = button(tr("Remove"), QStringLiteral("removeAccount"));
    connect(m_edit, &QPushButton::clicked, this, &AccountManagerDialog::openEditForm);
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (const Account* account = selected())
            test(account->id);
    });
    connect(m_enable, &QPushButton::clicked, this, &AccountManagerDialog::toggleEnabled);
    connect(m_remove, &QPushButton::clicked, this, &AccountManagerDialog::askToRemove);
    auto* removeKey = new QAction(this);
    removeKey->setShortcut(QKeySequence::Delete);
    removeKey->setShortcutContext(Qt::WidgetShortcut);
    connect(removeKey, &QAction::triggered, this, &AccountManagerDialog::askToRemove);
    m_view->addAction(removeKey);

    auto* actions = new QHBoxLayout;
    actions->setContentsMargins(24, 12, 24, 16);
    actions->setSpacing(8);
    for (QPushButton* action : {m_edit, m_test, m_signIn, m_enable, m_remove})
        actions->addWidget(action);
    actions->addStretch();

    m_confirmText = new QLabel;
    m_confirmText->setWordWrap(true);
    auto* yes = button(tr("Remove it"), QStringLiteral("confirmRemove"));
    auto* no = button(tr("Keep it"), QStringLiteral("keepAccount"));
    connect(yes, &QPushButton::clicked, this, &AccountManagerDialog::removeSelected);
    connect(no, &QPushButton::clicked, this, [this] { m_confirm->hide(); });
    m_confirm = new QWidget;
    auto* confirm = new QHBoxLayout(m_confirm);
    confirm->setContentsMargins(24, 12, 24, 0);
    confirm->addWidget(m_confirmText, 1);
    confirm->addWidget(yes);
    confirm->addWidget(no);
    m_confirm->hide();

    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_confirm);
    layout->addLayout(actions);
    return box;
}

const Account* AccountManagerDialog::selected() const
{
    return m_core.accounts().find(m_model->idAt(m_view->currentIndex().row()));
}

void AccountManagerDialog::updateActions()
{
    m_listOrEmpty->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    // Also after the rows changed their places.
    const int known = m_model->rowOf(m_current);
    if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(std::max(known, 0), 0));
    const Account* account = selected();
    m_current = account ? account->id : AccountId();
    m_details->show(m_current);
    const bool stored = account && account->source == AccountSource::Stored;
    m_edit->setEnabled(stored);
    m_remove->setEnabled(stored);
    m_enable->setEnabled(stored);
    m_test->setEnabled(account);
    m_signIn->setVisible(account && SignInDialog::canSignIn(*account));
    m_enable->setText(account && !account->enabled ? tr("Enable") : tr("Disable"));
}

void AccountManagerDialog::openAddForm()
{
    m_form->beginAdding(m_core.vault().displayName());
    m_pages->setCurrentWidget(m_formPage);
}

void AccountManagerDialog::openImport()
{
    m_pages->setCurrentIndex(0);
    m_transfers->openImport();
}

void AccountManagerDialog::openEditForm()
{
    const Account* account = selected();
    if (!account || account->source != AccountSource::Stored)
        return;
    QList<Budget> budgets;
    for (const BudgetPeriod period : {BudgetPeriod::Day, BudgetPeriod::Month}) {
        if (const Budget* budget =
                m_core.budgets().find(BudgetScope::Account, account->id.value, period))
            budgets.append(*budget);
    }
    m_form->beginEditing(*account, budgets, m_core.vault().displayName());
    m_pages->setCurrentWidget(m_formPage);
}

void AccountManagerDialog::save()
{
    if (!m_form->checkFields())
        return;
    const Account account = m_form->account();
    if (const auto valid = validateAccount(account); !valid) {
        m_form->showError(valid.error());
        return;
    }
    m_form->setBusy(true);
    m_saving->save(account, m_form->key(), m_form->budgets(account.id));
}

void AccountManagerDialog::saved(const AccountId& id, bool hasRotated)
{
    showList(id);
    const Account* account = m_core.accounts().find(id);
    if (!account)
        return;
    // One that signs in has nothing to test before that.
    if (account->kind == AccountKind::OAuth && account->state == AccountState::NeedsSignIn)
        return signIn(*account);
    if (hasRotated) {
        tell(tr("The new key of “%1” answered and has taken the old one's place.")
                 .arg(account->name));
        return;
    }
    // A wrong key is better told now than at the first message.
    test(id);
}

void AccountManagerDialog::showList(const AccountId& id)
{
    m_pages->setCurrentIndex(0);
    m_form->clearKey();
    if (const int row = m_model->rowOf(id); row >= 0)
        m_view->setCurrentIndex(m_model->index(row, 0));
    m_view->setFocus();
    updateActions();
}

void AccountManagerDialog::test(const AccountId& id)
{
    m_model->setTesting(id, true);
    const Account* account = m_core.accounts().find(id);
    const QString name = account ? account->name : QString();
    m_core.testAccount(
        id, Patchbay::guarded(this, [this, id, name](const Result<void>& result) {
            m_model->setTesting(id, false);
            if (result)
                tell(tr("“%1” works: its key, account and network are well.").arg(name));
            else
                tell(tr("“%1”: %2").arg(name, result.error().sentence()), true);
        }));
}

void AccountManagerDialog::toggleEnabled()
{
    const Account* account = selected();
    if (!account)
        return;
    m_core.accounts().setEnabled(account->id, !account->enabled,
                                 Patchbay::guarded(this, [this](const Result<void>& result) {
                                     if (!result)
                                         tell(result.error().sentence(), true);
                                 }));
}

void AccountManagerDialog::askToRemove()
{
    const Account* account = selected();
    if (!account || account->source != AccountSource::Stored)
        return;
    m_confirmText->setText(tr("Remove “%1”? Its key leaves %2 for good; its history stays.")
                               .arg(account->name, m_core.vault().displayName()));
    m_confirm->show();
    m_confirm->findChild<QPushButton*>(QStringLiteral("keepAccount"))->setFocus();
}

void AccountManagerDialog::removeSelected()
{
    m_confirm->hide();
    const Account* account = selected();
    if (!account)
        return;
    m_core.accounts().remove(account->id, Patchbay::guarded(this, [this, name = account->name](
                                                                      const Result<void>& result) {
                                 if (result)
                                     tell(tr("“%1” was removed.").arg(name));
                                 else
                                     tell(result.error().sentence(), true);
                             }));
}

void AccountManagerDialog::signInAgain()
{
    const Account* account = selected();
    if (account && SignInDialog::canSignIn(*account))
        signIn(*account);
}

void AccountManagerDialog::signIn(const Account& account)
{
    auto* dialog = new SignInDialog(m_core, account, this);
    connect(dialog, &QDialog::accepted, this,
            [this, name = account.name] { tell(tr("“%1” is signed in.").arg(name)); });
    dialog->open();
}

void AccountManagerDialog::tell(const QString& text, bool isError)
{
    m_notice->setProperty("error", isError);
    m_notice->style()->unpolish(m_notice);
    m_notice->style()->polish(m_notice);
    m_notice->setText(text);
    m_notice->show();
}

// Escape leaves the form before it leaves the dialog.
void AccountManagerDialog::reject()
{
    if (m_pages->currentWidget() == m_formPage)
        showList({});
    else
        QDialog::reject();
}

} // namespace Patchbay
