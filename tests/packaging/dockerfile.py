# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a Dockerfile into stages, and a .dockerignore into the files of a build context.

Knows what packaging/docker/Dockerfile uses, and refuses everything else: what is tested is then what
a container engine does.
"""
import json
import os
import re
import shlex
from dataclasses import dataclass, field

KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL",
         "HEALTHCHECK", "ENTRYPOINT", "CMD"}


class NotKnown(Exception):
    """The file holds something that this reader does not carry out."""


@dataclass
class Instruction:
    word: str
    text: str
    flags: dict = field(default_factory=dict)

    def words(self):
        return shlex.split(self.text)

    def command(self):
        """The list of an ENTRYPOINT, CMD or HEALTHCHECK."""
        command = json.loads(self.text)
        if not isinstance(command, list):
            raise NotKnown(f"{self.word} as a text of the shell")
        return command


@dataclass
class Stage:
    base: str
    name: str
    instructions: list = field(default_factory=list)


def _lines(text):
    whole = ""
    for line in text.splitlines():
        if line.lstrip().startswith("#") or (not line.strip() and not whole):
            continue
        if line.endswith("\\"):
            whole += line[:-1]
            continue
        yield whole + line
        whole = ""
    if whole:
        raise NotKnown("a last line that goes on")


def parse(text):
    stages = []
    for line in _lines(text):
        word, rest = line.split(None, 1)
        if word not in KNOWN:
            raise NotKnown(word)
        flags = {}
        while match := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
            flags[match[1]] = match[2]
            rest = rest[match.end():]
        if word == "FROM":
            base, *name = re.split(r"\s+AS\s+", rest.strip())
            stages.append(Stage(base, name[0] if name else ""))
            continue
        if word == "HEALTHCHECK":
            rest = rest.removeprefix("CMD").strip()
        elif set(flags) - ({"from"} if word == "COPY" else set()):
            raise NotKnown(f"{word} with {', '.join(flags)}")
        stages[-1].instructions.append(Instruction(word, rest.strip(), flags))
    return stages


class Context:
    """The files that go to the builder: those that .dockerignore lets through."""

    def __init__(self, root):
        self.root = root
        with open(os.path.join(root, ".dockerignore"), encoding="utf-8") as file:
            rules = [line.strip() for line in file if line.strip() and not line.startswith("#")]
        if rules[0] != "*" or not all(re.fullmatch(r"![\w./-]+", rule) for rule in rules[1:]):
            raise NotKnown("a .dockerignore that is not * and then names")
        self.allowed = [rule[1:] for rule in rules[1:]]
        for name in self.allowed:
            if not os.path.exists(os.path.join(root, name)):
                raise NotKnown(f"{name} of .dockerignore is not there")

    def files(self, source):
        """Paths below the root that COPY takes for `source`, sorted."""
        found = []
        for allowed in self.allowed:
            whole = os.path.join(self.root, allowed)
            if os.path.isfile(whole):
                found.append(allowed)
            for folder, _, names in os.walk(whole):
                found += [os.path.relpath(os.path.join(folder, name), self.root) for name in names]
        source = os.path.normpath(source)
        found = [path for path in found
                 if source == "." or path == source or path.startswith(source + "/")]
        if not found:
            raise NotKnown(f"COPY of {source}, which .dockerignore keeps back or is not there")
        return sorted(found)
