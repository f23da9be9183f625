// SPDX-License-Identifier: GPL-3.0-or-later
#include "clifixture.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// `patchbay-cli rules …`.
class RulesCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasAddedIsListed();
    void rulesAreMovedAndRemoved();
    void wrongUsageIsTold_data();
    void wrongUsageIsTold();
    void itSpeaksChinese();

private:
    static QJsonArray listOf(CliFixture& cli)
    {
        return CliFixture::json(cli.run(u"rules list --json"_s).output())
            .value(u"rules"_s)
            .toArray();
    }
    static QStringList models(CliFixture& cli)
    {
        QStringList models;
        for (const QJsonValue& rule : listOf(cli))
            models.append(rule.toObject().value(u"model"_s).toString());
        return models;
    }
};

void RulesCommandTest::whatWasAddedIsListed()
{
    CliFixture cli;
    Program empty = cli.run(u"rules list"_s);
    QCOMPARE(empty.exitCode(), 0);
    QVERIFY(empty.output().isEmpty());
    QVERIFY(empty.errors().contains("rules add"));
    QVERIFY(listOf(cli).isEmpty());
    QCOMPARE(cli.run(u"clients add CI"_s).exitCode(), 0);
    Program added = cli.run(u"rules add --client ci --model claude-opus-* --use-model "
                            "claude-haiku-4-5 --max-tokens 4096 --cache 3600"_s);
    QCOMPARE(added.exitCode(), 0);
    QVERIFY(added.output().isEmpty());
    QVERIFY(added.errors().contains('1'));
    QCOMPARE(cli.run(u"rules add --client env --cache 0"_s).exitCode(), 0);
    const QJsonArray rules = listOf(cli);
    QCOMPARE(rules.size(), 2);
    QCOMPARE(rules.at(0).toObject(), (QJsonObject{{u"id"_s, 1},
                                                  {u"place"_s, 1},
                                                  {u"client"_s, u"CI"_s},
                                                  {u"model"_s, u"claude-opus-*"_s},
                                                  {u"use_model"_s, u"claude-haiku-4-5"_s},
                                                  {u"max_tokens"_s, 4096},
                                                  {u"cache_seconds"_s, 3600}}));
    QCOMPARE(rules.at(1).toObject(), (QJsonObject{{u"id"_s, 2},
                                                  {u"place"_s, 2},
                                                  {u"client"_s, u"env"_s},
                                                  {u"model"_s, u"*"_s},
                                                  {u"use_model"_s, QJsonValue()},
                                                  {u"max_tokens"_s, QJsonValue()},
                                                  {u"cache_seconds"_s, 0}}));
    const QByteArray table = cli.run(u"rules list"_s).output();
    for (const char* word : {"CI", "claude-opus-*", "claude-haiku-4-5", "4096", "3600 s", "never"})
        QVERIFY2(table.contains(word), word);
}

void RulesCommandTest::rulesAreMovedAndRemoved()
{
    CliFixture cli;
    for (const QString& model : {u"a"_s, u"b"_s, u"c"_s})
        QCOMPARE(cli.run(u"rules add --max-tokens 1 --model "_s + model).exitCode(), 0);
    QCOMPARE(cli.run(u"rules move 3 1"_s).exitCode(), 0);
    QCOMPARE(models(cli), (QStringList{u"c"_s, u"a"_s, u"b"_s}));
    QCOMPARE(cli.run(u"rules move 3 500"_s).exitCode(), 0);
    QCOMPARE(models(cli), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(cli.run(u"rules remove 2"_s).exitCode(), 0);
    QCOMPARE(models(cli), (QStringList{u"a"_s, u"c"_s}));
    Program again = cli.run(u"rules remove 2"_s);
    QCOMPARE(again.exitCode(), 2);
    QVERIFY(again.errors().contains("rules list"));
    QCOMPARE(cli.run(u"rules move 2 1"_s).exitCode(), 2);
}

void RulesCommandTest::wrongUsageIsTold_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const QString& arguments, const QByteArray& told) {
        QTest::newRow(qPrintable(arguments)) << arguments << told;
    };
    row(u"add"_s, "--use-model");
    row(u"add --model claude-*"_s, "--use-model");
    row(u"add --client nobody --cache 60"_s, "nobody");
    row(u"add --use-model claude-*"_s, "claude-*");
    row(u"add --use-model a\\b"_s, "a\\b");
    row(u"add --model a,b --cache 60"_s, "a,b");
    row(u"add --max-tokens 0"_s, "--max-tokens");
    row(u"add --max-tokens many"_s, "--max-tokens");
    row(u"add --cache -1"_s, "--cache");
    row(u"add --cache 2592001"_s, "--cache");
    row(u"remove"_s, "ID");
    row(u"remove x"_s, "ID");
    row(u"move 1"_s, "PLACE");
    row(u"move 1 0"_s, "PLACE");
    row(u"change"_s, "change");
}

void RulesCommandTest::wrongUsageIsTold()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, told);
    CliFixture cli;
    Program program = cli.run(u"rules "_s + arguments);
    QCOMPARE(program.exitCode(), 2);
    QVERIFY(program.output().isEmpty());
    const QByteArray errors = program.errors();
    QVERIFY2(errors.contains(told), errors.constData());
    QVERIFY(listOf(cli).isEmpty());
}

void RulesCommandTest::itSpeaksChinese()
{
    CliFixture cli;
    Program added = cli.run(u"--language zh_CN rules add --cache 60"_s);
    QCOMPARE(added.exitCode(), 0);
    QVERIFY(added.errors().contains("规则"));
}

QTEST_GUILESS_MAIN(RulesCommandTest)
#include "tst_rulescommand.moc"
