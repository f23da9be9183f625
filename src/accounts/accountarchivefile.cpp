// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountarchivefile.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QUuid>

#include <filesystem>

namespace Patchbay {

namespace {

const QString kList = QStringLiteral("accounts");
const QString kVersion = QStringLiteral("version");
constexpr int kThisVersion = 1;

struct AccountArchiveFile
{
    Q_DECLARE_TR_FUNCTIONS(AccountArchiveFile)
};

QJsonObject jsonOf(const Account& account)
{
    return {
        {QStringLiteral("id"), account.id.value},
        {QStringLiteral("name"), account.name},
        {QStringLiteral("kind"), accountKindName(account.kind)},
        {QStringLiteral("base_url"), account.baseUrl.toString(QUrl::FullyEncoded)},
        {QStringLiteral("model"), account.model},
        {QStringLiteral("models"), QJsonArray::fromStringList(account.models)},
        {QStringLiteral("key_command"), account.keyCommand},
        {QStringLiteral("config_dir"), account.configDir},
        {QStringLiteral("oauth_profile"), account.oauthProfile},
        {QStringLiteral("proxy"), account.proxy.toString(QUrl::FullyEncoded)},
        {QStringLiteral("priority"), account.priority},
        {QStringLiteral("weight"), account.weight},
        {QStringLiteral("max_concurrent"), account.maxConcurrent},
        {QStringLiteral("allow_window"), account.allowWindow},
        {QStringLiteral("allow_command_line"), account.allowCommandLine},
        {QStringLiteral("allow_endpoint"), account.allowEndpoint},
        {QStringLiteral("enabled"), account.enabled},
        {QStringLiteral("color"), account.color},
        {QStringLiteral("plan"), account.plan},
        {QStringLiteral("created_at"), account.createdAtMs},
        {QStringLiteral("secret_changed_at"), account.secretChangedAtMs},
        {QStringLiteral("secret_expires_at"), account.secretExpiresAtMs},
        {QStringLiteral("pending_secret_at"), account.pendingSecretAtMs},
        {QStringLiteral("remind_after_days"), account.remindAfterDays},
    };
}

Account accountOf(const QJsonObject& json, AccountKind kind)
{
    const Account usual;
    const auto text = [&](const char* name) { return json.value(QLatin1String(name)).toString(); };
    const auto number = [&](const char* name, int otherwise) {
        return json.value(QLatin1String(name)).toInt(otherwise);
    };
    const auto moment = [&](const char* name) {
        return json.value(QLatin1String(name)).toInteger(0);
    };
    const auto isOn = [&](const char* name, bool otherwise) {
        return json.value(QLatin1String(name)).toBool(otherwise);
    };
    Account account;
    account.id.value = text("id");
    account.name = text("name");
    account.kind = kind;
    account.baseUrl = QUrl(text("base_url"));
    account.model = text("model");
    account.models = json.value(QLatin1String("models")).toVariant().toStringList();
    account.keyCommand = text("key_command");
    account.configDir = text("config_dir");
    account.oauthProfile = text("oauth_profile");
    account.proxy = QUrl(text("proxy"));
    account.priority = number("priority", usual.priority);
    account.weight = number("weight", usual.weight);
    account.maxConcurrent = number("max_concurrent", usual.maxConcurrent);
    account.allowWindow = isOn("allow_window", usual.allowWindow);
    account.allowCommandLine = isOn("allow_command_line", usual.allowCommandLine);
    account.allowEndpoint = isOn("allow_endpoint", usual.allowEndpoint);
    account.enabled = isOn("enabled", usual.enabled);
    account.color = number("color", usual.color);
    account.plan = text("plan");
    account.createdAtMs = moment("created_at");
    account.secretChangedAtMs = moment("secret_changed_at");
    account.secretExpiresAtMs = moment("secret_expires_at");
    account.pendingSecretAtMs = moment("pending_secret_at");
    account.remindAfterDays = number("remind_after_days", usual.remindAfterDays);
    return account;
}

Failure noArchive(const QString& detail)
{
    return fail(ErrorKind::InvalidInput, AccountArchiveFile::tr("This file holds no accounts"),
                AccountArchiveFile::tr("Choose one that was made with: patchbay-cli accounts "
                                       "export FILE"),
                detail);
}

Error taken(const QString& path)
{
    return {ErrorKind::AlreadyExists,
            AccountArchiveFile::tr("%1 exists already").arg(path),
            AccountArchiveFile::tr("Choose another name, or overwrite it with --force"),
            {},
            {},
            0};
}

Failure unwritable(const QString& path, const QString& detail)
{
    return fail(ErrorKind::InvalidInput, AccountArchiveFile::tr("%1 cannot be written").arg(path),
                AccountArchiveFile::tr("Choose a folder that is yours, on a disk that is not full"),
                detail);
}

std::filesystem::path nativePath(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

// A link fails where a file is; a rename would replace it. Some disks have no links.
Result<void> publish(const QString& from, const QString& path, bool overwrite)
{
    std::error_code fault;
    if (overwrite) {
        std::filesystem::rename(nativePath(from), nativePath(path), fault);
    } else {
        std::filesystem::create_hard_link(nativePath(from), nativePath(path), fault);
        if (fault == std::errc::file_exists)
            return Failure(taken(path));
        if (!fault)
            QFile::remove(from);
        else if (QFile::rename(from, path)) // refuses to replace one
            fault.clear();
    }
    if (fault)
        return unwritable(path, QString::fromStdString(fault.message()));
    syncFolderOf(path);
    return {};
}

} // namespace

SealedFile::Entries entriesOfAccounts(const QList<NewAccount>& accounts)
{
    SealedFile::Entries entries;
    QJsonArray list;
    for (const NewAccount& each : accounts) {
        list.append(jsonOf(each.account));
        if (!each.secret.isEmpty())
            entries.insert(vaultKey(each.account), each.secret);
        if (!each.waiting.isEmpty())
            entries.insert(pendingVaultKey(each.account), each.waiting);
    }
    entries.insert(kList, Secret::take(compactJson({{kVersion, kThisVersion}, {kList, list}})));
    return entries;
}

Result<QList<NewAccount>> accountsOfEntries(const SealedFile::Entries& entries)
{
    const auto list = entries.constFind(kList);
    if (list == entries.constEnd())
        return noArchive(QStringLiteral("no list"));
    const auto json = parseJsonObject(list->reveal());
    if (!json)
        return noArchive(QStringLiteral("list"));
    if (json->value(kVersion).toInt() > kThisVersion) {
        return fail(ErrorKind::InvalidInput,
                    AccountArchiveFile::tr("This file was made by a newer Patchbay"),
                    AccountArchiveFile::tr("Restore it with that version or a newer one"));
    }
    QList<NewAccount> accounts;
    const QJsonArray accountList = json->value(kList).toArray();
    for (const auto& value : accountList) {
        const QJsonObject fields = value.toObject();
        const auto kind = accountKindOf(fields.value(QLatin1String("kind")).toString());
        if (!kind)
            return noArchive(QStringLiteral("kind"));
        NewAccount account;
        account.account = accountOf(fields, *kind);
        if (account.account.id.isNull() || account.account.name.trimmed().isEmpty())
            return noArchive(QStringLiteral("id or name"));
        account.secret = entries.value(vaultKey(account.account));
        account.waiting = entries.value(pendingVaultKey(account.account));
        if (account.waiting.isEmpty())
            account.account.pendingSecretAtMs = 0;
        accounts.append(std::move(account));
    }
    return accounts;
}

Result<void> checkArchivePath(const QString& path, bool overwrite)
{
    const QFileInfo info(path);
    const QFileInfo folder(info.absolutePath());
    if (path.isEmpty() || info.isDir() || !folder.isDir() || !folder.isWritable())
        return unwritable(path, {});
    if (!overwrite && (info.exists() || info.isSymLink()))
        return Failure(taken(path));
    return {};
}

Result<void> writeArchive(const QString& path, const Secret& passphrase,
                          const QList<NewAccount>& accounts, bool overwrite, SealedFile::Cost cost)
{
    if (const auto checked = checkArchivePath(path, overwrite); !checked)
        return checked;
    const QString part =
        path + QStringLiteral(".part-") + QUuid::createUuid().toString(QUuid::Id128).left(8);
    // A folder that takes no file is told as such, before the slow part.
    if (QFile empty(part);
        !empty.open(QIODevice::WriteOnly | QIODevice::NewOnly) || !empty.remove())
        return unwritable(path, empty.errorString());
    SealedFile file(part, passphrase, cost);
    const auto sealed =
        file.change([&](SealedFile::Entries& entries) { entries = entriesOfAccounts(accounts); });
    Result<void> result = sealed ? publish(part, path, overwrite)
                          : sealed.error().detail.isEmpty()
                              ? sealed
                              : unwritable(path, sealed.error().detail);
    if (!result)
        QFile::remove(part);
    return result;
}

Result<QList<NewAccount>> readArchive(const QString& path, const Secret& passphrase)
{
    const QFileInfo info(path);
    if (!info.isFile() || !info.isReadable()) {
        return fail(ErrorKind::NotFound,
                    AccountArchiveFile::tr("%1 is not there or cannot be read").arg(path),
                    AccountArchiveFile::tr("Check the file's name, and that it is yours"));
    }
    SealedFile file(info.canonicalFilePath(), passphrase, SealedFile::Cost::moderate());
    const auto entries = file.read();
    if (entries)
        return accountsOfEntries(*entries);
    const Error& error = entries.error();
    if (error.kind == ErrorKind::VaultDenied) {
        return fail(ErrorKind::VaultDenied,
                    AccountArchiveFile::tr("The passphrase does not open %1").arg(path),
                    AccountArchiveFile::tr("Give the one it was exported with; nobody can restore "
                                           "it without"));
    }
    // Too little memory is no fault of the file.
    if (error.detail.isEmpty())
        return Failure(error);
    return fail(ErrorKind::InvalidInput,
                AccountArchiveFile::tr("%1 is damaged, or was never an export").arg(path),
                AccountArchiveFile::tr("Use another copy of it"), error.detail);
}

} // namespace Patchbay
