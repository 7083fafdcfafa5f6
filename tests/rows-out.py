#!/usr/bin/env python3
"""Threats and the plan as rows for other programs: every form of --format, with texts that mean harm. Prints TAP."""
import base64
import csv
import hashlib
import html.parser
import io
import json
import os
import re
import sys

from tap import CLI, ROOT, call, run_module, scratch

SHOP = os.path.join(ROOT, "data", "examples", "webshop.redan")
EVIL = "=1+1|</script><script>alert(1)</script> @all #1 [a](javascript:b) `c`"
HOSTILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <meta>
  <name>{EVIL.replace("<", "&lt;")}</name>
 </meta>
 <element id="e000000000000001" kind="process">
  <name>{EVIL.replace("<", "&lt;")}</name>
 </element>
 <threat id="t000000000000001" target="e000000000000001">
  <name>{EVIL.replace("<", "&lt;")}</name>
  <description>/close
/assign @all
=HYPERLINK("x")</description>
  <category>Spoofing</category>
  <severity>high</severity>
 </threat>
 <threat id="t000000000000002" target="e000000000000001">
  <name>settled</name>
  <category>Tampering</category>
  <severity>high</severity>
  <decision>accept</decision>
 </threat>
</threat-model>
"""


def run(*arguments, status=0):
    result = call(CLI, *arguments)
    assert result.returncode == status, (arguments, result.returncode, result.stderr.decode()[-2000:])
    return result.stdout.decode()


def hostile(command, format_):
    return run(command, scratch("hostile.redan", HOSTILE), "--format", format_)


def table(text):
    return list(csv.reader(io.StringIO(text, newline="")))


class Page(html.parser.HTMLParser):
    """Tags, texts, what runs and what is hashed."""
    def __init__(self, text):
        super().__init__()
        self.tags, self.policy, self.inline, self.cells, self.rows, self.inside = [], "", {}, [], 0, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.inside = tag
        self.rows += tag == "tr"
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside in ("script", "style"):
            self.inline.setdefault(self.inside, []).append(data)
        elif self.cells:
            self.cells[-1] += data


def test_every_form_has_the_same_threats():
    ids = [threat["id"] for threat in json.loads(run("threats", SHOP, "--format", "json"))["threats"]]
    rows = table(run("threats", SHOP, "--format", "csv"))
    assert [row[1] for row in rows[1:]] == ids
    assert run("threats", SHOP, "--csv") == run("threats", SHOP, "--format", "csv")
    assert run("threats", SHOP, "--json") == run("threats", SHOP, "--format", "json")
    sarif = json.loads(run("threats", SHOP, "--format", "sarif"))["runs"][0]
    assert [result["properties"]["subject"] for result in sarif["results"]] == ids
    assert [row[-1] for row in table(run("threats", SHOP, "--format", "jira"))[1:]] == ids
    assert len(table(run("threats", SHOP, "--format", "github"))) == len(ids) + 1
    assert len(re.findall(r"^\| \d", run("threats", SHOP, "--format", "markdown"), re.M)) == len(ids)
    page = Page(run("threats", SHOP, "--format", "html"))
    assert page.rows == len(ids) + 1
    assert [cell.strip() for cell in page.cells[12::13]] == ids


def test_the_plan_has_the_same_forms():
    plan = json.loads(run("plan", SHOP, "--json", "--time=0"))
    wanted = [row["control"] for row in plan["plan"]]
    rows = table(run("plan", SHOP, "--format", "csv", "--time=0"))
    assert [row[1] for row in rows[1:]][:len(wanted)] == wanted and len(rows) == 1 + len(wanted) + len(plan["changes"])
    assert [float(row[4]) for row in rows[1:]][:len(wanted)] == [row["reduction"] for row in plan["plan"]]
    for format_ in ("markdown", "html", "sarif", "jira", "github", "gitlab"):
        text = run("plan", SHOP, "--format", format_, "--time=0")
        assert wanted[0] in text.replace("\\", ""), format_
    run("plan", SHOP, "--format", "csv", "--budget", "10", status=2)


def test_sarif_refers_to_what_is_there():
    text = run("threats", SHOP, "--format", "sarif")
    sarif = json.loads(text)
    assert sarif["version"] == "2.1.0"
    driver, results = sarif["runs"][0]["tool"]["driver"], sarif["runs"][0]["results"]
    with open(SHOP, encoding="utf-8") as model:
        lines = model.read().split("\n")
    for result in results:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        where = result["locations"][0]
        line = where["physicalLocation"]["region"]["startLine"]
        assert f'id="{where["logicalLocations"][0]["fullyQualifiedName"]}"' in lines[line - 1], result
    assert len({result["partialFingerprints"]["redanFinding/v1"] for result in results}) == len(results)
    assert "{" not in "".join(rule["shortDescription"]["text"] for rule in driver["rules"])


def test_settled_threats_are_no_issues_and_suppressed():
    for format_ in ("jira", "github", "gitlab"):
        assert not any("settled" in row[0] for row in table(hostile("threats", format_)))
    results = json.loads(hostile("threats", "sarif"))["runs"][0]["results"]
    assert {"suppressions" in result for result in results if "settled" in result["message"]["text"]} == {True}


def test_the_page_lets_nothing_in():
    text = hostile("threats", "html")
    page = Page(text)
    assert page.policy.startswith("default-src 'none';") and "unsafe" not in page.policy
    for tag in ("script", "style"):
        assert len(page.inline[tag]) == 1
        digest = base64.b64encode(hashlib.sha256(page.inline[tag][0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page.policy
    for tag, attrs in page.tags:
        assert tag in ("html", "head", "meta", "title", "style", "body", "h1", "p", "label", "input", "output", "table", "thead", "tbody", "tr", "th",
                       "button", "td", "details", "summary", "div", "script"), tag
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "href", "style", "action")], (tag, attrs)
    assert "http://" not in text and "https://" not in text
    assert any(EVIL in cell for cell in page.cells)


def test_no_cell_is_a_formula():
    for format_ in ("csv", "jira", "github", "gitlab"):
        rows = table(hostile("threats", format_))
        assert any("=1+1" in cell.replace("\\", "") for row in rows for cell in row), format_
        assert not [cell for row in rows for cell in row if not re.fullmatch(r"@[0-9a-z]{16}", cell) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")], format_
    assert "'=1+1" in hostile("threats", "csv")


def test_issues_call_nobody_and_command_nothing():
    rows = [row for row in table(hostile("threats", "gitlab")) if "1+1" in row[0]]
    assert rows
    for row in rows:
        assert not [line for line in row[1].split("\n") if line.lstrip().startswith("/")], row
        assert "@all" not in row[1], row


def test_markdown_means_nothing():
    text = hostile("threats", "markdown")
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    assert not re.search(r"(?<!\\)<", text) and "@all" not in text


def test_two_forms_are_refused():
    run("threats", SHOP, "--json", "--format", "csv", status=2)
    run("threats", SHOP, "--csv", "--json", status=2)
    run("threats", SHOP, "--format", "pdf", status=2)
    run("threats", SHOP, "--first", "--format", "html", status=2)
    run("plan", SHOP, "--json", "--format", "html", status=2)
    assert run("threats", SHOP, "--json", "--format", "json")


def main():
    return run_module(globals())


if __name__ == "__main__":
    sys.exit(main())
