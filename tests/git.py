#!/usr/bin/env python3
"""Models in real git repositories: merge driver, textconv, setup, unfinished merges, and repositories that mean harm. Prints TAP."""
import os
import re
import shutil
import subprocess
import sys

from tap import CLI, ROOT, Skip, run_module, scratch

EXAMPLE = os.path.join(ROOT, "data", "examples", "webshop.redan")
ADMIN = "4xqxyamqn8p3xjpv"
FILE = "models/web shop.redan"


def environment(directory, **more):
    home = os.path.join(directory, "..", "home")
    os.makedirs(home, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return dict(kept, HOME=home, XDG_CONFIG_HOME=os.path.join(home, ".config"), GIT_CONFIG_NOSYSTEM="1", PATH=os.path.dirname(CLI) + ":" + os.environ["PATH"],
                GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@example.org",
                GIT_MERGE_AUTOEDIT="no", GIT_EDITOR="true", LC_ALL="C.UTF-8", **more)


def run(directory, *arguments, status=0, **more):
    result = subprocess.run(arguments, cwd=directory, capture_output=True, env=environment(directory, **more), timeout=120)
    said = result.stdout.decode() + result.stderr.decode()
    if status is not None:
        assert result.returncode == status, (arguments, result.returncode, said[-2500:])
    return said


def read(directory):
    with open(os.path.join(directory, FILE), encoding="utf-8") as model:
        return model.read()


def write(directory, text):
    with open(os.path.join(directory, FILE), "w", encoding="utf-8") as model:
        model.write(text)


def commit(directory, *changes):
    """Replaces texts in the model, each once, and commits."""
    text = read(directory)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    write(directory, text)
    run(directory, "git", "commit", "-qam", "change")


def make_repository(name, setup=True):
    if shutil.which("git") is None:
        raise Skip("git is not here")
    directory = os.path.join(scratch.directory, name, "repository")
    os.makedirs(os.path.join(directory, "models"))
    run(directory, "git", "init", "-qb", "main")
    if setup:
        run(directory, CLI, "git-setup")
    shutil.copy(EXAMPLE, os.path.join(directory, FILE))
    run(directory, "git", "add", ".")
    run(directory, "git", "commit", "-qm", "first")
    return directory


RENAME_A = ("<name>Admin console</name>", "<name>Back office</name>")
RENAME_B = ("<name>Admin console</name>", "<name>Console</name>")
AUTHN = ("<authn>password</authn>", "<authn>sso</authn>")
WEB = ("<name>Web application</name>", "<name>Web app</name>")


def branch(directory, *changes, name="other", start="main"):
    run(directory, "git", "switch", "-qc", name, start)
    commit(directory, *changes)
    run(directory, "git", "switch", "-q", "main")


def lint(directory):
    """The codes that lint finds; the file must be readable."""
    import json
    said = subprocess.run([CLI, "lint", "--json", FILE], cwd=directory, capture_output=True, env=environment(directory), timeout=60)
    assert said.returncode in (0, 1), said.stderr
    return [finding["code"] for finding in json.loads(said.stdout)["findings"]]


def admin_name(directory):
    return re.search(f'id="{ADMIN}".*?<name>(.*?)</name>', read(directory), re.S).group(1)


def assert_conflict(directory, ours, theirs):
    text = read(directory)
    conflict = re.search(r'<conflict id="\w{16}" target="' + ADMIN + r'" name="name">\n  <base>Admin console</base>\n  <ours>(.*)</ours>\n  <theirs>(.*)</theirs>', text)
    assert conflict and conflict.groups() == (ours, theirs), text[-600:]
    assert admin_name(directory) == ours
    run(directory, CLI, "fmt", "--check", FILE)
    assert {"unresolved-conflict", "unmerged"} <= set(lint(directory))


def resolve(directory):
    run(directory, CLI, "resolve", "--take=ours", FILE)
    run(directory, "git", "add", ".")
    assert not {"unresolved-conflict", "unmerged"} & set(lint(directory))


def test_setup_is_done_once_and_checked():
    directory = make_repository("setup", setup=False)
    run(directory, CLI, "git-setup", "--check", status=1)
    assert not os.path.exists(os.path.join(directory, ".gitattributes"))
    with open(os.path.join(directory, ".gitattributes"), "w") as attributes:
        attributes.write("*.png binary")
    first = run(directory, CLI, "git-setup", "models")
    assert "merge.redan.driver = redan-cli merge --driver" in first, first
    run(directory, CLI, "git-setup", "--check")
    with open(os.path.join(directory, ".gitattributes")) as attributes:
        assert attributes.read() == "*.png binary\n*.redan text eol=lf diff=redan merge=redan\n"
    before = open(os.path.join(directory, ".git", "config")).read()
    run(directory, CLI, "git-setup")
    assert open(os.path.join(directory, ".git", "config")).read() == before
    outside = os.path.join(scratch.directory, "outside")
    os.makedirs(outside)
    assert "git repository" in run(outside, CLI, "git-setup", status=2)


def test_setup_for_a_user():
    directory = make_repository("user", setup=False)
    run(directory, CLI, "git-setup", "--user")
    run(directory, CLI, "git-setup", "--user", "--check")
    branch(directory, AUTHN)
    commit(directory, RENAME_A)
    run(directory, "git", "merge", "-q", "other")
    assert "<authn>sso</authn>" in read(directory) and admin_name(directory) == "Back office"


def test_changes_of_one_object_merge():
    directory = make_repository("clean")
    branch(directory, RENAME_A, WEB)
    commit(directory, AUTHN)
    run(directory, "git", "merge", "-q", "other")
    text = read(directory)
    assert "<authn>sso</authn>" in text and "Back office" in text and "Web app<" in text
    run(directory, CLI, "fmt", "--check", FILE)


def test_the_same_change_in_text_would_conflict():
    """What the driver is for: git alone has a conflict where two fields of one object changed."""
    directory = make_repository("text", setup=False)
    neighbours = re.search(r'<element id="' + ADMIN + r'".*?>\n.*?\n', read(directory)).group(0)
    following = read(directory).split(neighbours)[1].split("\n")[0]
    branch(directory, RENAME_A)
    commit(directory, (following, re.sub(r">[^<]+<", ">vm<", following)))
    run(directory, "git", "merge", "-q", "other", status=1)
    assert "<<<<<<<" in read(directory)
    assert "merge --index" in run(directory, CLI, "lint", FILE, status=2)
    said = run(directory, CLI, "merge", "--index", FILE, status=None)
    assert "<<<<<<<" not in read(directory) and "Back office" in read(directory), said


def test_both_sides_rename():
    directory = make_repository("conflict")
    branch(directory, RENAME_B, AUTHN)
    commit(directory, RENAME_A, WEB)
    said = run(directory, "git", "merge", "-q", "other", status=1)
    assert FILE + ": conflict: " in said and 'ours "Back office" and theirs "Console"' in said and "redan-cli resolve" in said, said
    told = run(directory, CLI, "lint", FILE, status=1)
    assert "resolve the conflicts that are left" in told and f"redan-cli resolve --take=ours|theirs|base {FILE}" in told and "merge --index" not in told, told
    assert_conflict(directory, "Back office", "Console")
    assert "<authn>sso</authn>" in read(directory) and "Web app<" in read(directory)
    run(directory, "git", "commit", "-qm", "merged", status=128)
    said = run(directory, CLI, "resolve", "--take=theirs", FILE, "-o", "taken.redan")
    assert said == "Name of process Back office: Console (theirs)\nNo conflict is left.\n", said
    said = run(directory, CLI, "resolve", "--take=ours", FILE)
    assert said == f"Name of process Back office: Back office (ours)\nNo conflict is left; git waits to be told: git add {FILE}\n", said
    assert "git add it if both sides are in it, else redan-cli merge --index" in run(directory, CLI, "lint", FILE, status=None)
    assert run(directory, CLI, "resolve", "--take=ours", FILE).startswith("No conflict is left; ")
    resolve(directory)
    run(directory, "git", "commit", "-qm", "merged")


def test_rebase_and_cherry_pick():
    directory = make_repository("rebase")
    branch(directory, RENAME_B)
    commit(directory, RENAME_A)
    run(directory, "git", "switch", "-q", "other")
    run(directory, "git", "rebase", "-q", "main", status=1)
    assert_conflict(directory, "Back office", "Console")  # in a rebase ours is what it is rebased onto
    resolve(directory)
    run(directory, "git", "rebase", "--skip", status=None)
    run(directory, "git", "rebase", "--abort", status=None)
    directory = make_repository("pick")
    branch(directory, AUTHN)
    commit(directory, RENAME_A)
    run(directory, "git", "cherry-pick", "other")
    assert "<authn>sso</authn>" in read(directory) and admin_name(directory) == "Back office"


def test_stash():
    directory = make_repository("stash")
    write(directory, read(directory).replace(*AUTHN, 1))
    run(directory, "git", "stash", "-q")
    commit(directory, RENAME_A)
    run(directory, "git", "stash", "pop", "-q")
    assert "<authn>sso</authn>" in read(directory) and admin_name(directory) == "Back office"


def test_criss_cross():
    """Two merges that crossed and were resolved each in its own way: the base of the third merge is itself in conflict."""
    directory = make_repository("cross")
    branch(directory, RENAME_B, name="right")
    run(directory, "git", "switch", "-qc", "left")
    commit(directory, RENAME_A)
    run(directory, "git", "branch", "left-start")
    run(directory, "git", "merge", "-q", "right", status=1)
    resolve(directory)
    run(directory, "git", "commit", "-qm", "left keeps ours")
    run(directory, "git", "switch", "-q", "right")
    run(directory, "git", "merge", "-q", "left-start", status=1)
    resolve(directory)
    commit(directory, AUTHN)
    run(directory, "git", "switch", "-q", "left")
    run(directory, "git", "merge", "right", status=1)
    assert_conflict(directory, "Back office", "Console")
    assert "<authn>sso</authn>" in read(directory)


def test_a_base_that_is_no_model_is_empty():
    directory = make_repository("base")
    paths = [os.path.join(directory, name) for name in ("base", "ours", "theirs")]
    model = read(directory)
    for path, text in zip(paths, ("<<<<<<< ours\n", model, model.replace(*RENAME_A))):
        with open(path, "w") as out:
            out.write(text)
    said = run(directory, CLI, "merge", "--driver", "-L", "7", "-P", "a b.redan", *paths, status=1)
    assert "taken as empty" in said and "a b.redan: conflict" in said, said
    with open(paths[1]) as merged:
        assert "<theirs>Back office</theirs>" in merged.read()


def test_sides_that_are_no_model_stay_both():
    directory = make_repository("unreadable")
    branch(directory, ("<threat-model format", "<threat-models format"))
    commit(directory, RENAME_A)
    said = run(directory, "git", "merge", "other", status=1)
    text = read(directory)
    assert text.startswith("<<<<<<< ours") and "Back office" in text and "<threat-models format" in text and "theirs" in said, (said, text[:300])
    assert "conflict marker" in run(directory, CLI, "lint", FILE, status=2)


def test_added_on_both_sides():
    directory = make_repository("added")
    other = os.path.join(directory, "new.redan")
    run(directory, "git", "switch", "-qc", "other")
    shutil.copy(os.path.join(directory, FILE), other)
    run(directory, "git", "add", ".")
    run(directory, "git", "commit", "-qm", "theirs")
    run(directory, "git", "switch", "-q", "main")
    with open(other, "w") as out:
        out.write(read(directory).replace(*RENAME_A, 1))
    run(directory, "git", "add", ".")
    run(directory, "git", "commit", "-qm", "ours")
    run(directory, "git", "merge", "-q", "other", status=1)
    text = open(other).read()
    assert text.count("<conflict ") == 1 and "<ours>Back office</ours>" in text, text[-500:]


def start_merge_with(name, driver):
    directory = make_repository(name)
    run(directory, "git", "config", "merge.redan.driver", driver)
    branch(directory, AUTHN, WEB)
    commit(directory, RENAME_A)
    run(directory, "git", "merge", "-q", "other", status=None)
    return directory


def assert_merges_from_index(directory):
    run(directory, CLI, "merge", "--index", FILE)
    text = read(directory)
    assert "<authn>sso</authn>" in text and "Web app<" in text and admin_name(directory) == "Back office"
    assert lint(directory)[0] == "unmerged"
    run(directory, "git", "add", ".")
    run(directory, "git", "commit", "-qm", "merged")
    assert "unmerged" not in lint(directory)
    assert "no unfinished merge" in run(directory, CLI, "merge", "--index", FILE, status=2)


def test_a_driver_that_is_not_there():
    directory = start_merge_with("missing", "/nonexistent/redan-cli merge --driver %O %A %B")
    assert "<authn>sso</authn>" not in read(directory)  # ours, and nothing in it says so
    assert lint(directory)[0] == "unmerged"
    assert_merges_from_index(directory)


def test_a_driver_that_is_killed():
    states = set()
    for i, seconds in enumerate(("0.001", "0.004", "0.006", "0.008", "0.01", "0.012", "0.016", "0.02")):
        directory = start_merge_with(f"killed{i}", f"timeout -s KILL {seconds} {CLI} merge --driver -L %L -P %P %O %A %B")
        text = read(directory)
        ours = run(directory, "git", "cat-file", "blob", "HEAD:" + FILE)
        if run(directory, "git", "ls-files", "-u") == "":
            states.add("merged")
            assert "<authn>sso</authn>" in text
            continue
        states.add("ours" if text == ours else "both" if text.startswith("<<<<<<< ours") else "merged late")
        assert text == ours or "<authn>sso</authn>" in text, text[:300]
        assert run(directory, CLI, "lint", FILE, status=None) != "", "lint has to notice"
        assert_merges_from_index(directory)
    assert states, states


def test_one_side_deleted_the_file():
    directory = make_repository("gone")
    run(directory, "git", "switch", "-qc", "other")
    run(directory, "git", "rm", "-q", FILE)
    run(directory, "git", "commit", "-qm", "gone")
    run(directory, "git", "switch", "-q", "main")
    commit(directory, RENAME_A)
    run(directory, "git", "merge", "-q", "other", status=1)
    assert "deleted the file" in run(directory, CLI, "merge", "--index", FILE, status=2)
    assert admin_name(directory) == "Back office"


class Objects:
    """The objects of a canonical model as texts, to be edited as a person would: moved, changed, added, deleted."""

    def __init__(self, text):
        self.head, rest = re.match(r"(.*? </meta>\n)(.*)</threat-model>\n", text, re.S).groups()
        blocks = re.findall(r"^ <\w+ .*?^ </\w+>\n", rest, re.S | re.M)
        self.blocks = {re.search(r'(?:id|name)="([^"]+)"', block).group(1): block for block in blocks}
        self.sections = list(dict.fromkeys(re.match(r" <(\w+)", block).group(1) for block in blocks))
        assert self.text() == text, "canonical, one block an object"

    def text(self):
        def place(id):
            section = re.match(r" <(\w+)", self.blocks[id]).group(1)
            return self.sections.index(section), "" if section == "fact" else id  # facts stay as they are

        return self.head + "".join(self.blocks[id] for id in sorted(self.blocks, key=place)) + "</threat-model>\n"

    def pick(self, random, section):
        return random.choice(sorted(id for id, block in self.blocks.items() if block.startswith(f" <{section} ")))

    def edit(self, random):
        what = random.random()
        id = self.pick(random, random.choice(["element", "element", "flow"]))
        block = self.blocks[id]
        if what < 0.4:
            self.blocks[id] = re.sub(r"<(x|width)>(-?\d+)<", lambda found: f"<{found[1]}>{int(found[2]) + random.randint(1, 400) * 8}<", block)
        elif what < 0.8:
            self.blocks[id] = re.sub("<name>.*?</name>", f"<name>Name {random.randint(1, 10 ** 6)}</name>", block, count=1)
        elif what < 0.9:
            fresh = "".join(random.choices("0123456789abcdefghjkmnpqrstvwxyz", k=16))
            source, target = self.pick(random, "element"), self.pick(random, "element")
            self.blocks[fresh] = f' <flow id="{fresh}" source="{source}" target="{target}">\n  <name>New</name>\n </flow>\n'
        else:
            gone = self.pick(random, "flow")
            if not any(f">{gone}<" in other or f'"{gone}"' in other for other in self.blocks.values() if other is not self.blocks[gone]):
                del self.blocks[gone]


def test_text_merges_mostly_work_and_ours_do_better():
    """300 elements, 20 edits a side: what forges do, which run no driver, against redan-cli merge."""
    import random
    if shutil.which("git") is None:
        raise Skip("git is not here")
    directory = os.path.join(scratch.directory, "trials", "t")
    os.makedirs(directory)
    paths = [os.path.join(directory, name) for name in ("base.redan", "ours.redan", "theirs.redan")]
    run(directory, os.path.join(os.path.dirname(CLI), "redan-generate"), "300", paths[0])
    base = open(paths[0]).read()
    n, text_conflicts, conflicts = 60, 0, 0
    for trial in range(n):
        for path, seed in zip(paths[1:], (2 * trial, 2 * trial + 1)):
            objects, generator = Objects(base), random.Random(seed)
            for _ in range(20):
                objects.edit(generator)
            with open(path, "w") as out:
                out.write(objects.text())
        merged = subprocess.run(["git", "merge-file", "-p", "-q", paths[1], paths[0], paths[2]], capture_output=True, cwd=directory, timeout=60)
        text_conflicts += merged.returncode != 0
        ours = subprocess.run([CLI, "merge", *paths[:1], *paths[1:], "out.redan"], capture_output=True, cwd=directory, env=environment(directory), timeout=60)
        assert ours.returncode in (0, 1), ours.stderr
        conflicts += ours.returncode
        if merged.returncode == 0 and ours.returncode == 0:
            run(directory, CLI, "fmt", "--check", "out.redan")
    print(f"# of {n} merges git's own had {text_conflicts} conflicts, redan-cli {conflicts}")
    assert text_conflicts <= 0.45 * n and conflicts < text_conflicts, (text_conflicts, conflicts)


def test_git_diff_in_words():
    directory = make_repository("words")
    write(directory, read(directory).replace(*AUTHN, 1).replace("<x>2176</x>", "<x>2184</x>", 1))
    said = run(directory, "git", "diff")
    changed = [line for line in said.splitlines() if re.match(r"[+-] ", line)]
    assert changed == ["-    Authentication: Password", "+    Authentication: Single sign-on"] or len(changed) == 2, said
    assert "@@ process Admin console" in said or "Admin console" in said, said
    write(directory, read(directory).replace("every number of it can be followed by hand.", "no number."))
    assert "no number." in run(directory, "git", "diff") and "no number." in run(directory, CLI, "diff", "HEAD", FILE, status=1)
    write(directory, "<<<<<<< not a model\n")
    assert "+<<<<<<< not a model" in run(directory, "git", "diff")


def test_nothing_of_a_hostile_repository_runs():
    directory = make_repository("hostile", setup=False)
    mark = os.path.join(scratch.directory, "ran")
    evil = os.path.join(scratch.directory, "evil")
    with open(evil, "w") as script:
        script.write(f"#!/bin/sh\necho \"$0 $*\" >> '{mark}'\ncat\n")
    os.chmod(evil, 0o755)
    branch(directory, RENAME_B, AUTHN)
    commit(directory, RENAME_A)
    run(directory, "git", "merge", "-q", "other", status=1)
    hooks = os.path.join(directory, ".git", "evil-hooks")
    os.makedirs(hooks)
    for hook in ("post-index-change", "fsmonitor-watchman", "post-checkout", "pre-commit", "reference-transaction"):
        shutil.copy(evil, os.path.join(hooks, hook))
    with open(os.path.join(directory, ".git", "config"), "a") as config:
        config.write(f"""[core]
\tfsmonitor = {evil}
\thooksPath = {hooks}
\tpager = {evil}
\teditor = {evil}
\tsshCommand = {evil}
\talternateRefsCommand = {evil}
[pager]
\tcat-file = {evil}
\tls-files = {evil}
\tconfig = {evil}
[diff]
\texternal = {evil}
[diff "redan"]
\tcommand = {evil}
\ttextconv = {evil}
[filter "evil"]
\tclean = {evil}
\tsmudge = {evil}
\tprocess = {evil}
\trequired = true
[merge "redan"]
\tdriver = {evil}
[alias]
\tcat-file = !{evil}
\tls-files = !{evil}
\trev-parse = !{evil}
""")
    with open(os.path.join(directory, ".gitattributes"), "w") as attributes:
        attributes.write("* filter=evil diff=redan merge=redan\n")
    run(directory, CLI, "lint", FILE, status=2)
    run(directory, CLI, "diff", "HEAD:" + FILE, "other:" + FILE, status=1)
    run(directory, CLI, "merge", ":1:./" + FILE, ":2:./" + FILE, ":3:./" + FILE, "out.redan", status=1)
    run(directory, CLI, "merge", "--index", FILE, status=1)
    run(directory, CLI, "git-setup", "--check", status=1)
    run(directory, CLI, "lint", FILE, status=1)
    assert not os.path.exists(mark), open(mark).read()
    run(directory, "git", "diff", status=None)
    assert os.path.exists(mark), "the repository does no harm to git either: the test proves nothing"
    assert_conflict(directory, "Back office", "Console")


if __name__ == "__main__":
    sys.exit(run_module(globals()))
