"""What the scripts that drive the window share: pointer and keys, the window as a screen reader sees it, TAP.

Rules for a new check, as machines are slow, busy and under sanitizers:
- Wait for what a step leads to before the next step begins: check (..., wait (...)), or wait (...) alone. Never sleep, never
  count tries. What comes after a key or press is handled already when xdo returns (the program is asked), but what it
  computes, loads or lays out may come later.
- A step that can not be seen has to be waited for by what it is for: a file that is there, a window that opens or goes.
- wait has a long limit that costs nothing when the check holds. Do not shorten it, and do not let it run out on the good way:
  what should not come is checked after something that comes later than it would.
- A toast is looked for first after the step that shows it: it goes away by itself.
- Use click, point_at and place (node): they wait until a node stands still. Take no place from a read before the last step.
- drag begins where it is told and does all at once; drag_to is for what another part takes (drag and drop).
- Read a node of an earlier walk again only when it can not have gone; walk anew otherwise, it is cheap (30 ms).
"""

import inspect
import os
import subprocess
import sys
import time

from gi.repository import GLib

import accessible
import display
import leaks
from accessible import (  # noqa: F401
    STATE_CHECKED, STATE_FOCUSED, STATE_PRESSED, STATE_SELECTED, STATE_SENSITIVE, walk)

ROOT = os.environ.get("REDAN_SOURCE_ROOT") or os.path.join(os.path.dirname(__file__), "..", "..")
EXAMPLES = os.path.join(ROOT, "data", "examples")
PROGRAM, SCRATCH = sys.argv[1:3]
BUTTONS = ("push button", "toggle button")
# How long something may take that comes for sure; only a failing check waits as long.
PATIENCE = float(os.environ.get("REDAN_TEST_PATIENCE", "90"))

LONG, SHORT = 3000, 0  # characters of what a failing check says of the window

results = []
running = []


def say(text):
    """For the log of a failing test."""
    print("#", text, file=sys.stderr, flush=True)


def check(name, condition):
    results.append(bool(condition))
    print(f"{'ok' if condition else 'not ok'} {len(results)} {name}", flush=True)
    if not condition:
        say(f"not ok: {name}")
        for program in running:
            program.describe(LONG if results.count(False) == 1 else SHORT)
    return condition


def wait(probe, seconds=PATIENCE):
    """The first true value of probe; objects may vanish while they are read."""
    end = time.monotonic() + seconds
    reason = ""
    while True:
        before = time.monotonic()
        is_last = before > end or (running and not any(program.is_alive() for program in running))
        try:
            value = probe()
            if value:
                return value
            reason = ""
        except Exception as error:
            reason = f": {error!r}"
        if is_last:
            break
        # The program gets as much time as its reader takes.
        time.sleep(min(0.5, max(0.02, time.monotonic() - before)))
    caller = inspect.stack()[1]
    say(f"waited in vain, {os.path.basename(caller.filename)}:{caller.lineno} {(caller.code_context or [''])[0].strip()}{reason}")
    return None


def let_handle():
    """Waits until the programs have handled all input that was sent."""
    for program in running:
        while program.is_alive():
            windows = display.list_windows(program.process.pid)
            if not windows:
                break
            window = windows[-1]
            if display.ping(window, lambda: not program.is_alive() or window not in display.list_windows(program.process.pid)):
                break
            if window in display.list_windows(program.process.pid) and program.is_alive():
                say("the program did not answer for two minutes")
                break


def give_focus():
    """Gives the focus to a window that has opened, or to the highest one when the one that had it is gone: nobody else does
    where there is no window manager."""
    windows = [window for program in running if program.is_alive() for window in display.list_windows(program.process.pid)]
    opened = [window for window in windows if window not in give_focus.known]
    give_focus.known = windows
    if windows and (opened or display.get_focus() not in windows):
        display.set_focus((opened or windows)[-1])
        let_handle()


give_focus.known = []

def leave_tooltip(seconds=5.0):
    """A pointer that jumps may come to stand over a tooltip, which goes when it learns of that, but takes a press before.
    What opened at a press or key is no tooltip."""
    if display.find_popup() not in (None, *leave_tooltip.menus):
        end = time.monotonic() + seconds
        while display.find_popup() is not None and time.monotonic() < end:
            time.sleep(0.01)
            let_handle()


leave_tooltip.menus = []
COMMANDS = ("click", "key", "keydown", "keyup", "mousedown", "mousemove", "mousemove_relative", "mouseup", "type", "windowfocus")


def split_commands(arguments):
    commands = []
    for argument in map(str, arguments):
        if argument in COMMANDS and not (commands and commands[-1][0] == "type"):
            commands.append([argument])
        else:
            commands[-1].append(argument)
    return commands


def xdo(*arguments):
    """Sends input, said in the words of xdotool, and waits until the program has handled it."""
    give_focus()
    presses = 0
    for command, *values in split_commands(arguments):
        if command == "mousemove":
            display.move(*map(int, values))
            let_handle()
            if not xdo.is_down:
                leave_tooltip()
        elif command == "mousemove_relative":
            display.move(display.pointer[0] + int(values[0]), display.pointer[1] + int(values[1]))
        elif command in ("click", "mousedown", "mouseup"):
            button = int(values[0])
            # Several clicks in one call are meant to be a double click.
            if command != "mouseup" and button == 1 and presses == 0:
                display.avoid_double_click(button)
            presses += command == "click"
            xdo.is_down = command == "mousedown"
            if command != "mouseup":
                display.send_button(button, True)
            if command != "mousedown":
                display.send_button(button, False)
        elif command in ("keydown", "keyup"):
            display.hold(values[0], command == "keydown")
        elif command == "key":
            for chord in values:
                display.press(chord)
                let_handle()
                give_focus()
        elif command == "type":
            display.type_text(" ".join(values))
        elif command == "windowfocus":
            display.set_focus(int(values[0]))
            give_focus.known = [*give_focus.known, int(values[0])]
    let_handle()
    if not all(argument in ("mousemove", "mousemove_relative") or str(argument).lstrip("-").isdigit() for argument in arguments):
        leave_tooltip.menus = [window for window in display.list_windows() if display.measure(window)[2]]


xdo.is_down = False


def extents(node):
    """The place of a node in its window, as it is now."""
    return node.getExtents()


def place(node):
    """The place of a node, once it has one and stands still; None when it is gone."""
    def probe():
        try:
            before = extents(node)
        except GLib.Error as error:
            if "does not exist" in error.message:
                return (None,)
            raise
        let_handle()
        time.sleep(0.04)
        let_handle()
        return before.width > 0 and before == extents(node) and (before,)
    return (wait(probe) or (None,))[0]


def has_place(node):
    """Whether a node has a place; GTK 4.8 does not say SHOWING of every label."""
    return extents(node).width > 0


def drag(x1, y1, x2, y2, steps=8):
    """Moves with the button down, within the canvas or to the edge of something."""
    xdo("mousemove", x1, y1)
    xdo("mousedown", 1)
    for step in range(1, steps + 1):
        xdo("mousemove", x1 + (x2 - x1) * step // steps, y1 + (y2 - y1) * step // steps)
    xdo("mouseup", 1)


def list_seen():
    """All windows but the one of 1 x 1 pixels that GTK leaves of a drag until the next one."""
    return {window for window in display.list_windows() if display.measure(window)[0] > 1}


def drag_to(x1, y1, x2, y2, steps=12):
    """Drags and drops: waits until the drag has its icon under the pointer and until the target has said that it takes it.
    GTK forgets a drag whose button was released before."""
    xdo("mousemove", x1, y1)
    before = list_seen()  # a tooltip among them may go meanwhile
    xdo("mousedown", 1)
    for step in range(1, 5):
        xdo("mousemove", x1 + 6 * step, y1 + 3 * step)
    if not wait(lambda: list_seen() - before):
        xdo("mouseup", 1)
        return False
    refused = display.get_cursor()
    for step in range(1, steps + 1):
        xdo("mousemove", x1 + (x2 - x1) * step // steps, y1 + (y2 - y1) * step // steps)
    wait(lambda: display.get_cursor() != refused)
    xdo("mouseup", 1)
    return wait(lambda: not list_seen() - before)


class Program:
    def __init__(self, *arguments):
        self.log = open(os.path.join(SCRATCH, "program-stderr"), "w+")
        self.canvas = None
        self.details = None
        self.zoom_button = None
        self.process = subprocess.Popen([PROGRAM, *arguments], stderr=self.log)
        running.append(self)
        name = wait(lambda: accessible.find_application(self.process.pid))
        self.root = accessible.Application(name).root
        self.window = wait(self.find_window)
        frame = wait(lambda: next(n for n in self.root.children if has_place(n)))
        self.root.application.border = (display.measure(self.window)[0] - extents(frame).width) // 2 if frame is not None else 0
        give_focus()

    def is_alive(self):
        return self.process.poll() is None

    def find_canvas(self):
        if self.canvas is None:
            self.canvas = self.find("Diagram", "list")
        return self.canvas

    def find_editor(self):
        """Where a name is written on the canvas; the pane of the details has a text of that name, too."""
        return next((n for n in walk(self.find_canvas()) if n.name == "Name"), None)

    def find_details(self):
        if self.details is None:
            self.details = next((n for n in walk(self.root) if n.name == "Details" and n.getRoleName() not in BUTTONS), None)
        return self.details

    def find_window(self):
        return display.list_windows(self.process.pid)[-1]

    def find(self, name, role=None):
        for node in walk(self.root):
            if node.name == name and (role is None or node.getRoleName() == role):
                return node
        return None

    def point_at(self, node, dx=None, dy=None):
        box = place(node)
        if box is None:
            return None
        xdo("mousemove", box.x + (box.width // 2 if dx is None else dx), box.y + (box.height // 2 if dy is None else dy))
        return box

    def click(self, node, dx=None, dy=None):
        """Points once more when the node went away from under the pointer: what is computed in the background moves rows."""
        for _ in range(10):
            box = self.point_at(node, dx, dy)
            display.avoid_double_click(1)
            if box is None or place(node) == box:
                break
        if box is not None:
            xdo("click", 1)
        return box is not None

    def zoom(self):
        if self.zoom_button is None:
            self.zoom_button = next(n for n in walk(self.root) if n.name.endswith(" %") and n.getRoleName() == "push button")
        return self.zoom_button.name

    def find_shown(self, name, *roles):
        """What has a place and a name, of any role when none is given."""
        return next((n for n in walk(self.root) if n.name == name and (not roles or n.getRoleName() in roles) and has_place(n)), None)

    def find_element(self, name):
        return next((n for n in walk(self.find_canvas()) if n.name == name), None)

    def list_elements(self):
        """Names of all elements of the diagram."""
        return sorted(n.name for n in walk(self.find_canvas()) if n.getRoleName() == "list item")

    def settle(self, name):
        """The place of an element, once it stands still."""
        return place(wait(lambda: self.find_element(name)))

    def select(self, name):
        """Clicks an element, and waits until it alone is selected."""
        self.click(wait(lambda: self.find_element(name)))
        return wait(lambda: self.selected() == [name])

    def click_button(self, name, *roles):
        """Clicks a button by its name, of these roles or any of a button; None when there is none."""
        for _ in range(10):
            node = wait(lambda: self.find_shown(name, *(roles or BUTTONS)))
            if node is None or self.click(node):
                return node
        return None

    def selected(self):
        return [n.name for n in walk(self.find_canvas()) if n.getState().contains(STATE_SELECTED)]

    def shows(self, text):
        """The first node with a text, or None; searched in the pane of the details first."""
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

    def show_all(self):
        """Has the table list every threat, not only the first cards."""
        self.click(wait(lambda: self.find("Show all")))

    def count(self):
        """What the table says of its length."""
        return next(n.name for n in walk(self.root) if n.name.endswith(" threats") and n.getRoleName() == "label" and n.name[0].isdigit() and has_place(n))

    def press(self, name):
        """Presses the last button of a name, that of a dialog or toast rather than one below; False when there is none."""
        found = [n for n in walk(self.root) if n.name == name and n.getRoleName() in ("label", "push button")]
        for node in reversed(found):
            if has_place(node):
                while node is not None and node.getRoleName() != "push button":
                    node = node.parent
                if node is not None:
                    return node.doAction(0)
        return False

    def describe(self, length):
        """What can be seen, for the log of a failing test: where the focus is, what is selected, and so many characters of the rest."""
        say(f"process {self.process.poll()}, windows {display.list_windows(self.process.pid)}, focus {display.get_focus()}, pointer {display.pointer}")
        if self.process.poll() is not None:
            say("its last words: " + "\n# ".join(self.read_log()[-40:]))
        try:
            nodes = [(f"{n.getRoleName()} {n.name!r}", n.getState()) for n in walk(self.root)]
            say("selected: " + "; ".join(text for text, states in nodes if states.contains(STATE_SELECTED)))
            say("focused: " + "; ".join(text for text, states in nodes if states.contains(STATE_FOCUSED)))
            texts = [n for n in walk(self.root) if n.getRoleName() in ("label", "text") and n.name]
            say("texts: " + "; ".join(n.name for n in texts if has_place(n))[:length])
        except Exception as error:
            say(f"the window can not be read: {error!r}")

    def read_log(self):
        self.log.seek(0)
        return [line for line in self.log.read().splitlines() if "dbind" not in line and line.strip()]

    def kill(self):
        """Ends the program as a crash does."""
        self.process.kill()
        self.process.wait()
        running.remove(self)

    def quit(self):
        """Ends the program; what was not saved is discarded."""
        xdo("key", "ctrl+q")
        wait(lambda: not self.is_alive() or (self.press("Discard") and False))
        status = self.process.poll()
        if status is None:
            self.process.kill()
            self.process.wait()
        if self in running:
            running.remove(self)
        return leaks.forgive(status, self.read_log())


def write_name(program, name=""):
    """Types into the editor of a name, which an action has opened, and gives it up."""
    if not wait(program.find_editor):
        return False
    if name:
        xdo("type", name)
    xdo("key", "Return")
    return wait(lambda: program.find_editor() is None)


def read_file(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_text(node):
    """What is written in a text field."""
    text = node.queryText()
    return text.getText(0, text.characterCount)


def list_windows(program):
    return display.list_windows(program.process.pid)


def focus(program):
    """Gives the focus to the newest window of a program."""
    windows = list_windows(program)
    if windows:
        xdo("windowfocus", windows[-1])


def choose_file(program, path, title):
    """Types a path into the chooser of files, which is a dialog where there is no portal."""
    if not wait(lambda: program.find(title)):
        return False
    before = len(list_windows(program))
    focus(program)
    wait(lambda: any(n.getRoleName() == "text" and n.getState().contains(STATE_FOCUSED) for n in walk(program.root)))
    xdo("key", "ctrl+a" if title.startswith("Save") else "ctrl+l")
    xdo("type", path)
    xdo("key", "Return")
    done = wait(lambda: len(list_windows(program)) < before)
    focus(program)
    return done


def check_end(program):
    status, lines = program.quit()
    if status != 0:
        say(f"the program ended with {status}")
    check("the program ends well", status == 0)
    for line in lines:
        say(line)
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
