// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/settings.h"

#include <QDialog>

class QFormLayout;
class QLabel;

namespace Patchbay {

/// The settings, each written when it is changed. Does not block the window. GUI thread.
class SettingsDialog final : public QDialog
{
    Q_OBJECT
public:
    SettingsDialog(Settings& settings, QWidget* parent);

Q_SIGNALS:
    /// What to be warned of has a dialog of its own.
    void alertsRequested();
    /// And so have budgets, prices and the endpoint.
    void endpointRequested();
    void budgetsRequested();
    void pricesRequested();

private:
    void addChoice(SettingKey key, const QString& label, const QStringList& words);
    void addNumber(SettingKey key, const QString& label, const QString& suffix, int step = 1);
    void addSwitch(SettingKey key, const QString& label);
    void addModel();
    /// A button that asks for a dialog of its own.
    void addOpener(const QString& label, const QString& text, const QString& objectName,
                   void (SettingsDialog::*wanted)());
    void change(SettingKey key, const QVariant& value);

    Settings& m_settings;
    QFormLayout* m_form = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
