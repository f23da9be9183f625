// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/settingsdialog.h"

#include "claude/pricetable.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
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

} // namespace

SettingsDialog::SettingsDialog(Settings& settings, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setWindowTitle(tr("Settings"));
    setObjectName(QStringLiteral("settingsDialog"));

    auto* title = new QLabel(tr("Settings"));
    title->setProperty("heading", true);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(24);
    m_form->setVerticalSpacing(12);
    m_form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    m_form->setLabelAlignment(Qt::AlignLeft);

    addChoice(SettingKey::Language, tr("Language"),
              {tr("As the system"), QStringLiteral("English"), QStringLiteral("简体中文")});
    addChoice(SettingKey::Theme, tr("Colours"), {tr("As the system"), tr("Light"), tr("Dark")});
    addNumber(SettingKey::TextZoomPercent, tr("Text size"), tr(" %"), 10);
    addSwitch(SettingKey::SendWithEnter, tr("Enter sends, Shift+Enter begins a new line"));
    addModel();
    addNumber(SettingKey::MaxTokens, tr("Longest answer"), tr(" tokens"), 1024);
    addNumber(SettingKey::ConnectTimeoutS, tr("Wait for a connection"), tr(" s"));
    addNumber(SettingKey::FirstByteTimeoutS, tr("Wait for an answer to begin"), tr(" s"));
    addNumber(SettingKey::IdleTimeoutS, tr("Wait within an answer"), tr(" s"));
    addNumber(SettingKey::Workers, tr("Worker threads"), QString());
    addOpener(tr("Local endpoint"), tr("Choose…"), QStringLiteral("openEndpoint"),
              &SettingsDialog::endpointRequested);
    addOpener(tr("Alerts"), tr("Choose…"), QStringLiteral("openAlerts"),
              &SettingsDialog::alertsRequested);
    addOpener(tr("Budgets"), tr("Edit…"), QStringLiteral("openBudgets"),
              &SettingsDialog::budgetsRequested);
    addOpener(tr("Prices"), tr("Edit…"), QStringLiteral("openPrices"),
              &SettingsDialog::pricesRequested);

    m_notice = new QLabel;
    m_notice->setProperty("hint", true);
    m_notice->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(16);
    layout->addWidget(title);
    layout->addLayout(m_form);
    layout->addStretch();
    layout->addWidget(m_notice);
    layout->addWidget(buttons);
    resize(520, sizeHint().height());
}

void SettingsDialog::addChoice(SettingKey key, const QString& label, const QStringList& words)
{
    auto* box = new QComboBox;
    const QStringList& choices = infoOf(key).choices;
    for (qsizetype i = 0; i < choices.size(); ++i)
        box->addItem(words.at(i), choices.at(i));
    box->setCurrentIndex(box->findData(m_settings.text(key)));
    name(box, label, key);
    connect(box, &QComboBox::activated, this,
            [this, key, box] { change(key, box->currentData()); });
    m_form->addRow(label, box);
}

void SettingsDialog::addNumber(SettingKey key, const QString& label, const QString& suffix,
                               int step)
{
    auto* box = new QSpinBox;
    const SettingInfo& info = infoOf(key);
    box->setRange(static_cast<int>(info.minimum), static_cast<int>(info.maximum));
    box->setSingleStep(step);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    if (key == SettingKey::Workers)
        box->setSpecialValueText(tr("as the machine has"));
    box->setValue(m_settings.number(key));
    name(box, label, key);
    connect(box, &QSpinBox::valueChanged, this, [this, key](int value) { change(key, value); });
    m_form->addRow(label, box);
}

void SettingsDialog::addSwitch(SettingKey key, const QString& label)
{
    auto* box = new QCheckBox(label);
    box->setChecked(m_settings.isOn(key));
    name(box, label, key);
    connect(box, &QCheckBox::toggled, this, [this, key](bool on) { change(key, on); });
    m_form->addRow(QString(), box);
}

void SettingsDialog::addModel()
{
    auto* box = new QComboBox;
    for (const ModelInfo& model : offeredModels(PriceTable::builtIn()))
        box->addItem(model.displayName, model.id);
    const QString current = m_settings.text(SettingKey::DefaultModel);
    if (box->findData(current) < 0)
        box->addItem(modelDisplayName(current), current);
    box->setCurrentIndex(box->findData(current));
    name(box, tr("Model of new conversations"), SettingKey::DefaultModel);
    connect(box, &QComboBox::activated, this,
            [this, box] { change(SettingKey::DefaultModel, box->currentData()); });
    m_form->addRow(tr("Model of new conversations"), box);
}

void SettingsDialog::addOpener(const QString& label, const QString& text, const QString& objectName,
                               void (SettingsDialog::*wanted)())
{
    auto* button = new QPushButton(text);
    button->setAccessibleName(label);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, wanted);
    m_form->addRow(label, button);
}

void SettingsDialog::change(SettingKey key, const QVariant& value)
{
    const auto set = m_settings.setValue(key, value);
    const bool atNextStart = key == SettingKey::Language || key == SettingKey::Workers ||
                             key == SettingKey::ConnectTimeoutS ||
                             key == SettingKey::FirstByteTimeoutS ||
                             key == SettingKey::IdleTimeoutS;
    if (!set)
        m_notice->setText(set.error().sentence());
    else
        m_notice->setText(atNextStart ? tr("This takes effect at the next start.") : QString());
}

} // namespace Patchbay
