// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/alert.h"

#include <QTimeZone>

namespace Patchbay {

/// An alert in words for a person.
struct AlertWords
{
    QString title; // "Monthly budget of “work”"
    QString text;  // "$20.75 of $25.00 is spent (83 %)."

    /// Both as one line.
    [[nodiscard]] QString line() const;

    bool operator==(const AlertWords&) const = default;
};

[[nodiscard]] AlertWords alertWords(const Alert& alert, qint64 nowMs,
                                    const QTimeZone& timeZone = QTimeZone::systemTimeZone());

} // namespace Patchbay
