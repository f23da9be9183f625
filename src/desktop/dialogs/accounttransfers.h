// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QObject>

class QWidget;

namespace Patchbay {

/// Accounts from files and to files: asks for the file, then does it. GUI thread.
class AccountTransfers final : public QObject
{
    Q_OBJECT
public:
    /// Its dialogs belong to `window`, which owns it.
    AccountTransfers(Core& core, QWidget* window);

    void openImport();
    void openExport();
    void openRestore();

Q_SIGNALS:
    /// How it went, in words.
    void told(const QString& text, bool isError);

private:
    void importFile(const QString& path);
    [[nodiscard]] Result<QList<NewAccount>> read(const QString& path) const;
    void importNext(QList<NewAccount> accounts, int added);
    void openArchive(const QString& path, bool exports);

    Core& m_core;
    QWidget* const m_window;
};

} // namespace Patchbay
