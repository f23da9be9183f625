// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace Patchbay {

/// What a new user sees: three ways to begin. GUI thread.
class FirstRunPage final : public QWidget
{
    Q_OBJECT
public:
    explicit FirstRunPage(QWidget* parent = nullptr);

Q_SIGNALS:
    void addAccountRequested();
    void importRequested();
    void demoRequested();
};

} // namespace Patchbay
