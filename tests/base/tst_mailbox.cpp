// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mailbox.h"

#include <QEventLoop>
#include <QTest>
#include <QThread>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

using namespace Patchbay;

namespace {

// Counts what of it lives, on whatever thread it dies.
class Counted final
{
public:
    explicit Counted(std::atomic<int>& alive)
        : m_alive(&alive)
    {
        ++*m_alive;
    }
    Counted(Counted&& other) noexcept
        : m_alive(std::exchange(other.m_alive, nullptr))
    {
    }
    Counted& operator=(Counted&&) = delete;
    ~Counted()
    {
        if (m_alive)
            --*m_alive;
    }

private:
    std::atomic<int>* m_alive;
};

// Posts to an address when it dies.
class PostsWhenDestroyed final
{
public:
    PostsWhenDestroyed(MailboxAddress address, std::atomic<int>& refused)
        : m_address(std::move(address))
        , m_refused(&refused)
    {
    }
    PostsWhenDestroyed(PostsWhenDestroyed&& other) noexcept
        : m_address(std::move(other.m_address))
        , m_refused(std::exchange(other.m_refused, nullptr))
    {
    }
    PostsWhenDestroyed& operator=(PostsWhenDestroyed&&) = delete;
    ~PostsWhenDestroyed()
    {
        if (m_refused && !m_address.post([] {}))
            ++*m_refused;
    }

private:
    MailboxAddress m_address;
    std::atomic<int>* m_refused;
};

} // namespace

class MailboxTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsInOrderAndNeverAtOnce()
    {
        Mailbox mailbox;
        std::vector<int> ran;
        for (int i = 0; i < 10'000; ++i)
            QVERIFY(mailbox.post([&ran, i] { ran.push_back(i); }));
        QVERIFY(ran.empty());
        QTRY_COMPARE(ran.size(), 10'000u);
        QVERIFY(std::is_sorted(ran.begin(), ran.end()));
    }

    void postFromATaskComesAfterWhatWasThere()
    {
        Mailbox mailbox;
        std::vector<int> ran;
        mailbox.post([&] {
            ran.push_back(1);
            mailbox.post([&] { ran.push_back(4); });
        });
        mailbox.post([&] { ran.push_back(2); });
        mailbox.post([&] { ran.push_back(3); });
        QTRY_COMPARE(ran, (std::vector<int>{1, 2, 3, 4}));
    }

    void orderHoldsWithinANestedLoop()
    {
        Mailbox mailbox;
        std::vector<int> ran;
        QEventLoop loop;
        mailbox.post([&] {
            ran.push_back(1);
            mailbox.post([&] {
                ran.push_back(4);
                loop.quit();
            });
            loop.exec(); // as a dialog of the platform does
            ran.push_back(5);
        });
        mailbox.post([&] { ran.push_back(2); });
        mailbox.post([&] { ran.push_back(3); });
        QTRY_COMPARE(ran, (std::vector<int>{1, 2, 3, 4, 5}));
        mailbox.post([&] { ran.push_back(6); });
        QTRY_COMPARE(ran.size(), 6u);
    }

    void destroyedWithinANestedLoop()
    {
        auto mailbox = std::make_unique<Mailbox>();
        int ran = 0;
        QEventLoop loop;
        mailbox->post([&] {
            ++ran;
            loop.exec();
            mailbox.reset();
        });
        mailbox->post([&] {
            ++ran;
            loop.quit();
        });
        QTRY_VERIFY(!mailbox);
        QCOMPARE(ran, 2);
    }

    void eachThreadsOrderIsKept()
    {
        constexpr int kThreads = 8;
        constexpr int kPosts = 5000;
        Mailbox mailbox;
        const QThread* receiver = QThread::currentThread();
        std::array<std::vector<int>, kThreads> ran; // touched by the receiver alone
        int strayed = 0;
        {
            std::vector<std::jthread> threads;
            for (std::size_t t = 0; t < kThreads; ++t) {
                threads.emplace_back([&, t, address = mailbox.address()] {
                    for (int i = 0; i < kPosts; ++i) {
                        address.post([&, t, i] {
                            strayed += QThread::currentThread() != receiver;
                            ran.at(t).push_back(i);
                        });
                    }
                });
            }
        }
        QTRY_VERIFY(std::all_of(ran.begin(), ran.end(),
                                [](const auto& each) { return each.size() == kPosts; }));
        for (const std::vector<int>& each : ran)
            QVERIFY(std::is_sorted(each.begin(), each.end()));
        QCOMPARE(strayed, 0);
    }

    void destroyedWhileManyPost()
    {
        std::atomic<int> alive = 0;
        for (int round = 0; round < 200; ++round) {
            std::atomic<int> accepted = 0;
            int ran = 0;
            bool isGone = false;
            int ranAfterwards = 0;
            auto mailbox = std::make_unique<Mailbox>();
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&, address = mailbox->address()] {
                    while (address.post([&, counted = Counted(alive)] {
                        ++ran;
                        ranAfterwards += isGone;
                    }))
                        ++accepted;
                });
            }
            const int wanted = round % 20;
            while (ran < wanted)
                QCoreApplication::sendPostedEvents();
            mailbox.reset();
            isGone = true;
            threads.clear();
            QCoreApplication::sendPostedEvents();
            QCOMPARE(ranAfterwards, 0);
            QVERIFY(ran <= accepted);
            QCOMPARE(alive, 0); // every task was destroyed, run or not
        }
    }

    void destroyedWithinATask()
    {
        std::atomic<int> alive = 0;
        auto mailbox = std::make_unique<Mailbox>();
        const MailboxAddress address = mailbox->address();
        int ran = 0;
        bool posted = true;
        mailbox->post([&, counted = Counted(alive)] {
            ++ran;
            address.post([&] { ++ran; }); // wakes what is about to be gone
            mailbox.reset();
            posted = address.post([&] { ++ran; });
        });
        for (int i = 0; i < 10; ++i)
            mailbox->post([&, counted = Counted(alive)] { ++ran; });
        QTRY_VERIFY(!mailbox);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(ran, 1);
        QVERIFY(!posted);
        QCOMPARE(alive, 0);
    }

    void addressOutlivesItsMailbox()
    {
        std::atomic<int> alive = 0;
        MailboxAddress address;
        QVERIFY(!address.post([] {}));
        {
            Mailbox mailbox;
            address = mailbox.address();
        }
        QVERIFY(!address.post([counted = Counted(alive)] {}));
        QCOMPARE(alive, 0);
    }

    void leftOverTasksDieOnTheReceiversThread()
    {
        const std::thread::id here = std::this_thread::get_id();
        std::thread::id diedOn;
        const auto notesItsThread = [&diedOn](void*) { diedOn = std::this_thread::get_id(); };
        {
            Mailbox mailbox;
            std::jthread poster([address = mailbox.address(), &notesItsThread] {
                address.post([note = std::unique_ptr<void, decltype(notesItsThread)>(
                                  const_cast<void*>(static_cast<const void*>(&notesItsThread)),
                                  notesItsThread)] {});
            });
            poster.join();
        }
        QVERIFY(diedOn == here);
    }

    void aDyingTaskMayPost()
    {
        // Whatever a task holds may post from its destructor: no lock may be held then.
        std::atomic<int> refused = 0;
        {
            Mailbox mailbox;
            bool ran = false;
            mailbox.post(
                [&ran, poster = PostsWhenDestroyed(mailbox.address(), refused)] { ran = true; });
            QTRY_VERIFY(ran);
            QCOMPARE(refused, 0);
            mailbox.post([poster = PostsWhenDestroyed(mailbox.address(), refused)] {});
        }
        QCOMPARE(refused, 1); // the one that was left over
        MailboxAddress gone;
        {
            Mailbox mailbox;
            gone = mailbox.address();
        }
        gone.post([poster = PostsWhenDestroyed(gone, refused)] {});
        QCOMPARE(refused, 2);
    }

    void twoMailboxesOfAThreadDoNotMix()
    {
        Mailbox first;
        auto second = std::make_unique<Mailbox>();
        int ran = 0;
        first.post([&] { ran += 1; });
        second->post([&] { ran += 100; });
        second.reset();
        QTRY_COMPARE(ran, 1);
    }
};

QTEST_GUILESS_MAIN(MailboxTest)
#include "tst_mailbox.moc"
