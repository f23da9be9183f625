// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "storage/database.h"
#include "usage/requestlist.h"

#include <QAbstractTableModel>

namespace Patchbay {

/// Single attempts, newest first, fetched a page at a time while they are scrolled to. GUI thread.
class RequestsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TimeColumn,
        AccountColumn,
        ModelColumn,
        ClientColumn,
        ResultColumn,
        TokensColumn,
        CostColumn,
        FirstByteColumn,
        DurationColumn,
        RequestIdColumn,
        ColumnCount
    };

    explicit RequestsModel(Database& database, QObject* parent = nullptr);

    /// Begins anew; loaded() follows for each page.
    void setQuery(const RequestQuery& query);
    /// Those fetched so far.
    [[nodiscard]] const QList<RequestRow>& rows() const { return m_rows; }
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] const QString& problem() const { return m_problem; }
    /// Tab-separated with a header.
    [[nodiscard]] QString copyText(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void loaded();

private:
    void take(const Result<RequestPage>& page);
    [[nodiscard]] QString text(const RequestRow& row, int column) const;
    [[nodiscard]] QString tip(const RequestRow& row, int column) const;

    Database& m_database;
    RequestQuery m_query;
    QList<RequestRow> m_rows;
    QString m_problem;
    bool m_isComplete = true;
    bool m_isLoading = false;
    int m_generation = 0;
    Mailbox m_mailbox;
};

} // namespace Patchbay
