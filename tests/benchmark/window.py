"""Prints figures of the window as lines "name value unit": tests/desktop/run REDAN tests/benchmark/window.py GENERATOR."""

import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "desktop"))

from drive import SCRATCH, Program, has_place, wait, xdo  # noqa: E402

GENERATOR = sys.argv[3]
SIZES = ((1000, 1500), (10000, 15000))
MOVES = 40


def read_cpu_ms(program):
    with open(f"/proc/{program.process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def get_title(program):
    return subprocess.run(["xdotool", "getwindowname", program.window], capture_output=True, text=True).stdout.strip()


def wait_for_rest(program):
    """The plan is computed in the background after opening, and scrollbars fade out after a while; figures are taken after that."""
    def rests():
        before = read_cpu_ms(program)
        time.sleep(3)
        return read_cpu_ms(program) == before
    return wait(rests, 40)


def measure(elements, flows):
    path = os.path.join(SCRATCH, f"{elements}.redan")
    subprocess.run([GENERATOR, str(elements), path, "--flows", str(flows)], check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic()
    program = Program(path)
    wait(lambda: get_title(program).startswith("Generated"), 60)
    # The answer of the canvas comes after the frame that gave it its place.
    wait(lambda: has_place(program.find_canvas()), 60)
    print(f"window-open-{elements} {time.monotonic() - start:.2f} s", flush=True)
    print(f"window-open-cpu-{elements} {read_cpu_ms(program) / 1000:.2f} s", flush=True)
    rested = wait_for_rest(program)
    xdo("mousemove", 400, 300, "mousedown", 1)
    before = read_cpu_ms(program)
    for _ in range(MOVES):
        xdo("mousemove_relative", "--", -5, 3)
    xdo("mouseup", 1)
    print(f"window-pan-{elements} {(read_cpu_ms(program) - before) / MOVES:.2f} ms", flush=True)
    if rested and wait_for_rest(program):
        before = read_cpu_ms(program)
        time.sleep(2)
        print(f"window-idle-{elements} {(read_cpu_ms(program) - before) / 20:.2f} %", flush=True)
    program.quit()


for size in SIZES:
    measure(*size)
