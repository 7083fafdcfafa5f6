"""Triage as a person does it: decide by keys and in bulk, filter, group, add a threat, apply a control, try a plan. Prints TAP."""

import json
import os
import shutil
import subprocess
import sys

from driver import (
    EXAMPLES, PROGRAM, SCRATCH, STATE_FOCUSED, Program, check, check_end, extents, finish, has_place, photograph, read_file, read_text, wait,
    walk, xdo)

MODEL = os.path.join(SCRATCH, "shop.redan")
FOREIGN_PATH = os.path.join(SCRATCH, "foreign.json")
CLI = os.path.join(os.path.dirname(PROGRAM), "redan-cli")
CLEAR = "Credentials travel in clear between Order worker and Mail delivery"
FLAW = "Instance credentials of Web application can be taken from the metadata service"
# Two elements, a flow, and a threat that somebody wrote down; names that would be markup.
FOREIGN = """{"version": "2.3.0", "summary": {"title": "Foreign"}, "detail": {"contributors": [], "reviewer": "", "diagramTop": 0,
"threatTop": 0, "diagrams": [{"id": 0, "title": "Main", "diagramType": "STRIDE", "thumbnail": "", "version": "2.3.0", "cells": [
{"shape": "process", "id": "a", "zIndex": 1, "position": {"x": 20, "y": 20}, "size": {"width": 100, "height": 60},
 "attrs": {"text": {"text": "Shop"}}, "data": {"name": "Shop <b>&amp;", "type": "tm.Process", "threats": [
 {"id": "t", "title": "Orders <i>&lt; are forged", "status": "Open", "severity": "High", "type": "Tampering", "description": "d", "mitigation": "m"}]}},
{"shape": "store", "id": "c", "zIndex": 3, "position": {"x": 320, "y": 20}, "size": {"width": 100, "height": 60},
 "attrs": {"text": {"text": "Store"}}, "data": {"name": "Store", "type": "tm.Store", "threats": []}},
{"shape": "flow", "id": "f", "zIndex": 4, "source": {"cell": "a"}, "target": {"cell": "c"},
 "data": {"name": "Read &amp; write", "type": "tm.Flow", "threats": []}}]}]}}"""


def find_table(program):
    """Kept, as walking the whole window takes a while."""
    if getattr(program, "table", None) is None:
        program.table = next(n for n in walk(program.root) if n.name == "Threats" and n.getRoleName() in ("table", "tree table"))
    return program.table


def cells(program, text):
    """Cells of the table that say exactly this; they are narrower than the same words elsewhere."""
    return [n for n in walk(find_table(program)) if n.name == text and n.getRoleName() == "label" and 0 < extents(n).height < 24]


def count_cells(program, text):
    return len(cells(program, text))


def says(program, text):
    """Whether a toast says this; it goes away after some seconds."""
    overlay = program.root.getChildAtIndex(0)
    return next((n for n in walk(overlay) if n.name.startswith(text) and n.getRoleName() == "label"), None)


def residual(program):
    """The sum of the residual risk, as the pill over the canvas says."""
    pill = next(n.name for n in walk(program.root) if n.name.startswith("residual "))
    return float(pill.split()[1])


def decisions():
    """Decisions in the saved file, by word."""
    found = {}
    for line in read_file(MODEL).splitlines():
        if "<decision>" in line:
            word = line.split(">")[1].split("<")[0]
            found[word] = found.get(word, 0) + 1
    return found


def choose(program, name, steps):
    """Chooses the item of a drop-down that is so many steps from the current one."""
    combo = wait(lambda: next(n for n in walk(program.root) if n.name.startswith(name) and n.getRoleName() == "combo box" and has_place(n)))
    program.click(combo)
    wait(lambda: next(n for n in walk(combo) if n.getRoleName() == "list item" and n.getState().contains(STATE_FOCUSED)))
    xdo("key", *(["Down" if steps > 0 else "Up"] * abs(steps)), "Return")
    wait(lambda: not any(n.getState().contains(STATE_FOCUSED) for n in walk(combo) if n.getRoleName() == "list item"))


def open_model(program):
    check("the example opens", wait(lambda: program.find("Store: Orders database")) is not None)


def test_folding(program):
    folded = wait(lambda: next(n.name for n in walk(find_table(program)) if n.name.startswith("and ") and " more of " in n.name))
    first = json.loads(subprocess.run([CLI, "threats", "--first", "--json", "--as-of", "2025-02-01", MODEL], capture_output=True, check=True).stdout)
    check("ten threats are shown first", folded)
    check("the cards of the command line", len(first["cards"]) == 10 and all(program.find_row(card["title"]) for card in first["cards"]))
    program.total = 10 + int(folded.split()[1])
    check("and all are counted", program.count() == f"{program.total} threats")
    photograph("triage-folded")
    program.show_all()
    check("titles have the room that is free", extents(wait(lambda: program.find_row(CLEAR))).width > 280)


def test_keys(program):
    program.click(program.find_row(CLEAR))
    check("a chosen threat is explained", wait(lambda: program.shows("Why is this a threat?")))
    before = count_cells(program, "To mitigate")
    xdo("key", "m")
    check("M says what it did", wait(lambda: says(program, "1 threat is to be mitigated")))
    check("and mitigates", wait(lambda: count_cells(program, "To mitigate") == before + 1))
    xdo("key", "j")
    check("J goes on", wait(lambda: program.shows("Instance metadata: Version 1")))
    xdo("key", "t")
    check("T transfers", wait(lambda: count_cells(program, "Transferred") == 1))
    xdo("key", "k")
    xdo("key", "o")
    check("O reopens the one before", wait(lambda: count_cells(program, "To mitigate") == before))
    xdo("key", "u", "u")
    check("U takes back twice", wait(lambda: count_cells(program, "Transferred") == 0 and count_cells(program, "To mitigate") == before + 1))
    photograph("triage-decided")


def field(program, name):
    """A field of the decision of the threat in the details."""
    return next((n for n in walk(program.find_details()) if n.name == name and n.getRoleName() == "text" and has_place(n)), None)


def write(program, name, text):
    program.click(wait(lambda: field(program, name)))
    xdo("type", text)
    return wait(lambda: read_text(field(program, name)) == text)


def open_threat(program, title, evidence):
    """Clicks a row until its details are there: a click is lost while the table takes in an analysis."""
    def probe():
        program.click(program.find_row(title))
        return wait(lambda: program.shows(evidence), 3)
    return wait(probe)


def test_typed(program):
    """Nothing that is typed is lost, wherever one goes next."""
    open_threat(program, FLAW, "Instance metadata: Version 1")
    write(program, "Owner", "Ana Lopez")
    check("another threat can be chosen meanwhile", open_threat(program, CLEAR, "Carries credentials"))
    check("which is not owned by whom was typed", read_text(field(program, "Owner")) == "")
    open_threat(program, FLAW, "Instance metadata: Version 1")
    check("but the first is", wait(lambda: read_text(field(program, "Owner")) == "Ana Lopez"))
    write(program, "Reason", "Patched on Mondays")
    xdo("key", "ctrl+s")
    check("a reason that is being typed is saved", wait(lambda: "Ana Lopez" in read_file(MODEL) and "Patched on Mondays" in read_file(MODEL)))
    write(program, "Due", "soon")
    open_threat(program, CLEAR, "Carries credentials")
    check("what is no day is not taken without a word", wait(lambda: says(program, "“soon” is no day")))
    xdo("key", "ctrl+z", "ctrl+z")


def test_bulk(program):
    rows = cells(program, "Critical") + cells(program, "High")
    program.click(rows[1])
    xdo("keydown", "shift")
    program.click(rows[4])
    xdo("keyup", "shift")
    check("four threats can be decided at once", wait(lambda: program.shows("4 threats:")))
    xdo("keydown", "ctrl")
    program.click(rows[6])
    xdo("keyup", "ctrl")
    check("and one more", wait(lambda: program.shows("5 threats:")))
    xdo("key", "a")
    check("an acceptance asks until when", wait(lambda: program.shows("Decide 5 threats")))
    photograph("triage-form")
    xdo("key", "ctrl+a")
    xdo("type", "2030-13-77")
    xdo("key", "Return")
    check("and takes no day that is none", program.shows("Decide 5 threats") is not None and count_cells(program, "Until 2030-13-77") == 0)
    xdo("key", "ctrl+a")
    xdo("type", "2030-01-31")
    xdo("key", "Return")
    check("five are accepted at once", wait(lambda: says(program, "5 threats accepted")))
    photograph("triage-accepted")
    check("until then", wait(lambda: count_cells(program, "Until 2030-01-31") == 5))
    xdo("key", "ctrl+z")
    check("which one undo takes back", wait(lambda: count_cells(program, "Until 2030-01-31") == 0))
    xdo("key", "ctrl+shift+z")
    check("and one redo brings again", wait(lambda: count_cells(program, "Until 2030-01-31") == 5))


def test_mixed(program):
    """Threats on a flow and on an element."""
    open_threat(program, CLEAR, "Carries credentials")
    other = wait(lambda: program.find_row(FLAW))
    xdo("keydown", "ctrl")
    program.click(other)
    xdo("keyup", "ctrl")
    check("threats of several kinds show what they stand on", wait(lambda: program.shows("1 flow")) and program.shows("1 element"))
    photograph("triage-mixed")
    program.click(program.shows("1 element"))
    check("which leads to one kind", wait(lambda: program.selected() == ["Process: Web application"]))


def test_lists(program):
    choose(program, "Group the threats", 1)
    check("groups have heads", wait(lambda: program.find_row("▾  Web application")))
    photograph("triage-groups")
    head = program.find_row("▾  Web application")
    n = len([node for node in walk(find_table(program)) if "Web application" in node.name])
    program.click(head)
    check("that fold away their threats", wait(lambda: program.find_row("▸  Web application")))
    check("and hide them", wait(lambda: len([node for node in walk(find_table(program)) if "Web application" in node.name]) < n))
    choose(program, "Group the threats", -1)
    xdo("key", "ctrl+f")
    xdo("type", "CLEAR mail")
    check("words narrow the table", wait(lambda: program.count().endswith(f" of {program.total} threats")))
    check("to what has them", wait(lambda: program.find_row(CLEAR)) and program.find_row(FLAW) is None)
    xdo("key", "ctrl+a", "BackSpace")
    check("and widen it again", wait(lambda: program.count() == f"{program.total} threats"))


def test_own_threat(program):
    program.select("Store: Orders database")
    program.click_button("Add threat")
    check("a threat can be added", wait(lambda: program.shows("on Orders database")))
    xdo("type", "Backups <b>are sold & lost")
    photograph("triage-add")
    xdo("key", "Escape")
    check("a form that is closed loses nothing", wait(lambda: says(program, "Not added; what you typed is kept")))
    program.click_button("Add threat")
    wait(lambda: program.shows("on Orders database"))
    xdo("key", "Return")
    check("and is counted", wait(lambda: program.count() == f"{program.total + 1} threats"))
    check("its name is data, and it is shown", wait(lambda: program.find_row("Backups <b>are sold & lost")))
    check("it can be changed", wait(lambda: program.shows("Change…")))
    photograph("triage-own")
    xdo("key", "ctrl+f")
    xdo("type", "backups sold")
    wait(lambda: program.count() == f"1 of {program.total + 1} threats")
    program.click(program.find_row("Backups <b>are sold & lost"))
    xdo("key", "x")
    check("and decided", wait(lambda: count_cells(program, "Not applicable") == 1))
    xdo("key", "ctrl+f", "ctrl+a", "BackSpace")
    wait(lambda: program.count() == f"{program.total + 1} threats")


def test_control(program):
    xdo("key", "ctrl+f", "ctrl+a")
    xdo("type", "CLEAR mail")
    row = wait(lambda: program.find_row(CLEAR))
    program.click(row)
    answer = wait(lambda: program.shows(", total "))
    check("each control says what it would change", answer is not None and "→" in answer.name)
    before = residual(program)
    apply = wait(lambda: next(n for n in walk(program.find_details()) if n.name == "Apply Modern TLS on every boundary crossing" and has_place(n)))
    apply.queryAction().doAction(0)
    check("a control that is applied says where", wait(lambda: says(program, "Put in place in ")))
    check("and lowers the risk", wait(lambda: residual(program) < before - 50))
    photograph("triage-applied")


def test_plan(program):
    before = residual(program)
    program.click(program.find("Plan", "page tab") or program.find("Plan"))
    ticks = wait(lambda: [n for n in walk(program.root) if n.name.startswith("Try ") and has_place(n)], 60)
    check("the plan can be ticked", ticks)
    for tick in ticks[:2]:
        program.click(tick)
    outcome = wait(lambda: next(n.name for n in walk(program.root) if "→" in n.name and "for effort" in n.name))
    check("and says what that would change", outcome is not None)
    photograph("triage-plan")
    then = float(outcome.split("→")[1].split()[0])
    check("to less", then < before)
    program.click_button("Apply Ticked")
    check("kept rows lower the risk at least to that", wait(lambda: residual(program) < then + 1))
    xdo("key", "ctrl+z")
    check("in one command", wait(lambda: abs(residual(program) - before) < 0.11))


def test_file(program):
    xdo("key", "ctrl+s")
    check("the file keeps the decisions", wait(lambda: decisions().get("accept", 0) >= 5 and decisions().get("not-applicable", 0) >= 1))
    out = subprocess.run([CLI, "threats", "--csv", "--as-of", "2031-01-01", MODEL], capture_output=True, text=True)
    check("and the command line reads them", out.returncode == 0 and out.stdout.count("accept") >= 5)


def test_expired(program):
    check("what was accepted too long ago is marked", wait(lambda: count_cells(program, "Expired 2030-01-31") > 0))
    photograph("triage-expired")


def test_foreign(program):
    row = wait(lambda: program.find_row("Orders <i>&lt; are forged"))
    check("a threat of a foreign tool is listed as data", row is not None)
    program.click(row)
    wait(lambda: program.selected() == ["Process: Shop <b>&amp;"])
    xdo("key", "e")
    check("and decided like others", wait(lambda: count_cells(program, "Avoided") == 1))
    xdo("key", "ctrl+a")
    check("Ctrl+A takes all that is shown", wait(lambda: program.shows(" threats:")))
    xdo("key", "m")
    check("and decides them", wait(lambda: count_cells(program, "To mitigate") > 5 and count_cells(program, "Avoided") == 0))
    photograph("triage-foreign")


def main():
    shutil.copy(os.path.join(EXAMPLES, "webshop.redan"), MODEL)
    with open(FOREIGN_PATH, "w") as target:
        target.write(FOREIGN)

    program = Program("--as-of", "2025-02-01", MODEL)
    open_model(program)
    test_folding(program)
    test_keys(program)
    test_typed(program)
    test_mixed(program)
    test_bulk(program)
    test_lists(program)
    test_own_threat(program)
    test_control(program)
    test_plan(program)
    test_file(program)
    check_end(program)

    program = Program("--as-of", "2031-01-01", MODEL)
    open_model(program)
    program.show_all()
    test_expired(program)
    check_end(program)

    program = Program(FOREIGN_PATH)
    test_foreign(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
