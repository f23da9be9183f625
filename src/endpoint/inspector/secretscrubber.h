// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

namespace Patchbay {

/// Takes secrets out of a request and its answer: headers and query values named like credentials,
/// everything that base's redact() knows, and wherever it stands again what the request showed as
/// its credential. Pure.
class SecretScrubber final
{
public:
    SecretScrubber() = default;
    SecretScrubber(const SecretScrubber&) = delete;
    SecretScrubber& operator=(const SecretScrubber&) = delete;
    ~SecretScrubber() { forget(); }

    /// Remembers the credentials in a request's headers, until forget().
    void learn(const HeaderList& headers);
    void forget();

    [[nodiscard]] HeaderList headers(const HeaderList& headers) const;
    /// `query`: with its '?', or empty.
    [[nodiscard]] QByteArray query(const QByteArray& query) const;
    /// Of UTF-8; what is none becomes replacement characters.
    [[nodiscard]] QByteArray text(QByteArrayView utf8) const;
    [[nodiscard]] QString words(QString words) const;

private:
    QList<QString> m_known;
};

} // namespace Patchbay
