#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, in the real window with real keys and clicks: first run, add an account, chat, stop,
restart, and the history is there. The key is in the keychain and nowhere else."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import driver

PROGRAM, CLI = sys.argv[1], sys.argv[2]
KEY = "sk-ant-test-window-7f3a91c2"


class Upstream:
    """The simulator as a process of its own."""

    def __init__(self, folder, script):
        path = os.path.join(folder, "script.json")
        port_file = os.path.join(folder, "port")
        with open(path, "w") as file:
            json.dump(script, file)
        self.process = subprocess.Popen(
            [CLI, "simulate", "--script", path, "--port-file", port_file], stderr=subprocess.DEVNULL)
        driver.until("the simulator", lambda: os.path.exists(port_file))
        with open(port_file) as file:
            self.url = "http://127.0.0.1:" + file.read().strip()

    def end(self):
        self.process.terminate()
        self.process.wait()


class WindowTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(dir=os.environ["HOME"])
        self.addCleanup(shutil.rmtree, self.folder)
        words = " ".join(f"word{number}" for number in range(400))
        self.upstream = Upstream(self.folder, {"keys": {KEY: [
            {"reply": "Hello from **afar**.", "input_tokens": 20, "output_tokens": 5},
            {"reply": words, "events_per_second": 20},
        ]}})
        self.addCleanup(self.upstream.end)
        self.environment = {
            "PATCHBAY_DATA_DIR": os.path.join(self.folder, "data"),
            "PATCHBAY_CONFIG_DIR": os.path.join(self.folder, "config"),
            "ANTHROPIC_BASE_URL": self.upstream.url,
            "QT_LOGGING_RULES": "patchbay.*.debug=true",
        }
        self.window = None
        self.addCleanup(lambda: self.window and self.window.kill())

    def start(self):
        self.window = driver.Window(PROGRAM, self.environment)
        return self.window

    def add_account(self, window):
        window.click("Add account", "push button")
        window.click("Account name")
        window.type("work")
        window.click("API key")
        window.type(KEY)
        window.click("Save")
        driver.until("the key in the keychain", lambda: KEY in self.keychain())
        window.key("Escape")

    def keychain(self):
        return subprocess.run(["secret-tool", "search", "--all", "--unlock", "server", "org.patchbay.Patchbay"],
                              capture_output=True, text=True).stdout

    def send(self, window, text):
        window.click("Message")
        window.type(text)
        window.key("Return")

    def test_main_job(self):
        window = self.start()
        self.add_account(window)

        self.send(window, "Say hello")
        window.shows("Transcript", "Hello from afar.")

        self.send(window, "Now talk at length")
        window.shows("Transcript", "word3")
        window.click("Stop")
        window.find("Send")
        self.assertNotIn("word399", window.text("Transcript"))
        self.check_key_is_only_in_the_keychain(window)
        window.close()

        window = self.start()
        window.find("Conversations")
        window.shows("Transcript", "Hello from afar.")
        window.shows("Transcript", "word3")
        window.close()

    def check_key_is_only_in_the_keychain(self, window):
        self.assertIn(KEY, self.keychain())
        home = os.environ["HOME"]
        keyring = os.path.join(home, "data", "keyrings")
        for folder, _, files in os.walk(home):
            if folder.startswith(keyring):
                continue
            for name in files:
                path = os.path.join(folder, name)
                if path == os.path.join(self.folder, "script.json") or not os.path.isfile(path):
                    continue
                with open(path, "rb") as file:
                    self.assertNotIn(KEY.encode(), file.read(), path)
        for name in ("cmdline", "environ"):
            with open(f"/proc/{window.process.pid}/{name}", "rb") as file:
                self.assertNotIn(KEY.encode(), file.read(), name)

    def test_every_control_has_its_name_and_role(self):
        window = self.start()
        window.find("Add account", "push button")
        window.click("Try the demo", "push button")
        for name, role in (("New chat", "push button"), ("Conversations", "list"),
                           ("Search conversations", "text"), ("Message", "text"), ("Send", "push button"),
                           ("Model", "combo box"), ("Account", "combo box"), ("Usage", "check box"),
                           ("Accounts", "push button"), ("Settings", "push button")):
            window.find(name, role)
        self.send(window, "Hello there")
        window.find("Stop", "push button")
        window.find("Transcript", "document frame")
        window.click("Accounts", "push button")
        window.click("Add account", "push button")
        for name, role in (("Account name", "text"), ("API key", "password text"), ("Save", "push button")):
            window.find(name, role)
        window.kill()

    def test_demo_needs_no_account(self):
        window = self.start()
        window.click("Try the demo")
        self.send(window, "Hello there")
        driver.until("an answer", lambda: len(window.text("Transcript")) > 120)
        window.close()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
