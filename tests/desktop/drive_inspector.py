"""Changes what is selected through the inspector, with pointer and keys: properties, several objects at once, controls, data,
the model, and an attribute that only a pack knows. Prints TAP."""

import os
import shutil
import sys

from driver import (
    EXAMPLES, SCRATCH, STATE_CHECKED, STATE_PRESSED, Program, check, check_end, extents, finish, has_place, photograph, read_file,
    read_text, wait, walk, xdo)

DATABASE = "Store: Orders database"
ATTRIBUTES = """<?xml version="1.0" encoding="UTF-8"?>
<attributes pack="acme" version="1">
 <attribute scope="element" name="badge_reader" label="Badge reader" type="tri" source="user" unknown="ask" group="acme">
  <meaning>a person needs a badge to touch it</meaning>
  <question>Does a person need a badge to touch it?</question>
 </attribute>
</attributes>
"""
RULES = """<?xml version="1.0" encoding="UTF-8"?>
<rules pack="acme" version="1" method="STRIDE" logic="three-valued">
 <rule id="ACME-1" category="Tampering" applies="process store" unknown="skip" likelihood="5" impact="5" axes="CI" effect="tamper">
  <title>{e.name} can be touched by anybody in the building</title>
  <condition>e.badge_reader == no</condition>
  <controls>C-CFG-05</controls>
  <objectives>BP07</objectives>
 </rule>
</rules>
"""


def is_named(node, name):
    return node.name == name and has_place(node)


def find(program, name, role=None):
    """A control of the inspector."""
    return next((n for n in walk(program.find_details()) if is_named(n, name) and role in (None, n.getRoleName())), None)


def find_starting(program, start):
    """The last one: the popover of a list stands behind the rest of the window."""
    return next((n for n in walk(program.find_details()) if n.name.startswith(start) and has_place(n) and n.queryAction().nActions), None)


def is_scrolled(node):
    """Whether a node belongs to the lists of the pane, which are scrolled, and not to what stands above them."""
    while node is not None and node.getRoleName() != "list":
        node = node.parent
    return node is not None


def reveal(program, node):
    """Turns the wheel over the pane until the middle of the node can be seen."""
    if not is_scrolled(node):
        return
    pane = extents(program.find_details())
    for _ in range(60):
        box = extents(node)
        middle = box.y + box.height // 2
        if pane.y + 190 < middle < pane.y + pane.height - 30:
            return
        xdo("mousemove", pane.x + pane.width // 2, pane.y + pane.height - 60, "click", 4 if middle <= pane.y + 190 else 5)


def press(program, name, role=None):
    node = wait(lambda: find(program, name, role))
    if node is None:
        return None
    reveal(program, node)
    program.click(node)
    return node


def choose(program, name, option, words=None):
    """Opens the list of a choice and takes an option: by arrow keys, or by typing into its search, and Return."""
    node = wait(lambda: find_starting(program, name + ": "))
    if node is None:
        return False
    reveal(program, node)
    program.click(node)
    row = wait(lambda: program.find_shown(option, "list item"))
    if row is None:
        return False
    if words:
        xdo("type", words)
        xdo("key", "Return")
    else:
        xdo("key", "Home", *["Down"] * row.getIndexInParent(), "Return")
    return wait(lambda: find(program, f"{name}: {option}"))


def is_on(program, name):
    states = [n.getState() for n in walk(program.find_details()) if is_named(n, name)]
    return any(s.contains(STATE_PRESSED) or s.contains(STATE_CHECKED) for s in states)


def undo_label(program):
    """What the tip of the button says; the button is kept, as walking the whole window takes a while."""
    if not hasattr(program, "undo_button"):
        program.undo_button = next(n for n in walk(program.root) if n.name == "Undo" and n.getRoleName() == "push button")
    return program.undo_button.description


def undoes(program, text):
    found = wait(lambda: text in undo_label(program))
    if not found:
        print("#", undo_label(program))
    return found


def write(program, name, text):
    """Overwrites a text of the inspector."""
    node = wait(lambda: find(program, name, "text"))
    if node is None:
        return None
    reveal(program, node)
    program.click(node)
    xdo("key", "ctrl+a")
    xdo("type", text)
    return node


def show_page(program, name):
    program.click(wait(lambda: find(program, name, "page tab")))


def test_property(program):
    check("an element is shown", program.select(DATABASE) and wait(lambda: find(program, "End of support: Yes")))
    check("what nobody answered is unknown", is_on(program, "End of support: Unknown"))
    photograph("inspector-store")
    threats = program.count()
    press(program, "End of support: Yes")
    check("a click answers", wait(lambda: is_on(program, "End of support: Yes")))
    check("as one named command", undoes(program, "Set “End of support” of Orders database"))
    check("the threats follow", wait(lambda: program.count() != threats))
    xdo("key", "Tab", "space")
    check("keys answer, too", wait(lambda: is_on(program, "End of support: No")))
    xdo("key", "ctrl+z", "ctrl+z")
    check("undo takes both back", wait(lambda: is_on(program, "End of support: Unknown")))
    check("and the threats as well", wait(lambda: program.count() == threats))


def test_text(program):
    before = undo_label(program)
    threats = program.count()
    field = write(program, "AWS service", "aur")
    check("nothing is changed while one types", wait(lambda: read_text(field) == "aur") and undo_label(program) == before)
    xdo("type", "ora")
    xdo("key", "Return")
    check("Return gives the text up as one command", undoes(program, "Set “AWS service” of Orders database") and wait(lambda: read_text(field) == "aurora"))
    press(program, "Take back AWS service")
    check("what is set here can be taken back", undoes(program, "Clear “AWS service”") and wait(lambda: read_text(field) == ""))
    # An analysis arrives in the middle of a word; those of the edits before have come.
    wait(lambda: program.count() == threats)
    press(program, "End of support: Yes")
    write(program, "AWS service", "abc")
    check("an analysis arrives while one types", wait(lambda: program.count() != threats))
    xdo("type", "def")
    check("and takes neither text nor focus", wait(lambda: read_text(field) == "abcdef", 5))
    press(program, "End of support: No")
    check("leaving gives the text up", wait(lambda: is_on(program, "End of support: No")))
    xdo("key", "ctrl+z")
    check("before what was clicked then", undoes(program, "Set “AWS service” of Orders database"))
    write(program, "Name", "Order store")
    xdo("key", "Return")
    check("a name is changed in place", wait(lambda: program.selected() == ["Store: Order store"]))
    xdo("key", "ctrl+z")
    check("and changed back", wait(lambda: program.selected() == [DATABASE]))
    write(program, "Name", "Order ")
    xdo("key", "U202E")
    xdo("type", "erots")
    check("what is invisible in it is told", wait(lambda: program.shows("Holds 1 invisible character")))
    photograph("inspector-invisible")
    press(program, "Remove", "push button")
    check("and removed", wait(lambda: program.selected() == ["Store: Order erots"] and not program.shows("Holds 1 invisible character")))
    # The field was left for the button, which gave its text up.
    xdo("key", "ctrl+z", "ctrl+z")
    check("which is undone like any change", wait(lambda: program.selected() == [DATABASE]))


def test_choice(program):
    threats = program.count()
    check("a technology is found by a word", choose(program, "Technology", "NoSQL database", "nosql"))
    check("and is set", undoes(program, "Set “Technology” of Orders database"))
    xdo("key", "ctrl+z")
    check("undo shows the one before", wait(lambda: find(program, "Technology: Relational database") and program.count() == threats))
    check("an attribute is explained", explain(program, "Tenancy", "serves one or several customers") and program.shows("Read by"))
    photograph("inspector-help")
    xdo("key", "Escape")
    check("until Escape", wait(lambda: not program.shows("Read by")))
    check("the value of a boundary says where it comes from", find_provenance(program))


def explain(program, name, words):
    """Asks again when the row was made anew by an analysis that came in that moment: its explanation goes with it."""
    for _ in range(4):
        press(program, "About " + name)
        if wait(lambda: program.shows(words), 10):
            return True
    return False


def find_provenance(program):
    """Unfolds a group, in which an inherited value is seen; again when the popover that has just closed took the click."""
    for _ in range(4):
        for row in [n for n in walk(program.find_details()) if n.getRoleName() == "list item" and n.name == "Identity"]:
            reveal(program, row)
            program.click(row)
        if wait(lambda: program.shows("inherited from"), 10):
            return True
    return False


def test_controls(program):
    show_page(program, "Controls")
    choice = wait(lambda: next(n for n in walk(program.find_details()) if n.name.endswith(": Absent") and has_place(n) and n.queryAction().nActions))
    name = choice.name.rsplit(": ", 1)[0]
    check("a control is planned", choose(program, name, "Planned"))
    check("as one command", undoes(program, "Place C-"))
    photograph("inspector-controls")
    xdo("key", "ctrl+z")
    check("and taken back", wait(lambda: find(program, name + ": Absent")))


def test_data(program):
    show_page(program, "Data")
    check("data here is checked", wait(lambda: is_on(program, "Stored here: Card tokens")))
    press(program, "Stored here: Operational logs")
    check("data is put here", wait(lambda: is_on(program, "Stored here: Operational logs")) and undoes(program, "Put Operational logs at Orders database"))
    write(program, "New data", "Loyalty points")
    xdo("key", "Return")
    check("new data is here at once", wait(lambda: is_on(program, "Stored here: Loyalty points")))
    check("as one command", undoes(program, "Add data “Loyalty points”"))
    photograph("inspector-data")
    xdo("key", "ctrl+z", "ctrl+z")
    check("undo takes it away", wait(lambda: find(program, "Stored here: Loyalty points") is None))
    show_page(program, "Properties")


def test_several(program):
    program.select(DATABASE)
    xdo("keydown", "ctrl")
    program.click(program.find_element("Process: Web application"))
    xdo("keyup", "ctrl")
    check("several are shown together", wait(lambda: program.shows("2 objects")))
    check("with what differs as mixed", wait(lambda: find(program, "Technology: Mixed")))
    photograph("inspector-several")
    press(program, "End of support: Yes")
    check("a change is one command for all", undoes(program, "Set “End of support” of 2 objects"))
    program.select("Process: Web application")
    check("and is made to all", wait(lambda: is_on(program, "End of support: Yes")))
    xdo("key", "ctrl+z")
    check("and undone for all", wait(lambda: not is_on(program, "End of support: Yes")))


def test_flow_and_boundary(program):
    xdo("key", "Escape", "ctrl+0")
    database = program.settle(DATABASE)
    worker = program.settle("Process: Order worker")
    xdo("mousemove", (database.x + database.width + worker.x) // 2, database.y + database.height // 2, "click", 1)
    check("a flow shows its ends", wait(lambda: program.shows("Flow from Order worker to Orders database")))
    press(program, "Reverse the flow")
    check("and is turned round", wait(lambda: program.shows("Flow from Orders database to Order worker")))
    press(program, "Both ways", "toggle button") or press(program, "Both ways", "check box")
    check("and goes both ways", wait(lambda: is_on(program, "Both ways")))
    photograph("inspector-flow")
    xdo("key", "ctrl+z", "ctrl+z")
    check("and back", wait(lambda: program.shows("Flow from Order worker to Orders database")))
    # Beside the handles of the box, above the flow.
    xdo("mousemove", database.x + database.width + 12, database.y - 4, "click", 1)
    check("a boundary shows its members", wait(lambda: find(program, "Order worker", "push button")))
    photograph("inspector-boundary")
    press(program, "Order worker", "push button")
    check("which lead to them", wait(lambda: program.selected() == ["Process: Order worker"]))


def test_model(program):
    xdo("key", "Escape")
    check("without a selection it is the model", wait(lambda: program.shows("To do next")))
    photograph("inspector-model")
    write(program, "Owner", "Platform team")
    xdo("key", "Tab")
    check("its owner is set", undoes(program, "Set the owner of the model"))
    write(program, "New diagram", "Login")
    xdo("key", "Return")
    check("a diagram is added", wait(lambda: find(program, "Show Login")))
    write(program, "New assumption", "Staff use managed laptops")
    xdo("key", "Return")
    check("an assumption is added", wait(lambda: find(program, "State of the assumption: Unconfirmed")))
    xdo("key", "ctrl+z", "ctrl+z", "ctrl+z")
    check("all of it is undone", wait(lambda: find(program, "Show Login") is None))


def test_pack():
    """Law 34: a pack brings an attribute and a rule, and nothing is built anew."""
    packs = os.path.join(SCRATCH, "packs")
    os.mkdir(packs)
    for name, text in (("attributes.xml", ATTRIBUTES), ("rules.xml", RULES)):
        with open(os.path.join(packs, name), "w") as target:
            target.write(text)
    program = Program("--data", packs, os.path.join(EXAMPLES, "webshop.redan"))
    program.settle(DATABASE)
    program.select(DATABASE)
    check("the attribute of a pack is asked first", wait(lambda: find(program, "Badge reader: No")))
    threats = program.count()
    press(program, "Badge reader: No")
    check("and answered", undoes(program, "Set “Badge reader” of Orders database"))
    check("and its rule finds a threat", wait(lambda: program.count() != threats))
    show_page(program, "Threats")
    check("which is shown", wait(lambda: program.shows("can be touched by anybody in the building")))
    check_end(program)


def test_saving():
    """What is typed and not yet given up is saved with the rest."""
    path = os.path.join(SCRATCH, "typed.redan")
    shutil.copy(os.path.join(EXAMPLES, "webshop.redan"), path)
    program = Program(path)
    program.settle(DATABASE)
    program.select(DATABASE)
    write(program, "AWS service", "halfway")
    xdo("key", "ctrl+s")
    check("a text that is being typed is saved, too", wait(lambda: "halfway" in read_file(path)))
    write(program, "Name", "Half a name")
    xdo("key", "ctrl+shift+c")
    check("and is in a picture that is copied meanwhile", wait(lambda: program.selected() == ["Store: Half a name"]))
    check_end(program)


def main():
    program = Program(os.path.join(EXAMPLES, "webshop.redan"))
    program.settle(DATABASE)
    test_property(program)
    test_text(program)
    test_choice(program)
    test_controls(program)
    test_data(program)
    test_several(program)
    test_flow_and_boundary(program)
    test_model(program)
    check_end(program)
    test_saving()
    test_pack()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
