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

namespace {

QByteArrayView withoutQuery(QByteArrayView path)
{
    const qsizetype query = path.indexOf('?');
    return path.first(query < 0 ? path.size() : query);
}

} // namespace

bool Request::isMessages() const
{
    return method == "POST" && withoutQuery(path) == "/v1/messages";
}

bool Request::isTokenCount() const
{
    return method == "POST" && withoutQuery(path) == "/v1/messages/count_tokens";
}

} // namespace Patchbay
