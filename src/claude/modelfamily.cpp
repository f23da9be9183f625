// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/modelfamily.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// Cheapest first.
constexpr std::array<QLatin1StringView, 5> kFamilies{"haiku"_L1, "sonnet"_L1, "opus"_L1, "fable"_L1,
                                                     "mythos"_L1};

bool isFamilyName(QStringView word)
{
    return std::find(kFamilies.begin(), kFamilies.end(), word) != kFamilies.end();
}

bool isLetter(QChar c)
{
    return c >= u'a' && c <= u'z';
}

// Whether it stands there as a word: between what are no letters.
bool hasWord(QStringView text, QLatin1StringView word)
{
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const qsizetype end = at + word.size();
        if ((at == 0 || !isLetter(text[at - 1])) && (end == text.size() || !isLetter(text[end])))
            return true;
    }
    return false;
}

} // namespace

int modelFamilyRank(const QString& model)
{
    const QString id = model.toLower();
    if (!id.contains("claude"_L1) && !isFamilyName(id))
        return -1;
    for (std::size_t i = 0; i < kFamilies.size(); ++i) {
        if (hasWord(id, kFamilies.at(i)))
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
