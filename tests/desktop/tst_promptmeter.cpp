// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/chatpane.h"
#include "desktop/messageedit.h"
#include "desktop/promptgauge.h"
#include "desktop/theme.h"
#include "usage/usagereport.h"

#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;

} // namespace

/// What sending would take, below the composer of a real chat.
class TestPromptMeter final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anEstimateComesAtOnceAndThenTheCount();
    void theHistoryIsWhatItsLastAnswerCounted();
    void countingCanBeSwitchedOff();
    void aCountThatFailsHarmsNothing();
    void countsAreNotInTheLedger();
    void itFitsWhereThereIsLittleRoom();

private:
    [[nodiscard]] qsizetype counts() const
    {
        qsizetype counts = 0;
        for (const ReceivedRequest& request : m_upstream->requests())
            counts += request.path == "/v1/messages/count_tokens" ? 1 : 0;
        return counts;
    }
    void type(const QString& text) { QTest::keyClicks(m_message, text); }
    void send()
    {
        const qsizetype before = m_upstream->messages().size();
        QTest::keyClick(m_message, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_upstream->messages().size(), before + 1, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(m_send->isVisible(), kPatience);
    }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ChatPane> m_pane;
    MessageEdit* m_message = nullptr;
    PromptGauge* m_gauge = nullptr;
    QPushButton* m_send = nullptr;
};

void TestPromptMeter::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_upstream = std::make_unique<TestUpstream>();
    m_fixture = std::make_unique<CoreFixture>(*m_upstream);
    m_fixture->open();
    m_theme = std::make_unique<Theme>(m_fixture->core().settings());
    m_pane = std::make_unique<ChatPane>(m_fixture->core(), *m_theme);
    m_message = named<MessageEdit>(*m_pane, "message");
    m_send = named<QPushButton>(*m_pane, "send");
    m_gauge = m_pane->findChild<PromptGauge*>();
    QVERIFY(m_gauge);
    m_pane->resize(900, 700);
    m_pane->setVisible(true);
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    m_pane->open({});
    m_pane->focusMessage();
}

void TestPromptMeter::cleanup()
{
    m_pane.reset();
    m_theme.reset();
    m_fixture.reset();
    m_upstream.reset();
}

void TestPromptMeter::anEstimateComesAtOnceAndThenTheCount()
{
    QCOMPARE(m_gauge->text(), QString());
    m_upstream->stepsForAll(R"([{"route":"count_tokens","input_tokens":1234},{"reply":"fine"}])");
    type(u"Hello there"_s);
    QTRY_VERIFY(m_gauge->text().startsWith(u"≈ "_s));
    QCOMPARE(counts(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_gauge->text().startsWith(u"1,234 tokens in · $"_s), kPatience);
    const ReceivedRequest asked = m_upstream->requests().last();
    QVERIFY(asked.body.contains("Hello there"));
    QVERIFY(!asked.body.contains("max_tokens") && !asked.body.contains("stream"));
    // Another word: an estimate again, until that is counted too.
    type(u"!"_s);
    QTRY_VERIFY(m_gauge->text().startsWith(u"≈ "_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_gauge->text().startsWith(u"1,234 tokens in"_s), kPatience);
    QCOMPARE(counts(), 2);
    auto* words = named<QToolButton>(*m_pane, "costBeforeSending");
    QCOMPARE(words->accessibleName(), u"Cost before sending"_s);
    QVERIFY(words->accessibleDescription().contains(u"1,234 tokens in"_s));
    QVERIFY(words->toolTip().contains(u"Counted by the provider: 1,234"_s));
}

void TestPromptMeter::theHistoryIsWhatItsLastAnswerCounted()
{
    m_upstream->stepsForAll(
        R"([{"reply":"fine","input_tokens":600000,"output_tokens":200000},{"reply":"fine","input_tokens":1,"output_tokens":1}])");
    QVERIFY(m_fixture->core().settings().setValue(SettingKey::CountTokens, false));
    type(u"Hello"_s);
    send();
    QTRY_COMPARE_WITH_TIMEOUT(m_gauge->text(), u"800,000 tokens so far · 80 % of context"_s,
                              kPatience);
    auto* fill = named<QProgressBar>(*m_pane, "contextFill");
    QCOMPARE(fill->value(), 80);
    QVERIFY(fill->property("high").toBool());
    type(u"More"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_gauge->text().startsWith(u"≈ 800,00"_s), kPatience);
    // A new chat has none of it.
    m_pane->open({});
    QTRY_COMPARE_WITH_TIMEOUT(m_gauge->text(), QString(), kPatience);
}

void TestPromptMeter::countingCanBeSwitchedOff()
{
    type(u"Secret plans"_s);
    QTRY_VERIFY(!m_gauge->text().isEmpty());
    QTest::mouseClick(named<QToolButton>(*m_pane, "costBeforeSending"), Qt::LeftButton);
    auto* menu = named<QMenu>(*m_pane, "costDetails");
    auto* action = menu->findChild<QAction*>(u"countTokens"_s);
    QVERIFY(action && action->isChecked());
    action->trigger();
    menu->close();
    QVERIFY(!m_fixture->core().settings().isOn(SettingKey::CountTokens));
    const qsizetype before = counts();
    type(u" for tomorrow"_s);
    // What is sent meanwhile takes longer than a count would have waited.
    m_upstream->stepsForAll(R"([{"reply":"fine","delay_ms":3000}])");
    send();
    QCOMPARE(counts(), before);
}

void TestPromptMeter::aCountThatFailsHarmsNothing()
{
    m_upstream->stepsForAll(
        R"([{"route":"count_tokens","status":429,"headers":{"retry-after":"600"}},{"reply":"fine"}])");
    type(u"Hello"_s);
    QTRY_COMPARE_WITH_TIMEOUT(counts(), 1, kPatience);
    QVERIFY(m_gauge->text().startsWith(u"≈ "_s));
    // The account did not rest for it, and it was not asked twice.
    send();
    QCOMPARE(m_upstream->messages().size(), 1);
    QCOMPARE(counts(), 1);
}

void TestPromptMeter::countsAreNotInTheLedger()
{
    type(u"Hello"_s);
    QTRY_COMPARE_WITH_TIMEOUT(counts(), 1, kPatience);
    send();
    QTRY_VERIFY_WITH_TIMEOUT(
        [this] {
            const auto reader = m_fixture->core().database().reader();
            const auto report = usageReport(**reader, {});
            return report && report->total.requests == 1;
        }(),
        kPatience);
    QCOMPARE(m_upstream->billedTo("sk-ant-test-1").requests, 1);
}

void TestPromptMeter::itFitsWhereThereIsLittleRoom()
{
    type(u"Hello there"_s);
    QTRY_VERIFY(m_gauge->text().contains(u"of context"_s));
    m_pane->resize(320, 500);
    QTRY_VERIFY(!m_gauge->text().contains(u"of context"_s));
    QVERIFY(m_gauge->text().contains(u"tokens in"_s));
    auto* words = named<QToolButton>(*m_pane, "costBeforeSending");
    QVERIFY(words->geometry().right() < m_gauge->width());
    m_pane->resize(900, 700);
    QTRY_VERIFY(m_gauge->text().contains(u"of context"_s));
}

QTEST_MAIN(TestPromptMeter)

#include "tst_promptmeter.moc"
