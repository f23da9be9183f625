// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clientstore.h"
#include "clients/rulestore.h"
#include "corefixture.h"
#include "desktop/dialogs/endpointdialog.h"
#include "desktop/dialogs/rulesdialog.h"
#include "desktop/dialogs/windowdialogs.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class RulesDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<CoreFixture>();
        m_fixture->open();
        open();
    }

    void cleanup()
    {
        m_dialog.reset();
        m_fixture.reset();
    }

    void isEmptyAtFirst()
    {
        QVERIFY(named<QLabel>(*m_dialog, "noRules")->isVisible());
        QVERIFY(!table()->isVisible());
        for (const char* name : {"saveRule", "removeRule", "moveRuleUp", "moveRuleDown"})
            QVERIFY2(!button(name)->isEnabled(), name);
        QVERIFY(field("ruleModel")->hasFocus());
        QCOMPARE(field("ruleModel")->text(), u"*"_s);
    }

    void addsWithTheKeyboard()
    {
        field("ruleModel")->selectAll();
        QTest::keyClicks(field("ruleModel"), u"claude-opus-*"_s);
        QTest::keyClick(field("ruleModel"), Qt::Key_Tab);
        QVERIFY(field("ruleUseModel")->hasFocus());
        QTest::keyClicks(field("ruleUseModel"), u"claude-haiku-4-5"_s);
        QTest::keyClick(field("ruleUseModel"), Qt::Key_Return);
        QTRY_COMPARE(rules().size(), 1);
        QCOMPARE(rules().first().model, u"claude-opus-*"_s);
        QCOMPARE(rules().first().useModel, u"claude-haiku-4-5"_s);
        QCOMPARE(rules().first().maxTokens, 0);
        QVERIFY(!rules().first().cacheSeconds);
        QVERIFY(m_dialog->isVisible());
        QTRY_VERIFY(table()->isVisible());
        QVERIFY(!named<QLabel>(*m_dialog, "noRules")->isVisible());
        QTRY_VERIFY(!notice().isEmpty());
        QCOMPARE(table()->currentIndex().row(), 0);
        QCOMPARE(cell(0, RulesModel::UseModelColumn), u"claude-haiku-4-5"_s);
    }

    void editsMovesAndRemoves()
    {
        for (const QString& model : {u"a"_s, u"b"_s, u"c"_s})
            addRule({0, {}, model, {}, 1000, {}});
        open();
        QVERIFY(table()->hasFocus());
        QCOMPARE(field("ruleModel")->text(), u"a"_s);
        QVERIFY(!button("moveRuleUp")->isEnabled());
        QTest::mouseClick(button("moveRuleDown"), Qt::LeftButton);
        QTRY_COMPARE(models(), (QStringList{u"b"_s, u"a"_s, u"c"_s}));
        QTRY_COMPARE(table()->currentIndex().row(), 1);
        QVERIFY(button("moveRuleUp")->isEnabled());

        field("ruleMaxTokens")->setText(u"2000"_s);
        named<QComboBox>(*m_dialog, "ruleCache")->setCurrentIndex(1);
        QTest::mouseClick(button("saveRule"), Qt::LeftButton);
        QTRY_COMPARE(rules().at(1).maxTokens, 2000);
        QCOMPARE(rules().at(1).cacheSeconds, std::optional<qint64>(0));
        QCOMPARE(models(), (QStringList{u"b"_s, u"a"_s, u"c"_s}));
        QTRY_COMPARE(cell(1, RulesModel::CacheColumn), u"never"_s);

        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Down);
        QCOMPARE(field("ruleModel")->text(), u"c"_s);
        QTest::keyClick(table(), Qt::Key_Delete);
        QTRY_COMPARE(models(), (QStringList{u"b"_s, u"a"_s}));
        QTRY_COMPARE(field("ruleModel")->text(), u"a"_s);
        for (int left = 1; left >= 0; --left) {
            QTRY_VERIFY(button("removeRule")->isEnabled());
            QTest::mouseClick(button("removeRule"), Qt::LeftButton);
            QTRY_COMPARE(rules().size(), left);
        }
        QTRY_VERIFY(named<QLabel>(*m_dialog, "noRules")->isVisible());
        QTRY_COMPARE(field("ruleModel")->text(), u"*"_s);
        QVERIFY(!button("saveRule")->isEnabled());
    }

    void rulesAreForClients()
    {
        bool made = false;
        m_fixture->core().clients().add(
            clientNamed(u"ci"_s), [&](const Result<MadeClient>& done) { made = done.has_value(); });
        QTRY_VERIFY(made);
        auto* client = named<QComboBox>(*m_dialog, "ruleClient");
        QTRY_COMPARE(client->findText(u"ci"_s), 1);
        client->setCurrentIndex(1);
        field("ruleMaxTokens")->setText(u"500"_s);
        QTest::mouseClick(button("addRule"), Qt::LeftButton);
        QTRY_COMPARE(rules().size(), 1);
        QCOMPARE(rules().first().client, u"ci"_s);
        QTRY_COMPARE(cell(0, RulesModel::ClientColumn), u"ci"_s);
        // One that is gone stays on its rule.
        addRule({0, u"gone"_s, u"*"_s, {}, 1, {}});
        QTRY_COMPARE(table()->model()->rowCount(), 2);
        table()->setCurrentIndex(table()->model()->index(1, 0));
        QCOMPARE(client->currentText(), u"gone"_s);
    }

    void wrongOnesAreTold()
    {
        QTest::mouseClick(button("addRule"), Qt::LeftButton);
        QVERIFY(!notice().isEmpty());
        field("ruleMaxTokens")->setText(u"many"_s);
        QTest::mouseClick(button("addRule"), Qt::LeftButton);
        QVERIFY(notice().contains(u"many"));
        QVERIFY(field("ruleMaxTokens")->hasFocus());
        field("ruleMaxTokens")->setText(u"10"_s);
        field("ruleUseModel")->setText(u"claude *"_s);
        QTest::mouseClick(button("addRule"), Qt::LeftButton);
        QVERIFY(notice().contains(u"claude *"));
        QVERIFY(rules().isEmpty());
        QTest::keyClicks(field("ruleUseModel"), u"x"_s);
        QVERIFY(notice().isEmpty());
    }

    void aChangeElsewhereLeavesWhatIsTyped()
    {
        addRule({0, {}, u"a"_s, {}, 1, {}});
        open();
        field("ruleModel")->setText(u"typed"_s);
        addRule({0, {}, u"b"_s, {}, 1, {}});
        QTRY_COMPARE(table()->model()->rowCount(), 2);
        QCOMPARE(field("ruleModel")->text(), u"typed"_s);
        QCOMPARE(table()->currentIndex().row(), 0);
    }

    void cacheTimesAreSaidInWords()
    {
        QCOMPARE(RulesModel::cacheText(0), u"never"_s);
        QVERIFY(RulesModel::cacheText(1).startsWith(u"1 "));
        QVERIFY(RulesModel::cacheText(90).startsWith(u"90 "));
        QVERIFY(RulesModel::cacheText(600).startsWith(u"10 "));
        QVERIFY(RulesModel::cacheText(7200).startsWith(u"2 "));
        QVERIFY(RulesModel::cacheText(172'800).startsWith(u"2 "));
        // One that the list does not have is added to it.
        addRule({0, {}, u"*"_s, {}, 0, 90});
        open();
        QCOMPARE(named<QComboBox>(*m_dialog, "ruleCache")->currentText(),
                 RulesModel::cacheText(90));
    }

    void theEndpointsDialogOpensIt()
    {
        QWidget window;
        WindowDialogs dialogs(m_fixture->core(), window);
        dialogs.openEndpoint();
        auto* endpoint = window.findChild<EndpointDialog*>();
        QVERIFY(endpoint);
        QTest::mouseClick(named<QPushButton>(*endpoint, "openRules"), Qt::LeftButton);
        auto* opened = window.findChild<RulesDialog*>();
        QVERIFY(opened);
        QVERIFY(opened->isVisible());
    }

private:
    void open()
    {
        m_dialog = std::make_unique<RulesDialog>(m_fixture->core());
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    static EndpointClient clientNamed(const QString& name)
    {
        EndpointClient client;
        client.name = name;
        return client;
    }
    void addRule(const EndpointRule& rule)
    {
        bool done = false;
        m_fixture->core().rules().add(
            rule, [&](const Result<qint64>& added) { done = added.has_value(); });
        QTRY_VERIFY(done);
    }
    [[nodiscard]] const QList<EndpointRule>& rules() { return m_fixture->core().rules().rules(); }
    [[nodiscard]] QStringList models()
    {
        QStringList models;
        for (const EndpointRule& rule : rules())
            models.append(rule.model);
        return models;
    }
    [[nodiscard]] QTreeView* table() { return named<QTreeView>(*m_dialog, "rules"); }
    [[nodiscard]] QString cell(int row, int column)
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString notice() { return named<QLabel>(*m_dialog, "rulesNotice")->text(); }
    [[nodiscard]] QLineEdit* field(const char* name) { return named<QLineEdit>(*m_dialog, name); }
    [[nodiscard]] QPushButton* button(const char* name)
    {
        return named<QPushButton>(*m_dialog, name);
    }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<RulesDialog> m_dialog;
};

QTEST_MAIN(RulesDialogTest)
#include "tst_rulesdialog.moc"
