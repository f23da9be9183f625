// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/refusals.h"

#include <QCoreApplication>

namespace Patchbay::Refusals {

namespace {

struct RefusalsText
{
    Q_DECLARE_TR_FUNCTIONS(RefusalsText)
};

} // namespace

Error deadlineExpired(const QString& reason)
{
    return {ErrorKind::DeadlineExpired,
            reason.isEmpty() ? RefusalsText::tr("No account became free in time")
                             : RefusalsText::tr("No account became free in time: %1").arg(reason),
            RefusalsText::tr("Send it again later, add an account, or allow more requests at once"),
            {},
            {},
            0};
}

Error queueFull(int limit)
{
    return {ErrorKind::QueueFull,
            RefusalsText::tr("%n request(s) are waiting already, and no more may", nullptr, limit),
            RefusalsText::tr("Send it again when some of them are done"),
            {},
            {},
            0};
}

Error cancelled()
{
    return {ErrorKind::Cancelled, RefusalsText::tr("The request was stopped"), {}, {}, {}, 0};
}

Error interrupted()
{
    return {ErrorKind::Interrupted,
            RefusalsText::tr("The program ended before the request"),
            {},
            {},
            {},
            0};
}

} // namespace Patchbay::Refusals
