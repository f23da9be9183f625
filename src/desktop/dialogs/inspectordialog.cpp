// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/inspectordialog.h"

#include "core/core.h"
#include "core/endpointservice.h"
#include "desktop/dialogs/formfields.h"
#include "desktop/dialogs/inspectordetails.h"
#include "desktop/dialogs/inspectormodel.h"
#include "desktop/dialogs/inspectortext.h"
#include "endpoint/inspector/requestinspector.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kListWidth = 540;
constexpr int kWide = 940;

QPushButton* button(const QString& text, const QString& objectName)
{
    auto* made = new QPushButton(text);
    made->setAccessibleName(text);
    made->setObjectName(objectName);
    made->setAutoDefault(false);
    return made;
}

QLabel* emptyLabel(const QString& objectName)
{
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setProperty("hint", true);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

InspectorDialog::InspectorDialog(Core& core, QWidget* parent)
    : QDialog(parent)
    , m_core(core)
    , m_inspector(core.endpoint().inspector())
    , m_model(new InspectorModel(m_inspector, this))
    , m_filter(new InspectorFilter(*m_model, this))
{
    setWindowTitle(tr("Request inspector"));
    setObjectName(u"requestInspector"_s);
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    auto* hint = new QLabel(
        tr("What is recorded stays in memory: it is gone when you switch this off or the program "
           "ends. Tokens, keys, passwords and cookies are taken out before a request is kept; what "
           "else a tool sends and is answered can be read here."));
    hint->setProperty("hint", true);
    hint->setWordWrap(true);

    buildList();
    auto* left = new QWidget;
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(8);
    leftLayout->addWidget(buildFilters());
    leftLayout->addWidget(m_list, 1);
    m_details = new InspectorDetails;
    auto* nothing = emptyLabel(u"noRequestChosen"_s);
    nothing->setText(tr("Choose a request to see all of it."));
    m_right = new QStackedWidget;
    m_right->addWidget(nothing);
    m_right->addWidget(m_details);
    m_splitter = new QSplitter;
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_right);
    m_splitter->setSizes({kListWidth, kListWidth});
    m_empty = emptyLabel(u"inspectorEmpty"_s);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_splitter);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(buildSwitches());
    layout->addWidget(hint);
    layout->addWidget(m_pages, 1);
    layout->addWidget(buildFoot());
    resize(1120, 720);

    connect(&m_inspector, &RequestInspector::recordingChanged, this,
            &InspectorDialog::showRecording);
    connect(&m_inspector, &RequestInspector::requestsChanged, this, &InspectorDialog::showRequests);
    connect(&m_inspector, &RequestInspector::followedChanged, this,
            [this](const InspectedRequest& request) {
                if (request.summary.id != m_chosen)
                    return;
                m_details->show(request);
                m_right->setCurrentWidget(m_details);
                m_curl->setEnabled(true);
            });
    connect(&m_core.endpoint(), &EndpointService::runningChanged, this,
            &InspectorDialog::showEmpty);
    auto* find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    connect(find, &QAction::triggered, m_text, [this] { m_text->setFocus(); });
    addAction(find);
    showRecording();
    showRequests();
    m_record->setFocus();
}

void InspectorDialog::resizeEvent(QResizeEvent* event)
{
    // Side by side there would be room for neither.
    m_splitter->setOrientation(width() < kWide ? Qt::Vertical : Qt::Horizontal);
    QDialog::resizeEvent(event);
}

InspectorDialog::~InspectorDialog()
{
    m_inspector.follow(0);
}

QWidget* InspectorDialog::buildSwitches()
{
    m_record = new QCheckBox(tr("Record requests"));
    m_record->setAccessibleName(m_record->text());
    m_record->setObjectName(u"recordRequests"_s);
    connect(m_record, &QCheckBox::toggled, this, [this](bool on) { m_inspector.setOn(on); });
    m_pause = button(tr("Pause"), u"pauseRecording"_s);
    connect(m_pause, &QPushButton::clicked, this,
            [this] { m_inspector.setPaused(!m_inspector.isPaused()); });
    m_clear = button(tr("Clear"), u"clearRequests"_s);
    connect(m_clear, &QPushButton::clicked, this, &InspectorDialog::clear);
    const SettingInfo* bounds = Settings::find(u"endpoint/inspector_requests"_s);
    m_count =
        FormFields::number(tr("Requests to keep"), u"requestsToKeep"_s,
                           static_cast<int>(bounds->minimum), static_cast<int>(bounds->maximum));
    m_count->setValue(m_core.settings().number(SettingKey::InspectorRequests));
    connect(m_count, &QSpinBox::valueChanged, this, [this](int count) {
        (void)m_core.settings().setValue(SettingKey::InspectorRequests, count);
    });
    auto* keep = new QLabel(tr("Requests to keep"));
    keep->setBuddy(m_count);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_record);
    row->addSpacing(8);
    row->addWidget(m_pause);
    row->addWidget(m_clear);
    row->addStretch();
    row->addWidget(keep);
    row->addWidget(m_count);
    return box;
}

QWidget* InspectorDialog::buildFilters()
{
    m_text = new QLineEdit;
    m_text->setPlaceholderText(tr("Filter by address, model, account…"));
    m_text->setAccessibleName(tr("Filter requests"));
    m_text->setObjectName(u"filterRequests"_s);
    m_text->setClearButtonEnabled(true);
    connect(m_text, &QLineEdit::textChanged, m_filter, &InspectorFilter::setText);
    m_client = new QComboBox;
    m_client->setAccessibleName(tr("Client"));
    m_client->setObjectName(u"filterClient"_s);
    m_client->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_client->setMinimumContentsLength(10);
    m_client->addItem(tr("All clients"), QString());
    connect(m_client, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setClient(m_client->currentData().toString()); });
    m_kind = new QComboBox;
    m_kind->setAccessibleName(tr("Status"));
    m_kind->setObjectName(u"filterStatus"_s);
    for (const auto& [text, kind] : {std::pair(tr("All"), InspectorFilter::Kind::All),
                                     std::pair(tr("Succeeded"), InspectorFilter::Kind::Succeeded),
                                     std::pair(tr("Failed"), InspectorFilter::Kind::Failed),
                                     std::pair(tr("Under way"), InspectorFilter::Kind::UnderWay)})
        m_kind->addItem(text, static_cast<int>(kind));
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setKind(static_cast<InspectorFilter::Kind>(m_kind->currentData().toInt()));
    });
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_client);
    row->addWidget(m_kind);
    return box;
}

void InspectorDialog::buildList()
{
    m_list = new QTreeView;
    m_list->setModel(m_filter);
    m_list->setObjectName(u"recordedRequests"_s);
    m_list->setAccessibleName(tr("Recorded requests"));
    m_list->setRootIsDecorated(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setTabKeyNavigation(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->ensurePolished();
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(InspectorModel::RequestColumn, QHeaderView::Stretch);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &InspectorDialog::choose);
}

QWidget* InspectorDialog::buildFoot()
{
    m_sum = new QLabel;
    m_sum->setObjectName(u"inspectorSum"_s);
    m_sum->setProperty("hint", true);
    m_curl = button(tr("Copy as curl"), u"copyAsCurl"_s);
    m_curl->setEnabled(false);
    connect(m_curl, &QPushButton::clicked, this, &InspectorDialog::copyCurl);
    auto* close = button(tr("Close"), u"closeInspector"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_sum, 1);
    row->addWidget(m_curl);
    row->addWidget(close);
    return box;
}

void InspectorDialog::showRecording()
{
    const bool isOn = m_inspector.isOn();
    const QSignalBlocker blocker(m_record);
    m_record->setChecked(isOn);
    m_pause->setEnabled(isOn);
    m_pause->setText(m_inspector.isPaused() ? tr("Go on") : tr("Pause"));
    m_pause->setAccessibleName(m_pause->text());
    showRequests();
}

void InspectorDialog::showRequests()
{
    showClients();
    showEmpty();
    const int count = m_model->rowCount();
    m_clear->setEnabled(count > 0);
    QString sum;
    if (count > 0)
        sum = tr("%1, %2 of memory")
                  .arg(tr("%n request(s)", nullptr, count),
                       QLocale().formattedDataSize(m_inspector.keptSize(), 0,
                                                   QLocale::DataSizeSIFormat));
    if (m_inspector.left() > 0)
        sum = tr("%1; %2").arg(sum,
                               tr("%n came too fast to be recorded", nullptr,
                                  static_cast<int>(std::min<qint64>(m_inspector.left(), INT_MAX))));
    m_sum->setText(sum);
    // The first one that comes is what a person waits for.
    if (!m_list->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_list->setCurrentIndex(m_filter->index(0, 0));
    choose();
}

void InspectorDialog::showClients()
{
    const QStringList clients = m_model->clients();
    QStringList shown;
    for (int i = 1; i < m_client->count(); ++i)
        shown.append(m_client->itemText(i));
    if (shown == clients)
        return;
    const QString chosen = m_client->currentData().toString();
    const QSignalBlocker blocker(m_client);
    while (m_client->count() > 1)
        m_client->removeItem(1);
    for (const QString& client : clients)
        m_client->addItem(client, client);
    // One that is filtered by stays, though nothing of it is left.
    if (!chosen.isEmpty() && !clients.contains(chosen))
        m_client->addItem(chosen, chosen);
    m_client->setCurrentIndex(m_client->findData(chosen));
}

void InspectorDialog::showEmpty()
{
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    if (!m_core.endpoint().isRunning())
        m_empty->setText(tr("The local endpoint is off: switch it on under “Local endpoint”, and "
                            "the requests of your tools can be recorded."));
    else if (!m_inspector.isOn())
        m_empty->setText(tr("Nothing is recorded. Switch on “Record requests”, then have your tool "
                            "send one to %1.")
                             .arg(m_core.endpoint().address()));
    else if (m_inspector.isPaused())
        m_empty->setText(tr("Recording pauses. Choose “Go on” to record the next requests."));
    else
        m_empty->setText(
            tr("Waiting for the next request to %1.").arg(m_core.endpoint().address()));
}

void InspectorDialog::choose()
{
    const QModelIndex current = m_list->currentIndex();
    const quint64 id = current.isValid() ? current.data(InspectorModel::IdRole).toULongLong() : 0;
    if (id == m_chosen)
        return;
    m_chosen = id;
    m_inspector.follow(id);
    if (id == 0) {
        m_right->setCurrentIndex(0);
        m_curl->setEnabled(false);
    }
}

void InspectorDialog::copyCurl()
{
    const InspectedRequest& request = m_details->request();
    const QString origin =
        m_core.endpoint().isRunning() ? m_core.endpoint().address() : u"http://127.0.0.1:3002"_s;
    QGuiApplication::clipboard()->setText(InspectorText::curl(request, origin));
    m_sum->setText(request.request.isCut
                       ? tr("Copied with the beginning of the body alone: the rest was not kept. "
                            "Put a token into PATCHBAY_TOKEN.")
                       : tr("Copied. Put a token into PATCHBAY_TOKEN before you run it."));
}

void InspectorDialog::clear()
{
    m_inspector.clear();
}

} // namespace Patchbay
