// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "usage/alert.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Patchbay {

/// The alerts that hold, and what to be told of and how. Settings are written when they are
/// changed. Does not block the window. GUI thread.
class AlertsDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit AlertsDialog(Core& core, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The person wants to see what an alert is about.
    void placeRequested(const Patchbay::Alert& alert);

private:
    struct Threshold
    {
        SettingKey key;
        QString suffix;
        QString accessibleName;
        int step = 1;
    };
    QWidget* buildSettings();
    void addKind(QGridLayout& grid, SettingKey key, const QString& label,
                 const std::optional<Threshold>& threshold = {});
    QWidget* buildWebhook();
    bool saveWebhook();
    void testWebhook();
    void change(SettingKey key, const QVariant& value);
    void tell(const QString& text, bool isError);

    Core& m_core;
    QLineEdit* m_webhook = nullptr;
    QPushButton* m_test = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
