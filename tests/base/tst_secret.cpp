// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secret.h"

#include <QDebug>
#include <QString>
#include <QTest>

#include <concepts>
#include <thread>
#include <vector>

using namespace Patchbay;

namespace {

template <class T>
concept Printable = requires(QDebug debug, const T& value) { debug << value; };
static_assert(Printable<QByteArray>);
static_assert(!Printable<Secret>, "a secret must not reach a log by accident");
static_assert(!std::convertible_to<Secret, QByteArray>);
static_assert(!std::convertible_to<Secret, QString>);

} // namespace

class SecretTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesAndEmptiesTheBuffer()
    {
        QByteArray bytes("sk-ant-test-1");
        bytes.detach();
        const Secret secret = Secret::take(std::move(bytes));
        QVERIFY(
            bytes.isEmpty()); // NOLINT(bugprone-use-after-move): that it is empty is the promise
        QCOMPARE(secret.size(), 13);
        QVERIFY(!secret.isEmpty());
        QCOMPARE(secret.reveal().toByteArray(), QByteArray("sk-ant-test-1"));
    }

    void keepsEveryByte()
    {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all.append(static_cast<char>(i));
        const QByteArray expected(all.constData(), all.size());
        QCOMPARE(Secret::take(std::move(all)).reveal().toByteArray(), expected);
        QByteArray large(3'000'000, 'x');
        QCOMPARE(Secret::take(std::move(large)).size(), 3'000'000);
    }

    void emptyIsEmpty()
    {
        QVERIFY(Secret().isEmpty());
        QVERIFY(Secret::take(QByteArray()).isEmpty());
        QVERIFY(Secret().reveal().isEmpty());
        QVERIFY(Secret() == Secret::take(QByteArray()));
    }

    void comparesBytes()
    {
        const auto of = [](const char* text) { return Secret::take(QByteArray(text)); };
        QVERIFY(of("abc") == of("abc"));
        QVERIFY(!(of("abc") == of("abd")));
        QVERIFY(!(of("abc") == of("ab")));
        QVERIFY(!(of("abc") == Secret()));
    }

    void copiesShareTheBytes()
    {
        Secret copy;
        {
            const Secret secret = Secret::take(QByteArray("shared"));
            copy = secret;
            QCOMPARE(static_cast<const void*>(copy.reveal().data()),
                     static_cast<const void*>(secret.reveal().data()));
        }
        QCOMPARE(copy.reveal().toByteArray(), QByteArray("shared"));
    }

    void copiesGoBetweenThreads()
    {
        const Secret secret = Secret::take(QByteArray("shared"));
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([secret] {
                for (int i = 0; i < 1000; ++i) {
                    const Secret copy = secret;
                    if (copy.size() != 6)
                        qFatal("a copy lost its bytes");
                }
            });
        }
        threads.clear();
        QCOMPARE(secret.size(), 6);
    }

    void wipeEmpties()
    {
        QByteArray bytes("secret");
        wipe(bytes);
        QVERIFY(bytes.isEmpty());
        QString text = QStringLiteral("secret"); // a literal cannot be overwritten, and must not be
        wipe(text);
        QVERIFY(text.isEmpty());
        QCOMPARE(QStringLiteral("secret").size(), 6);
        QByteArray one("shared");
        one.detach();
        const QByteArray other = one;
        wipe(one);
        QCOMPARE(other, QByteArray("shared"));
    }
};

QTEST_GUILESS_MAIN(SecretTest)
#include "tst_secret.moc"
