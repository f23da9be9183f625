// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/rulesdialog.h"

#include "clients/clientstore.h"
#include "clients/ownclient.h"
#include "clients/rulestore.h"
#include "core/core.h"
#include "desktop/dialogs/formfields.h"
#include "desktop/dialogs/rulefields.h"
#include "desktop/guarded.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QFile>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

RulesDialog::RulesDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_table(new QTreeView)
    , m_empty(new QLabel)
    , m_fields(new RuleFields)
    , m_notice(new QLabel)
{
    setWindowTitle(tr("Rules"));
    setObjectName(u"rulesDialog"_s);
    auto* hint = new QLabel(
        tr("What is done with requests to the local endpoint. Model, tokens and cache are each "
           "decided by the first rule that fits client and model and says something of it. Tokens "
           "are only lowered; the rest passes as it came."));
    hint->setProperty("hint", true);
    hint->setWordWrap(true);
    m_empty->setText(tr("No rule yet. Add one below, to give a tool with a built-in model another "
                        "one, say, or to answer what is asked twice from the cache."));
    m_empty->setObjectName(u"noRules"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setProperty("hint", true);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(96, 0, 96, 0);
    m_notice->setObjectName(u"rulesNotice"_s);
    m_notice->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    buildTable();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(hint);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_fields);
    layout->addWidget(buildButtons());
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
    resize(880, 520);

    connect(m_fields, &RuleFields::edited, this, [this] { tell({}, false); });
    connect(m_fields, &RuleFields::confirmed, this, [this] {
        if (current())
            save();
        else
            add();
    });
    connect(&m_core.rules(), &RuleStore::changed, this, &RulesDialog::fill);
    connect(&m_core.clients(), &ClientStore::changed, this, &RulesDialog::fillClients);
    m_table->ensurePolished(); // rows are as high as the style wants them
    fillClients();
    fill();
    if (m_model.rowCount() > 0) {
        m_table->setCurrentIndex(m_model.index(0, 0));
        m_table->setFocus();
    } else {
        m_fields->setFocus();
    }
}

void RulesDialog::buildTable()
{
    m_table->setModel(&m_model);
    m_table->setObjectName(u"rules"_s);
    m_table->setAccessibleName(tr("Rules"));
    m_table->setRootIsDecorated(false);
    m_table->setAllColumnsShowFocus(true);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideRight);
    QHeaderView* const header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(RulesModel::ModelColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(RulesModel::UseModelColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        if (m_isFilling)
            return;
        if (const EndpointRule* rule = current())
            m_fields->setRule(*rule);
        updateButtons();
    });
    auto* remove = new QAction(this);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &RulesDialog::remove);
    m_table->addAction(remove);
}

QWidget* RulesDialog::buildButtons()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto make = [&](const QString& text, const QString& objectName) {
        auto* made = new QPushButton(text);
        made->setAccessibleName(text);
        made->setObjectName(objectName);
        made->setAutoDefault(false);
        row->addWidget(made);
        return made;
    };
    m_add = make(tr("Add rule"), u"addRule"_s);
    m_add->setProperty("primary", true);
    m_save = make(tr("Save rule"), u"saveRule"_s);
    m_remove = make(tr("Remove rule"), u"removeRule"_s);
    row->addStretch();
    m_up = make(tr("Move up"), u"moveRuleUp"_s);
    m_down = make(tr("Move down"), u"moveRuleDown"_s);
    connect(m_add, &QPushButton::clicked, this, &RulesDialog::add);
    connect(m_save, &QPushButton::clicked, this, &RulesDialog::save);
    connect(m_remove, &QPushButton::clicked, this, &RulesDialog::remove);
    connect(m_up, &QPushButton::clicked, this, [this] { moveBy(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveBy(1); });
    return box;
}

const EndpointRule* RulesDialog::current() const
{
    return m_model.at(m_table->currentIndex().row());
}

void RulesDialog::fillClients()
{
    QStringList names;
    for (const EndpointClient& client : m_core.clients().clients()) {
        if (client.revokedAtMs == 0)
            names.append(client.name);
    }
    if (m_core.environment().contains(u"PATCHBAY_TOKEN"_s) ||
        QFile::exists(ownClientFile(m_core.paths())))
        names.append(u"env"_s);
    m_fields->setClients(names);
}

void RulesDialog::fill()
{
    const EndpointRule* const shown = current();
    const qint64 id = shown ? shown->id : 0;
    // What is being typed stays.
    m_isFilling = true;
    m_model.setRules(m_core.rules().rules());
    if (const int row = m_model.rowOf(id); row >= 0)
        m_table->setCurrentIndex(m_model.index(row, 0));
    m_isFilling = false;
    const bool hasRows = m_model.rowCount() > 0;
    if (!hasRows && m_table->hasFocus())
        m_fields->setFocus();
    m_table->setVisible(hasRows);
    m_empty->setVisible(!hasRows);
    updateButtons();
}

void RulesDialog::updateButtons()
{
    const int row = current() ? m_table->currentIndex().row() : -1;
    m_save->setEnabled(row >= 0);
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_model.rowCount());
}

void RulesDialog::add()
{
    const auto rule = m_fields->rule();
    if (!rule)
        return tell(rule.error().sentence(), true);
    m_core.rules().add(*rule, guarded(this, [this](const Result<qint64>& added) {
        settle(added ? Result<void>() : Failure(added.error()), added.value_or(0),
               tr("The rule is added."));
    }));
}

void RulesDialog::save()
{
    const EndpointRule* const known = current();
    if (!known)
        return;
    auto rule = m_fields->rule();
    if (!rule)
        return tell(rule.error().sentence(), true);
    rule->id = known->id;
    m_core.rules().edit(*rule, guarded(this, [this, id = rule->id](const Result<void>& saved) {
        settle(saved, id, tr("The rule is saved."));
    }));
}

void RulesDialog::remove()
{
    const EndpointRule* const known = current();
    if (!known)
        return;
    // The one that takes its place is shown then.
    const int row = m_table->currentIndex().row();
    const EndpointRule* next = m_model.at(row + 1);
    if (!next)
        next = m_model.at(row - 1);
    m_core.rules().remove(
        known->id, guarded(this, [this, id = next ? next->id : 0](const Result<void>& removed) {
            settle(removed, id, tr("The rule is removed."));
        }));
}

void RulesDialog::moveBy(int rows)
{
    const EndpointRule* const known = current();
    if (!known)
        return;
    m_core.rules().move(known->id, m_table->currentIndex().row() + rows,
                        guarded(this, [this, id = known->id](const Result<void>& moved) {
                            settle(moved, id, tr("The rule is moved."));
                        }));
}

void RulesDialog::settle(const Result<void>& done, qint64 shown, const QString& said)
{
    if (done) {
        const int row = m_model.rowOf(shown);
        m_table->setCurrentIndex(row >= 0 ? m_model.index(row, 0) : QModelIndex());
        const EndpointRule* const rule = current();
        m_fields->setRule(rule ? *rule : EndpointRule());
    }
    updateButtons();
    tell(done ? said : done.error().sentence(), !done);
}

void RulesDialog::tell(const QString& text, bool isError)
{
    FormFields::say(m_notice, text, isError);
}

} // namespace Patchbay
