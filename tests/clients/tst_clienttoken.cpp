// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clienttoken.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestClientToken final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokensLookAlikeAndAreAllDifferent()
    {
        static const QRegularExpression form(u"^pb-[A-Za-z0-9_-]{43}$"_s);
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i) {
            const Secret token = makeClientToken();
            const QString text = QString::fromLatin1(token.reveal());
            QVERIFY2(form.match(text).hasMatch(), qPrintable(text));
            QVERIFY(text.endsWith(clientTokenEnd(token)));
            QCOMPARE(clientTokenEnd(token).size(), 4);
            seen.insert(text);
        }
        QCOMPARE(seen.size(), 1000);
    }

    void theHashIsSha256()
    {
        QCOMPARE(clientTokenHash("abc").toHex(),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_ba);
        QCOMPARE(clientTokenHash({}).toHex(),
                 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba);
    }
};

QTEST_GUILESS_MAIN(TestClientToken)
#include "tst_clienttoken.moc"
