// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "claude/pricetable.h"

#include <QFrame>

class QLineEdit;

namespace Patchbay {

class PickerBox;

/// Above a conversation: its title, which model answers, and on which account. GUI thread.
class ChatHeader final : public QFrame
{
    Q_OBJECT
public:
    ChatHeader(AccountStore& accounts, const PriceTable& prices, QWidget* parent = nullptr);

    void setTitle(const QString& title, bool canBeChanged);
    void editTitle();
    void setModel(const QString& id);
    [[nodiscard]] QString model() const;
    /// Empty: automatic.
    void setAccount(const QString& id);
    [[nodiscard]] QString account() const;

Q_SIGNALS:
    void titleEdited(const QString& title);
    void modelPicked(const QString& id);
    void accountPicked(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fillAccounts();

    AccountStore& m_accounts;
    QLineEdit* m_title = nullptr;
    PickerBox* m_model = nullptr;
    PickerBox* m_account = nullptr;
    QString m_shownTitle;
};

} // namespace Patchbay
