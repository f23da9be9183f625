// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Patchbay {

class Core;

/// The switch of the local endpoint, where it listens, and the way to its clients and rules.
/// Settings are written when they are changed. Does not block the window. GUI thread.
class EndpointDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit EndpointDialog(Core& core, QWidget* parent = nullptr);

Q_SIGNALS:
    void clientsRequested();
    void inspectorRequested();
    void rulesRequested();

private:
    [[nodiscard]] QWidget* buildFields();
    [[nodiscard]] QWidget* buildRecording();
    void switchTo(bool on);
    void showState();
    void tell(const QString& text, bool isError);

    Core& m_core;
    QCheckBox* m_switch = nullptr;
    QCheckBox* m_record = nullptr;
    QSpinBox* m_port = nullptr;
    QLineEdit* m_address = nullptr;
    QPushButton* m_copy = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
