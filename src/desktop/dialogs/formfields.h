// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

class QLabel;
class QLineEdit;
class QSpinBox;
class QString;

namespace Patchbay::FormFields {

constexpr int fieldWidth = 420;

// The fields of the account form, all alike. Owned by the layout they are put in.
[[nodiscard]] QLineEdit* line(const QString& accessibleName, const QString& objectName,
                              const QString& placeholder);
[[nodiscard]] QSpinBox* number(const QString& accessibleName, const QString& objectName, int from,
                               int to);
/// How something went, in words that are seen and heard.
void say(QLabel* notice, const QString& text, bool isError);
/// What is wrong with the field above; hidden while nothing is.
[[nodiscard]] QLabel* fault(const QString& objectName);
/// Shows or hides it, for those who hear it too. Whether nothing is wrong.
bool tell(QLabel* fault, QLineEdit* field, const Result<void>& checked);

} // namespace Patchbay::FormFields
