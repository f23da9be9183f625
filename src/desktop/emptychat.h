// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace Patchbay {

/// In place of the transcript while there is none: what to do next. GUI thread.
class EmptyChat final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyChat(QWidget* parent = nullptr);

    void setHasAccounts(bool has);

Q_SIGNALS:
    void addAccountRequested();
    void demoRequested();

private:
    QLabel* m_title = nullptr;
    QLabel* m_hint = nullptr;
    QWidget* m_actions = nullptr;
};

} // namespace Patchbay
