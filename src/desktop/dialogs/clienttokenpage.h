// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Patchbay {

/// A client's token, this once. GUI thread.
class ClientTokenPage final : public QWidget
{
    Q_OBJECT
public:
    explicit ClientTokenPage(QWidget* parent = nullptr);

    void show(const QString& clientName, const Secret& token);
    /// Nothing of it stays in the fields.
    void clear();

Q_SIGNALS:
    void setupRequested();
    void done();

private:
    void copy();

    QLabel* m_title = nullptr;
    QLineEdit* m_token = nullptr;
    QPushButton* m_copy = nullptr;
    QPushButton* m_setup = nullptr;
    QPushButton* m_done = nullptr;
};

} // namespace Patchbay
