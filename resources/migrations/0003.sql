-- SPDX-License-Identifier: GPL-3.0-or-later
-- What reading from caches spared against the same tokens as plain input, less what writing them
-- cost more; may be negative.
ALTER TABLE attempts ADD COLUMN saved_micro_usd INTEGER NOT NULL DEFAULT 0;
-- next
-- The saved conversation it belongs to.
ALTER TABLE attempts ADD COLUMN conversation INTEGER REFERENCES names (number);
-- next
-- What another program logged, told apart by that program's own id; NULL for what went through here.
ALTER TABLE attempts ADD COLUMN import_key TEXT;
-- next
CREATE UNIQUE INDEX attempts_import_key ON attempts (import_key) WHERE import_key IS NOT NULL;
-- next
ALTER TABLE usage_hourly ADD COLUMN saved_micro_usd INTEGER NOT NULL DEFAULT 0;
-- next
ALTER TABLE usage_daily ADD COLUMN saved_micro_usd INTEGER NOT NULL DEFAULT 0;
-- next
-- The same sums by one of account, model and client (`dimension`) alone, per quarter of an hour, hour
-- and day (`minutes`), for reports in local days of any zone. `period` counts them since 1970 in UTC,
-- `key` is the number; the demo account's attempts are under 'account' only.
CREATE TABLE usage_sums (
    dimension TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    period INTEGER NOT NULL,
    key INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    saved_micro_usd INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (dimension, minutes, period, key)
) WITHOUT ROWID;
-- next
-- Histograms of the time to the first byte of attempts that had one; usage/latencybuckets.h says
-- what a bucket holds.
CREATE TABLE latency_hourly (
    hour INTEGER NOT NULL,
    account INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (hour, account, bucket)
) WITHOUT ROWID;
-- next
CREATE TABLE latency_daily (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    bucket INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (day, account, bucket)
) WITHOUT ROWID;
-- next
-- Failed attempts by `kind`, the number of the error kind's name.
CREATE TABLE errors_hourly (
    hour INTEGER NOT NULL,
    account INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (hour, account, kind)
) WITHOUT ROWID;
-- next
CREATE TABLE errors_daily (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (day, account, kind)
) WITHOUT ROWID;
-- next
CREATE TABLE conversation_usage (
    hour INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL,
    PRIMARY KEY (hour, conversation)
) WITHOUT ROWID;
-- next
CREATE TABLE conversation_daily (
    day INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL,
    PRIMARY KEY (day, conversation)
) WITHOUT ROWID;
-- next
-- Single facts about the ledger: 'raw_since' is the hour before which rows were let go (rollups
-- stay), 'rollups_pending' is 1 while the rollups above are to be made from older rows.
CREATE TABLE usage_marks (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
-- next
INSERT INTO usage_marks (name, value) SELECT 'rollups_pending', 1 FROM attempts LIMIT 1;
-- next
-- The greatest cost of attempts that are under way and that a hard budget applies to.
CREATE TABLE budget_reservations (
    attempt INTEGER PRIMARY KEY,
    process TEXT NOT NULL,
    account INTEGER NOT NULL,
    client TEXT NOT NULL,
    micro_usd INTEGER NOT NULL,
    reserved_at INTEGER NOT NULL
);
-- next
-- Prices a person set: they go before the shipped ones from `valid_from` (a date) on. In millionths
-- of a US dollar per million tokens.
CREATE TABLE edited_prices (
    model TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    input INTEGER NOT NULL,
    output INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    edited_at INTEGER NOT NULL,
    PRIMARY KEY (model, valid_from)
) WITHOUT ROWID;
-- next
-- Alerts by what caused them, so that each is told once, by whichever process saw it first. `turn`
-- tells one period, window or state from the next of the same cause; `shown_at` is when a person
-- was told in a window, `sent_at` when the webhook was.
CREATE TABLE alerts (
    cause TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    turn INTEGER NOT NULL DEFAULT 0,
    raised_at INTEGER NOT NULL,
    cleared_at INTEGER NOT NULL DEFAULT 0,
    shown_at INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
-- next
-- Until when nothing is told of a cause; '' stands for all of them.
CREATE TABLE alert_snoozes (
    cause TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;
-- next
-- What remained of a limit window of hours or days each time that changed: its pace.
CREATE TABLE limit_samples (
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    window_name TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    remaining INTEGER NOT NULL,
    resets_at INTEGER NOT NULL,
    PRIMARY KEY (account, window_name, as_of)
) WITHOUT ROWID;
-- next
CREATE TABLE worker_heartbeats (
    process TEXT PRIMARY KEY,
    worker_id TEXT NOT NULL,
    status TEXT NOT NULL,
    port INTEGER,
    current_load INTEGER NOT NULL,
    max_concurrent INTEGER NOT NULL,
    last_heartbeat INTEGER NOT NULL
) WITHOUT ROWID;
-- next
-- For people who bring their own tools.
CREATE VIEW workers AS
SELECT worker_id, status, port, current_load, max_concurrent,
       strftime('%Y-%m-%dT%H:%M:%fZ', last_heartbeat / 1000.0, 'unixepoch') AS last_heartbeat
FROM worker_heartbeats;
-- next
CREATE VIEW usage_logs AS
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', attempts.opened_at / 1000.0, 'unixepoch') AS timestamp,
       accounts.id AS api_key_id,
       models.name AS model,
       input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
           AS input_tokens,
       output_tokens,
       input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
           + output_tokens AS total_tokens,
       cost_micro_usd / 1000000.0 AS cost_usd,
       outcome AS status
FROM attempts
LEFT JOIN accounts ON accounts.number = attempts.account
JOIN names AS models ON models.number = attempts.model;
