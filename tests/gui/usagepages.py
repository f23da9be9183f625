# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the usage page: one account, twelve of them, a year of use. The ledger is filled by SQL
and its sums are made by `usage rebuild`."""

import os
import random
import sqlite3
import subprocess
import tempfile
import time

import driver

NAMES = {"en": {}, "zh_CN": {"Message": "消息", "Today": "今天", "7 days": "7 天", "90 days": "90 天", "Month": "月",
                             "Custom": "自定义", "Tokens": "Token", "First day": "第一天", "Budgets…": "预算…", "More": "更多",
                             "Use over time": "用量随时间的变化"}}
ACCOUNTS = ["work", "studio", "max plan", "lab", "client: Nord", "agency", "ci runners",
            "evaluation with a rather long name", "night batch", "team blue", "team red", "备用账户"]
COLORS = [1, 0, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3]
MODELS = ["claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-4-5"]
CLIENTS = ["window", "command_line", "nightly-ci"]
TITLES = ["Rate limits, explained", "Migrate ledger to v4", "给客户的周报", ""]
DAY = 86_400_000


def fill(path, accounts, days):
    """So many accounts, of which the third is a subscription, used for so many days until now."""
    now = int(time.time() * 1000)
    chance = random.Random(7)
    database = sqlite3.connect(path, timeout=20)
    names = {}

    def number(name):
        if name not in names:
            database.execute("INSERT OR IGNORE INTO names (name) VALUES (?)", (name,))
            names[name] = database.execute("SELECT number FROM names WHERE name = ?", (name,)).fetchone()[0]
        return names[name]

    first = database.execute("SELECT coalesce(max(number), 0) + 1 FROM accounts").fetchone()[0]
    for i, name in enumerate(ACCOUNTS[:accounts]):
        kind = "claude_command" if name == "max plan" else "api_key"
        database.execute("INSERT INTO accounts (number, id, name, kind, source, created_at, color, plan) "
                         "VALUES (?, ?, ?, ?, 'stored', 0, ?, ?)",
                         (first + i, f"shown-{i}", name, kind, COLORS[i], "max" if kind != "api_key" else ""))
    for i, title in enumerate(TITLES):
        database.execute("INSERT INTO conversations (id, title, snippet, created_at, updated_at) "
                         "VALUES (?, ?, 'So the three windows are…', ?, ?)", (f"shown-{i}", title, now, now - i))
    rows = []
    for day in range(days):
        for account in range(accounts):
            for _ in range(chance.randint(4, 9) // (1 if account < 4 else 3) + 1):
                at = now - day * DAY - chance.randrange(9 * 3_600_000)
                tokens, cached, out = chance.randint(2000, 6000), chance.randint(6000, 26000), chance.randint(500, 2500)
                failed = chance.randrange(40) == 0
                cost = 0 if failed else (tokens * 3 + cached // 3 + out * 15) * 10 // (account + 1)
                rows.append((len(rows) + 1, len(rows) + 1, first + account, number(chance.choice(CLIENTS)),
                             number(chance.choice(MODELS)), at, at + 5000, chance.randint(400, 1900), 5000,
                             "failed" if failed else "succeeded", 429 if failed else 200,
                             chance.choice(["rate_limited", "overloaded"]) if failed else "", f"req_{len(rows)}",
                             0 if failed else tokens, 0 if failed else out, 0 if failed else cached, cost, cached * 2,
                             number(f"shown-{chance.randrange(4)}")))
    database.executemany(
        "INSERT INTO attempts (id, request_key, attempt, process, account, client, model, opened_at, completed_at, "
        "first_byte_ms, duration_ms, outcome, is_last, status, error_kind, request_id, input_tokens, output_tokens, "
        "cache_read_tokens, cost_micro_usd, saved_micro_usd, conversation) "
        "VALUES (?, ?, 1, '', ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database.execute("INSERT OR REPLACE INTO budgets VALUES ('all', '', 'month', 150000000, 0), "
                     "('account', 'shown-0', 'day', 1200000, 1), ('client', 'nightly-ci', 'month', 9000000, 1)")
    for account, window, most, left, ends in [(0, "requests", 4000, 180, 50_000), (0, "input_tokens", 400_000, 312_000, 50_000),
                                              (2, "five_hour", 100, 34, 7_500_000), (2, "seven_day", 100, 71, 300_000_000)]:
        if account < accounts:
            database.execute("INSERT INTO account_limits (account, window_name, max, remaining, resets_at, as_of) "
                             "VALUES (?, ?, ?, ?, ?, ?)", (first + account, window, most, left, now + ends, now - 90_000))
    database.commit()
    database.close()


class Pages:
    def __init__(self, program, folder, variant, settings, variables, size, scale):
        self.program, self.cli, self.folder, self.variant = program, program + "-cli", folder, variant
        self.names = NAMES[settings.get("language", "en")]
        self.settings, self.variables, self.size, self.scale = settings, variables, size, scale

    def named(self, english):
        return self.names.get(english, english)

    def picture(self, name):
        subprocess.run(["xdotool", "sleep", "0.6"], check=True)
        subprocess.run(["import", "-window", self.main, os.path.join(self.folder, f"{self.variant}-{name}.png")], check=True)

    def start(self, accounts, days):
        home = tempfile.mkdtemp(dir=os.environ["HOME"])
        environment = dict(self.variables, PATCHBAY_DATA_DIR=home + "/data", PATCHBAY_CONFIG_DIR=home + "/config")

        def run(*words):
            subprocess.run([self.cli, *words], env=dict(os.environ, **environment), stdout=subprocess.DEVNULL, check=True)

        for key, value in self.settings.items():
            run("settings", "set", key, value)
        run("accounts", "list")  # makes the database
        fill(home + "/data/patchbay.db", accounts, days)
        run("usage", "rebuild")
        self.window = driver.Window(self.program, environment)
        self.main = self.window._window_id()[0]
        subprocess.run(["xdotool", "windowsize", "--sync", self.main, *(str(side * self.scale) for side in self.size)])
        self.window.find(self.named("Message"))
        self.window.key("ctrl+2")
        self.window.find(self.named("7 days"))

    def few(self):
        self.start(1, 4)
        self.picture("usage-one-account")
        self.dialog("Budgets…", "budgets")
        for entry, name in enumerate(("prices", "log-import", "compare"), 1):
            self.dialog("More", name, *["Down"] * entry, "Return")

    def dialog(self, opener, name, *keys):
        """The dialog alone that a button of the page opens, or an entry of its menu."""
        self.window.click(self.named(opener))
        if keys:
            subprocess.run(["xdotool", "sleep", "0.3"], check=True)
            self.window.key(*keys)
        self.picture_of_front(name)
        self.window.key("Escape")

    def picture_of_front(self, name):
        subprocess.run(["xdotool", "sleep", "0.6"], check=True)
        front = subprocess.run(["xdotool", "getactivewindow"], check=True, capture_output=True, text=True).stdout.strip()
        subprocess.run(["import", "-window", front, os.path.join(self.folder, f"{self.variant}-{name}.png")], check=True)

    def many(self):
        self.start(12, 365)
        self.picture("usage-twelve")
        self.window.click(self.named("Month"))
        self.picture("usage-month")
        self.window.click(self.named("Today"))
        self.window.click(self.named("Tokens"))
        self.picture("usage-today")
        self.window.click(self.named("90 days"))
        self.picture("usage-90-days")
        self.window.click(self.named("Custom"))
        self.window.click(self.named("First day"))
        self.window.key("Home" if self.names else "End", "Down", "Return")  # where the year is
        self.picture("usage-year")
        self.window.click(self.named("Use over time"))
        self.window.key("Return")
        self.picture("usage-requests")

    def take(self):
        for scene in (self.few, self.many):
            try:
                scene()
            except driver.Absent as absent:
                print(self.variant, absent)
                self.window.screenshot(os.path.join(self.folder, self.variant + "-usage-failed.png"))
            self.window.kill()
