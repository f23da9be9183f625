// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/logimportwords.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct LogImportText
{
    Q_DECLARE_TR_FUNCTIONS(LogImportText)
};

int count(qint64 number)
{
    return static_cast<int>(number);
}

} // namespace

LogImportWords LogImportWords::of(const LogImportSummary& summary)
{
    const ImportCounts& turns = summary.turns;
    LogImportWords words;
    words.done.append(LogImportText::tr("%n file(s) read.", nullptr, count(summary.read.files)));
    words.done.append(LogImportText::tr("%n answer(s) added.", nullptr, count(turns.added)));
    if (turns.updated > 0)
        words.done.append(
            LogImportText::tr("%n answer(s) brought up to date.", nullptr, count(turns.updated)));
    if (turns.known > 0)
        words.done.append(
            LogImportText::tr("%n answer(s) were there already.", nullptr, count(turns.known)));
    if (turns.passedHere > 0)
        words.done.append(LogImportText::tr("%n answer(s) went through Patchbay and were left out.",
                                            nullptr, count(turns.passedHere)));
    if (turns.tooOld > 0)
        words.done.append(LogImportText::tr(
            "%n answer(s) are older than the ledger keeps requests and were left out.", nullptr,
            count(turns.tooOld)));
    if (turns.added + turns.updated > 0)
        words.done.append(LogImportText::tr("%1 tokens in, %2 out; as the API prices them $%3.")
                              .arg(turns.input)
                              .arg(turns.output)
                              .arg(static_cast<double>(turns.costMicroUsd) / 1e6, 0, 'f', 4));
    if (turns.unpriced > 0)
        words.notes.append(
            LogImportText::tr("%n answer(s) of a model without a known price are not in the sum.",
                              nullptr, count(turns.unpriced)));
    if (summary.read.broken > 0)
        words.notes.append(LogImportText::tr("%n line(s) could not be understood.", nullptr,
                                             count(summary.read.broken)));
    if (summary.read.own > 0)
        words.notes.append(LogImportText::tr("%n file(s) of Patchbay's own accounts were left out.",
                                             nullptr, count(summary.read.own)));
    for (const QString& path : summary.read.unreadable)
        words.notes.append(LogImportText::tr("%1 could not be read.").arg(path));
    return words;
}

} // namespace Patchbay
