// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/request.h"

namespace Patchbay {

QString Client::ledgerName() const
{
    switch (kind) {
    case Kind::Window:
        return QStringLiteral("window");
    case Kind::CommandLine:
        return QStringLiteral("command_line");
    case Kind::Endpoint:
        break;
    }
    return name;
}

bool Request::isMessages() const
{
    const qsizetype query = path.indexOf('?');
    return method == "POST" && path.first(query < 0 ? path.size() : query) == "/v1/messages";
}

} // namespace Patchbay
