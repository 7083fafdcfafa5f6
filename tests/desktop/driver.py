"""What the scripts that drive the window share: pointer and keys (XTEST), the window as a screen reader sees it (AT-SPI), TAP."""

import os
import subprocess
import sys
import time

import pyatspi

ROOT = os.environ.get("REDAN_SOURCE_ROOT") or os.path.join(os.path.dirname(__file__), "..", "..")
EXAMPLES = os.path.join(ROOT, "data", "examples")
PROGRAM, SCRATCH = sys.argv[1:3]
BUTTONS = ("push button", "toggle button")
WINDOW = pyatspi.WINDOW_COORDS

results = []


def check(name, condition):
    results.append(bool(condition))
    print(f"{'ok' if condition else 'not ok'} {len(results)} {name}", flush=True)
    return condition


def wait(probe, seconds=20.0):
    """The first true value of probe; objects may vanish while they are read."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            value = probe()
            if value:
                return value
        except Exception:
            pass
        time.sleep(0.05)
    return None


def xdo(*arguments):
    subprocess.run(["xdotool", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def walk(node):
    yield node
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is not None:
            yield from walk(child)


def extents(node):
    return node.queryComponent().getExtents(WINDOW)


def has_place(node):
    """Whether a node has a place; GTK 4.8 does not say SHOWING of every label."""
    return extents(node).width > 0


class Program:
    def __init__(self, *arguments):
        self.log = open(os.path.join(SCRATCH, "program-stderr"), "w+")
        self.canvas = None
        self.details = None
        self.zoom_button = None
        self.process = subprocess.Popen([PROGRAM, *arguments], stderr=self.log)
        self.root = wait(self.find_root)
        self.window = wait(self.find_window)
        # Nobody else gives the focus where there is no window manager.
        xdo("windowfocus", "--sync", self.window)

    def find_canvas(self):
        """Kept, as walking the whole window takes a while."""
        if self.canvas is None:
            self.canvas = self.find("Diagram", "list")
        return self.canvas

    def find_details(self):
        if self.details is None:
            self.details = next((n for n in walk(self.root) if n.name == "Details" and n.getRoleName() not in BUTTONS), None)
        return self.details

    def find_root(self):
        return next(a for a in pyatspi.Registry.getDesktop(0) if a and a.get_process_id() == self.process.pid)

    def find_window(self):
        out = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)], capture_output=True, text=True)
        return out.stdout.split()[-1]

    def find(self, name, role=None):
        for node in walk(self.root):
            if node.name == name and (role is None or node.getRoleName() == role):
                return node
        return None

    def point_at(self, node, dx=None, dy=None):
        box = extents(node)
        xdo("mousemove", box.x + (box.width // 2 if dx is None else dx), box.y + (box.height // 2 if dy is None else dy))

    def click(self, node, dx=None, dy=None):
        self.point_at(node, dx, dy)
        xdo("click", 1)

    def zoom(self):
        if self.zoom_button is None:
            self.zoom_button = next(n for n in walk(self.root) if n.name.endswith(" %") and n.getRoleName() == "push button")
        return self.zoom_button.name

    def selected(self):
        return [n.name for n in walk(self.find_canvas()) if n.getState().contains(pyatspi.STATE_SELECTED)]

    def shows(self, text):
        """The first node with a text, or None; searched in the pane of the details first, as it is small."""
        details = self.find_details()
        for part in (details, self.root) if details is not None else (self.root,):
            for node in walk(part):
                if text in node.name and has_place(node):
                    return node
        return None

    def find_row(self, text):
        """The cell of the table of threats with a text; details wrap their titles over several lines."""
        for node in walk(self.root):
            if node.name == text and node.getRoleName() == "label" and 0 < extents(node).height < 24:
                return node
        return None

    def count(self):
        """What the table says of its length."""
        return next(n.name for n in walk(self.root) if n.name.endswith(" threats") and n.getRoleName() == "label" and n.name[0].isdigit() and has_place(n))

    def press(self, name):
        """Presses the last button of a name, that of a dialog or toast rather than one below; False when there is none."""
        for node in reversed(list(walk(self.root))):
            if node.name == name and node.getRoleName() in ("label", "push button") and has_place(node):
                while node is not None and node.getRoleName() != "push button":
                    node = node.parent
                if node is not None:
                    return node.queryAction().doAction(0)
        return False

    def quit(self):
        """Ends the program; what was not saved is discarded."""
        xdo("key", "ctrl+q")
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            try:
                self.press("Discard")
            except Exception:
                pass
            time.sleep(0.05)
        status = self.process.poll()
        if status is None:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        return status, [line for line in self.log.read().splitlines() if "dbind" not in line and line.strip()]


def list_windows(program):
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(program.process.pid)],
                          capture_output=True, text=True).stdout.split()


def focus(program):
    """Gives the focus to the newest window; nobody else does where there is no window manager."""
    found = list_windows(program)
    if found:
        subprocess.run(["xdotool", "windowfocus", "--sync", found[-1]], check=False, timeout=20)


def choose_file(program, path, title):
    """Types a path into the chooser of files, which is a dialog where there is no portal. The tree of GTK 4.8 is not to
    be read while a dialog goes away."""
    if not wait(lambda: program.find(title)):
        return False
    before = len(list_windows(program))
    focus(program)
    wait(lambda: any(n.getRoleName() == "text" and n.getState().contains(pyatspi.STATE_FOCUSED) for n in walk(program.root)), 5)
    if title.startswith("Save"):
        xdo("key", "ctrl+a")
    else:
        xdo("key", "ctrl+l")
    xdo("type", path)
    xdo("key", "Return")
    done = wait(lambda: len(list_windows(program)) < before)
    focus(program)
    return done


def check_end(program):
    status, lines = program.quit()
    check("the program ends well", status == 0)
    for line in lines:
        print("#", line)
    check("and warns of nothing", not lines)


def finish():
    """The plan, and what the program ends with."""
    print(f"1..{len(results)}")
    return 0 if results and all(results) else 1


def photograph(name):
    """A picture of the screen, when somebody wants to look: into the directory REDAN_PICTURES."""
    directory = os.environ.get("REDAN_PICTURES")
    if directory:
        time.sleep(0.4)
        subprocess.run(["import", "-window", "root", os.path.join(directory, name + ".png")], check=True)
