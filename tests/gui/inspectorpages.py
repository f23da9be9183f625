# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the request inspector: empty, with requests of all kinds, and each of its tabs."""

import json
import os
import subprocess
import threading
import urllib.error
import urllib.request

import driver
import endpointpages

NAMES = {"en": {}, "zh_CN": {"Message": "消息", "Local endpoint": "本地端点", "Request inspector…": "请求检查器…",
                             "Serve while this window is open": "窗口打开时提供服务", "Record requests": "记录请求",
                             "Recorded requests": "已记录的请求", "Answer": "应答", "Upstream": "上游",
                             "Timing": "时间", "Format JSON": "格式化 JSON"}}
SCRIPT = {"default": [
    {"reply": "The migration fails because the column is added twice. Remove the second statement.",
     "input_tokens": 1840, "output_tokens": 31, "cache_read_input_tokens": 1200},
    {"reply": "A short answer in one piece.", "input_tokens": 320, "output_tokens": 9},
    {"status": 429, "headers": {"retry-after": "40", "anthropic-ratelimit-requests-limit": "50",
                                "anthropic-ratelimit-requests-remaining": "0",
                                "anthropic-ratelimit-requests-reset": "{now+40}"}, "times": 9}]}
SYSTEM = "You are a careful reviewer of database migrations. Answer in two sentences."


class Pages(endpointpages.Pages):
    PORT = 43988

    def __init__(self, program, folder, variant, settings, variables, size, scale):
        super().__init__(program, folder, variant, settings, variables, scale)
        self.names, self.size, self.scale = NAMES[settings.get("language", "en")], size, scale
        self.run("settings", "set", "endpoint/port", str(self.PORT))

    def send(self, path, body, token):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.PORT}{path}", json.dumps(body).encode(),
            {"content-type": "application/json", "x-api-key": token, "anthropic-version": "2023-06-01",
             "user-agent": "claude-cli/2.0.14 (external, cli)"})
        try:
            with urllib.request.urlopen(request) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            error.read()
        except OSError:
            pass  # the window goes before its answer

    def tool(self, name, *more):
        token = subprocess.run([self.cli, "clients", "add", name, *more], env=dict(os.environ, **self.environment),
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode().strip()
        return token

    def message(self, stream, more):
        return {"model": "claude-sonnet-5-5", "max_tokens": 1024, "stream": stream, "system": SYSTEM,
                "messages": [{"role": "user", "content": more}]}

    def take(self):
        with driver_simulator(self.cli, SCRIPT) as address:
            self.environment["ANTHROPIC_BASE_URL"] = address
            self.window = window = driver.Window(self.program, self.environment)
            self.main = window._window_id()[0]
            try:
                self.pictures(window)
            except driver.Absent as absent:
                print(self.variant, absent)
                window.screenshot(os.path.join(self.folder, self.variant + "-inspector-failed.png"))
            window.kill()

    def pictures(self, window):
        window.find(self.named("Message"))
        window.key("ctrl+comma")
        driver.until("the settings", lambda: len(self.dialogs()) == 1)
        self.opens("Local endpoint", 2)
        self.picture("inspector-switches")
        window.click(self.named("Serve while this window is open"))
        self.opens("Request inspector…", 3)
        if self.variant == "narrow":
            subprocess.run(["xdotool", "windowsize", "--sync", self.dialogs()[-1], "760", "560"])
        self.picture("inspector-off")
        code, chat = self.tool("claude-code"), self.tool("notebook", "--requests-per-minute", "1")
        window.click(self.named("Record requests"))
        self.picture("inspector-waiting")
        subprocess.run(["xdotool", "sleep", "2.5"], check=True)  # until it knows the clients
        self.send("/v1/messages?beta=true", self.message(True, "Why does this migration fail?"), code)
        self.send("/v1/chat/completions", {"model": "claude-sonnet-5-5", "temperature": 0.2, "messages": [
            {"role": "system", "content": SYSTEM}, {"role": "user", "content": "Summarise it, please."}]}, chat)
        self.send("/v1/chat/completions", {"model": "claude-sonnet-5-5", "messages": []}, chat)
        self.send("/v1/messages", self.message(True, "Once more, please"), "pb-" + "x" * 43)
        last = threading.Thread(target=self.send, args=("/v1/messages", self.message(True, "And now?"), code))
        last.start()
        subprocess.run(["xdotool", "sleep", "1.5"], check=True)
        window.click(self.named("Recorded requests"))
        window.key("End")
        self.picture("inspector-request")
        window.click(self.named("Answer"), "page tab")
        self.picture("inspector-stream")
        window.click(self.named("Timing"), "page tab")
        self.picture("inspector-timing")
        window.click(self.named("Recorded requests"))
        window.key("End", "Up")
        window.click(self.named("Upstream"), "page tab")
        self.picture("inspector-upstream")
        window.click(self.named("Recorded requests"))
        window.key("Home", "Down")
        window.click(self.named("Answer"), "page tab")
        window.click(self.named("Format JSON"))
        self.picture("inspector-401")
        window.click(self.named("Recorded requests"))
        window.key("Home", "Down", "Down")
        self.picture("inspector-429")
        window.click(self.named("Recorded requests"))
        window.key("Home")
        window.click(self.named("Timing"), "page tab")
        self.picture("inspector-waits")


class driver_simulator:
    """The simulator with a script; gives its address."""

    def __init__(self, cli, script):
        self.cli, self.script = cli, script

    def __enter__(self):
        path = os.path.join(os.environ["HOME"], "inspector-script.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.script, file)
        self.process = subprocess.Popen([self.cli, "simulate", "--script", path], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "listening on " in line:
                return line.split("listening on ")[1].split()[0]
        raise driver.Absent("the simulator")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
