# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window as a person does: finds controls by accessible name, clicks and types
through the X server."""

import os
import signal
import subprocess
import time

import pyatspi

DEADLINE_S = 20


class Absent(AssertionError):
    """Something did not appear in time."""


def until(what, condition, deadline=DEADLINE_S):
    """The first true value of `condition`, asked again until the deadline."""
    end = time.monotonic() + deadline
    while True:
        try:
            value = condition()
        except Exception:  # an accessible may die between two calls
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise Absent(f"{what} did not come within {deadline} s")
        time.sleep(0.05)


class Window:
    def __init__(self, program, environment=None, arguments=()):
        environment = dict(os.environ, **(environment or {}))
        # Accessible coordinates are device-independent, those of the X server are not.
        self.scale = int(environment.get("QT_SCALE_FACTOR", "1"))
        environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        self.log = open(os.path.join(environment["HOME"], "window.log"), "ab")
        self.process = subprocess.Popen([program, *arguments], env=environment, stderr=self.log,
                                        stdout=self.log)
        self.application = until("the application", self._find_application)
        until("the window", lambda: self._window_id())

    def _find_application(self):
        for application in pyatspi.Registry.getDesktop(0):
            if application and application.get_process_id() == self.process.pid:
                return application
        assert self.process.poll() is None, "the program ended"
        return None

    def _window_id(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                               capture_output=True, text=True)
        return found.stdout.split()

    def all(self, name, role=None):
        found = []

        def visit(accessible, depth):
            if accessible is None or depth > 40:
                return
            if accessible.name == name and (role is None or accessible.getRoleName() == role):
                if accessible.getState().contains(pyatspi.STATE_SHOWING):
                    found.append(accessible)
            for child in accessible:
                visit(child, depth + 1)

        visit(self.application, 0)
        # A field and its label have the same name; the field is what is meant.
        return sorted(found, key=lambda accessible: accessible.getRoleName() == "label")

    def find(self, name, role=None):
        return until(f"“{name}”", lambda: next(iter(self.all(name, role)), None))

    def gone(self, name, role=None):
        until(f"“{name}” gone", lambda: not self.all(name, role))

    def click(self, name, role=None):
        control = self.find(name, role)
        box = control.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        x, y = ((box.x + box.width // 2) * self.scale, (box.y + box.height // 2) * self.scale)
        subprocess.run(["xdotool", "mousemove", "--sync", str(x), str(y), "click", "1"], check=True)
        return control

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "8", text], check=True)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", *keys], check=True)

    def text(self, name):
        def read():
            text = self.find(name).queryText()
            return text.getText(0, text.characterCount)

        return until(f"text of “{name}”", lambda: read() or "\n")

    def shows(self, name, part, deadline=DEADLINE_S):
        until(f"“{part}” in “{name}”", lambda: part in self.text(name), deadline)

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)

    def close(self):
        """Asks the window to close, as its close button does."""
        self.process.send_signal(signal.SIGTERM) if not self._window_id() else subprocess.run(
            ["xdotool", "key", "--clearmodifiers", "ctrl+q"], check=True)
        self.process.wait(DEADLINE_S)
        self.log.close()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
