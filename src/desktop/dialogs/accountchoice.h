// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"

#include <QWidget>

class QCheckBox;
class QGridLayout;

namespace Patchbay {

/// All accounts, or some of them. GUI thread.
class AccountChoice final : public QWidget
{
    Q_OBJECT
public:
    explicit AccountChoice(QWidget* parent = nullptr);

    /// `chosen`: ids; empty: all. One that is no account any more stays chosen, and is shown so.
    void fill(const QList<Account>& accounts, const QStringList& chosen);
    /// Ids; empty: all.
    [[nodiscard]] QStringList chosen() const;
    /// False when it is to be some, and none is.
    [[nodiscard]] bool isComplete() const;

Q_SIGNALS:
    void changed();

private:
    void addBox(const QString& id, const QString& name, bool isChosen);

    QCheckBox* m_all = nullptr;
    QWidget* m_list = nullptr;
    QGridLayout* m_grid = nullptr;
    QList<QCheckBox*> m_boxes; // the id of its account is a box's property
};

} // namespace Patchbay
