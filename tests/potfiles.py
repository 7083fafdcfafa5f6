#!/usr/bin/env python3
"""Checks that data/po/POTFILES.in lists every file with texts to translate, each once, in order, and nothing else. Prints TAP.

tests/potfiles.py --write brings the list up to date instead.
"""
import os
import re
import sys

ROOT = os.environ.get("REDAN_SOURCE_ROOT", os.getcwd())
LIST = os.path.join(ROOT, "data", "po", "POTFILES.in")
PLACES = ["analysis", "app", "data", "model", "ui"]
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
CALL = re.compile(r"\b(?:C_|N_|_|NC_|Q_|n?gettext|d[cn]?gettext|g_dn?gettext|g_dpgettext2?) ?\(")
# A format macro of GLib between two pieces of a text: the text ends there for xgettext, and no translation of it is ever found.
STRING = r'"(?:\\.|[^"\\])*"'
MACRO = re.compile(CALL.pattern + rf"(?:\s|,|\w+\s*,|{STRING})*?{STRING}\s*([A-Z]\w*_(?:FORMAT|MODIFIER))\b")
PATTERNS = {
    ".c": CALL,
    ".h": CALL,
    ".ui": re.compile(r'translatable="(?:yes|true)"'),
}
# These are for translators from end to end.
WHOLE = (".desktop", ".gschema.xml", ".metainfo.xml", ".desktop.in", ".metainfo.xml.in")


def has_texts(path):
    if path.endswith(WHOLE):
        return True
    pattern = PATTERNS.get(os.path.splitext(path)[1])
    if pattern is None:
        return False
    with open(os.path.join(ROOT, path), encoding="utf-8") as source:
        text = source.read()
    if pattern is CALL:
        text = COMMENT.sub("", text)
    return bool(pattern.search(text))


def find_files():
    found = set()
    for place in PLACES:
        for directory, _, names in os.walk(os.path.join(ROOT, place)):
            for name in names:
                path = os.path.relpath(os.path.join(directory, name), ROOT)
                if has_texts(path):
                    found.add(path)
    return found


def find_macros(paths):
    found = []
    for path in sorted(paths):
        if not path.endswith((".c", ".h")):
            continue
        with open(os.path.join(ROOT, path), encoding="utf-8") as source:
            found += [f"{path}: {match.group(1)}" for match in MACRO.finditer(COMMENT.sub("", source.read()))]
    return found


def read_list():
    with open(LIST, encoding="utf-8") as listing:
        lines = [line.strip() for line in listing]
    return [line for line in lines if line and not line.startswith("#")]


def write_list():
    with open(LIST, encoding="utf-8") as listing:
        head = [line for line in listing if line.startswith("#")]
    with open(LIST, "w", encoding="utf-8") as listing:
        listing.writelines(head + [path + "\n" for path in sorted(find_files())])


def read_languages():
    with open(os.path.join(ROOT, "data", "po", "LINGUAS"), encoding="utf-8") as listing:
        return [word for line in listing for word in line.split("#")[0].split()]


def main():
    if sys.argv[1:] == ["--write"]:
        write_list()
        return 0
    listed = read_list()
    needed = find_files()
    files = os.listdir(os.path.join(ROOT, "data", "po"))
    translations = {name[:-3] for name in files if name.endswith(".po")}
    results = [
        ("sources with texts are found", [] if len(needed) > 50 else [f"only {len(needed)} found"]),
        ("every file with texts is listed", sorted(needed - set(listed))),
        ("every listed file exists and has texts", sorted(set(listed) - needed)),
        ("the list is sorted and names nothing twice", [] if listed == sorted(set(listed)) else ["tests/potfiles.py --write sorts it"]),
        ("no text has a format macro in it that xgettext stops at", find_macros(needed)),
        ("LINGUAS names the translations that are there", sorted(translations ^ set(read_languages()))),
    ]
    print(f"1..{len(results)}")
    for number, (title, problems) in enumerate(results, 1):
        for problem in problems:
            print("#", problem)
        print("not ok" if problems else "ok", number, "-", title)
    return 1 if any(problems for _, problems in results) else 0


if __name__ == "__main__":
    sys.exit(main())
