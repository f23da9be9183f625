# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out a Dockerfile without a container engine: in roots of Debian's, layer upon layer.

A layer is what one instruction changed (overlayfs), kept under a name that says all it depends on.
Wants root, and a mount namespace of its own (see `isolated`).
"""
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

from dockerfile import Context, Instruction, NotKnown, parse

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
RELEASES = {"debian:12-slim": "bookworm"}
# What Debian's slim images leave out.
SLIM = """path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/groff/*
path-exclude /usr/share/info/*
path-exclude /usr/share/linda/*
path-exclude /usr/share/lintian/overrides/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
"""
SOURCES = """Types: deb
URIs: http://deb.debian.org/debian
Suites: {release} {release}-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: {release}-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""


def run(*command, **options):
    subprocess.run(command, check=True, **options)


def why_not():
    """Why roots can be neither made nor used here; empty where they can."""
    if os.geteuid() != 0:
        return "only root can make the roots of containers"
    for program in ("debootstrap", "unshare", "nsenter", "setpriv"):
        if not shutil.which(program):
            return f"{program} is not installed"
    with open("/proc/filesystems", encoding="ascii") as file:
        if "overlay" not in file.read().split():
            return "the kernel has no overlayfs"
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "--net", "true"],
                      stderr=subprocess.DEVNULL).returncode:
        return "this machine allows no namespaces"
    return ""


def isolated():
    """Goes on in namespaces of its own: with the process go its mounts and all that it started."""
    if os.getpid() == 1:
        return
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "--pid", "--fork",
                          "--kill-child", "--mount-proc", sys.executable, "-B", *sys.argv])


@dataclass
class Image:
    layers: list = field(default_factory=list)  # folders, the lowest first
    key: str = ""
    environment: dict = field(default_factory=lambda: {"PATH": PATH})
    user: str = "0:0"
    folder: str = "/"
    volumes: list = field(default_factory=list)
    ports: list = field(default_factory=list)
    stop_signal: str = "SIGTERM"
    health: list = field(default_factory=list)
    health_flags: dict = field(default_factory=dict)
    entry: list = field(default_factory=list)
    command: list = field(default_factory=list)

    def mount(self, root, upper=None):
        """Mounts the layers at `root`; without a folder for changes nothing can be written there."""
        os.makedirs(root, exist_ok=True)
        options = "lowerdir=" + ":".join(reversed(self.layers))
        if upper:
            for name in ("diff", "work"):
                os.makedirs(os.path.join(upper, name), exist_ok=True)
            options += f",upperdir={upper}/diff,workdir={upper}/work"
        run("mount", "-t", "overlay", "-o", options, "overlay", root)


class Builder:
    """Makes the image of `dockerfile`, keeping layers in `place`."""

    def __init__(self, source, place):
        self.place = place
        self.context = Context(source)
        with open(os.path.join(source, "packaging/docker/Dockerfile"), encoding="utf-8") as file:
            self.stages = parse(file.read())
        self.used = set()

    def is_there(self):
        """Whether the image of the sources as they are now has been made."""
        try:
            self._all(makes=False)
        except FileNotFoundError:
            return False
        return True

    def image(self):
        return self._all(makes=False)

    def build(self):
        image = self._all(makes=True)
        # What no state of the sources needs any more.
        layers = os.path.join(self.place, "layers")
        for name in os.listdir(layers):
            if name not in self.used:
                shutil.rmtree(os.path.join(layers, name))
        return image

    def _all(self, makes):
        made = {}
        for stage in self.stages:
            image = Image()
            self._layer(image, "debian " + stage.base + SLIM + SOURCES, makes,
                        lambda root, base=stage.base: self._debian(base, root))
            for instruction in stage.instructions:
                self._carry_out(instruction, image, made, makes)
            made[stage.name] = image
        return image

    def _layer(self, image, key, makes, change):
        image.key = hashlib.sha256((image.key + "\n" + key).encode()).hexdigest()[:16]
        folder = os.path.join(self.place, "layers", image.key)
        self.used.add(image.key)
        if not os.path.isdir(folder):
            if not makes:
                raise FileNotFoundError(folder)
            part = os.path.join(self.place, "part")
            shutil.rmtree(part, ignore_errors=True)
            root = os.path.join(part, "root")
            if image.layers:
                image.mount(root, part)
                change(root)
                run("umount", "--recursive", root)
            else:
                os.makedirs(os.path.join(part, "diff"))
                change(os.path.join(part, "diff"))
            os.makedirs(os.path.dirname(folder), exist_ok=True)
            os.rename(os.path.join(part, "diff"), folder)
            shutil.rmtree(part)
        image.layers.append(folder)

    def _debian(self, base, root):
        if base not in RELEASES:
            raise NotKnown(base)
        release = RELEASES[base]
        print(f"==> {base}", flush=True)
        run("debootstrap", "--variant=minbase", release, root, "http://deb.debian.org/debian",
            stdout=subprocess.DEVNULL)
        subprocess.run(["umount", "--recursive", root + "/proc"], stderr=subprocess.DEVNULL)
        for name in ("doc", "groff", "info", "linda", "locale", "man"):
            shutil.rmtree(f"{root}/usr/share/{name}", ignore_errors=True)
        shutil.rmtree(f"{root}/var/cache/apt/archives")
        os.makedirs(f"{root}/var/cache/apt/archives/partial")
        os.remove(f"{root}/etc/apt/sources.list")
        # This machine's own way to the archive: a proxy, say.
        own = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True)
        own = "".join(line + "\n" for line in own.stdout.splitlines()
                      if line.startswith(("Acquire::http", "Acquire::Check")))
        for path, text in {"etc/dpkg/dpkg.cfg.d/docker": SLIM, "etc/resolv.conf": "", "etc/hosts": "",
                           "etc/apt/sources.list.d/debian.sources": SOURCES.format(release=release),
                           "etc/apt/apt.conf.d/99machine": own}.items():
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)

    def _carry_out(self, instruction: Instruction, image, made, makes):
        word, text = instruction.word, instruction.text
        state = f"{word} {text} {instruction.flags} {image.environment} {image.user} {image.folder}"
        if word == "RUN":
            self._layer(image, state, makes, lambda root: self._shell(image, text, root))
        elif word == "COPY":
            self._copy(instruction, state, image, made, makes)
        elif word == "WORKDIR":
            image.folder = os.path.join(image.folder, text)
            folder = image.folder
            self._layer(image, state, makes,
                        lambda root: os.makedirs(root + folder, exist_ok=True))
        elif word == "ENV":
            image.environment.update(pair.split("=", 1) for pair in instruction.words())
        elif word == "USER":
            image.user = text
        elif word == "VOLUME":
            image.volumes += instruction.words()
        elif word == "EXPOSE":
            image.ports += [int(port) for port in instruction.words()]
        elif word == "STOPSIGNAL":
            image.stop_signal = text
        elif word == "HEALTHCHECK":
            image.health, image.health_flags = instruction.command(), instruction.flags
        elif word == "ENTRYPOINT":
            image.entry = instruction.command()
        elif word == "CMD":
            image.command = instruction.command()

    def _shell(self, image, text, root):
        print("==> RUN " + " ".join(text.split()), flush=True)
        run("mount", "-t", "proc", "proc", root + "/proc")
        run("mount", "--rbind", "/dev", root + "/dev")
        for name in ("/etc/resolv.conf", "/etc/hosts"):
            run("mount", "--bind", name, root + name)
        # Compiling again what was compiled before takes minutes and shows nothing new.
        cache = os.path.join(self.place, "ccache")
        if "cmake" in text:
            os.makedirs(cache, exist_ok=True)
            os.makedirs(root + "/root/.cache/ccache", exist_ok=True)
            run("mount", "--bind", cache, root + "/root/.cache/ccache")
        environment = [f"{name}={value}" for name, value in image.environment.items()]
        run("chroot", "--userspec=" + image.user, root, "/usr/bin/env", "-i", "-C", image.folder,
            "HOME=/root", *environment, "/bin/sh", "-c", text, stdin=subprocess.DEVNULL)

    def _copy(self, instruction, state, image, made, makes):
        *sources, target = instruction.words()
        isfolder = target.endswith("/") or target == "." or len(sources) > 1
        target = os.path.normpath(os.path.join(image.folder, target))
        copies = []  # (source, path below the target)
        if stage := instruction.flags.get("from"):
            other = made[stage]
            state += other.key

            def change(root):
                below = os.path.join(self.place, "from")
                other.mount(below)
                for source in sources:
                    put(below + source, os.path.basename(source), root)
                run("umount", below)
        else:
            for source in sources:
                for path in self.context.files(source):
                    whole = os.path.join(self.context.root, path)
                    isfile = os.path.isfile(os.path.join(self.context.root, source))
                    name = os.path.basename(path) if isfile else os.path.relpath(path, source)
                    copies.append((whole, name))
                    with open(whole, "rb") as file:
                        state += f"\n{path} {os.stat(whole).st_mode & 0o111:o} "
                        state += hashlib.sha256(file.read()).hexdigest()

            def change(root):
                for whole, name in copies:
                    put(whole, name, root)

        def put(source, name, root):
            to = root + (os.path.join(target, name) if isfolder else target)
            os.makedirs(os.path.dirname(to), exist_ok=True)
            shutil.copyfile(source, to)
            os.chmod(to, 0o755 if os.stat(source).st_mode & 0o111 else 0o644)

        self._layer(image, state, makes, change)


def snapshot(source, place):
    """A copy of what goes to the builder, as container engines make first: it may change meanwhile."""
    copy = os.path.join(place, "context")
    shutil.rmtree(copy, ignore_errors=True)
    for path in [".dockerignore", "packaging/docker/Dockerfile", *Context(source).files(".")]:
        os.makedirs(os.path.dirname(os.path.join(copy, path)), exist_ok=True)
        shutil.copy(os.path.join(source, path), os.path.join(copy, path))
    return copy


def main():
    """image.py SOURCE PLACE: makes the image where PATCHBAY_BUILD_CONTAINER is set. Where there is
    none in the end PLACE/missing says why, and who needs it skips."""
    source, place = sys.argv[1:]
    os.umask(0o022)
    os.makedirs(place, exist_ok=True)
    reason = why_not()
    if not reason:
        isolated()
        builder = Builder(source, place)
        if os.environ.get("PATCHBAY_BUILD_CONTAINER"):
            Builder(snapshot(source, place), place).build()
        if not builder.is_there():
            reason = "there is no image of these sources; ./dev test -L container makes it"
    missing = os.path.join(place, "missing")
    if reason:
        with open(missing, "w", encoding="utf-8") as file:
            file.write(reason + "\n")
        print(reason)
    elif os.path.exists(missing):
        os.remove(missing)


if __name__ == "__main__":
    main()
