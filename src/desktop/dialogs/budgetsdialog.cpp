// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/budgetsdialog.h"

#include "core/core.h"
#include "desktop/dialogs/formfields.h"
#include "desktop/dialogs/sharebardelegate.h"
#include "desktop/dollartext.h"
#include "desktop/guarded.h"
#include "usage/budgetstore.h"
#include "usage/recentclients.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kScopeRole = Qt::UserRole;
constexpr int kSubjectRole = Qt::UserRole + 1;

} // namespace

BudgetsDialog::BudgetsDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_table(new QTreeView)
    , m_empty(new QLabel)
    , m_notice(new QLabel)
{
    setWindowTitle(tr("Budgets"));
    setObjectName(u"budgetsDialog"_s);
    m_table->setModel(&m_model);
    m_table->setObjectName(u"budgets"_s);
    m_table->setAccessibleName(tr("Budgets"));
    m_table->setRootIsDecorated(false);
    m_table->setAllColumnsShowFocus(true);
    m_table->setTabKeyNavigation(false);
    m_table->setItemDelegateForColumn(BudgetsModel::UsedColumn,
                                      new ShareBarDelegate(BudgetsModel::UsedPercentRole, this));
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(BudgetsModel::ScopeColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !m_isFilling)
                    edit(m_model.at(current.row()).status.budget);
            });

    m_empty->setText(tr("No budget yet. Set one below: you are told when it is reached, or nothing "
                        "is sent that might pass it."));
    m_empty->setObjectName(u"noBudget"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setProperty("hint", true);
    m_empty->setWordWrap(true);
    m_empty->hide();
    m_notice->setObjectName(u"budgetsNotice"_s);
    m_notice->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(buildForm());
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
    resize(960, 480);

    connect(&m_core.budgets(), &BudgetStore::changed, this, &BudgetsDialog::read);
    connect(&m_core, &Core::usageChanged, this, &BudgetsDialog::read);
    connect(&m_core.accounts(), &AccountStore::changed, this, &BudgetsDialog::read);
    fillSubjects({});
    edit({BudgetScope::All, {}, BudgetPeriod::Month, 0, false});
    read();
}

QWidget* BudgetsDialog::buildForm()
{
    m_subject = new QComboBox;
    m_subject->setAccessibleName(tr("Budget of"));
    m_subject->setObjectName(u"budgetSubject"_s);
    m_subject->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_subject->setMinimumContentsLength(24);
    m_period = new QComboBox;
    m_period->setAccessibleName(tr("Period"));
    m_period->setObjectName(u"budgetPeriod"_s);
    m_period->addItem(budgetPeriodText(BudgetPeriod::Day), static_cast<int>(BudgetPeriod::Day));
    m_period->addItem(budgetPeriodText(BudgetPeriod::Month), static_cast<int>(BudgetPeriod::Month));
    m_amount = new QLineEdit;
    m_amount->setAccessibleName(tr("US dollars"));
    m_amount->setObjectName(u"budgetAmount"_s);
    m_amount->setAlignment(Qt::AlignRight);
    m_amount->setFixedWidth(112);
    m_isHard = new QCheckBox(tr("Never pass it"));
    m_isHard->setAccessibleName(m_isHard->text());
    m_isHard->setObjectName(u"budgetIsHard"_s);
    m_isHard->setToolTip(tr("Nothing is sent that might cost more than is left. Without this you "
                            "are told when the budget is reached."));
    m_save = new QPushButton(tr("Save budget"));
    m_save->setAccessibleName(m_save->text());
    m_save->setObjectName(u"saveBudget"_s);
    m_save->setProperty("primary", true);
    m_save->setAutoDefault(false);
    m_remove = new QPushButton(tr("Remove budget"));
    m_remove->setAccessibleName(m_remove->text());
    m_remove->setObjectName(u"removeBudget"_s);
    m_remove->setAutoDefault(false);
    connect(m_subject, &QComboBox::currentIndexChanged, this, &BudgetsDialog::updateButtons);
    connect(m_period, &QComboBox::currentIndexChanged, this, &BudgetsDialog::updateButtons);
    connect(m_amount, &QLineEdit::textChanged, this, &BudgetsDialog::updateButtons);
    connect(m_amount, &QLineEdit::returnPressed, this, &BudgetsDialog::save);
    connect(m_save, &QPushButton::clicked, this, &BudgetsDialog::save);
    connect(m_remove, &QPushButton::clicked, this, &BudgetsDialog::remove);

    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    const auto add = [grid](int column, const QString& text, QWidget* field) {
        auto* label = new QLabel(text);
        label->setProperty("small", true);
        label->setBuddy(field);
        grid->addWidget(label, 0, column);
        grid->addWidget(field, 1, column);
    };
    add(0, tr("Budget of"), m_subject);
    add(1, tr("Period"), m_period);
    add(2, tr("US dollars"), m_amount);
    grid->addWidget(m_isHard, 1, 3);
    grid->setColumnStretch(0, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_save);
    row->addWidget(m_remove);
    row->addStretch();
    grid->setRowMinimumHeight(2, 8);
    grid->addLayout(row, 3, 0, 1, 4);
    return box;
}

void BudgetsDialog::read()
{
    m_isStale = m_isReading;
    if (m_isReading)
        return;
    m_isReading = true;
    m_core.database().read<Facts>(
        [nowMs = m_core.clock().nowMs()](Connection& connection) -> Result<Facts> {
            auto statuses = budgetStatuses(connection, nowMs, QTimeZone::systemTimeZone());
            if (!statuses)
                return Failure(statuses.error());
            auto clients = recentClients(connection, nowMs);
            if (!clients)
                return Failure(clients.error());
            return Facts{std::move(*statuses), std::move(*clients)};
        },
        m_mailbox.address(),
        [this](const Result<Facts>& facts) {
            m_isReading = false;
            if (facts)
                take(*facts);
            else
                tell(facts.error().sentence(), true);
            if (m_isStale)
                read();
        });
}

QString BudgetsDialog::scopeText(BudgetScope scope, const QString& subject) const
{
    if (scope == BudgetScope::All)
        return tr("All accounts together");
    if (scope == BudgetScope::Client) {
        if (subject == "window"_L1)
            return tr("Client: this window");
        return subject == "command_line"_L1 ? tr("Client: the command line")
                                            : tr("Client: %1").arg(subject);
    }
    const Account* account = m_core.accounts().find(AccountId{subject});
    return account ? account->name : QString();
}

void BudgetsDialog::take(const Facts& facts)
{
    QStringList clients = facts.clients;
    QList<BudgetsModel::Row> rows;
    for (const BudgetStatus& status : facts.statuses) {
        const QString scope = scopeText(status.budget.scope, status.budget.subject);
        if (scope.isEmpty())
            continue; // of an account that was removed
        if (status.budget.scope == BudgetScope::Client)
            clients.append(status.budget.subject);
        rows.append({status, scope});
    }
    const Budget wanted = named();
    m_isFilling = true;
    fillSubjects(clients);
    m_model.setRows(rows, m_core.clock().nowMs());
    const int row = m_model.rowOf(wanted);
    m_table->setCurrentIndex(row < 0 ? QModelIndex() : m_model.index(row, 0));
    m_isFilling = false;
    if (row >= 0 && m_amount->text().isEmpty() && !m_amount->hasFocus())
        edit(m_model.at(row).status.budget);
    m_table->setVisible(!rows.isEmpty());
    m_empty->setVisible(rows.isEmpty());
    updateButtons();
}

void BudgetsDialog::fillSubjects(const QStringList& clients)
{
    const Budget wanted = named();
    QList<std::pair<BudgetScope, QString>> subjects{{BudgetScope::All, QString()}};
    const QList<Account> accounts = m_core.accounts().accounts();
    for (const Account& account : accounts) {
        if (account.source != AccountSource::Demo)
            subjects.append({BudgetScope::Account, account.id.value});
    }
    QStringList names = clients + QStringList{u"window"_s, u"command_line"_s};
    names.removeDuplicates();
    for (const QString& name : std::as_const(names))
        subjects.append({BudgetScope::Client, name});

    m_subject->clear();
    for (const auto& [scope, subject] : subjects) {
        m_subject->addItem(scopeText(scope, subject), static_cast<int>(scope));
        m_subject->setItemData(m_subject->count() - 1, subject, kSubjectRole);
        if (scope == wanted.scope && subject == wanted.subject)
            m_subject->setCurrentIndex(m_subject->count() - 1);
    }
}

Budget BudgetsDialog::named() const
{
    Budget budget;
    budget.scope = static_cast<BudgetScope>(m_subject->currentData(kScopeRole).toInt());
    budget.subject = m_subject->currentData(kSubjectRole).toString();
    budget.period = static_cast<BudgetPeriod>(m_period->currentData().toInt());
    budget.isHard = m_isHard->isChecked();
    return budget;
}

void BudgetsDialog::edit(const Budget& budget)
{
    for (int i = 0; i < m_subject->count(); ++i) {
        if (m_subject->itemData(i, kScopeRole).toInt() == static_cast<int>(budget.scope) &&
            m_subject->itemData(i, kSubjectRole).toString() == budget.subject)
            m_subject->setCurrentIndex(i);
    }
    m_period->setCurrentIndex(m_period->findData(static_cast<int>(budget.period)));
    m_amount->setText(budget.limitMicroUsd > 0 ? plainUsd(budget.limitMicroUsd) : QString());
    m_isHard->setChecked(budget.isHard);
    tell({}, false);
    updateButtons();
}

void BudgetsDialog::updateButtons()
{
    m_remove->setEnabled(m_model.rowOf(named()) >= 0);
    m_save->setEnabled(!m_amount->text().trimmed().isEmpty());
}

void BudgetsDialog::save()
{
    Budget budget = named();
    const auto limit = parseUsd(m_amount->text());
    if (!limit) {
        tell(limit.error().sentence(), true);
        m_amount->setFocus();
        m_amount->selectAll();
        return;
    }
    budget.limitMicroUsd = *limit;
    m_core.budgets().set(budget, guarded(this, [this, budget](const Result<void>& done) {
                             const QString said = budget.period == BudgetPeriod::Day
                                                      ? tr("%1: %2 a day from now on.")
                                                      : tr("%1: %2 a month from now on.");
                             tell(done ? said.arg(scopeText(budget.scope, budget.subject),
                                                  dollarText(budget.limitMicroUsd))
                                       : done.error().sentence(),
                                  !done);
                         }));
}

void BudgetsDialog::remove()
{
    m_core.budgets().remove(named(), guarded(this, [this](const Result<void>& done) {
                                tell(done ? tr("The budget is removed.") : done.error().sentence(),
                                     !done);
                            }));
}

void BudgetsDialog::tell(const QString& text, bool isError)
{
    FormFields::say(m_notice, text, isError);
}

} // namespace Patchbay
