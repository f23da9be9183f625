// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/dispatcher.h"

#include "base/eventthread.h"
#include "pool/board.h"
#include "pool/kindtransports.h"
#include "pool/requestlink.h"
#include "pool/worker.h"
#include "usage/budget.h"

#include <QThread>

#include <algorithm>
#include <atomic>

namespace Patchbay {

namespace {

constexpr int kMostWorkers = 4;
constexpr int kMostWorkersAsked = 64;

// Filled and emptied on its own thread; tasks that find it empty come too late.
template <class T>
struct Place
{
    std::unique_ptr<T> thing;
};

int workerCount(int wanted)
{
    if (wanted > 0)
        return std::min(wanted, kMostWorkersAsked);
    return std::clamp(QThread::idealThreadCount(), 1, kMostWorkers);
}

// The turns of a conversation with the `claude` program go to one worker, which has its process.
void keepProgramsTogether(std::vector<Board::WorkerLink>& workers)
{
    const std::vector<Board::WorkerLink> plain = workers;
    for (size_t i = 0; i < workers.size(); ++i) {
        workers[i].start = [plain, i](AttemptOrder order) {
            const bool isKept =
                order.account.kind == AccountKind::ClaudeCommand && !order.conversation.isEmpty();
            const size_t worker = isKept ? qHash(order.conversation) % plain.size() : i;
            plain[worker].start(std::move(order));
        };
        workers[i].cancel = [plain](quint64 request) {
            for (const Board::WorkerLink& worker : plain)
                worker.cancel(request); // those that do not have it pass it over
        };
    }
}

} // namespace

struct Dispatcher::Threads
{
    PoolOptions options;
    const Ledger& ledger;
    std::shared_ptr<std::atomic<bool>> gone = std::make_shared<std::atomic<bool>>(false);
    std::atomic<quint64> lastId = 0;
    std::shared_ptr<Place<Board>> board = std::make_shared<Place<Board>>();
    std::vector<std::shared_ptr<Place<Worker>>> workers;
    EventThread boardThread{QStringLiteral("board")};
    std::vector<std::unique_ptr<EventThread>> workerThreads;
};

Dispatcher::Dispatcher(PoolOptions options, Ledger& ledger, PriceTable prices, const Clock& clock,
                       CredentialReader credentials, BudgetGuard* budgets)
    : m_threads(std::make_unique<Threads>(std::move(options), ledger))
{
    Threads& threads = *m_threads;
    Board::Context context{threads.options,        ledger, std::move(prices), clock,
                           std::move(credentials), {},     threads.gone,      budgets};
    const MailboxAddress boardAddress = threads.boardThread.address();

    for (int i = 0; i < workerCount(threads.options.workers); ++i) {
        auto thread = std::make_unique<EventThread>(QStringLiteral("worker %1").arg(i + 1));
        const auto place = std::make_shared<Place<Worker>>();
        const auto report = [boardAddress, board = threads.board](AttemptReport attempt) {
            boardAddress.post([board, attempt = std::move(attempt)]() mutable {
                if (board->thing)
                    board->thing->attemptEnded(std::move(attempt));
            });
        };
        const auto answers = [boardAddress, board = threads.board](quint64 request,
                                                                   const AnswerHeaders& headers) {
            boardAddress.post([board, request, headers] {
                if (board->thing)
                    board->thing->attemptAnswers(request, headers);
            });
        };
        EventThread* const raw = thread.get();
        thread->post([raw, place, answers, report, &ledger, &clock, &shared = threads.options] {
            place->thing = std::make_unique<Worker>(
                shared, ledger, clock,
                std::make_unique<KindTransports>(shared.extraCaFile, shared.claude), answers,
                report);
            raw->atExit([place] { place->thing.reset(); });
        });
        const MailboxAddress address = thread->address();
        const auto toWorker = [address, place](auto call) {
            address.post([place, call = std::move(call)]() mutable {
                if (place->thing)
                    call(*place->thing);
            });
        };
        context.workers.push_back(
            {[toWorker](AttemptOrder order) {
                 toWorker([order = std::move(order)](Worker& worker) mutable {
                     worker.start(std::move(order));
                 });
             },
             [toWorker](quint64 request) {
                 toWorker([request](Worker& worker) { worker.cancel(request); });
             },
             [toWorker](const QSet<AccountId>& accounts) {
                 toWorker([accounts](Worker& worker) { worker.keepOnly(accounts); });
             }});
        threads.workers.push_back(place);
        threads.workerThreads.push_back(std::move(thread));
    }

    keepProgramsTogether(context.workers);
    EventThread* const boardThread = &threads.boardThread;
    threads.boardThread.post(
        [boardThread, board = threads.board, context = std::move(context)]() mutable {
            board->thing = std::make_unique<Board>(std::move(context));
            boardThread->atExit([board] { board->thing.reset(); });
        });
}

Dispatcher::~Dispatcher()
{
    m_threads->gone->store(true, std::memory_order_release);
    post([](Board& board) { board.close(); });
    // The workers first: each tells the board how its attempts ended, and the board the ledger.
    for (const auto& thread : m_threads->workerThreads)
        thread->stop();
    post([](Board& board) { board.closeRest(); });
    m_threads->boardThread.stop();
}

void Dispatcher::post(std::move_only_function<void(Board&)> task) const
{
    m_threads->boardThread.post([board = m_threads->board, task = std::move(task)]() mutable {
        if (board->thing)
            task(*board->thing);
    });
}

void Dispatcher::setAccounts(QList<Account> accounts)
{
    // The caller goes on with a list of its own: it may grow in place once nobody shares it, and
    // Qt looks whether somebody does without ordering what was read before.
    accounts.detach();
    post([accounts = std::move(accounts)](Board& board) { board.setAccounts(accounts); });
}

void Dispatcher::setLimits(QHash<AccountId, QList<LimitWindow>> limits)
{
    limits.detach();
    post([limits = std::move(limits)](Board& board) { board.setLimits(limits); });
}

void Dispatcher::setBudgets(QList<Budget> budgets)
{
    budgets.detach();
    post([budgets = std::move(budgets)](Board& board) { board.setBudgets(budgets); });
}

void Dispatcher::setPrices(PriceTable prices)
{
    post([prices = std::move(prices)](Board& board) { board.setPrices(prices); });
}

void Dispatcher::forgetCredential(const AccountId& id)
{
    post([id](Board& board) { board.forgetCredential(id); });
}

RequestHandle Dispatcher::send(Request request, const MailboxAddress& replyTo,
                               RequestObserver observer)
{
    const quint64 id = ++m_threads->lastId;
    const auto cancel = [address = m_threads->boardThread.address(), board = m_threads->board, id] {
        address.post([board, id] {
            if (board->thing)
                board->thing->cancel(id);
        });
    };
    auto link = std::make_shared<RequestHandle::Link>(replyTo, std::move(observer), m_threads->gone,
                                                      cancel);
    post([id, request = std::move(request), link](Board& board) mutable {
        board.send(id, std::move(request), std::move(link));
    });
    return RequestHandle(std::move(link));
}

bool Dispatcher::isLedgerBehind() const
{
    return m_threads->ledger.isBehind();
}

void Dispatcher::recordCached(CachedRequest request)
{
    post([request = std::move(request)](Board& board) { board.recordCached(request); });
}

void Dispatcher::snapshot(const MailboxAddress& replyTo,
                          std::function<void(const PoolSnapshot&)> done)
{
    post([replyTo, done = std::move(done)](Board& board) mutable {
        replyTo.post([done = std::move(done), snapshot = board.snapshot()] { done(snapshot); });
    });
}

void Dispatcher::observe(const MailboxAddress& replyTo,
                         std::function<void(const AccountFinding&)> finding,
                         std::function<void(const PoolLoad&)> load)
{
    post([replyTo, finding = std::move(finding), load = std::move(load)](Board& board) mutable {
        board.observe(replyTo, std::move(finding), std::move(load));
    });
}

} // namespace Patchbay
