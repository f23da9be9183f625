// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"
#include "clients/endpointclient.h"

#include <optional>

namespace Patchbay {

class Environment;
class Paths;

/// The client `env`, which is in no database: its token is PATCHBAY_TOKEN's, or that of the file
/// serve.token (DESIGN 1.3). Without limits, for as long as the process runs.
struct OwnClient
{
    EndpointClient client;
    Secret token;
    QString file; // that holds the token; empty: it is PATCHBAY_TOKEN
};

/// The file serve.token of the data folder.
[[nodiscard]] QString ownClientFile(const Paths& paths);

/// The client `env` of a process that serves; blocking (a small file). With PATCHBAY_TOKEN that
/// one; else, while the database has no client, the one of serve.token, which is made (0600) where
/// it is not there; else none. A serve.token that is not used is removed: it would be good again
/// later, unseen. InvalidInput for a PATCHBAY_TOKEN that no header can carry.
[[nodiscard]] Result<std::optional<OwnClient>>
ownClientFor(const Environment& environment, const Paths& paths, bool hasClients, qint64 nowMs);

} // namespace Patchbay
