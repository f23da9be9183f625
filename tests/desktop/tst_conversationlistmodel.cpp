// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "desktop/conversationlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kDay = 24LL * 60 * 60 * 1000;

} // namespace

class TestConversationListModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newestFirstUnderHeadings();
    void readsNothingBeforeItIsStarted();
    void readsTenThousandInPages();
    void pagesThatEndInOneMillisecond();
    void refreshKeepsWhatWasScrolledTo();
    void followsChanges();
    void searchFindsTitlesAndMessages();
    void renames();

private:
    [[nodiscard]] QStringList titles() const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QModelIndex index = m_model->index(row);
            const bool heading = index.data(ConversationListModel::IsHeadingRole).toBool();
            all.append(heading ? u"# "_s + index.data().toString() : index.data().toString());
        }
        return all;
    }
    void addMany(int count) const
    {
        m_chats->write([this, count](Connection& connection) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                Conversation conversation;
                conversation.id = {QString::number(i)};
                conversation.title = u"Talk %1"_s.arg(i);
                conversation.createdAtMs = conversation.updatedAtMs = m_clock.nowMs() - i;
                const auto inserted = MessageRows::insertConversation(connection, conversation);
                if (!inserted)
                    return inserted;
            }
            return {};
        });
    }
    void start()
    {
        m_model->start();
        QTRY_VERIFY(m_model->isLoaded());
    }

    std::unique_ptr<ChatDatabase> m_chats;
    ManualClock m_clock;
    std::unique_ptr<ConversationStore> m_store;
    std::unique_ptr<ConversationListModel> m_model;
};

void TestConversationListModel::init()
{
    // Noon of a day in the middle of a year, where these tests run.
    m_clock.setNow(QDateTime(QDate(2026, 6, 17), QTime(12, 0)).toMSecsSinceEpoch());
    m_chats = std::make_unique<ChatDatabase>();
    m_store = std::make_unique<ConversationStore>(m_chats->database(), m_clock);
    m_model = std::make_unique<ConversationListModel>(*m_store, m_clock);
}

void TestConversationListModel::cleanup()
{
    m_model.reset();
    m_store.reset();
    m_chats.reset();
}

void TestConversationListModel::newestFirstUnderHeadings()
{
    const qint64 now = m_clock.nowMs();
    (void)m_chats->addConversation(u"last-year"_s, u"Last year"_s, now - 300 * kDay);
    (void)m_chats->addConversation(u"month"_s, u"In May"_s, now - 30 * kDay);
    (void)m_chats->addConversation(u"week"_s, u"Six days ago"_s, now - 6 * kDay);
    (void)m_chats->addConversation(u"early"_s, u"Just after midnight"_s, now - kDay / 2 + 1000);
    (void)m_chats->addConversation(u"late"_s, u"Just before midnight"_s, now - kDay / 2 - 1000);
    (void)m_chats->addConversation(u"now"_s, u"Now"_s, now);
    (void)m_chats->addConversation(u"untitled"_s, {}, now - 1000);
    start();
    QCOMPARE(titles(), (QStringList{u"# Today"_s, u"Now"_s, u"Untitled"_s, u"Just after midnight"_s,
                                    u"# Yesterday"_s, u"Just before midnight"_s,
                                    u"# Last seven days"_s, u"Six days ago"_s, u"# May"_s,
                                    u"In May"_s, u"# August 2025"_s, u"Last year"_s}));
    QVERIFY(!(m_model->flags(m_model->index(0)) & Qt::ItemIsSelectable));
    QVERIFY(m_model->flags(m_model->index(1)) & Qt::ItemIsEditable);
    QCOMPARE(m_model->rowOf({u"week"_s}), 7);
}

void TestConversationListModel::readsNothingBeforeItIsStarted()
{
    addMany(3);
    const QSignalSpy refreshed(m_model.get(), &ConversationListModel::refreshed);
    Q_EMIT m_store->listChanged();
    (void)answerOf<QList<Conversation>>(
        [this](auto done) { m_store->list(0, 1, std::move(done)); });
    QCOMPARE(refreshed.size(), 0);
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->canFetchMore({}));
}

void TestConversationListModel::readsTenThousandInPages()
{
    addMany(10'000);
    start();
    QVERIFY2(m_model->rowCount() < 200, qPrintable(QString::number(m_model->rowCount())));
    int rows = m_model->rowCount();
    QCOMPARE(m_model->index(1).data().toString(), u"Talk 0"_s);
    for (int page = 0; page < 3; ++page) {
        QVERIFY(m_model->canFetchMore({}));
        m_model->fetchMore({});
        m_model->fetchMore({}); // while the first is on its way
        QTRY_VERIFY(m_model->rowCount() > rows);
        QVERIFY(m_model->rowCount() <= rows + 100);
        rows = m_model->rowCount();
    }
    for (int row = 1; row < rows; ++row)
        QCOMPARE(m_model->index(row).data().toString(), u"Talk %1"_s.arg(row - 1));
}

void TestConversationListModel::pagesThatEndInOneMillisecond()
{
    for (int i = 0; i < 130; ++i)
        (void)m_chats->addConversation(QString::number(i), u"x"_s, m_clock.nowMs() - i / 40);
    start();
    while (m_model->canFetchMore({})) {
        const int rows = m_model->rowCount();
        m_model->fetchMore({});
        QTRY_VERIFY(m_model->rowCount() > rows || !m_model->canFetchMore({}));
    }
    QSet<QString> ids;
    for (int row = 1; row < m_model->rowCount(); ++row)
        ids.insert(m_model->index(row).data(ConversationListModel::IdRole).toString());
    QCOMPARE(ids.size(), 130);
    QCOMPARE(m_model->rowCount(), 131);
}

void TestConversationListModel::refreshKeepsWhatWasScrolledTo()
{
    addMany(500);
    start();
    m_model->fetchMore({});
    QTRY_VERIFY(m_model->rowCount() > 100);
    const int rows = m_model->rowCount();
    const QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    const QSignalSpy refreshed(m_model.get(), &ConversationListModel::refreshed);
    Q_EMIT m_store->listChanged();
    QTRY_COMPARE(refreshed.size(), 1);
    QCOMPARE(m_model->rowCount(), rows);
    QCOMPARE(resets.size(), 0); // nothing changed: selection and place stay
}

void TestConversationListModel::followsChanges()
{
    addMany(2);
    const QAbstractItemModelTester tester(m_model.get(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    start();
    const QPersistentModelIndex one = m_model->index(2);
    QCOMPARE(one.data().toString(), u"Talk 1"_s);
    Conversation added;
    added.title = u"Newest"_s;
    m_clock.advance(1000);
    (void)answerOf<ConversationId>([&](auto done) { m_store->create(added, std::move(done)); });
    QTRY_COMPARE(titles(), (QStringList{u"# Today"_s, u"Newest"_s, u"Talk 0"_s, u"Talk 1"_s}));
    answerOf<void>([this](auto done) { m_store->remove({u"0"_s}, std::move(done)); });
    QTRY_COMPARE(titles(), (QStringList{u"# Today"_s, u"Newest"_s, u"Talk 1"_s}));
    answerOf<void>([this](auto done) { m_store->restore({u"0"_s}, std::move(done)); });
    QTRY_COMPARE(titles(), (QStringList{u"# Today"_s, u"Newest"_s, u"Talk 0"_s, u"Talk 1"_s}));
    QCOMPARE(one.data().toString(), u"Talk 1"_s); // the row went with it
    m_clock.advance(kDay);
    (void)m_chats->addText({u"1"_s}, Role::User, u"again"_s);
    m_chats->write([this](Connection& connection) -> Result<void> {
        const auto touched = connection.run(
            u"UPDATE conversations SET updated_at = ? WHERE id = '1'"_s, {m_clock.nowMs()});
        return touched ? Result<void>() : Failure(touched.error());
    });
    Q_EMIT m_store->listChanged();
    QTRY_COMPARE(titles(), (QStringList{u"# Today"_s, u"Talk 1"_s, u"# Yesterday"_s, u"Newest"_s,
                                        u"Talk 0"_s}));
    QCOMPARE(one.row(), 1);
}

void TestConversationListModel::searchFindsTitlesAndMessages()
{
    const ConversationId trains =
        m_chats->addConversation(u"t"_s, u"Trains"_s, m_clock.nowMs() - 1000);
    (void)m_chats->addConversation(u"s"_s, u"Ships"_s, m_clock.nowMs());
    const MessageId message =
        m_chats->addText(trains, Role::User, u"Why do rails rest on sleepers?"_s);
    start();
    m_model->setSearch(u"sleep"_s); // a beginning of a word
    QTRY_COMPARE(titles(), QStringList{u"Trains"_s});
    const QModelIndex hit = m_model->index(0);
    QCOMPARE(hit.data(ConversationListModel::MessageRole).toLongLong(), message);
    const QString snippet = hit.data(ConversationListModel::SnippetRole).toString();
    QVERIFY2(snippet.contains(QChar(2) + u"sleepers"_s) || snippet.contains(QChar(2)),
             qPrintable(snippet));
    QVERIFY(!hit.data(Qt::AccessibleDescriptionRole).toString().contains(QChar(2)));
    QVERIFY(!m_model->canFetchMore({}));
    m_model->setSearch(u"ship"_s);
    QTRY_COMPARE(titles(), QStringList{u"Ships"_s});
    QCOMPARE(m_model->index(0).data(ConversationListModel::MessageRole).toLongLong(), 0);
    m_model->setSearch(u"nowhere"_s);
    QTRY_COMPARE(m_model->rowCount(), 0);
    m_model->setSearch(u"  "_s);
    QTRY_COMPARE(m_model->rowCount(), 3);
}

void TestConversationListModel::renames()
{
    addMany(2);
    start();
    const QModelIndex second = m_model->index(2);
    QVERIFY(!m_model->setData(m_model->index(0), u"x"_s, Qt::EditRole));
    QVERIFY(!m_model->setData(second, u"  "_s, Qt::EditRole));
    QVERIFY(m_model->setData(second, u" New \n name "_s, Qt::EditRole));
    QCOMPARE(second.data().toString(), u"New name"_s);
    const auto stored = [this] {
        return answerOf<Conversation>(
            [this](auto done) { m_store->conversation({u"1"_s}, std::move(done)); });
    };
    QTRY_COMPARE(stored().title, u"New name"_s);
    QVERIFY(stored().titleIsSet);
    QTRY_COMPARE(titles(), (QStringList{u"# Today"_s, u"Talk 0"_s, u"New name"_s}));
}

QTEST_MAIN(TestConversationListModel)
#include "tst_conversationlistmodel.moc"
