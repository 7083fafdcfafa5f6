"""The objectives page: its views, the scope that is always said, links to elements, a waiver. Prints TAP."""

import os
import sys

from driver import EXAMPLES, Program, check, check_end, finish, has_place, photograph, wait, walk, xdo

TABS = ("radio button", "toggle button", "page tab", "push button")
VIEWS = ["Matrix", "Maturity", "Roadmap", "Duties", "Traceability", "Accounts", "Defence in depth", "Services", "Review"]
SENTENCES = {"Matrix": "in percent", "Maturity": "cumulative", "Roadmap": "four phases", "Duties": "Who holds which duty",
             "Traceability": "the worst first", "Accounts": "What falls with an account", "Defence in depth": "fewest independent layers",
             "Services": "answer a high threat", "Review": "Last review"}


def find(program, name, roles=None):
    return next((n for n in walk(program.root) if n.name == name and has_place(n) and (roles is None or n.getRoleName() in roles)), None)


def says(program, text):
    return any(text in n.name for n in walk(program.root) if has_place(n))


def choose(program, choice, steps):
    """Keys in a drop-down: Home and so often Down."""
    node = wait(lambda: next(n for n in walk(program.root) if n.name == choice and n.getRoleName() in ("combo box", "push button", "toggle button")
                             and has_place(n)))
    program.click(node)
    wait(lambda: any(n.getRoleName() in ("list item", "list box", "list") and has_place(n) for n in walk(program.root)))
    xdo("key", "Home")
    for _ in range(steps):
        xdo("key", "Down")
    xdo("key", "Return")


def test_views(program):
    program.click(wait(lambda: find(program, "Objectives", TABS)))
    check("the scope is said", wait(lambda: says(program, "Scope: the whole model, as of 2025-02-01")))
    photograph("objectives-states")
    for i, view in enumerate(VIEWS):
        choose(program, "View", i + 1)
        check(f"the view {view} is shown", wait(lambda: says(program, SENTENCES[view])))
        check(f"with the scope, {view}", says(program, "Scope: the whole model"))
        photograph("objectives-" + view.split()[0].lower())


def test_scope(program):
    choose(program, "View", 2)
    wait(lambda: says(program, "cumulative"))
    choose(program, "Scope", 1)
    check("another scope is said with its result", wait(lambda: says(program, "Scope: accounts for") or says(program, "Scope: the unit")))
    photograph("objectives-scope")
    choose(program, "Scope", 0)
    check("and the whole model again", wait(lambda: says(program, "Scope: the whole model")))


def main():
    program = Program(os.path.join(EXAMPLES, "retailer.redan"), "--as-of", "2025-02-01")
    wait(lambda: program.find_canvas())
    test_views(program)
    test_scope(program)
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
