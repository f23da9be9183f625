// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/environment.h"
#include "base/paths.h"
#include "clients/clienttable.h"
#include "clients/ownclient.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestOwnClient final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] Paths paths() const { return Paths::from(Environment(), m_dir->path()); }
    [[nodiscard]] QString file() const { return m_dir->filePath(u"serve.token"_s); }
    [[nodiscard]] QByteArray content() const
    {
        QFile read(file());
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    }
    void put(const QByteArray& text) const
    {
        QFile written(file());
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write(text);
    }
    [[nodiscard]] Result<std::optional<OwnClient>> own(const QString& token = {},
                                                       bool hasClients = false) const
    {
        return ownClientFor(Environment({{u"PATCHBAY_TOKEN"_s, token}}), paths(), hasClients, 7);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void theEnvironmentsTokenIsThatOfEnv()
    {
        const auto made = own(u" my-token "_s);
        QVERIFY(made && made->has_value());
        const OwnClient& client = **made;
        QCOMPARE(client.client.name, u"env"_s);
        QVERIFY(client.file.isEmpty());
        const ClientTable table({client.client});
        QCOMPARE((*table.find("my-token", 8))->id, u"env"_s);
        QVERIFY(!QFile::exists(file()));
    }

    void aTokenNoHeaderCanCarryIsRefused()
    {
        for (const QString& wrong :
             {u"two words"_s, u"line\nbreak"_s, u"früh"_s, QString(5'000, u'x')}) {
            const auto refused = own(wrong);
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
            QVERIFY(!refused.error().sentence().contains(wrong));
        }
    }

    void withoutAClientATokenIsWrittenAndKept()
    {
        const auto made = own();
        QVERIFY(made && made->has_value());
        QCOMPARE((*made)->file, file());
        QCOMPARE(content(), (*made)->token.reveal().toByteArray() + '\n');
        QCOMPARE(QFile::permissions(file()) &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        const auto again = own();
        QVERIFY(again && again->has_value());
        QCOMPARE((*again)->token.reveal(), (*made)->token.reveal());
        QVERIFY(ClientTable({(*again)->client}).find((*made)->token.reveal(), 8));
    }

    void withAClientOrATokenOfItsOwnTheFileGoes()
    {
        QVERIFY(own());
        const auto none = own({}, true);
        QVERIFY(none && !none->has_value());
        QVERIFY(!QFile::exists(file()));
        QVERIFY(own());
        QVERIFY(own(u"mine"_s, true)->has_value());
        QVERIFY(!QFile::exists(file()));
    }

    void whatIsNoTokenIsReplaced()
    {
        for (const QByteArray& wrong : {QByteArray(), QByteArray("\n"), QByteArray("a b\n"),
                                        QByteArray("a\nb\n"), QByteArray(10'000, 'x')}) {
            put(wrong);
            const auto made = own();
            QVERIFY(made && made->has_value());
            QVERIFY(content().startsWith("pb-"));
        }
    }

    // Another's file that the link leads to is neither read nor written.
    void aLinkIsReplaced()
    {
        const QString other = m_dir->filePath(u"other"_s);
        QFile target(other);
        QVERIFY(target.open(QIODevice::WriteOnly));
        target.write("precious");
        target.close();
        QVERIFY(QFile::link(other, file()));
        const auto made = own();
        QVERIFY(made && made->has_value());
        QVERIFY(!QFileInfo(file()).isSymLink());
        QVERIFY(target.open(QIODevice::ReadOnly));
        QCOMPARE(target.readAll(), "precious"_ba);
    }

    void aReadableFileIsClosedToOthers()
    {
        put("pb-old\n");
        QVERIFY(
            QFile::setPermissions(file(), QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
        const auto kept = own();
        QVERIFY(kept && kept->has_value());
        QCOMPARE((*kept)->token.reveal(), QByteArrayView("pb-old"));
        QVERIFY(!(QFile::permissions(file()) & QFile::ReadOther));
    }

    void aFolderThatCannotBeWrittenIsTold()
    {
        m_dir->remove();
        const auto refused = own();
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(refused.error().nextStep.contains(u"PATCHBAY_TOKEN"_s));
    }
};

QTEST_GUILESS_MAIN(TestOwnClient)
#include "tst_ownclient.moc"
