#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_files.py SOURCE: what the files of packaging/docker say, without building anything."""
import os
import re
import subprocess
import sys
import unittest

from dockerfile import Context, NotKnown, parse

SOURCE = sys.argv[1]
ENGINE_WAITS = 10  # seconds from `docker stop` to the end by force, where nothing else is said


def text(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


def flag(command, name):
    return command[command.index(name) + 1]


def packages(*groups):
    told = subprocess.run([os.path.join(SOURCE, "packaging/packages"), *groups], check=True,
                          capture_output=True, text=True)
    return told.stdout.split()


class Packages(unittest.TestCase):
    def test_each_is_listed_once(self):
        groups = re.findall(r"^\[(.*)\]$", text("packaging/debian-packages"), re.MULTILINE)
        every = [name for group in groups for name in packages(group)]
        self.assertEqual(sorted(every), sorted(set(every)))
        self.assertTrue(all(packages(group) for group in groups))
        self.assertEqual(packages("run", "test"), packages("run") + packages("test"))
        self.assertEqual(packages("none"), [])


class Dockerfile(unittest.TestCase):
    def setUp(self):
        self.stages = parse(text("packaging/docker/Dockerfile"))
        self.last = {each.word: each for each in self.stages[-1].instructions}

    def test_what_it_copies_is_there(self):
        context = Context(SOURCE)
        for stage in self.stages:
            for each in stage.instructions:
                if each.word == "COPY" and not each.flags:
                    for source in each.words()[:-1]:
                        self.assertTrue(context.files(source))
        self.assertFalse([path for path in context.files(".") if path.startswith((".git", "build", "tests"))])

    def test_the_list_of_packages_is_the_one(self):
        known = packages("run", "build", "run-desktop", "build-desktop", "test")
        for word in re.findall(r"[\w.+-]+", text("packaging/docker/Dockerfile")):
            self.assertNotIn(word, set(known) - {"cmake"})

    def test_it_runs_as_nobody_special_and_ends_in_time(self):
        user, group = self.last["USER"].text.split(":")
        self.assertGreater(int(user), 999)
        self.assertEqual(user, group)
        command = self.last["CMD"].command()
        port = flag(command, "--listen").split(":")[1]
        self.assertEqual(self.last["EXPOSE"].text, port)
        self.assertIn("${1:-" + port + "}", text("packaging/docker/patchbay-health"))
        self.assertLess(int(flag(command, "--grace")), ENGINE_WAITS)
        self.assertEqual(self.last["STOPSIGNAL"].text, "SIGTERM")
        self.assertIn("packaging/docker/" + self.last["HEALTHCHECK"].command()[0],
                      [each.words()[0] for each in self.stages[-1].instructions if each.word == "COPY"])

    def test_what_is_not_known_is_refused(self):
        for line in ("ADD a b", "RUN --mount=type=cache true", "COPY --chown=1 a b"):
            with self.assertRaises(NotKnown):
                parse("FROM debian:12-slim\n" + line)


class Compose(unittest.TestCase):
    def setUp(self):
        try:
            import yaml
        except ModuleNotFoundError:
            self.skipTest("python3-yaml is not installed")
        self.whole = text("packaging/docker/docker-compose.yml")
        self.file = yaml.safe_load(self.whole)

    def test_the_workers_share_nothing(self):
        services = self.file["services"].values()
        self.assertEqual(len(services), 2)
        for one in ("volumes", "ports", "secrets"):
            firsts = [service[one][0] for service in services]
            self.assertNotEqual(*firsts)
        for service in services:
            self.assertEqual(service["volumes"][0].split(":")[0], service["environment"]["WORKER_ID"])
            self.assertIn(service["environment"]["WORKER_ID"], self.file["volumes"])

    def test_each_is_shut_in(self):
        for service in self.file["services"].values():
            self.assertTrue(service["read_only"])
            self.assertEqual(service["cap_drop"], ["ALL"])
            self.assertEqual(service["security_opt"], ["no-new-privileges:true"])
            self.assertTrue(service["ports"][0].startswith("127.0.0.1:"))
            self.assertGreater(int(service["stop_grace_period"].removesuffix("s")),
                               int(flag(service["command"], "--grace")))

    def test_secrets_are_in_files_of_their_own(self):
        for secret in self.file["secrets"].values():
            self.assertTrue(secret["file"].startswith("./secrets/"))
        self.assertIn("/packaging/docker/secrets/", text(".gitignore").splitlines())
        for word in ("sk-ant", "API_KEY", "OAUTH_TOKEN", "PATCHBAY_TOKEN", "CLAUDE_ACCOUNTS"):
            self.assertNotIn(word, self.whole)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
