# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured beside each other: each is started in a folder of its own and answers on a port."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = "bench-token-0123456789abcdef"
# How many streams the slow ones are, and more.
MOST_AT_ONCE = 1000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


class Peer:
    """`reason`: why it is not there."""

    def __init__(self, name, port=0, process=None, headers="", reason=None):
        self.name = name
        self.port = port
        self.process = process
        self.headers = headers
        self.reason = reason

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1024


def started(name, command, port, log, headers="", **more):
    with open(log, "w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **more)
    peer = Peer(name, port, process, headers)
    if not wait_for_port(port, process):
        peer.stop()
        peer.reason = f"does not start, see {log}"
    return peer


def direct(folder, binaries):
    port_file = folder + "/upstream.port"
    process = subprocess.Popen([binaries + "/endpoint_upstream", port_file])
    while not os.path.exists(port_file) or not open(port_file).read().endswith("\n"):
        time.sleep(0.01)
    return Peer("direct", int(open(port_file).read()), process)


def patchbay(folder, binaries, upstream):
    """With scheduler, tokens, ledger and access log, as `serve` is."""
    port = free_port()
    accounts = [{"name": f"account {i}", "apiKey": f"sk-ant-test-{i}", "maxConcurrent": MOST_AT_ONCE,
                 "baseUrl": f"http://127.0.0.1:{upstream.port}"} for i in range(4)]
    environment = dict(os.environ, CLAUDE_ACCOUNTS=json.dumps(accounts), PATCHBAY_TOKEN=TOKEN,
                       PATCHBAY_VAULT="memory", PATCHBAY_DATA_DIR=folder + "/data",
                       PATCHBAY_CONFIG_DIR=folder + "/config")
    return started("Patchbay", [binaries + "/patchbay-cli", "serve", "--listen", f"127.0.0.1:{port}"], port,
                   folder + "/patchbay.log", env=environment)


def nginx_program(place):
    """Debian's, taken out of its package: an installed one would be started as a server at once."""
    installed = shutil.which("nginx") or "/usr/sbin/nginx"
    unpacked = place + "/nginx/usr/sbin/nginx"
    if os.path.exists(installed) or os.path.exists(unpacked):
        return installed if os.path.exists(installed) else unpacked
    os.makedirs(place, exist_ok=True)
    script = 'cd "$1" && apt-get download -q nginx && dpkg-deb -x nginx_*.deb nginx && rm nginx_*.deb'
    with open(place + "/nginx.log", "w") as log:
        subprocess.run(["sh", "-c", script, "sh", place], stdout=log, stderr=log)
    return unpacked if os.path.exists(unpacked) else None


def nginx(folder, place, upstream):
    program = nginx_program(place)
    if not program:
        return Peer("nginx", reason="its package could not be downloaded")
    port = free_port()
    folder += "/nginx"
    os.makedirs(folder)
    with open(folder + "/nginx.conf", "w") as file:
        file.write(f"""
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    tcp_nodelay on;
    keepalive_requests 100000000;
    client_max_body_size 64m;
    client_body_buffer_size 1m;
    upstream up {{
        server 127.0.0.1:{upstream.port};
        keepalive 1024;
        keepalive_requests 100000000;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://up;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
        }}
    }}
}}
""")
    return started("nginx", [program, "-c", folder + "/nginx.conf", "-e", folder + "/error.log"], port,
                   folder + "/output")


def bare_node(folder, upstream):
    if not shutil.which("node"):
        return Peer("Node.js pass-through", reason="node is not installed")
    port = free_port()
    return started("Node.js pass-through", ["node", HERE + "/nodepass.js", str(upstream.port), str(port)], port,
                   folder + "/node.log")


def install_portkey(place):
    """Whether it is there: as package-lock.json says, downloaded once."""
    lock = open(HERE + "/package-lock.json").read()
    done = place + "/installed"
    if os.path.exists(done) and open(done).read() == lock:
        return True
    os.makedirs(place, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(f"{HERE}/{name}", place)
    try:
        with open(place + "/npm.log", "w") as log:
            code = subprocess.run(["npm", "ci", "--prefix", place, "--ignore-scripts", "--no-audit", "--no-fund"],
                                  stdout=log, stderr=log, timeout=300).returncode
    except (OSError, subprocess.TimeoutExpired):
        code = 1
    if code == 0:
        with open(done, "w") as file:
            file.write(lock)
    return code == 0


def portkey(folder, place, upstream):
    name = "Portkey 1.15.2"
    if not install_portkey(place):
        return Peer(name, reason="npm could not download it")
    port = free_port()
    headers = f"x-portkey-provider=anthropic;x-portkey-custom-host=http://127.0.0.1:{upstream.port}/v1"
    program = place + "/node_modules/@portkey-ai/gateway/build/start-server.js"
    peer = started(name, ["node", program, f"--port={port}", "--headless"], port, folder + "/portkey.log",
                   headers, env=dict(os.environ, TRUSTED_CUSTOM_HOSTS="127.0.0.1,localhost"))
    if not peer.reason and not answers(peer):
        peer.stop()
        peer.reason = "does not answer as the upstream did"
    return peer


def answers(peer):
    request = urllib.request.Request(
        f"http://127.0.0.1:{peer.port}/v1/messages", method="POST",
        data=b'{"model":"claude-sonnet-5-5","max_tokens":9,"messages":[{"role":"user","content":"a"}]}',
        headers={"content-type": "application/json", "x-api-key": TOKEN, "anthropic-version": "2023-06-01",
                 **dict(pair.split("=", 1) for pair in peer.headers.split(";") if pair)})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return b"word word" in answer.read()
    except OSError:
        return False
