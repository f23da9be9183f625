// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "vault/vault.h"
#include "vault/vaulttext.h"

#include <QMap>
#include <QStringList>

#include <deque>
#include <optional>

namespace Patchbay::Testing {

/// A vault in memory that does as told: fails an operation, keeps it waiting, or never answers.
class ScriptedVault final : public Vault
{
public:
    using Vault::Vault;

    /// "write account/1/api_key" and so on, in the order of asking.
    QStringList journal;
    QMap<QString, QByteArray> entries;
    /// The error of every operation of that kind from now on.
    std::optional<Error> readError;
    std::optional<Error> writeError;
    std::optional<Error> removeError;
    /// So many writes work before writeError holds.
    int writesBeforeError = 0;
    /// Answers are kept until release().
    bool holds = false;
    /// Answers are thrown away.
    bool isSilent = false;

    void release()
    {
        holds = false;
        while (!m_held.empty()) {
            m_mailbox.post(std::move(m_held.front()));
            m_held.pop_front();
        }
    }
    [[nodiscard]] qsizetype held() const { return static_cast<qsizetype>(m_held.size()); }

    void read(const QString& key, Completion<Secret> done) override
    {
        journal.append(QStringLiteral("read ") + key);
        Result<Secret> result;
        if (readError)
            result = Failure(*readError);
        else if (!entries.contains(key))
            result = Failure(secretAbsent(displayName()));
        else
            result = Secret::take(QByteArray(entries[key].constData(), entries[key].size()));
        answer(std::move(done), std::move(result));
    }
    void write(const QString& key, const Secret& secret, Completion<void> done) override
    {
        journal.append(QStringLiteral("write ") + key);
        if (writeError && writesBeforeError-- <= 0)
            return answer(std::move(done), Result<void>(Failure(*writeError)));
        entries[key] = secret.reveal().toByteArray();
        answer(std::move(done), Result<void>());
    }
    void remove(const QString& key, Completion<void> done) override
    {
        journal.append(QStringLiteral("remove ") + key);
        if (removeError)
            return answer(std::move(done), Result<void>(Failure(*removeError)));
        entries.remove(key);
        answer(std::move(done), Result<void>());
    }
    void check(Completion<void> done) override
    {
        answer(std::move(done), readError ? Result<void>(Failure(*readError)) : Result<void>());
    }
    [[nodiscard]] QString displayName() const override { return QStringLiteral("the test vault"); }

private:
    template <class T>
    void answer(Completion<T> done, Result<T> result)
    {
        Task task = [done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        };
        if (isSilent)
            return;
        if (holds)
            m_held.push_back(std::move(task));
        else
            m_mailbox.post(std::move(task));
    }

    std::deque<Task> m_held;
    Mailbox m_mailbox;
};

} // namespace Patchbay::Testing
