// SPDX-License-Identifier: GPL-3.0-or-later
#include "choosingpolicy.h"

#include <QHash>

#include <algorithm>

namespace Patchbay {

namespace {

class Ours final : public ChoosingPolicy
{
public:
    Scheduler::Choice choose(const Scheduler::Question& question) override
    {
        return Scheduler().choose(question);
    }
};

// Who may serve, and when to wait, is decided as for ours; among those the order is another, and
// the limits that headers told are not looked at.
class Ordered : public ChoosingPolicy
{
public:
    Scheduler::Choice choose(const Scheduler::Question& question) final
    {
        std::vector<Candidate> candidates(question.candidates.begin(), question.candidates.end());
        for (size_t i = 0; i < candidates.size(); ++i) {
            candidates[i].limits.clear();
            candidates[i].account.priority = placeOf(candidates, i);
        }
        const Scheduler::Question own{question.request,
                                      candidates,
                                      question.excluded,
                                      question.excludedOrigins,
                                      keepsConversations() ? question.preferred : AccountId{},
                                      question.only,
                                      question.defaultBaseUrl,
                                      question.modelFamily,
                                      question.nowMs,
                                      question.deadlineMs,
                                      question.isOnlyForWell};
        Scheduler::Choice choice = Scheduler().choose(own);
        if (const auto* pick = std::get_if<Scheduler::Pick>(&choice)) {
            const auto chosen =
                std::find_if(candidates.begin(), candidates.end(),
                             [pick](const Candidate& c) { return c.account.id == pick->account; });
            given(*chosen, chosen - candidates.begin());
        }
        return choice;
    }

private:
    [[nodiscard]] virtual int placeOf(const std::vector<Candidate>& all, size_t index) const = 0;
    virtual void given(const Candidate& chosen, qsizetype index) = 0;
    [[nodiscard]] virtual bool keepsConversations() const { return false; }
};

class RoundRobin : public Ordered
{
    int placeOf(const std::vector<Candidate>& all, size_t index) const final
    {
        return static_cast<int>((index + all.size() - m_next) % all.size());
    }
    void given(const Candidate&, qsizetype index) final { m_next = static_cast<size_t>(index + 1); }

    size_t m_next = 0;
};

class StickyOnly final : public RoundRobin
{
    bool keepsConversations() const override { return true; }
};

class LeastUsed final : public Ordered
{
    int placeOf(const std::vector<Candidate>& all, size_t index) const override
    {
        constexpr int kOneRunning = 1'000'000;
        return all[index].inFlight * kOneRunning + m_given.value(all[index].account.id);
    }
    void given(const Candidate& chosen, qsizetype) override { ++m_given[chosen.account.id]; }

    QHash<AccountId, int> m_given;
};

} // namespace

std::unique_ptr<ChoosingPolicy> ChoosingPolicy::ours()
{
    return std::make_unique<Ours>();
}

std::unique_ptr<ChoosingPolicy> ChoosingPolicy::roundRobin()
{
    return std::make_unique<RoundRobin>();
}

std::unique_ptr<ChoosingPolicy> ChoosingPolicy::leastUsed()
{
    return std::make_unique<LeastUsed>();
}

std::unique_ptr<ChoosingPolicy> ChoosingPolicy::stickyOnly()
{
    return std::make_unique<StickyOnly>();
}

} // namespace Patchbay
