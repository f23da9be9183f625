// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/promptestimate.h"

#include <QWidget>

class QProgressBar;
class QToolButton;

namespace Patchbay {

/// The quiet line below the composer: how full the context is, and what sending would cost. Its
/// button tells how that is made up. As high when it has nothing to say, so that nothing moves. GUI
/// thread.
class PromptGauge final : public QWidget
{
    Q_OBJECT
public:
    explicit PromptGauge(QWidget* parent = nullptr);

    void show(const PromptEstimate& estimate);
    /// Whether the provider may count what is written.
    void setCounts(bool on);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void countsToggled(bool on);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    void showDetails();

    QProgressBar* m_fill = nullptr;
    QToolButton* m_words = nullptr;
    QStringList m_lines;
    QStringList m_details;
    bool m_counts = false;
};

} // namespace Patchbay
