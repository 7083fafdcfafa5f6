"""New, save, open, failed saves, kills and recovery, changes by others, two windows, history. Prints TAP."""

import os
import shutil
import subprocess
import sys

import display
from driver import (
    EXAMPLES, SCRATCH, STATE_FOCUSED, Program, check, check_end, choose_file, drag_to, finish, focus, list_windows, photograph, read_file, wait,
    walk, write_name, xdo)

# The file chooser of GTK leaks (libcloudproviders); the other scripts look for leaks of ours.
os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
MODEL = os.path.join(SCRATCH, "shop.redan")
SECOND = os.path.join(SCRATCH, "second.redan")


def place(program, key, name):
    """A key makes an element, typing names it."""
    xdo("key", key)
    return write_name(program, name)


def begin(program):
    """A new model with a process in it."""
    wait(lambda: program.find("Examples"))
    xdo("key", "ctrl+n")
    wait(lambda: program.find_canvas().getState().contains(STATE_FOCUSED))
    xdo("mousemove", 1270, 10)
    place(program, "p", "Shop")
    return wait(lambda: program.list_elements() == ["Process: Shop"])


def subtitle(program, text):
    return wait(lambda: program.shows(text))


def save_as(program, path):
    xdo("key", "ctrl+shift+s")
    return choose_file(program, path, "Save the Model")


def test_save():
    program = Program()
    check("a new model takes an element", begin(program))
    check("the title says that it is not saved", subtitle(program, "not saved yet"))
    xdo("key", "ctrl+s")
    check("saving asks for a name", wait(lambda: program.find("Save the Model")))
    photograph("files-save")
    check("which can be typed", choose_file(program, MODEL, "Save the Model"))
    check("the file is written", wait(lambda: os.path.exists(MODEL) and "<name>Shop</name>" in read_file(MODEL)))
    place(program, "s", "Orders")
    check("the title shows the unsaved mark", subtitle(program, "• " + SCRATCH))
    xdo("key", "ctrl+s")
    check("the second save asks nothing", wait(lambda: "<name>Orders</name>" in read_file(MODEL)))
    saved = read_file(MODEL)
    check("and takes the mark away", wait(lambda: program.find(SCRATCH)))
    check("a model without a name is called like its file, once", len([n for n in walk(program.root) if "shop.redan" in n.name and n.getRoleName() == "label"]) == 1)
    check_end(program)

    program = Program(MODEL)
    check("the file opens again", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Orders"]))
    xdo("key", "ctrl+s")
    check("saved again it is the same", read_file(MODEL) == saved)
    xdo("key", "ctrl+z", "ctrl+z", "ctrl+s")
    check("undo reaches back over the restart", wait(lambda: "<name>Orders</name>" not in read_file(MODEL)))
    xdo("key", "ctrl+shift+z", "ctrl+shift+z", "ctrl+s")
    check("and redo as well", wait(lambda: read_file(MODEL) == saved))
    check_end(program)


def test_failed_save():
    program = Program()
    begin(program)
    save_as(program, "/proc/shop.redan")
    check("a failed save says why", wait(lambda: program.shows("Not saved. /proc/shop.redan")))
    check("and offers another name", wait(lambda: program.find("Save As…")))
    photograph("files-failed")
    check("nothing is lost", program.list_elements() == ["Process: Shop"])
    save_as(program, SECOND)
    check("under another name it is saved", wait(lambda: os.path.exists(SECOND)))
    check_end(program)


def test_crash():
    program = Program()
    begin(program)
    place(program, "s", "Precious")
    program.kill()

    program = Program()
    check("after a crash the document is offered", wait(lambda: program.shows("1 document was not saved the last time.")))
    check("also on the welcome page", wait(lambda: program.find("Not Saved the Last Time")))
    photograph("files-offered")
    wait(lambda: program.press("Recover"))
    check("it comes back complete", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Precious"]))
    xdo("key", "ctrl+z", "ctrl+z")
    check("and can be undone", wait(lambda: program.list_elements() == ["Process: Shop"]))
    xdo("key", "ctrl+shift+z", "ctrl+shift+z")
    check("and done again", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Precious"]))
    program.kill()

    program = Program()
    wait(lambda: program.shows("1 document was not saved the last time."))
    wait(lambda: program.press("Discard"))
    check("what is discarded is said", wait(lambda: program.shows("1 document was discarded.")))
    check("and not offered any more", wait(lambda: not program.find("Not Saved the Last Time")))
    wait(lambda: program.press("Undo"))
    check("unless it was a mistake", wait(lambda: program.find("Not Saved the Last Time")))
    wait(lambda: program.press("Discard"))
    wait(lambda: not program.find("Not Saved the Last Time"))
    check_end(program)


def test_crash_with_file():
    shutil.copy(os.path.join(EXAMPLES, "webshop.redan"), SECOND)
    original = read_file(SECOND)
    program = Program(SECOND)
    wait(lambda: program.find_canvas().getState().contains(STATE_FOCUSED))
    xdo("mousemove", 1270, 10)
    place(program, "p", "Unsaved")
    wait(lambda: "Process: Unsaved" in program.list_elements())
    program.kill()
    check("a crash leaves the file as it was", read_file(SECOND) == original)
    program = Program(SECOND)
    check("unsaved changes are there again", wait(lambda: "Process: Unsaved" in program.list_elements()))
    check("which is said", wait(lambda: program.shows("Changes that were not saved the last time are here again.")))
    xdo("key", "ctrl+s")
    check("and can be saved", wait(lambda: "<name>Unsaved</name>" in read_file(SECOND)))
    check_end(program)


def test_close():
    target = os.path.join(SCRATCH, "closed.redan")
    program = Program()
    begin(program)
    xdo("key", "ctrl+w")
    check("closing asks", wait(lambda: program.find("Save Changes to “Untitled model”?")))
    photograph("files-close")
    program.press("Cancel")
    check("and can be called off", wait(lambda: len(list_windows(program)) == 1) and program.list_elements() == ["Process: Shop"])
    focus(program)
    xdo("key", "ctrl+w")
    wait(lambda: program.find("Save Changes to “Untitled model”?"))
    program.press("Save")
    choose_file(program, target, "Save the Model")
    try:
        status = program.process.wait(20)
    except subprocess.TimeoutExpired:
        status = None
    check("saving on the way out closes", status == 0 and "<name>Shop</name>" in read_file(target))


def replace(path, text):
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".new", path)


def test_changed_by_other():
    program = Program(MODEL)
    wait(lambda: program.list_elements() == ["Process: Shop", "Store: Orders"])
    replace(MODEL, read_file(MODEL).replace("Orders", "Invoices"))
    check("a changed file is read again", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Invoices"]))
    wait(lambda: program.find_canvas().getState().contains(STATE_FOCUSED))
    xdo("key", "ctrl+z")
    check("as a command that can be undone", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Orders"]))
    xdo("key", "ctrl+shift+z")
    wait(lambda: program.list_elements() == ["Process: Shop", "Store: Invoices"])
    xdo("mousemove", 1270, 10)
    place(program, "a", "Mine")
    wait(lambda: "Actor: Mine" in program.list_elements())
    replace(MODEL, read_file(MODEL).replace("Invoices", "Theirs"))
    both = ["Actor: Mine", "Process: Shop", "Store: Theirs"]
    check("unsaved changes are merged with theirs", wait(lambda: program.list_elements() == both))
    photograph("files-merged")
    xdo("key", "ctrl+z")
    check("undo leads to mine at once", wait(lambda: program.list_elements() == ["Actor: Mine", "Process: Shop", "Store: Invoices"]))
    xdo("key", "ctrl+shift+z")
    wait(lambda: program.list_elements() == both)
    xdo("key", "ctrl+s")
    check("and both are saved", wait(lambda: "<name>Mine</name>" in read_file(MODEL) and "<name>Theirs</name>" in read_file(MODEL)))
    os.remove(MODEL)
    check("a file that is gone is told", wait(lambda: program.shows("was moved or deleted")))
    xdo("key", "ctrl+s")
    check("and written anew", wait(lambda: os.path.exists(MODEL)))
    check_end(program)


def test_second_program():
    program = Program(MODEL)
    wait(lambda: program.find_canvas())
    second = subprocess.run([program.process.args[0], MODEL], capture_output=True, timeout=30, check=False)
    check("a second launch hands over to the first", second.returncode == 0 and len(list_windows(program)) == 1)
    other = Program("--as-of", "2026-01-01", MODEL)
    check("another program can only look", wait(lambda: other.shows("This file is open in another program.")))
    photograph("files-in-use")
    before = other.list_elements()
    other.press("Open as a Copy")
    check("or work on a copy", wait(lambda: other.shows("not saved yet")) and before == program.list_elements())
    other.kill()
    focus(program)
    check_end(program)


def test_history():
    program = Program()
    begin(program)
    place(program, "s", "Orders")
    xdo("key", "ctrl+shift+h")
    check("the history is a list", wait(lambda: program.find("Beginning")))
    photograph("files-history")
    xdo("key", "Home", "Return")
    check("and goes back to the beginning", wait(lambda: program.list_elements() == []))
    xdo("key", "ctrl+shift+h")
    wait(lambda: program.find("Beginning"))
    xdo("key", "End", "Return")
    check("and to the end", wait(lambda: program.list_elements() == ["Process: Shop", "Store: Orders"]))
    check_end(program)


def test_drop():
    program = Program()
    wait(lambda: program.find("Examples"))
    source = subprocess.Popen(["/usr/bin/python3", os.path.join(os.path.dirname(__file__), "drag_source.py"), MODEL])

    window = wait(lambda: display.list_windows(source.pid))
    if check("there is a file to drag", window):
        display.move_window(window[-1], 40, 500)
        drag_to(80, 540, 680, 380)
        check("a file that is dropped on the window is opened", wait(lambda: program.list_elements()))
    source.kill()
    source.wait()
    focus(program)
    check_end(program)


def main():
    test_save()
    test_failed_save()
    test_crash()
    test_crash_with_file()
    test_close()
    test_changed_by_other()
    test_second_program()
    test_history()
    test_drop()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
