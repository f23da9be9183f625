// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace Patchbay {

/// The top of the usage page: its name, how fresh it is, and what can be opened from it. GUI
/// thread.
class UsageHeader final : public QFrame
{
    Q_OBJECT
public:
    /// `save` is put last.
    explicit UsageHeader(QToolButton* save, QWidget* parent = nullptr);

    /// How fresh it is, or how saving went.
    void tell(const QString& text);

Q_SIGNALS:
    void budgetsRequested();
    void alertsRequested();
    void pricesRequested();
    void importRequested();
    void compareRequested();

private:
    [[nodiscard]] QToolButton* opener(const QString& text, const QString& objectName,
                                      void (UsageHeader::*wanted)());
    [[nodiscard]] QToolButton* more();

    QLabel* m_told = nullptr;
};

} // namespace Patchbay
