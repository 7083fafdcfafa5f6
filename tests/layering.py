#!/usr/bin/env python3
"""Checks that includes only go down the floors and that only the window knows GTK and only the layout child Graphviz. Prints TAP."""
import os
import re
import sys

FLOORS = {"model": 0, "analysis": 1, "ui/diagram": 2, "ui/report": 2, "ui/window": 3, "app": 4}
TOP_LEVEL = {"app", "model", "analysis", "ui", "data", "tests", "meson.build", "README.md", "LICENSE"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def floor_of(path):
    for name in sorted(FLOORS, key=len, reverse=True):
        if path == name or path.startswith(name + "/"):
            return name
    return None


def check_include(path, floor, quote, name):
    if quote == "<":
        if re.match(r"(gtk|gdk|gsk|adwaita)", name) and floor not in ("ui/window", "app"):
            return f"{path}: includes <{name}>; only ui/window knows GTK"
        if re.match(r"(gvc|graphviz|cgraph)", name) and path != "app/layout-child.c":
            return f"{path}: includes <{name}>; only the layout child links Graphviz"
        return None
    other = floor_of(name)
    if other is None:
        return None
    if FLOORS[other] > FLOORS[floor]:
        return f"{path}: includes \"{name}\" of the higher floor {other}"
    # Report may use diagram, not the other way round.
    if floor == "ui/diagram" and other == "ui/report":
        return f"{path}: includes \"{name}\"; the diagram does not know the report"
    if name.endswith("-private.h") and other != floor:
        return f"{path}: includes the private header \"{name}\" of another floor"
    return None


def main():
    root = os.environ.get("REDAN_SOURCE_ROOT", os.getcwd())
    problems = []
    files = 0
    for floor in FLOORS:
        for directory, _, names in os.walk(os.path.join(root, floor)):
            for name in sorted(names):
                if not name.endswith((".c", ".h")):
                    continue
                path = os.path.relpath(os.path.join(directory, name), root)
                if floor_of(path) != floor:
                    continue
                files += 1
                with open(os.path.join(root, path), encoding="utf-8") as source:
                    text = source.read()
                for quote, included in INCLUDE.findall(text):
                    problem = check_include(path, floor, quote, included)
                    if problem:
                        problems.append(problem)
                if not text.startswith("/* SPDX-License-Identifier: Apache-2.0 */\n/* "):
                    problems.append(f"{path}: does not open with the licence line and a sentence")
    extra = [n for n in os.listdir(root) if not n.startswith(".") and not n.startswith("build") and n not in TOP_LEVEL]
    print("1..3")
    print(("ok" if files > 50 else "not ok"), f"1 - found {files} sources")
    for problem in problems:
        print("#", problem)
    print(("not ok" if problems else "ok"), "2 - includes go down only")
    print(("not ok" if extra else "ok"), "3 - the top level stays as agreed", extra or "")
    return 1 if problems or extra else 0


if __name__ == "__main__":
    sys.exit(main())
