# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the real window: each theme, language and size, empty and in use."""

import os
import subprocess
import sys
import tempfile

import accountpages
import driver
import endpointpages
import inspectorpages
import usagepages

PROGRAM, FOLDER = sys.argv[1], sys.argv[2]
CLI = PROGRAM + "-cli"

# name, settings, variables, size, message
VARIANTS = [
    ("light", {"theme": "light"}, {}, (1280, 820), "Compare three ways to store a key, with a table and some Python"),
    ("dark", {"theme": "dark"}, {}, (1280, 820), "Compare three ways to store a key, with a table and some Python"),
    ("chinese", {"theme": "light", "language": "zh_CN"}, {}, (1280, 820), "用表格比较三种保存密钥的方法"),
    ("narrow", {"theme": "light"}, {}, (900, 600), "Show me some Python code"),
    ("large", {"theme": "dark"}, {"QT_SCALE_FACTOR": "2"}, (1280, 820), "Show me some Python code"),
]


def picture(window, name, size, scale):
    identity = window._window_id()[0]
    subprocess.run(["xdotool", "windowsize", "--sync", identity, str(size[0] * scale), str(size[1] * scale)])
    subprocess.run(["xdotool", "mousemove", "2590", "1690", "sleep", "0.4"])
    subprocess.run(["import", "-window", identity, os.path.join(FOLDER, name + ".png")], check=True)


NAMES = {"en": {}, "zh_CN": {"Try the demo": "试用演示", "Message": "消息", "Transcript": "对话内容", "Stop": "停止",
                            "Usage": "用量", "Accounts": "账户", "Settings": "设置", "Add account": "添加账户"}}


def dialog(window, main, name):
    """A picture of the newest window beside the main one, which is then closed."""
    newest = driver.until("a dialog", lambda: [found for found in window._window_id() if found != main])[-1]
    subprocess.run(["xdotool", "sleep", "0.4"])
    subprocess.run(["import", "-window", newest, os.path.join(FOLDER, name + ".png")], check=True)
    window.key("Escape")


def main():
    wanted = sys.argv[3:]
    for name, settings, variables, size, message in VARIANTS:
        if wanted and name not in wanted:
            continue
        scale = int(variables.get("QT_SCALE_FACTOR", "1"))
        names = NAMES[settings.get("language", "en")]
        home = tempfile.mkdtemp(dir=os.environ["HOME"])
        environment = dict(variables, PATCHBAY_DATA_DIR=home + "/data", PATCHBAY_CONFIG_DIR=home + "/config")
        for key, value in settings.items():
            subprocess.run([CLI, "settings", "set", key, value], env=dict(os.environ, **environment), check=True)
        window = driver.Window(PROGRAM, environment)
        main_window = window._window_id()[0]

        def named(english):
            return names.get(english, english)

        try:
            picture(window, name + "-first-run", size, scale)
            window.click(named("Try the demo"))
            window.find(named("Message"))
            picture(window, name + "-empty", size, scale)
            window.click(named("Message"))
            subprocess.run(["xclip", "-selection", "clipboard"], input=message.encode(), check=True)
            window.key("ctrl+v")
            window.key("Return")
            driver.until("an answer", lambda: len(window.text(named("Transcript"))) > 120)
            picture(window, name + "-streaming", size, scale)
            driver.until("the whole answer", lambda: not window.all(named("Stop")), 60)
            picture(window, name + "-chat", size, scale)
            window.key("ctrl+f")
            window.type("code")
            picture(window, name + "-find", size, scale)
            window.key("Escape")
            window.key("ctrl+2")
            picture(window, name + "-usage", size, scale)
            window.key("ctrl+4")
            picture(window, name + "-pool", size, scale)
            window.key("ctrl+comma")
            dialog(window, main_window, name + "-settings")
            window.key("ctrl+3")
            window.find(named("Add account"))
            dialog(window, main_window, name + "-accounts")
            window.key("ctrl+3")
            window.click(named("Add account"))
            dialog(window, main_window, name + "-add-account")
        except driver.Absent as absent:
            print(name, absent)
            window.screenshot(os.path.join(FOLDER, name + "-failed.png"))
        window.kill()
        accountpages.Pages(PROGRAM, FOLDER, name, settings, variables, scale).take()
        endpointpages.Pages(PROGRAM, FOLDER, name, settings, variables, scale).take()
        inspectorpages.Pages(PROGRAM, FOLDER, name, settings, variables, size, scale).take()
        usagepages.Pages(PROGRAM, FOLDER, name, settings, variables, size, scale).take()


main()
