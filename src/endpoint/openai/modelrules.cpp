// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/modelrules.h"

#include "claude/modelfamily.h"

#include <QList>
#include <QRegularExpression>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNewest = 99'99;

// "claude-opus-4-7" → 407; the version is before the family in old ids, a date has eight digits.
int versionOf(const QString& model)
{
    static const QRegularExpression digits(u"(?<![0-9])([0-9]{1,2})(?![0-9])"_s);
    QList<int> numbers;
    for (auto found = digits.globalMatch(model); found.hasNext() && numbers.size() < 2;)
        numbers.append(found.next().captured(1).toInt());
    if (numbers.isEmpty())
        return kNewest;
    return numbers.first() * 100 + numbers.value(1);
}

} // namespace

ModelRules ModelRules::of(const QString& model)
{
    ModelRules rules;
    const QString family = modelFamily(model);
    if (family.isEmpty())
        return rules;
    const int version = versionOf(model);
    const bool isOpus = family == "opus"_L1;
    const bool isAboveOpus = family == "fable"_L1 || family == "mythos"_L1;
    const bool isOpus55 = isOpus && version >= 505;

    rules.sampling = version < 407;
    rules.bothSamplings = version < 401;
    rules.forcedTools = !isOpus55 && (!isAboveOpus || version < 501);
    rules.adaptiveThinking = version >= 406;
    rules.disabledThinking = !isAboveOpus && !isOpus55;
    rules.effort = version >= 406 || (isOpus && version >= 405);
    rules.xhighEffort = version >= 407;
    rules.maxEffort = version >= 406;
    rules.structuredOutputs = version >= 405 || (isOpus && version >= 401);
    return rules;
}

} // namespace Patchbay
