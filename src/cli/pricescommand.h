// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"
#include "cli/command.h"

namespace CLI {
class App;
}

namespace Patchbay {

struct PricesOptions
{
    enum class Verb { List, Set, Remove };
    Verb verb = Verb::List;
    QString model;
    QString from; // a UTC day; empty: today to set, all to remove
    QString input, output, cacheWrite5m, cacheWrite1h, cacheRead;
    bool json = false;
};

/// Gives `prices` its verbs and their flags. `options` lives until the verb was made; `whenGiven`
/// is told what makes each verb.
void addPricesVerbs(CLI::App& app, PricesOptions& options,
                    const std::function<void(CLI::App&, MakeCommand)>& whenGiven);

/// `prices …`.
class PricesCommand final : public Command
{
    Q_OBJECT
public:
    PricesCommand(Core& core, PricesOptions options);

    void start() override;

private:
    void list();
    void set();
    void remove();
    [[nodiscard]] Result<PriceEdit> given() const;
    /// The UTC day that was named; none: `otherwise`.
    [[nodiscard]] Result<QDate> day(const QDate& otherwise) const;

    Core& m_core;
    const PricesOptions m_options;
};

} // namespace Patchbay
