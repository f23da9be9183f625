# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the local endpoint's dialogs: the switch, its clients and how to set up tools."""

import os
import subprocess
import tempfile

import driver

NAMES = {"en": {}, "zh_CN": {"Message": "消息", "Local endpoint": "本地端点", "Clients…": "客户端…", "Add client": "添加客户端",
                             "Set up a tool": "设置工具", "Rules…": "规则…", "List of clients": "客户端列表",
                             "Serve while this window is open": "窗口打开时提供服务"}}


class Pages:
    def __init__(self, program, folder, variant, settings, variables, scale):
        self.program, self.cli, self.folder, self.variant = program, program + "-cli", folder, variant
        self.names = NAMES[settings.get("language", "en")]
        home = tempfile.mkdtemp(dir=os.environ["HOME"])
        self.environment = dict(variables, PATCHBAY_DATA_DIR=home + "/data", PATCHBAY_CONFIG_DIR=home + "/config",
                                PATCHBAY_VAULT="memory", CLAUDE_API_KEY="sk-ant-test-pictures")
        for key, value in {**settings, "endpoint/port": "43987"}.items():
            self.run("settings", "set", key, value)

    def run(self, *words):
        subprocess.run([self.cli, *words], env=dict(os.environ, **self.environment), stderr=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, check=True)

    def named(self, english):
        return self.names.get(english, english)

    def dialogs(self):
        return [found for found in self.window._window_id() if found != self.main]

    def opens(self, name, count):
        """A control that opens a dialog, which is then the one of that number."""
        self.window.click(self.named(name))
        driver.until("a dialog", lambda: len(self.dialogs()) == count)

    def picture(self, name):
        subprocess.run(["xdotool", "sleep", "0.5"], check=True)
        subprocess.run(["import", "-window", self.dialogs()[-1],
                        os.path.join(self.folder, f"{self.variant}-{name}.png")], check=True)

    def take(self):
        self.window = window = driver.Window(self.program, self.environment)
        self.main = window._window_id()[0]
        try:
            window.find(self.named("Message"))
            window.key("ctrl+comma")
            driver.until("the settings", lambda: len(self.dialogs()) == 1)
            self.opens("Local endpoint", 2)
            self.picture("endpoint-off")
            window.click(self.named("Serve while this window is open"))
            self.picture("endpoint-on")
            self.opens("Clients…", 3)
            self.picture("clients-none")
            self.run("clients", "add", "claude-code", "--models", "claude-sonnet-5-5,claude-haiku-*",
                     "--daily-budget-usd", "5")
            self.run("clients", "add", "ci", "--requests-per-minute", "60", "--max-concurrent", "4", "--expires", "90d")
            self.run("clients", "add", "notebook")
            window.find(self.named("List of clients"))
            self.picture("clients")
            window.click(self.named("List of clients"))
            window.key("Home")
            window.click(self.named("Set up a tool"))
            self.picture("clients-set-up")
            window.key("Escape")
            window.click(self.named("Add client"))
            self.picture("clients-add")
            window.key("Escape")
            window.find(self.named("List of clients"))
            window.key("Escape")
            driver.until("the endpoint's dialog", lambda: len(self.dialogs()) == 2)
            self.opens("Rules…", 3)
            self.picture("rules-none")
            self.run("rules", "add", "--client", "ci", "--model", "claude-opus-*", "--use-model", "claude-sonnet-5-5")
            self.run("rules", "add", "--max-tokens", "8192")
            self.run("rules", "add", "--client", "notebook", "--model", "claude-haiku-*", "--cache", "3600")
            window.find("claude-opus-*")
            self.picture("rules")
        except driver.Absent as absent:
            print(self.variant, absent)
            window.screenshot(os.path.join(self.folder, self.variant + "-endpoint-failed.png"))
        window.kill()
