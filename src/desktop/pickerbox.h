// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace Patchbay {

/// A combo box that shows its label before its value, "Model Sonnet 5.5", and whose items may have
/// a second, quieter line. GUI thread.
class PickerBox final : public QComboBox
{
    Q_OBJECT
public:
    static constexpr int HintRole = Qt::UserRole + 1; // the second line

    explicit PickerBox(QString label, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    void showPopup() override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QString m_label;
};

} // namespace Patchbay
