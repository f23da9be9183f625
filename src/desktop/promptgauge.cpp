// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/promptgauge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>
#include <QWidgetAction>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr int kFillWidth = 48;

void setMark(QWidget& widget, const char* name, bool on)
{
    if (widget.property(name).toBool() == on)
        return;
    widget.setProperty(name, on);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace

PromptGauge::PromptGauge(QWidget* parent)
    : QWidget(parent)
    , m_fill(new QProgressBar)
    , m_words(new QToolButton)
{
    m_fill->setObjectName(QStringLiteral("contextFill"));
    m_fill->setAccessibleName(tr("Share of the context"));
    m_fill->setRange(0, 100);
    m_fill->setTextVisible(false);
    m_fill->setFixedSize(kFillWidth, 4);
    m_words->setObjectName(QStringLiteral("costBeforeSending"));
    m_words->setAccessibleName(tr("Cost before sending"));
    m_words->setProperty("quiet", true);
    m_words->setFocusPolicy(Qt::StrongFocus);
    m_words->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_words->setMinimumWidth(1);
    connect(m_words, &QToolButton::clicked, this, &PromptGauge::showDetails);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 0, 14, 0);
    row->setSpacing(4);
    row->addWidget(m_fill);
    row->addWidget(m_words);
    row->addStretch();
    setFixedHeight(m_words->sizeHint().height());
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_fill->hide();
    m_words->hide();
}

QString PromptGauge::text() const
{
    return m_words->isHidden() ? QString() : m_words->text();
}

void PromptGauge::setCounts(bool on)
{
    m_counts = on;
}

void PromptGauge::show(const PromptEstimate& estimate)
{
    m_lines = PromptWords::lines(estimate);
    m_details = PromptWords::details(estimate);
    const int percent = estimate.percent();
    m_fill->setVisible(!m_lines.isEmpty() && percent >= 0);
    m_fill->setValue(std::clamp(percent, 0, 100));
    setMark(*m_fill, "high", estimate.isHigh());
    setMark(*m_words, "high", estimate.isHigh());
    m_words->setVisible(!m_lines.isEmpty());
    m_words->setToolTip(m_details.join(u'\n'));
    fit();
}

void PromptGauge::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

// The longest way to say it that there is room for.
void PromptGauge::fit()
{
    if (m_lines.isEmpty())
        return;
    const QFontMetrics metrics = m_words->fontMetrics();
    const int room = width() - layout()->contentsMargins().left() -
                     layout()->contentsMargins().right() - 16 -
                     (m_fill->isHidden() ? 0 : kFillWidth + layout()->spacing());
    const auto fits = std::find_if(m_lines.begin(), m_lines.end(), [&](const QString& line) {
        return metrics.horizontalAdvance(line) <= room;
    });
    m_words->setText(fits == m_lines.end() ? m_lines.last() : *fits);
    m_words->setAccessibleDescription(
        QStringList{m_lines.first(), m_details.join(QStringLiteral(". "))}.join(
            QStringLiteral(". ")));
}

void PromptGauge::showDetails()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("costDetails"));
    auto* text = new QLabel(QStringList{QStringList{m_lines.value(0)} + m_details}.join(u'\n'));
    text->setContentsMargins(12, 6, 12, 6);
    text->setProperty("small", true);
    auto* lines = new QWidgetAction(menu);
    lines->setText(text->text());
    lines->setDefaultWidget(text);

    menu->addAction(lines);
    menu->addSeparator();
    QAction* counts =
        menu->addAction(tr("Let the provider count while I write (sends it before Send)"));
    counts->setObjectName(QStringLiteral("countTokens"));
    counts->setCheckable(true);
    counts->setChecked(m_counts);
    connect(counts, &QAction::toggled, this, &PromptGauge::countsToggled);
    menu->setActiveAction(counts);
    menu->popup(m_words->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

} // namespace Patchbay
