-- SPDX-License-Identifier: GPL-3.0-or-later
-- A new key that has not answered yet waits in the vault beside the old one since then.
ALTER TABLE accounts ADD COLUMN pending_secret_at INTEGER NOT NULL DEFAULT 0;
-- next
-- Days after which a person is reminded to replace the key; 0: not at all.
ALTER TABLE accounts ADD COLUMN remind_after_days INTEGER NOT NULL DEFAULT 0;
-- next
-- When a long-lived token or a sign-in ends; 0: not known.
ALTER TABLE accounts ADD COLUMN secret_expires_at INTEGER NOT NULL DEFAULT 0;
-- next
-- "max", "pro": of a subscription.
ALTER TABLE accounts ADD COLUMN plan TEXT NOT NULL DEFAULT '';
-- next
-- What is known against an account for the models of one family alone.
CREATE TABLE account_model_rests (
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    family TEXT NOT NULL,
    reason TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (account, family)
) WITHOUT ROWID;
-- next
-- `subject` is an account's id, a client's name, or '' for the scope 'all'.
CREATE TABLE budgets (
    scope TEXT NOT NULL CHECK (scope IN ('all', 'account', 'client')),
    subject TEXT NOT NULL,
    period TEXT NOT NULL CHECK (period IN ('day', 'month')),
    limit_micro_usd INTEGER NOT NULL,
    is_hard INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, subject, period)
) WITHOUT ROWID;
