// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usagepage.h"

#include "desktop/guarded.h"
#include "desktop/messagedetails.h"
#include "desktop/pickerbox.h"
#include "desktop/statusline.h"

#include <QButtonGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <chrono>

namespace Patchbay {

namespace {

enum Period { Today, Week, Month, Always };

// Local midnights, so that the sums are those of whole days.
qint64 sinceOf(int period, qint64 nowMs)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    switch (period) {
    case Today:
        return today.startOfDay().toMSecsSinceEpoch();
    case Week:
        return today.addDays(-6).startOfDay().toMSecsSinceEpoch();
    case Month:
        return today.addDays(-29).startOfDay().toMSecsSinceEpoch();
    default:
        return 0;
    }
}

QWidget* card(const QString& name, QLabel** value)
{
    auto* frame = new QFrame;
    frame->setProperty("card", true);
    auto* label = new QLabel(name);
    label->setProperty("hint", true);
    label->setProperty("small", true);
    *value = new QLabel(QStringLiteral("–"));
    (*value)->setProperty("figure", true);
    (*value)->setAccessibleName(name);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(2);
    layout->addWidget(label);
    layout->addWidget(*value);
    return frame;
}

} // namespace

UsagePage::UsagePage(Core& core, QWidget* parent)
    : QWidget(parent)
    , m_core(core)
    , m_table(new QTreeView)
{
    setObjectName(QStringLiteral("usagePage"));
    auto* title = new QLabel(tr("Usage"));
    title->setProperty("heading", true);
    m_asOf = new QLabel;
    m_asOf->setProperty("hint", true);
    m_asOf->setProperty("small", true);
    auto* header = new QFrame;
    header->setObjectName(QStringLiteral("pageHeader"));
    header->setFixedHeight(51);
    auto* inHeader = new QHBoxLayout(header);
    inHeader->setContentsMargins(20, 0, 20, 0);
    inHeader->addWidget(title, 1);
    inHeader->addWidget(m_asOf);

    m_table->setModel(&m_model);
    m_table->setObjectName(QStringLiteral("usageTable"));
    m_table->setAccessibleName(tr("Table of usage"));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAllColumnsShowFocus(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionsMovable(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(UsageModel::KeyColumn, QHeaderView::Stretch);
    m_empty = new QLabel;
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("hint", true);
    m_tableOrEmpty = new QStackedWidget;
    m_tableOrEmpty->addWidget(m_table);
    m_tableOrEmpty->addWidget(m_empty);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(28, 20, 28, 16);
    body->setSpacing(16);
    body->addWidget(buildBar());
    body->addWidget(buildCards());
    body->addWidget(m_tableOrEmpty, 1);
    layout->addLayout(body, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::milliseconds(300));
    connect(&m_soon, &QTimer::timeout, this, &UsagePage::read);
    connect(&core, &Core::usageChanged, this, [this] {
        if (isVisible() && !m_soon.isActive())
            m_soon.start();
    });
}

QWidget* UsagePage::buildBar()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_period = new QButtonGroup(this);
    const QStringList names = {tr("Today"), tr("7 days"), tr("30 days"), tr("All")};
    for (int i = 0; i < names.size(); ++i) {
        auto* button = new QToolButton;
        button->setText(names.at(i));
        button->setAccessibleName(names.at(i));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("segment", i == 0                  ? QStringLiteral("first")
                                       : i + 1 == names.size() ? QStringLiteral("last")
                                                               : QStringLiteral("middle"));
        m_period->addButton(button, i);
        row->addWidget(button);
    }
    m_period->button(Month)->setChecked(true);
    m_by = new PickerBox(tr("By"));
    m_by->setObjectName(QStringLiteral("usageBy"));
    m_by->addItem(tr("account"), static_cast<int>(UsageKey::Account));
    m_by->addItem(tr("model"), static_cast<int>(UsageKey::Model));
    m_by->addItem(tr("day"), static_cast<int>(UsageKey::Day));
    row->addSpacing(8);
    row->addWidget(m_by);
    row->addStretch();
    connect(m_period, &QButtonGroup::idClicked, this, &UsagePage::read);
    connect(m_by, &QComboBox::currentIndexChanged, this, &UsagePage::read);
    return bar;
}

QWidget* UsagePage::buildCards()
{
    auto* cards = new QWidget;
    auto* row = new QHBoxLayout(cards);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(card(tr("Cost"), &m_cost), 1);
    row->addWidget(card(tr("Tokens"), &m_tokens), 1);
    row->addWidget(card(tr("Read from cache"), &m_cached), 1);
    row->addWidget(card(tr("Requests"), &m_requests), 1);
    return cards;
}

void UsagePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    read();
}

void UsagePage::read()
{
    UsageQuery query;
    const auto by = static_cast<UsageKey>(m_by->currentData().toInt());
    query.by = {by};
    query.sinceMs = sinceOf(m_period->checkedId(), m_core.clock().nowMs());
    const int generation = ++m_generation;
    m_core.database().read<UsageReport>(
        [query](Connection& connection) { return usageReport(connection, query); },
        m_mailbox.address(),
        guarded(this, [this, generation, by](const Result<UsageReport>& report) {
            if (generation != m_generation)
                return;
            if (report)
                return take(*report, by);
            m_empty->setText(report.error().sentence());
            m_tableOrEmpty->setCurrentWidget(m_empty);
        }));
}

void UsagePage::take(const UsageReport& report, UsageKey by)
{
    QHash<QString, int> colors;
    if (by == UsageKey::Account) {
        for (const Account& account : m_core.accounts().accounts())
            colors.insert(account.name, account.color);
    }
    m_model.setReport(report, by, colors);
    m_tableOrEmpty->setCurrentIndex(m_model.isEmpty() ? 1 : 0);
    m_empty->setText(tr("Nothing was used in this time.\nEach answer is counted here, with its "
                        "tokens and what it cost. The demo is left out."));
    const UsageRow& total = report.total;
    const QLocale locale;
    const qint64 prompt = total.input + total.cacheRead + total.cacheWrite;
    m_cost->setText(dollarText(total.costMicroUsd, total.estimated));
    m_tokens->setText(shortCount(total.tokens()));
    m_cached->setText(prompt > 0 ? tr("%1 %", "percent").arg(total.cacheRead * 100 / prompt)
                                 : QStringLiteral("–"));
    m_requests->setText(locale.toString(total.requests));
    m_asOf->setText(
        tr("as of %1")
            .arg(locale.toString(QDateTime::fromMSecsSinceEpoch(m_core.clock().nowMs()).time(),
                                 QLocale::ShortFormat)));
}

} // namespace Patchbay
