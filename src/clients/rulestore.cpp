// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/rulestore.h"

#include "clients/rulerows.h"

#include <QLoggingCategory>

namespace Patchbay {

namespace {

Q_LOGGING_CATEGORY(lcRules, "patchbay.rules")

} // namespace

RuleStore::RuleStore(Database& database, QObject* parent)
    : QObject(parent)
    , m_database(database)
{
}

Result<void> RuleStore::load()
{
    const auto reader = m_database.reader();
    if (!reader)
        return Failure(reader.error());
    auto rules = selectRules(**reader);
    if (!rules)
        return Failure(rules.error());
    m_rules = std::move(*rules);
    return {};
}

void RuleStore::reload()
{
    read([](const Result<void>&) {});
}

void RuleStore::read(Completion<void> done)
{
    m_database.read<QList<EndpointRule>>(
        [](Connection& connection) { return selectRules(connection); }, m_mailbox.address(),
        [this, done = std::move(done)](Result<QList<EndpointRule>> rules) mutable {
            if (!rules) {
                qCWarning(lcRules) << "rules cannot be read again:" << rules.error();
                return done(Failure(rules.error()));
            }
            if (m_rules != *rules) {
                m_rules = std::move(*rules);
                Q_EMIT changed();
            }
            done({});
        });
}

void RuleStore::write(Database::Write job, Completion<void> done)
{
    m_database.write(std::move(job), Database::Haste::Now, m_mailbox.address(),
                     [this, done = std::move(done)](Result<void> written) mutable {
                         if (!written)
                             return done(std::move(written));
                         // What was written holds, whether or not it can be read back just now.
                         read([done = std::move(done)](const Result<void>&) mutable { done({}); });
                     });
}

void RuleStore::add(const EndpointRule& rule, Completion<qint64> done)
{
    const auto id = std::make_shared<qint64>(0); // the writer's until it answers
    write(
        [rule, id](Connection& connection) -> Result<void> {
            if (const auto right = validateRule(rule); !right)
                return right;
            const auto made = insertRule(connection, rule);
            if (!made)
                return Failure(made.error());
            *id = *made;
            return {};
        },
        [id, done = std::move(done)](const Result<void>& written) mutable {
            done(written ? Result<qint64>(*id) : Failure(written.error()));
        });
}

void RuleStore::edit(const EndpointRule& rule, Completion<void> done)
{
    write(
        [rule](Connection& connection) -> Result<void> {
            if (const auto right = validateRule(rule); !right)
                return right;
            return updateRule(connection, rule);
        },
        std::move(done));
}

void RuleStore::remove(qint64 id, Completion<void> done)
{
    write([id](Connection& connection) { return deleteRule(connection, id); }, std::move(done));
}

void RuleStore::move(qint64 id, qint64 position, Completion<void> done)
{
    write([id, position](Connection& connection) { return moveRule(connection, id, position); },
          std::move(done));
}

} // namespace Patchbay
