// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/answer.h"
#include "simulator/script.h"

namespace Patchbay {

/// What a step of a script says in answer to a request; without content of its own, what the demo
/// says.
[[nodiscard]] SimulatedMessage messageOfStep(const ScriptStep& step, const QJsonObject& body);
/// What the demo says: prepared, thinking when asked to, no longer than allowed.
[[nodiscard]] SimulatedMessage messageOfDemo(const QJsonObject& body);

[[nodiscard]] AnswerManner mannerOfStep(const ScriptStep& step);
/// A pause, then words as fast as a model says them.
[[nodiscard]] AnswerManner mannerOfDemo();

/// `{now+N}`, `{unix+N}` and `{http+N}` in a header's value replaced by that time.
[[nodiscard]] QByteArray withTimes(QByteArray value, qint64 nowMs);

} // namespace Patchbay
