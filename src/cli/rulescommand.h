// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"
#include "clients/endpointrule.h"

namespace CLI {
class App;
}

namespace Patchbay {

struct RulesOptions
{
    enum class Verb { List, Add, Remove, Move };
    Verb verb = Verb::List;
    // A new one.
    QString client;
    std::optional<QString> model;
    std::optional<QString> useModel;
    std::optional<qint64> maxTokens;
    std::optional<qint64> cacheSeconds;
    // One that is there.
    qint64 id = 0;
    qint64 place = 0; // from 1
    bool json = false;
};

/// Gives `rules` its verbs and their flags. `options` lives until the verb was made; `whenGiven` is
/// told what makes each verb.
void addRulesVerbs(CLI::App& app, RulesOptions& options,
                   const std::function<void(CLI::App&, MakeCommand)>& whenGiven);

/// `rules …`.
class RulesCommand final : public Command
{
    Q_OBJECT
public:
    RulesCommand(Core& core, RulesOptions options);

    void start() override;

private:
    void list();
    void add();
    [[nodiscard]] Result<EndpointRule> given() const;
    void finishWith(const Result<void>& result, const QString& done);

    Core& m_core;
    const RulesOptions m_options;
};

} // namespace Patchbay
