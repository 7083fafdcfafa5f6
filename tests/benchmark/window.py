"""Prints figures of the window, driven by pointer and wheel, beside their goals: tests/desktop/run BENCH-FRAMES tests/benchmark/window.py GENERATOR."""

import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "desktop"))

from driver import PROGRAM, SCRATCH, STATE_SELECTED, Program, extents, has_place, wait, walk, xdo  # noqa: E402

GENERATOR = sys.argv[3]
SIZES = ((1000, 1500), (10000, 15000))
MOVES = 60
ANIMATION_MS = 10  # scrollbars that fade out cost 1 to 3
LOG = os.path.join(SCRATCH, "frames")


def read_cpu_ms(program):
    with open(f"/proc/{program.process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def get_title(program):
    return next(n.name for n in walk(program.root) if n.getRoleName() == "frame")


def wait_for_rest(program):
    """What is computed in the background after opening is done, and scrollbars have faded out; figures are taken after that."""
    def rests():
        before = read_cpu_ms(program)
        time.sleep(3)
        return read_cpu_ms(program) == before
    return wait(rests, 60)


def read_frames():
    with open(LOG) as file:
        return [float(line.split()[0]) for line in file if line.endswith("\n")]


def read_opening(title, start):
    """Milliseconds on the wall since start and of CPU until the last frame that cost more than an animation: the first complete one."""
    with open(LOG) as file:
        frames = [line.split(maxsplit=3) for line in file if line.endswith("\n")]
    shown = [(float(f[1]) - start, float(f[2])) for f in frames if f[3].startswith(title) and float(f[0]) > ANIMATION_MS and float(f[1]) > start]
    return shown[-1] if shown else (0, 0)


def wait_for_opening(title, start):
    end = time.monotonic() + 60
    before = None
    while time.monotonic() < end:
        time.sleep(2)
        now = len(read_frames()) if os.path.exists(LOG) else None
        if now and now == before and read_opening(title, start)[0] > 0:
            break
        before = now
    return read_opening(title, start)


def measure_opening(path, name, title, goal):
    """Without a screen reader, whose questions would be counted too: from the start of the program, and in one that runs already."""
    environment = {**os.environ, "GTK_A11Y": "none"}
    log = open(os.devnull, "w")
    if os.path.exists(LOG):
        os.remove(LOG)
    start = time.monotonic() * 1000
    process = subprocess.Popen([PROGRAM, LOG, *([path] if path else [])], env=environment, stderr=log)
    wall, cpu = wait_for_opening(title, start)
    print(f"{name}, from the start of the program: complete after {wall / 1000:.2f} s, {cpu / 1000:.2f} s of CPU ({'no goal' if path else goal})", flush=True)
    process.kill()
    process.wait()
    if path:
        os.remove(LOG)
        process = subprocess.Popen([PROGRAM, LOG], env=environment, stderr=log)
        begin = time.monotonic() * 1000
        before = wait_for_opening("Redan", begin)[1]
        start = time.monotonic() * 1000
        # The second program hands the file to the first and ends, as opening it from a file manager does.
        subprocess.run([PROGRAM, os.devnull, path], env=environment, stderr=log, check=True)
        wall, cpu = wait_for_opening(title, start)
        print(f"{name}, in a running program: complete after {wall / 1000:.2f} s, {(cpu - before) / 1000:.2f} s of CPU ({goal})", flush=True)
        process.kill()
        process.wait()


class Frames:
    """The frames of one gesture; each step waits for its frame, as a hand is slower than the screen."""

    def __init__(self, name, goals):
        self.name, self.goals = name, goals
        self.start = len(read_frames())

    def step(self, *arguments):
        before = len(read_frames())
        xdo(*arguments)
        wait(lambda: len(read_frames()) > before, 2)

    def report(self):
        frames = sorted(read_frames()[self.start:])
        if not frames:
            print(f"{self.name}: no frame was drawn", flush=True)
            return
        p99 = frames[min(len(frames) - 1, int(len(frames) * 0.99))]
        print(f"{self.name}: {len(frames)} frames, CPU median {statistics.median(frames):.1f} ms, average {statistics.mean(frames):.1f} ms, "
              f"99th percentile {p99:.1f} ms, most {frames[-1]:.1f} ms ({self.goals})", flush=True)


def reach_element(program):
    """The first element, brought into view by the keyboard."""
    xdo("key", "Escape", "Tab", "Return")
    wait(program.selected)
    wait_for_rest(program)
    return wait(lambda: extents(next(n for n in walk(program.find_canvas()) if n.getState().contains(STATE_SELECTED))), 20)


def measure_gestures(program, elements):
    canvas = extents(program.find_canvas())
    middle = (canvas.x + canvas.width // 2, canvas.y + canvas.height // 2)
    frames = Frames(f"{elements:,} panning, whole diagram in view", "median at most 8 ms, 99th percentile 16 ms" if elements == 1000 else "median at most 33 ms")
    xdo("mousemove", *middle, "mousedown", 2)
    for i in range(MOVES):
        frames.step("mousemove_relative", -3 if i < MOVES // 2 else 3, 2 if i < MOVES // 2 else -2)
    xdo("mouseup", 2)
    frames.report()
    frames = Frames(f"{elements:,} zooming", "average at most 16 ms, none over 80 ms" if elements == 1000 else "no goal")
    xdo("mousemove", *middle, "keydown", "ctrl")
    for i in range(24):
        frames.step("click", 4 if i < 12 else 5)
    xdo("keyup", "ctrl")
    frames.report()
    xdo("key", "ctrl+1")
    wait_for_rest(program)
    frames = Frames(f"{elements:,} panning at natural size", "median at most 8 ms, 99th percentile 16 ms" if elements == 1000 else "median at most 33 ms")
    xdo("mousemove", *middle, "mousedown", 2)
    for i in range(MOVES):
        frames.step("mousemove_relative", -6 if i < MOVES // 2 else 6, 4 if i < MOVES // 2 else -4)
    xdo("mouseup", 2)
    frames.report()
    box = reach_element(program)
    frames = Frames(f"{elements:,} dragging one element", "median at most 8 ms, 99th percentile 16 ms")
    xdo("mousemove", box.x + box.width // 2, box.y + box.height // 2, "mousedown", 1)
    for i in range(MOVES):
        frames.step("mousemove_relative", 3, 1 if i % 2 else 2)
    frames.report()
    frames = Frames(f"{elements:,} dropping it", "one frame and its analysis")
    xdo("mouseup", 1)
    wait_for_rest(program)
    frames.report()


def measure(elements, flows):
    path = os.path.join(SCRATCH, f"{elements}.redan")
    subprocess.run([GENERATOR, str(elements), path, "--flows", str(flows)], check=True, stdout=subprocess.DEVNULL)
    measure_opening(path, f"{elements:,} opening", "Generated", "at most 0.5 s" if elements == 1000 else "no goal")
    program = Program(LOG, path)
    wait(lambda: get_title(program).startswith("Generated"), 60)
    # The answer of the canvas comes after the frame that gave it its place.
    wait(lambda: has_place(program.find_canvas()), 60)
    wait_for_rest(program)
    measure_gestures(program, elements)
    if wait_for_rest(program):
        before = read_cpu_ms(program)
        time.sleep(5)
        print(f"{elements:,} idle: {(read_cpu_ms(program) - before) / 50:.2f} % of a core (none)", flush=True)
    xdo("windowfocus", program.window)
    xdo("key", "ctrl+q")
    program.process.kill()


measure_opening(None, "empty window", "Redan", "at most 0.6 s")
for size in SIZES:
    measure(*size)
