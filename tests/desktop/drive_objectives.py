"""The objectives page: its views, the scope that is always said; what the plan proposes beside controls. Prints TAP."""

import os
import subprocess
import sys

import display
from driver import EXAMPLES, PROGRAM, SCRATCH, Program, check, check_end, finish, photograph, wait, xdo

CHOICES = ("combo box", "push button", "toggle button")
VIEWS = ["Matrix", "Maturity", "Roadmap", "Duties", "Traceability", "Accounts", "Defence in depth", "Services", "Review"]
SENTENCES = {"Matrix": "in percent", "Maturity": "cumulative", "Roadmap": "four phases", "Duties": "Who holds which duty",
             "Traceability": "the worst first", "Accounts": "What falls with an account", "Defence in depth": "fewest independent layers",
             "Services": "answer a high threat", "Review": "Last review"}


# One waiver counts on the day, one does not any more.
WAIVERS = [("BP02.1", "2025-06-30"), ("BP02.2", "2025-01-31")]


def make_waived():
    """The retailer with waivers, as the command line writes them."""
    path = os.path.join(SCRATCH, "waived.redan")
    source = os.path.join(EXAMPLES, "retailer.redan")
    for criterion, expires in WAIVERS:
        subprocess.run([os.path.join(os.path.dirname(PROGRAM), "redan-cli"), "objectives", "--waive", criterion, "--kind", "exception", "--owner",
                        "Ana", "--reason", "The landing zone does it.", "--expires", expires, "--as-of", "2025-01-15", source, path],
                       check=True, stdout=subprocess.DEVNULL)
        source = path
    return path


def choose(program, choice, steps):
    """Keys in a drop-down: Home and so often Down. GTK 4.8 loses the first click after one that was closed by keys."""
    before = len(display.list_windows())
    for _ in range(4):
        program.click_button(choice, *CHOICES)
        if wait(lambda: len(display.list_windows()) > before, 3):
            break
    xdo("key", "Home", *["Down"] * steps, "Return")
    wait(lambda: len(display.list_windows()) == before)


def test_views(program):
    program.click(wait(lambda: program.find("Objectives", "page tab")))
    check("the scope is said", wait(lambda: program.shows("Scope: the whole model, as of 2025-02-01")))
    check("how many waivers count and do not is said", program.shows("1 waived, 1 waiver does not count"))
    photograph("objectives-states")
    program.click(program.find_shown("Secure account root user and properties"))
    check("a waiver that lapsed says when", wait(lambda: program.shows("Ana, expired on 2025-01-31")))
    check("one that counts says until when", program.shows("Ana, until 2025-06-30"))
    photograph("objectives-waivers")
    for i, view in enumerate(VIEWS):
        choose(program, "View", i + 1)
        check(f"the view {view} is shown", wait(lambda: program.shows(SENTENCES[view])))
        check(f"with the scope, {view}", program.shows("Scope: the whole model"))
        photograph("objectives-" + view.split()[0].lower())


def test_scope(program):
    choose(program, "View", 2)
    wait(lambda: program.shows("cumulative"))
    choose(program, "Scope", 1)
    check("another scope is said with its result", wait(lambda: program.shows("Scope: accounts for") or program.shows("Scope: the unit")))
    photograph("objectives-scope")
    choose(program, "Scope", 0)
    check("and the whole model again", wait(lambda: program.shows("Scope: the whole model")))


def test_beside_controls(program):
    # The first click after a drop-down that was closed by keys is lost.
    for _ in range(4):
        program.click(wait(lambda: program.find("Plan", "page tab")))
        if wait(lambda: program.find_shown("What lowers the risk most for its effort") or program.find_shown("Trying which controls help most…"), 5):
            break
    wait(lambda: program.find("Show Test shop", "push button"), 60)
    check("the plan proposes what is no control", program.find("Remove Test shop", "push button") is not None)
    program.press("Show Test shop")
    check("shows where it is", wait(lambda: program.selected() and "Test shop" in program.selected()[0]))
    wait(lambda: program.find("Remove Test shop", "push button"), 60)
    photograph("plan-changes")
    program.press("Remove Test shop")
    check("and does it", wait(lambda: not any("Test shop" in name for name in program.list_elements())))
    # Every row below was computed with it.
    check("and proposes it no more", wait(lambda: program.find("Remove Test shop", "push button") is None, 60))
    xdo("key", "ctrl+z")
    check("one undo brings it back", wait(lambda: any("Test shop" in name for name in program.list_elements())))


def main():
    program = Program(make_waived(), "--as-of", "2025-02-01")
    wait(lambda: program.find_canvas())
    test_views(program)
    test_scope(program)
    test_beside_controls(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
