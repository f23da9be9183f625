// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/servicenotice.h"

#ifdef PATCHBAY_HAS_SYSTEMD
#include <systemd/sd-daemon.h>

#include <ctime>
#include <string>
#endif

namespace Patchbay::ServiceNotice {

namespace {

void tell([[maybe_unused]] const char* state)
{
#ifdef PATCHBAY_HAS_SYSTEMD
    ::sd_notify(0, state);
#endif
}

} // namespace

void ready()
{
    tell("READY=1");
}

void reloading()
{
#ifdef PATCHBAY_HAS_SYSTEMD
    // A service of Type=notify-reload tells since when.
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const long long microseconds = now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
    tell(("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds)).c_str());
#endif
}

void stopping()
{
    tell("STOPPING=1");
}

} // namespace Patchbay::ServiceNotice
