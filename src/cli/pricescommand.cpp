// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/pricescommand.h"

#include "cli/arguments.h"
#include "usage/pricebook.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr double kMicro = 1e6;

bool isOwn(const QList<PriceEdit>& edits, const QString& model, const QDate& from)
{
    return std::any_of(edits.begin(), edits.end(), [&](const PriceEdit& edit) {
        return edit.model == model && edit.validFrom == from;
    });
}

// What a cache price is when only input and output are given: as dear beside the input as it is
// in the table, or as the provider's usual multiples.
qint64 beside(qint64 input, qint64 knownInput, qint64 known, qint64 usualPercent)
{
    return knownInput > 0 ? input * known / knownInput : input * usualPercent / 100;
}

} // namespace

void addPricesVerbs(CLI::App& app, PricesOptions& options,
                    const std::function<void(CLI::App&, MakeCommand)>& whenGiven)
{
    using Verb = PricesOptions::Verb;
    app.require_subcommand(1);
    const auto verb = [&](const char* name, Verb kind, const QString& help) -> CLI::App& {
        CLI::App& sub = *app.add_subcommand(name, utf8(help));
        whenGiven(sub, [&options, kind](Core& core) -> std::unique_ptr<Command> {
            options.verb = kind;
            return std::make_unique<PricesCommand>(core, options);
        });
        return sub;
    };
    verb("list", Verb::List, PricesCommand::tr("List the prices in use"))
        .add_flag("--json", options.json, utf8(PricesCommand::tr("Print JSON")));
    CLI::App& set = verb("set", Verb::Set, PricesCommand::tr("Set a price of your own"));
    CLI::App& removed =
        verb("remove", Verb::Remove, PricesCommand::tr("Go back to the price that ships"));
    for (CLI::App* sub : {&set, &removed}) {
        text(*sub, "MODEL", options.model, PricesCommand::tr("The model's id"))->required();
        text(*sub, "--from", options.from, PricesCommand::tr("The UTC day it holds from"));
    }
    const QString perMillion = PricesCommand::tr("US dollars for a million tokens");
    text(set, "--input", options.input, perMillion)->required();
    text(set, "--output", options.output, perMillion)->required();
    text(set, "--cache-write-5m", options.cacheWrite5m, perMillion);
    text(set, "--cache-write-1h", options.cacheWrite1h, perMillion);
    text(set, "--cache-read", options.cacheRead, perMillion);
}

PricesCommand::PricesCommand(Core& core, PricesOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

void PricesCommand::start()
{
    switch (m_options.verb) {
    case PricesOptions::Verb::List:
        return list();
    case PricesOptions::Verb::Set:
        return set();
    case PricesOptions::Verb::Remove:
        return remove();
    }
}

void PricesCommand::list()
{
    const QList<PriceEdit>& edits = m_core.priceBook().edits();
    QJsonArray json;
    QList<QStringList> rows;
    for (const PriceTable::Model& model : m_core.prices().models()) {
        for (const PriceTable::Price& price : model.prices) {
            const bool own = isOwn(edits, model.id, price.validFrom);
            json.append(QJsonObject{
                {u"model"_s, model.id},
                {u"valid_from"_s, price.validFrom.toString(Qt::ISODate)},
                {u"input_usd"_s, static_cast<double>(price.input) / kMicro},
                {u"output_usd"_s, static_cast<double>(price.output) / kMicro},
                {u"cache_write_5m_usd"_s, static_cast<double>(price.cacheWrite5m) / kMicro},
                {u"cache_write_1h_usd"_s, static_cast<double>(price.cacheWrite1h) / kMicro},
                {u"cache_read_usd"_s, static_cast<double>(price.cacheRead) / kMicro},
                {u"edited"_s, own}});
            rows.append({model.id, price.validFrom.toString(Qt::ISODate), plainPrice(price.input),
                         plainPrice(price.output), plainPrice(price.cacheWrite5m),
                         plainPrice(price.cacheWrite1h), plainPrice(price.cacheRead),
                         own ? tr("yours") : QString()});
        }
    }
    if (m_options.json) {
        console().writeJson({{u"version"_s, m_core.prices().version()}, {u"prices"_s, json}});
    } else {
        console().writeTable({tr("Model"), tr("From"), tr("Input"), tr("Output"), tr("Write 5m"),
                              tr("Write 1h"), tr("Cache read"), QString()},
                             rows, {2, 3, 4, 5, 6});
        console().note(
            tr("US dollars for a million tokens. Version %1.").arg(m_core.prices().version()));
    }
    finish(ExitCode::Done);
}

Result<QDate> PricesCommand::day(const QDate& otherwise) const
{
    if (m_options.from.isEmpty())
        return otherwise;
    const QDate date = QDate::fromString(m_options.from, Qt::ISODate);
    if (date.isValid())
        return date;
    return fail(ErrorKind::InvalidInput, tr("“%1” is no day").arg(m_options.from),
                tr("Write the day as 2026-11-20"));
}

Result<PriceEdit> PricesCommand::given() const
{
    const auto from = day(QDateTime::fromMSecsSinceEpoch(m_core.clock().nowMs(), Qt::UTC).date());
    if (!from)
        return Failure(from.error());
    const PriceTable::Model* const known = m_core.prices().find(m_options.model);
    const PriceTable::Price price =
        known ? PriceTable::priceOf(*known, *from) : PriceTable::Price{};

    PriceEdit edit{m_options.model, *from};
    const auto read = [](const QString& text, qint64& into) -> Result<void> {
        const auto parsed = parsePrice(text);
        if (!parsed)
            return Failure(parsed.error());
        into = *parsed;
        return {};
    };
    if (const auto input = read(m_options.input, edit.input); !input)
        return Failure(input.error());
    if (const auto output = read(m_options.output, edit.output); !output)
        return Failure(output.error());
    edit.cacheWrite5m = beside(edit.input, price.input, price.cacheWrite5m, 125);
    edit.cacheWrite1h = beside(edit.input, price.input, price.cacheWrite1h, 200);
    edit.cacheRead = beside(edit.input, price.input, price.cacheRead, 10);
    const std::initializer_list<std::pair<const QString&, qint64&>> caches = {
        {m_options.cacheWrite5m, edit.cacheWrite5m},
        {m_options.cacheWrite1h, edit.cacheWrite1h},
        {m_options.cacheRead, edit.cacheRead}};
    for (const auto& [text, into] : caches) {
        if (text.isEmpty())
            continue;
        if (const auto cache = read(text, into); !cache)
            return Failure(cache.error());
    }
    return edit;
}

void PricesCommand::set()
{
    const auto edit = given();
    if (!edit)
        return finish(edit.error());
    m_core.priceBook().set(*edit, [this](const Result<void>& stored) {
        if (!stored)
            return finish(stored.error());
        finish(ExitCode::Done);
    });
}

void PricesCommand::remove()
{
    std::optional<QDate> from;
    if (!m_options.from.isEmpty()) {
        const auto named = day({});
        if (!named)
            return finish(named.error());
        from = *named;
    }
    m_core.priceBook().remove(m_options.model, from, [this](const Result<void>& removed) {
        if (!removed)
            return finish(removed.error());
        finish(ExitCode::Done);
    });
}

} // namespace Patchbay
