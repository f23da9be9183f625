-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO processes (id, program, pid, started_at) VALUES ('p1', 'patchbay', 4242, 1795000000000);
-- next
INSERT INTO accounts (number, id, name, kind, source, created_at, pending_secret_at,
                      remind_after_days, secret_expires_at, plan)
VALUES (1, 'a1', 'work', 'api_key', 'stored', 1795000000000, 1795000000002, 90, 0, ''),
       (2, 'a2', '张三', 'claude_command', 'environment', 1795000000001, 0, 0, 1826000000000, 'max');
-- next
INSERT INTO account_model_rests (account, family, reason, since, until)
VALUES (1, 'opus', 'Its week is spent', 1795000000000, 1795000600000);
-- next
INSERT INTO budgets (scope, subject, period, limit_micro_usd, is_hard)
VALUES ('account', 'a1', 'month', 25000000, 1), ('all', '', 'day', 5000000, 0);
-- next
INSERT INTO names (number, name) VALUES (1, 'window'), (2, 'claude-sonnet-5-5');
-- next
INSERT INTO attempts (id, request_key, attempt, process, account, client, model, model_served,
                      opened_at, completed_at, first_byte_ms, duration_ms, outcome, is_last, status,
                      stop_reason, input_tokens, output_tokens, cost_micro_usd, price_version)
VALUES (10, 10, 1, '', 1, 1, 2, 2, 1795000000100, 1795000001100, 300, 1000, 'succeeded', 1, 200,
        'end_turn', 12, 34, 345, '2026-11-20');
-- next
INSERT INTO usage_hourly (hour, account, model, client, requests, errors, input_tokens,
                          output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd,
                          unpriced, estimated)
VALUES (498611, 1, 2, 1, 1, 0, 12, 34, 0, 0, 345, 0, 0);
-- next
INSERT INTO usage_daily (day, account, model, client, requests, errors, input_tokens,
                         output_tokens, cache_read_tokens, cache_write_tokens, cost_micro_usd,
                         unpriced, estimated)
VALUES (20775, 1, 2, 1, 1, 0, 12, 34, 0, 0, 345, 0, 0);
-- next
INSERT INTO conversations (id, title, leaf, created_at, updated_at)
VALUES ('c1', 'A first talk', 2, 1795000000000, 1795000001100);
-- next
INSERT INTO messages (id, conversation, parent, role, status, content, text, text_length, created_at)
VALUES (1, 'c1', NULL, 'user', 'complete', '[{"type":"text","text":"Say hello!"}]', 'Say hello!', 10, 1795000000050),
       (2, 'c1', 1, 'assistant', 'complete', '[{"type":"text","text":"Hello!"}]', 'Hello!', 6, 1795000000100);
-- next
UPDATE attempts SET saved_micro_usd = 7;
-- next
INSERT INTO usage_sums (dimension, minutes, period, key, requests, errors, input_tokens, output_tokens,
                        cache_read_tokens, cache_write_tokens, cost_micro_usd, unpriced, estimated,
                        saved_micro_usd, attempts)
VALUES ('account', 60, 498611, 1, 1, 0, 10, 5, 0, 0, 100, 0, 0, 7, 1);
-- next
INSERT INTO latency_hourly (hour, account, histogram) VALUES (498611, 1, '30:1');
-- next
INSERT INTO latency_daily (day, account, histogram) VALUES (20775, 1, '30:1');
-- next
INSERT INTO conversation_totals (conversation, first_day, last_day, requests, tokens, cost_micro_usd)
VALUES (1, 20775, 20776, 2, 15, 100);
-- next
INSERT INTO usage_marks (name, value) VALUES ('raw_since', 498000);
-- next
INSERT INTO edited_prices (model, valid_from, input, output, cache_write_5m, cache_write_1h,
                           cache_read, edited_at)
VALUES ('claude-sonnet-5-5', '2026-11-01', 3000000, 15000000, 3750000, 6000000, 300000, 1795000000000);
-- next
INSERT INTO alerts (cause, kind, subject, turn, raised_at, shown_at)
VALUES ('budget/account/a1/month/80', 'budget', 'a1', 1795651200000, 1795000000000, 1795000000001);
-- next
INSERT INTO alert_snoozes (cause, until) VALUES ('', 1795003600000);
-- next
INSERT INTO limit_samples (account, window_name, as_of, remaining, resets_at)
VALUES (1, 'five_hour', 1795000000000, 58, 1795010000000);
-- next
INSERT INTO worker_heartbeats (process, worker_id, status, port, current_load, max_concurrent, last_heartbeat)
VALUES ('p1', 'desk', 'idle', NULL, 0, 5, 1795000000000);
-- next
INSERT INTO endpoint_clients (id, name, token_hash, token_end, models, accounts, requests_per_minute,
                              max_concurrent, expires_at, created_at, token_made_at, last_used_at)
VALUES ('k1', 'ci', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'x7Qk',
        '["claude-sonnet-5-5"]', '["a1"]', 60, 4, 1798761600000, 1795000000000, 1795000000000,
        1795000000100);
-- next
INSERT INTO endpoint_rules (number, position, client, model, use_model, max_tokens, cache_seconds)
VALUES (1, 1, 'ci', 'claude-opus-*', 'claude-sonnet-5-5', 4096, 3600);
