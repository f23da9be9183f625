// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/requestsview.h"
#include "desktop/usage/stackedcolumns.h"
#include "desktop/usage/usagepage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollArea>
#include <QStackedWidget>

namespace Patchbay {

void UsagePage::openRow(int row)
{
    if (!m_facts)
        return;
    RequestQuery query;
    query.sinceMs = m_facts->query.period.sinceMs(m_facts->query.timeZone);
    query.untilMs = m_facts->query.period.untilMs(m_facts->query.timeZone);
    const UsageTableRow* const found = m_model.rowAt(row);
    if (!found) {
        openRequests(query, tr("All requests, %1").arg(m_facts->query.period.text()));
        return;
    }
    switch (m_model.by()) {
    case UsageBy::Account:
        query.account = found->number;
        break;
    case UsageBy::Model:
        query.model = found->number;
        break;
    case UsageBy::Client:
        query.client = found->number;
        break;
    case UsageBy::Day:
        query.sinceMs = found->number;
        query.untilMs = found->endMs;
        openRequests(query, found->text);
        return;
    }
    openRequests(query,
                 tr("%1, %2", "an account, a time").arg(found->text, m_facts->query.period.text()));
}

void UsagePage::openColumn(qsizetype column)
{
    if (!m_facts || column >= m_facts->series.startsMs.size())
        return;
    RequestQuery query;
    query.sinceMs = m_facts->series.startsMs.at(column);
    query.untilMs = m_facts->series.endMs(column);
    openRequests(query, m_chart->chart().columns.at(column).title);
}

void UsagePage::openRequests(RequestQuery query, const QString& what)
{
    m_openedFrom = focusWidget();
    query.limit = 200;
    m_pages->setCurrentWidget(m_requests);
    m_requests->open(query, what);
}

void UsagePage::closeRequests()
{
    m_pages->setCurrentWidget(m_scroll);
    if (m_openedFrom)
        m_openedFrom->setFocus();
}

void UsagePage::copyTable()
{
    QList<int> rows;
    for (int row = 0; row < m_model.rowCount(); ++row)
        rows.append(row);
    QGuiApplication::clipboard()->setText(m_model.copyText(rows));
}

} // namespace Patchbay
