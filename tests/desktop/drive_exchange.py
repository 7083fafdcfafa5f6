"""A model of another tool: attributes of its template, decisions carried over, a newer version of its file, written for a third tool. Prints TAP."""

import glob
import os
import shutil
import sys

import drive_inspector
from driver import SCRATCH, STATE_FOCUSED, Program, check, check_end, finish, focus, list_windows, photograph, read_file, wait, walk, xdo

# The file chooser of GTK leaks (libcloudproviders); the other scripts look for leaks of ours.
os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
SOURCE = os.path.join(os.environ["REDAN_SOURCE_ROOT"], "..", "shared", "corpus", "tmt", "MohamedMostafa010_SecurePortalModeling__710fcda8__ThreatModel.tm7")
MODEL = os.path.join(SCRATCH, "portal.tm7")
NEWER = os.path.join(SCRATCH, "newer.tm7")
WRITTEN = os.path.join(SCRATCH, "portal.otm")
BACK = os.path.join(SCRATCH, "back.tm7")


def act(program, title, words):
    xdo("key", "ctrl+k")
    wait(lambda: program.find(title))
    xdo("type", words)
    xdo("key", "Return")


def choose(program, dialog, path, key, button):
    """Types a path into a chooser of files."""
    if not wait(lambda: program.find(dialog)):
        return False
    before = len(list_windows(program))
    focus(program)
    wait(lambda: any(n.getRoleName() in ("text", "entry") and n.getState().contains(STATE_FOCUSED) for n in walk(program.root)), 5)
    xdo("key", key)
    xdo("type", path)
    xdo("key", "Return")
    if not wait(lambda: program.find(dialog) is None, 3):
        program.press(button)
    return wait(lambda: program.find(dialog) is None or len(list_windows(program)) < before)


def close_list(program):
    before = len(list_windows(program))
    focus(program)
    xdo("key", "Escape")
    done = wait(lambda: len(list_windows(program)) < before)
    focus(program)
    return done


def test_attributes(program):
    name = next(element for element in program.list_elements() if element.startswith("Process: "))
    program.select(name)
    check("attributes of the template stand in the details", wait(lambda: program.shows("Attributes of the template")))
    row = wait(lambda: drive_inspector.find_starting(program, "Code Type: "))
    check("each with its value", row is not None and row.name == "Code Type: Not Selected")
    if row is not None:
        check("another one can be chosen", drive_inspector.choose(program, "Code Type", "Managed"))
        check("and is shown", wait(lambda: drive_inspector.find(program, "Code Type: Managed")))
    photograph("exchange-attributes")
    xdo("key", "ctrl+z")
    check("until it is undone", wait(lambda: drive_inspector.find(program, "Code Type: Not Selected")))


def test_decisions(program):
    act(program, "Carry decisions of the import over", "Carry decisions of")
    check("decisions of the file are proposed", wait(lambda: program.shows("Decisions of the Import")))
    photograph("exchange-decisions")
    before = len(list_windows(program))
    focus(program)
    program.press("Take Decisions Over")
    check("one press takes them over", wait(lambda: len(list_windows(program)) < before))
    focus(program)
    check("and says so", wait(lambda: program.shows("The decisions were carried over")))
    act(program, "Carry decisions of the import over", "Carry decisions of")
    check("nothing is left to take", wait(lambda: program.shows("No decision of an imported file")))


def test_update(program):
    act(program, "Update from a newer version of the imported file", "newer version of the imported")
    check("a newer file can be chosen", choose(program, "Update from a Newer Version of the Imported File", NEWER, "ctrl+l", "Update"))
    check("what it changes is taken over", wait(lambda: any("Staff of tomorrow" in name for name in program.list_elements())))
    wait(lambda: program.shows("Not Taken Over"))
    photograph("exchange-update")
    check("what is left out is listed", close_list(program))


def test_export(program):
    for path, title, written in ((WRITTEN, "Not Written", "otmVersion"), (BACK, "Not Written", "<ThreatModel ")):
        act(program, "Export for another tool", "Export for another")
        check("a file of another tool can be named", choose(program, "Export for Another Tool", path, "ctrl+a", "Export"))
        check("it is written", wait(lambda: os.path.exists(path) and written in read_file(path)))
        check("what it cannot say is listed", wait(lambda: program.shows(title)))
        photograph("exchange-export")
        close_list(program)


def test_export_over(program):
    """The chooser asked about the name as typed, not about the one with the suffix of the format."""
    bare = os.path.splitext(WRITTEN)[0] + "-bare"
    first = []
    for name in os.listdir(os.path.dirname(bare)):
        if name.startswith(os.path.basename(bare)):
            os.unlink(os.path.join(os.path.dirname(bare), name))
    act(program, "Export for another tool", "Export for another")
    check("a name without a suffix can be given", choose(program, "Export for Another Tool", bare, "ctrl+a", "Export"))
    check("it gets that of the format", wait(lambda: first.extend(glob.glob(bare + "*")) or first))
    wait(lambda: program.shows("Not Written"))
    close_list(program)
    if not first:
        return
    with open(first[0], "w", encoding="utf-8") as text:
        text.write("mine")
    act(program, "Export for another tool", "Export for another")
    choose(program, "Export for Another Tool", bare, "ctrl+a", "Export")
    check("a file with that name is not replaced unasked", wait(lambda: program.shows("nothing was written")))
    check("and stays as it was", read_file(first[0]) == "mine")
    photograph("exchange-over")


def main():
    if not os.path.exists(SOURCE):
        print("1..0 # SKIP corpus is not here")
        return 0
    shutil.copy(SOURCE, MODEL)
    with open(SOURCE, encoding="utf-8") as text:
        old = text.read()
    with open(NEWER, "w", encoding="utf-8") as text:
        text.write(old.replace(">Staff/Users<", ">Staff of tomorrow<"))
    program = Program(MODEL)
    check("a model of another tool opens", wait(lambda: program.list_elements()))
    wait(lambda: program.shows("threats"))
    test_attributes(program)
    test_decisions(program)
    test_update(program)
    test_export(program)
    test_export_over(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
