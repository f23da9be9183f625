#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_container.py SOURCE PLACE PROGRAM: the image of packaging/docker/Dockerfile (image.py makes it)
as the services of docker-compose.yml, with `PROGRAM simulate` outside of it as upstream."""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from container import PATIENCE, Container
from image import Builder, isolated

SOURCE, PLACE, PROGRAM = sys.argv[1:4]
KEY = "sk-ant-test-container"
TOKENS = {"worker-1": "pb-test-token-of-the-first-worker", "worker-2": "pb-test-token-of-the-second-one"}
PASSPHRASE = "of the test alone"
UPSTREAM = 9000
WORDS = " ".join(f"word{number}" for number in range(150))
PACED = {"reply": WORDS, "events_per_second": 25}


def until(holds, what, within=PATIENCE):
    end = time.monotonic() + within
    while not (result := holds()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {within} s: {what}")
        time.sleep(0.05)
    return result


class ContainerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import yaml  # where there is no image, it need not be there either
        cls.image = Builder(SOURCE, PLACE).image()
        with open(os.path.join(SOURCE, "packaging/docker/docker-compose.yml"), encoding="utf-8") as file:
            cls.compose = yaml.safe_load(file)

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def tearDown(self):
        if not self._outcome.success:
            for name in sorted(os.listdir(self.place)):
                if name.endswith(".log"):
                    with open(os.path.join(self.place, name), encoding="utf-8") as file:
                        print(f"--- {name}\n{file.read()}", file=sys.stderr)

    def secret(self, name, text, owner=10001):
        path = os.path.join(self.place, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chown(path, owner, owner)
        os.chmod(path, 0o400)
        return path

    def worker(self, name, accounts=f"CLAUDE_API_KEY={KEY}\n"):
        """One of the two of the compose file, with its secrets, not started."""
        secrets = {
            name: self.secret(name + ".env", f"{accounts}PATCHBAY_TOKEN={TOKENS[name]}\nMAX_CONCURRENT=20\n"
                                             f"ANTHROPIC_BASE_URL=http://127.0.0.1:{UPSTREAM}\n"),
            "vault-passphrase": self.secret(name + "-passphrase", PASSPHRASE + "\n"),
        }
        worker = Container(self.image, name, self.compose["services"][name], self.place, secrets)
        self.addCleanup(worker.close)
        return worker

    def upstream(self, worker, step):
        """The simulator, on the loopback of that worker's network but outside of its root."""
        script, port = (os.path.join(self.place, f"{worker.name}-{name}") for name in ("script", "port"))
        with open(script, "w", encoding="utf-8") as file:
            json.dump({"default": [step]}, file)
        simulator = subprocess.Popen(
            ["nsenter", "--net=" + worker.network.path, PROGRAM, "simulate", "--listen",
             f"127.0.0.1:{UPSTREAM}", "--script", script, "--port-file", port], stderr=subprocess.DEVNULL)

        def end():
            simulator.terminate()
            simulator.wait()
        self.addCleanup(end)
        until(lambda: os.path.exists(port), "the simulator listens")

    def serving(self, worker):
        worker.start()

        def answers():
            self.assertIsNone(worker.program.poll(), "it ended")
            try:
                return worker.ask("GET", "/health").read()
            except OSError:
                return None
        return json.loads(until(answers, f"{worker.name} answers"))

    def message(self, worker, token=None, stream=False, **more):
        body = {"model": "claude-sonnet-5-5", "max_tokens": 1000, "stream": stream,
                "messages": [{"role": "user", "content": "Hello"}]}
        headers = {"x-api-key": token or TOKENS[worker.name], "content-type": "application/json"}
        return worker.ask("POST", "/v1/messages", json.dumps(body), headers, **more)

    def requests(self, worker):
        answer = worker.ask("GET", "/api/usage", headers={"x-api-key": TOKENS[worker.name]})
        return json.load(answer)["total"]["requests"]

    def test_two_workers_beside_each_other(self):
        workers = [self.worker(name) for name in sorted(self.compose["services"])]
        self.assertEqual([worker.name for worker in workers], ["worker-1", "worker-2"])
        self.assertEqual(len({worker.volume for worker in workers}), 2)
        self.assertEqual(len({worker.published()[0] for worker in workers}), 2)
        for worker in workers:
            self.upstream(worker, {"reply": "Hello from upstream"})
            self.assertEqual(worker.published()[1], self.image.ports[0])
            before = worker.alone(self.image.health)
            self.assertEqual((before.returncode, before.stdout), (1, "nothing listens on port 3002\n"))
        for worker in workers:
            health = self.serving(worker)
            self.assertEqual(health["worker_id"], worker.name)
            self.assertEqual(health["accounts"], {"total": 1, "ready": 1})
            during = worker.healthy()
            self.assertEqual(during.returncode, 0, during.stderr)
            self.assertEqual(json.loads(during.stdout)["status"], "ok")

        first, second = workers
        answer = self.message(first)
        self.assertEqual(answer.status, 200)
        self.assertEqual(json.load(answer)["content"][0]["text"], "Hello from upstream")
        self.assertEqual(self.message(first, token=TOKENS["worker-2"]).status, 401)
        until(lambda: self.requests(first) == 1, "the ledger of the first has the request")
        self.assertEqual(self.requests(second), 0)
        # By the name that other services of the compose file know it by, and by no other.
        self.assertEqual(first.ask("GET", "/health", host="worker-1:3002").status, 200)
        self.assertEqual(first.ask("GET", "/health", host="rebound.example:3002").status, 403)

        added = first.inside(["patchbay-cli", "clients", "add", "ci"])
        self.assertEqual(added.returncode, 0, added.stderr)
        token = added.stdout.strip()
        until(lambda: self.message(first, token=token).status == 200, "the new client is known")
        self.assertEqual(self.message(second, token=token).status, 401)

        self.assertEqual(first.stop(), 0)
        after = first.alone(self.image.health)
        self.assertEqual(after.returncode, 1)
        self.assertEqual(second.healthy().returncode, 0)
        self.assertEqual(second.stop(), 0)

    def test_it_can_do_nothing_but_its_work(self):
        worker = self.worker("worker-1")
        self.serving(worker)
        with open(f"/proc/{worker.pid()}/status", encoding="ascii") as file:
            facts = dict(line.split(":\t", 1) for line in file.read().splitlines())
        self.assertEqual(facts["Uid"].split(), ["10001"] * 4)
        self.assertEqual(facts["Gid"].split(), ["10001"] * 4)
        self.assertEqual(facts["Groups"].strip(), "")
        for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(facts[capabilities], 16), 0, capabilities)
        self.assertEqual(facts["NoNewPrivs"], "1")
        with open(f"/proc/{worker.pid()}/mounts", encoding="utf-8") as file:
            self.assertNotIn("upperdir", file.read(), "what lies below the root can be changed")
        for folder in ("/", "/usr/local/bin", "/etc", "/run", "/run/secrets"):
            self.assertNotEqual(worker.inside(["touch", folder + "/x"]).returncode, 0, folder)
        for path in ("/data/x", "/tmp/x"):
            self.assertEqual(worker.inside(["touch", path]).returncode, 0, path)
        os.remove(os.path.join(worker.volume, "x"))
        for folder, folders, files in os.walk(worker.volume):
            for name in folders + files:
                facts = os.lstat(os.path.join(folder, name))
                self.assertEqual((facts.st_uid, facts.st_mode & 0o077), (10001, 0), name)
        with open(f"/proc/{worker.pid()}/environ", "rb") as file:
            environment = file.read()
        for secret in (KEY, PASSPHRASE, TOKENS["worker-1"]):
            self.assertNotIn(secret.encode(), environment)
        self.assertEqual(worker.stop(), 0)

    def test_the_image_holds_what_runs_and_nothing_to_build_with(self):
        image = Container(self.image, "plain", {}, self.place)
        self.addCleanup(image.close)
        for program in ("g++", "cmake", "curl", "wget", "git", "python3"):
            self.assertNotEqual(image.alone(["sh", "-c", f"command -v {program}"]).returncode, 0, program)
        told = image.alone(["patchbay-cli", "--version"])
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertEqual(image.alone(["sh", "-c", "ls /patchbay /out /usr/share/applications"]).stdout, "")
        # The library of TLS is loaded by name.
        self.assertEqual(image.alone(["sh", "-c", "ls /usr/lib/*/libssl.so.3 /etc/ssl/certs/ca-certificates.crt "
                                                  ">/dev/null"]).returncode, 0)

    def test_as_the_image_is_without_a_compose_file(self):
        plain = Container(self.image, "plain", {"ports": ["127.0.0.1:8080:3002"]}, self.place,
                          variables={"CLAUDE_API_KEY": KEY, "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{UPSTREAM}",
                                     "PATCHBAY_TOKEN": TOKENS["worker-1"]})
        self.addCleanup(plain.close)
        self.upstream(plain, {"reply": "Hello", "fault": "hang", "at_event": 3})
        self.serving(plain)
        answer = self.message(plain, token=TOKENS["worker-1"], stream=True)
        self.assertEqual(answer.status, 200)
        # A stream that never ends: the grace time is over before a container engine uses force.
        self.assertEqual(plain.stop(), 0)

    def test_an_account_in_the_vault_file(self):
        worker = self.worker("worker-2", accounts="")
        self.upstream(worker, {"reply": "Hello"})
        health = self.serving(worker)
        self.assertEqual((health["status"], worker.healthy().returncode), ("unavailable", 1))
        added = worker.inside(["patchbay-cli", "accounts", "add", "--name", "stored", "--base-url",
                               f"http://127.0.0.1:{UPSTREAM}"], given=KEY + "\n")
        self.assertEqual(added.returncode, 0, added.stderr)
        until(lambda: worker.healthy().returncode == 0, "it is healthy with its first account")
        self.assertEqual(self.message(worker).status, 200)
        until(lambda: self.requests(worker) == 1, "the ledger has the request")
        # An end without a word, as when memory runs out. The next run has the same process id.
        worker.signal(signal.SIGKILL)
        worker.program.wait()
        self.serving(worker)
        self.assertEqual(self.message(worker).status, 200)
        until(lambda: self.requests(worker) == 2, "the ledger has both requests")
        self.assertEqual(worker.stop(), 0)
        for folder, _, files in os.walk(worker.volume):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(KEY.encode(), file.read(), name)

    def test_a_secret_that_is_not_there_is_told(self):
        worker = self.worker("worker-1")
        os.chown(worker.secrets["worker-1"], 0, 0)
        worker.start()
        self.assertEqual(worker.ended(PATIENCE), 2)
        self.assertIn("/run/secrets/worker.env", worker.told())

    def test_twenty_streams_end_whole_after_sigterm(self):
        worker = self.worker("worker-1")
        self.upstream(worker, PACED)
        self.serving(worker)
        begun, streams = threading.Barrier(21, timeout=PATIENCE), [None] * 20

        def stream(index):
            answer = self.message(worker, stream=True)
            read = answer.readline()
            while b"content_block_delta" not in read:
                read += answer.readline()
            begun.wait()
            try:
                read += answer.read()
            except http.client.HTTPException as cut:
                read += repr(cut).encode()
            streams[index] = (read, time.monotonic())

        threads = [threading.Thread(target=stream, args=(index,)) for index in range(20)]
        for thread in threads:
            thread.start()
        begun.wait()
        self.assertEqual(worker.healthy().returncode, 0)
        worker.signal(getattr(signal, self.image.stop_signal))
        stopped = time.monotonic()
        self.assertEqual(streams, [None] * 20, "all are in the middle")
        # Who asks whether it can take more is told that it cannot.
        until(lambda: worker.alone(self.image.health).returncode == 1, "it is no longer healthy")
        self.assertEqual(worker.ended(worker.grace()), 0)
        for thread in threads:
            thread.join(PATIENCE)
        for read, ended in streams:
            texts = [json.loads(line[6:])["delta"]["text"] for line in read.decode().splitlines()
                     if line.startswith("data: ") and '"text_delta"' in line]
            self.assertEqual("".join(texts), WORDS)
            self.assertEqual(read.count(b"event: message_stop"), 1)
            self.assertGreater(ended, stopped)
        # The ledger has them all, in the volume that the next container gets.
        self.serving(worker)
        self.assertEqual(self.requests(worker), 20)
        self.assertEqual(worker.stop(), 0)


if __name__ == "__main__":
    missing = os.path.join(PLACE, "missing")
    if os.path.exists(missing):
        with open(missing, encoding="utf-8") as reason:
            print(reason.read())
        sys.exit(77)
    isolated()
    if not Builder(SOURCE, PLACE).is_there():  # another checkout's run has put its own there since
        print("there is no image of these sources any more")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2, warnings="ignore")
