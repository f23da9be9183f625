// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QList>
#include <QString>

namespace Patchbay {

enum class SetupShell { Posix, PowerShell };
/// What this system's people type into.
[[nodiscard]] SetupShell systemShell();

/// What a set-up is filled in with.
struct SetupValues
{
    QString origin; // of the endpoint: "http://127.0.0.1:3002"
    QString token;  // or what stands for it
    QString model;
    SetupShell shell = SetupShell::Posix;
};

/// A piece to paste, and where.
struct SetupStep
{
    QString where; // translated, a sentence
    QString code;
};

/// A tool or library that can use the endpoint.
struct SetupTool
{
    QString id; // "claude-code", as commands name it
    QString name;
};

/// How tools are pointed at the endpoint. Pure.
namespace ToolSetup {

[[nodiscard]] QList<SetupTool> tools();
/// What is to be done for the tool of that id; empty for another word.
[[nodiscard]] QList<SetupStep> steps(const QString& toolId, const SetupValues& values);

/// What stands for a token that is not at hand.
[[nodiscard]] QString tokenPlaceholder();

/// Where tools on this machine reach an endpoint that listens on "ADDRESS:PORT", "[::1]:PORT" or
/// ":PORT"; an http or https address stays as it is. InvalidInput for anything else.
[[nodiscard]] Result<QString> originOf(const QString& listen);

} // namespace ToolSetup

} // namespace Patchbay
