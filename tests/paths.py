#!/usr/bin/env python3
"""The attack paths of the examples are those that somebody read and found right (tests/golden/paths). Prints TAP; with --write the
files are written anew."""
import difflib
import os
import subprocess
import sys

from tap import CLI, ROOT, run_module

GOLDEN = os.path.join(ROOT, "tests", "golden", "paths")


def list_paths(name):
    example = os.path.join(ROOT, "data", "examples", name + ".redan")
    return subprocess.run([CLI, "paths", "-k", "2", "--as-of", "2025-02-01", example], check=True, capture_output=True, timeout=120).stdout.decode()


def check(name):
    path = os.path.join(GOLDEN, name + ".txt")
    found = list_paths(name)
    if "--write" in sys.argv:
        with open(path, "w", encoding="utf-8") as file:
            file.write(found)
    with open(path, encoding="utf-8") as file:
        expected = file.read()
    difference = list(difflib.unified_diff(expected.splitlines(), found.splitlines(), path, "found", lineterm="", n=1))
    assert not difference, "\n".join(difference[:40])


def test_webshop():
    check("webshop")


def test_serverless():
    check("serverless")


def test_retailer():
    check("retailer")


if __name__ == "__main__":
    sys.exit(run_module(globals()))
