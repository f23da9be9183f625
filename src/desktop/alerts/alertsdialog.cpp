// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts/alertsdialog.h"

#include "core/alertwatcher.h"
#include "desktop/alerts/alertlist.h"
#include "desktop/guarded.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

const SettingInfo& infoOf(SettingKey key)
{
    const auto table = Settings::table();
    return *std::find_if(table.begin(), table.end(),
                         [key](const SettingInfo& info) { return info.key == key; });
}

void name(QWidget* widget, const QString& label, SettingKey key)
{
    widget->setAccessibleName(label);
    widget->setObjectName(QStringLiteral("setting-") + QLatin1String(infoOf(key).name));
}

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    label->setProperty("heading", true);
    return label;
}

} // namespace

AlertsDialog::AlertsDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_notice(new QLabel)
{
    setWindowTitle(tr("Alerts"));
    setObjectName(QStringLiteral("alertsDialog"));
    auto* list = new AlertList(core.alerts(), core.clock());
    connect(list, &AlertList::placeRequested, this, [this](const Alert& alert) {
        close();
        Q_EMIT placeRequested(alert);
    });
    m_notice->setObjectName(QStringLiteral("alertsNotice"));
    m_notice->setWordWrap(true);
    m_notice->setVisible(false);

    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(12);
    column->addWidget(heading(tr("Now")));
    column->addWidget(list);
    column->addSpacing(12);
    column->addWidget(heading(tr("Tell me when")));
    column->addWidget(buildSettings());
    column->addSpacing(12);
    column->addWidget(heading(tr("And where")));
    column->addWidget(buildWebhook());
    column->addWidget(m_notice);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 16);
    layout->setSpacing(8);
    layout->addWidget(scroll, 1);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(24, 0, 24, 0);
    below->addWidget(buttons);
    layout->addLayout(below);
    resize(580, 760);
}

QWidget* AlertsDialog::buildSettings()
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
    addKind(*grid, SettingKey::AlertOfBudgets, tr("A budget is nearly spent, and when it is spent"),
            Threshold{SettingKey::AlertBudgetPercent, tr(" %"), tr("Share of the budget"), 5});
    addKind(*grid, SettingKey::AlertOfWindows, tr("A limit of hours or days is nearly used up"),
            Threshold{SettingKey::AlertWindowPercent, tr(" %"), tr("Share of the limit"), 5});
    addKind(*grid, SettingKey::AlertOfForecasts, tr("A limit or budget soon runs out at this pace"),
            Threshold{SettingKey::AlertForecastMinutes, tr(" min"), tr("Minutes before"), 15});
    addKind(*grid, SettingKey::AlertOfErrors, tr("More requests fail than usual"),
            Threshold{SettingKey::AlertErrorPercent, tr(" points"), tr("Points more"), 5});
    addKind(*grid, SettingKey::AlertOfSignIns, tr("An account needs a sign-in or a new key"));
    return box;
}

void AlertsDialog::addKind(QGridLayout& grid, SettingKey key, const QString& label,
                           const std::optional<Threshold>& threshold)
{
    const int row = grid.rowCount();
    auto* box = new QCheckBox(label);
    box->setChecked(m_core.settings().isOn(key));
    name(box, label, key);
    connect(box, &QCheckBox::toggled, this, [this, key](bool on) { change(key, on); });
    grid.addWidget(box, row, 0);
    grid.setRowMinimumHeight(row, 32);
    if (!threshold)
        return;
    auto* spin = new QSpinBox;
    const SettingInfo& info = infoOf(threshold->key);
    spin->setRange(static_cast<int>(info.minimum), static_cast<int>(info.maximum));
    spin->setSingleStep(threshold->step);
    spin->setSuffix(threshold->suffix);
    spin->setValue(m_core.settings().number(threshold->key));
    spin->setEnabled(box->isChecked());
    spin->setMinimumWidth(120);
    name(spin, threshold->accessibleName, threshold->key);
    connect(spin, &QSpinBox::valueChanged, this,
            [this, of = threshold->key](int value) { change(of, value); });
    connect(box, &QCheckBox::toggled, spin, &QWidget::setEnabled);
    grid.addWidget(spin, row, 1);
}

QWidget* AlertsDialog::buildWebhook()
{
    auto* desktop =
        new QCheckBox(tr("As notifications of the desktop while the window is not in front"));
    desktop->setChecked(m_core.settings().isOn(SettingKey::AlertOnDesktop));
    name(desktop, desktop->text(), SettingKey::AlertOnDesktop);
    connect(desktop, &QCheckBox::toggled, this,
            [this](bool on) { change(SettingKey::AlertOnDesktop, on); });

    m_webhook = new QLineEdit(m_core.settings().text(SettingKey::AlertWebhook));
    m_webhook->setPlaceholderText(QStringLiteral("https://"));
    name(m_webhook, tr("Webhook"), SettingKey::AlertWebhook);
    connect(m_webhook, &QLineEdit::editingFinished, this, &AlertsDialog::saveWebhook);
    m_test = new QPushButton(tr("Send a test"));
    m_test->setAccessibleName(m_test->text());
    m_test->setObjectName(QStringLiteral("testWebhook"));
    m_test->setAutoDefault(false);
    m_test->setEnabled(!m_webhook->text().isEmpty());
    connect(m_webhook, &QLineEdit::textChanged, m_test,
            [this](const QString& text) { m_test->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_test, &QPushButton::clicked, this, &AlertsDialog::testWebhook);
    auto* label = new QLabel(tr("Webhook"));
    label->setBuddy(m_webhook);
    auto* hint = new QLabel(tr("Each alert is posted there as JSON, once. Empty for none."));
    hint->setProperty("hint", true);
    hint->setProperty("small", true);
    hint->setWordWrap(true);

    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->addWidget(desktop, 0, 0, 1, 3);
    grid->addWidget(label, 1, 0);
    grid->addWidget(m_webhook, 1, 1);
    grid->addWidget(m_test, 1, 2);
    grid->addWidget(hint, 2, 1, 1, 2);
    grid->setColumnStretch(1, 1);
    return box;
}

bool AlertsDialog::saveWebhook()
{
    const QString address = m_webhook->text().trimmed();
    if (address == m_core.settings().text(SettingKey::AlertWebhook))
        return true;
    if (const auto set = m_core.settings().setValue(SettingKey::AlertWebhook, address); !set) {
        tell(set.error().kind == ErrorKind::InvalidInput
                 ? tr("Enter an https address, or http on this machine.")
                 : set.error().sentence(),
             true);
        return false;
    }
    tell(address.isEmpty() ? tr("Alerts are posted nowhere.")
                           : tr("Alerts are posted there from now on."),
         false);
    return true;
}

void AlertsDialog::testWebhook()
{
    if (!saveWebhook())
        return;
    m_test->setEnabled(false);
    tell(tr("Sending…"), false);
    m_core.alerts().testWebhook(guarded(this, [this](const Result<void>& sent) {
        m_test->setEnabled(true);
        tell(sent ? tr("The test has arrived.") : sent.error().sentence(), !sent);
    }));
}

void AlertsDialog::change(SettingKey key, const QVariant& value)
{
    if (const auto set = m_core.settings().setValue(key, value); !set)
        tell(set.error().sentence(), true);
}

void AlertsDialog::tell(const QString& text, bool isError)
{
    m_notice->setProperty("error", isError);
    m_notice->setProperty("hint", !isError);
    m_notice->style()->unpolish(m_notice);
    m_notice->style()->polish(m_notice);
    m_notice->setText(text);
    m_notice->setAccessibleName(text);
    m_notice->setVisible(true);
}

} // namespace Patchbay
