// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settings.h"

#include <QFile>
#include <QRegularExpression>
#include <QUrl>

#include <array>

namespace Patchbay {

namespace {

const std::array<SettingInfo, 27>& rows()
{
    static const std::array<SettingInfo, 27> table{{
        {SettingKey::Language,
         "language",
         QString(),
         QT_TRANSLATE_NOOP("Settings", "Language of the program; empty for the system's"),
         0,
         0,
         {QString(), QStringLiteral("en"), QStringLiteral("zh_CN")}},
        {SettingKey::Theme,
         "theme",
         QStringLiteral("system"),
         QT_TRANSLATE_NOOP("Settings", "Light or dark, or as the system is"),
         0,
         0,
         {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")}},
        {SettingKey::TextZoomPercent,
         "text-zoom",
         100,
         QT_TRANSLATE_NOOP("Settings", "Size of the text of conversations, in percent"),
         50,
         300,
         {}},
        {SettingKey::DefaultModel,
         "model",
         QStringLiteral("claude-sonnet-5-5"),
         QT_TRANSLATE_NOOP("Settings", "Model of new conversations"),
         0,
         0,
         {}},
        {SettingKey::MaxTokens,
         "max-tokens",
         8192,
         QT_TRANSLATE_NOOP("Settings", "Longest answer, in tokens"),
         1,
         1'000'000,
         {}},
        {SettingKey::Workers,
         "workers",
         0,
         QT_TRANSLATE_NOOP("Settings", "Worker threads; 0 chooses by the machine"),
         0,
         64,
         {}},
        {SettingKey::ConnectTimeoutS,
         "connect-timeout",
         10,
         QT_TRANSLATE_NOOP("Settings", "Seconds to wait for a connection"),
         1,
         600,
         {}},
        {SettingKey::FirstByteTimeoutS,
         "first-byte-timeout",
         300,
         QT_TRANSLATE_NOOP("Settings", "Seconds to wait for an answer to begin"),
         1,
         600,
         {}},
        {SettingKey::IdleTimeoutS,
         "idle-timeout",
         90,
         QT_TRANSLATE_NOOP("Settings", "Seconds of silence within an answer"),
         1,
         600,
         {}},
        {SettingKey::SendWithEnter,
         "send-with-enter",
         true,
         QT_TRANSLATE_NOOP("Settings", "Enter sends and Shift+Enter begins a new line"),
         0,
         0,
         {}},
        {SettingKey::AlertOfBudgets,
         "alerts/budgets",
         true,
         QT_TRANSLATE_NOOP("Settings", "Alert when much or all of a budget is spent"),
         0,
         0,
         {}},
        {SettingKey::AlertBudgetPercent,
         "alerts/budget_percent",
         80,
         QT_TRANSLATE_NOOP("Settings", "Share of a budget for the first alert, in percent"),
         1,
         99,
         {}},
        {SettingKey::AlertOfWindows,
         "alerts/limits",
         true,
         QT_TRANSLATE_NOOP("Settings", "Alert when a limit of hours or days is nearly used up"),
         0,
         0,
         {}},
        {SettingKey::AlertWindowPercent,
         "alerts/limit_percent",
         90,
         QT_TRANSLATE_NOOP("Settings", "Used share of a limit that is nearly all, in percent"),
         50,
         100,
         {}},
        {SettingKey::AlertOfSignIns,
         "alerts/sign_in",
         true,
         QT_TRANSLATE_NOOP("Settings", "Alert when an account needs a sign-in or a new key"),
         0,
         0,
         {}},
        {SettingKey::AlertOfErrors,
         "alerts/errors",
         true,
         QT_TRANSLATE_NOOP("Settings", "Alert when more requests fail than usual"),
         0,
         0,
         {}},
        {SettingKey::AlertErrorPercent,
         "alerts/error_percent",
         20,
         QT_TRANSLATE_NOOP("Settings", "How many more of a hundred requests fail than usual"),
         5,
         100,
         {}},
        {SettingKey::AlertErrorCount,
         "alerts/error_count",
         10,
         QT_TRANSLATE_NOOP("Settings",
                           "Requests within 15 minutes below which errors do not count"),
         3,
         1000,
         {}},
        {SettingKey::AlertOfForecasts,
         "alerts/forecast",
         true,
         QT_TRANSLATE_NOOP("Settings", "Alert when a limit or budget soon runs out at this pace"),
         0,
         0,
         {}},
        {SettingKey::AlertForecastMinutes,
         "alerts/forecast_minutes",
         60,
         QT_TRANSLATE_NOOP("Settings", "Minutes before it runs out"),
         5,
         1440,
         {}},
        {SettingKey::AlertOnDesktop,
         "alerts/desktop",
         true,
         QT_TRANSLATE_NOOP("Settings", "Show alerts as notifications of the desktop too"),
         0,
         0,
         {}},
        {SettingKey::AlertWebhook,
         "alerts/webhook_url",
         QString(),
         QT_TRANSLATE_NOOP("Settings", "Address that each alert is posted to; empty for none"),
         0,
         0,
         {},
         true},
        {SettingKey::KeepRequestsDays,
         "usage/keep_days",
         0,
         QT_TRANSLATE_NOOP("Settings", "Days that single requests are kept in the usage records; 0 "
                                       "keeps all. Sums are always kept"),
         0,
         36'500,
         {}},
        {SettingKey::CountTokens,
         "composer/count_tokens",
         true,
         QT_TRANSLATE_NOOP("Settings", "Have the provider count the tokens of a message while it "
                                       "is written, which sends it there before Send is pressed"),
         0,
         0,
         {}},
        {SettingKey::EndpointEnabled,
         "endpoint/enabled",
         false,
         QT_TRANSLATE_NOOP("Settings", "The window serves the pool on a local address"),
         0,
         0,
         {}},
        {SettingKey::EndpointPort,
         "endpoint/port",
         3002,
         QT_TRANSLATE_NOOP("Settings", "Port of the local address"),
         1,
         65535,
         {}},
        {SettingKey::InspectorRequests,
         "endpoint/inspector_requests",
         50,
         QT_TRANSLATE_NOOP("Settings", "Requests that the request inspector keeps in memory"),
         5,
         500,
         {}},
    }};
    return table;
}

const SettingInfo& rowOf(SettingKey key)
{
    return *std::find_if(rows().begin(), rows().end(),
                         [key](const SettingInfo& row) { return row.key == key; });
}

bool isGoodAddress(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString host = url.host();
    const bool isHere = host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") ||
                        host == QLatin1String("::1");
    return url.isValid() && !host.isEmpty() &&
           (url.scheme() == QLatin1String("https") ||
            (url.scheme() == QLatin1String("http") && isHere));
}

std::optional<QVariant> accepted(const SettingInfo& row, const QVariant& value)
{
    const QString text = value.toString().trimmed();
    switch (row.defaultValue.typeId()) {
    case QMetaType::Bool:
        if (text == QLatin1String("true") || text == QLatin1String("1"))
            return true;
        if (text == QLatin1String("false") || text == QLatin1String("0"))
            return false;
        return std::nullopt;
    case QMetaType::Int: {
        bool isNumber = false;
        const int number = text.toInt(&isNumber);
        if (!isNumber || number < row.minimum || number > row.maximum)
            return std::nullopt;
        return number;
    }
    default:
        if (!row.choices.isEmpty() && !row.choices.contains(text))
            return std::nullopt;
        if (row.isAddress && !text.isEmpty() && !isGoodAddress(text))
            return std::nullopt;
        return text;
    }
}

QString allowed(const SettingInfo& row)
{
    if (row.defaultValue.typeId() == QMetaType::Bool)
        return QStringLiteral("true, false");
    if (row.defaultValue.typeId() == QMetaType::Int)
        return QStringLiteral("%1 … %2").arg(row.minimum, 0, 'f', 0).arg(row.maximum, 0, 'f', 0);
    if (row.isAddress)
        return QStringLiteral("https://…, http://127.0.0.1…, \"\"");
    QStringList words = row.choices;
    words.replaceInStrings(QRegularExpression(QStringLiteral("^$")), QStringLiteral("\"\""));
    return words.join(QStringLiteral(", "));
}

} // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , m_file(file, QSettings::IniFormat)
{
    m_file.setAtomicSyncRequired(true);
}

std::span<const SettingInfo> Settings::table()
{
    return rows();
}

const SettingInfo* Settings::find(const QString& name)
{
    const auto found = std::find_if(rows().begin(), rows().end(), [&](const SettingInfo& row) {
        return name == QLatin1String(row.name);
    });
    return found == rows().end() ? nullptr : &*found;
}

QVariant Settings::value(SettingKey key) const
{
    const SettingInfo& row = rowOf(key);
    const QVariant stored = m_file.value(QLatin1String(row.name));
    if (!stored.isValid())
        return row.defaultValue;
    return accepted(row, stored).value_or(row.defaultValue);
}

Result<void> Settings::setValue(SettingKey key, const QVariant& value)
{
    const SettingInfo& row = rowOf(key);
    const std::optional<QVariant> good = accepted(row, value);
    if (!good) {
        return fail(
            ErrorKind::InvalidInput,
            row.isAddress
                ? tr("That is not a value of %1").arg(QLatin1String(row.name))
                : tr("“%1” is not a value of %2").arg(value.toString(), QLatin1String(row.name)),
            tr("Allowed: %1").arg(allowed(row)));
    }
    if (*good == this->value(key))
        return {};
    m_file.setValue(QLatin1String(row.name), *good);
    m_file.sync();
    QFile::setPermissions(m_file.fileName(), QFile::ReadOwner | QFile::WriteOwner);
    if (m_file.status() != QSettings::NoError) {
        return fail(ErrorKind::StorageUnavailable,
                    tr("The settings file %1 cannot be written").arg(m_file.fileName()),
                    tr("Check that the folder is yours and the disk is not full"));
    }
    Q_EMIT changed(key);
    return {};
}

} // namespace Patchbay
