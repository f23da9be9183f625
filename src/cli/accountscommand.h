// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"

#include <functional>
#include <optional>

namespace Patchbay {

/// What `accounts add` and `accounts edit` may set; unset ones stay as they are.
struct AccountFields
{
    std::optional<QString> name;
    std::optional<QString> kind;
    std::optional<QString> baseUrl;
    std::optional<QString> keyCommand;
    std::optional<QString> models;
    std::optional<QString> allow;
    std::optional<QString> proxy;
    std::optional<int> priority;
    std::optional<int> weight;
    std::optional<int> maxConcurrent;
};

struct AccountsOptions
{
    enum class Verb { List, Add, Edit, Remove, Enable, Disable, Import, Check };
    Verb verb = Verb::List;
    QString name;   // of the account meant
    QString source; // of an import
    AccountFields fields;
    bool json = false;
};

/// `accounts …`.
class AccountsCommand final : public Command
{
    Q_OBJECT
public:
    AccountsCommand(Core& core, AccountsOptions options);

    void start() override;

private:
    void list();
    void showList();
    void add();
    void edit();
    void remove();
    void setEnabled(bool enabled);
    void import();
    void importNext(QList<NewAccount> accounts, int added);
    void check();
    void checkNext(QList<Account> accounts);
    [[nodiscard]] ExitCode codeOfCheck() const;

    /// Calls `next` when the states of the accounts tell what the vault can give now.
    void afterVaultCheck(std::function<void()> next);
    void readLocked(QList<AccountId> ids, std::function<void()> next);

    [[nodiscard]] Result<Account> named() const;
    [[nodiscard]] Result<void> apply(Account& account) const;
    void finishWith(const Result<void>& result, const QString& done);

    Core& m_core;
    AccountsOptions m_options;
    QList<Error> m_failures; // of a check
};

} // namespace Patchbay
