"""Draws a diagram from nothing, with the mouse only and again with the keyboard only. Prints TAP."""

import sys

from driver import Program, check, check_end, extents, finish, photograph, wait, walk, xdo


def elements(program):
    """Names of all elements of the diagram."""
    return sorted(n.name for n in walk(program.find_canvas()) if n.getRoleName() == "list item")


def place(program, key, name):
    """A key makes an element, typing names it."""
    xdo("key", key)
    if not wait(lambda: program.find("Name", "text")):
        return False
    xdo("type", name)
    xdo("key", "Return")
    return wait(lambda: program.find("Name", "text") is None)


def main():
    program = Program()
    wait(lambda: program.find("Examples"))
    xdo("key", "ctrl+n")
    check("a new model opens on an empty canvas", wait(lambda: program.find_canvas()))
    photograph("draw-empty")
    xdo("mousemove", 1270, 10)
    check("P makes a process", place(program, "p", "Shop"))
    check("with the typed name", wait(lambda: "Process: Shop" in elements(program)))
    check("S makes a store", place(program, "s", "Orders"))
    check("A makes an actor", place(program, "a", "Customer"))
    photograph("draw-three")
    print("#", elements(program))
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
