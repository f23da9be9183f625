# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an image as a service of a compose file says, in namespaces of its own."""
import ctypes
import http.client
import os
import shlex
import signal
import socket
import subprocess
import time

CLONE_NEWNET = 0x40000000
PATIENCE = 60  # seconds; a loaded machine is slow
# What these do here; anything else in the file ends the test.
KEYS = {"image", "build", "init", "restart", "stop_grace_period", "read_only", "tmpfs", "cap_drop",
        "security_opt", "pids_limit", "mem_limit", "logging", "command", "environment", "ports",
        "volumes", "secrets"}
LOOPBACK_UP = """
import fcntl, signal, socket, struct
with socket.socket() as interface:
    fcntl.ioctl(interface, 0x8914, struct.pack("16sh14s", b"lo", 0x49, b""))
print("up", flush=True)
signal.pause()
"""
libc = ctypes.CDLL(None, use_errno=True)


class Network:
    """A network of its own with nothing but loopback, which stays when its container ends."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "/usr/bin/python3", "-I", "-c", LOOPBACK_UP],
                                       stdout=subprocess.PIPE)
        assert self.holder.stdout.readline() == b"up\n"
        self.path = f"/proc/{self.holder.pid}/ns/net"

    def close(self):
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()

    def connect(self, port):
        with open("/proc/thread-self/ns/net", "rb") as home, open(self.path, "rb") as there:
            assert libc.setns(there.fileno(), CLONE_NEWNET) == 0
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            finally:
                assert libc.setns(home.fileno(), CLONE_NEWNET) == 0


class Connection(http.client.HTTPConnection):
    def __init__(self, network, port, host):
        super().__init__(host)
        self.network, self.inside = network, port

    def connect(self):
        self.sock = self.network.connect(self.inside)


class Container:
    """`service` of the compose file, read as a dictionary; {} for a plain `docker run`."""

    def __init__(self, image, name, service, place, secrets=None, variables=None):
        assert set(service) <= KEYS, f"what to do with {set(service) - KEYS}?"
        self.image, self.name, self.service, self.place = image, name, service, place
        self.secrets = secrets or {}  # file beside the compose file: file here
        self.environment = image.environment | service.get("environment", {}) | (variables or {})
        self.network = Network()
        self.program = None
        self.log = os.path.join(place, name + ".log")
        os.makedirs(self.volume, exist_ok=True)

    @property
    def volume(self):
        return os.path.join(self.place, name_of_volume(self.service) or "anonymous-" + self.name)

    def published(self):
        """The port on the machine and the one inside."""
        address, outer, inner = self.service["ports"][0].split(":")
        assert address == "127.0.0.1"
        return int(outer), int(inner)

    def grace(self):
        """Seconds from the signal to the end by force."""
        return float(str(self.service.get("stop_grace_period", "10s")).removesuffix("s"))

    def start(self, command=None):
        command = self.image.entry + (command or self.service.get("command") or self.image.command)
        with open(self.log, "ab") as log:
            self.program = subprocess.Popen(self._launch(command), stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)

    def alone(self, command):
        """What `docker run --entrypoint` gives for a command: a container of its own."""
        return subprocess.run(self._launch(command), stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, timeout=PATIENCE)

    def inside(self, command, given=""):
        """What `docker exec` gives for a command."""
        entering = ["nsenter", f"--target={self.pid()}", "--mount", "--pid", "--net", "--ipc", "--uts",
                    "--root", "--wd"]
        return subprocess.run(entering + self._as_user(command), input=given, text=True,
                              capture_output=True, timeout=PATIENCE)

    def healthy(self):
        return self.inside(self.image.health)

    def pid(self):
        """The first process of the container, as this one sees it."""
        with open(f"/proc/{self.program.pid}/task/{self.program.pid}/children", encoding="ascii") as file:
            return int(file.read().split()[0])

    def signal(self, number):
        os.kill(self.pid(), number)

    def stop(self):
        """As `docker stop`: the exit code, or a failure when it had to be ended by force."""
        self.signal(getattr(signal, self.image.stop_signal))
        return self.ended(self.grace())

    def ended(self, within):
        began = time.monotonic()
        try:
            self.program.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not end within {within} s") from None
        self.took = time.monotonic() - began
        return self.program.returncode

    def close(self):
        if self.program and self.program.poll() is None:
            self.signal(signal.SIGKILL)
            self.program.wait()
        self.network.close()

    def told(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def ask(self, method, path, body=None, headers=None, host=None, port=None):
        connection = Connection(self.network, port or self.image.ports[0],
                                host or f"127.0.0.1:{self.published()[0]}")
        connection.request(method, path, body, headers or {})
        return connection.getresponse()

    def _as_user(self, command):
        user, group = self.image.user.split(":")
        drop = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        return ["/usr/bin/setpriv", "--reuid", user, "--regid", group, "--clear-groups", *drop,
                "/usr/bin/env", "-i", "-C", self.image.folder,
                *(f"{name}={value}" for name, value in self.environment.items()), *command]

    def _launch(self, command):
        root = os.path.join(self.place, "root")
        upper = None if self.service.get("read_only") else os.path.join(self.place, self.name + "-changes")
        self.image.mount(root, upper)  # to see what lies where its volumes go; each container mounts its own
        lines = ["set -e", self._mounting(root, upper)]
        for path in self.image.volumes:
            facts = os.stat(root + path)
            if not os.listdir(self.volume):
                os.chown(self.volume, facts.st_uid, facts.st_gid)
                os.chmod(self.volume, facts.st_mode & 0o7777)
            lines.append(f"mount --bind {shlex.quote(self.volume)} {root}{path}")
        subprocess.run(["umount", root], check=True)
        lines += [f"mount -t proc proc {root}/proc", f"mount -t tmpfs -o mode=755 tmpfs {root}/dev"]
        lines += [f"mknod -m 666 {root}/dev/{name} c {number}" for name, number in
                  {"null": "1 3", "zero": "1 5", "full": "1 7", "random": "1 8", "urandom": "1 9"}.items()]
        for entry in self.service.get("tmpfs", []):
            path, _, options = entry.partition(":")
            lines.append(f"mount -t tmpfs -o {options} tmpfs {root}{path}")
        lines += [f"mount -t tmpfs -o mode=755 tmpfs {root}/run", f"mkdir {root}/run/secrets"]
        for secret in self.service.get("secrets", []):
            source = secret["source"] if isinstance(secret, dict) else secret
            target = f"{root}/run/secrets/{secret.get('target', source) if isinstance(secret, dict) else secret}"
            lines += [f"touch {target}", f"mount --bind {shlex.quote(self.secrets[source])} {target}",
                      f"mount -o remount,bind,ro {target}"]
        lines += [f"mount -o remount,ro {root}/run", f"hostname {self.name}",
                  shlex.join(["exec", "chroot", root, *self._as_user(command)])]
        return ["nsenter", "--net=" + self.network.path, "unshare", "--mount", "--propagation", "private",
                "--pid", "--ipc", "--uts", "--fork", "--kill-child", "/bin/sh", "-c", "\n".join(lines)]

    def _mounting(self, root, upper):
        options = "lowerdir=" + ":".join(reversed(self.image.layers))
        if upper:
            options += f",upperdir={upper}/diff,workdir={upper}/work"
        return shlex.join(["mount", "-t", "overlay", "-o", options, "overlay", root])


def name_of_volume(service):
    volumes = service.get("volumes", [])
    return volumes[0].split(":")[0] if volumes else ""
