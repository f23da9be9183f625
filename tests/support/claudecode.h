// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QFileInfo>
#include <QString>

namespace Patchbay {

/// The real `claude` program, as tests/support/install-claude left it; empty when it cannot be had.
inline QString realClaude()
{
    const QString program = QStringLiteral(PATCHBAY_TEST_PROGRAMS "/claude");
    return QFileInfo(program).isExecutable() ? program : QString();
}

/// Why it cannot be had.
inline QString whyNoClaude()
{
    QFile file(QStringLiteral(PATCHBAY_TEST_PROGRAMS "/claude.missing"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed()
                                          : QStringLiteral("install-claude did not run");
}

} // namespace Patchbay
