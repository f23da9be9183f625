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
-- next
-- Rules of the user for requests to the endpoint, in the order of their positions. An empty client is
-- all of them; 0 tokens, no model and no seconds say nothing.
CREATE TABLE endpoint_rules (
    number INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    client TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    model TEXT NOT NULL DEFAULT '*',
    use_model TEXT NOT NULL DEFAULT '',
    max_tokens INTEGER NOT NULL DEFAULT 0,
    cache_seconds INTEGER
);
-- next
-- The histograms of an hour or day as one text each, "bucket:attempts,…" (usage/latencyhistogram.h):
-- a year of days was some hundred thousand rows.
ALTER TABLE latency_hourly RENAME TO latency_hourly_rows;
-- next
ALTER TABLE latency_daily RENAME TO latency_daily_rows;
-- next
CREATE TABLE latency_hourly (
    hour INTEGER NOT NULL,
    account INTEGER NOT NULL,
    histogram TEXT NOT NULL,
    PRIMARY KEY (hour, account)
) WITHOUT ROWID;
-- next
CREATE TABLE latency_daily (
    day INTEGER NOT NULL,
    account INTEGER NOT NULL,
    histogram TEXT NOT NULL,
    PRIMARY KEY (day, account)
) WITHOUT ROWID;
-- next
INSERT INTO latency_hourly (hour, account, histogram)
SELECT hour, account, group_concat(bucket || ':' || attempts, ',') FROM latency_hourly_rows
GROUP BY hour, account;
-- next
INSERT INTO latency_daily (day, account, histogram)
SELECT day, account, group_concat(bucket || ':' || attempts, ',') FROM latency_daily_rows
GROUP BY day, account;
-- next
DROP TABLE latency_hourly_rows;
-- next
DROP TABLE latency_daily_rows;
-- next
-- What each conversation came to over all its days, dearest last: those of a long period are found
-- without summing the days of all of them.
CREATE TABLE conversation_totals (
    conversation INTEGER PRIMARY KEY,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    cost_micro_usd INTEGER NOT NULL
);
-- next
INSERT INTO conversation_totals (conversation, first_day, last_day, requests, tokens, cost_micro_usd)
SELECT conversation, min(day), max(day), sum(requests), sum(tokens), sum(cost_micro_usd)
FROM conversation_daily GROUP BY conversation;
-- next
CREATE INDEX conversation_totals_cost
ON conversation_totals (cost_micro_usd, tokens, first_day, last_day);
-- next
CREATE INDEX conversation_daily_of_one
ON conversation_daily (conversation, day, requests, tokens, cost_micro_usd);
-- next
-- usage_sums has 'plan_model' and 'plan_client' too: what subscriptions answered alone. And by quarters
-- of days (360 minutes): with those a local day is a day of UTC less and plus few rows.
INSERT INTO usage_sums (dimension, minutes, period, key, requests, errors, input_tokens,
                        output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd,
                        unpriced, estimated, saved_micro_usd, attempts)
SELECT 'plan_model', 60, hour, model, sum(requests), sum(errors), sum(input_tokens),
       sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(cost_micro_usd),
       sum(unpriced), sum(estimated), sum(saved_micro_usd), sum(requests)
FROM usage_hourly WHERE account IN (SELECT number FROM accounts WHERE kind = 'claude_command')
GROUP BY hour, model;
-- next
INSERT INTO usage_sums (dimension, minutes, period, key, requests, errors, input_tokens,
                        output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd,
                        unpriced, estimated, saved_micro_usd, attempts)
SELECT 'plan_client', 60, hour, client, sum(requests), sum(errors), sum(input_tokens),
       sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(cost_micro_usd),
       sum(unpriced), sum(estimated), sum(saved_micro_usd), sum(requests)
FROM usage_hourly WHERE account IN (SELECT number FROM accounts WHERE kind = 'claude_command')
GROUP BY hour, client;
-- next
INSERT INTO usage_sums (dimension, minutes, period, key, requests, errors, input_tokens,
                        output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd,
                        unpriced, estimated, saved_micro_usd, attempts)
SELECT dimension, 1440, period / 24, key, sum(requests), sum(errors), sum(input_tokens),
       sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(cost_micro_usd),
       sum(unpriced), sum(estimated), sum(saved_micro_usd), sum(attempts)
FROM usage_sums WHERE dimension IN ('plan_client', 'plan_model') AND minutes = 60
GROUP BY dimension, period / 24, key;
-- next
INSERT INTO usage_sums (dimension, minutes, period, key, requests, errors, input_tokens,
                        output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd,
                        unpriced, estimated, saved_micro_usd, attempts)
SELECT dimension, 360, period / 6, key, sum(requests), sum(errors), sum(input_tokens),
       sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(cost_micro_usd),
       sum(unpriced), sum(estimated), sum(saved_micro_usd), sum(attempts)
FROM usage_sums
WHERE dimension IN ('account', 'client', 'model', 'plan_client', 'plan_model') AND minutes = 60
GROUP BY dimension, period / 6, key;
-- next
-- Of quarters of hours only the ledger tells: they are made in the background.
INSERT OR IGNORE INTO usage_marks (name, value)
SELECT 'rollups_pending', 1 FROM attempts
WHERE EXISTS (SELECT 1 FROM accounts WHERE kind = 'claude_command') LIMIT 1;
