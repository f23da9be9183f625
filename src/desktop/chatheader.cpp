// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/chatheader.h"

#include "desktop/accountcolors.h"
#include "desktop/dialogs/accountsmodel.h"
#include "desktop/icons.h"
#include "desktop/pickerbox.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QStandardItemModel>

namespace Patchbay {

namespace {

bool canServe(const Account& account)
{
    return account.enabled && account.allowWindow;
}

QString hintOf(const Account& account)
{
    if (account.enabled && !account.allowWindow)
        return ChatHeader::tr("not for the window: change that in Accounts");
    if (!account.enabled)
        return ChatHeader::tr("disabled: enable it in Accounts");
    return account.stateReason.isEmpty() || account.state == AccountState::Ready
               ? accountStateText(account.state)
               : ChatHeader::tr("%1: %2", "state and its reason")
                     .arg(accountStateText(account.state), account.stateReason);
}

} // namespace

ChatHeader::ChatHeader(AccountStore& accounts, const PriceTable& prices, QWidget* parent)
    : QFrame(parent)
    , m_accounts(accounts)
    , m_title(new QLineEdit)
    , m_model(new PickerBox(tr("Model")))
    , m_account(new PickerBox(tr("Account")))
{
    setObjectName(QStringLiteral("chatHeader"));
    m_title->setObjectName(QStringLiteral("title"));
    m_title->setAccessibleName(tr("Title"));
    m_title->setMaxLength(200);
    m_title->installEventFilter(this);
    m_model->setObjectName(QStringLiteral("model"));
    m_account->setObjectName(QStringLiteral("account"));

    for (const ModelInfo& model : offeredModels(prices)) {
        m_model->addItem(model.displayName, model.id);
        m_model->setItemData(m_model->count() - 1, model.id, PickerBox::HintRole);
    }
    fillAccounts();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 10, 20, 10);
    layout->setSpacing(10);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_model);
    layout->addWidget(m_account);

    connect(m_title, &QLineEdit::editingFinished, this, [this] {
        const QString title = m_title->text().simplified();
        m_title->setCursorPosition(0);
        if (m_title->isReadOnly() || title == m_shownTitle)
            return;
        if (title.isEmpty()) {
            m_title->setText(m_shownTitle);
            return;
        }
        m_shownTitle = title;
        Q_EMIT titleEdited(title);
    });
    connect(m_model, &QComboBox::activated, this, [this] { Q_EMIT modelPicked(model()); });
    connect(m_account, &QComboBox::activated, this, [this] { Q_EMIT accountPicked(account()); });
    connect(&accounts, &AccountStore::changed, this, &ChatHeader::fillAccounts);
}

void ChatHeader::setTitle(const QString& title, bool canBeChanged)
{
    m_title->setReadOnly(!canBeChanged);
    m_title->setFocusPolicy(canBeChanged ? Qt::StrongFocus : Qt::NoFocus);
    m_shownTitle = title;
    if (m_title->hasFocus() && canBeChanged && m_title->isModified())
        return; // being edited
    m_title->setText(title);
    m_title->setCursorPosition(0);
    m_title->setToolTip(canBeChanged ? tr("%1\nClick to change it (F2)").arg(title) : QString());
}

void ChatHeader::editTitle()
{
    m_title->setFocus();
    m_title->selectAll();
}

QString ChatHeader::model() const
{
    return m_model->currentData().toString();
}

void ChatHeader::setModel(const QString& id)
{
    int row = m_model->findData(id);
    if (row < 0 && !id.isEmpty()) {
        m_model->addItem(modelDisplayName(id), id);
        row = m_model->count() - 1;
        m_model->setItemData(row, id, PickerBox::HintRole);
    }
    m_model->setCurrentIndex(std::max(0, row));
}

QString ChatHeader::account() const
{
    return m_account->currentData().toString();
}

void ChatHeader::setAccount(const QString& id)
{
    const int row = m_account->findData(id);
    m_account->setCurrentIndex(std::max(0, row));
}

void ChatHeader::fillAccounts()
{
    const QString current = account();
    auto* model = new QStandardItemModel(m_account);
    const auto add = [model](const QString& name, const QString& id, const QString& hint) {
        auto* item = new QStandardItem(name);
        item->setData(id, Qt::UserRole);
        item->setData(hint, PickerBox::HintRole);
        item->setData(hint, Qt::AccessibleDescriptionRole);
        model->appendRow(item);
        return item;
    };
    add(tr("Automatic"), QString(), tr("the account that suits best at the moment"));
    for (const Account& account : m_accounts.accounts()) {
        QStandardItem* item = add(account.name, account.id.value, hintOf(account));
        item->setIcon(dotIcon(accountColor(account.color, palette())));
        item->setEnabled(canServe(account));
        item->setToolTip(hintOf(account));
    }
    m_account->setModel(model); // which deletes the model before, a child of the box
    setAccount(current);
    m_account->updateGeometry();
}

bool ChatHeader::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // here it takes back what was typed, and stops no answer
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Escape:
            m_title->setText(m_shownTitle);
            [[fallthrough]];
        case Qt::Key_Return:
        case Qt::Key_Enter:
            m_title->clearFocus();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace Patchbay
