// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/ownclient.h"

#include "base/environment.h"
#include "base/paths.h"
#include "clients/clienttoken.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace Patchbay {

namespace {

struct OwnClientText
{
    Q_DECLARE_TR_FUNCTIONS(OwnClientText)
};

constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 longestToken = 4096;

bool isToken(QByteArrayView token)
{
    return !token.isEmpty() && token.size() <= longestToken &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

OwnClient ownClient(Secret token, QString file, qint64 nowMs)
{
    OwnClient own;
    own.client.id = QStringLiteral("env");
    own.client.name = QStringLiteral("env");
    own.client.tokenHash = clientTokenHash(token.reveal());
    own.client.tokenEnd = clientTokenEnd(token);
    own.client.createdAtMs = own.client.tokenMadeAtMs = nowMs;
    own.token = std::move(token);
    own.file = std::move(file);
    return own;
}

// What an earlier process left: of the owner's alone, and nothing but a token.
std::optional<Secret> tokenIn(const QString& path)
{
    const QFileInfo info(path);
    QFile file(path);
    if (info.isSymLink() || !info.isFile() || info.size() > longestToken + 1 ||
        !file.open(QIODevice::ReadOnly) || !file.setPermissions(ownerOnly))
        return std::nullopt;
    QByteArray content = file.readAll();
    while (content.endsWith('\n') || content.endsWith('\r'))
        content.chop(1);
    if (!isToken(content)) {
        wipe(content);
        return std::nullopt;
    }
    return Secret::take(std::move(content));
}

Result<Secret> madeTokenIn(const QString& path)
{
    Secret token = makeClientToken();
    QFile::remove(path); // a link would be followed
    QSaveFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly) &&
                           file.write(token.reveal().data(), token.size()) == token.size() &&
                           file.write("\n") == 1 && file.commit();
    if (isWritten)
        return token;
    return fail(ErrorKind::StorageUnavailable,
                OwnClientText::tr("The token file %1 cannot be written").arg(path),
                OwnClientText::tr("Check that its folder is yours and the disk is not full, or set "
                                  "PATCHBAY_TOKEN"),
                file.errorString());
}

} // namespace

QString ownClientFile(const Paths& paths)
{
    return paths.dataDir() + QStringLiteral("/serve.token");
}

Result<std::optional<OwnClient>> ownClientFor(const Environment& environment, const Paths& paths,
                                              bool hasClients, qint64 nowMs)
{
    const QString variable = QStringLiteral("PATCHBAY_TOKEN");
    const QString file = ownClientFile(paths);
    if (environment.contains(variable)) {
        QByteArray token = environment.value(variable).trimmed().toUtf8();
        if (!isToken(token)) {
            wipe(token);
            return fail(ErrorKind::InvalidInput, OwnClientText::tr("%1 is no token").arg(variable),
                        OwnClientText::tr("Set it to letters, digits and signs without spaces, or "
                                          "unset it"));
        }
        QFile::remove(file);
        return ownClient(Secret::take(std::move(token)), {}, nowMs);
    }
    if (hasClients) {
        QFile::remove(file);
        return std::nullopt;
    }
    if (auto token = tokenIn(file))
        return ownClient(std::move(*token), file, nowMs);
    auto token = madeTokenIn(file);
    if (!token)
        return Failure(token.error());
    return ownClient(std::move(*token), file, nowMs);
}

} // namespace Patchbay
