"""Command palette, colours, pictures of the diagram, preferences and narrow windows. Prints TAP."""

import os
import re
import sys

import display
from driver import (
    BUTTONS, EXAMPLES, SCRATCH, STATE_FOCUSED, STATE_SENSITIVE, Program, check, check_end, drag, extents, finish, has_place, let_handle,
    list_windows, photograph, place, wait, walk, xdo)

SHOP = os.path.join(EXAMPLES, "webshop.redan")
CONTROL = "Public and cross-account access analysis"
TITLE = "Credentials travel in clear between Web application and Orders database"


def opened(*arguments):
    program = Program(SHOP, *arguments)
    wait(lambda: program.find("Store: Orders database"))
    return program


def find(program, words):
    """Types into the palette and runs the best result."""
    xdo("key", "ctrl+k")
    wait(lambda: results_shown(program))
    xdo("type", words)
    xdo("key", "Return")


def results_shown(program):
    """What is hidden is not in the tree."""
    return program.find("Results") is not None


def picture():
    """The pixels of the screen."""
    return display.read_pixels(300, 90, 500, 330)


def settled():
    """The picture once it stays the same."""
    state = {"last": None}

    def same():
        now = picture()
        before, state["last"] = state["last"], now
        return now == before and now

    return wait(same)


def dialog_windows(program):
    return [window for window in list_windows(program) if window != program.window]


def write_to(program, key, path):
    """Asks for a dialog with a key, types a name into it, and waits for the file."""
    xdo("key", key)
    window = wait(lambda: dialog_windows(program))
    xdo("windowfocus", window[-1])
    wait(lambda: any(n.getRoleName() == "text" and n.getState().contains(STATE_FOCUSED) for n in walk(program.root)))
    xdo("key", "ctrl+a")
    xdo("type", path)
    xdo("key", "Return")
    done = wait(lambda: os.path.getsize(path) > 0)
    wait(lambda: not dialog_windows(program))
    xdo("windowfocus", program.window)
    return done


def test_palette(program):
    xdo("key", "ctrl+k")
    results = wait(lambda: program.find("Results"))
    check("Ctrl+K offers the actions", results and wait(lambda: program.find("Export the diagram")))
    photograph("feel-palette")
    xdo("key", "Escape")
    check("Escape closes it", wait(lambda: not results_shown(program)))
    find(program, "ordb")
    check("letters find an element", wait(lambda: program.selected() == ["Store: Orders database"]))
    find(program, "credentials clear orders")
    check("words find a threat", wait(lambda: program.shows("Why is this a threat?")))
    find(program, "natural size")
    check("a name runs an action", wait(lambda: program.zoom() == "100 %"))
    xdo("key", "ctrl+0")
    xdo("key", "ctrl+k")
    xdo("type", "order")
    xdo("key", "Down", "Down", "Return")
    check("arrows choose another result", wait(lambda: program.selected() and program.selected() != ["Store: Order queue"]))
    xdo("key", "Escape")


def test_colours(program):
    seen, before = {}, None
    for name in ("kind", "residual risk", "exposure", "stride", "open questions", "blast radius"):
        find(program, "colour by " + name)
        xdo("mousemove", 640, 500)
        wait(lambda: picture() != before)
        before = seen[name] = settled()
    check("every way to colour gives another picture", len(set(seen.values())) == len(seen))
    check("the legend names the last", wait(lambda: program.find("Blast radius")))
    find(program, "colour by residual risk")


def test_pill(program):
    shown = wait(lambda: re.search(r"residual \d+", program.shows("residual ").name))
    check("the pill tells the residual", shown)
    program.select("Process: Web application")
    xdo("key", "Delete")
    change = wait(lambda: program.shows("residual ") if re.search(r"residual \d+ \(−\d+\)", program.shows("residual ").name) else None)
    check("and how it changed since the last save", change)
    xdo("key", "ctrl+z")
    check("until it is taken back", wait(lambda: re.search(shown.group() + " +·", program.shows("residual ").name)))


def test_long_name(program):
    program.select("Store: Orders database")
    xdo("key", "F2")
    wait(program.find_editor)
    xdo("type", "a long name " * 4)
    for _ in range(8):
        xdo("key", "ctrl+a", "ctrl+c", "ctrl+End", "ctrl+v")
    xdo("key", "Return")
    check("a name that is too long stays in the editor", wait(lambda: program.shows("This is too long")) and program.find_editor())
    xdo("key", "Escape")
    check("until it is given up", wait(lambda: not program.find_editor()) and program.find_element("Store: Orders database"))


def test_pictures(program):
    files = {}
    for suffix in ("svg", "pdf", "png"):
        path = os.path.join(SCRATCH, "shop." + suffix)
        check(f"the diagram is written as {suffix}", write_to(program, "ctrl+e", path))
        with open(path, "rb") as written:
            files[suffix] = written.read()
    check("the SVG has its names", b"Orders database" in files["svg"] and files["svg"].startswith(b"<?xml"))
    check("the PDF is one", files["pdf"].startswith(b"%PDF-"))
    check("the PNG is one", files["png"].startswith(b"\x89PNG"))
    path = os.path.join(SCRATCH, "report.pdf")
    check("the report is written", write_to(program, "ctrl+shift+r", path))
    xdo("key", "ctrl+shift+c")
    check("copying says so", wait(lambda: program.find("The picture was copied")))


def clipped(program, width):
    """What can be chosen or read and sticks out of the window at its right edge."""
    found = []
    for node in walk(program.root):
        if node.getRoleName() not in BUTTONS + ("combo box", "text", "label"):
            continue
        try:
            box = extents(node)
        except Exception:
            continue
        # A column of a table may be scrolled to; what begins outside is hidden by a parent that scrolls.
        if 0 <= box.x < width and box.width > 0 and box.x + box.width > width + 1 and not scrolls(node):
            found.append(f"{node.getRoleName()} {node.name}: {box.x}+{box.width}")
    return found


def scrolls(node):
    while node is not None:
        if node.getRoleName() in ("scroll pane", "table", "viewport") or node.getRoleName() == "list":
            return True
        node = node.parent
    return False


def narrow(program, width):
    """Draws the edge of the window as far as it lets one; what folds lets one go on."""
    display.resize_window(program.window, width, 700)
    let_handle()
    return display.measure(program.window)[0] <= width + 5 and extents(program.root.getChildAtIndex(0)).width <= width + 2


def is_as_before(program, before):
    """Diagram and tables share the height as before, but for what is rounded at each change."""
    box = extents(program.find_canvas())
    return box[:3] == before[:3] and abs(box.height - before.height) < 5


def test_narrow(program):
    before = extents(program.find_canvas())
    display.resize_window(program.window, 380, 820)
    check("the edge is drawn to a narrow window in one pull", wait(lambda: extents(program.root.getChildAtIndex(0)).width <= 380, 10))
    check("where diagram and tables take turns", wait(lambda: program.find_shown("Tables")))
    display.resize_window(program.window, 1280, 820)
    check("and back", wait(lambda: is_as_before(program, before)))
    for width in (1000, 800, 360):
        check(f"the window goes down to {width} pixels", wait(lambda: narrow(program, width)))
        settled()
        photograph(f"feel-{width}")
        stuck = clipped(program, width)
        for line in stuck:
            print("#", line)
        check(f"nothing is clipped at {width} pixels", not stuck)
    program.press("Tables")
    check("tables take their turn", wait(lambda: program.find_row("Rank") is not None or program.count()))
    program.press("Diagram")
    display.resize_window(program.window, 1280, 820)
    check("and wide again all is as it was", wait(lambda: is_as_before(program, before)))
    settled()


def test_panes(program):
    for key in ("F9", "F8"):
        before = extents(program.find_canvas()).width
        xdo("key", key)
        check(f"{key} hides a pane", wait(lambda: extents(program.find_canvas()).width > before + 100))
    width = display.measure(program.window)[0]
    check("without them the diagram is as wide as the window", wait(lambda: extents(program.find_canvas()).width > width - 20))
    return extents(program.find_canvas()).width


def test_tables(program):
    """Tables that fold away, and that take the whole height."""
    def height():
        return extents(program.find_canvas()).height

    before = height()
    xdo("key", "F7")
    check("F7 folds the tables", wait(lambda: height() > before + 100 and program.find("Search threats") is None))
    photograph("feel-folded")
    xdo("key", "ctrl+f")
    check("searching threats brings them back", wait(lambda: program.find("Search threats") and abs(height() - before) < 4))
    xdo("key", "shift+F7")
    check("Shift+F7 gives them the whole height", wait(lambda: program.find("Diagram", "list") is None))
    photograph("feel-alone")
    xdo("key", "F7")
    check("and F7 the diagram", wait(lambda: program.find("Diagram", "list") and height() > before + 100))
    program.click(program.find("Attack Paths", "page tab"))
    check("whose tables come with a press", wait(lambda: program.shows("The likeliest attacks") and abs(height() - before) < 4))
    xdo("key", "alt+1")


def test_preferences(before):
    program = opened()
    check("hidden panes stay hidden in the next window", wait(lambda: abs(extents(program.find_canvas()).width - before) < 40))
    check("and the colours stay", wait(lambda: program.find("Exposure")))
    xdo("key", "ctrl+comma")
    check("the preferences open", wait(lambda: program.find("Snap to the grid")))
    photograph("feel-preferences")
    return program


def can_undo(program):
    return program.find("Undo", "push button").getState().contains(STATE_SENSITIVE)


def turn_to(program, node):
    """Turns the wheel over the whole page of attack paths until a node can be seen."""
    for _ in range(80):
        box = extents(node)
        if 200 < box.y and box.y + box.height < 780:
            return
        xdo("mousemove", 600, 600, "click", 4 if box.y <= 200 else 5)


def assume(program, words):
    """Presses what is assumed of a control that stands, or a button there."""
    button = wait(lambda: program.find_shown(words, *BUTTONS))
    return button is not None and button.doAction(0)


def test_no_divider(program):
    """Where the divider was, the whole tables take the pointer."""
    before = extents(program.find_canvas())
    xdo("key", "shift+F7")
    row = wait(lambda: next(n for n in walk(program.root) if n.name.startswith("2. ") and n.getRoleName() == "list item" and has_place(n) and before.y < extents(n).y))
    box = place(row)
    y = box.y + box.height // 2
    xdo("key", "shift+F7")
    wait(lambda: extents(program.find_canvas()) == before)
    drag(600, before.y + before.height + 2, 600, y)
    canvas = wait(lambda: extents(program.find_canvas()) != before and place(program.find_canvas()))
    y = canvas.y + canvas.height + 2
    xdo("key", "shift+F7")
    check("an attack lies where the divider was", wait(lambda: extents(row).y < y < extents(row).y + extents(row).height))
    xdo("mousemove", box.x + 150, y, "click", 1)
    check("and unfolds with a press there", wait(lambda: program.shows("1. Start: ")))


def test_what_if():
    """A control that stands is assumed absent from one place, then broken wherever it stands."""
    program = Program(os.path.join(EXAMPLES, "serverless-fixed.redan"))
    wait(lambda: program.find("Process: Order workflow"))
    xdo("key", "alt+2")
    check("the attacks of a model with controls are listed", wait(lambda: program.shows("The likeliest attacks") and program.shows("Where to watch")))
    test_no_divider(program)
    expander = wait(lambda: next(n for n in walk(program.root) if n.name == "A control were absent or broken" and n.getRoleName() == "list item"))
    turn_to(program, expander)
    program.click(expander, dy=20)
    check("a control can be absent from a place", assume(program, CONTROL + " is absent here") and wait(lambda: program.shows("Residual risk 848 → 888")))
    check("the likeliest and all attacks together are told, before and after", wait(lambda: program.shows(" · any attack ")))
    check("or broken everywhere", assume(program, CONTROL + " is broken wherever it stands") and wait(lambda: program.shows("Residual risk 848 → 900")))
    check("which has no place", program.find_shown("wherever it stands", "label"))
    photograph("feel-broken")
    check("it can hold again", assume(program, CONTROL + " holds") and wait(lambda: not program.shows("Residual risk 848")))
    check("the assumption is told once more", assume(program, CONTROL + " is broken wherever it stands") and wait(lambda: program.shows("Residual risk 848 → 900")))
    forget = wait(lambda: program.find("Forget", "push button"))
    turn_to(program, forget)
    program.click(forget)
    photograph("feel-forgotten")
    check("keys still arrive", xdo("key", "ctrl+k") is None and wait(lambda: results_shown(program)))
    xdo("key", "Escape")
    check_end(program)


def test_attacks(program):
    """The page of attack paths, and what falls with an element."""
    xdo("key", "Escape", "alt+2")
    check("the likeliest attacks are listed", wait(lambda: program.shows("The likeliest attacks")))
    program.click(wait(lambda: next(n for n in walk(program.root) if n.name.startswith("1. ") and n.getRoleName() == "list item" and has_place(n))))
    check("an attack unfolds into its steps", wait(lambda: program.shows("1. Start: ")))
    check("the whole attack graph is told about", wait(lambda: all(program.shows(title) for title in
        ("How far attackers get", "When assets fall", "How exposed each asset is", "As controls decay", "Key elements", "Zones of trust", "Where to watch"))))
    program.select("Process: Web application")
    start = next(n for n in walk(program.root) if n.name == "Start at Selection" and n.getRoleName() == "push button")
    check("attacks start at what is selected", start.doAction(0) and wait(lambda: program.shows("starting at Web application")))
    check("and where they usually do", start.doAction(0) and wait(lambda: not program.shows("starting at Web application")))
    check("the cheapest controls are listed", wait(lambda: program.shows("Cheapest controls that close open attacks")))
    plan = program.find("Plan These", "push button")
    check("one press plans them", plan.doAction(0) and wait(lambda: can_undo(program)))
    program.press("Undo")
    check("and is taken back at once", wait(lambda: not can_undo(program)))
    xdo("key", "alt+1")
    program.select("Process: Web application")
    xdo("key", "shift+b")
    check("Shift+B tells what falls with an element", wait(lambda: program.shows("Who controls Web application can come to")))
    xdo("key", "Escape")


def main():
    os.environ["GSETTINGS_BACKEND"] = "keyfile"
    program = opened()
    test_palette(program)
    test_colours(program)
    test_pill(program)
    test_attacks(program)
    test_long_name(program)
    test_pictures(program)
    test_tables(program)
    test_narrow(program)
    find(program, "colour by exposure")
    before = test_panes(program)
    check_end(program)
    program = test_preferences(before)
    xdo("key", "Escape")
    xdo("windowfocus", program.window)
    check_end(program)
    test_what_if()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
