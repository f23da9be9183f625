// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountchoice.h"

#include <QCheckBox>
#include <QGridLayout>

namespace Patchbay {

namespace {

constexpr int columns = 3;
constexpr int longestName = 28;
constexpr const char* idProperty = "account";

} // namespace

AccountChoice::AccountChoice(QWidget* parent)
    : QWidget(parent)
{
    m_all = new QCheckBox(tr("All accounts"));
    m_all->setObjectName(QStringLiteral("allAccounts"));
    m_all->setAccessibleName(m_all->text());
    m_list = new QWidget;
    m_list->setAccessibleName(tr("Allowed accounts"));
    m_grid = new QGridLayout(m_list);
    m_grid->setContentsMargins(22, 0, 0, 0); // below the text of the box above
    m_grid->setHorizontalSpacing(20);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(columns, 1);
    connect(m_all, &QCheckBox::toggled, this, [this](bool all) {
        m_list->setVisible(!all);
        Q_EMIT changed();
    });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_all);
    layout->addWidget(m_list);
    setFocusProxy(m_all);
}

void AccountChoice::addBox(const QString& id, const QString& name, bool isChosen)
{
    auto* box = new QCheckBox(fontMetrics().elidedText(
        name, Qt::ElideRight, fontMetrics().averageCharWidth() * longestName));
    box->setObjectName(QStringLiteral("mayUseAccount"));
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setProperty(idProperty, id);
    box->setChecked(isChosen);
    connect(box, &QCheckBox::toggled, this, &AccountChoice::changed);
    const int number = static_cast<int>(m_boxes.size());
    m_grid->addWidget(box, number / columns, number % columns);
    m_boxes.append(box);
}

void AccountChoice::fill(const QList<Account>& accounts, const QStringList& chosen)
{
    qDeleteAll(m_boxes);
    m_boxes.clear();
    QStringList gone = chosen;
    for (const Account& account : accounts) {
        gone.removeAll(account.id.value);
        if (account.source == AccountSource::Demo)
            continue; // never serves the endpoint
        addBox(account.id.value, account.name, chosen.contains(account.id.value));
    }
    for (const QString& id : std::as_const(gone))
        addBox(id, tr("an account that was removed"), true);
    m_all->setEnabled(!m_boxes.isEmpty());
    m_all->setChecked(chosen.isEmpty());
    m_list->setVisible(!m_all->isChecked());
}

QStringList AccountChoice::chosen() const
{
    QStringList ids;
    for (const QCheckBox* box : m_boxes) {
        if (!m_all->isChecked() && box->isChecked())
            ids.append(box->property(idProperty).toString());
    }
    return ids;
}

bool AccountChoice::isComplete() const
{
    return m_all->isChecked() || !chosen().isEmpty();
}

} // namespace Patchbay
