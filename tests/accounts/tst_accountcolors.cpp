// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountcolors.h"

#include <QSet>
#include <QTest>

using namespace Patchbay;

class AccountColorsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstEightAreDistinct();
    void aFreedColorIsUsedAgain();
    void moreThanEightAreSpread();
    void theDemoTakesNone();
};

namespace {

Account colored(int color)
{
    Account account;
    account.color = color;
    return account;
}

} // namespace

void AccountColorsTest::firstEightAreDistinct()
{
    QList<Account> accounts;
    for (int i = 0; i < accountColorCount; ++i) {
        const int color = freeColor(accounts);
        QCOMPARE(color, i);
        accounts.append(colored(color));
    }
}

void AccountColorsTest::aFreedColorIsUsedAgain()
{
    QCOMPARE(freeColor({colored(0), colored(2), colored(3)}), 1);
}

void AccountColorsTest::moreThanEightAreSpread()
{
    QList<Account> accounts;
    for (int i = 0; i < 3 * accountColorCount; ++i)
        accounts.append(colored(freeColor(accounts)));
    for (int color = 0; color < accountColorCount; ++color) {
        QCOMPARE(std::count_if(accounts.begin(), accounts.end(),
                               [color](const Account& account) { return account.color == color; }),
                 3);
    }
}

void AccountColorsTest::theDemoTakesNone()
{
    Account demo = colored(0);
    demo.source = AccountSource::Demo;
    QCOMPARE(freeColor({demo}), 0);
    QCOMPARE(freeColor({colored(-1), colored(99)}), 0);
}

QTEST_GUILESS_MAIN(AccountColorsTest)
#include "tst_accountcolors.moc"
