// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hardening.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#include <sys/resource.h>
#endif

namespace Patchbay {

void keepOutOfCoreDumps()
{
#ifdef Q_OS_LINUX
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // The leak checker attaches to its own process, which this forbids.
#ifndef __SANITIZE_ADDRESS__
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#endif
}

} // namespace Patchbay
