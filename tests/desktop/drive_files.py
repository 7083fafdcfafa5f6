"""New, save, open, failed saves, kills and recovery, changes by others, two windows, history. Prints TAP."""

import glob
import os
import shutil
import signal
import subprocess
import sys

import pyatspi

from driver import EXAMPLES, SCRATCH, Program, check, check_end, choose_file, extents, finish, focus, list_windows, photograph, wait, walk, xdo

FOCUSED = pyatspi.STATE_FOCUSED
MODEL = os.path.join(SCRATCH, "shop.redan")
SECOND = os.path.join(SCRATCH, "second.redan")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def elements(program):
    """Names of all elements of the diagram."""
    return sorted(n.name for n in walk(program.find_canvas()) if n.getRoleName() == "list item")


def place(program, key, name):
    """A key makes an element, typing names it."""
    xdo("key", key)
    wait(lambda: program.find("Name", "text"))
    xdo("type", name)
    xdo("key", "Return")
    return wait(lambda: program.find("Name", "text") is None)


def begin(program):
    """A new model with a process in it."""
    wait(lambda: program.find("Examples"))
    xdo("key", "ctrl+n")
    wait(lambda: program.find_canvas().getState().contains(FOCUSED))
    xdo("mousemove", 1270, 10)
    place(program, "p", "Shop")
    return wait(lambda: elements(program) == ["Process: Shop"])


def windows(program):
    return [n.name for n in program.root]


def subtitle(program, text):
    return wait(lambda: program.shows(text))


def save_as(program, path):
    xdo("key", "ctrl+shift+s")
    return choose_file(program, path, "Save the Model")


def kill(program):
    program.process.send_signal(signal.SIGKILL)
    program.process.wait()


def test_save():
    program = Program()
    check("a new model takes an element", begin(program))
    check("the title says that it is not saved", subtitle(program, "not saved yet"))
    xdo("key", "ctrl+s")
    check("saving asks for a name", wait(lambda: program.find("Save the Model")))
    photograph("files-save")
    check("which can be typed", choose_file(program, MODEL, "Save the Model"))
    check("the file is written", wait(lambda: os.path.exists(MODEL) and "<name>Shop</name>" in read(MODEL)))
    place(program, "s", "Orders")
    check("the title shows the unsaved mark", subtitle(program, "• shop.redan"))
    xdo("key", "ctrl+s")
    check("the second save asks nothing", wait(lambda: "<name>Orders</name>" in read(MODEL)))
    saved = read(MODEL)
    check("and takes the mark away", wait(lambda: program.find("shop.redan")))
    check_end(program)

    program = Program(MODEL)
    check("the file opens again", wait(lambda: elements(program) == ["Process: Shop", "Store: Orders"]))
    xdo("key", "ctrl+s")
    check("saved again it is the same", read(MODEL) == saved)
    xdo("key", "ctrl+z", "ctrl+z", "ctrl+s")
    check("undo reaches back over the restart", wait(lambda: "<name>Orders</name>" not in read(MODEL)))
    xdo("key", "ctrl+shift+z", "ctrl+shift+z", "ctrl+s")
    check("and redo as well", wait(lambda: read(MODEL) == saved))
    check_end(program)


def main():
    test_save()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
