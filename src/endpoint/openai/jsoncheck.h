// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <expected>

namespace Patchbay {

/// Whether the bytes are one JSON value (RFC 8259) in UTF-8, no deeper than `deepest`: the stretch
/// of it without white space around, or what is wrong and where.
[[nodiscard]] std::expected<QByteArrayView, QString> checkJson(QByteArrayView bytes, int deepest);

/// Within text that was checked: where the value that begins at `at` ends.
[[nodiscard]] const char* endOfJsonValue(const char* at, const char* end);
/// The first byte from `at` on that is no white space.
[[nodiscard]] const char* skipJsonSpace(const char* at, const char* end);

} // namespace Patchbay
