#!/usr/bin/env python3
"""The fixed variants of the examples: the first ten recommendations applied by the command line, byte for byte, and with less
risk. --write makes them anew after a change of the catalogue or of an example. Prints TAP."""
import json
import os
import subprocess
import sys

from tap import CLI, ROOT, run_tests, scratch

EXAMPLES = os.path.join(ROOT, "data", "examples")
AS_OF = ["--as-of", "2025-02-01"]
N = 10
FIXED = {
    "webshop": ("Web shop, fixed",
                "The web shop with the first ten recommendations of its plan put in place as of 2025-02-01. Open it beside the "
                "original to see which threats went, which became smaller and what is left."),
    "serverless": ("Serverless orders, fixed",
                   "The serverless orders system with the first ten recommendations of its plan put in place as of 2025-02-01. What follows "
                   "from the drawing was left as it was: the sandbox host is still there, and so is the copied table."),
    "retailer": ("Retailer, fixed",
                 "The retailer with the first ten recommendations of its plan put in place as of 2025-02-01. Ten measures go far "
                 "in an estate of this size and finish nothing: compare the ranked threats with those of the original."),
}


def run(cli, *arguments):
    return subprocess.run([cli, *arguments], capture_output=True, timeout=120, check=True).stdout


def make(cli, name, path):
    title, description = FIXED[name]
    run(cli, "plan", "--apply", str(N), "--time", "0", *AS_OF, "--name", title, "--description", description,
        os.path.join(EXAMPLES, name + ".redan"), path)


def residual(path):
    return json.loads(run(CLI, "plan", "--json", "-n", "1", "--time", "0", *AS_OF, path))["residual"]


def check(name):
    fixed = os.path.join(EXAMPLES, name + "-fixed.redan")
    made = scratch("made.redan")
    make(CLI, name, made)
    with open(fixed, "rb") as old, open(made, "rb") as new:
        assert old.read() == new.read(), f"{fixed} is not what plan --apply makes; run tests/fixed-examples.py --write REDAN-CLI"
    run(CLI, "fmt", "--check", fixed)
    before, after = residual(os.path.join(EXAMPLES, name + ".redan")), residual(fixed)
    assert after < 0.75 * before, f"residual {after:.1f} of the fixed variant, {before:.1f} of the original"


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--write":
        for name in FIXED:
            make(sys.argv[2], name, os.path.join(EXAMPLES, name + "-fixed.redan"))
        return 0

    return run_tests([(name, lambda name=name: check(name)) for name in FIXED])


if __name__ == "__main__":
    sys.exit(main())
