"""Draws a diagram from nothing, with the mouse only and again with the keyboard only. Prints TAP."""

import os
import re
import sys

import pyatspi

from driver import SCRATCH, Program, check, check_end, extents, finish, photograph, wait, walk, xdo


def elements(program):
    """Names of all elements of the diagram."""
    return sorted(n.name for n in walk(program.find_canvas()) if n.getRoleName() == "list item")


def box(program, name):
    return extents(next(n for n in walk(program.find_canvas()) if n.name == name))


def middle(program, name):
    found = box(program, name)
    return found.x + found.width // 2, found.y + found.height // 2


def settle(program, name):
    """The place of an element, once it stands still."""
    def probe():
        before = box(program, name)
        xdo("sleep", 0.05)
        after = box(program, name)
        return before.width > 0 and (before.x, before.y) == (after.x, after.y) and after
    return wait(probe)


def editor(program):
    return next((n for n in walk(program.find_canvas()) if n.name == "Name"), None)


def write_name(program, name):
    """Types into the editor of a name, which an action has opened."""
    if not wait(lambda: editor(program)):
        return False
    xdo("type", "--delay", 2, name)
    xdo("key", "Return")
    return wait(lambda: editor(program) is None)


def choose_in_menu(program, x, y, label):
    """Opens the context menu at a point and chooses an entry."""
    xdo("mousemove", x, y, "click", 3)
    item = wait(lambda: next(n for n in walk(program.root) if n.name == label and n.getRoleName() == "menu item" and extents(n).width > 0))
    if item is None:
        return False
    item.queryAction().doAction(0)
    return True


def drag(x1, y1, x2, y2, steps=8):
    xdo("mousemove", x1, y1, "mousedown", 1)
    for step in range(1, steps + 1):
        xdo("mousemove", x1 + (x2 - x1) * step // steps, y1 + (y2 - y1) * step // steps)
    xdo("mouseup", 1)


def begin(program):
    wait(lambda: program.find("Examples"))
    xdo("key", "ctrl+n")
    return check("a new model opens on an empty canvas", wait(lambda: program.find_canvas() and program.shows("Nothing is drawn")))


def draw_with_mouse(program):
    canvas = extents(program.find_canvas())
    spots = [("Add Process", "Shop", 330, 130), ("Add Store", "Orders", 560, 130), ("Add Actor", "Customer", 110, 130),
             ("Add External System", "Bank", 110, 300), ("Add Process", "Worker", 330, 300)]
    for label, name, x, y in spots:
        if not (choose_in_menu(program, canvas.x + x, canvas.y + y, label) and write_name(program, name)):
            return check(f"{label} of the menu adds {name}", False)
    names = ["Actor: Customer", "External system: Bank", "Process: Shop", "Process: Worker", "Store: Orders"]
    check("five elements are drawn with the mouse", wait(lambda: elements(program) == names))
    place = settle(program, "Process: Shop")
    check("each stands where the menu was opened", abs(place.x + place.width // 2 - canvas.x - 330) < 12)
    photograph("draw-mouse-elements")

    place = settle(program, "Actor: Customer")
    x, y = middle(program, "Actor: Customer")
    xdo("mousemove", x, y, "click", 1)
    wait(lambda: program.selected() == ["Actor: Customer"])
    drag(place.x + place.width + 13, y, *middle(program, "Process: Shop"))
    check("a drag from the edge handle draws a flow and names it", write_name(program, "Order"))
    place = box(program, "Process: Shop")
    xdo("mousemove", *middle(program, "Process: Shop"), "click", 1)
    wait(lambda: program.selected() == ["Process: Shop"])
    drag(place.x + place.width + 13, place.y + place.height // 2, *middle(program, "Store: Orders"))
    check("and another", write_name(program, "Save"))
    check("the flow is selected", wait(lambda: program.shows("Flow from Shop to Orders")))
    photograph("draw-mouse-flows")

    before = settle(program, "Process: Worker")
    drag(*middle(program, "Process: Worker"), before.x + before.width // 2 + 120, before.y + before.height // 2 + 3)
    check("dragging moves, and neighbours attract", wait(lambda: abs(box(program, "Process: Worker").x - before.x - 120) <= 8 and
                                                         box(program, "Process: Worker").y == box(program, "External system: Bank").y))
    place = settle(program, "Process: Worker")
    drag(place.x + place.width, place.y + place.height, place.x + place.width + 40, place.y + place.height + 24)
    check("a corner resizes", wait(lambda: box(program, "Process: Worker").width >= place.width + 30))

    shop, orders = box(program, "Process: Shop"), box(program, "Store: Orders")
    check("the boundary is added", choose_in_menu(program, canvas.x + 700, canvas.y + 330, "Add Boundary") and write_name(program, "VPC"))
    return shop, orders


def edit_with_keys(program):
    """Copies, duplicates, removes and aligns what is drawn; Worker is there."""
    before = elements(program)
    xdo("mousemove", *middle(program, "Process: Shop"), "click", 1)
    wait(lambda: program.selected() == ["Process: Shop"])
    xdo("key", "ctrl+d")
    check("Ctrl+D duplicates", wait(lambda: elements(program).count("Process: Shop") == 2))
    xdo("key", "Delete")
    check("Delete removes the copy", wait(lambda: elements(program) == before))
    check("and says so, with a way back", wait(lambda: program.find("Deleted 1 object from the model")))
    xdo("mousemove", *middle(program, "Process: Shop"), "click", 1)
    wait(lambda: program.selected() == ["Process: Shop"])
    xdo("key", "ctrl+c")
    xdo("mousemove", 1275, 5)
    xdo("key", "ctrl+v")
    check("Ctrl+C and Ctrl+V copy", wait(lambda: elements(program).count("Process: Shop") == 2))
    xdo("key", "ctrl+z")
    check("and Ctrl+Z takes it back", wait(lambda: elements(program) == before))
    xdo("mousemove", *middle(program, "Process: Shop"), "click", 1)
    xdo("keydown", "ctrl", "mousemove", *middle(program, "Process: Worker"), "click", 1, "keyup", "ctrl")
    check("Ctrl and a click add to the selection", wait(lambda: sorted(program.selected()) == ["Process: Shop", "Process: Worker"]))
    xdo("key", "ctrl+alt+Left")
    check("left edges are aligned", wait(lambda: box(program, "Process: Shop").x == box(program, "Process: Worker").x))
    xdo("key", "ctrl+a", "ctrl+l")
    check("everything is arranged", wait(lambda: box(program, "Process: Shop").x != box(program, "Process: Worker").x or
                                         box(program, "Process: Shop").y != box(program, "Process: Worker").y))
    photograph("draw-arranged")


def undo_all(program):
    for _ in range(60):
        if not wait(lambda: program.find("Undo", "push button")).getState().contains(pyatspi.STATE_SENSITIVE):
            break
        xdo("key", "ctrl+z")
    return wait(lambda: elements(program) == [])


def draw_with_keys(program):
    xdo("mousemove", 1275, 5)
    for key, kind, name in (("p", "Process", "Shop"), ("s", "Store", "Orders"), ("a", "Actor", "Customer"), ("e", "External system", "Bank"), ("p", "Process", "Worker")):
        xdo("key", key)
        if not write_name(program, name):
            return check(f"{key} adds a {kind}", False)
    names = ["Actor: Customer", "External system: Bank", "Process: Shop", "Process: Worker", "Store: Orders"]
    check("five elements are drawn with keys", wait(lambda: elements(program) == names))
    photograph("draw-keys-elements")
    before = settle(program, "Process: Worker")
    xdo("key", "Down", "Down", "Down", "Left")
    check("arrows move the selection", wait(lambda: box(program, "Process: Worker").y > before.y + 20 and box(program, "Process: Worker").x < before.x))
    xdo("key", "Escape")
    xdo("key", "Tab", "Return")
    first = wait(lambda: program.selected())
    xdo("key", "f", "Tab", "Return")
    check("F, Tab and Enter draw a flow", write_name(program, "Pay"))
    check("from the chosen element", wait(lambda: program.shows("Flow from " + re.sub(".*: ", "", first[0]))))
    xdo("key", "F2")
    check("F2 renames", write_name(program, "Paid"))
    check("and the new name stands", wait(lambda: program.shows("Paid")))
    photograph("draw-keys")


def main():
    program = Program()
    if begin(program):
        draw_with_mouse(program)
        photograph("draw-mouse")
        edit_with_keys(program)
        check("everything can be undone", undo_all(program))
        xdo("key", "ctrl+shift+z")
        check("and done again", wait(lambda: len(elements(program)) == 1))
    check_end(program)
    program = Program()
    if begin(program):
        draw_with_keys(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
