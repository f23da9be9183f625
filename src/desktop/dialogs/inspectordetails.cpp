// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/inspectordetails.h"

#include "desktop/dialogs/formfields.h"
#include "desktop/dialogs/inspectedview.h"
#include "desktop/dialogs/inspectortext.h"
#include "desktop/dollartext.h"

#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace Patchbay {

using namespace Qt::StringLiterals;

InspectorDetails::InspectorDetails(QWidget* parent)
    : QWidget(parent)
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);
    m_title->setObjectName(u"inspectedTitle"_s);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_error = new QLabel;
    m_error->setObjectName(u"inspectedError"_s);
    m_error->setWordWrap(true);
    m_sent = new InspectedView(tr("Request"), u"inspectedRequest"_s);
    m_answer = new InspectedView(tr("Answer"), u"inspectedAnswer"_s);
    m_upstream = new InspectedView(tr("Upstream"), u"inspectedUpstream"_s);
    for (InspectedView* view : {m_sent, m_answer, m_upstream})
        connect(view, &InspectedView::prettyChanged, this, [this] { fill(true); });
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(u"inspectedTabs"_s);
    m_tabs->setAccessibleName(tr("Details of the request"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->addTab(m_sent, tr("Request"));
    m_tabs->addTab(m_answer, tr("Answer"));
    m_tabs->addTab(m_upstream, tr("Upstream"));
    m_tabs->addTab(buildTiming(), tr("Timing"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_error);
    layout->addWidget(m_tabs, 1);
}

void InspectorDetails::addFact(const QString& name, const QString& objectName, QLabel*& value)
{
    const int row = m_facts->rowCount();
    auto* label = new QLabel(name);
    label->setProperty("hint", true);
    value = new QLabel;
    value->setObjectName(objectName);
    value->setAccessibleName(name);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->addWidget(label, row, 0, Qt::AlignTop);
    m_facts->addWidget(value, row, 1);
}

QWidget* InspectorDetails::buildTiming()
{
    auto* box = new QWidget;
    box->setAutoFillBackground(false);
    m_facts = new QGridLayout(box);
    m_facts->setContentsMargins(0, 12, 0, 0);
    m_facts->setHorizontalSpacing(16);
    m_facts->setVerticalSpacing(8);
    m_facts->setColumnStretch(1, 1);
    addFact(tr("Came"), u"inspectedCame"_s, m_came);
    addFact(tr("Client"), u"inspectedClient"_s, m_client);
    addFact(tr("Model"), u"inspectedModel"_s, m_model);
    addFact(tr("Attempts"), u"inspectedAttempts"_s, m_attempts);
    addFact(tr("Time"), u"inspectedTimes"_s, m_times);
    addFact(tr("Length"), u"inspectedSizes"_s, m_sizes);
    addFact(tr("Tokens"), u"inspectedTokens"_s, m_tokens);
    addFact(tr("Cost"), u"inspectedCost"_s, m_cost);
    addFact(tr("Request id"), u"inspectedRequestId"_s, m_requestId);
    m_facts->setRowStretch(m_facts->rowCount(), 1);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(box);
    area->setAccessibleName(tr("Timing"));
    area->viewport()->setAutoFillBackground(false);
    return area;
}

void InspectorDetails::show(const InspectedRequest& request)
{
    const bool isSame = request.summary.id == m_request.summary.id;
    m_request = request;
    fill(isSame);
}

void InspectorDetails::fill(bool isSame)
{
    const InspectedSummary& summary = m_request.summary;
    const QString target = QString::fromUtf8(summary.target);
    m_title->setText(
        tr("%1 %2: %3", "method, address, status")
            .arg(QString::fromUtf8(summary.record.method), target, InspectorText::status(summary)));
    FormFields::say(m_error, m_request.error, true);
    m_error->setVisible(!m_request.error.isEmpty());

    const auto textOf = [](const InspectedMessage& message, const QByteArray& address,
                           const QString& body) {
        if (message.isEmpty())
            return QString();
        const QString mark = InspectorText::cutMark(message);
        return InspectorText::head(message, address) + u'\n' + body +
               (mark.isEmpty() ? mark : u'\n' + mark + u'\n');
    };
    const QString sentBody = InspectorText::body(m_request.request, m_sent->isPretty());
    m_sent->show({InspectorText::sizeText(m_request.request),
                  textOf(m_request.request, summary.target, sentBody), sentBody},
                 isSame);
    const QString answerBody = InspectorText::body(m_request.answer, m_answer->isPretty());
    const QString answer = m_request.answer.isEmpty() ? tr("Nothing was answered yet.")
                                                      : textOf(m_request.answer, {}, answerBody);
    m_answer->show({InspectorText::sizeText(m_request.answer), answer, answerBody}, isSame);
    m_upstream->show({m_request.upstreamRequest.isEmpty()
                          ? QString()
                          : tr("Where it differs"),
                      upstreamText(m_upstream->isPretty()),
                      m_request.isBodyChanged
                          ? InspectorText::body(m_request.upstreamRequest, m_upstream->isPretty())
                          : QString()},
                     isSame);
    fillTiming();
}

QString InspectorDetails::upstreamText(bool pretty) const
{
    const InspectedMessage& sent = m_request.upstreamRequest;
    if (sent.isEmpty())
        return tr("The request did not go to a provider: it was refused or answered here.");
    QString text =
        tr("— what went to the provider —") + u'\n' + InspectorText::head(sent, {}) + u'\n';
    if (m_request.isBodyChanged)
        text += InspectorText::body(sent, pretty) + u'\n' + InspectorText::cutMark(sent);
    else if (m_request.request.size > 0)
        text += tr("— the body as the client sent it —");
    const InspectedMessage& answer = m_request.upstreamAnswer;
    if (answer.isEmpty())
        return text + u'\n';
    text += u"\n\n"_s + tr("— what the provider answered —") + u'\n' +
            InspectorText::head(answer, {}) + u'\n';
    if (answer.size > 0)
        text += InspectorText::body(answer, pretty) + InspectorText::cutMark(answer);
    else if (m_request.answer.size > 0)
        text += tr("— the body as the client got it —");
    return text + u'\n';
}

void InspectorDetails::fillTiming()
{
    const QLocale locale;
    const RequestRecord& record = m_request.summary.record;
    const QDateTime came = QDateTime::fromMSecsSinceEpoch(record.cameAtMs);
    m_came->setText(tr("%1 %2, from %3", "day, time, address")
                        .arg(locale.toString(came.date(), QLocale::ShortFormat),
                             came.time().toString(u"HH:mm:ss.zzz"_s),
                             QString::fromUtf8(record.peer)));
    m_client->setText(record.client.isEmpty() ? tr("not known") : record.client);
    m_model->setText(record.model.isEmpty() ? u"–"_s : record.model);
    QStringList attempts;
    for (const InspectedAttempt& attempt : m_request.attempts)
        attempts.append(tr("%1. “%2” after %3")
                            .arg(attempt.number)
                            .arg(attempt.account, InspectorText::duration(attempt.atMs)));
    if (!m_request.waited.isEmpty())
        attempts.prepend(tr("It waited: %1").arg(m_request.waited));
    m_attempts->setText(!attempts.isEmpty() ? attempts.join(u'\n')
                        : record.isCached   ? tr("none: answered from the cache")
                                            : tr("none: no account was asked"));
    const QString firstByte =
        tr("first byte after %1").arg(InspectorText::duration(record.firstByteMs));
    if (!m_request.summary.isUnderWay)
        m_times->setText(
            tr("%1, end after %2").arg(firstByte, InspectorText::duration(record.durationMs)));
    else if (record.firstByteMs < 0)
        m_times->setText(tr("under way, nothing was answered yet"));
    else
        m_times->setText(tr("%1, under way").arg(firstByte));
    m_sizes->setText(tr("%1 sent, %2 answered")
                         .arg(InspectorText::sizeText(m_request.request),
                              InspectorText::sizeText(m_request.answer)));
    const TokenUsage& usage = record.usage;
    m_tokens->setText(usage.total() == 0
                          ? u"–"_s
                          : tr("%1 in, %2 read from the cache, %3 written to it, %4 out")
                                .arg(locale.toString(usage.input), locale.toString(usage.cacheRead),
                                     locale.toString(usage.cacheWrite()),
                                     locale.toString(usage.output)));
    m_cost->setText(record.costMicroUsd < 0 ? u"–"_s : dollarText(record.costMicroUsd));
    m_requestId->setText(QString::fromUtf8(record.requestId));
}

} // namespace Patchbay
