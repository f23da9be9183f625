// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountstore.h"
#include "accounts/importers.h"
#include "accounts/oauthprofile.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace Patchbay {

namespace {

struct AccountValidation
{
    Q_DECLARE_TR_FUNCTIONS(AccountValidation)
};

bool isLoopback(const QString& host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

Failure wrong(QString cause, QString next)
{
    return fail(ErrorKind::InvalidInput, std::move(cause), std::move(next));
}

bool hasControlCharacter(const QString& text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

} // namespace

Result<void> validateBaseUrl(const QUrl& url)
{
    const QString next =
        AccountValidation::tr("Give an address such as https://gateway.example.com");
    if (!url.isValid() || url.host().isEmpty())
        return wrong(AccountValidation::tr("The base URL is not an address"), next);
    if (!url.userInfo().isEmpty()) {
        return wrong(AccountValidation::tr("The base URL holds a user name or password"),
                     AccountValidation::tr("Take out what stands before the @"));
    }
    if (url.hasQuery() || url.hasFragment())
        return wrong(AccountValidation::tr("The base URL holds a ? or #"), next);
    if (url.scheme() == QLatin1String("https"))
        return {};
    if (url.scheme() != QLatin1String("http"))
        return wrong(AccountValidation::tr("The base URL does not begin with https://"), next);
    if (isLoopback(url.host()))
        return {};
    return wrong(
        AccountValidation::tr("The base URL would send the key over the network unencrypted"),
        AccountValidation::tr("Use https://; plain http:// is for this machine alone"));
}

Result<void> validateAccount(const Account& account)
{
    constexpr qsizetype longestName = 200;
    if (account.name.trimmed().isEmpty())
        return wrong(AccountValidation::tr("The account has no name"),
                     AccountValidation::tr("Give it a name"));
    if (account.name.size() > longestName || hasControlCharacter(account.name))
        return wrong(AccountValidation::tr(
                         "The account's name is too long or has characters that cannot be shown"),
                     AccountValidation::tr("Choose another name"));
    if (!account.baseUrl.isEmpty()) {
        if (const auto checked = validateBaseUrl(account.baseUrl); !checked)
            return checked;
    }
    if (!account.proxy.isEmpty()) {
        static const QStringList schemes{QStringLiteral("http"), QStringLiteral("https"),
                                         QStringLiteral("socks5")};
        if (!account.proxy.isValid() || account.proxy.host().isEmpty() ||
            !schemes.contains(account.proxy.scheme())) {
            return wrong(AccountValidation::tr("The proxy is not an address"),
                         AccountValidation::tr("Give one such as http://proxy.example.com:3128 or "
                                               "socks5://127.0.0.1:1080"));
        }
        // The database is no place for a password.
        if (!account.proxy.password().isEmpty()) {
            return wrong(
                AccountValidation::tr("The proxy's address holds a password"),
                AccountValidation::tr("Use a proxy that needs none, or one on this machine that "
                                      "signs in"));
        }
    }
    if (account.kind == AccountKind::OAuth) {
        const auto profile = OAuthProfile::fromJson(account.oauthProfile.toUtf8());
        if (!profile)
            return Failure(profile.error());
    }
    if (account.maxConcurrent < 1 || account.maxConcurrent > 1'000)
        return wrong(
            AccountValidation::tr("The number of streams at once is not between 1 and 1000"),
            AccountValidation::tr("Give a number such as 5"));
    if (account.weight < 1 || account.weight > 1'000)
        return wrong(AccountValidation::tr("The weight is not between 1 and 1000"),
                     AccountValidation::tr("Give a number such as 1"));
    if (account.priority < 0 || account.priority > 1'000)
        return wrong(AccountValidation::tr("The priority is not between 0 and 1000"),
                     AccountValidation::tr("Give a number such as 1; lower ones come first"));
    return {};
}

Result<void> validateApiKey(const Secret& secret)
{
    const QByteArrayView bytes = secret.reveal();
    if (bytes.isEmpty())
        return wrong(AccountValidation::tr("The API key is empty"),
                     AccountValidation::tr("Paste the whole key"));
    const auto isPrintable = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!std::all_of(bytes.begin(), bytes.end(), isPrintable)) {
        return wrong(AccountValidation::tr(
                         "The API key has a space, a line break or a letter in it that no key "
                         "has"),
                     AccountValidation::tr("Paste the key alone, in one line"));
    }
    return {};
}

Secret trimmedKey(const Secret& secret)
{
    const QByteArrayView bytes = secret.reveal();
    QByteArray trimmed = bytes.trimmed().toByteArray();
    if (trimmed.size() == bytes.size()) {
        wipe(trimmed);
        return secret;
    }
    return Secret::take(std::move(trimmed));
}

} // namespace Patchbay
