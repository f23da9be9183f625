// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/tokenusage.h"

#include <QByteArray>
#include <QString>

#include <variant>

namespace Patchbay {

/// One answer as Claude Code logged it. It writes a line per content block and per snapshot of the
/// stream, each with the usage so far: the lines of one answer share its key, and the one with most
/// output is the whole of it.
struct ClaudeCodeTurn
{
    /// The message's id; it is in each of the answer's lines, which the request's id is not.
    QString key;
    QString requestId;
    QString model;
    TokenUsage usage;
    qint64 atMs = 0; // UTC
};

/// The session logs of Claude Code: JSON lines in projects/FOLDER/SESSION.jsonl and in
/// projects/FOLDER/SESSION/subagents/*.jsonl of its configuration folder. Pure.
namespace ClaudeCodeLog {

struct Other // a line that used nothing: the person's, a tool's, a made-up answer
{
};
struct Broken
{
};
using Line = std::variant<ClaudeCodeTurn, Other, Broken>;

[[nodiscard]] Line read(const QByteArray& line);

} // namespace ClaudeCodeLog

} // namespace Patchbay
