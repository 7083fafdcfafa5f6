"""Draws with the left pane: search and Enter, a click, a drag; inserts a pattern, chooses in the outline, keeps a selection. Prints TAP."""

import os
import sys

from driver import SCRATCH, Program, check, check_end, drag_to, extents, finish, has_place, photograph, place, wait, walk, write_name, xdo


def find_stencil(program, name):
    return next(n for n in walk(program.find("Basic", "list")) if n.name == name and has_place(n))


def test_stencils(program):
    canvas = program.find_canvas()
    xdo("mousemove", 1270, 10)
    program.click(wait(lambda: program.find_shown("Search what to draw")))
    xdo("type", "object store")
    check("a word finds a stencil that is not called so", wait(lambda: program.find("S3 bucket", "list item")))
    xdo("key", "Return")
    write_name(program)
    check("Enter places it", wait(lambda: program.list_elements() == ["Store: S3 bucket"]))
    program.click(wait(lambda: program.find_shown("Search what to draw")))
    xdo("key", "Escape")
    program.click(find_stencil(program, "Process"))
    program.click(canvas, 60, 60)
    write_name(program)
    check("a click arms, the next one places", wait(lambda: "Process: Process" in program.list_elements()))
    row = place(find_stencil(program, "Actor"))
    box = extents(canvas)
    drag_to(row.x + row.width // 2, row.y + row.height // 2, box.x + 230, box.y + 172)
    write_name(program)
    check("a drag places", wait(lambda: "Actor: Actor" in program.list_elements()))
    photograph("palette-stencils")
    check("three were made", len(program.list_elements()) == 3)


def test_patterns(program):
    program.click(program.find("Patterns"))
    button = wait(lambda: program.find("Insert CI/CD to production"))
    check("the patterns are listed", wait(lambda: extents(button).width > 0))
    program.click(button)
    check("a pattern is inserted", wait(lambda: len(program.list_elements()) == 15))
    photograph("palette-patterns")
    xdo("key", "ctrl+z")
    check("as one command", wait(lambda: len(program.list_elements()) == 3))
    xdo("key", "ctrl+shift+z")
    check("that can be made again", wait(lambda: len(program.list_elements()) == 15))


def test_outline(program):
    program.click(program.find("Outline"))
    row = wait(lambda: next(n for n in walk(program.find("Outline of the diagram", "list")) if n.name == "Deploy stage"))
    program.click(row)
    check("a row selects on the canvas", wait(lambda: program.selected() == ["Process: Deploy stage"]))
    photograph("palette-outline")


def save_pattern(program):
    program.click(wait(lambda: program.find("Save selection…")))
    wait(lambda: program.find("Save as Pattern"))
    xdo("type", "Mine")
    xdo("key", "Return")


def test_save(program):
    path = os.path.join(SCRATCH, "data", "redan", "patterns", "mine.redan")
    program.click(program.find("Patterns"))
    save_pattern(program)
    check("the selection becomes a pattern", wait(lambda: os.path.exists(path)))
    check("that can be inserted", wait(lambda: program.find("Insert Mine")))
    with open(path, "rb") as file:
        first = file.read()
    check("with what was selected", first.count(b"<element ") == 1 and b"Deploy stage" in first)
    save_pattern(program)
    check("the same name asks first", wait(lambda: program.find("Replace")))
    xdo("key", "Escape")
    with open(path, "rb") as file:
        check("and changes nothing", file.read() == first)


def main():
    program = Program()
    wait(lambda: program.find("Examples"))
    xdo("key", "ctrl+n")
    wait(lambda: program.find_canvas())
    for test in (test_stencils, test_patterns, test_outline, test_save):
        test(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
