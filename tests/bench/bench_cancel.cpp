// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/dispatcher.h"
#include "simulator/simulatorthread.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <tuple>

// How long a stream takes to end after it was cancelled: until the one who asked is told, and until
// its connection is gone at the upstream. With PATCHBAY_CLAUDE naming the claude program, through
// that as well.

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

void wait(const std::function<bool()>& isDone)
{
    while (!isDone())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1);
}

QString figures(QList<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double share) {
        return milliseconds.at(
            static_cast<qsizetype>(share * static_cast<double>(milliseconds.size() - 1)));
    };
    return u"median %1 ms, 99th %2 ms, worst %3 ms"_s.arg(at(0.5), 0, 'f', 2)
        .arg(at(0.99), 0, 'f', 2)
        .arg(at(1), 0, 'f', 2);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QTimer ticks; // wakes the waiting above
    ticks.start(1);
    SimulatorOptions simulated;
    simulated.script = *Script::fromJson(
        R"({"default":[{"reply":"word ","reply_bytes":1000000,"events_per_second":500}]})");
    SimulatorThread upstream(simulated);
    if (!upstream.start())
        qFatal("no upstream");

    const QTemporaryDir folder;
    auto database = Database::open(folder.filePath(u"patchbay.db"_s), folder.path());
    if (!database)
        qFatal("no database");
    Ledger ledger(**database, u"bench"_s);
    const PriceTable prices = PriceTable::builtIn();
    const SystemClock clock;
    Mailbox mailbox;
    PoolOptions options;
    options.defaultBaseUrl = upstream.baseUrl();
    options.userAgent = u"patchbay/bench"_s;
    options.claude.program = qEnvironmentVariable("PATCHBAY_CLAUDE");
    options.claude.folder = folder.filePath(u"claude"_s);
    Dispatcher pool(options, ledger, prices, clock,
                    [](const AccountId& id, const std::optional<Credential>&,
                       const MailboxAddress& replyTo, Completion<Credential> done) {
                        const auto form = id.value == u"program"_s ? Credential::Form::Program
                                                                   : Credential::Form::ApiKey;
                        replyTo.post([form, done = std::move(done)]() mutable {
                            done(Credential{form, Secret::take(QByteArray("sk-ant-test-1"))});
                        });
                    });
    Account account;
    account.id = {u"one"_s};
    account.name = u"one"_s;
    account.maxConcurrent = 64;
    Account program = account;
    program.id = {u"program"_s};
    program.name = u"program"_s;
    program.kind = AccountKind::ClaudeCommand;
    program.baseUrl = upstream.baseUrl();
    pool.setAccounts({account, program});
    QList<std::tuple<AccountId, int, int>> runs{{account.id, 1, 200}, {account.id, 16, 200}};
    if (!options.claude.program.isEmpty())
        runs.append({program.id, 1, 10});

    QTextStream out(stdout);
    for (const auto& [id, atOnce, streams] : runs) {
        QList<double> told;
        QList<double> closed;
        for (int round = 0; round < streams / atOnce; ++round) {
            std::vector<RequestHandle> handles;
            int begun = 0;
            int ended = 0;
            for (int i = 0; i < atOnce; ++i) {
                Request request;
                request.model = u"claude-sonnet-5-5"_s;
                request.account = id;
                request.body = R"({"model":"claude-sonnet-5-5","max_tokens":64,"stream":true,)"
                               R"("messages":[{"role":"user","content":"Hi"}]})";
                RequestObserver observer;
                observer.chunk = [&begun, isFirst = true](const QByteArray&) mutable {
                    begun += std::exchange(isFirst, false) ? 1 : 0;
                };
                observer.finished = [&ended](const Outcome&) { ++ended; };
                handles.push_back(
                    pool.send(std::move(request), mailbox.address(), std::move(observer)));
            }
            wait([&] { return begun == atOnce; });
            QElapsedTimer timer;
            timer.start();
            for (RequestHandle& handle : handles)
                handle.cancel();
            wait([&] { return ended == atOnce; });
            told.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            wait([&] { return upstream.openAnswers() == 0; });
            closed.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        out << id.value << ": " << atOnce << " stream(s) cancelled at once: told after "
            << figures(told) << "; connections closed after " << figures(closed) << "\n";
    }
    return 0;
}
