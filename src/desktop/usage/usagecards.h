// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/usagefacts.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;

namespace Patchbay {

/// The figures above the chart: cost, tokens, caches, latency, errors and how the month goes on.
/// GUI thread.
class UsageCards final : public QWidget
{
    Q_OBJECT
public:
    explicit UsageCards(QWidget* parent = nullptr);

    void setFacts(const UsageFacts& facts);
    /// Of the same period, perhaps later; null: not read yet.
    void setDetails(const UsageFacts& facts, const UsageDetails* details);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum Card { Cost, Tokens, Cache, FirstByte, Errors, Pace, CardCount };
    struct Parts
    {
        QWidget* frame = nullptr;
        QLabel* name = nullptr;
        QLabel* figure = nullptr;
        QLabel* detail = nullptr;
    };
    void addCard(Card card, const QString& objectName, const QString& name);
    void set(Card card, const QString& figure, const QString& detail, const QString& tip = {},
             const QString& tone = {});
    void setCost(const UsageFacts& facts);
    void setErrors(const UsedSums& total, const QList<ErrorCount>& errors);
    void setMonth(const UsageFacts& facts);
    void arrange();
    void elide();

    std::array<Parts, CardCount> m_cards;
    QGridLayout* m_grid = nullptr;
    int m_columns = 0;
};

} // namespace Patchbay
