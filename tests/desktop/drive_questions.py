"""Answers open questions: one at a time with buttons, and in the grid a pasted column, a wrong one, and several rows at once.
Prints TAP."""

import os
import re
import subprocess
import sys

from driver import EXAMPLES, STATE_SENSITIVE, Program, check, check_end, extents, finish, has_place, photograph, wait, walk, xdo

CLIPBOARD = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
clipboard = Gdk.Display.get_default().get_clipboard()
clipboard.set_content(Gdk.ContentProvider.new_for_bytes("text/plain;charset=utf-8", GLib.Bytes.new(sys.argv[1].encode())))
print("ready", flush=True)
GLib.MainLoop().run()
"""
TABS = ("radio button", "toggle button", "page tab", "push button")


def find_left(program):
    """How many questions are left, as the card says it."""
    for node in walk(program.root):
        match = re.fullmatch(r"(\d+) questions? left", node.name)
        if match and has_place(node):
            return int(match.group(1))
    return None


def find_answers(program):
    return [n for n in walk(program.root) if n.getRoleName() == "push button" and " points, " in n.name and has_place(n)]


def test_card(program):
    program.click_button("Questions", *TABS)
    before = wait(lambda: find_left(program))
    check("the open questions are counted", before and before > 20)
    names = [n.name for n in find_answers(program)]
    check("answers say what they change", len(names) > 1 and all(re.search(r"(±0|[+−][0-9.]+) points", n) for n in names))
    photograph("questions-card")
    program.click_button("Skip", "push button")
    check("a question can be skipped", wait(lambda: find_left(program) == before - 1))
    program.click_button("Previous question", "push button")
    check("and asked again", wait(lambda: find_left(program) == before))
    check("with the same answers", [n.name for n in find_answers(program)] == names)
    program.click(find_answers(program)[1])
    check("an answer leads to the next question", wait(lambda: (find_left(program) or before) < before))
    check("which is another one", wait(lambda: [n.name for n in find_answers(program)] != names))
    xdo("key", "ctrl+z")
    check("an answer can be undone", wait(lambda: find_left(program) == before - 1 and not program.find("Undo").getState().contains(STATE_SENSITIVE)))


def find_cells(program):
    """The values of the grid from top to bottom: what they are of, and what they show."""
    cells = []
    for node in walk(program.root):
        if node.name.startswith("End of support of ") and has_place(node):
            title, shown = node.name.removeprefix("End of support of ").split(": ")
            cells.append((extents(node).y, title, shown, node))
    return [cell[1:] for cell in sorted(cells, key=lambda cell: cell[0])]


def find_title(program, title):
    """The first column of a row."""
    head = extents(program.find_shown("Object"))
    # Pages that are not shown keep their places: the column tells this table from others.
    return next(n for n in walk(program.root) if n.name == title and n.getRoleName() == "label" and extents(n).y > head.y and
                abs(extents(n).x - head.x) < 30 and has_place(n))


def paste(text):
    owner = subprocess.Popen(["/usr/bin/python3", "-c", CLIPBOARD, text], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    owner.stdout.readline()
    xdo("key", "ctrl+v")
    return owner


def test_grid(program):
    for _ in range(30):
        question = wait(lambda: next(n for n in walk(program.root) if n.getRoleName() == "label" and n.name.endswith("?") and has_place(n)), 5)
        if question is None or question.name.startswith("Is its runtime"):
            break
        program.click_button("Skip", "push button")
    check("a question that many have leads to the grid", program.click_button("All 8", "push button"))
    cells = wait(lambda: len(find_cells(program)) >= 4 and find_cells(program))
    check("which has a value for every element", cells and cells[0][1] == "Not set")
    photograph("questions-grid")
    titles = [cell[0] for cell in cells]
    program.click(find_title(program, titles[0]))
    check("a row is selected in the diagram", wait(lambda: any(titles[0] in name for name in program.selected())))

    owner = paste("yes\nNo\nunknown\n")
    check("a pasted column sets the rows from there on", wait(lambda: [c[1] for c in find_cells(program)][:4] == ["Yes", "No", "Unknown", "Not set"]))
    owner.kill()
    photograph("questions-pasted")
    xdo("key", "ctrl+z")
    check("as one command", wait(lambda: [c[1] for c in find_cells(program)][:4] == ["Not set"] * 4))
    owner = paste("yes\nmaybe\n")
    check("a wrong line is named", wait(lambda: program.shows("Line 2: ")))
    check("and nothing is set", [c[1] for c in find_cells(program)][:2] == ["Not set"] * 2)
    owner.kill()

    program.click(find_title(program, titles[0]))
    xdo("keydown", "shift")
    program.click(find_title(program, titles[2]))
    xdo("keyup", "shift")
    check("several rows are selected in the diagram", wait(lambda: len(program.selected()) == 3))
    program.click(find_cells(program)[1][2])
    wait(lambda: program.find("Yes", "label"))
    xdo("key", "Down")
    xdo("key", "Down")
    xdo("key", "Return")
    check("one value is for all selected rows", wait(lambda: [c[1] for c in find_cells(program)][:4] == ["Yes", "Yes", "Yes", "Not set"]))
    xdo("key", "ctrl+z")
    check("as one command, too", wait(lambda: [c[1] for c in find_cells(program)][:4] == ["Not set"] * 4))


def main():
    program = Program(os.path.join(EXAMPLES, "webshop.redan"), "--as-of", "2025-02-01")
    wait(lambda: program.find_canvas())
    test_card(program)
    test_grid(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
