// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/inspectormodel.h"

#include "desktop/dialogs/inspectortext.h"
#include "endpoint/inspector/requestinspector.h"

#include <QDateTime>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

InspectorModel::InspectorModel(RequestInspector& inspector, QObject* parent)
    : QAbstractTableModel(parent)
    , m_inspector(inspector)
    , m_rows(inspector.requests().rbegin(), inspector.requests().rend())
{
    connect(&inspector, &RequestInspector::requestsChanged, this, &InspectorModel::take);
}

void InspectorModel::take(const QList<quint64>& changed)
{
    const QList<InspectedSummary>& now = m_inspector.requests();
    // The oldest go at the end, new ones come on top.
    const quint64 oldest = now.isEmpty() ? 0 : now.first().id;
    int left = rowCount();
    while (left > 0 && (now.isEmpty() || m_rows[left - 1].id < oldest))
        --left;
    if (left < rowCount()) {
        beginRemoveRows({}, left, rowCount() - 1);
        m_rows.resize(left);
        endRemoveRows();
    }
    const quint64 newest = m_rows.isEmpty() ? 0 : m_rows.first().id;
    const auto firstNew = std::find_if(now.begin(), now.end(), [&](const InspectedSummary& one) {
        return m_rows.isEmpty() || one.id > newest;
    });
    const int added = static_cast<int>(now.end() - firstNew);
    if (added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_rows = QList<InspectedSummary>(now.rbegin(), now.rbegin() + added) + m_rows;
        endInsertRows();
    }
    for (int row = added; row < rowCount(); ++row) {
        if (!changed.contains(m_rows[row].id))
            continue;
        m_rows[row] = now[now.size() - 1 - row];
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

QStringList InspectorModel::clients() const
{
    QStringList names;
    for (const InspectedSummary& request : m_rows) {
        if (!request.record.client.isEmpty() && !names.contains(request.record.client))
            names.append(request.record.client);
    }
    names.sort(Qt::CaseInsensitive);
    return names;
}

int InspectorModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int InspectorModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InspectorModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const InspectedSummary& request = m_rows[index.row()];
    if (role == IdRole)
        return request.id;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() == TookColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && index.column() == RequestColumn)
        return QString::fromUtf8(request.target);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TimeColumn:
        return QDateTime::fromMSecsSinceEpoch(request.record.cameAtMs).toString(u"HH:mm:ss"_s);
    case ClientColumn:
        return request.record.client.isEmpty() ? u"–"_s : request.record.client;
    case RequestColumn:
        return InspectorText::title(request);
    case StatusColumn:
        return InspectorText::status(request);
    case TookColumn:
        return InspectorText::duration(request.isUnderWay ? -1 : request.record.durationMs);
    default:
        return {};
    }
}

QVariant InspectorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section == TookColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case ClientColumn:
        return tr("Client");
    case RequestColumn:
        return tr("Request");
    case StatusColumn:
        return tr("Status");
    case TookColumn:
        return tr("Took");
    default:
        return {};
    }
}

InspectorFilter::InspectorFilter(InspectorModel& model, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(&model);
}

void InspectorFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void InspectorFilter::setClient(const QString& client)
{
    m_client = client;
    invalidateFilter();
}

void InspectorFilter::setKind(Kind kind)
{
    m_kind = kind;
    invalidateFilter();
}

bool InspectorFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    const InspectedSummary& request = m_model.at(row);
    const RequestRecord& record = request.record;
    if (!m_client.isEmpty() && record.client != m_client)
        return false;
    const bool hasFailed = InspectorText::hasFailed(request);
    if ((m_kind == Kind::Failed && !hasFailed) ||
        (m_kind == Kind::Succeeded && (hasFailed || request.isUnderWay)) ||
        (m_kind == Kind::UnderWay && !request.isUnderWay))
        return false;
    const QStringList words{QString::fromUtf8(record.method) + u' ' +
                                QString::fromUtf8(request.target),
                            record.client,
                            record.model,
                            record.account,
                            QString::fromUtf8(record.requestId),
                            InspectorText::status(request),
                            record.errorKind};
    return m_text.isEmpty() || std::any_of(words.begin(), words.end(), [this](const QString& word) {
               return word.contains(m_text, Qt::CaseInsensitive);
           });
}

} // namespace Patchbay
