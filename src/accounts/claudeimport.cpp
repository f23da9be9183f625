// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/claudeimport.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct ClaudeImport
{
    Q_DECLARE_TR_FUNCTIONS(ClaudeImport)
};

constexpr qint64 kLargestState = 64 * 1024 * 1024;

bool isOfTheProgram(const QDir& folder)
{
    static constexpr std::array names{".claude.json"_L1, ".credentials.json"_L1, "settings.json"_L1,
                                      "projects"_L1};
    return std::any_of(names.begin(), names.end(),
                       [&folder](QLatin1StringView name) { return folder.exists(name); });
}

QString addressIn(const QDir& folder)
{
    QFile file(folder.filePath(u".claude.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto state = parseJsonObject(file.read(kLargestState));
    return state ? state->value("oauthAccount"_L1)
                       .toObject()
                       .value("emailAddress"_L1)
                       .toString()
                       .trimmed()
                 : QString();
}

} // namespace

Result<NewAccount> accountOfClaudeFolder(const QString& folder)
{
    const QDir place(folder);
    if (!place.exists() || !isOfTheProgram(place)) {
        return fail(ErrorKind::InvalidInput,
                    ClaudeImport::tr("%1 is no configuration folder of Claude Code").arg(folder),
                    ClaudeImport::tr("Give the folder that CLAUDE_CONFIG_DIR names, or ~/.claude"));
    }
    NewAccount made;
    made.account.kind = AccountKind::ClaudeCommand;
    made.account.configDir = place.absolutePath();
    made.account.allowEndpoint = false;
    made.account.name = addressIn(place);
    if (made.account.name.isEmpty()) {
        made.account.name = place.dirName();
        while (made.account.name.startsWith(u'.'))
            made.account.name.remove(0, 1);
    }
    return made;
}

} // namespace Patchbay
