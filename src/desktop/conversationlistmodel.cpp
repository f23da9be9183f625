// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/conversationlistmodel.h"

#include "desktop/conversationedit.h"
#include "desktop/guarded.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QSet>

namespace Patchbay {

namespace {

constexpr int kPage = 60;
constexpr int kMostHits = 100;

// Stars and pipes say nothing in a line that shows no Markdown.
QString withoutMarkup(QString text)
{
    static const QRegularExpression markup(QStringLiteral("\\*\\*|~~|`+|#{1,6}(?=\\s)|\\|[-:| ]*"));
    return text.remove(markup).simplified();
}

} // namespace

ConversationListModel::ConversationListModel(ConversationStore& store, const Clock& clock,
                                             QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_clock(clock)
    , m_wanted(kPage)
{
    connect(&store, &ConversationStore::listChanged, this, [this] {
        if (!m_started)
            return;
        if (isSearching())
            search();
        else
            refresh();
    });
}

int ConversationListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

void ConversationListModel::start()
{
    if (std::exchange(m_started, true))
        return;
    refresh();
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    const bool heading = !row.heading.isEmpty();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (heading)
            return row.heading;
        return row.conversation.title.isEmpty() ? tr("Untitled") : row.conversation.title;
    case Qt::ToolTipRole:
        return heading ? QVariant() : QVariant(row.conversation.title);
    case IdRole:
        return heading ? QVariant() : QVariant(row.conversation.id.value);
    case SnippetRole:
        return withoutMarkup(row.conversation.snippet);
    case Qt::AccessibleDescriptionRole:
        return withoutMarkup(row.conversation.snippet).remove(QChar(2)).remove(QChar(3));
    case IsHeadingRole:
        return heading;
    case MessageRole:
        return row.message;
    default:
        return {};
    }
}

bool ConversationListModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Row& row = m_rows[index.row()];
    const QString title = value.toString().simplified();
    if (!row.heading.isEmpty() || title.isEmpty() || title == row.conversation.title)
        return false;
    row.conversation.title = title;
    row.conversation.titleIsSet = true;
    Q_EMIT dataChanged(index, index);
    editConversation(
        m_store, row.conversation.id,
        [title](Conversation& conversation) {
            conversation.title = title;
            conversation.titleIsSet = true;
        },
        guarded(this, [this](const Result<void>& stored) {
            if (!stored)
                Q_EMIT failed(stored.error().sentence());
        }));
    return true;
}

Qt::ItemFlags ConversationListModel::flags(const QModelIndex& index) const
{
    if (!index.isValid() || !m_rows.at(index.row()).heading.isEmpty())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren;
}

bool ConversationListModel::canFetchMore(const QModelIndex& parent) const
{
    return m_started && !parent.isValid() && !m_atEnd && !isSearching();
}

void ConversationListModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent) || m_fetching)
        return;
    qint64 before = 0;
    for (const Row& row : std::as_const(m_rows)) {
        if (row.heading.isEmpty())
            before = row.conversation.updatedAtMs;
    }
    m_fetching = true;
    m_store.list(before, kPage,
                 guarded(this, [this, generation = m_generation](Result<QList<Conversation>> page) {
                     m_fetching = false;
                     if (generation == m_generation && page) {
                         m_wanted += kPage;
                         append(*page);
                     }
                     if (std::exchange(m_refreshAgain, false) && !isSearching())
                         refresh();
                 }));
}

void ConversationListModel::append(const QList<Conversation>& page)
{
    m_atEnd = page.size() < kPage;
    QString lastHeading;
    for (const Row& row : std::as_const(m_rows)) {
        if (!row.heading.isEmpty())
            lastHeading = row.heading;
    }
    const QList<Row> rows = rowsOf(page, lastHeading);
    if (rows.isEmpty())
        return;
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    m_rows += rows;
    endInsertRows();
}

void ConversationListModel::refresh()
{
    // Answers that stream touch the list often: one question at a time, and one more after it.
    if (m_fetching) {
        m_refreshAgain = true;
        return;
    }
    m_fetching = true;
    const int generation = ++m_generation;
    const int wanted = m_wanted;
    m_store.list(0, wanted,
                 guarded(this, [this, generation, wanted](Result<QList<Conversation>> page) {
                     m_fetching = false;
                     if (!page)
                         Q_EMIT failed(page.error().sentence());
                     else if (generation == m_generation) {
                         m_atEnd = page->size() < wanted;
                         replace(rowsOf(*page, {}));
                     }
                     if (std::exchange(m_refreshAgain, false) && !isSearching())
                         refresh();
                 }));
}

void ConversationListModel::setSearch(const QString& words)
{
    const QString trimmed = words.trimmed();
    if (trimmed == m_words)
        return;
    m_words = trimmed;
    ++m_generation;
    if (isSearching())
        search();
    else
        refresh();
}

void ConversationListModel::search()
{
    const int generation = ++m_generation;
    const auto show = [this, generation](Result<QList<SearchHit>> hits) {
        if (generation != m_generation)
            return;
        if (!hits) {
            Q_EMIT failed(hits.error().sentence());
            return;
        }
        QList<Row> rows;
        for (const SearchHit& hit : std::as_const(*hits)) {
            Row row;
            row.conversation.id = hit.conversation;
            row.conversation.title = hit.title;
            row.conversation.snippet = hit.snippet;
            row.conversation.updatedAtMs = hit.atMs;
            row.message = hit.message;
            rows.append(row);
        }
        replace(rows);
    };
    m_store.search(m_words, kMostHits, guarded(this, show));
}

void ConversationListModel::replace(QList<Row> rows)
{
    const auto sameItem = [](const Row& a, const Row& b) { return keyOf(a) == keyOf(b); };
    if (!std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), sameItem))
        rearrange(rows);
    m_rows = std::move(rows);
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    m_loaded = true;
    Q_EMIT refreshed();
}

// Rows that stay are moved, not made anew: a selection, the scroll position and a name that is just
// being typed survive what other conversations do.
void ConversationListModel::rearrange(const QList<Row>& rows)
{
    QSet<QString> wanted;
    for (const Row& row : rows)
        wanted.insert(keyOf(row));
    QSet<QString> kept;
    for (const Row& row : std::as_const(m_rows)) {
        if (wanted.contains(keyOf(row)))
            kept.insert(keyOf(row));
    }
    if (kept.isEmpty()) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
        return;
    }
    for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        if (kept.contains(keyOf(m_rows.at(row))))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < rows.size(); ++row) {
        const QString key = keyOf(rows.at(row));
        if (!kept.contains(key)) {
            beginInsertRows({}, row, row);
            m_rows.insert(row, rows.at(row));
            endInsertRows();
            continue;
        }
        int from = row;
        while (keyOf(m_rows.at(from)) != key)
            ++from;
        if (from == row)
            continue;
        beginMoveRows({}, from, from, {}, row);
        m_rows.move(from, row);
        endMoveRows();
    }
}

QString ConversationListModel::keyOf(const Row& row)
{
    return row.heading.isEmpty()
               ? row.conversation.id.value + QLatin1Char('/') + QString::number(row.message)
               : row.heading;
}

QList<ConversationListModel::Row> ConversationListModel::rowsOf(const QList<Conversation>& page,
                                                                QString lastHeading) const
{
    QList<Row> rows;
    for (const Conversation& conversation : page) {
        const QString heading = headingOf(conversation.updatedAtMs);
        if (heading != lastHeading) {
            Row row;
            row.heading = lastHeading = heading;
            rows.append(row);
        }
        Row row;
        row.conversation = conversation;
        rows.append(row);
    }
    return rows;
}

QString ConversationListModel::headingOf(qint64 updatedAtMs) const
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(updatedAtMs).date();
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.nowMs()).date();
    const qint64 days = day.daysTo(today);
    if (days <= 0)
        return tr("Today");
    if (days == 1)
        return tr("Yesterday");
    if (days < 7)
        return tr("Last seven days");
    if (day.year() == today.year())
        return QLocale().standaloneMonthName(day.month());
    return tr("%1 %2", "month and year")
        .arg(QLocale().standaloneMonthName(day.month()))
        .arg(day.year());
}

int ConversationListModel::rowOf(const ConversationId& id) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).heading.isEmpty() && m_rows.at(row).conversation.id == id)
            return row;
    }
    return -1;
}

} // namespace Patchbay
