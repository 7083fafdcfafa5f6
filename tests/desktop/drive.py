"""Drives the real window with pointer and keys (XTEST) and reads it back as a screen reader does (AT-SPI). Prints TAP."""

import os
import re
import sys

from driver import EXAMPLES, ROOT, SCRATCH, Program, check, check_end, extents, finish, has_place, wait, walk, xdo

EXAMPLE = os.path.join(EXAMPLES, "webshop.redan")
FOREIGN = """{"version": "2.3.0", "summary": {"title": "Foreign"}, "detail": {"contributors": [], "reviewer": "", "diagramTop": 0,
"threatTop": 0, "diagrams": [{"id": 0, "title": "Main", "diagramType": "STRIDE", "thumbnail": "", "version": "2.3.0", "cells": [
{"shape": "process", "id": "a", "zIndex": 1, "position": {"x": 20, "y": 20}, "size": {"width": 100, "height": 60},
 "attrs": {"text": {"text": "Shop"}}, "data": {"name": "Shop <b>&amp;", "type": "tm.Process", "threats": []}},
{"shape": "nonsense", "id": "b", "zIndex": 2, "position": {"x": 220, "y": 20}, "size": {"width": 100, "height": 60},
 "data": {"name": "Odd", "type": "tm.Odd"}},
{"shape": "store", "id": "c", "zIndex": 3, "position": {"x": 220, "y": 20}, "size": {"width": 100, "height": 60},
 "attrs": {"text": {"text": "Store"}}, "data": {"name": "Store", "type": "tm.Store", "threats": []}}]}]}}"""
EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <meta>
  <name>Empty</name>
 </meta>
</threat-model>
"""


def test_selection(program):
    check("the example opens", wait(lambda: program.find("Store: Orders database")) is not None)
    program.settle("Store: Orders database")
    title = "Credentials travel in clear between Order worker and Mail delivery"
    program.show_all()
    row = wait(lambda: program.find_row(title))
    check("the threats are listed", row is not None)
    program.click(row)
    check("a chosen threat is explained", wait(lambda: program.shows("Why is this a threat?")))
    title = "Password guessing or stuffing against Web application"
    # The table settles while the details of the first threat appear: a click may come too early.
    for _ in range(4):
        program.click(wait(lambda: program.find_row(title)))
        if wait(lambda: program.selected() == ["Process: Web application"], 8):
            break
    check("its element is selected on the canvas", program.selected() == ["Process: Web application"])
    xdo("key", "j")
    check("J goes to the next threat", wait(lambda: program.shows("Object identifiers in Web application")))
    check("a click on the canvas selects", program.select("Store: Orders database"))
    check("and shows the details", wait(lambda: program.shows("Who can reach this?")))
    xdo("key", "Escape")
    check("Escape clears the selection", wait(lambda: program.selected() == []))
    check("and shows the model again", wait(lambda: program.shows("The highest threats")))
    xdo("key", "Tab", "Return")
    check("Tab and Return select the first element of the first row", wait(lambda: program.selected() == ["External system: Card processor"]))
    xdo("key", "Tab", "Return")
    row = ["Process: Web application", "Store: Orders database", "Process: Order worker", "Actor: Shop staff"]
    check("rows are walked from left to right", wait(lambda: [n.name for n in walk(program.find_canvas()) if n.name in row] == row))
    check("Tab goes on in reading order", wait(lambda: program.selected() == ["Store: Order queue"]))
    xdo("key", "Escape")


def test_zoom(program):
    canvas = program.find_canvas()
    program.point_at(canvas, 300, 200)
    before = program.zoom()
    xdo("keydown", "ctrl", "click", 4, "click", 4, "keyup", "ctrl")
    check("Ctrl and the wheel zoom", wait(lambda: program.zoom() != before))
    xdo("key", "ctrl+1")
    check("Ctrl+1 shows the natural size", wait(lambda: program.zoom() == "100 %"))
    xdo("key", "ctrl+0")
    check("Ctrl+0 shows everything", wait(lambda: program.zoom() == before))


def test_pages(program):
    program.click(program.find("Plan", "page tab") or program.find("Plan"))
    check("the plan has rows", wait(lambda: program.shows("1. Modern TLS on every boundary crossing") or program.shows("C-DAT-01")))
    program.click(program.find("Objectives", "page tab") or program.find("Objectives"))
    check("the objectives have rows", wait(lambda: program.shows("Secure account root user and properties")))


def test_hits(program):
    """Boundaries and flows are chosen by the pointer only."""
    xdo("key", "ctrl+0")
    database = program.settle("Store: Orders database")
    worker = program.settle("Process: Order worker")
    xdo("mousemove", (database.x + database.width + worker.x) // 2, database.y + database.height // 2, "click", 1)
    check("a click selects a flow", wait(lambda: program.shows("Flow from Order worker to Orders database")))
    # Beside the handles that the box under the pointer offers, and above the flow.
    xdo("mousemove", database.x + database.width + 12, database.y - 4, "click", 1)
    check("a click selects a boundary", wait(lambda: program.shows("Subnet in Shop VPC")))


def test_filters(program):
    program.click(program.find("Threats", "page tab") or program.find("Threats"))
    program.select("Store: Orders database")
    whole = wait(lambda: program.count() if re.fullmatch(r"\d+ threats", program.count()) else None)
    only = program.find("Selection only")
    program.click(only)
    narrow = wait(lambda: program.count() != whole and program.count())
    check("the table narrows to the selection", narrow and narrow.endswith(f" of {whole}"))
    program.click(program.find_element("Process: Web application"))
    check("and follows it", wait(lambda: program.count() not in (narrow, whole)))
    program.click(only)
    check("and widens again", wait(lambda: program.count() == whole))
    xdo("key", "ctrl+f")
    xdo("type", "sql injection")
    check("words narrow the table", wait(lambda: program.count().endswith(f" of {whole}")))
    xdo("key", "ctrl+a", "BackSpace")
    check("and without words everything is back", wait(lambda: program.count() == whole))


def test_other_pans(program):
    canvas = program.find_canvas()
    for name, before, after in (("middle button", ("mousedown", 2), ("mouseup", 2)),
                                ("Space", ("keydown", "space", "mousedown", 1), ("mouseup", 1, "keyup", "space"))):
        program.point_at(canvas, 200, 80)
        xdo("click", 1)
        box = program.find_element("Store: Orders database")
        start = extents(box)
        xdo(*before)
        for _ in range(10):
            xdo("mousemove_relative", 5, -3)
        xdo(*after)
        check(f"dragging with {name} pans", wait(lambda: abs(extents(box).x - start.x - 50) < 4 and abs(extents(box).y - start.y + 30) < 4))


def test_diagrams(program):
    check("the first diagram is shown", wait(lambda: program.find("Process: Front end")))
    row = wait(lambda: program.find_row("Ledger entries are altered"))
    program.click(row)
    check("a threat on another diagram shows that one", wait(lambda: program.selected() == ["Process: Ledger"]))
    check("and the first is gone", program.find("Process: Front end") is None)


def test_far_row(program):
    wait(lambda: program.find("Store: Test database with real customers"))
    program.click(wait(lambda: program.find_row("Test database with real customers is open to anonymous readers")))
    wait(lambda: program.selected() != [])
    for _ in range(99):
        xdo("key", "j")
    check("a far row is scrolled into view", wait(lambda: program.find_row("100")))


def check_odd_file(name, text, *options):
    """A file that is unlike the examples opens, and the program ends well."""
    path = os.path.join(SCRATCH, name)
    with open(path, "w") as target:
        target.write(text)
    program = Program(*options, path)
    check(f"{name} opens", wait(lambda: has_place(program.find_canvas()), 30))
    return program


def write_hostile():
    """The web shop with names that are long, turn around, or look like markup."""
    names = ["\u202eevil", "x" * 4000, "\U0001f600 \U0001f468\u200d\U0001f469", "&lt;b&gt;bold&lt;/b&gt; &amp;amp; %s", "\u2066iso\u2069late"]
    with open(EXAMPLE) as source:
        text = source.read()
    count = iter(range(10000))
    return re.sub(r"(<(?:element|flow|boundary|asset|diagram) id[^>]*>\s*)<name>[^<]*</name>",
                  lambda match: f"{match.group(1)}<name>{names[next(count) % len(names)]}</name>", text)


def main():
    broken = os.path.join(SCRATCH, "broken.redan")
    with open(EXAMPLE) as source, open(broken, "w") as target:
        target.write(source.read()[:400])
    foreign = os.path.join(SCRATCH, "foreign.json")
    with open(foreign, "w") as target:
        target.write(FOREIGN)

    program = Program(EXAMPLE)
    test_selection(program)
    test_hits(program)
    test_filters(program)
    test_zoom(program)
    test_other_pans(program)
    test_pages(program)
    check_end(program)

    program = Program(broken)
    check("a broken file is reported", wait(lambda: program.shows("broken.redan:")))
    check("and the window stays usable", wait(lambda: program.shows("Examples")))
    check_end(program)

    program = Program(foreign)
    button = wait(lambda: program.find("Show", "push button"))
    check("what an import lost is announced", wait(lambda: program.shows("The import left out or guessed")))
    button.queryAction().doAction(0)
    check("and listed", wait(lambda: program.find("Not Taken Over")))
    check("names are no markup", wait(lambda: program.find("Process: Shop <b>&amp;")))
    xdo("windowfocus", program.window)
    check_end(program)

    program = Program(os.path.join(ROOT, "tests", "data", "desktop", "two-diagrams.json"))
    test_diagrams(program)
    check_end(program)

    program = Program(os.path.join(ROOT, "data", "examples", "retailer.redan"))
    test_far_row(program)
    check_end(program)

    program = check_odd_file("hostile.redan", write_hostile())
    program.click(wait(lambda: next(n for n in walk(program.find_canvas()) if n.name.startswith("Store: "))))
    check("and hostile names are data", wait(lambda: program.shows("Who can reach this?"), 10))
    check_end(program)

    os.environ["XDG_STATE_HOME"] = broken  # a file: no store can be made below it
    program = check_odd_file("empty.redan", EMPTY, "--as-of", "2025-02-01")
    check("and says that nothing is drawn", wait(lambda: program.shows("Nothing is drawn")))
    check_end(program)

    return finish()


if __name__ == "__main__":
    sys.exit(main())
