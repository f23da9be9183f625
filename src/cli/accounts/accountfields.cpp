// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountfields.h"

#include "accounts/accountstore.h"

#include <QCoreApplication>

#include <algorithm>

namespace Patchbay {

namespace {

struct AccountFieldsText
{
    Q_DECLARE_TR_FUNCTIONS(AccountFieldsText)
};

QUrl urlOf(const QString& text)
{
    return text.isEmpty() ? QUrl() : QUrl(text, QUrl::StrictMode);
}

QStringList wordsOf(const QString& list)
{
    QStringList words = list.split(u',');
    for (QString& word : words)
        word = word.trimmed();
    words.removeAll(QString());
    words.removeDuplicates();
    return words;
}

Result<void> applyAllow(const QString& list, Account& account)
{
    static const QStringList known{QStringLiteral("window"), QStringLiteral("endpoint"),
                                   QStringLiteral("command-line")};
    const QStringList allowed = wordsOf(list);
    for (const QString& word : allowed) {
        if (!known.contains(word)) {
            return fail(ErrorKind::InvalidInput,
                        AccountFieldsText::tr("--allow does not know “%1”").arg(word),
                        AccountFieldsText::tr(
                            "Use window, endpoint and command-line, separated by commas"));
        }
    }
    if (allowed.isEmpty()) {
        return fail(ErrorKind::InvalidInput, AccountFieldsText::tr("--allow names nobody"),
                    AccountFieldsText::tr("To leave the account out, use: patchbay-cli accounts "
                                          "disable NAME"));
    }
    account.allowWindow = allowed.contains(known[0]);
    account.allowEndpoint = allowed.contains(known[1]);
    account.allowCommandLine = allowed.contains(known[2]);
    return {};
}

Result<void> applyModels(const QString& list, Account& account)
{
    constexpr qsizetype longest = 200;
    const QStringList models = wordsOf(list);
    for (const QString& model : models) {
        const bool isName =
            model.size() <= longest && std::all_of(model.begin(), model.end(), [](QChar c) {
                return c > u' ' && c < u'\x7f' && c != u'"';
            });
        if (!isName) {
            return fail(ErrorKind::InvalidInput,
                        AccountFieldsText::tr("--models: “%1” is no model's name").arg(model),
                        AccountFieldsText::tr("Give names such as claude-sonnet-5-5, separated by "
                                              "commas; an empty list allows all"));
        }
    }
    account.models = models;
    return {};
}

Result<void> applyRange(const std::optional<int>& given, int most, const QString& flag, int& value)
{
    if (given && *given > most) {
        return fail(ErrorKind::InvalidInput,
                    AccountFieldsText::tr("%1 is not between 0 and %2").arg(flag).arg(most),
                    AccountFieldsText::tr("Give a number such as 90; 0 is for never"));
    }
    value = given.value_or(value);
    return {};
}

} // namespace

Result<void> applyFields(const AccountFields& fields, Account& account)
{
    account.name = fields.name.value_or(account.name);
    if (fields.baseUrl)
        account.baseUrl = urlOf(*fields.baseUrl);
    if (fields.proxy)
        account.proxy = urlOf(*fields.proxy);
    account.keyCommand = fields.keyCommand.value_or(account.keyCommand);
    account.priority = fields.priority.value_or(account.priority);
    account.weight = fields.weight.value_or(account.weight);
    account.maxConcurrent = fields.maxConcurrent.value_or(account.maxConcurrent);
    if (fields.models) {
        if (const auto applied = applyModels(*fields.models, account); !applied)
            return applied;
    }
    if (fields.allow) {
        if (const auto applied = applyAllow(*fields.allow, account); !applied)
            return applied;
    }
    constexpr int mostDays = 3650;
    if (const auto applied =
            applyRange(fields.remindAfterDays, mostDays, QStringLiteral("--remind-after-days"),
                       account.remindAfterDays);
        !applied)
        return applied;
    return validateAccount(account);
}

} // namespace Patchbay
