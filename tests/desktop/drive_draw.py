"""Draws a diagram from nothing, with the mouse only and again with the keyboard only. Prints TAP."""

import json
import os
import re
import subprocess
import sys

from driver import (
    PROGRAM, SCRATCH, STATE_FOCUSED, STATE_SENSITIVE, Program, check, check_end, choose_file, drag, drag_to, extents, finish, has_place, photograph,
    place, read_file, read_text, wait, walk, write_name, xdo)


def box(program, name):
    """The tree may change while it is walked."""
    return wait(lambda: extents(program.find_element(name)))


def middle(program, name):
    found = program.settle(name)
    return found.x + found.width // 2, found.y + found.height // 2


def choose_entry(program, label):
    """Chooses an entry of a menu that opens."""
    item = wait(lambda: program.find_shown(label, "menu item", "radio menu item"))
    return item is not None and item.queryAction().doAction(0)


def choose_in_menu(program, x, y, label):
    """Opens the context menu at a point and chooses an entry."""
    xdo("mousemove", x, y, "click", 3)
    return choose_entry(program, label)


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
    check("five elements are drawn with the mouse", wait(lambda: program.list_elements() == names))
    place = program.settle("Process: Shop")
    check("each stands where the menu was opened", abs(place.x + place.width // 2 - canvas.x - 330) < 12)
    photograph("draw-mouse-elements")

    place = program.settle("Actor: Customer")
    program.select("Actor: Customer")
    drag(place.x + place.width + 13, place.y + place.height // 2, *middle(program, "Process: Shop"))
    check("a drag from the edge handle draws a flow and names it", write_name(program, "Order"))
    place = box(program, "Process: Shop")
    program.select("Process: Shop")
    drag(place.x + place.width + 13, place.y + place.height // 2, *middle(program, "Store: Orders"))
    check("and another", write_name(program, "Save"))
    check("the flow is selected", wait(lambda: program.shows("Flow from Shop to Orders")))
    photograph("draw-mouse-flows")

    before = program.settle("Process: Worker")
    drag(*middle(program, "Process: Worker"), before.x + before.width // 2 + 120, before.y + before.height // 2 + 3)
    check("dragging moves, and neighbours attract", wait(lambda: abs(box(program, "Process: Worker").x - before.x - 120) <= 8 and
                                                         box(program, "Process: Worker").y == box(program, "External system: Bank").y))
    place = program.settle("Process: Worker")
    drag(place.x + place.width, place.y + place.height, place.x + place.width + 40, place.y + place.height + 24)
    check("a corner resizes", wait(lambda: box(program, "Process: Worker").width >= place.width + 30))

    xdo("key", "Escape", "ctrl+0")
    place = program.settle("Process: Worker")
    program.click(wait(lambda: program.find_shown("Boundary")))
    drag(place.x - 24, place.y - 30, place.x + place.width + 24, place.y + place.height + 20)
    check("a boundary of the palette is drawn around an element", write_name(program, "VPC"))
    xdo("mousemove", place.x + place.width // 2, place.y + place.height // 2, "click", 1)
    check("which is a member then", wait(lambda: program.shows("Process in VPC")))
    photograph("draw-nested")


def draw_line(program):
    """A boundary drawn as a line across the flow from Customer, point by point."""
    place = program.settle("Process: Shop")
    program.click(wait(lambda: program.find_shown("Boundary line")))
    check("the window says what the stencil in hand waits for", wait(lambda: program.shows("Escape stops")))
    x = (place.x + box(program, "Actor: Customer").x + box(program, "Actor: Customer").width) // 2
    xdo("mousemove", x, place.y - 24, "click", 1)
    check("and what the begun line waits for", wait(lambda: program.shows("Click the next point")))
    xdo("mousemove", x, place.y + place.height + 24, "click", 1)
    xdo("key", "Return")
    check("a boundary is drawn as a line", write_name(program, "Edge") and wait(lambda: program.shows("Trust zone")))
    xdo("key", "Escape")


def show_elsewhere(program):
    """An element in a further diagram, and another one brought there from the command palette."""
    program.select("Process: Shop")
    xdo("key", "ctrl+shift+d")
    choose_entry(program, "New Diagram")
    check("an element is shown in another diagram", wait(lambda: program.list_elements() == ["Process: Shop"]))
    xdo("key", "ctrl+k")
    entry = wait(lambda: program.find("Find an action, an element or a threat", "entry"))
    wait(lambda: entry.getState().contains(STATE_FOCUSED))
    xdo("type", "Orders")
    check("the palette offers to bring another", wait(lambda: program.shows("Ctrl+Enter shows it here")))
    xdo("key", "ctrl+Return")
    check("which is shown here then", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Orders"]))
    photograph("draw-elsewhere")
    xdo("key", "ctrl+z", "ctrl+z")
    check("and undone with the diagram", wait(lambda: len(program.list_elements()) > 2))


def choose_ways(program):
    """The pointer stays where the menu was, as it does when one chooses by keys."""
    canvas = extents(program.find_canvas())
    chosen = [choose_in_menu(program, canvas.x + 20, canvas.y + 60, "Ways of Flows") and choose_entry(program, style)
              and wait(lambda: not any(n.name == "Ways of Flows" for n in walk(program.root)))
              for style in ("Straight", "Curves", "Right Angles") * 2]
    check("menu after menu changes the ways of flows", all(chosen))


def edit_with_keys(program):
    """Copies, duplicates, removes and aligns what is drawn; Worker is there."""
    before = program.list_elements()
    program.select("Process: Shop")
    xdo("key", "ctrl+d")
    check("Ctrl+D duplicates", wait(lambda: program.list_elements().count("Process: Shop") == 2))
    xdo("key", "Delete")
    # Under the sanitizers a toast is gone before the tree is read.
    said = "REDAN_TEST_SANITIZED" in os.environ or wait(lambda: program.find("Deleted 1 object from the model"))
    check("Delete removes the copy", wait(lambda: program.list_elements() == before))
    check("and says so, with a way back", said)
    program.select("Process: Shop")
    xdo("key", "ctrl+c")
    xdo("mousemove", 1275, 5)
    xdo("key", "ctrl+v")
    check("Ctrl+C and Ctrl+V copy", wait(lambda: program.list_elements().count("Process: Shop") == 2))
    xdo("key", "ctrl+z")
    check("and Ctrl+Z takes it back", wait(lambda: program.list_elements() == before))
    xdo("mousemove", *middle(program, "Process: Shop"), "click", 1)
    xdo("keydown", "ctrl", "mousemove", *middle(program, "Process: Worker"), "click", 1, "keyup", "ctrl")
    check("Ctrl and a click add to the selection", wait(lambda: sorted(program.selected()) == ["Process: Shop", "Process: Worker"]))
    xdo("key", "ctrl+alt+Left")
    check("left edges are aligned", wait(lambda: box(program, "Process: Shop").x == box(program, "Process: Worker").x))
    xdo("key", "b")
    check("B draws a boundary around several", write_name(program, "Zone"))
    check("and they are its members", wait(lambda: program.shows("Trust zone")) and wait(lambda: program.find_details() and [
        n.name for n in walk(program.find_details()) if n.name in ("Shop", "Worker") and has_place(n)]))
    photograph("draw-around")
    xdo("key", "ctrl+z", "ctrl+z")
    check("until it is undone", wait(lambda: not program.shows("Trust zone")))
    xdo("key", "ctrl+a", "ctrl+l")
    check("everything is arranged", wait(lambda: box(program, "Process: Shop").x != box(program, "Process: Worker").x or
                                         box(program, "Process: Shop").y != box(program, "Process: Worker").y))
    photograph("draw-arranged")


def undo_all(program):
    """Returns how many commands were undone, when nothing is left."""
    for n in range(80):
        if not wait(lambda: program.find("Undo", "push button")).getState().contains(STATE_SENSITIVE):
            break
        xdo("key", "ctrl+z")
    return wait(lambda: program.list_elements() == []) and n


def drop_stencils(program):
    """Each stencil is dropped while the name of the one before is still being written."""
    canvas = extents(program.find_canvas())
    for name, x, y in (("Process", 150, 120), ("Store", 400, 120), ("Actor", 150, 300)):
        row = place(wait(lambda: program.find_shown(name)))
        drag_to(row.x + 40, row.y + row.height // 2, canvas.x + x, canvas.y + y)
        check(f"a dropped {name} is named", wait(program.find_editor))
    xdo("key", "Return")
    check("three stencils are dropped", wait(lambda: len(program.list_elements()) == 3))


def draw_with_keys(program):
    xdo("mousemove", 1275, 5)
    for key, kind, name in (("p", "Process", "Shop"), ("s", "Store", "Orders"), ("a", "Actor", "Customer"), ("e", "External system", "Bank"), ("p", "Process", "Worker")):
        xdo("key", key)
        if not write_name(program, name):
            return check(f"{key} adds a {kind}", False)
    names = ["Actor: Customer", "External system: Bank", "Process: Shop", "Process: Worker", "Store: Orders"]
    check("five elements are drawn with keys", wait(lambda: program.list_elements() == names))
    photograph("draw-keys-elements")
    before = program.settle("Process: Worker")
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
    check("and the new name stands", wait(lambda: read_text(next(n for n in walk(program.find_details()) if n.name == "Name" and n.getRoleName() == "text")) == "Paid"))
    photograph("draw-keys")
    break_names(program)


def break_name(program, first, second):
    """F2 on what is selected, and a name of two lines; whether the editor shows them when it is opened again."""
    xdo("key", "F2")
    if not wait(program.find_editor):
        return False
    xdo("type", first)
    xdo("key", "shift+Return")
    if not write_name(program, second):
        return False
    xdo("key", "F2")
    lines = wait(program.find_editor) and read_text(program.find_editor())
    xdo("key", "Escape")
    return wait(lambda: program.find_editor() is None) and lines == f"{first}\n{second}"


def break_names(program):
    check("Shift+Enter breaks the name of a flow", break_name(program, "Paid", "by card"))
    program.show_all()
    check("which is one line elsewhere", wait(lambda: program.shows("Paid by card")))
    program.select("Process: Shop")
    check("Shift+Enter breaks the name of an element", break_name(program, "Shop", "front"))
    check("which a reader hears as one line", wait(lambda: "Process: Shop front" in program.list_elements()))
    check("titles of threats are one line", wait(lambda: any("Shop front" in n.name and len(n.name) > 24 for n in walk(program.root))))
    check("nothing but text fields shows the break", wait(lambda: not any("\n" in n.name and ("front" in n.name or "card" in n.name) for n in walk(program.root))))
    photograph("draw-lines")


def count(path):
    """What the program without a display says is in a file."""
    out = subprocess.run([PROGRAM + "-cli", "info", "--json", path], capture_output=True, text=True)
    found = json.loads(out.stdout)
    return [found[kind] for kind in ("actors", "processes", "stores", "flows", "boundaries", "diagrams")]


def save_and_redo(program):
    """Saved, undone to nothing, done again and saved, the file is the same; opened again it shows the same."""
    path = os.path.join(SCRATCH, "drawn.redan")
    drawn = program.list_elements()
    xdo("key", "ctrl+s")
    check("the drawing is saved", choose_file(program, path, "Save the Model") and wait(lambda: os.path.exists(path)))
    check("with all that was drawn", wait(lambda: count(path) == [2, 2, 1, 2, 2, 1]))
    saved = read_file(path)
    n = undo_all(program)
    check("everything can be undone", n)
    for _ in range(n or 0):
        xdo("key", "ctrl+shift+z")
    check("and done again", wait(lambda: program.list_elements() == drawn))
    xdo("key", "ctrl+s")
    check("and the file is the same", wait(lambda: program.shows("drawn.redan")) and read_file(path) == saved)
    return path


def distance(program):
    """From one element to another, in widths: the same at any zoom."""
    shop = box(program, "Process: Market")
    return round((shop.x - box(program, "Actor: Customer").x) / shop.width, 1)


def crash_in_drag(path):
    """kill -9 with the button down: what was done before is there again, the drag is not."""
    program = Program(path)
    program.select("Process: Shop")
    xdo("key", "F2")
    check("a file is edited after it was opened", write_name(program, "Market"))
    place = program.settle("Process: Market")
    before = distance(program)
    x, y = place.x + place.width // 2, place.y + place.height // 2
    xdo("mousemove", x, y, "mousedown", 1)
    for step in range(1, 9):
        xdo("mousemove", x + 6 * step, y + 5 * step)
    photograph("draw-drag")
    program.kill()
    xdo("mouseup", 1)
    check("the file is as it was saved", "Market" not in read_file(path))
    program = Program(path)
    check("the edit is there again", wait(lambda: "Process: Market" in program.list_elements()))
    check("and said to be", wait(lambda: program.shows("not saved")))
    program.settle("Process: Market")
    check("the drag left nothing behind", abs(distance(program) - before) < 0.15)
    xdo("key", "ctrl+z")
    check("and can be undone", wait(lambda: "Process: Shop" in program.list_elements()))
    check_end(program)


def main():
    program = Program()
    path = None
    if begin(program):
        draw_with_mouse(program)
        photograph("draw-mouse")
        draw_line(program)
        show_elsewhere(program)
        edit_with_keys(program)
        path = save_and_redo(program)
    check_end(program)
    if path is not None:
        crash_in_drag(path)
    program = Program()
    if begin(program):
        draw_with_keys(program)
    check_end(program)
    program = Program()
    if begin(program):
        choose_ways(program)
        drop_stencils(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
