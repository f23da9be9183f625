// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/simulatorthread.h"

#include "base/eventthread.h"

#include <future>

namespace Patchbay {

class SimulatorThread::Host final
{
public:
    explicit Host(SimulatorOptions options)
        : m_options(std::move(options))
        , m_thread(QStringLiteral("simulator"))
    {
    }

    struct Started
    {
        quint16 port = 0;
        QUrl baseUrl;
    };

    Result<Started> start()
    {
        return run<Result<Started>>([this]() -> Result<Started> {
            m_simulator = std::make_unique<Simulator>(std::move(m_options));
            m_thread.atExit([this] { m_simulator.reset(); });
            if (const auto listening = m_simulator->listen(); !listening)
                return Failure(listening.error());
            return Started{m_simulator->port(), m_simulator->baseUrl()};
        });
    }

    /// Runs `question` on the simulator's thread and waits for what it gives back; T() when there
    /// is no simulator any more.
    template <class T>
    T ask(std::move_only_function<T(Simulator&)> question)
    {
        return run<T>([this, question = std::move(question)]() mutable {
            return m_simulator ? question(*m_simulator) : T();
        });
    }

    void stop() { m_thread.stop(); }

private:
    template <class T>
    T run(std::move_only_function<T()> task)
    {
        std::promise<T> promise;
        auto result = promise.get_future();
        const bool posted =
            m_thread.post([promise = std::move(promise), task = std::move(task)]() mutable {
                promise.set_value(task());
            });
        return posted ? result.get() : T();
    }

    SimulatorOptions m_options;
    // On the thread alone.
    std::unique_ptr<Simulator> m_simulator;
    EventThread m_thread;
};

SimulatorThread::SimulatorThread(SimulatorOptions options)
    : m_host(std::make_unique<Host>(std::move(options)))
{
}

SimulatorThread::~SimulatorThread()
{
    m_host->stop();
}

Result<void> SimulatorThread::start()
{
    const auto started = m_host->start();
    if (!started)
        return Failure(started.error());
    m_port = started->port;
    m_baseUrl = started->baseUrl;
    return {};
}

void SimulatorThread::setScript(Script script)
{
    m_host->ask<bool>([script = std::move(script)](Simulator& simulator) mutable {
        simulator.setScript(std::move(script));
        return true;
    });
}

QList<ReceivedRequest> SimulatorThread::requests() const
{
    return m_host->ask<QList<ReceivedRequest>>(&Simulator::requests);
}

qint64 SimulatorThread::requestCount() const
{
    return m_host->ask<qint64>(&Simulator::requestCount);
}

BilledTable SimulatorThread::billed() const
{
    return m_host->ask<BilledTable>(&Simulator::billed);
}

OAuthCounts SimulatorThread::oauthCounts() const
{
    return m_host->ask<OAuthCounts>(&Simulator::oauthCounts);
}

qsizetype SimulatorThread::openConnections() const
{
    return m_host->ask<qsizetype>(&Simulator::openConnections);
}

qsizetype SimulatorThread::openAnswers() const
{
    return m_host->ask<qsizetype>(&Simulator::openAnswers);
}

void SimulatorThread::stop()
{
    m_host->stop();
}

} // namespace Patchbay
