# SPDX-License-Identifier: GPL-3.0-or-later
"""The endpoint beside nginx, a bare Node.js pass-through and Portkey, all before one upstream, in one run
with the rounds of all interleaved: measure.py FOLDER_OF_PROGRAMS FOLDER_FOR_DOWNLOADS [SECONDS_A_ROUND].
Prints one table in Markdown."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import peers

ROUNDS = 3
AT_ONCE = (1, 16, 64)


def wrk(peer, at_once, seconds):
    """Requests a second, how many."""
    environment = dict(os.environ, BENCH_TOKEN=peers.TOKEN, BENCH_HEADERS=peer.headers)
    output = subprocess.run(
        ["wrk", "-t1", f"-c{at_once}", f"-d{seconds}s", "--timeout", "30s", "-s", peers.HERE + "/load.lua",
         f"http://127.0.0.1:{peer.port}/v1/messages"], env=environment, capture_output=True, text=True).stdout
    found = re.search(r"^figures ([\d.]+) ([\d.]+) (\d+) (\d+)", output, re.MULTILINE)
    if not found:
        sys.exit(f"wrk failed for {peer.name}:\n{output}")
    if int(found[3]) > 0:
        print(f"{peer.name}: {found[3]} requests failed", file=sys.stderr)
    return float(found[1]), int(found[4])


def client(binaries, peer, *arguments):
    result = subprocess.run([binaries + "/endpoint_client", str(peer.port), peers.TOKEN, *map(str, arguments)],
                            capture_output=True, text=True)
    if result.returncode != 0:
        print(f"{peer.name}, {arguments}: {result.stderr[:300]}", file=sys.stderr)
        return None
    return [float(word) for word in result.stdout.split()]


def ledger_rate(binaries, folder):
    """Rows a second that the ledger takes, alone on this disk."""
    os.makedirs(folder, exist_ok=True)
    output = subprocess.run([binaries + "/bench_ledger", "90000", folder, "0"], capture_output=True, text=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("rows written a second"))
    return statistics.median(float(word) for word in line.split(":")[1].split())


class Figures:
    """Values of each peer and kind of figure; their medians."""

    def __init__(self):
        self.values = {}

    def add(self, peer, kind, value):
        if value is not None:
            self.values.setdefault((peer.name, kind), []).append(value)

    def median(self, peer, kind):
        values = self.values.get((peer.name, kind))
        return statistics.median(values) if values else None


def measure_in_rounds(there, streaming, binaries, folder, seconds):
    figures = Figures()
    ledger = []
    for round_ in range(ROUNDS):
        ledger.append(ledger_rate(binaries, folder + "/ledger"))
        for at_once in AT_ONCE:
            for peer in there:
                figures.add(peer, at_once, wrk(peer, at_once, seconds)[0])
        for peer in streaming:
            for what, count in (("first", 1500), ("big", 300)):
                result = client(binaries, peer, what, count)
                figures.add(peer, what, result and result[0])
            paced = client(binaries, peer, "paced", 64, 100, 10)
            for kind, value in zip(("delay", "delay99", "most", "missed"), paced or ()):
                figures.add(peer, kind, value)
        print(f"round {round_ + 1} of {ROUNDS}", file=sys.stderr)
    return figures, statistics.median(ledger)


def slow_streams(peer, binaries):
    """The most memory while 500 streams run, an event a half second."""
    most = [peer.resident_mb()]
    ended = threading.Event()

    def watch():
        while not ended.wait(0.1):
            most[0] = max(most[0], peer.resident_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    result = client(binaries, peer, "paced", 500, 10, 500)
    ended.set()
    watcher.join()
    return most[0] if result and result[3] == 0 else None


def growth(peer):
    """Memory after a warm-up and after 100,000 further requests."""
    wrk(peer, 16, 2)
    time.sleep(1)
    before = peer.resident_mb()
    count = 0
    while count < 100_000:
        count += wrk(peer, 16, 5)[1]
    time.sleep(1)
    return before, peer.resident_mb(), count


def number(value, digits=0):
    return "–" if value is None else f"{value:,.{digits}f}"


def added(figures, peer, base, kind):
    value, floor = figures.median(peer, kind), figures.median(base, kind)
    return None if value is None or floor is None else (value - floor) / 1000


def table(all_peers, base, figures):
    nginx = next(peer for peer in all_peers if peer.name == "nginx")
    lines = ["| | req/s, 1 at once | 16 | 64 | of nginx's, 16 | first byte, added ms | 200 kB request, added ms "
             "| delay of events, 64 streams: median ms | 99th |",
             "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for peer in all_peers:
        if peer.reason:
            lines.append(f"| {peer.name} | not there: {peer.reason} | | | | | | | |")
            continue
        mine, its = figures.median(peer, 16), figures.median(nginx, 16)
        share = f"{mine / its:.2f}" if mine and its else "–"
        delay, delay99 = figures.median(peer, "delay"), figures.median(peer, "delay99")
        lines.append("| " + " | ".join([
            peer.name, *(number(figures.median(peer, at_once)) for at_once in AT_ONCE), share,
            number(added(figures, peer, base, "first") if peer is not base else None, 3),
            number(added(figures, peer, base, "big") if peer is not base else None, 3),
            number(delay and delay / 1000, 2), number(delay99 and delay99 / 1000, 2)]) + " |")
    return "\n".join(lines)


def main():
    binaries, downloads = sys.argv[1], sys.argv[2]
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        base = peers.direct(folder, binaries)
        own = peers.patchbay(folder, binaries, base)
        streaming = [base, own, peers.nginx(folder, downloads, base), peers.bare_node(folder, base)]
        # Its streams end with an error in this version, so only its whole answers are measured.
        every = [*streaming, peers.portkey(folder, downloads, base)]
        if own.reason:
            print(open(folder + "/patchbay.log").read(), file=sys.stderr)
        there = [peer for peer in every if not peer.reason]
        try:
            figures, ledger = measure_in_rounds(there, [peer for peer in streaming if not peer.reason], binaries,
                                                folder, seconds)
            print(table(every, base, figures))
            portkey = figures.median(every[-1], 16)
            if portkey:
                print(f"\nPatchbay answers {figures.median(own, 16) / portkey:.1f} times as many requests as "
                      "Portkey at 16 at once.")
            print(f"The ledger alone takes {ledger:,.0f} rows a second on this disk (synchronous=FULL).")
            slow = slow_streams(own, binaries)
            print(f"500 slow streams at once: {number(slow)} MB resident.")
            before, after, count = growth(own)
            print(f"{count:,} requests: {before:.1f} MB resident before, {after:.1f} MB after.")
        finally:
            for peer in reversed(every):
                peer.stop()


main()
