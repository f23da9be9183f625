// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspector/inspectedrequest.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

namespace Patchbay {

class RequestInspector;

/// The recorded requests, newest first. GUI thread.
class InspectorModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TimeColumn, ClientColumn, RequestColumn, StatusColumn, TookColumn, ColumnCount };
    static constexpr int IdRole = Qt::UserRole; // quint64

    explicit InspectorModel(RequestInspector& inspector, QObject* parent = nullptr);

    [[nodiscard]] const InspectedSummary& at(int row) const { return m_rows[row]; }
    /// Of all that are there, sorted.
    [[nodiscard]] QStringList clients() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void take(const QList<quint64>& changed);

    RequestInspector& m_inspector;
    QList<InspectedSummary> m_rows;
};

/// Of those the ones that a person looks for. GUI thread.
class InspectorFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Kind { All, Succeeded, Failed, UnderWay };

    explicit InspectorFilter(InspectorModel& model, QObject* parent = nullptr);

    void setText(const QString& text);
    /// Empty: of all.
    void setClient(const QString& client);
    void setKind(Kind kind);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    InspectorModel& m_model;
    QString m_text;
    QString m_client;
    Kind m_kind = Kind::All;
};

} // namespace Patchbay
