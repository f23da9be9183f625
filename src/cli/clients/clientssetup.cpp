// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientssetup.h"

#include "clients/toolsetup.h"

namespace Patchbay {

namespace {

QStringList toolIds()
{
    QStringList ids;
    const QList<SetupTool> tools = ToolSetup::tools();
    for (const SetupTool& tool : tools)
        ids.append(tool.id);
    return ids;
}

} // namespace

Result<QString> ClientsSetup::origin() const
{
    if (!options().listen.isEmpty())
        return ToolSetup::originOf(options().listen);
    const QString port = core().environment().value(QStringLiteral("WORKER_PORT"));
    return ToolSetup::originOf(
        QLatin1Char(':') +
        (port.isEmpty() ? QString::number(core().settings().number(SettingKey::EndpointPort))
                        : port.trimmed()));
}

void ClientsSetup::start()
{
    const auto client = named();
    if (!client)
        return finish(client.error());
    const auto where = origin();
    if (!where)
        return finish(where.error());
    SetupValues values;
    values.origin = *where;
    values.token = ToolSetup::tokenPlaceholder();
    values.model = core().defaultModel();
    if (!client->models.isEmpty() && !client->allowsModel(values.model) &&
        !client->models.first().endsWith(u'*'))
        values.model = client->models.first();
    values.shell = options().shell.isEmpty()                        ? systemShell()
                   : options().shell == QLatin1String("powershell") ? SetupShell::PowerShell
                                                                    : SetupShell::Posix;
    const QList<SetupStep> steps = ToolSetup::steps(options().tool, values);
    if (steps.isEmpty()) {
        return finish({ErrorKind::InvalidInput,
                       tr("There is no set-up for “%1”").arg(options().tool),
                       tr("Use --tool with one of: %1").arg(toolIds().join(QLatin1String(", "))),
                       {},
                       {},
                       0});
    }
    for (qsizetype i = 0; i < steps.size(); ++i) {
        console().note(steps[i].where);
        console().writeLine(steps[i].code);
        if (i + 1 < steps.size())
            console().writeLine({});
    }
    console().note(tr("Put the token of “%1” in place of %2; a token that was lost is replaced "
                      "with: patchbay-cli clients rotate NAME")
                       .arg(client->name, values.token));
    finish(ExitCode::Done);
}

} // namespace Patchbay
