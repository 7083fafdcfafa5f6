"""The page of changes, conflicts, and a file that another program or git changes, in a repository of its own. Prints TAP."""

import os
import subprocess
import sys

from driver import (
    SCRATCH, STATE_FOCUSED, Program, check, check_end, finish, photograph, read_file, wait, walk, write_name, xdo)

# Whoever tests may have a configuration of git; nothing of it counts here.
os.environ.update({"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ann Author", "GIT_AUTHOR_EMAIL": "ann@example.org",
                   "GIT_COMMITTER_NAME": "Ann Author", "GIT_COMMITTER_EMAIL": "ann@example.org"})
REPOSITORY = os.path.join(SCRATCH, "repository")
MODEL = os.path.join(REPOSITORY, "shop.redan")
PWNED = os.path.join(SCRATCH, "pwned")


def git(*arguments, fails=False):
    result = subprocess.run(["git", "-C", REPOSITORY, *arguments], capture_output=True, text=True, check=False)
    if (result.returncode != 0) != fails:
        print(f"# git {' '.join(arguments)}: {result.returncode} {result.stdout} {result.stderr}", file=sys.stderr)
    return result.stdout


def replace(path, old, new):
    """As editors and git do: a new file takes the place of the old one."""
    text = read_file(path)
    assert old in text, old
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text.replace(old, new))
    os.rename(path + ".new", path)


def name(text):
    return f"<name>{text}</name>"


def write_element(id, kind, text, x):
    return (f' <element id="{id}" kind="{kind}">\n  <name>{text}</name>\n  <place diagram="bk23zjc14dyv5kvt">\n   <x>{x}</x>\n   <y>800</y>\n'
            "   <width>1024</width>\n   <height>512</height>\n  </place>\n </element>\n")


def begin():
    """A small model: whoever looks at the window as a screen reader does reads all of it, many times."""
    os.makedirs(REPOSITORY)
    git("init", "-q", "-b", "main")
    with open(MODEL, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<threat-model format="1">\n <meta>\n  <name>Web shop</name>\n </meta>\n'
                   + write_element("0xnapgqwzmgzvhkc", "process", "Order worker", 2400) + write_element("3m7g1a0exmfh5b5a", "actor", "Shop staff", 800)
                   + ' <diagram id="bk23zjc14dyv5kvt">\n  <name>Overview</name>\n </diagram>\n</threat-model>\n')
    git("add", ".")
    git("commit", "-qm", "Draw the shop")
    replace(MODEL, name("Order worker"), name("Order process"))
    git("commit", "-qam", "Call the worker a process")


def open_model():
    program = Program(MODEL)
    wait(lambda: program.find_canvas().getState().contains(STATE_FOCUSED))
    xdo("mousemove", 1270, 10)
    return program


def rename(program, element, text):
    xdo("key", "ctrl+0")
    program.select(element)
    xdo("key", "F2")
    wait(program.find_editor)
    xdo("key", "ctrl+a")
    return write_name(program, text)


def press(program, label):
    return wait(lambda: program.press(label))


def choose_revision(program, subject):
    """The list grows while it is read, and a click may come to what stood there before: then once more."""
    told = False
    for _ in range(4):
        program.click_button("Compare with", "toggle button", "push button")
        row = wait(lambda: program.find_shown(subject, "label"), 10)
        if row is None:
            continue
        told = told or wait(lambda: any("Ann Author · " in n.name for n in walk(program.root)))
        photograph("changes-history")
        program.click(row)
        if wait(lambda: not program.shows("Compared with the last saved state"), 5):
            break
        xdo("key", "Escape")
    check("the history of the file lists author, date and id", told)


def test_page(program):
    xdo("key", "alt+6")
    check("nothing differs from what was saved", wait(lambda: program.shows("Compared with the last saved state") and program.shows("Nothing differs.")))
    xdo("key", "p")
    write_name(program, "Extra")
    check("an edit is a row", wait(lambda: program.find_shown("process Extra: added")))
    check("with the counts", program.shows("+ 1 added, − 0 removed, ~ 0 changed, > 0 only drawn elsewhere"))
    check("and what it does to the risk", wait(lambda: program.shows("Residual risk ")))
    xdo("key", "Escape")
    wait(lambda: program.selected() == [])
    program.click(wait(lambda: program.find_shown("process Extra: added")))
    check("choosing the row selects the object", wait(lambda: program.selected() == ["Process: Extra"]))
    rename(program, "Actor: Shop staff", "Clerks")
    check("a new name is a change of a name", wait(lambda: program.find_shown("actor Shop staff renamed to Clerks")))
    press(program, "Colour the Diagram")
    check("the diagram shows what changed", wait(lambda: any(n.name == "Changes" and n.getRoleName() == "label" for n in walk(program.root))))
    photograph("changes-page")
    xdo("key", "ctrl+s")
    check("saving makes it the last saved state", wait(lambda: program.shows("Nothing differs.")))
    git("commit", "-qam", "Add a process")


def test_revision(program):
    choose_revision(program, "Draw the shop")
    check("a revision of the file can be compared with", wait(lambda: program.find_shown("process Order worker renamed to Order process")))
    check("its name is said", program.shows("of ") and wait(lambda: any("Compared with revision " in n.name and "Draw the shop" in n.name for n in walk(program.root))))
    check("threats that opened are listed", wait(lambda: program.shows("opened, ")))
    photograph("changes-revision")


def test_merge(program):
    rename(program, "Process: Extra", "Mine")
    wait(lambda: program.find_element("Process: Mine"))
    replace(MODEL, name("Clerks"), name("Staff"))
    check("what another program changed is said", wait(lambda: program.shows("both versions were merged")))
    check("and comes together with what is not saved", wait(lambda: program.find_element("Actor: Staff") and program.find_element("Process: Mine")))
    xdo("key", "ctrl+z")
    check("undo takes it back in one step", wait(lambda: program.find_element("Actor: Clerks") and program.find_element("Process: Mine")))
    xdo("key", "ctrl+shift+z")
    wait(lambda: program.find_element("Actor: Staff"))
    xdo("key", "ctrl+s")
    check("saving writes both", wait(lambda: name("Mine") in read_file(MODEL) and name("Staff") in read_file(MODEL)))
    program.select("Process: Mine")
    replace(MODEL, name("Staff"), name("Clerks"))
    check("without own changes the file is read again", wait(lambda: program.find_element("Actor: Clerks")))
    check("and the selection stays", program.selected() == ["Process: Mine"])


def test_conflict(program):
    rename(program, "Actor: Clerks", "Ours")
    wait(lambda: program.find_element("Actor: Ours"))
    replace(MODEL, name("Clerks"), name("Theirs"))
    check("what both changed is a conflict", wait(lambda: program.shows("1 conflict remains: two versions")))
    photograph("changes-conflict")
    press(program, "Show Conflicts")
    check("which is told in words", wait(lambda: program.find_shown("Name of actor Ours")))
    check("with both sides", wait(lambda: program.shows("Ours: Ours\nTheirs: Theirs\nBefore: Clerks")))
    press(program, "Take Theirs")
    check("theirs can be taken", wait(lambda: program.find_element("Actor: Theirs")))
    check("and the conflict is gone", wait(lambda: not program.find_shown("1 conflict remains")))
    xdo("key", "ctrl+z")
    check("undo brings it back", wait(lambda: program.find_element("Actor: Ours") and program.find_shown("1 conflict remains")))
    press(program, "Keep Ours")
    check("ours can be kept", wait(lambda: not program.find_shown("1 conflict remains")) and program.find_element("Actor: Ours"))
    xdo("key", "ctrl+z")
    wait(lambda: program.find_shown("1 conflict remains"))
    program.click_button("Edit…")
    wait(lambda: program.find_shown("Use This Value"))
    photograph("changes-edit")
    xdo("key", "ctrl+a")
    xdo("type", "Both")
    press(program, "Use This Value")
    check("or something else written", wait(lambda: program.find_element("Actor: Both") and not program.find_shown("1 conflict remains")))
    xdo("key", "ctrl+s")
    check("and saved", wait(lambda: name("Both") in read_file(MODEL) and "<conflict" not in read_file(MODEL)))
    git("commit", "-qam", "Decide")


def test_hold(program):
    head = git("rev-parse", "HEAD")
    marker = os.path.join(REPOSITORY, ".git", "MERGE_HEAD")
    with open(marker, "w", encoding="utf-8") as file:
        file.write(head)
    replace(MODEL, name("Both"), name("Halfway"))
    check("while git merges the file is left alone", wait(lambda: program.shows("Git is in the middle of a merge.")))
    check("and the model with it", program.find_element("Actor: Both"))
    photograph("changes-held")
    os.remove(marker)
    check("and read when git is done", wait(lambda: program.find_element("Actor: Halfway")))
    git("checkout", "-q", "--", "shop.redan")
    check("what git takes back too", wait(lambda: program.find_element("Actor: Both")))


def diverge():
    """Two branches that call one thing differently and each add something."""
    git("checkout", "-qb", "theirs")
    replace(MODEL, name("Both"), name("Their staff"))
    replace(MODEL, name("Mine"), name("Their process"))
    git("commit", "-qam", "Theirs")
    git("checkout", "-q", "main")
    replace(MODEL, name("Both"), name("Our staff"))
    git("commit", "-qam", "Ours")


def test_unmerged(program):
    diverge()
    check("the branch of git is read", wait(lambda: program.find_element("Actor: Our staff")))
    git("merge", "-q", "theirs", fails=True)
    check("git left marks in the file", "<<<<<<<" in read_file(MODEL))
    check("two versions are offered to be merged", wait(lambda: program.shows("Git has two versions of “shop.redan”")))
    photograph("changes-offer")
    press(program, "Merge the Two Versions")
    check("what one side changed is there", wait(lambda: program.find_element("Process: Their process")))
    press(program, "Show Conflicts")
    check("what both changed is left to decide", wait(lambda: program.find_shown("Name of actor Our staff") and program.find_shown("1 conflict remains")))
    xdo("key", "ctrl+z")
    check("all as one command", wait(lambda: program.find_element("Process: Mine") and not program.find_shown("1 conflict remains")))
    xdo("key", "ctrl+shift+z")
    wait(lambda: program.find_shown("1 conflict remains"))
    press(program, "Take All Theirs")
    check("all conflicts can be decided at once", wait(lambda: program.find_element("Actor: Their staff")))
    xdo("key", "ctrl+s")
    check("the merge is saved over the marks", wait(lambda: name("Their staff") in read_file(MODEL) and "<<<<<<<" not in read_file(MODEL)))
    check("what is left for git is said", wait(lambda: program.shows("git add “shop.redan”")))
    git("add", "shop.redan")
    git("commit", "-qm", "Merge")


def make_hostile():
    """What a repository can have run when git is used carelessly."""
    command = f"touch {PWNED}; cat"
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "diff.redan.textconv", "diff.redan.command", "filter.redan.clean",
                "filter.redan.smudge", "filter.redan.process", "merge.redan.driver", "gpg.program", "alias.log", "alias.rev-list", "alias.cat-file"):
        git("config", key, command)
    with open(os.path.join(REPOSITORY, ".gitattributes"), "w", encoding="utf-8") as file:
        file.write("*.redan diff=redan filter=redan\n")
    for hook in ("post-index-change", "post-checkout", "pre-commit"):
        path = os.path.join(REPOSITORY, ".git", "hooks", hook)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ntouch {PWNED}\n")
        os.chmod(path, 0o755)


def test_unreadable():
    git("reset", "-q", "--hard", "HEAD~1")
    git("merge", "-q", "theirs", fails=True)
    make_hostile()
    program = Program(MODEL)
    check("a file with marks of git cannot be opened, and the merge is offered", wait(lambda: program.shows("Git has two versions of “shop.redan”")))
    photograph("changes-unreadable")
    press(program, "Merge the Two Versions")
    check("which opens with both", wait(lambda: program.find_element("Process: Their process")))
    check("and the conflict", wait(lambda: program.shows("1 conflict remains: two versions")))
    press(program, "Show Conflicts")
    press(program, "Take All Ours")
    wait(lambda: not program.find_shown("1 conflict remains"))
    xdo("key", "ctrl+s")
    check("and saved", wait(lambda: name("Our staff") in read_file(MODEL) and name("Their process") in read_file(MODEL)))
    check("nothing of a hostile repository was run", not os.path.exists(PWNED))
    check_end(program)


def main():
    begin()
    program = open_model()
    test_page(program)
    test_revision(program)
    test_merge(program)
    test_conflict(program)
    test_hold(program)
    test_unmerged(program)
    check_end(program)
    test_unreadable()
    return finish()


if __name__ == "__main__":
    sys.exit(main())
