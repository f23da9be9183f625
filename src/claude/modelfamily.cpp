// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/modelfamily.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// Cheapest first.
constexpr std::array<QLatin1StringView, 5> kFamilies{"haiku"_L1, "sonnet"_L1, "opus"_L1, "fable"_L1,
                                                     "mythos"_L1};

bool isFamilyName(const QString& word)
{
    return std::find(kFamilies.begin(), kFamilies.end(), word) != kFamilies.end();
}

} // namespace

int modelFamilyRank(const QString& model)
{
    const QString id = model.toLower();
    if (!id.contains("claude"_L1) && !isFamilyName(id))
        return -1;
    static const QRegularExpression separators(u"[^a-z]+"_s);
    const QStringList words = id.split(separators);
    for (std::size_t i = 0; i < kFamilies.size(); ++i) {
        if (words.contains(kFamilies.at(i)))
            return static_cast<int>(i);
    }
    return -1;
}

QString modelFamily(const QString& model)
{
    const int rank = modelFamilyRank(model);
    return rank < 0 ? QString() : QString(kFamilies.at(static_cast<std::size_t>(rank)));
}

} // namespace Patchbay
