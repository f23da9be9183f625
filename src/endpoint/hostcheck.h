// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/requesthead.h"

#include <QStringList>

namespace Patchbay {

/// Says whether a request may come from where it seems to: a web page can make a browser send
/// requests to this machine (DNS rebinding, forms, images). A value; pure.
class HostCheck final
{
public:
    struct Rules
    {
        quint16 port = 0; // ours; 0: any (a Unix socket has none, a published one another)
        bool isEncrypted = false;
        /// "name" with any port, or "name:port".
        QStringList allowedHosts;
        /// "https://app.example": exactly these origins of web pages.
        QStringList allowedOrigins;
    };
    enum class Verdict { Allowed, WrongHost, WrongOrigin, Ambiguous };

    explicit HostCheck(Rules rules);

    [[nodiscard]] Verdict judge(const RequestHead& head) const;

private:
    [[nodiscard]] bool isHostAllowed(const QByteArray& host) const;
    [[nodiscard]] bool isOriginAllowed(const QByteArray& origin) const;

    Rules m_rules;
};

} // namespace Patchbay
