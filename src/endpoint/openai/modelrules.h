// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Patchbay {

/// What a model takes (PROTOCOL 1.5), by its id: what it does not take is left out of a translated
/// request or said otherwise, since a client of another API cannot know. A model of no known family
/// is behind a server of somebody else's and is taken to accept everything; one of a known family
/// without a version, or with one that is not known yet, is taken for the newest. A value.
struct ModelRules
{
    bool sampling = true;      // temperature, top_p, top_k
    bool bothSamplings = true; // temperature and top_p in one request
    bool forcedTools = true;   // tool_choice any and tool
    bool adaptiveThinking = true;
    bool disabledThinking = true;
    bool effort = true; // output_config.effort low, medium, high
    bool xhighEffort = true;
    bool maxEffort = true;
    bool structuredOutputs = true; // output_config.format, strict tools

    [[nodiscard]] static ModelRules of(const QString& model);

    bool operator==(const ModelRules&) const = default;
};

} // namespace Patchbay
