# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from exec to a visible window and memory when idle, beside a bare Qt window in the same run."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 9


def pss_mb(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024


def measure(program, environment):
    start = time.monotonic()
    process = subprocess.Popen([program], env=environment, stderr=subprocess.DEVNULL)
    while not subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)],
                             capture_output=True, text=True).stdout:
        pass
    shown = time.monotonic() - start
    time.sleep(3)  # what a program is like when it has come to rest
    memory = pss_mb(process.pid)
    process.terminate()
    process.wait()
    return shown, memory


def main():
    figures = {}
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, PATCHBAY_DATA_DIR=home + "/data", PATCHBAY_CONFIG_DIR=home + "/config",
                           PATCHBAY_VAULT="memory")
        for _ in range(RUNS):
            for program in sys.argv[1:]:
                if os.path.exists(program):
                    figures.setdefault(os.path.basename(program), []).append(measure(program, environment))
    for name, values in figures.items():
        shown = statistics.median(value[0] for value in values[1:])
        memory = statistics.median(value[1] for value in values[1:])
        print(f"{name:12} window after {shown * 1000:.0f} ms (warm, median of {RUNS - 1}), {memory:.0f} MB PSS idle")


main()
