// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"

#include <QList>

namespace Patchbay {

/// What the pool is doing at one moment, and what it decided lately, for people to look at. A
/// value.
struct PoolSnapshot
{
    struct Running
    {
        quint64 request = 0;
        QString client; // the ledger's name of it
        QString model;
        AccountId account;
        int attempt = 1;
        qint64 sinceMs = 0; // UTC: when the request came
    };
    struct Waiting
    {
        quint64 request = 0;
        QString client;
        QString model;
        QString reason;     // why, in words
        qint64 sinceMs = 0; // UTC
        qint64 untilMs = 0; // UTC: its deadline
    };
    /// Which account was chosen, or that one was left or none was found, and why in words.
    struct Decision
    {
        quint64 request = 0;
        qint64 atMs = 0; // UTC
        QString client;
        QString model;
        AccountId account; // null where none was found
        QString reason;
    };

    struct Worker
    {
        int inFlight = 0;
        qint64 attempts = 0; // since the start
    };

    QList<Running> running; // in the order of their coming, as the others
    QList<Waiting> waiting;
    int queueLimit = 0;
    QList<Worker> workers;
    QList<Decision> decisions; // the newest first, at most a hundred
};

} // namespace Patchbay
