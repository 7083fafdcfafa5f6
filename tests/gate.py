#!/usr/bin/env python3
"""The gate of a pull request as CI runs it: each check, policies of files and revisions, every format. Prints TAP."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from tap import CLI, ROOT, call, run_module, scratch

AS_OF = ["--as-of", "2025-02-01"]
CHECKS = ["unresolved-conflict", "new-risk", "higher-risk", "reopened", "undecided", "expired", "lost-objective", "new-path", "open-path"]
HIGH = "TR-E-10@6avyznvp5a8dhtyh"  # the highest threat of the web shop


def read(name):
    with open(os.path.join(ROOT, "data", "examples", name), encoding="utf-8") as source:
        return source.read()


def decided(text, decision, **fields):
    """The model with a decision about the highest threat."""
    rule, target = HIGH.split("@")
    # in the order of the canonical form
    lines = "".join(f"  <{tag}>{value}</{tag}>\n" for tag, value in [("owner", "Ana"), ("decision", decision), ("reason", "Known."), *fields.items()])
    return text.replace("</threat-model>", f' <decision id="d0q5a8k2x6b7gt3j" target="{target}" rule="{rule}">\n{lines} </decision>\n</threat-model>')


def run(*arguments, **options):
    return call(CLI, "check", *AS_OF, *arguments, **options)


def check(*arguments):
    """The findings as a dictionary of lists of subjects by check."""
    result = run("--json", *arguments)
    assert result.returncode in (0, 1) and result.stderr == b"", result
    said = json.loads(result.stdout)
    assert result.returncode == (1 if said["failures"] else 0)
    assert said["failures"] == sum(f["level"] == "fail" for f in said["findings"])
    found = {}
    for finding in said["findings"]:
        subject, = [finding[key] for key in ("threat", "objective", "asset") if finding[key] is not None]
        found.setdefault(finding["check"], []).append(subject)
        assert finding["name"] and finding["detail"] and "\n" not in finding["name"] + finding["detail"]
    assert [c for c in CHECKS if c in found] == list(found)
    return found


def test_a_conflict_of_a_merge_fails():
    base = read("webshop.redan")
    sides = [scratch(f"{name}.redan", base.replace("<name>Order queue</name>", f"<name>{name}</name>")) for name in ("base", "Ours", "Theirs")]
    merged = scratch("merged.redan")
    assert call(CLI, "merge", scratch("base.redan", base), *sides[1:], merged).returncode == 1
    result = run("--against", sides[1], "--json", merged)
    finding, = json.loads(result.stdout)["findings"]
    assert result.returncode == 1 and finding["check"] == "unresolved-conflict" and finding["name"] == "Ours" and '"Theirs"' in finding["detail"], finding
    sarif = json.loads(run("--against", sides[1], "--format", "sarif", merged).stdout)["runs"][0]["results"]
    with open(merged, encoding="utf-8") as text:
        line = 1 + next(i for i, line in enumerate(text) if f'<conflict id="{finding["object"]}"' in line)
    assert [r["ruleId"] for r in sarif] == ["unresolved-conflict"] and sarif[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == line, sarif
    for format_, words in (("text", "redan-cli resolve"), ("markdown", "A merge left a conflict"), ("junit", "redan.unresolved-conflict")):
        result = run("--against", sides[1], "--format", format_, merged)
        assert result.returncode == 1 and words in result.stdout.decode(), (format_, result)
    assert run("--against", sides[1], "--policy", policy('><check id="unresolved-conflict" level="off"/></policy>'), merged).returncode == 0
    assert call(CLI, "resolve", "--take=ours", merged).returncode == 0 and check("--against", sides[1], merged) == {}


def refused(*arguments, fragments):
    result = run(*arguments)
    assert result.returncode == 2 and result.stdout == b"", result
    for fragment in fragments:
        assert fragment in result.stderr.decode(), (fragment, result.stderr)


def policy(body, name="policy.xml"):
    return scratch(name, body if body.startswith("<?") else f'<policy version="1"{body}')


def test_without_a_comparison_undecided_threats_fail():
    shop = scratch("shop.redan", read("webshop.redan"))
    threats = json.loads(subprocess.run([CLI, "threats", "--json", *AS_OF, shop], capture_output=True, check=True).stdout)["threats"]
    for severity, bands in (("critical", ["critical"]), ("high", ["critical", "high"]), ("info", ["critical", "high", "medium", "low", "info"])):
        expected = [t["id"] for t in threats if t["severity"].lower() in bands and t["status"] in ("open", "investigate")]
        assert expected and check("--fail-on", severity, shop) == {"undecided": expected}, severity
    assert HIGH not in check(scratch("accepted.redan", decided(read("webshop.redan"), "accept")))["undecided"]
    assert HIGH in check(scratch("looked.redan", decided(read("webshop.redan"), "investigate")))["undecided"]


def test_acceptances_expire_the_day_after_their_last():
    for day, expired in (("2025-01-31", True), ("2025-02-01", False), ("2025-02-02", False)):
        found = check(scratch("expires.redan", decided(read("webshop.redan"), "accept", expires=day)))
        assert found.get("expired", []) == ([HIGH] if expired else []), day


def test_a_change_is_held_against_what_was():
    shop, fixed = scratch("shop.redan", read("webshop.redan")), scratch("fixed.redan", read("webshop-fixed.redan"))
    assert check(shop, "--against", shop) == {} and check(fixed, "--against", fixed) == {}
    # what was repaired is no finding; elements that the repair added are
    assert check(fixed, "--against", shop).keys() <= {"new-path"}
    worse = check(shop, "--against", fixed)
    assert set(worse) == {"new-risk", "higher-risk", "lost-objective", "new-path"} and HIGH in worse["higher-risk"], worse
    accepted = scratch("accepted.redan", decided(read("webshop.redan"), "accept"))
    assert check(shop, "--against", accepted) == {"reopened": [HIGH]}
    assert check(accepted, "--against", shop) == {}
    # a decision about a lower risk is none about a higher one
    assert HIGH in check(accepted, "--against", fixed)["higher-risk"]
    assert len(worse["new-path"]) == 3 and check(shop, "--against", fixed, "--class", "restricted")["new-path"] == ["sdfk79w4he94gzx9"]


def test_a_policy_says_what_counts():
    shop, fixed = scratch("shop.redan", read("webshop.redan")), scratch("fixed.redan", read("webshop-fixed.redan"))
    every = check(shop, "--against", fixed)
    off = "".join(f'<check id="{word}" level="off"/>' for word in CHECKS)
    assert check(shop, "--against", fixed, "--policy", policy(f">{off}</policy>")) == {}
    warn = run("--json", shop, "--against", fixed, "--policy", policy(f">{off.replace('off', 'warn')}</policy>"))
    said = json.loads(warn.stdout)
    assert warn.returncode == 0 and said["failures"] == 0 and {f["level"] for f in said["findings"]} == {"warn"}
    for word in every:
        one = policy(f">{off}<check id=\"{word}\" level=\"fail\"/></policy>")
        assert check(shop, "--against", fixed, "--policy", one) == {word: every[word]}
    critical = policy(' severity="critical"/>')
    assert check(shop, "--policy", critical) == check(shop, "--fail-on", "critical")
    # the command line holds over the policy
    assert check(shop, "--policy", critical, "--fail-on", "high") == check(shop)
    assert run(shop, "--against", fixed, "--policy", policy(' profile="nobody"/>')).returncode == 2


def test_text_ends_with_the_verdict():
    shop, fixed = scratch("shop.redan", read("webshop.redan")), scratch("fixed.redan", read("webshop-fixed.redan"))
    last = lambda *arguments: run(*arguments, shop).stdout.decode().splitlines()[-1]
    assert last("--against", fixed) == "The gate fails: 20 findings."
    warn = policy(">" + "".join(f'<check id="{word}" level="warn"/>' for word in CHECKS) + "</policy>")
    assert re.fullmatch(r"The gate is passed, with \d\d warnings\.", last("--against", fixed, "--policy", warn))
    assert last("--against", shop) == "The gate is passed: nothing was found."


def test_a_policy_that_is_wrong_is_refused():
    shop = scratch("shop.redan", read("webshop.redan"))
    for body, fragments in ((">\n<check id=\"new-risks\" level=\"off\"/></policy>", ["policy.xml:2:", "new-risk, higher-risk"]),
                            ("><check id=\"new-risk\" level=\"none\"/></policy>", ["off, warn or fail"]),
                            ("><check id=\"new-risk\"/></policy>", ["off, warn or fail"]),
                            (' severity="awful"/>', ["awful", "critical"]), (' class="secret"/>', ["secret", "restricted"]),
                            (' strict="yes"/>', ["strict"]), ("><rule/></policy>", ["rule"]),
                            ('<?xml version="1.0"?><policy version="2"/>', ["version"]), ('<?xml version="1.0"?><policies/>', ["policy"]),
                            ('<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "b">]><policy version="1"/>', ["policy.xml"]), ("><check", ["policy.xml"])):
        refused(shop, "--policy", policy(body), fragments=fragments)
    refused(shop, "--policy", scratch("nowhere.xml"), fragments=["nowhere.xml"])
    refused(shop, "--fail-on", "awful", fragments=["--fail-on awful"])
    refused(shop, "--class", "secret", fragments=["--class secret"])
    refused(shop, "--format", "pdf", fragments=["--format pdf", "sarif"])


def git(directory, *arguments):
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments], cwd=directory, check=True, capture_output=True)


def test_the_policy_of_a_revision_judges_what_is_compared_with_it():
    top = scratch("repository")
    folder = os.path.join(top, "models", "shop")
    os.makedirs(folder)
    shop = os.path.join(folder, "shop.redan")

    def write(path, text):
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)

    git(top, "init", "-q")
    write(shop, read("webshop-fixed.redan"))
    write(os.path.join(top, "redan-policy.xml"), '<policy version="1" severity="critical"/>')
    git(top, "add", ".")
    git(top, "commit", "-qm", "one")
    write(shop, read("webshop.redan"))
    strict = check(shop, "--against", "HEAD")
    assert strict["new-risk"] == check(shop, "--against", scratch("fixed.redan", read("webshop-fixed.redan")), "--fail-on", "critical")["new-risk"]
    # the change brings a policy that lets everything through
    write(os.path.join(top, "redan-policy.xml"), '<policy version="1">' + "".join(f'<check id="{c}" level="off"/>' for c in CHECKS) + "</policy>")
    assert check(shop, "--against", "HEAD") == strict
    assert check(shop) == {}
    # a nearer one, which the revision does not have, neither
    write(os.path.join(folder, "redan-policy.xml"), '<policy version="1" severity="info"/>')
    result = run(shop, "--against", "HEAD")
    assert result.returncode == 1 and b"does not count for this comparison" in result.stderr
    assert len(check(shop)["undecided"]) > 50


def test_a_model_that_is_new_is_held_against_nothing():
    top = scratch("new models")
    os.makedirs(top)
    git(top, "init", "-q")
    git(top, "commit", "-q", "--allow-empty", "-m", "nothing")
    shop = scratch("new models/[new] shop.redan", read("webshop.redan"))
    result = run("--json", shop, "--against", "HEAD")
    assert result.returncode == 1 and b"everything in it" in result.stderr, result
    found = json.loads(result.stdout)["findings"]
    assert {finding["check"] for finding in found} >= {"new-risk", "new-path"} and len(found) > 20
    git(top, "add", ".")
    git(top, "commit", "-qm", "one")
    assert check(shop, "--against", "HEAD") == {}
    # of a revision that is not there nothing else is said
    scratch("new models/redan-policy.xml", '<policy version="1"/>')
    result = run(shop, "--against", "nowhere")
    assert result.returncode == 2 and b"git knows no revision" in result.stderr and result.stderr.count(b"\n") == 1, result.stderr
    result = run("-", "--against", "HEAD", input=read("webshop.redan").encode())
    assert result.returncode == 2 and b"REV:PATH" in result.stderr, result
    refused(shop, "--against", "nowhere:shop.redan", fragments=["git knows no revision", '"nowhere"'])
    refused(shop, "--against", "HEAD:other.redan", fragments=["no such file in that revision", "top of the repository"])


def test_sarif_names_files_from_the_top_of_the_repository():
    top = scratch("scanned")
    os.makedirs(os.path.join(top, "a models"))
    git(top, "init", "-q")
    shop = scratch("scanned/a models/shop.redan", read("webshop.redan"))
    for name, directory in (("shop.redan", os.path.dirname(shop)), ("a models/shop.redan", top), ("../a models/shop.redan", os.path.dirname(shop)), (shop, "/")):
        for command in (["check", "--format", "sarif"], ["threats", "--format", "sarif"]):
            log = json.loads(call(CLI, command[0], *AS_OF, *command[1:], name, cwd=directory).stdout)
            uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]}
            assert uris == {"a%20models/shop.redan"}, (name, command, uris)


def test_sarif_is_what_code_scanning_reads():
    shop, fixed = scratch("my shop.redan", read("webshop.redan")), scratch("fixed.redan", read("webshop-fixed.redan"))
    said = json.loads(run("--json", shop, "--against", fixed).stdout)["findings"]
    result = run("--format", "sarif", os.path.basename(shop), "--against", fixed, cwd=os.path.dirname(shop))
    log = json.loads(result.stdout)
    assert result.returncode == 1 and log["version"] == "2.1.0" and set(log) == {"$schema", "version", "runs"}
    one, = log["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert rules == CHECKS and all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in one["tool"]["driver"]["rules"])
    lines = read("webshop.redan").splitlines()
    for finding, entry in zip(said, one["results"], strict=True):
        assert entry["ruleId"] == rules[entry["ruleIndex"]] == finding["check"] and entry["level"] == "error" and finding["name"] in entry["message"]["text"]
        place, = entry["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "my%20shop.redan"
        line = lines[place["physicalLocation"]["region"]["startLine"] - 1]
        assert finding["object"] is None or f'id="{finding["object"]}"' in line, (finding, line)
        assert re.fullmatch("[0-9a-f]{64}", entry["partialFingerprints"]["redanFinding/v1"])
    prints = [entry["partialFingerprints"]["redanFinding/v1"] for entry in one["results"]]
    assert len(set(prints)) == len(prints)
    # what is renamed, and scored otherwise, is the same finding
    renamed = scratch("renamed.redan", read("webshop.redan").replace("<name>Web application</name>", "<name>Portal</name>"))
    again = json.loads(run("--format", "sarif", renamed, "--against", fixed).stdout)["runs"][0]["results"]
    assert [entry["partialFingerprints"]["redanFinding/v1"] for entry in again] == prints and "Portal" in json.dumps(again)
    assert json.loads(run("--format", "sarif", shop, "--against", shop).stdout)["runs"][0]["results"] == []


def test_junit_has_a_case_for_each_check_and_finding():
    shop, fixed = scratch("shop.redan", read("webshop.redan")), scratch("fixed.redan", read("webshop-fixed.redan"))
    findings = json.loads(run("--json", shop, "--against", fixed).stdout)["findings"]
    suites = ElementTree.fromstring(run("--format", "junit", shop, "--against", fixed).stdout)
    suite, = suites
    failed = [case for case in suite if case.find("failure") is not None]
    passed = [case.get("classname") for case in suite if case.find("failure") is None]
    assert len(failed) == len(findings) == int(suite.get("failures")) == int(suites.get("failures")) and len(suite) == int(suite.get("tests"))
    assert [c.get("classname") for c in failed] == ["redan." + f["check"] for f in findings]
    # undecided threats are not looked for beside a comparison
    assert passed == ["redan." + c for c in CHECKS if c not in {f["check"] for f in findings} and c != "undecided"]


def check_mermaid(text):
    """Only nodes, arrows and our own classes; labels hold nothing that means anything. Returns the blocks."""
    label = r'"[^"\[\](){}<>`|@]*"'
    nodes = "|".join(fr"{left}{label}{right}" for left, right in ((r"\[", r"\]"), (r"\(", r"\)"), (r"\[\(", r"\)\]")))
    line = re.compile(fr"\s*(n\d+({nodes})(:::(added|removed|changed))?|n\d+ --> n\d+|n\d+ (-- {label} -->|== {label} ==>|-\. {label} \.->) n\d+"
                      r"|classDef (added|removed|changed) [a-z0-9#:,\- ]*|)")
    blocks = re.findall(r"```mermaid\n(.*?)```", text, re.S)
    assert blocks and text.count("```") == 2 * len(blocks)
    for block in blocks:
        assert block.split() [:2] == ["flowchart", "LR"]
        for text_line in block.splitlines()[1:]:
            assert line.fullmatch(text_line), text_line
    return blocks


def test_words_of_others_stay_words():
    name = "<b>&amp; @ops #1 [x](http://e) `a` | \"q\"</b> ]]&gt;"
    hostile = scratch("hostile.redan", read("webshop.redan").replace("<name>Web application</name>", f"<name>{name.replace('<', '&lt;').replace('>', '&gt;')}</name>"))
    fixed = scratch("fixed.redan", read("webshop-fixed.redan"))
    suite, = ElementTree.fromstring(run("--format", "junit", hostile, "--against", fixed).stdout)
    assert any("<b>& @ops" in case.get("name").replace("&amp;", "&") for case in suite)
    text = run("--format", "markdown", hostile, "--against", fixed).stdout.decode()
    assert "<b>" not in text and "@ops" not in text and "#1 " not in text and "[x](" not in text and "\\<b\\>" in text
    check_mermaid(text)


def test_markdown_says_what_changed():
    shop, fixed = scratch("shop.redan", read("webshop.redan")), scratch("fixed.redan", read("webshop-fixed.redan"))
    text = run("--format", "markdown", shop, "--against", fixed).stdout.decode()
    assert text.startswith("### Threat model shop\\.redan: 20 findings\n") and "| Critical | 0 | 5 |" in text and "| Threats | 97 | 127 |" in text
    assert text.count("\n- **") == 20 and text.count("\n####") == 4
    assert "the gate is passed" in run("--format", "markdown", shop, "--against", shop).stdout.decode()
    # in words, as a picture of what changed and what is next to it, threats and attacks opened and closed
    for words in ("<details open><summary>What changed in the model (21)</summary>", "- _Changed_: flow Update order\n  - Encryption in transit\\: TLS 1\\.2 → None\n",
                  "<summary>Threats opened (32)</summary>", "<summary>Threats closed (2)</summary>", "<summary>Attack paths opened (", "<summary>Attack paths closed ("):
        assert words in text, words
    picture = check_mermaid(text)[0]
    assert '"#126; Admin console"):::changed' in picture and '== "#126; Update order" ==>' in picture and '-- "Take order" -->' in picture
    assert text.count("<details") == text.count("</details>") == 5


def test_markdown_draws_what_came_and_went():
    shop = scratch("shop.redan", read("webshop.redan"))
    text = re.sub(r'(  <(carried|stored|processed)>(65j0jjwdpr327j5x|wrjthtt0g747gac2)</\2>\n)', "", read("webshop.redan"))
    text = re.sub(r' <(element|flow) id="(65j0jjwdpr327j5x|wrjthtt0g747gac2)".*?</\1>\n', "", text, flags=re.S)
    new = '<element id="5aaaaaaaaaaaaaaa" kind="store"><name>1. Session cache</name></element><flow id="5fffffffffffffff" source="4xqxyamqn8p3xjpv" target="5aaaaaaaaaaaaaaa"/>'
    other = scratch("other.redan", text.replace("</threat-model>", new + "</threat-model>"))
    picture = check_mermaid(run("--format", "markdown", other, "--against", shop).stdout.decode())[0]
    for words in ('[("#43; 1#46; Session cache")]:::added', '["\u2212 Mail delivery"]:::removed', '== "#43; Admin console to 1#46; Session cache" ==>', '-. "\u2212 Order mail" .->'):
        assert words in picture, (words, picture)
    assert "Customer" not in picture and "Product images" not in picture


def test_markdown_stays_below_the_limit_of_a_comment():
    shop = read("webshop.redan")
    long = re.sub(r"<name>([^<]*)</name>", lambda found: "<name>" + (found[1] + " *|~#@" * 600)[:4000] + "</name>", shop)
    threats = "".join(f'<threat id="{i:016d}"><name>{"[&lt;`" * 900} {i}</name><severity>critical</severity></threat>' for i in range(400))
    many = scratch("many.redan", long.replace("</threat-model>", threats + "</threat-model>"))
    for against in (["--against", scratch("shop.redan", shop)], []):
        text = run("--format", "markdown", many, *against).stdout.decode()
        assert len(text) <= 65536 and len(text.encode()) <= 65536 and "65,536" in text, len(text)
        assert text.count("<details") == text.count("</details>")
        if against:
            check_mermaid(text)


def test_a_new_catalogue_fails_no_gate_until_it_is_adopted():
    shop = scratch("signed.redan", read("webshop.redan"))
    subprocess.run([CLI, "review", *AS_OF, "--sign=Ana", shop], check=True, capture_output=True)
    before = check(shop)["undecided"]
    # the model was signed when two of the rules were not there, or others
    with open(shop, encoding="utf-8") as source:
        text = source.read()
    marks, = re.findall(r'<metric name="rules">(\w+)</metric>', text)
    found, older = {}, None
    for i in range(0, len(marks), 5):
        older = scratch("older.redan", text.replace(marks, marks[:i] + marks[i + 5:]).replace('version="1"', 'version="0"', 1))
        said = json.loads(run("--json", older).stdout)
        assert said["catalogue"]["new_rules"] == 1 and [p["id"] for p in said["catalogue"]["packs"]] == ["redan"]
        found = {f["threat"] for f in said["findings"]}
        if len(found) < len(before):
            break
    else:
        raise AssertionError("no rule has a high threat")
    assert set(before) - found == set(said["catalogue"]["unadopted"]) & set(before) and not found & set(said["catalogue"]["unadopted"])
    rule = {t.split("@")[0] for t in said["catalogue"]["unadopted"]}
    assert len(rule) == 1
    for form, words in (("text", "They fail no gate until the review is signed"), ("markdown", "Owed to the catalogue, not to the model"),
                        ("sarif", "They fail no gate until the review is signed"), ("junit", "They fail no gate until the review is signed")):
        assert words in run("--format", form, older).stdout.decode() or "It fails no gate" in run("--format", form, older).stdout.decode(), form
    note = json.loads(run("--format", "sarif", older).stdout)["runs"][0]["invocations"][0]
    assert note["executionSuccessful"] and all(entry["level"] == "note" for entry in note["toolExecutionNotifications"])
    assert ElementTree.fromstring(run("--format", "junit", older).stdout).find("testsuite/system-out") is not None
    # a change of the model is judged by what was adopted before it, and fails as ever
    assert check(shop, "--against", older) == {} and "new-risk" in check(older, "--against", scratch("fixed.redan", read("webshop-fixed.redan")))
    # signing adopts
    subprocess.run([CLI, "review", *AS_OF, "--sign=Bo", older], check=True, capture_output=True)
    assert check(older)["undecided"] == before and json.loads(run("--json", older).stdout)["catalogue"] == {"packs": [], "new_rules": 0, "unadopted": []}


if __name__ == "__main__":
    sys.exit(run_module(globals()))
