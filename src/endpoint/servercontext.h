// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/mailbox.h"
#include "claude/pricetable.h"
#include "clients/clientlimits.h"
#include "clients/clienttable.h"
#include "clients/ruletable.h"
#include "endpoint/endpointoptions.h"
#include "endpoint/hostcheck.h"
#include "endpoint/requestlog.h"
#include "endpoint/responsecache.h"
#include "endpoint/throttle.h"

namespace Patchbay {

class Dispatcher;
class InspectorTap;

/// What the sessions of an endpoint share. On its thread.
struct ServerContext
{
    EndpointOptions options;
    Dispatcher& pool;
    FactsSource facts;
    MailboxAddress mailbox; // of the endpoint's thread
    HostCheck hosts;
    HostCheck localHosts; // for the Unix socket
    ClientTable clients;
    Throttle throttle;
    RequestLog log;
    ClientLimits limits = {};
    RuleTable rules = {};
    ResponseCache cache = {};
    PriceTable prices = PriceTable::builtIn(); // for what models may write
    SystemClock clock = {};
    qint64 bodiesBytes = 0; // held by all sessions together
    bool isDraining = false;
    std::shared_ptr<InspectorTap> inspector = nullptr; // while requests are recorded
};

} // namespace Patchbay
