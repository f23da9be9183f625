// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/account.h"

#include <array>
#include <utility>

namespace Patchbay {

namespace {

template <class Value, std::size_t Size>
using Words = std::array<std::pair<Value, const char*>, Size>;

constexpr Words<AccountKind, 3> kKinds{{{AccountKind::ApiKey, "api_key"},
                                        {AccountKind::OAuth, "oauth"},
                                        {AccountKind::ClaudeCommand, "claude_command"}}};
constexpr Words<AccountSource, 3> kSources{{{AccountSource::Stored, "stored"},
                                            {AccountSource::Environment, "environment"},
                                            {AccountSource::Demo, "demo"}}};
constexpr Words<AccountState, 7> kStates{{{AccountState::Ready, "ready"},
                                          {AccountState::CoolingDown, "cooling_down"},
                                          {AccountState::NeedsSignIn, "needs_sign_in"},
                                          {AccountState::Blocked, "blocked"},
                                          {AccountState::Locked, "locked"},
                                          {AccountState::OverBudget, "over_budget"},
                                          {AccountState::Disabled, "disabled"}}};

template <class Value, std::size_t Size>
QString wordOf(const Words<Value, Size>& words, Value value)
{
    for (const auto& [known, word] : words) {
        if (known == value)
            return QString::fromLatin1(word);
    }
    Q_UNREACHABLE();
}

template <class Value, std::size_t Size>
std::optional<Value> valueOf(const Words<Value, Size>& words, const QString& word)
{
    for (const auto& [value, known] : words) {
        if (word == QLatin1String(known))
            return value;
    }
    return std::nullopt;
}

} // namespace

QString accountKindName(AccountKind kind)
{
    return wordOf(kKinds, kind);
}

QString accountStateName(AccountState state)
{
    return wordOf(kStates, state);
}

QString accountSourceName(AccountSource source)
{
    return wordOf(kSources, source);
}

std::optional<AccountKind> accountKindOf(const QString& name)
{
    return valueOf(kKinds, name);
}

std::optional<AccountState> accountStateOf(const QString& name)
{
    return valueOf(kStates, name);
}

std::optional<AccountSource> accountSourceOf(const QString& name)
{
    return valueOf(kSources, name);
}

} // namespace Patchbay
