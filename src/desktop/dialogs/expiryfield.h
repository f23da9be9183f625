// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QDateEdit;

namespace Patchbay {

/// When a token ends: never, after some days, or on a date. GUI thread.
class ExpiryField final : public QWidget
{
    Q_OBJECT
public:
    explicit ExpiryField(QWidget* parent = nullptr);

    /// `expiresAtMs` 0: never.
    void fill(qint64 expiresAtMs, qint64 nowMs);
    /// The local midnight the chosen date begins with, or what it was filled with when nothing was
    /// changed; 0: never.
    [[nodiscard]] qint64 expiresAtMs(qint64 nowMs) const;

private:
    void update();

    QComboBox* m_choice = nullptr;
    QDateEdit* m_date = nullptr;
    qint64 m_filledMs = 0;
};

} // namespace Patchbay
