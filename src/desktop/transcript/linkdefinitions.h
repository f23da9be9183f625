// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

/// Link reference definitions ("[label]: address") stand anywhere in a text and change what comes
/// before and after them: these find the lines that may be one, without parsing.
namespace Patchbay::LinkDefinitions {

/// The runs of non-blank lines that hold a possible definition.
[[nodiscard]] QByteArrayList runs(QByteArrayView source);
/// The bracketed labels ("[label]", lower case) of possible definitions.
[[nodiscard]] QByteArrayList labels(QByteArrayView source);

} // namespace Patchbay::LinkDefinitions
