// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/endpointdialog.h"

#include "clients/clientstore.h"
#include "core/core.h"
#include "core/endpointservice.h"
#include "desktop/dialogs/formfields.h"
#include "endpoint/inspector/requestinspector.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 520;
constexpr int kLastPort = 65535;

} // namespace

EndpointDialog::EndpointDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_notice(new QLabel)
{
    setWindowTitle(tr("Local endpoint"));
    setObjectName(u"endpointDialog"_s);
    auto* hint = new QLabel(
        tr("One address on this machine through which scripts and tools use your accounts: it "
           "speaks Anthropic's and OpenAI's API. Nobody else on the network reaches it, and each "
           "client needs a token of its own."));
    hint->setProperty("hint", true);
    hint->setWordWrap(true);
    m_switch = new QCheckBox(tr("Serve while this window is open"));
    m_switch->setAccessibleName(m_switch->text());
    m_switch->setObjectName(u"endpointSwitch"_s);
    m_notice->setObjectName(u"endpointNotice"_s);
    m_notice->setWordWrap(true);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    auto* clients = buttons->addButton(tr("Clients…"), QDialogButtonBox::ActionRole);
    clients->setAccessibleName(clients->text());
    clients->setObjectName(u"openClients"_s);
    clients->setAutoDefault(false);
    connect(clients, &QPushButton::clicked, this, &EndpointDialog::clientsRequested);
    auto* rules = buttons->addButton(tr("Rules…"), QDialogButtonBox::ActionRole);
    rules->setAccessibleName(rules->text());
    rules->setObjectName(u"openRules"_s);
    rules->setAutoDefault(false);
    connect(rules, &QPushButton::clicked, this, &EndpointDialog::rulesRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(hint);
    layout->addWidget(m_switch);
    layout->addWidget(buildFields());
    layout->addWidget(buildRecording());
    layout->addWidget(m_notice, 1, Qt::AlignTop);
    layout->addWidget(buttons);
    resize(kWidth, 360);

    connect(m_switch, &QCheckBox::toggled, this, &EndpointDialog::switchTo);
    connect(&m_core.endpoint(), &EndpointService::runningChanged, this, &EndpointDialog::showState);
    connect(&m_core.clients(), &ClientStore::changed, this, &EndpointDialog::showState);
    showState();
    m_switch->setFocus();
}

QWidget* EndpointDialog::buildFields()
{
    m_port = new QSpinBox;
    m_port->setRange(1, kLastPort);
    m_port->setValue(m_core.settings().number(SettingKey::EndpointPort));
    m_port->setAccessibleName(tr("Port"));
    m_port->setObjectName(u"endpointPort"_s);
    m_port->setMinimumWidth(112);
    connect(m_port, &QSpinBox::valueChanged, this,
            [this](int port) { (void)m_core.settings().setValue(SettingKey::EndpointPort, port); });
    m_address = new QLineEdit;
    m_address->setReadOnly(true);
    m_address->setAccessibleName(tr("Address"));
    m_address->setObjectName(u"endpointAddress"_s);
    m_copy = new QPushButton(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the address"));
    m_copy->setObjectName(u"copyEndpointAddress"_s);
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_address->text());
        tell(tr("The address is copied."), false);
    });
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    const auto add = [grid](int row, const QString& text, QWidget* field) {
        auto* label = new QLabel(text);
        label->setBuddy(field);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1);
    };
    add(0, tr("Port"), m_port);
    add(1, tr("Address"), m_address);
    grid->addWidget(m_copy, 1, 2);
    grid->setColumnStretch(1, 1);
    grid->setAlignment(m_port, Qt::AlignLeft);
    return box;
}

QWidget* EndpointDialog::buildRecording()
{
    RequestInspector& inspector = m_core.endpoint().inspector();
    m_record = new QCheckBox(tr("Record requests in memory"));
    m_record->setAccessibleName(m_record->text());
    m_record->setObjectName(u"endpointRecords"_s);
    m_record->setToolTip(tr("For finding out why a tool misbehaves. Gone when switched off or when "
                            "the program ends."));
    m_record->setChecked(inspector.isOn());
    connect(m_record, &QCheckBox::toggled, &inspector, &RequestInspector::setOn);
    connect(&inspector, &RequestInspector::recordingChanged, m_record,
            [this, &inspector] { m_record->setChecked(inspector.isOn()); });
    auto* open = new QPushButton(tr("Request inspector…"));
    open->setAccessibleName(open->text());
    open->setObjectName(u"openInspector"_s);
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, &EndpointDialog::inspectorRequested);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_record, 1);
    row->addWidget(open);
    return box;
}

void EndpointDialog::switchTo(bool on)
{
    (void)m_core.settings().setValue(SettingKey::EndpointEnabled, on);
    if (!on) {
        m_core.endpoint().stop();
        return;
    }
    if (const auto started = m_core.endpoint().startForWindow(); !started) {
        (void)m_core.settings().setValue(SettingKey::EndpointEnabled, false);
        showState();
        tell(started.error().sentence(), true);
    }
}

void EndpointDialog::showState()
{
    const bool runs = m_core.endpoint().isRunning();
    const QSignalBlocker blocker(m_switch);
    m_switch->setChecked(runs);
    m_port->setEnabled(!runs);
    m_address->setText(runs ? m_core.endpoint().address() : QString());
    m_copy->setEnabled(runs);
    if (!runs)
        tell(tr("It is off."), false);
    else if (!m_core.clients().hasAny())
        tell(tr("It listens, yet nobody has a token: add a client."), false);
    else
        tell(tr("It listens."), false);
}

void EndpointDialog::tell(const QString& text, bool isError)
{
    FormFields::say(m_notice, text, isError);
}

} // namespace Patchbay
