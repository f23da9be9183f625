-- SPDX-License-Identifier: GPL-3.0-or-later
-- Clients of the endpoint. Of a token only the hash is kept (SHA-256, in hex), and its end for people
-- to tell one from another. 0 is no limit, '[]' all. A revoked client keeps its row, so that its
-- token can be told from one that never was.
CREATE TABLE endpoint_clients (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL COLLATE NOCASE,
    token_hash TEXT NOT NULL UNIQUE,
    token_end TEXT NOT NULL,
    models TEXT NOT NULL DEFAULT '[]',
    accounts TEXT NOT NULL DEFAULT '[]',
    requests_per_minute INTEGER NOT NULL DEFAULT 0,
    max_concurrent INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    token_made_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL DEFAULT 0,
    revoked_at INTEGER NOT NULL DEFAULT 0
);
-- next
CREATE UNIQUE INDEX endpoint_clients_name ON endpoint_clients (name) WHERE revoked_at = 0;
