// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QObject>
#include <QSettings>
#include <QVariant>

#include <span>

namespace Patchbay {

/// Each setting a person can change. Names and defaults are in one table in settings.cpp.
enum class SettingKey {
    Language,        // "" (the system's), "en", "zh_CN"
    Theme,           // "system", "light", "dark"
    TextZoomPercent, // 50 … 300
    DefaultModel,    // a model's id
    MaxTokens,       // of an answer
    Workers,         // threads that send; 0: as many as the machine has cores, at most 4
    ConnectTimeoutS,
    FirstByteTimeoutS,
    IdleTimeoutS,
    SendWithEnter, // else Ctrl+Enter sends
    AlertOfBudgets,
    AlertBudgetPercent, // spent, for a first warning
    AlertOfWindows,
    AlertWindowPercent, // used
    AlertOfSignIns,
    AlertOfErrors,
    AlertErrorPercent, // points above the usual share of failures
    AlertErrorCount,   // requests in a quarter of an hour, at least
    AlertOfForecasts,
    AlertForecastMinutes, // left
    AlertOnDesktop,       // as notifications of the desktop
    AlertWebhook,         // an address, "" for none; may hold a credential
    KeepRequestsDays,     // single requests in the ledger; 0: all. Sums stay
    CountTokens,          // have the provider count what is written before it is sent
    EndpointEnabled,      // the window serves the pool on this machine
    EndpointPort,         // where it does
    InspectorRequests,    // kept by the request inspector while it is on
};

struct SettingInfo
{
    SettingKey key;
    const char* name; // as `patchbay-cli settings` and the file call it
    QVariant defaultValue;
    const char* description; // untranslated, context "Settings"
    double minimum = 0;      // of numbers
    double maximum = 0;
    QStringList choices; // of words; empty: any
    // Empty, or an https address; http on this machine alone. Never repeated in an error.
    bool isAddress = false;
};

/// The settings file: read at construction, written at once, to a temporary file and renamed.
/// On the thread that made it.
class Settings final : public QObject
{
    Q_OBJECT
public:
    explicit Settings(const QString& file, QObject* parent = nullptr);

    [[nodiscard]] static std::span<const SettingInfo> table();
    /// The row of a name, null where there is none.
    [[nodiscard]] static const SettingInfo* find(const QString& name);

    [[nodiscard]] QVariant value(SettingKey key) const;
    [[nodiscard]] QString text(SettingKey key) const { return value(key).toString(); }
    [[nodiscard]] int number(SettingKey key) const { return value(key).toInt(); }
    [[nodiscard]] bool isOn(SettingKey key) const { return value(key).toBool(); }

    /// Refuses a value of the wrong type, outside its range or not among its choices.
    Result<void> setValue(SettingKey key, const QVariant& value);

Q_SIGNALS:
    void changed(Patchbay::SettingKey key);

private:
    QSettings m_file;
};

} // namespace Patchbay
