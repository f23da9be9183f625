#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_service.py SOURCE PROGRAM: packaging/linux/patchbay.service, run by a service manager of its own."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from image import isolated

SOURCE, PROGRAM = sys.argv[1:3]
MANAGER = "/usr/lib/systemd/systemd"
UNIT = "patchbay.service"
PATIENCE = 60
TOKEN = "pb-test-token-of-the-service"
# What systemd looks for before it runs as the manager of a user, made in a mount namespace.
STAGE = """
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system
umount --recursive /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
"""


def unit():
    with open(os.path.join(SOURCE, "packaging/linux", UNIT), encoding="utf-8") as file:
        return file.read()


def until(holds, what):
    end = time.monotonic() + PATIENCE
    while not (result := holds()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.05)
    return result


def can_manage():
    return os.geteuid() == 0 and os.path.exists(MANAGER) and subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--propagation", "private", "sh", "-ec", STAGE],
        stderr=subprocess.DEVNULL).returncode == 0


class ServiceTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="unit")
        self.addCleanup(place.cleanup)
        self.place = place.name
        for name in ("run", "config/systemd/user", "config/patchbay", "data"):
            os.makedirs(os.path.join(self.place, name), mode=0o700)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.place, "LC_ALL": "C.UTF-8",
                            "XDG_RUNTIME_DIR": self.place + "/run", "XDG_CONFIG_HOME": self.place + "/config"}
        # The unit finds the program where it was installed; what is tested is the one just built.
        self.assertEqual(unit().count("ExecStart=patchbay-cli serve\n"), 1)
        text = unit().replace("=patchbay-cli ", f"={PROGRAM} ")
        self.write("systemd/user/" + UNIT, re.sub(r"(?m)^RestartSec=.*$", "RestartSec=100ms", text))

    def write(self, path, text):
        with open(os.path.join(self.place, "config", path), "w", encoding="utf-8") as file:
            file.write(text)

    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd is not installed")
    def test_systemd_finds_no_fault_in_it(self):
        told = subprocess.run(["systemd-analyze", "--user", "verify",
                               os.path.join(self.place, "config/systemd/user", UNIT)],
                              capture_output=True, text=True, env=self.environment)
        # It also speaks of units of this machine.
        self.assertNotIn("patchbay", told.stdout + told.stderr)

    def test_it_is_stopped_later_than_answers_are_cut(self):
        grace = re.search(r"int graceS = (\d+);", self.source("src/cli/servecommand.h"))
        self.assertGreater(int(re.search(r"(?m)^TimeoutStopSec=(\d+)$", unit())[1]), int(grace[1]))

    def source(self, path):
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            return file.read()

    def control(self, *words):
        return subprocess.run(["systemctl", "--user", *words], capture_output=True, text=True,
                              env=self.environment, timeout=PATIENCE)

    def shown(self, name):
        return self.control("show", UNIT, "--value", "--property=" + name).stdout.strip()

    def manage(self):
        log = open(os.path.join(self.place, "manager.log"), "wb")
        self.addCleanup(log.close)
        manager = subprocess.Popen([MANAGER, "--user", "--log-target=console"], env=self.environment,
                                   stdout=log, stderr=log, stdin=subprocess.DEVNULL)

        def end():
            self.control("exit")
            manager.wait(PATIENCE)
        self.addCleanup(end)
        until(lambda: self.control("is-system-running").stdout.strip() in ("running", "degraded"),
              "the service manager runs")

    def settings(self, **more):
        values = {"PATCHBAY_DATA_DIR": self.place + "/data", "PATCHBAY_VAULT": "memory", "WORKER_PORT": "0",
                  "CLAUDE_API_KEY": "sk-ant-test-service", "PATCHBAY_TOKEN": TOKEN} | more
        self.write("patchbay/serve.env", "".join(f"{name}={value}\n" for name, value in values.items()))

    def simulate(self):
        port = os.path.join(self.place, "simulated")
        simulator = subprocess.Popen([PROGRAM, "simulate", "--port-file", port], stderr=subprocess.DEVNULL)
        self.addCleanup(simulator.wait)
        self.addCleanup(simulator.terminate)
        until(lambda: os.path.exists(port), "the simulator listens")
        with open(port, encoding="ascii") as file:
            return "http://127.0.0.1:" + file.read().strip()

    @staticmethod
    def free_port():
        with socket.create_server(("127.0.0.1", 0)) as server:
            return server.getsockname()[1]

    @unittest.skipUnless(can_manage(), "no service manager can be run here")
    def test_it_starts_reloads_comes_back_and_stops(self):
        port = self.free_port()
        self.settings(WORKER_PORT=port, ANTHROPIC_BASE_URL=self.simulate())
        self.manage()
        started = self.control("start", UNIT)
        self.assertEqual(started.returncode, 0, started.stderr)

        def answers():
            # Ready is what it was told: no second try is needed.
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            self.addCleanup(connection.close)
            connection.request("POST", "/v1/messages", json.dumps({
                "model": "claude-sonnet-5-5", "max_tokens": 50,
                "messages": [{"role": "user", "content": "Hello"}]}),
                {"x-api-key": TOKEN, "content-type": "application/json"})
            response = connection.getresponse()
            response.read()
            return response.status
        self.assertEqual(answers(), 200)
        first = self.shown("MainPID")
        reloaded = self.control("reload", UNIT)
        self.assertEqual(reloaded.returncode, 0, reloaded.stderr)
        until(lambda: self.shown("SubState") == "running", "it has read again")
        self.assertEqual((self.shown("MainPID"), answers()), (first, 200))

        os.kill(int(first), signal.SIGKILL)
        until(lambda: self.shown("NRestarts") == "1" and self.shown("SubState") == "running", "it came back")
        self.assertNotEqual(self.shown("MainPID"), first)
        self.assertEqual(answers(), 200)
        with open(f"/proc/{self.shown('MainPID')}/status", encoding="ascii") as file:
            self.assertRegex(file.read(), r"NoNewPrivs:\t1\nSeccomp:\t2")

        stopped = self.control("stop", UNIT)
        self.assertEqual(stopped.returncode, 0, stopped.stderr)
        self.assertEqual((self.shown("Result"), self.shown("ExecMainStatus")), ("success", "0"))

    @unittest.skipUnless(can_manage(), "no service manager can be run here")
    def test_what_another_start_does_not_mend_is_not_started_again(self):
        self.settings(WORKER_PORT="many")
        self.manage()
        self.assertNotEqual(self.control("start", UNIT).returncode, 0)
        until(lambda: self.shown("ActiveState") == "failed", "it failed")
        self.assertEqual((self.shown("ExecMainStatus"), self.shown("NRestarts")), ("2", "0"))


if __name__ == "__main__":
    if can_manage():
        isolated()
        if os.getpid() == 1:
            subprocess.run(["sh", "-ec", STAGE], check=True)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
