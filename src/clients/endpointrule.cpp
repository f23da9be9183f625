// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/endpointrule.h"

#include <QCoreApplication>

#include <algorithm>

namespace Patchbay {

namespace {

struct EndpointRuleText
{
    Q_DECLARE_TR_FUNCTIONS(EndpointRuleText)
};

constexpr qsizetype longestName = 200;

// It is put into JSON between quotes as it is.
bool isPlain(const QString& model)
{
    return !model.isEmpty() && model.size() <= longestName &&
           std::all_of(model.begin(), model.end(), [](QChar c) {
               return c > u' ' && c < u'\x7f' && c != u'"' && c != u'\\' && c != u',';
           });
}

Result<void> validateModels(const EndpointRule& rule)
{
    if (!isPlain(rule.model)) {
        return fail(ErrorKind::InvalidInput,
                    EndpointRuleText::tr("“%1” is no model's name").arg(rule.model),
                    EndpointRuleText::tr("Give one name, such as claude-sonnet-5-5 or "
                                         "claude-opus-*; * alone is every model"));
    }
    if (!rule.useModel.isEmpty() && (!isPlain(rule.useModel) || rule.useModel.contains(u'*'))) {
        return fail(ErrorKind::InvalidInput,
                    EndpointRuleText::tr("“%1” is no model's name").arg(rule.useModel),
                    EndpointRuleText::tr("Give the whole name of the model to use, such as "
                                         "claude-haiku-4-5"));
    }
    return {};
}

} // namespace

bool matchesPattern(QStringView pattern, QStringView text)
{
    qsizetype at = 0;
    qsizetype in = 0;
    qsizetype star = -1; // the last one passed, and where its letters end
    qsizetype starEnd = 0;
    while (in < text.size()) {
        if (at < pattern.size() && pattern[at] == u'*') {
            star = at++;
            starEnd = in;
        } else if (at < pattern.size() && pattern[at] == text[in]) {
            ++at;
            ++in;
        } else if (star >= 0) {
            at = star + 1;
            in = ++starEnd;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == u'*')
        ++at;
    return at == pattern.size();
}

bool EndpointRule::isFor(QStringView clientName, QStringView askedModel) const
{
    return (client.isEmpty() || clientName.compare(client, Qt::CaseInsensitive) == 0) &&
           matchesPattern(model, askedModel);
}

Result<void> validateRule(const EndpointRule& rule)
{
    if (const auto models = validateModels(rule); !models)
        return models;
    if (rule.client.size() > longestName) {
        return fail(ErrorKind::InvalidInput, EndpointRuleText::tr("That is no client's name"),
                    EndpointRuleText::tr("See the names with: patchbay-cli clients list"));
    }
    if (rule.maxTokens < 0 || rule.maxTokens > mostCappedTokens) {
        return fail(ErrorKind::InvalidInput,
                    EndpointRuleText::tr("The most tokens of an answer are out of range"),
                    EndpointRuleText::tr("Give a number from 1 to %1").arg(mostCappedTokens));
    }
    if (rule.cacheSeconds && (*rule.cacheSeconds < 0 || *rule.cacheSeconds > mostCacheSeconds)) {
        return fail(ErrorKind::InvalidInput,
                    EndpointRuleText::tr("The time in the cache is out of range"),
                    EndpointRuleText::tr("Give seconds from 1 to %1, or 0 to never answer such "
                                         "requests from the cache")
                        .arg(mostCacheSeconds));
    }
    if (rule.useModel.isEmpty() && rule.maxTokens == 0 && !rule.cacheSeconds) {
        return fail(
            ErrorKind::InvalidInput, EndpointRuleText::tr("The rule says nothing of what to do"),
            EndpointRuleText::tr("Give it a model to use, the most tokens of an answer, or a time "
                                 "in the cache"));
    }
    return {};
}

} // namespace Patchbay
