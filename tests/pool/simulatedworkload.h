// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/request.h"

namespace Patchbay {

/// The requests of one day: people who chat, agents that work through tools, scripts that send
/// many requests at once.
namespace SimulatedWorkload {

struct Turn
{
    qint64 afterMs = 0; // since the answer before
    qint64 prompt = 0;  // tokens, of the whole conversation
    qint64 output = 0;
};
struct Conversation
{
    QString name; // empty: each request stands alone
    QString model;
    Client client;
    qint64 startsAtMs = 0; // since midnight
    QList<Turn> turns;
};

[[nodiscard]] QList<Conversation> ofDay(quint32 seed);

} // namespace SimulatedWorkload

} // namespace Patchbay
