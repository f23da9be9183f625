// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settings.h"

#include <QFileInfo>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class SettingsTest final : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_count = 0;

    QString newFile() { return m_folder.filePath(u"settings%1.ini"_s.arg(++m_count)); }

private Q_SLOTS:
    void theTableHoldsTogether()
    {
        Settings settings(newFile());
        QSet<QString> names;
        for (const SettingInfo& row : Settings::table()) {
            const QString name = QString::fromLatin1(row.name);
            names.insert(name);
            QCOMPARE(Settings::find(name), &row);
            QCOMPARE(settings.value(row.key), row.defaultValue);
            QVERIFY2(settings.setValue(row.key, row.defaultValue).has_value(), row.name);
            QVERIFY(qstrlen(row.description) > 0);
        }
        QCOMPARE(names.size(), static_cast<qsizetype>(Settings::table().size()));
        QVERIFY(!Settings::find(u"no-such"_s));
    }

    void keepsWhatIsSet()
    {
        const QString file = newFile();
        {
            Settings settings(file);
            QSignalSpy changed(&settings, &Settings::changed);
            QVERIFY(settings.setValue(SettingKey::Theme, u"dark"_s).has_value());
            QVERIFY(settings.setValue(SettingKey::MaxTokens, u"4096"_s).has_value());
            QVERIFY(settings.setValue(SettingKey::SendWithEnter, false).has_value());
            QCOMPARE(changed.size(), 3);
            QVERIFY(settings.setValue(SettingKey::Theme, u"dark"_s).has_value());
            QCOMPARE(changed.size(), 3);
        }
        const Settings settings(file);
        QCOMPARE(settings.text(SettingKey::Theme), u"dark"_s);
        QCOMPARE(settings.number(SettingKey::MaxTokens), 4096);
        QVERIFY(!settings.isOn(SettingKey::SendWithEnter));
    }

    void addressesAreSafeOnes_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("none") << QString() << true;
        QTest::newRow("https") << u"https://hooks.example.com/services/T0/B0"_s << true;
        QTest::newRow("with a password") << u"https://me:pw@hooks.example.com/x?y=1"_s << true;
        QTest::newRow("loopback") << u"http://127.0.0.1:8080/hook"_s << true;
        QTest::newRow("loopback by name") << u"http://localhost:8080/hook"_s << true;
        QTest::newRow("loopback of IPv6") << u"http://[::1]:8080/hook"_s << true;
        QTest::newRow("plain") << u"http://hooks.example.com/sekrit"_s << false;
        QTest::newRow("looks like loopback") << u"http://localhost.example.com/sekrit"_s << false;
        QTest::newRow("a file") << u"file:///etc/sekrit"_s << false;
        QTest::newRow("no host") << u"https:///sekrit"_s << false;
        QTest::newRow("no address") << u"sekrit words"_s << false;
    }

    void addressesAreSafeOnes()
    {
        QFETCH(QString, address);
        QFETCH(bool, isGood);
        Settings settings(newFile());
        const auto set = settings.setValue(SettingKey::AlertWebhook, address);
        QCOMPARE(set.has_value(), isGood);
        QCOMPARE(settings.text(SettingKey::AlertWebhook), isGood ? address : QString());
        if (!isGood) // it may hold a credential
            QVERIFY(!set.error().sentence().contains(u"sekrit"_s));
    }

    void isTheOwnersAlone()
    {
        const QString file = newFile();
        Settings settings(file);
        QVERIFY(settings.setValue(SettingKey::Theme, u"dark"_s).has_value());
        QVERIFY(settings.setValue(SettingKey::Theme, u"light"_s).has_value());
        const auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(file).permissions() & others, QFile::Permissions());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("no choice") << u"theme"_s << QVariant(u"blue"_s);
        QTest::newRow("not a number") << u"max-tokens"_s << QVariant(u"many"_s);
        QTest::newRow("too small") << u"max-tokens"_s << QVariant(0);
        QTest::newRow("too large") << u"text-zoom"_s << QVariant(301);
        QTest::newRow("beyond int") << u"max-tokens"_s << QVariant(u"99999999999"_s);
        QTest::newRow("neither true nor false") << u"send-with-enter"_s << QVariant(u"perhaps"_s);
        QTest::newRow("unset") << u"max-tokens"_s << QVariant();
    }
    void refuses()
    {
        QFETCH(QString, name);
        QFETCH(QVariant, value);
        Settings settings(newFile());
        QSignalSpy changed(&settings, &Settings::changed);
        const SettingInfo* row = Settings::find(name);
        QVERIFY(row);
        const auto set = settings.setValue(row->key, value);
        QVERIFY(!set.has_value());
        QCOMPARE(set.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!set.error().nextStep.isEmpty());
        QCOMPARE(settings.value(row->key), row->defaultValue);
        QCOMPARE(changed.size(), 0);
    }

    void aRangeIsToldInWholeNumbers()
    {
        Settings settings(newFile());
        const auto set = settings.setValue(SettingKey::MaxTokens, 0);
        QVERIFY(!set.has_value());
        QVERIFY2(set.error().nextStep.contains(u"1 … 1000000"_s), qPrintable(set.error().nextStep));
    }

    void badFileMeansDefaults()
    {
        const QString path = newFile();
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        static constexpr char kBytes[] =
            "theme=purple\nmax-tokens=-4\n\x00\xff[[[\ntext-zoom=150\n";
        file.write(kBytes, sizeof kBytes - 1);
        file.close();
        const Settings settings(path);
        QCOMPARE(settings.text(SettingKey::Theme), u"system"_s);
        QCOMPARE(settings.number(SettingKey::MaxTokens), 8192);
    }

    void aFileThatCannotBeWrittenIsAnError()
    {
        const QString inTheWay = newFile();
        QVERIFY(QFile(inTheWay).open(QIODevice::WriteOnly));
        Settings settings(inTheWay + u"/settings.ini"_s);
        const auto set = settings.setValue(SettingKey::Theme, u"dark"_s);
        QVERIFY(!set.has_value());
        QCOMPARE(set.error().kind, ErrorKind::StorageUnavailable);
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_settings.moc"
