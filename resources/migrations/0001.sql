-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are milliseconds since 1970 in UTC. Statements are separated by a line `-- next`.

-- Who writes here, to tell what a dead process left open from what a living one works on.
CREATE TABLE processes (
    id TEXT PRIMARY KEY,
    program TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started_at INTEGER NOT NULL
) WITHOUT ROWID;
-- next
-- `number` is what the ledger refers to; a removed account keeps its row, so that history has names.
CREATE TABLE accounts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL COLLATE NOCASE,
    kind TEXT NOT NULL CHECK (kind IN ('api_key', 'oauth', 'claude_command')),
    source TEXT NOT NULL CHECK (source IN ('stored', 'environment', 'demo')),
    base_url TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    models TEXT NOT NULL DEFAULT '[]',
    key_command TEXT NOT NULL DEFAULT '',
    config_dir TEXT NOT NULL DEFAULT '',
    oauth_profile TEXT NOT NULL DEFAULT '',
    proxy TEXT NOT NULL DEFAULT '',
    priority INTEGER NOT NULL DEFAULT 1,
    weight INTEGER NOT NULL DEFAULT 1,
    max_concurrent INTEGER NOT NULL DEFAULT 5,
    allow_window INTEGER NOT NULL DEFAULT 1,
    allow_command_line INTEGER NOT NULL DEFAULT 1,
    allow_endpoint INTEGER NOT NULL DEFAULT 1,
    enabled INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'ready',
    state_reason TEXT NOT NULL DEFAULT '',
    state_since INTEGER NOT NULL DEFAULT 0,
    state_until INTEGER NOT NULL DEFAULT 0,
    organization_id TEXT NOT NULL DEFAULT '',
    color INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    secret_changed_at INTEGER NOT NULL DEFAULT 0,
    removed_at INTEGER NOT NULL DEFAULT 0
);
-- next
CREATE UNIQUE INDEX accounts_name ON accounts (name) WHERE removed_at = 0 AND source = 'stored';
-- next
CREATE TABLE account_limits (
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    window_name TEXT NOT NULL,
    max INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    resets_at INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT '',
    as_of INTEGER NOT NULL,
    PRIMARY KEY (account, window_name)
) WITHOUT ROWID;
-- next
-- Models, clients and organisations by number, so that ten million ledger rows stay small.
CREATE TABLE names (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
-- next
-- One row per attempt sent upstream, opened when it is sent and completed in place. A request
-- refused before any attempt is a row without an account. `process` is empty once it is completed;
-- `is_last` says that no attempt of the same request followed.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    request_key INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    process TEXT NOT NULL,
    account INTEGER REFERENCES accounts (number),
    organization INTEGER REFERENCES names (number),
    client INTEGER NOT NULL REFERENCES names (number),
    model INTEGER NOT NULL REFERENCES names (number),
    model_served INTEGER REFERENCES names (number),
    opened_at INTEGER NOT NULL,
    completed_at INTEGER NOT NULL DEFAULT 0,
    first_byte_ms INTEGER,
    duration_ms INTEGER,
    outcome TEXT NOT NULL DEFAULT 'open',
    is_last INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 0,
    error_kind TEXT NOT NULL DEFAULT '',
    stop_reason TEXT NOT NULL DEFAULT '',
    request_id TEXT NOT NULL DEFAULT '',
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cache_read_tokens INTEGER NOT NULL DEFAULT 0,
    cache_write_5m_tokens INTEGER NOT NULL DEFAULT 0,
    cache_write_1h_tokens INTEGER NOT NULL DEFAULT 0,
    web_searches INTEGER NOT NULL DEFAULT 0,
    cost_micro_usd INTEGER,
    price_version TEXT NOT NULL DEFAULT '',
    estimated INTEGER NOT NULL DEFAULT 0
);
-- next
CREATE INDEX attempts_open ON attempts (process) WHERE outcome = 'open';
-- next
CREATE INDEX attempts_opened_at ON attempts (opened_at);
-- next
-- Sums of completed attempts by when they were opened. `hour` counts hours since 1970 in UTC, `day`
-- days; account 0 is "none".
CREATE TABLE usage_hourly (
    hour INTEGER NOT NULL,
    account INTEGER NOT NULL,
    model INTEGER NOT NULL,
    client INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    PRIMARY KEY (hour, account, model, client)
) WITHOUT ROWID;
-- next
CREATE TABLE usage_daily (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    model INTEGER NOT NULL,
    client INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    PRIMARY KEY (day, account, model, client)
) WITHOUT ROWID;
-- next
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    title_is_set INTEGER NOT NULL DEFAULT 0,
    system_prompt TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    account TEXT NOT NULL DEFAULT '',
    leaf INTEGER,
    snippet TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER NOT NULL DEFAULT 0
);
-- next
CREATE INDEX conversations_updated ON conversations (updated_at DESC) WHERE deleted_at = 0;
-- next
-- A tree: siblings are branches; a conversation's `leaf` names the path that is shown. What may be
-- long comes last: SQLite would read through it to what stands behind.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent INTEGER REFERENCES messages (id),
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    status TEXT NOT NULL CHECK (status IN ('complete', 'streaming', 'stopped', 'interrupted', 'failed')),
    text_length INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    process TEXT NOT NULL DEFAULT '',
    request_key INTEGER NOT NULL DEFAULT 0,
    account TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    stop_reason TEXT NOT NULL DEFAULT '',
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cache_read_tokens INTEGER NOT NULL DEFAULT 0,
    cache_write_5m_tokens INTEGER NOT NULL DEFAULT 0,
    cache_write_1h_tokens INTEGER NOT NULL DEFAULT 0,
    cost_micro_usd INTEGER,
    cost_estimated INTEGER NOT NULL DEFAULT 0,
    first_byte_ms INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '[]'
);
-- next
CREATE INDEX messages_conversation ON messages (conversation, id);
-- next
CREATE INDEX messages_parent ON messages (parent, conversation);
-- next
CREATE INDEX messages_streaming ON messages (process) WHERE status = 'streaming';
-- next
-- An answer while it comes: appended to, so that a flush costs what came since the last one. `kind`
-- is "text", "thinking" or the name of the event in `data`. Folded into the message's content, and
-- emptied, when the answer ends.
CREATE TABLE message_parts (
    message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    block INTEGER NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (message, part)
) WITHOUT ROWID;
-- next
-- What is typed and not sent; conversation '' is the new one.
CREATE TABLE drafts (
    conversation TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    attachments TEXT NOT NULL DEFAULT '[]',
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;
-- next
CREATE VIRTUAL TABLE message_search USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
