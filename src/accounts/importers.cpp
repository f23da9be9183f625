// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/importers.h"

#include "accounts/claudeimport.h"
#include "accounts/claudeprogram.h"
#include "accounts/oauthimport.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace Patchbay {

namespace {

struct Importers
{
    Q_DECLARE_TR_FUNCTIONS(Importers)
};

const QString kAccounts = QStringLiteral("CLAUDE_ACCOUNTS");
const QString kBaseUrl = QStringLiteral("ANTHROPIC_BASE_URL");
const QString kMaxConcurrent = QStringLiteral("MAX_CONCURRENT");
const QString kToken = QStringLiteral("CLAUDE_CODE_OAUTH_TOKEN");
constexpr qint64 kLargestFile = 4 * 1024 * 1024;

Failure wrong(QString cause, QString next, QString detail = {})
{
    return fail(ErrorKind::InvalidInput, std::move(cause), std::move(next), std::move(detail));
}

// "CLAUDE_API_KEY: The API key is empty"
Failure wrongIn(const QString& variable, const Error& error)
{
    return wrong(
        Importers::tr("%1: %2", "variable, and what is wrong with it").arg(variable, error.cause),
        error.nextStep);
}

// The same account in every run, and another one for another kind.
AccountId environmentId(AccountKind kind, const QString& name)
{
    const QByteArray named =
        accountKindName(kind).toUtf8() + '\n' + name.trimmed().toCaseFolded().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(named, QCryptographicHash::Sha256);
    return AccountId{QString::fromLatin1(hash.first(16).toHex())};
}

Secret keyOf(const QString& text)
{
    return trimmedKey(Secret::take(text.toUtf8()));
}

NewAccount environmentAccount(AccountKind kind, const QString& name, const QString& key)
{
    NewAccount added;
    added.account.id = environmentId(kind, name);
    added.account.name = name.trimmed();
    added.account.kind = kind;
    added.account.source = AccountSource::Environment;
    added.secret = keyOf(key);
    return added;
}

// One object of the list; `place` is how a person finds it: "entry 2 (“work”)".
class Entry
{
public:
    Entry(const QJsonObject& object, int number)
        : m_object(object)
    {
        const QString name = text(QStringLiteral("name")).value_or(QString());
        m_place = name.isEmpty() ? Importers::tr("entry %1").arg(number)
                                 : Importers::tr("entry %1 (“%2”)").arg(number).arg(name);
    }

    [[nodiscard]] Result<NewAccount> account() const
    {
        const auto name = text(QStringLiteral("name"));
        const auto email = text(QStringLiteral("email"));
        const auto key = text(QStringLiteral("apiKey"));
        const auto model = text(QStringLiteral("model"));
        const auto url = text(QStringLiteral("baseUrl"));
        for (const auto& [field, value] :
             {std::pair{"name", name}, std::pair{"email", email}, std::pair{"apiKey", key},
              std::pair{"model", model}, std::pair{"baseUrl", url}}) {
            if (!value)
                return wrongField(field, Importers::tr("%1, %2: “%3” is no text"));
        }
        const QString called = name->trimmed().isEmpty() ? *email : *name;
        if (called.trimmed().isEmpty())
            return wrongField("name", Importers::tr("%1, %2: “%3” is missing"));
        if (key->trimmed().isEmpty())
            return wrongField("apiKey", Importers::tr("%1, %2: “%3” is missing"));
        NewAccount added = environmentAccount(AccountKind::ApiKey, called, *key);
        Account& account = added.account;
        account.model = model->trimmed();
        account.baseUrl = QUrl(url->trimmed(), QUrl::StrictMode);
        if (account.baseUrl.isEmpty() && !url->trimmed().isEmpty())
            return wrongField("baseUrl", Importers::tr("%1, %2: “%3” is no address"));
        const std::pair<const char*, int*> numbers[] = {{"priority", &account.priority},
                                                        {"weight", &account.weight},
                                                        {"maxConcurrent", &account.maxConcurrent}};
        for (const auto& [field, target] : numbers) {
            if (const auto read = readNumber(field, *target); !read)
                return Failure(read.error());
        }
        const QJsonValue budget = m_object.value(QLatin1String("monthlyBudgetUsd"));
        if (!budget.isUndefined() && !budget.isNull() && !(budget.toDouble(-1) >= 0))
            return wrongField("monthlyBudgetUsd", Importers::tr("%1, %2: “%3” is no amount"));
        added.monthlyBudgetMicroUsd = std::llround(std::min(budget.toDouble(0), 1e6) * 1e6);
        for (const auto& checked : {validateAccount(account), validateApiKey(added.secret)}) {
            if (!checked)
                return wrongIn(QStringLiteral("%1, %2").arg(kAccounts, m_place), checked.error());
        }
        return added;
    }

    [[nodiscard]] bool sets(const char* field) const
    {
        return m_object.contains(QLatin1String(field));
    }

private:
    // Empty where it is not set, nothing where it is no text.
    [[nodiscard]] std::optional<QString> text(const QString& field) const
    {
        const QJsonValue value = m_object.value(field);
        if (value.isUndefined() || value.isNull())
            return QString();
        return value.isString() ? std::optional(value.toString()) : std::nullopt;
    }

    [[nodiscard]] Result<void> readNumber(const char* field, int& target) const
    {
        const QJsonValue value = m_object.value(QLatin1String(field));
        if (value.isUndefined() || value.isNull())
            return {};
        const double number = value.toDouble(-1);
        if (number < 0 || number > 1'000 || number != static_cast<int>(number))
            return wrongField(field,
                              Importers::tr("%1, %2: “%3” is no whole number from 0 to 1000"));
        target = static_cast<int>(number);
        return {};
    }

    [[nodiscard]] Failure wrongField(const char* field, const QString& fault) const
    {
        return wrong(fault.arg(kAccounts, m_place, QString::fromLatin1(field)),
                     Importers::tr("Write each account as {\"name\": …, \"apiKey\": …}"));
    }

    QJsonObject m_object;
    QString m_place;
};

Result<void> checkNames(const QList<NewAccount>& accounts)
{
    QStringList names;
    for (const NewAccount& added : accounts) {
        if (names.contains(added.account.name, Qt::CaseInsensitive)) {
            return wrong(
                Importers::tr("%1: the name “%2” is used twice").arg(kAccounts, added.account.name),
                Importers::tr("Give each account a name of its own"));
        }
        names.append(added.account.name);
    }
    return {};
}

// Which accounts of a JSON list set maxConcurrent themselves is known only here.
Result<QList<NewAccount>> accountsOfJson(const QByteArray& json, int maxConcurrent)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    const QString next =
        Importers::tr("Write a JSON list such as [{\"name\": \"work\", \"apiKey\": \"…\"}]");
    if (fault.error != QJsonParseError::NoError) {
        return wrong(Importers::tr("%1 is not JSON: it breaks off at character %2")
                         .arg(kAccounts)
                         .arg(fault.offset),
                     next, fault.errorString());
    }
    if (!document.isArray())
        return wrong(Importers::tr("%1 is no list").arg(kAccounts), next);
    QList<NewAccount> accounts;
    const QJsonArray list = document.array();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        if (!list.at(i).isObject()) {
            return wrong(Importers::tr("%1: entry %2 is no object").arg(kAccounts).arg(number),
                         next);
        }
        const Entry entry(list.at(i).toObject(), number);
        auto account = entry.account();
        if (!account)
            return Failure(account.error());
        if (!entry.sets("maxConcurrent"))
            account->account.maxConcurrent = maxConcurrent;
        accounts.append(std::move(*account));
    }
    if (const auto checked = checkNames(accounts); !checked)
        return Failure(checked.error());
    return accounts;
}

Result<int> maxConcurrentOf(const Environment& environment)
{
    if (!environment.contains(kMaxConcurrent))
        return Account().maxConcurrent;
    bool isNumber = false;
    const int number = environment.value(kMaxConcurrent).trimmed().toInt(&isNumber);
    if (!isNumber || number < 1 || number > 1'000) {
        return wrong(Importers::tr("%1 is no number from 1 to 1000").arg(kMaxConcurrent),
                     Importers::tr("Set it to how many streams an account may carry at once"));
    }
    return number;
}

} // namespace

Result<QList<NewAccount>> accountsOfJson(const QByteArray& json)
{
    return accountsOfJson(json, Account().maxConcurrent);
}

Result<QList<NewAccount>> accountsOfEnvironment(const Environment& environment)
{
    const auto maxConcurrent = maxConcurrentOf(environment);
    if (!maxConcurrent)
        return Failure(maxConcurrent.error());
    const auto baseUrl = defaultBaseUrl(environment);
    if (!baseUrl)
        return Failure(baseUrl.error());
    QList<NewAccount> accounts;
    if (environment.contains(kAccounts)) {
        auto listed = accountsOfJson(environment.value(kAccounts).toUtf8(), *maxConcurrent);
        if (!listed)
            return listed;
        accounts = std::move(*listed);
    }
    const auto addNamed = [&](AccountKind kind, const QString& name,
                              const QString& variable) -> Result<void> {
        NewAccount added = environmentAccount(kind, name, environment.value(variable));
        if (const auto checked = validateApiKey(added.secret); !checked)
            return wrongIn(variable, checked.error());
        added.account.maxConcurrent = *maxConcurrent;
        added.account.allowEndpoint = kind != AccountKind::ClaudeCommand;
        accounts.append(std::move(added));
        return {};
    };
    for (const char* name : {"CLAUDE_API_KEY", "ANTHROPIC_API_KEY"}) {
        const QString variable = QString::fromLatin1(name);
        if (!environment.contains(variable))
            continue;
        const auto added = addNamed(AccountKind::ApiKey, QStringLiteral("env"), variable);
        if (!added)
            return Failure(added.error());
        break;
    }
    if (environment.contains(kToken)) {
        const auto added =
            addNamed(AccountKind::ClaudeCommand, QStringLiteral("claude-code"), kToken);
        if (!added)
            return Failure(added.error());
    }
    if (const auto checked = checkNames(accounts); !checked)
        return Failure(checked.error());
    if (environment.contains(kBaseUrl)) {
        for (NewAccount& added : accounts) {
            // A subscription's token is for that program and its provider; on loopback is a test.
            const bool mayBe =
                added.account.kind == AccountKind::ApiKey || ClaudeProgram::isOnLoopback(*baseUrl);
            if (added.account.baseUrl.isEmpty() && mayBe)
                added.account.baseUrl = *baseUrl;
        }
    }
    return accounts;
}

Result<QList<NewAccount>> accountsOfFile(const QString& path)
{
    if (QFileInfo(path).isDir()) {
        auto account = accountOfClaudeFolder(path);
        if (!account)
            return Failure(account.error());
        return QList<NewAccount>{std::move(*account)};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return wrong(Importers::tr("The file %1 cannot be read").arg(path),
                     Importers::tr("Check its name and that you may read it"), file.errorString());
    }
    QByteArray bytes = file.read(kLargestFile + 1);
    if (bytes.size() > kLargestFile) {
        return wrong(Importers::tr("The file %1 is too large for a list of accounts").arg(path),
                     Importers::tr("Give a .env file or a JSON list of accounts"));
    }
    if (bytes.startsWith("\xef\xbb\xbf"))
        bytes.remove(0, 3);
    const QByteArray start = bytes.trimmed().first(std::min<qsizetype>(1, bytes.trimmed().size()));
    if (const auto refused = refuseSignIns(bytes, path); !refused) {
        wipe(bytes);
        return Failure(refused.error());
    }
    Result<QList<NewAccount>> accounts;
    if (start == "[" || start == "{") {
        accounts = accountsOfJson(bytes);
    } else {
        auto variables = parseEnvFile(QString::fromUtf8(bytes));
        if (!variables)
            return Failure(variables.error());
        accounts = accountsOfEnvironment(Environment(std::move(*variables)));
    }
    wipe(bytes);
    if (!accounts)
        return accounts;
    if (accounts->isEmpty()) {
        return wrong(Importers::tr("The file %1 holds no account").arg(path),
                     Importers::tr("It should set CLAUDE_API_KEY, ANTHROPIC_API_KEY or "
                                   "CLAUDE_ACCOUNTS"));
    }
    for (NewAccount& added : *accounts) {
        added.account.id = {};
        added.account.source = AccountSource::Stored;
    }
    return accounts;
}

Result<QUrl> defaultBaseUrl(const Environment& environment)
{
    if (!environment.contains(kBaseUrl))
        return QUrl(QStringLiteral("https://api.anthropic.com"));
    const QUrl url(environment.value(kBaseUrl).trimmed(), QUrl::StrictMode);
    if (const auto checked = validateBaseUrl(url); !checked)
        return wrongIn(kBaseUrl, checked.error());
    return url;
}

} // namespace Patchbay
