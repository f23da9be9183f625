// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/clientsdialog.h"

#include "clients/toolsetup.h"
#include "core/clientmaking.h"
#include "desktop/dialogs/clientform.h"
#include "desktop/dialogs/clientsmodel.h"
#include "desktop/dialogs/clienttokenpage.h"
#include "desktop/dialogs/toolsetuppage.h"
#include "desktop/guarded.h"
#include "usage/budgetstore.h"

#include <QAction>
#include <QCheckBox>
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

ClientsDialog::ClientsDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_model(new ClientsModel(core, this))
{
    setWindowTitle(tr("Clients"));
    setObjectName(QStringLiteral("clients"));
    setAccessibleName(tr("Clients"));
    resize(940, 600);
    const QString port = core.environment().value(QStringLiteral("WORKER_PORT")).trimmed();
    m_origin = ToolSetup::originOf(QLatin1Char(':') + port)
                   .value_or(QStringLiteral("http://127.0.0.1:3002"));

    m_form = new ClientForm;
    connect(m_form, &ClientForm::saveRequested, this, &ClientsDialog::save);
    connect(m_form, &ClientForm::cancelled, this, &ClientsDialog::showList);
    // All of its fields may be higher than the dialog.
    m_formPage = new QScrollArea;
    m_formPage->setFrameShape(QFrame::NoFrame);
    m_formPage->setWidgetResizable(true);
    m_formPage->setWidget(m_form);
    m_formPage->setFocusPolicy(Qt::NoFocus);
    m_formPage->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    m_tokenPage = new ClientTokenPage;
    connect(m_tokenPage, &ClientTokenPage::done, this, &ClientsDialog::showList);
    connect(m_tokenPage, &ClientTokenPage::setupRequested, this, [this] {
        if (const EndpointClient* client = m_core.clients().find(m_made.id))
            openSetup(*client, m_made.token);
    });
    m_setupPage = new ToolSetupPage;
    connect(m_setupPage, &ToolSetupPage::done, this, &ClientsDialog::showList);

    m_pages = new QStackedWidget;
    m_pages->addWidget(buildList());
    m_pages->addWidget(m_formPage);
    m_pages->addWidget(m_tokenPage);
    m_pages->addWidget(m_setupPage);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(m_model, &QAbstractItemModel::modelReset, this, &ClientsDialog::updateActions);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ClientsDialog::updateActions);
    updateActions();
    (m_model->rowCount() == 0 ? static_cast<QWidget*>(m_add) : m_view)->setFocus();
}

ClientsDialog::~ClientsDialog() = default;

QWidget* ClientsDialog::buildHead()
{
    auto* title = new QLabel(tr("Clients"));
    title->setProperty("heading", true);
    m_showRevoked = new QCheckBox(tr("Show revoked ones"));
    m_showRevoked->setObjectName(QStringLiteral("showRevoked"));
    m_showRevoked->setAccessibleName(m_showRevoked->text());
    connect(m_showRevoked, &QCheckBox::toggled, m_model, &ClientsModel::setRevokedShown);
    m_add = button(tr("Add client"), QStringLiteral("addClient"));
    m_add->setProperty("primary", true);
    connect(m_add, &QPushButton::clicked, this, &ClientsDialog::openAddForm);
    auto* box = new QWidget;
    auto* head = new QHBoxLayout(box);
    head->setContentsMargins(24, 12, 24, 12);
    head->setSpacing(8);
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_showRevoked);
    head->addSpacing(8);
    head->addWidget(m_add);
    return box;
}

void ClientsDialog::buildView()
{
    m_view = new QTreeView;
    m_view->setModel(m_model);
    m_view->setObjectName(QStringLiteral("clientList"));
    m_view->setAccessibleName(tr("List of clients"));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setTextElideMode(Qt::ElideRight);
    QHeaderView* header = m_view->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ClientsModel::NameColumn, QHeaderView::Stretch);
    header->setMinimumSectionSize(72);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ClientsDialog::updateActions);
    // Not within the key press: it goes on to the dialog, which would press the default button.
    connect(m_view, &QTreeView::activated, this, &ClientsDialog::openEditForm,
            Qt::QueuedConnection);
    auto* remove = new QAction(this);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &ClientsDialog::askToRevoke);
    m_view->addAction(remove);
}

QWidget* ClientsDialog::buildList()
{
    buildView();
    auto* empty = new QLabel(
        tr("No client yet. Each tool that uses the local endpoint gets one, with a token of its "
           "own: so you see what it costs, can limit it, and can shut it out."));
    empty->setObjectName(QStringLiteral("noClients"));
    empty->setProperty("hint", true);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setContentsMargins(96, 0, 96, 0);
    m_listOrEmpty = new QStackedWidget;
    m_listOrEmpty->addWidget(m_view);
    m_listOrEmpty->addWidget(empty);
    m_notice = new QLabel;
    m_notice->setObjectName(QStringLiteral("clientNotice"));
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setContentsMargins(24, 8, 24, 0);
    m_notice->hide();

    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    auto* body = new QVBoxLayout;
    body->setContentsMargins(16, 0, 16, 0);
    body->addWidget(m_listOrEmpty);
    layout->addLayout(body, 1);
    layout->addWidget(m_notice);
    layout->addWidget(buildConfirm());
    layout->addWidget(buildActions());
    return page;
}

QWidget* ClientsDialog::buildActions()
{
    m_edit = button(tr("Edit"), QStringLiteral("editClient"));
    m_setup = button(tr("Set up a tool"), QStringLiteral("setUpTool"));
    m_rotate = button(tr("New token"), QStringLiteral("newToken"));
    m_revoke = button(tr("Revoke"), QStringLiteral("revokeClient"));
    connect(m_edit, &QPushButton::clicked, this, &ClientsDialog::openEditForm);
    connect(m_setup, &QPushButton::clicked, this, [this] {
        if (const EndpointClient* client = selected())
            openSetup(*client, {});
    });
    connect(m_rotate, &QPushButton::clicked, this, &ClientsDialog::askToRotate);
    connect(m_revoke, &QPushButton::clicked, this, &ClientsDialog::askToRevoke);
    auto* box = new QWidget;
    auto* actions = new QHBoxLayout(box);
    actions->setContentsMargins(24, 12, 24, 16);
    actions->setSpacing(8);
    for (QPushButton* action : {m_edit, m_setup, m_rotate, m_revoke})
        actions->addWidget(action);
    actions->addStretch();
    return box;
}

QWidget* ClientsDialog::buildConfirm()
{
    m_confirmText = new QLabel;
    m_confirmText->setObjectName(QStringLiteral("clientQuestion"));
    m_confirmText->setTextFormat(Qt::PlainText);
    m_confirmText->setWordWrap(true);
    m_yes = button(tr("Revoke it"), QStringLiteral("confirmClient"));
    auto* no = button(tr("Keep it"), QStringLiteral("keepClient"));
    connect(m_yes, &QPushButton::clicked, this, [this] {
        m_confirm->hide();
        if (m_confirmed)
            (this->*m_confirmed)();
    });
    connect(no, &QPushButton::clicked, this, [this] {
        m_confirm->hide();
        m_view->setFocus();
    });
    m_confirm = new QWidget;
    auto* confirm = new QHBoxLayout(m_confirm);
    confirm->setContentsMargins(24, 12, 24, 0);
    confirm->setSpacing(8);
    confirm->addWidget(m_confirmText, 1);
    confirm->addWidget(m_yes);
    confirm->addWidget(no);
    m_confirm->hide();
    return m_confirm;
}

const EndpointClient* ClientsDialog::selected() const
{
    return m_model->at(m_view->currentIndex().row());
}

void ClientsDialog::updateActions()
{
    m_listOrEmpty->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    m_showRevoked->setVisible(m_model->hasRevoked());
    // Also after the rows changed their places.
    const int known = m_model->rowOf(m_current);
    if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(std::max(known, 0), 0));
    const EndpointClient* client = selected();
    const QString id = client ? client->id : QString();
    if (id != m_current)
        m_confirm->hide(); // it asked about another
    m_current = id;
    const bool isKept = client && client->revokedAtMs == 0;
    for (QPushButton* action : {m_edit, m_setup, m_rotate, m_revoke})
        action->setEnabled(isKept);
}

QList<Budget> ClientsDialog::budgetsOf(const QString& name) const
{
    QList<Budget> budgets;
    for (const BudgetPeriod period : {BudgetPeriod::Day, BudgetPeriod::Month}) {
        if (const Budget* budget = m_core.budgets().find(BudgetScope::Client, name, period))
            budgets.append(*budget);
    }
    return budgets;
}

// What the form says; where it says nothing, a budget that was set for the name before stays.
QList<Budget> ClientsDialog::newBudgets(const QString& name) const
{
    QList<Budget> budgets = m_form->budgets();
    const QList<Budget> before = budgetsOf(name);
    for (const Budget& budget : before) {
        if (std::none_of(budgets.begin(), budgets.end(),
                         [&](const Budget& other) { return other.isFor(budget); }))
            budgets.append(budget);
    }
    return budgets;
}

void ClientsDialog::openAddForm()
{
    m_notice->hide();
    m_pages->setCurrentWidget(m_formPage);
    m_form->beginAdding(m_core.accounts().accounts(), {}, m_core.clock().nowMs());
}

void ClientsDialog::openEditForm()
{
    const EndpointClient* client = selected();
    if (!client || client->revokedAtMs > 0)
        return;
    m_notice->hide();
    m_pages->setCurrentWidget(m_formPage);
    m_form->beginEditing(*client, m_core.accounts().accounts(), budgetsOf(client->name),
                         m_core.clock().nowMs());
}

void ClientsDialog::save()
{
    const qint64 nowMs = m_core.clock().nowMs();
    if (!m_form->check(nowMs))
        return;
    m_form->setBusy(true);
    const EndpointClient client = m_form->client(nowMs);
    if (m_form->isAdding()) {
        addClient(m_core.clients(), m_core.budgets(), client, newBudgets(client.name),
                  guarded(this, [this](const Result<MadeClient>& made) {
                      if (made)
                          showToken(*made);
                      else
                          m_form->showError(made.error());
                  }));
        return;
    }
    editClient(m_core.clients(), m_core.budgets(), client, m_form->budgets(),
               guarded(this, [this](const Result<void>& edited) {
                   if (edited)
                       showList();
                   else
                       m_form->showError(edited.error());
               }));
}

void ClientsDialog::showToken(const MadeClient& made)
{
    m_made = made;
    const EndpointClient* client = m_core.clients().find(made.id);
    m_pages->setCurrentWidget(m_tokenPage);
    m_tokenPage->show(client ? client->name : QString(), made.token);
    if (const int row = m_model->rowOf(made.id); row >= 0)
        m_view->setCurrentIndex(m_model->index(row, 0));
}

void ClientsDialog::openSetup(const EndpointClient& client, const Secret& token)
{
    QString model = m_core.defaultModel();
    if (!client.allowsModel(model) && !client.models.first().endsWith(QLatin1Char('*')))
        model = client.models.first();
    m_pages->setCurrentWidget(m_setupPage);
    m_setupPage->show(client.name, token, m_origin, model);
}

void ClientsDialog::showList()
{
    m_made = {};
    m_tokenPage->clear();
    m_setupPage->clear();
    m_confirm->hide();
    m_pages->setCurrentIndex(0);
    updateActions();
    (m_model->rowCount() == 0 ? static_cast<QWidget*>(m_add) : m_view)->setFocus();
}

void ClientsDialog::ask(const QString& text, const QString& answer, void (ClientsDialog::*then)())
{
    m_notice->hide();
    m_confirmed = then;
    m_confirmText->setText(text);
    m_yes->setText(answer);
    m_yes->setAccessibleName(answer);
    m_confirm->show();
    m_yes->setFocus();
}

void ClientsDialog::askToRotate()
{
    if (const EndpointClient* client = selected())
        ask(tr("Give “%1” a new token? The one it has is refused at once, and what uses it has to "
               "be set up anew.")
                .arg(client->name),
            tr("Give a new one"), &ClientsDialog::rotate);
}

void ClientsDialog::rotate()
{
    m_core.clients().rotate(m_current, guarded(this, [this](const Result<MadeClient>& made) {
                                if (made)
                                    showToken(*made);
                                else
                                    tell(made.error().sentence(), true);
                            }));
}

void ClientsDialog::askToRevoke()
{
    const EndpointClient* client = selected();
    if (client && client->revokedAtMs == 0)
        ask(tr("Revoke “%1”? Its token is refused at once and for good. What it used stays in the "
               "ledger.")
                .arg(client->name),
            tr("Revoke it"), &ClientsDialog::revoke);
}

void ClientsDialog::revoke()
{
    const EndpointClient* client = selected();
    const QString name = client ? client->name : QString();
    m_core.clients().revoke(m_current, guarded(this, [this, name](const Result<void>& revoked) {
                                if (revoked)
                                    tell(tr("“%1” is revoked.").arg(name));
                                else
                                    tell(revoked.error().sentence(), true);
                                m_view->setFocus();
                            }));
}

void ClientsDialog::tell(const QString& text, bool isError)
{
    m_notice->setProperty("error", isError);
    m_notice->style()->unpolish(m_notice);
    m_notice->style()->polish(m_notice);
    m_notice->setText(text);
    m_notice->show();
}

void ClientsDialog::reject()
{
    if (m_pages->currentIndex() != 0)
        showList();
    else
        QDialog::reject();
}

} // namespace Patchbay
