// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/accountcolors.h"
#include "desktop/usage/requestsview.h"
#include "desktop/usage/stackedcolumns.h"
#include "desktop/usage/usageexport.h"
#include "desktop/usage/usagepage.h"
#include "desktop/usage/usagesaver.h"
#include "desktop/usage/usagetable.h"
#include "usage/ledger.h"

#include <QClipboard>
#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QToolButton>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;

} // namespace

/// The page that shows what was used: figures, chart, table, single requests, files.
class TestUsagePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void emptyTellsWhatToDo();
    void showsWhatTheLedgerHolds();
    void columnsHaveTheColoursOfTheirAccounts();
    void plansCostNothing();
    void byModelAndByDay();
    void periodsStep();
    void followsTheLedger();
    void legendHidesAnAccount();
    void sortsByAnyColumn();
    void opensTheRequestsOfARow();
    void opensTheRequestsOfAColumn();
    void copiesTheTable();
    void csvIsTheReport();
    void picturesAreReadable();
    void opensAConversation();
    void saysWhatCameFromTheCache();

private:
    struct Use
    {
        int daysAgo = 0;
        qint64 account = 1;
        qint64 microUsd = 1'000'000;
        qint64 input = 1000;
        qint64 output = 100;
        QString model = u"claude-sonnet-5-5"_s;
        QString client = u"window"_s;
        QString conversation = {};
        QString errorKind = {};
        bool isCached = false;
    };
    void open();
    void run(const QString& sql) const;
    void use(const Use& use);
    void settle() const;
    void showPage();
    [[nodiscard]] Core& core() const { return m_fixture->core(); }
    [[nodiscard]] QString text(const char* name) const
    {
        return named<QLabel>(*m_page, name)->text();
    }
    [[nodiscard]] QStringList tableRow(int row) const;
    [[nodiscard]] StackedColumns& chart() const
    {
        return *named<StackedColumns>(*m_page, "usageChart");
    }
    [[nodiscard]] QTreeView& table() const { return *named<QTreeView>(*m_page, "usageTable"); }
    void click(const char* name) const
    {
        QTest::mouseClick(named<QToolButton>(*m_page, name), Qt::LeftButton);
    }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<UsagePage> m_page;
};

void TestUsagePage::init()
{
    QLocale::setDefault(QLocale(u"en_US"_s));
    m_fixture = std::make_unique<CoreFixture>();
    m_fixture->open();
}

void TestUsagePage::cleanup()
{
    m_page.reset();
    m_ledger.reset();
    m_fixture.reset();
}

/// With three accounts: 1 "work", 2 "home", and 3 "max plan", a subscription.
void TestUsagePage::open()
{
    run(u"INSERT INTO accounts (number, id, name, kind, source, created_at, color) VALUES "
        "(1, 'a1', 'work', 'api_key', 'stored', 0, 1), (2, 'a2', 'home', 'api_key', 'stored', 0, "
        "0), "
        "(3, 'a3', 'max plan', 'claude_command', 'stored', 0, 2)"_s);
    m_fixture->close();
    m_fixture->open();
    m_ledger = std::make_unique<Ledger>(core().database(), u"p1"_s);
}

void TestUsagePage::run(const QString& sql) const
{
    const auto done = core().database().writeAtStart([sql](Connection& connection) -> Result<void> {
        const auto changed = connection.run(sql);
        return changed ? Result<void>() : Failure(changed.error());
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
}

void TestUsagePage::settle() const
{
    QVERIFY(core().database().writeAtStart([](Connection&) -> Result<void> { return {}; }));
}

void TestUsagePage::use(const Use& use)
{
    const QDate day = QDate::currentDate().addDays(-use.daysAgo);
    const qint64 at = use.daysAgo == 0 ? QDateTime::currentMSecsSinceEpoch()
                                       : QDateTime(day, QTime(12, 0)).toMSecsSinceEpoch();
    AttemptOpening attempt;
    attempt.id = m_ledger->nextId(at);
    attempt.requestKey = attempt.id;
    attempt.accountNumber = use.account;
    attempt.client = use.client;
    attempt.model = use.model;
    attempt.conversation = use.conversation;
    attempt.openedAtMs = at;
    AttemptCompletion completion;
    completion.usage.input = use.input;
    completion.usage.output = use.output;
    completion.cost = Cost{use.microUsd, false, u"2026-11-20"_s, 0};
    completion.status = use.errorKind.isEmpty() ? 200 : 429;
    completion.errorKind = use.errorKind;
    completion.outcome =
        use.errorKind.isEmpty() ? AttemptOutcome::Succeeded : AttemptOutcome::Failed;
    completion.firstByteMs = 800;
    completion.requestId = u"req_%1"_s.arg(attempt.id);
    if (use.isCached)
        completion.outcome = AttemptOutcome::Cached;
    m_ledger->open(attempt);
    m_ledger->complete(attempt, completion);
}

void TestUsagePage::showPage()
{
    settle();
    m_page = std::make_unique<UsagePage>(core());
    m_page->resize(1016, 760);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

QStringList TestUsagePage::tableRow(int row) const
{
    QStringList cells;
    for (int column = 0; column < UsageTableModel::ColumnCount; ++column)
        cells.append(table().model()->index(row, column).data().toString());
    return cells;
}

void TestUsagePage::emptyTellsWhatToDo()
{
    showPage();
    auto* action = named<QPushButton>(*m_page, "usageEmptyAction");
    QTRY_COMPARE_WITH_TIMEOUT(action->text(), u"Add account…"_s, kPatience);
    QVERIFY(action->isVisible());
    QVERIFY(!table().isVisible());
    QSignalSpy adds(m_page.get(), &UsagePage::addAccountRequested);
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(adds.size(), 1);

    m_page.reset();
    open();
    showPage();
    action = named<QPushButton>(*m_page, "usageEmptyAction");
    QTRY_COMPARE_WITH_TIMEOUT(action->text(), u"Send a message"_s, kPatience);
    QSignalSpy messages(m_page.get(), &UsagePage::newChatRequested);
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(messages.size(), 1);
}

void TestUsagePage::showsWhatTheLedgerHolds()
{
    open();
    use({.daysAgo = 0, .microUsd = 2'000'000});
    use({.daysAgo = 3, .account = 2, .microUsd = 1'500'000});
    use({.daysAgo = 3, .errorKind = u"rate_limited"_s});
    use({.daysAgo = 40, .microUsd = 7'000'000}); // the time before
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$4.50"_s, kPatience);
    QCOMPARE(text("usageCostDetail"), u"−36 % on the time before"_s);
    QCOMPARE(text("usageTokens"), u"3,300"_s);
    QCOMPARE(text("usageTokensDetail"), u"91 % in, 9 % out"_s);
    QCOMPARE(text("usageErrors"), u"1 (33 %)"_s);
    QTRY_VERIFY_WITH_TIMEOUT(text("usageErrorsDetail").startsWith(u"Rate limit: 1"_s), kPatience);
    QVERIFY(text("usageFirstByte").startsWith(u"0.8"_s));
    const ColumnChart& shown = chart().chart();
    QCOMPARE(shown.columns.size(), 30);
    QCOMPARE(shown.series.size(), 2);
    QCOMPARE(shown.series.at(0).name, u"work"_s);
    QCOMPARE(shown.series.at(0).values.at(29), 2.0);
    QCOMPARE(shown.series.at(0).values.at(26), 1.0);
    QCOMPARE(shown.series.at(1).values.at(26), 1.5);
    QCOMPARE(shown.line->values.last(), 4.5);
    QCOMPARE(table().model()->rowCount(), 3);
    QCOMPARE(tableRow(0), (QStringList{u"work"_s, u"2"_s, u"2,000"_s, u"0"_s, u"200"_s,
                                       tableRow(0).at(5), u"1"_s, u"$3.00"_s}));
    QCOMPARE(tableRow(2).at(0), u"Total"_s);
    QCOMPARE(tableRow(2).last(), u"$4.50"_s);

    click("measureTokens");
    QCOMPARE(chart().chart().series.at(0).values.at(26), 1100.0);
    QCOMPARE(chart().chart().line->values.at(26), 2.5);
}

void TestUsagePage::columnsHaveTheColoursOfTheirAccounts()
{
    open();
    use({.daysAgo = 2, .microUsd = 2'000'000});
    use({.daysAgo = 2, .account = 2, .microUsd = 1'000'000});
    showPage();
    click("period7Days");
    QTRY_COMPARE_WITH_TIMEOUT(chart().chart().columns.size(), 7, kPatience);
    // Without the line, which goes over them.
    for (QToolButton* button :
         named<QWidget>(*m_page, "usageLegend")->findChildren<QToolButton*>()) {
        if (button->accessibleName() == u"Running total"_s)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    const QImage image = chart().grab().toImage();
    const ColumnChartLayout layout = chart().chartLayout();
    const double ratio = image.devicePixelRatio();
    QCOMPARE(image.pixelColor(layout.segment(4, 0).center() * ratio),
             accountColor(1, chart().palette()));
    QCOMPARE(image.pixelColor(layout.segment(4, 1).center() * ratio),
             accountColor(0, chart().palette()));
    QVERIFY(qAbs(layout.segment(4, 0).height() - 2 * layout.segment(4, 1).height()) <= 2);
}

void TestUsagePage::plansCostNothing()
{
    open();
    use({.daysAgo = 1, .microUsd = 2'000'000});
    use({.daysAgo = 1, .account = 3, .microUsd = 9'000'000});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$2.00"_s, kPatience);
    QVERIFY(text("usageCostDetail").contains(u"+ $9.00 of plan use"_s));
    QCOMPARE(chart().chart().series.size(), 1);
    QCOMPARE(tableRow(1).first(), u"max plan"_s);
    QCOMPARE(tableRow(1).last(), u"plan"_s);
    QVERIFY(table()
                .model()
                ->index(1, UsageTableModel::CostColumn)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(u"$9.00"_s));
    QCOMPARE(tableRow(2).last(), u"$2.00"_s);
    click("measureTokens");
    QCOMPARE(chart().chart().series.size(), 2);
}

void TestUsagePage::byModelAndByDay()
{
    open();
    use({.daysAgo = 1, .model = u"claude-opus-5-5"_s});
    use({.daysAgo = 5});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, kPatience);
    auto* by = named<QComboBox>(*m_page, "usageBy");
    by->setCurrentIndex(1);
    QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 3, kPatience);
    QStringList models{tableRow(0).first(), tableRow(1).first()};
    models.sort();
    QCOMPARE(models, (QStringList{u"Opus 5.5"_s, u"Sonnet 5.5"_s}));
    QVERIFY(chart().chart().series.at(0).color != chart().chart().series.at(1).color);
    by->setCurrentIndex(3);
    const QString yesterday =
        QLocale().toString(QDate::currentDate().addDays(-1), QLocale::LongFormat);
    QTRY_COMPARE_WITH_TIMEOUT(tableRow(0).first(), yesterday, kPatience); // newest first
    QCOMPARE(chart().chart().series.size(), 1);
    by->setCurrentIndex(2);
    QTRY_COMPARE_WITH_TIMEOUT(tableRow(0).first(), u"Window"_s, kPatience);
}

void TestUsagePage::periodsStep()
{
    open();
    use({.daysAgo = 0});
    use({.daysAgo = 8, .microUsd = 3'000'000});
    showPage();
    QVERIFY(!named<QDateEdit>(*m_page, "periodFirst")->isVisible());
    QVERIFY(!named<QToolButton>(*m_page, "periodAfter")->isEnabled());
    click("period7Days");
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$1.00"_s, kPatience);
    click("periodBefore");
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$3.00"_s, kPatience);
    QVERIFY(named<QToolButton>(*m_page, "periodCustom")->isChecked());
    auto* first = named<QDateEdit>(*m_page, "periodFirst");
    QVERIFY(first->isVisible());
    QCOMPARE(first->date(), QDate::currentDate().addDays(-13));
    named<QDateEdit>(*m_page, "periodLast")->setDate(QDate::currentDate());
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$4.00"_s, kPatience);
    click("periodToday");
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$1.00"_s, kPatience);
    QVERIFY(chart().chart().columns.size() >= 23);
}

void TestUsagePage::followsTheLedger()
{
    open();
    use({.daysAgo = 0});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$1.00"_s, kPatience);
    use({.daysAgo = 0, .microUsd = 500'000});
    settle();
    Q_EMIT core().usageChanged();
    QTRY_COMPARE_WITH_TIMEOUT(text("usageCost"), u"$1.50"_s, kPatience);
    QCOMPARE(chart().chart().series.at(0).values.last(), 1.5);
}

void TestUsagePage::legendHidesAnAccount()
{
    open();
    use({.daysAgo = 0});
    use({.daysAgo = 0, .account = 2, .microUsd = 4'000'000});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(chart().chart().series.size(), 2, kPatience);
    for (QToolButton* button :
         named<QWidget>(*m_page, "usageLegend")->findChildren<QToolButton*>()) {
        if (button->accessibleName() == u"home"_s)
            QTest::keyClick(button, Qt::Key_Space);
    }
    QCOMPARE(chart().chart().total(29), 1.0);
    QVERIFY(chart().chartLayout().segment(29, 1).isEmpty());
    // It stays hidden when figures change.
    use({.daysAgo = 0});
    settle();
    Q_EMIT core().usageChanged();
    QTRY_COMPARE_WITH_TIMEOUT(chart().chart().total(29), 2.0, kPatience);
}

void TestUsagePage::sortsByAnyColumn()
{
    open();
    use({.daysAgo = 0, .microUsd = 3'000'000, .input = 10});
    use({.daysAgo = 0, .account = 2, .input = 20});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(tableRow(0).first(), u"work"_s, kPatience); // the dearest
    table().sortByColumn(UsageTableModel::InputColumn, Qt::DescendingOrder);
    QCOMPARE(tableRow(0).first(), u"home"_s);
    table().sortByColumn(UsageTableModel::KeyColumn, Qt::DescendingOrder);
    QCOMPARE(tableRow(0).first(), u"work"_s);
    QCOMPARE(tableRow(2).first(), u"Total"_s);
    QVERIFY(table()
                .model()
                ->headerData(UsageTableModel::KeyColumn, Qt::Horizontal)
                .toString()
                .endsWith(u"↓"_s));
}

void TestUsagePage::opensTheRequestsOfARow()
{
    open();
    for (int i = 0; i < 3; ++i)
        use({.daysAgo = i});
    use({.daysAgo = 1, .account = 2, .microUsd = 10, .errorKind = u"rate_limited"_s});
    use({.daysAgo = 50});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 3, kPatience);
    table().setFocus();
    table().setCurrentIndex(table().model()->index(1, 0));
    QTest::keyClick(&table(), Qt::Key_Return);
    auto* requests = named<UsageTable>(*m_page, "usageRequestsTable");
    QVERIFY(requests->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 1, kPatience);
    QCOMPARE(text("usageRequestsTitle"), u"home, 30 day(s)"_s);
    QCOMPARE(requests->model()->index(0, RequestsModel::ResultColumn).data().toString(),
             u"429, Rate limit"_s);
    QVERIFY(requests->isColumnHidden(RequestsModel::AccountColumn));
    requests->setCurrentIndex(requests->model()->index(0, 0));
    QTest::keyClick(requests, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"\treq_"_s));
    QTest::keyClick(requests, Qt::Key_Escape);
    QVERIFY(table().isVisible());
    QVERIFY(table().hasFocus());

    const QRect total = table().visualRect(table().model()->index(2, 0));
    QTest::mouseDClick(table().viewport(), Qt::LeftButton, {}, total.center());
    QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 4, kPatience);
    QVERIFY(!requests->isColumnHidden(RequestsModel::AccountColumn));
    QTest::keyClick(requests, Qt::Key_Left, Qt::AltModifier);
    QVERIFY(table().isVisible());
}

void TestUsagePage::opensTheRequestsOfAColumn()
{
    open();
    use({.daysAgo = 2});
    use({.daysAgo = 3});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(chart().chart().columns.size(), 30, kPatience);
    chart().setFocus();
    chart().setCurrentColumn(26);
    QTest::keyClick(&chart(), Qt::Key_Right);
    QTest::keyClick(&chart(), Qt::Key_Return);
    auto* requests = named<UsageTable>(*m_page, "usageRequestsTable");
    QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 1, kPatience);
    QCOMPARE(text("usageRequestsTitle"),
             QLocale().toString(QDate::currentDate().addDays(-2), QLocale::LongFormat));
    click("usageBack");
    QVERIFY(chart().isVisible());
}

void TestUsagePage::copiesTheTable()
{
    open();
    use({.daysAgo = 0});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, kPatience);
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.at(0),
             u"Account\tRequests\tInput\tCache read\tOutput\tFirst byte\tErrors\tCost"_s);
    QVERIFY(lines.at(1).startsWith(u"work\t1\t1,000\t0\t100\t"_s));
    QVERIFY(lines.at(2).startsWith(u"Total\t1\t"_s));
}

void TestUsagePage::csvIsTheReport()
{
    open();
    run(u"UPDATE accounts SET name = '=work, \"first\"' WHERE number = 1"_s);
    use({.daysAgo = 1, .microUsd = 1'234'567});
    use({.daysAgo = 1, .account = 3, .microUsd = 50});
    settle();
    UsageFactsQuery query;
    query.period = UsagePeriod::of(UsagePeriod::Kind::Week, QDate::currentDate());
    query.nowMs = QDateTime::currentMSecsSinceEpoch();
    const auto reader = core().database().reader();
    const auto facts = readUsageFacts(**reader, query);
    QVERIFY(facts);
    const QStringList lines = QString::fromUtf8(UsageExport::csv(*facts)).split(u"\r\n"_s);
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).startsWith(u"since,until,account,requests,"_s));
    const qint64 since = QDate::currentDate().addDays(-1).startOfDay().toMSecsSinceEpoch();
    QCOMPARE(lines.at(1).section(u',', 0, 0),
             QDateTime::fromMSecsSinceEpoch(since, Qt::UTC).toString(Qt::ISODate));
    QVERIFY(
        lines.at(1).contains(u",\"'=work, \"\"first\"\"\",1,0,1000,100,0,0,1.234567,0.000000,"_s));
    QVERIFY(lines.at(2).contains(u",max plan,1,0,1000,100,0,0,0.000000,0.000050,"_s));
}

void TestUsagePage::picturesAreReadable()
{
    open();
    use({.daysAgo = 1});
    showPage();
    auto* const saver = m_page->findChild<UsageSaver*>();
    QVERIFY(saver);
    QTRY_COMPARE_WITH_TIMEOUT(chart().chart().series.size(), 1, kPatience);
    const QTemporaryDir folder;
    using enum UsageSaver::Form;
    QVERIFY(saver->save(Png, folder.filePath(u"a.png"_s)));
    const QImage image(folder.filePath(u"a.png"_s));
    QCOMPARE(image.size(), QSize(2400, 1200));
    QSet<QRgb> colors;
    for (int x = 0; x < image.width(); x += 4) {
        for (int y = 400; y < image.height(); y += 4)
            colors.insert(image.pixel(x, y));
    }
    QVERIFY(colors.contains(accountColor(1, m_page->palette()).rgb()));
    QVERIFY(saver->save(Svg, folder.filePath(u"a.svg"_s)));
    QVERIFY(QSvgRenderer(folder.filePath(u"a.svg"_s)).isValid());
    QVERIFY(saver->save(Csv, folder.filePath(u"a.csv"_s)));
    const auto failed = saver->save(Png, folder.filePath(u"none/a.png"_s));
    QVERIFY(!failed);
    QVERIFY(failed.error().sentence().contains(u"none"_s));
}

void TestUsagePage::opensAConversation()
{
    open();
    run(u"INSERT INTO conversations (id, title, created_at, updated_at) VALUES ('c1', 'First', 0, 0)"_s);
    use({.daysAgo = 1, .conversation = u"c1"_s});
    showPage();
    auto* top = named<UsageTable>(*m_page, "usageConversations");
    QTRY_COMPARE_WITH_TIMEOUT(top->model()->rowCount(), 1, kPatience);
    QCOMPARE(top->model()->index(0, 0).data().toString(), u"First"_s);
    ConversationId opened;
    connect(m_page.get(), &UsagePage::conversationRequested, this,
            [&](const ConversationId& id) { opened = id; });
    top->setFocus();
    top->setCurrentIndex(top->model()->index(0, 0));
    QTest::keyClick(top, Qt::Key_Return);
    QCOMPARE(opened.value, u"c1"_s);
}

void TestUsagePage::saysWhatCameFromTheCache()
{
    open();
    use({});
    use({.account = 0,
         .microUsd = 0,
         .input = 0,
         .output = 0,
         .client = u"ci"_s,
         .isCached = true});
    showPage();
    QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 3, kPatience);
    const QRect total = table().visualRect(table().model()->index(2, 0));
    QTest::mouseDClick(table().viewport(), Qt::LeftButton, {}, total.center());
    auto* requests = named<UsageTable>(*m_page, "usageRequestsTable");
    QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 2, kPatience);
    const auto cell = [&](int column) { return requests->model()->index(0, column).data(); };
    QCOMPARE(cell(RequestsModel::ResultColumn).toString(), u"From the cache"_s);
    QCOMPARE(cell(RequestsModel::AccountColumn).toString(), u"no account"_s);
    QCOMPARE(cell(RequestsModel::ClientColumn).toString(), u"ci"_s);
    QCOMPARE(cell(RequestsModel::CostColumn).toString(), u"–"_s);
}

QTEST_MAIN(TestUsagePage)
#include "tst_usagepage.moc"
