// SPDX-License-Identifier: GPL-3.0-or-later
#include "bareserver.h"
#include "pool/dispatcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <sys/resource.h>

#include <algorithm>

// Requests a second through the whole pool: scheduler, ledger, worker and transport, asked from one
// thread, against a thread of this process that answers with the same bytes. bench_pool COUNT: that
// many at 16 at once and nothing else, for a profiler.

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kAccounts = 4;
constexpr int kRounds = 3;

double cpuMicroseconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

struct Figures
{
    double perSecond = 0;
    double medianUs = 0;
    double lateUs = 0; // the 99th of a hundred
    double cpuUs = 0;  // of this process, its server included
};

class Bench final
{
public:
    Bench(Dispatcher& pool, QByteArray body)
        : m_pool(pool)
        , m_body(std::move(body))
    {
    }

    Figures run(int atOnce, int count)
    {
        m_took.clear();
        m_left = count;
        m_slots.clear();
        m_slots.resize(static_cast<size_t>(atOnce));
        QElapsedTimer timer;
        timer.start();
        const double cpu = cpuMicroseconds();
        for (size_t i = 0; i < m_slots.size(); ++i)
            ask(i);
        while (m_took.size() < count)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        Figures figures;
        figures.perSecond = count / (static_cast<double>(timer.nsecsElapsed()) / 1e9);
        figures.cpuUs = (cpuMicroseconds() - cpu) / count;
        std::sort(m_took.begin(), m_took.end());
        figures.medianUs = m_took.at(count / 2);
        figures.lateUs = m_took.at(count * 99 / 100);
        return figures;
    }

private:
    struct Slot
    {
        QElapsedTimer timer;
        std::optional<RequestHandle> handle;
    };

    void ask(size_t slot)
    {
        if (m_left-- <= 0)
            return;
        Request request;
        request.model = u"claude-sonnet-5-5"_s;
        request.maxTokens = 64;
        request.stream = false;
        request.client = {Client::Kind::Endpoint, u"bench"_s};
        request.body = m_body;
        RequestObserver observer;
        observer.finished = [this, slot](const Outcome& outcome) {
            if (outcome.error)
                qFatal("%s", qPrintable(outcome.error->sentence()));
            m_took.append(static_cast<double>(m_slots[slot].timer.nsecsElapsed()) / 1e3);
            ask(slot);
        };
        m_slots[slot].timer.start();
        m_slots[slot].handle.emplace(
            m_pool.send(std::move(request), m_mailbox.address(), std::move(observer)));
    }

    Dispatcher& m_pool;
    const QByteArray m_body;
    Mailbox m_mailbox;
    std::vector<Slot> m_slots;
    QList<double> m_took;
    int m_left = 0;
};

QByteArray constantAnswer()
{
    const QByteArray body =
        R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5",)"
        R"("content":[{"type":"text","text":")" +
        QByteArray("word ").repeated(170) +
        R"("}],"stop_reason":"end_turn","usage":{"input_tokens":25,"output_tokens":170}})";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: req_1\r\n"
           "anthropic-ratelimit-requests-limit: 4000\r\n"
           "anthropic-ratelimit-requests-remaining: 3999\r\n"
           "anthropic-ratelimit-requests-reset: 2030-01-01T00:00:00Z\r\ncontent-length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const BareServer server(constantAnswer());
    const QTemporaryDir folder;
    auto database = Database::open(folder.filePath(u"patchbay.db"_s), folder.path());
    if (!database)
        qFatal("no database");
    Ledger ledger(**database, u"bench"_s);
    const PriceTable prices = PriceTable::builtIn();
    const SystemClock clock;
    PoolOptions options;
    options.defaultBaseUrl = server.url();
    options.userAgent = u"patchbay/bench"_s;
    Dispatcher pool(options, ledger, prices, clock,
                    [](const AccountId&, const std::optional<Credential>&,
                       const MailboxAddress& replyTo, Completion<Credential> done) {
                        replyTo.post([done = std::move(done)]() mutable {
                            done(Credential{Credential::Form::ApiKey,
                                            Secret::take(QByteArray("sk-ant-test-1"))});
                        });
                    });
    QList<Account> accounts;
    for (int i = 0; i < kAccounts; ++i) {
        Account account;
        account.id = {QString::number(i)};
        account.name = u"account %1"_s.arg(i);
        account.maxConcurrent = 64;
        accounts.append(account);
    }
    pool.setAccounts(accounts);

    QTextStream out(stdout);
    if (argc > 1) {
        Bench bench(pool, QByteArray(1000, 'x'));
        const Figures figures = bench.run(16, QByteArray(argv[1]).toInt());
        out << figures.perSecond << " requests a second\n";
        return 0;
    }
    out << "   body at once |     req/s   p50 us   p99 us  CPU us\n";
    for (const auto& [size, atOnce, count] : {std::tuple{1'000, 1, 4000},
                                              {1'000, 16, 20'000},
                                              {1'000, 64, 20'000},
                                              {200'000, 1, 500},
                                              {200'000, 16, 2000}}) {
        Bench bench(pool, QByteArray(size, 'x'));
        QList<Figures> all;
        for (int round = 0; round < kRounds; ++round)
            all.append(bench.run(atOnce, count));
        const auto each = [&all](double Figures::* which) {
            QList<double> values;
            for (const Figures& one : all)
                values.append(one.*which);
            return median(values);
        };
        out << u"%1 %2 | %3 %4 %5 %6\n"_s.arg(size, 7)
                   .arg(atOnce, 7)
                   .arg(each(&Figures::perSecond), 9, 'f', 0)
                   .arg(each(&Figures::medianUs), 8, 'f', 0)
                   .arg(each(&Figures::lateUs), 8, 'f', 0)
                   .arg(each(&Figures::cpuUs), 7, 'f', 0);
        out.flush();
    }
    return 0;
}
