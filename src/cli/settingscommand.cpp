// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/settingscommand.h"

#include <QCoreApplication>
#include <QUrl>

namespace Patchbay {

namespace {

// A list is looked at, copied and sent to others, and such addresses hold names, passwords and
// tokens; `settings get` gives it whole.
QString hostAlone(const QString& address)
{
    const QUrl url(address);
    return url.scheme() + QStringLiteral("://") + url.host() + QStringLiteral("/...");
}

} // namespace

SettingsCommand::SettingsCommand(const QString& file, SettingsOptions options)
    : m_settings(file)
    , m_options(std::move(options))
{
}

void SettingsCommand::start()
{
    if (m_options.verb == SettingsOptions::Verb::List)
        return list();
    const SettingInfo* info = Settings::find(m_options.key);
    if (!info) {
        return finish(Error{ErrorKind::NotFound,
                            tr("There is no setting “%1”").arg(m_options.key),
                            tr("See the names with: patchbay-cli settings list"),
                            {},
                            {},
                            0});
    }
    if (m_options.verb == SettingsOptions::Verb::Get) {
        console().writeLine(m_settings.text(info->key));
        return finish(ExitCode::Done);
    }
    if (const auto set = m_settings.setValue(info->key, m_options.value); !set)
        return finish(set.error());
    finish(ExitCode::Done);
}

void SettingsCommand::list()
{
    QJsonObject values;
    QList<QStringList> rows;
    for (const SettingInfo& info : Settings::table()) {
        QJsonValue value = m_settings.value(info.key).toJsonValue();
        QString text = m_settings.text(info.key);
        if (info.key == SettingKey::AlertWebhook && !text.isEmpty())
            value = text = hostAlone(text);
        values.insert(QLatin1String(info.name), value);
        rows.append({QLatin1String(info.name), text,
                     QCoreApplication::translate("Settings", info.description)});
    }
    if (m_options.json)
        console().writeJson({{QStringLiteral("settings"), values}});
    else
        console().writeTable({tr("Name"), tr("Value"), tr("Meaning")}, rows);
    finish(ExitCode::Done);
}

} // namespace Patchbay
