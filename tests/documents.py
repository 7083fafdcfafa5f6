#!/usr/bin/env python3
"""Checks that manual page, completion and output.md name what redan-cli has, and nothing else. Prints TAP."""
import json
import os
import re
import subprocess
import sys

from tap import CLI, ROOT, run_module, scratch

EXAMPLE = os.path.join(ROOT, "data", "examples", "retailer.redan")
COMMON = {"json", "as-of", "data", "from", "help"}


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as text:
        return text.read()


def run(*arguments):
    """What a command prints; some exit with 1 when they found something."""
    result = subprocess.run([CLI, *arguments], capture_output=True, timeout=60, env=dict(os.environ, LC_ALL="C.UTF-8"))
    assert result.returncode in (0, 1), (arguments, result.returncode, result.stderr.decode())
    return result.stdout.decode()


def get_commands():
    commands = re.findall(r"^  ([a-z-]+) {2,}", run("--help"), re.M)
    assert len(commands) >= 10, commands
    return commands


def get_options(command):
    return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", run(command, "--help"), re.M)) | {"help"}


def equal(documented, real):
    assert documented == real, f"missing: {sorted(real - documented)}; too many: {sorted(documented - real)}"


def get_sections():
    """The part of the manual page about each command."""
    page = read("data", "redan-cli.1").replace("\\-", "-")
    commands, rest = page.split(".SH COMMANDS")[1].split(".SH OPTIONS OF SEVERAL COMMANDS")
    parts = re.split(r'^\.BI ([a-z-]+) " [^"]*"$', commands, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2])), rest.split(".SH")[0]


def find_man_options(text):
    heads = re.findall(r"^\.TP\n(.*)$", text, re.M)
    return {option for head in heads for option in re.findall(r"--([a-z-]+)", head)}


def test_manual_page_has_every_command():
    equal(set(get_sections()[0]), set(get_commands()))


def test_manual_page_has_every_option():
    sections, common = get_sections()
    equal(find_man_options(common), COMMON)
    for command in get_commands():
        equal(find_man_options(sections[command]), get_options(command) - COMMON)


def complete(*words):
    script = 'compopt () { :; }; source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _redan_cli; printf "%s\\n" "${COMPREPLY[@]}"'
    result = subprocess.run(["bash", "-c", script, "bash", os.path.join(ROOT, "data", "completions", "redan-cli"), CLI, *words],
                            capture_output=True, check=True, timeout=60)
    return set(result.stdout.decode().split())


def test_completion_has_every_command():
    equal(complete("") - {"--help", "--version"}, set(get_commands()))


def test_completion_has_every_option():
    for command in get_commands():
        equal({word.strip("-=") for word in complete(command, "--")}, get_options(command))


def test_completion_after_equals():
    equal(complete("threats", "--severity", "=", "h"), {"high"})
    equal(complete("report", "--to", ""), {"pdf", "svg", "csv"})


def test_completion_has_the_words_of_the_tables():
    what = run("paths", "--help").split("separated by commas: ")[1].split("--with")[0]
    equal(complete("paths", "--what", "="), set(re.findall(r"([a-z]+) \(", what)))
    equal(complete("paths", "--what", "reach,b"), {"reach,blast"})
    equal(complete("graph", "--what", "dep"), {"depth"})
    assert {"C-IDN-02", "C-NET-01"} <= complete("paths", "--with", "C-") == complete("paths", "--without", "=", "C-")
    equal(complete("rules", ""), {"list", "explain", "lint"})
    assert "TR-E-10" in complete("rules", "explain", "TR-E-") and all(rule.startswith("TR-E-") for rule in complete("rules", "explain", "TR-E-"))
    threats = [threat["id"] for threat in json.loads(run("threats", "--json", EXAMPLE))["threats"]]
    equal(complete("explain", EXAMPLE, ""), set(threats))
    rule, place = threats[0].split("@")
    equal(complete("explain", EXAMPLE, rule, "@", place[:5]), {threat.split("@")[1] for threat in threats if threat.startswith(f"{rule}@{place[:5]}")})
    assert threats[0].split("@")[1] in complete("explain", EXAMPLE, rule, "@")
    equal(complete("check", "--format", "="), {"text", "json", "sarif", "junit", "markdown"})
    equal(complete("check", "--class", "r"), {"restricted"})
    assert {"sarif", "jira", "text"} <= complete("threats", "--format", "") and "matrix" in complete("objectives", "--view", "")
    assert "outsider" in complete("paths", "--profile", "") and "otm" in complete("import", "--from", "") and "tmt" in complete("export", "--to", "t")


def find_keys(value, keys):
    if isinstance(value, dict):
        keys.update(value)
        for member in value.values():
            find_keys(member, keys)
    elif isinstance(value, list):
        for member in value:
            find_keys(member, keys)


def check_keys(section, *arguments):
    text = read("data", "schema", "output.md").split(f"\n## {section}\n")[1].split("\n## ")[0]
    if section == "plan --budget":
        text += read("data", "schema", "output.md").split("\n## plan\n")[1].split("\n## ")[0]
    if section == "explain":
        text += read("data", "schema", "output.md").split("\n## threats\n")[1].split("\n## ")[0].replace('"threats":', "")
    keys = set()
    find_keys(json.loads(run(*arguments)), keys)
    words = set(re.findall(r"[a-z_]+", text))
    assert keys and keys <= words, f"not in output.md: {sorted(keys - words)}"
    samples = set(re.findall(r'"([a-z_]+)": ', text))
    assert samples <= keys, f"only in the samples: {sorted(samples - keys)}"


def test_keys_are_described():
    threat = json.loads(run("threats", "--json", EXAMPLE))["threats"][0]["id"]
    for command in ("info", "threats", "plan", "objectives"):
        check_keys(command, command, "--json", EXAMPLE)
    check_keys("plan --budget", "plan", "--json", "--time=500", "--budget=3", EXAMPLE)
    check_keys("plan --apply", "plan", "--json", "--time=0", "--apply=6", EXAMPLE, scratch("better.redan"))
    check_keys("threats --first", "threats", "--first", "--json", EXAMPLE)
    check_keys("explain", "explain", "--json", EXAMPLE, threat)
    check_keys("status", "status", "--json", EXAMPLE)
    check_keys("organization", "organization", "--json", EXAMPLE)
    check_keys("review", "review", "--json", "--against", EXAMPLE.replace("retailer", "retailer-fixed"), EXAMPLE)
    check_keys("diff", "diff", "--json", EXAMPLE, EXAMPLE.replace("retailer", "retailer-fixed"))
    sides = [scratch(name, read("data", "examples", "retailer.redan").replace("<name>", f"<name>{name} ", 2)) for name in ("one.redan", "two.redan")]
    check_keys("merge", "merge", "--json", EXAMPLE, *sides, scratch("merged.redan"))


def test_columns_are_described():
    text = read("data", "schema", "output.md").split("\n## threats --csv\n")[1].split("\n## ")[0]
    heading = run("threats", "--csv", EXAMPLE).split("\r\n")[0]
    assert f"    {heading}\n" in text, heading
    columns = [name.strip() for row in re.findall(r"^\| ([a-z, ]+) \|", text, re.M)[1:] for name in row.split(",")]
    assert columns == heading.split(","), columns


if __name__ == "__main__":
    sys.exit(run_module(globals()))
