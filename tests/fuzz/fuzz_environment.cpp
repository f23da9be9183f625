// SPDX-License-Identifier: GPL-3.0-or-later
// Any text is read as variables or refused with the line that is wrong.
#include "base/environment.h"
#include "base/logging.h"

#include <cstddef>
#include <cstdint>

using namespace Patchbay;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, static_cast<qsizetype>(size)));
    (void)redact(text);
    const auto variables = parseEnvFile(text);
    if (!variables) {
        if (variables.error().kind != ErrorKind::InvalidInput || variables.error().cause.isEmpty())
            qFatal("a refusal that says nothing");
        return 0;
    }
    // What was read can be written with single quotes and read again, where it has none itself.
    QString again;
    QHash<QString, QString> expected;
    for (auto it = variables->cbegin(); it != variables->cend(); ++it) {
        if (it.key().isEmpty())
            qFatal("a variable without a name");
        if (it.value().contains(u'\'') || it.value().contains(QLatin1String("\r\n")))
            continue;
        again += it.key() + QLatin1String("='") + it.value() + QLatin1String("'\n");
        expected.insert(it.key(), it.value());
    }
    const auto reread = parseEnvFile(again);
    if (!reread || *reread != expected)
        qFatal("what was read does not survive being written");
    return 0;
}
