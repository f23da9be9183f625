#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat in the real window, answered through the real claude program, whose upstream is the
simulator. Skipped where that program cannot be had."""

import os
import shutil
import sys
import tempfile
import unittest

import driver
import test_window

PROGRAM, _, CLAUDE = sys.argv[1:4]


@unittest.skipUnless(os.path.exists(CLAUDE), "the claude program is not installed")
class ClaudeWindowTest(unittest.TestCase):
    def test_two_turns(self):
        folder = tempfile.mkdtemp(dir=os.environ["HOME"])
        self.addCleanup(shutil.rmtree, folder)
        upstream = test_window.Upstream(folder, {"default": [
            {"reply": "Hello from **the program**.", "input_tokens": 20, "output_tokens": 5},
            {"reply": "And once more.", "input_tokens": 30, "output_tokens": 4},
        ]})
        self.addCleanup(upstream.end)
        window = driver.Window(PROGRAM, {
            "PATCHBAY_DATA_DIR": os.path.join(folder, "data"),
            "PATCHBAY_CONFIG_DIR": os.path.join(folder, "config"),
            "PATCHBAY_VAULT": "memory",
            "ANTHROPIC_BASE_URL": upstream.url,
            "CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-test-program",
            "PATCHBAY_CLAUDE": CLAUDE,
        })
        self.addCleanup(window.kill)
        for question, answer in (("Say hello", "Hello from the program."), ("Again", "And once more.")):
            window.click("Message")
            window.type(question)
            window.key("Return")
            driver.until(answer, lambda answer=answer: answer in window.text("Transcript"), 60)
            driver.until("the end of the answer", lambda: not window.all("Stop"), 60)
        window.close()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
