# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the real window: each theme, language and size, empty and in use."""

import os
import subprocess
import sys
import tempfile

import driver

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


def main():
    for name, settings, variables, size, message in VARIANTS:
        scale = int(variables.get("QT_SCALE_FACTOR", "1"))
        home = tempfile.mkdtemp(dir=os.environ["HOME"])
        environment = dict(variables, PATCHBAY_DATA_DIR=home + "/data", PATCHBAY_CONFIG_DIR=home + "/config")
        for key, value in settings.items():
            subprocess.run([CLI, "settings", "set", key, value], env=dict(os.environ, **environment), check=True)
        window = driver.Window(PROGRAM, environment)
        picture(window, name + "-first-run", size, scale)
        demo = "试用演示" if "language" in settings else "Try the demo"
        field = "消息" if "language" in settings else "Message"
        transcript = "对话内容" if "language" in settings else "Transcript"
        try:
            window.click(demo)
            window.click(field)
            subprocess.run(["xclip", "-selection", "clipboard"], input=message.encode(), check=True)
            window.key("ctrl+v")
            window.key("Return")
            driver.until("an answer", lambda: len(window.text(transcript)) > 250)
            picture(window, name + "-streaming", size, scale)
            driver.until("the whole answer", lambda: not window.all("停止" if "language" in settings else "Stop"), 60)
            picture(window, name + "-chat", size, scale)
        except driver.Absent as absent:
            print(name, absent)
        window.kill()


main()
