# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of everything that has to do with accounts: their list in several states, the forms,
signing in, archives. Upstream is the simulator."""

import json
import os
import subprocess
import tempfile

import driver

NAMES = {"en": {}, "zh_CN": {"Accounts": "账户", "Add account": "添加账户", "More options": "更多选项", "Message": "消息",
                             "Profile file": "配置文件", "Account name": "账户名称", "Save": "保存", "Edit": "编辑",
                             "Test": "测试", "API key": "API 密钥", "Base URL": "基础 URL",
                             "Kind of account": "账户类型", "Export…": "导出…", "Restore…": "恢复…"}}


def unified(status, five_hour, seven_day):
    prefix = "anthropic-ratelimit-unified-"
    return {prefix + "status": status, prefix + "representative-claim": "five_hour",
            prefix + "5h-status": status, prefix + "5h-utilization": five_hour,
            prefix + "5h-reset": "{unix+5000}", prefix + "7d-status": "allowed",
            prefix + "7d-utilization": seven_day, prefix + "7d-reset": "{unix+300000}"}


def serve(cli, home):
    """The simulator, and where it is."""
    script = {"keys": {"sk-ant-test-studio": [{"reply": "Hi", "headers": unified("allowed_warning", "0.82", "0.46")}],
                       "sk-ant-test-work": [{"status": 429, "headers": unified("rejected", "1.0", "0.61")}],
                       "sk-ant-test-old": [{"status": 401}],
                       "sk-ant-test-blocked": [{"status": 403}]}}
    path, port = home + "/script.json", home + "/port"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(script, file)
    process = subprocess.Popen([cli, "simulate", "--script", path, "--port-file", port], stderr=subprocess.DEVNULL)
    driver.until("the simulator", lambda: os.path.exists(port) and os.path.getsize(port))
    with open(port, encoding="utf-8") as file:
        return process, "http://127.0.0.1:" + file.read().strip()


def profile(home, url, redirect):
    path = f"{home}/{redirect}.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"name": "the gateway", "authorize_url": url + "/oauth/authorize", "token_url": url + "/oauth/token",
                   "client_id": "patchbay-test", "redirect": redirect}, file)
    return path


class Pages:
    def __init__(self, program, folder, variant, settings, variables, scale):
        self.program, self.cli, self.folder, self.variant = program, program + "-cli", folder, variant
        self.names = NAMES[settings.get("language", "en")]
        self.home = tempfile.mkdtemp(dir=os.environ["HOME"])
        self.simulator, self.url = serve(self.cli, self.home)
        # No browser of this machine is to open.
        self.environment = dict(variables, PATCHBAY_DATA_DIR=self.home + "/data", BROWSER="/bin/false",
                                PATCHBAY_CONFIG_DIR=self.home + "/config", ANTHROPIC_BASE_URL=self.url)
        self.scale = scale
        for key, value in settings.items():
            self.run("settings", "set", key, value)

    def run(self, *words, typed=None):
        subprocess.run([self.cli, *words], env=dict(os.environ, **self.environment), input=typed, text=True,
                       stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)

    def named(self, english):
        return self.names.get(english, english)

    def picture(self, name):
        newest = driver.until("a dialog", lambda: [w for w in self.window._window_id() if w != self.main])[-1]
        subprocess.run(["xdotool", "sleep", "0.5"], check=True)
        subprocess.run(["import", "-window", newest, os.path.join(self.folder, f"{self.variant}-{name}.png")], check=True)

    def choose(self, path):
        """In the file chooser that opens; until the dialog after it is there."""
        chooser = driver.until("a file chooser", lambda: self.window._window_id()[2:])
        self.window.type(path)
        self.window.key("Return")
        driver.until("the next dialog", lambda: set(self.window._window_id()[2:]) - set(chooser))
        subprocess.run(["xdotool", "sleep", "0.4"], check=True)

    def fill_accounts(self):
        for name in ("studio", "work", "old", "blocked"):
            self.run("accounts", "add", "--name", name, typed=f"sk-ant-test-{name}\n")
            self.run("chat", "--account", name, "--no-save", "Hello")
        self.run("accounts", "add", "--name", "max plan", "--kind", "claude_command", typed="")
        for number in range(7):
            self.run("accounts", "add", "--name", f"lab {number + 1}", typed=f"sk-ant-test-lab-{number}\n")
        self.run("accounts", "disable", "lab 7")

    def take(self):
        self.fill_accounts()
        self.window = window = driver.Window(self.program, self.environment)
        self.main = window._window_id()[0]
        try:
            window.find(self.named("Message"))
            window.key("ctrl+3")
            window.find(self.named("Add account"))
            self.picture("accounts-twelve")
            window.click(self.named("Export…"))
            self.choose(self.home + "/accounts.sealed")
            self.picture("archive-export")
            window.type("one two")
            window.key("Tab")
            window.type("one")
            window.key("Return")
            self.picture("archive-export-fault")
            window.key("Escape")
            driver.until("the list", lambda: len(window._window_id()) == 2)
            window.click(self.named("Restore…"))
            self.choose(self.home + "/script.json")
            window.type("one two")
            window.key("Return")
            self.picture("archive-restore-fault")
            window.key("Escape")
            driver.until("the list", lambda: len(window._window_id()) == 2)
            window.key("Tab", "Tab")  # past Add account, back to the list
            window.key("Down", "Down")
            self.picture("accounts-selected")
            window.key("Return")
            window.find(self.named("Save"))
            self.picture("account-edit")
            window.click(self.named("More options"))
            self.picture("account-edit-more")
            for _ in range(40):
                window.key("Tab")
                if any(c.getState().contains(driver.pyatspi.STATE_FOCUSED) for c in window.all(self.named("Save"))):
                    break
            self.picture("account-edit-end")
            window.key("Escape")
            window.click(self.named("Add account"))
            window.click(self.named("Kind of account"))
            window.key("Down", "Return")
            self.picture("account-add-subscription")
            window.click(self.named("Kind of account"))
            window.key("Down", "Return")
            window.click(self.named("Account name"))
            window.type("gateway")
            self.picture("account-add-sign-in")
            window.click(self.named("Profile file"))
            window.type(self.home + "/script.json")
            self.picture("account-profile-fault")
            window.key("ctrl+a")
            window.type(profile(self.home, self.url, "paste"))
            window.key("Return")
            driver.until("the sign-in", lambda: len(window._window_id()) > 2)
            self.picture("sign-in")
            window.type("no-such-code")
            window.key("Return")
            self.picture("sign-in-refused")
        except driver.Absent as absent:
            print(self.variant, absent)
            window.screenshot(os.path.join(self.folder, self.variant + "-accounts-failed.png"))
        window.kill()
        self.simulator.terminate()
        self.simulator.wait()
