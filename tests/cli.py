#!/usr/bin/env python3
"""The command line as a user runs it: every command, its output forms, exit statuses and failure messages. Prints TAP."""
import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

from tap import CLI, ROOT, call, corpus, run_module, sample, scratch

EXAMPLES = os.path.join(ROOT, "data", "examples")
AS_OF = ["--as-of", "2025-02-01"]
INFO_KEYS = ["actors", "processes", "stores", "flows", "boundaries", "assets", "threats", "mitigations", "assumptions", "diagrams"]
THREAT_KEYS = {"id", "rule", "stride", "title", "element", "source", "flow", "target", "likelihood", "impact", "risk", "residual",
               "severity", "status", "controls", "objectives", "why"}


def run(*arguments, **options):
    environment = dict(os.environ, **options.pop("environment", {}))
    return call(CLI, *arguments, env=environment, **options)


def run_ok(*arguments, **options):
    result = run(*arguments, **options)
    assert result.returncode == 0, (arguments, result.returncode, result.stderr.decode()[-2000:])
    return result.stdout


def refused(*arguments, fragments=(), **options):
    result = run(*arguments, **options)
    message = result.stderr.decode()
    assert result.returncode == 2, (arguments, result.returncode, message)
    assert message.count("\n") == 1, ("one message, one line", message)
    for fragment in fragments:
        assert fragment in message, (fragment, message)
    return message


def example(name):
    return os.path.join(EXAMPLES, name + ".redan")


def test_info_has_exactly_the_documented_keys():
    counts = json.loads(run_ok("info", "--json", example("webshop")))
    assert list(counts) == INFO_KEYS, counts
    assert counts["flows"] == 14 and counts["boundaries"] == 6 and counts["actors"] + counts["processes"] + counts["stores"] == 12


def test_info_names_external_entities():
    text = run_ok("info", example("webshop")).decode()
    assert "      4  external entities (actors and external systems)\n" in text and " externals" not in text, text


def test_cvss_scores_arguments_and_lines():
    good = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:P"
    assert run_ok("cvss", good) == (good + "\t10.0\t9.4\t9.4\tCritical\n").encode()
    lines = (good + "\r\n\n  " + good).encode()
    assert run_ok("cvss", "-", input=lines) == run_ok("cvss", good) * 2
    result = run("cvss", "--json", "-", input=b"nonsense\n" + lines + b"\nA\0B\n" + b"x" * 9000)
    assert result.returncode == 2 and result.stderr.startswith(b"redan-cli: line 1: nonsense: character 1: ")
    vectors = json.loads(result.stdout)["vectors"]
    assert [v["error"] is None for v in vectors] == [False, True, True, False], vectors
    assert vectors[1]["threat"] == {"score": 9.4, "severity": "critical"} and vectors[0]["base"] is None
    refused("cvss", "CVSS:3.1/AV:N", fragments=["character 14"])


def change_webshop(name):
    """Webshop with a rename, another value and a box drawn elsewhere."""
    with open(example("webshop"), encoding="utf-8") as source:
        text = source.read()
    for old, new in (("<name>Web application</name>", "<name>Web app</name>"), ("<authn>password</authn>", "<authn>none</authn>"), ("<x>2176</x>", "<x>2184</x>")):
        assert old in text, old
        text = text.replace(old, new, 1)
    return scratch(name, text)


def test_diff_tells_rename_change_and_move():
    changed = change_webshop("changed.redan")
    result = run("diff", "--json", *AS_OF, example("webshop"), changed)
    assert result.returncode == 1, result.stderr
    found = json.loads(result.stdout)
    assert [found[key] for key in ("added", "removed", "changed", "moved")] == [0, 0, 2, 1], found
    by_kind = {(c["change"], c["renamed"]): c for c in found["changes"]}
    assert by_kind[("changed", True)]["name"] == "Web app" and by_kind[("changed", True)]["fields"][0]["before"] == "Web application"
    assert by_kind[("moved", False)]["fields"][0]["field"] == "place"
    threats = [{t["id"]: t["residual"] for t in json.loads(run_ok("threats", "--json", *AS_OF, path))["threats"]} for path in (example("webshop"), changed)]
    assert {t["id"] for t in found["threats"]["opened"]} == threats[1].keys() - threats[0].keys()
    assert {t["id"] for t in found["threats"]["closed"]} == threats[0].keys() - threats[1].keys() != set()
    assert {t["id"] for t in found["threats"]["rescored"]} == {i for i in threats[0].keys() & threats[1].keys() if threats[0][i] != threats[1][i]}
    text = run("diff", *AS_OF, example("webshop"), changed).stdout.decode()
    assert "Web application renamed to Web app" in text and "Authentication: Password → Not at all" in text and "Residual risk: " in text, text
    back = json.loads(run("diff", "--json", "--model", changed, example("webshop")).stdout)
    assert "threats" not in back and back["changed"] == 2, back


def test_merge_of_files():
    base = example("webshop")
    ours = change_webshop("ours.redan")
    with open(base, encoding="utf-8") as source:
        theirs = scratch("theirs.redan", source.read().replace("<name>Web application</name>", "<name>Shop</name>", 1))
    merged = run("merge", base, ours, theirs)
    assert merged.returncode == 1 and b"conflict: a merge left two values of name" in merged.stderr, merged.stderr
    out = scratch("merged.redan")
    found = json.loads(run("merge", "--json", base, ours, theirs, out).stdout)
    assert [(c["field"], c["base"], c["ours"], c["theirs"]) for c in found["conflicts"]] == [("name", "Web application", "Web app", "Shop")] and not found["notices"]
    with open(out, "rb") as written:
        assert written.read() == merged.stdout
    assert "unresolved-conflict" in run("lint", out).stdout.decode()
    assert all(line.startswith(f"redan-cli: {out}: ") for line in run("merge", base, ours, theirs, out).stderr.decode().splitlines())
    conflict = found["conflicts"][0]
    for side, name in (("ours", "Web app"), ("theirs", "Shop"), ("base", "Web application")):
        for named in ([], [conflict["id"]], [conflict["object"]]):
            resolved = run_ok("resolve", "--take", side, "-o", "-", out, *named).decode()
            assert f"<name>{name}</name>" in resolved and "<conflict" not in resolved, (side, named)
    refused("resolve", out, fragments=["--take"])
    refused("resolve", "--take=ours", out, "4xqxyamqn8p3xjpv", fragments=["4xqxyamqn8p3xjpv", "lint"])
    run_ok("resolve", "--take=theirs", out)
    assert "unresolved-conflict" not in run("lint", out).stdout.decode()
    with open(ours, "rb") as left:
        assert run_ok("merge", base, ours, base) == left.read()
    refused("merge", base, ours, fragments=["--index FILE"])
    refused("merge", "--json", base, ours, theirs, fragments=["--json"])
    refused("merge", base, ours, "/nonexistent.redan", fragments=["nonexistent"])
    refused("merge", "--index", base, fragments=["no unfinished merge"])


def test_diff_of_equal_models_is_empty():
    assert json.loads(run_ok("diff", "--json", *AS_OF, example("webshop"), example("webshop")))["changes"] == []
    both = json.loads(run("diff", "--json", *AS_OF, example("webshop"), example("webshop-fixed")).stdout)
    states = [{o["id"]: o["state"] for o in json.loads(run_ok("objectives", "--json", *AS_OF, example(name)))["objectives"]} for name in ("webshop", "webshop-fixed")]
    moved = {o["id"]: (o["state_before"], o["state_after"]) for o in both["objectives"] if o["state_before"] != o["state_after"]}
    assert moved == {i: (states[0][i], states[1][i]) for i in states[0] if states[0][i] != states[1][i]} != {}, moved
    refused("diff", example("webshop"), "/nonexistent.redan", fragments=["nonexistent"])
    refused("diff", "--paths", "--model", example("webshop"), example("webshop"))


def test_diff_of_paths_tells_each_heading_once():
    text = run("diff", "--paths", *AS_OF, example("webshop"), example("webshop-fixed")).stdout.decode()
    changed = text.split("\n\n")[1:]
    assert "Opened is an attack that" in text and len(changed) > 3
    for asset in changed:
        assert asset.count(" opened, the likeliest first:\n") <= 1 and asset.count(" closed, the likeliest first:\n") <= 1, asset
        odds = [[float(o) for o in re.findall(r"^  \d+\. .*: odds ([\d.]+) %", part, re.M)] for part in asset.split(" closed, the likeliest first:\n")]
        assert all(part == sorted(part, reverse=True) for part in odds), odds


def test_threats_json_is_ranked_and_complete():
    for name, expected in (("webshop", 127), ("serverless", 156), ("retailer", 483)):
        threats = json.loads(run_ok("threats", "--json", *AS_OF, example(name)))["threats"]
        assert len(threats) == expected, (name, len(threats))
        residuals = [t["residual"] for t in threats]
        assert residuals == sorted(residuals, reverse=True)
        assert len({t["id"] for t in threats}) == len(threats)
        for threat in threats:
            assert THREAT_KEYS <= set(threat), set(threat)
            assert 0 <= threat["residual"] <= threat["risk"] <= 100
            assert threat["why"]["reasons"], threat["id"]


def test_explain_says_since_when_a_service_does_so():
    path = scratch("bucket.redan")
    with open(path, "w") as model:
        model.write("""<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <meta>
  <name>Bucket</name>
 </meta>
 <element id="3m7g1a0exmfh5b5a" kind="store">
  <name>Bucket</name>
  <aws_service>s3</aws_service>
  <data_class>restricted</data_class>
 </element>
</threat-model>
""")
    threats = json.loads(run_ok("threats", "--json", *AS_OF, path))["threats"]
    found = next(t for t in threats if t["rule"] == "TR-I-07")
    assert found["confirmed"], found
    reason = next(r for r in found["why"]["reasons"] if r["attribute"] == "enc_rest")
    assert reason["from"] == "default" and reason["default"]["id"] == "SD-S3-ENCRYPTION" and reason["default"]["since"] == "2023-01-05", reason
    assert "default since 2023-01-05: Amazon S3 encrypts" in run_ok("explain", *AS_OF, path, found["id"]).decode()
    before = json.loads(run_ok("threats", "--json", "--as-of", "2023-01-04", path))["threats"]
    assert not any("default" in r for t in before for r in t["why"]["reasons"] if r["attribute"] == "enc_rest")


def test_the_headline_is_the_worst_path_to_each_valued_asset():
    result = json.loads(run_ok("threats", "--json", "--severity", "critical", *AS_OF, example("retailer")))
    bands = result["headline"]["bands"]
    every = json.loads(run_ok("threats", "--json", *AS_OF, example("retailer")))
    assert bands == {word: sum(t["severity"] == word for t in every["threats"]) for word in ("critical", "high", "medium", "low", "info")}
    assets = result["headline"]["assets"]
    assert every["headline"] == result["headline"] and assets[0]["title"] == "Customers and orders in Warehouse cluster", assets
    assert assets[0]["path"] == ["the internet", "Warehouse cluster"] and assets[0]["layers"] == 0
    exposures = [a["exposure"] for a in assets]
    assert exposures == sorted(exposures, reverse=True) and len({a["asset"] for a in assets}) == len(assets)
    text = run_ok("threats", *AS_OF, example("retailer")).decode()
    for asset in assets:
        assert f"  {asset['title']}: " in text and (not asset["path"] or " → ".join(asset["path"]) in text), asset
    out = scratch("headline.pdf")
    run_ok("report", *AS_OF, example("retailer"), out)
    words = pdf_text(out).replace(" ", "")
    assert words.index("Worstpathtoeachvaluedasset") < words.index("Lookatthesefirst") and "CustomersandordersinWarehousecluster" in words


def test_first_cards_are_a_choice_of_the_list():
    threats = {t["id"]: t for t in json.loads(run_ok("threats", "--json", *AS_OF, example("retailer")))["threats"]}
    cards = json.loads(run_ok("threats", "--first", "--json", *AS_OF, example("retailer")))
    shown = [card["threats"][0] for card in cards["cards"]]
    assert len(shown) == len(set(shown)) == 10 and cards["hidden"] == len(threats) - 10, cards
    assert cards["hidden_unconfirmed"] + sum(not c["confirmed"] for c in cards["cards"]) == sum(not t["confirmed"] for t in threats.values())
    for card in cards["cards"]:
        assert len(card["threats"]) == len(set(card["threats"])) and set(card["threats"]) <= set(threats)
        assert [card[key] for key in ("title", "residual", "confirmed")] == [threats[card["threats"][0]][key] for key in ("title", "residual", "confirmed")]
    text = run_ok("threats", "--first", *AS_OF, example("retailer")).decode()
    assert re.findall(r"\[(TR-\S+)\]", text) == shown and f"Folded away: {cards['hidden']}," in text
    assert len(json.loads(run_ok("threats", "--first", "--json", "-n", "2000000000", *AS_OF, example("retailer")))["cards"]) <= cards["causes"]
    for other in ("--csv", "--all", "--severity=high", "--rules=redan"):
        refused("threats", "--first", other, example("webshop"), fragments=["--first"])


def test_rules_are_listed_and_explained():
    rules = json.loads(run_ok("rules", "list", "--json"))["rules"]
    assert [r for r in rules if r["pack"] == "linddun"] == [r for r in rules if r["optional"]]
    assert json.loads(run_ok("rules", "list", "--json", "--pack=linddun"))["rules"] == [r for r in rules if r["optional"]]
    listed = run_ok("rules", "list").decode()
    assert all(f"{rule['id']} " in listed and rule["condition"] in listed for rule in rules)
    for rule in sample(rules):
        assert json.loads(run_ok("rules", "explain", "--json", rule["id"]))["rules"] == [rule]
        words = run_ok("rules", "explain", rule["id"]).decode()
        assert all(control in words for control in rule["controls"]) and rule["title"] in words
        in_words = words.split("In words:\n")[1].split("\n\n")[0]
        assert not re.search(r"[()%{}]|==", re.sub(r'"[^"]*"', "", in_words)), in_words
    words = run_ok("rules", "explain", "TR-T-02").decode()
    assert '    for some flow into the source:\n      "Administrative traffic" of the flow is not "Yes"\n' in words, words
    assert "    untrusted callers reach the source\n" in words, words
    table = run_ok("rules", "list", "--coverage").decode()
    assert table.endswith("holes, marked with !: 0\n")
    found = json.loads(run_ok("rules", "list", "--coverage", "--json"))
    rows = {(row["kind"], row["source"], row["target"]): row for row in found["coverage"]}
    assert len(rows) == 24 and found["holes"] == 0 and all(row["holes"] == [] for row in rows.values()), found
    assert found["graph_rules"] >= 10 and min(rows[None, None, None]["rules"].values()) >= 12, found
    assert min(rows["process", None, None]["rules"].values()) > 0 and min(rows["flow", "process", "store"]["rules"].values()) > 0
    counts = re.search("^process > store +(.*)$", table, re.M).group(1).split()
    assert [int(n) for n in counts] == [rows["flow", "process", "store"]["rules"][letter] for letter in "STRIDE"], table
    for wrong in (["explain"], ["explain", "TR-X-99"], ["list", "TR-S-01"], ["nonsense"], ["lint", "--pack=nix"], ["lint", "--coverage"],
                  ["explain", "TR-S-01", "--pack=redan"], ["list", "--coverage", "--pack=redan"]):
        refused("rules", *wrong)


def test_rules_lint_points_at_what_is_wrong():
    assert run_ok("rules", "lint") == b""
    directory = scratch("rule-packs")
    os.mkdir(directory)
    path = os.path.join(directory, "acme.xml")

    def check(fixtures):
        with open(path, "w", encoding="utf-8") as out:
            out.write('<rules pack="acme" version="1" method="STRIDE" logic="three-valued">\n'
                      '<rule id="AC-1" category="Tampering" applies="process" unknown="ask" likelihood="3" impact="4" axes="I" effect="tamper">\n'
                      "<title>Lasers</title>\n<condition>e.tech == vm and (e.patching == manual or e.mgmt == customer)</condition>\n<controls>C-CFG-08</controls>\n"
                      + "".join(f'<fixture fires="{fires}">{text}</fixture>\n' for fires, text in fixtures) + "</rule>\n</rules>\n")
        result = run("rules", "lint", "--data", directory, "--pack", "acme")
        assert result.stderr == b"" and result.returncode == (1 if result.stdout else 0), result
        findings = json.loads(run("rules", "lint", "--json", "--data", directory, "--pack", "acme").stdout)["findings"]
        assert len(findings) == result.stdout.count(b"\n") and all(f["path"] == path for f in findings)
        return [(f["line"], f["column"], f["message"]) for f in findings]

    good = [("yes", "e.tech=vm e.patching=manual e.mgmt=provider"), ("no", "e.tech=human e.patching=manual e.mgmt=customer"),
            ("yes", "e.tech=vm e.patching=none e.mgmt=customer")]
    assert check(good) == []
    (line, column, message), = check(good[:2])
    assert (line, column) == (4, 43) and '"e.mgmt == customer" is negated' in message, message
    for broken in ("e.tech=nonsense", "e.tech", "e.nonsense=yes", "zz.tech=vm", "zz.kind=store", "e.btype=vpc", "e.kind=nonsense", "around=nonsense", "(e)=yes", "reach(e=1",
                   "reach(f)=yes", "workloads(dst)=1", "crosses(dst)=yes", ")=yes(e,y", "prog.nonsense=yes"):
        (line, column, message), = check(good + [("yes", broken)])
        assert (line, column) == (9, 0) and f'fixture of AC-1: "{broken}' in message, message


def test_csv_has_a_row_for_each_threat_and_no_formula():
    rows = run_ok("threats", "--csv", *AS_OF, example("webshop")).decode().split("\r\n")
    assert len(rows) == 127 + 2 and rows[-1] == ""
    assert not [r for r in rows if re.search(r',"[=+@-]', r)]


def test_explain_recomputes_to_the_shown_score():
    threats = json.loads(run_ok("threats", "--json", *AS_OF, example("serverless")))["threats"]
    for threat in threats[:12] + threats[60:64]:
        detail = json.loads(run_ok("explain", "--json", *AS_OF, example("serverless"), threat["id"]))
        score = detail["score"]
        hazard = score["base_hazard"] * score["confirmation"] * score["exposure_factor"]
        assert math.isclose(hazard, score["hazard"], abs_tol=1e-5)
        impact = 1 - (1 - score["base_impact"]) ** (1 + score["blast"])
        residual = 100 * (1 - math.exp(-hazard * score["likelihood_reduction"])) * impact * score["impact_reduction"]
        assert abs(residual - score["residual"]) < 0.01 and abs(score["residual"] - threat["residual"]) <= 0.0501


def test_explain_tells_rule_reason_and_arithmetic():
    threat = json.loads(run_ok("threats", "--json", *AS_OF, example("webshop")))["threats"][0]
    text = run_ok("explain", *AS_OF, example("webshop"), threat["id"]).decode()
    for fragment in (threat["rule"], threat["title"], "exp (-", "Controls:"):
        assert fragment in text, (fragment, text)
    refused("explain", example("webshop"), "TR-S-01@nonsense", fragments=["TR-S-01@nonsense", "redan-cli threats"])


def test_questions_are_ranked_and_come_true():
    path = example("webshop")
    found = json.loads(run_ok("questions", "--json", "-n", "12", *AS_OF, path))
    assert len(found["questions"]) == 12 and found["open"] == found["exact"] > 12
    spreads = [q["spread"] for q in found["questions"]]
    assert spreads == sorted(spreads, reverse=True) and spreads[0] > 0
    every = json.loads(run_ok("questions", "--json", "--all", *AS_OF, path))
    assert every["open"] == len(every["questions"]) > found["open"]
    groups = json.loads(run_ok("questions", "--json", "--group", "-n", "100", *AS_OF, path))["groups"]
    assert sum(g["objects"] for g in groups) == found["open"] and all(g["question"].endswith("?") for g in groups)
    question = next(q for q in found["questions"] if q["object"] and q["attribute"] == "resource_policy")
    with open(path, encoding="utf-8") as source:
        text = source.read()
    for answer in question["answers"]:
        changed = scratch("answered.redan")
        start = text.index(f'<element id="{question["object"]}"')
        end = text.index("</element>", start)
        with open(changed, "w", encoding="utf-8") as out:
            out.write(text[:end] + f"<{question['attribute']}>{answer['value']}</{question['attribute']}>" + text[end:])
        run_ok("fmt", changed)
        residual = json.loads(run_ok("plan", "--json", "-n", "1", *AS_OF, changed))["residual"]
        assert abs(residual - found["residual"] - answer["change"]) < 0.11, answer
    assert b"~" not in run_ok("questions", *AS_OF, path)
    refused("questions", "-n", "0", path, fragments=["--all"])


def test_plan_lowers_the_residual_and_names_objectives():
    plan = json.loads(run_ok("plan", "--json", "--time", "0", "-n", "4", *AS_OF, example("webshop")))
    assert len(plan["plan"]) == 4 and not plan["out_of_time"]
    remaining = plan["residual"]
    for row in plan["plan"]:
        assert row["reduction"] > 0 and abs(remaining - row["reduction"] - row["remaining"]) < 0.2
        assert [o for o in row["objectives"] if o.startswith("SEC01-BP0")], row
        remaining = row["remaining"]
    budgeted = json.loads(run_ok("plan", "--json", "--time", "0", "--budget", "3", *AS_OF, example("webshop")))
    assert sum(r["effort"] for r in budgeted["plan"]) <= 3
    assert b"C-DAT-01" in run_ok("plan", *AS_OF, example("webshop"))


def test_plan_spends_a_budget_against_attacks():
    plan = json.loads(run_ok("plan", "--json", "--time", "0", "--budget", "5", *AS_OF, example("webshop")))["attacks"]
    assert plan["optimal"] and plan["gap"] == 0 and not plan["out_of_time"] and plan["method"] == "samples"
    chosen = [row for row in plan["plan"] if row["within_budget"]]
    assert chosen and abs(sum(row["effort"] for row in chosen) - plan["effort"]) < 0.06 and plan["effort"] <= 5
    assert abs(plan["loss_before"] - sum(row["gain"] for row in chosen) - plan["loss_after"]) < 1e-5
    assert plan["least"] <= plan["at_least"] <= plan["loss_after"] < plan["loss_before"]
    assert plan["hardening"]["controls"] and plan["hardening"]["at_least"] <= plan["hardening"]["effort"]
    assert b"optimal, proven" in run_ok("plan", "--time", "0", "--budget", "5", "--profile", "outsider", *AS_OF, example("webshop"))
    refused("plan", "--profile", "outsider", example("webshop"), fragments=["--budget"])
    refused("plan", "--budget", "5", "--profile", "nobody", example("webshop"))


def test_paths_answer_for_the_whole_model():
    path = example("serverless")
    found = json.loads(run_ok("paths", "--json", "--what", "zones,key,sensors,single,decay", *AS_OF, path))
    assert {word: found[word]["method"] for word in found} == {"zones": "exact", "key": "exact", "sensors": "greedy", "single": "exact", "decay": "samples"}
    assert all(len(zone) > 1 for zone in found["zones"]["rows"]) and found["key"]["rows"] and found["single"]["rows"]
    seen = [row["seen"] for row in found["sensors"]["rows"]]
    assert seen == sorted(seen) and 0 < seen[0] <= seen[-1] <= 1
    for row in found["decay"]["rows"]:
        assert row["chances"] == sorted(row["chances"]) and row["chances"][-1] > 0, row
    assert b"exact" in run_ok("paths", "--what", "zones", *AS_OF, path)
    refused("paths", "--what", "zones,nonsense", path, fragments=["nonsense"])


def test_paths_tell_reach_blast_time_and_crossings():
    path = example("serverless")
    words = ("reach", "blast", "exposure", "time", "crossings")
    found = json.loads(run_ok("paths", "--json", "--what", ",".join(words), *AS_OF, path))
    assert {word: found[word]["method"] for word in found} == {"reach": "exact", "blast": "exact", "exposure": "exact", "time": "samples", "crossings": "exact"}
    reach = {row["attacker"]: row for row in found["reach"]["rows"]}
    assert reach["outsider"]["assets"] > 0 and reach["outsider"]["elements"] >= reach["opportunist"]["elements"], reach
    blast = [row["elements"] + row["assets"] for row in found["blast"]["rows"]]
    assert blast == sorted(blast, reverse=True) and blast[0] > 0
    chances = {asset["name"]: asset["chances"] for asset in json.loads(run_ok("paths", "--json", *AS_OF, path))["assets"]}
    for row in found["time"]["rows"]:
        days = [row[key] if row[key] is not None else float("inf") for key in ("days_5", "days_50", "days_95")]
        assert days == sorted(days) and 0 <= row["in_30_days"] <= 1 - row["never"] + 1e-9, row
        # within a year it falls at most as often as when all its threats may come at any time of the year
        within = max(chance["high"] for chance in chances[row["name"]] if chance["goal"] == row["goal"])
        assert row["in_30_days"] <= within + 0.05, (row, within)
    assert all(0 < row["elements"] <= 35 for row in found["exposure"]["rows"]) and len(found["exposure"]["rows"]) == len(found["time"]["rows"])
    assert all(row["crossings"] < 10 for row in found["crossings"]["rows"]) and found["crossings"]["rows"]
    text = run_ok("paths", "--what", ",".join(words), *AS_OF, path).decode()
    assert "never" in text and "of 8 assets" in text, text


def test_paths_to_an_asset_tell_the_same_as_json():
    path = example("retailer")
    asset = json.loads(run_ok("paths", "--json", "--to", "Card data", *AS_OF, path))["assets"][0]
    text = run_ok("paths", "--to", "Card data", *AS_OF, path).decode()
    assert asset["attackers"] and asset["hardening"]["controls"] and asset["hardening"]["at_least"] <= asset["hardening"]["effort"], asset
    assert all(control in text for control in asset["hardening"]["controls"])
    assert all(choke["title"] in text for choke in asset["choke_points"])
    assert "choke_points" not in json.loads(run_ok("paths", "--json", *AS_OF, path))["assets"][0]


def test_paths_format_is_that_of_the_output():
    path = example("webshop")
    assert run_ok("paths", "--format", "json", *AS_OF, path) == run_ok("paths", "--json", *AS_OF, path)
    assert run_ok("paths", "--format", "text", *AS_OF, path) == run_ok("paths", *AS_OF, path)
    model = scratch("model.json", {"otmVersion": "0.2.0", "project": {"name": "P", "id": "p"}})
    assert run_ok("paths", "--input-format", "otm", *AS_OF, model) == run_ok("paths", "--format", "otm", *AS_OF, model)
    refused("paths", "--format", "csv", path, fragments=["csv", "text or json", "--input-format"])
    refused("paths", "--format", "text", "--json", path, fragments=["--json"])
    refused("paths", "--input-format", "nonsense", model, fragments=["nonsense"])


def test_paths_go_to_every_name_that_they_print():
    for name in ("webshop", "serverless"):
        for asset in json.loads(run_ok("paths", "--json", "-k", "1", *AS_OF, example(name)))["assets"]:
            heading = f"{asset['name']} ({asset['class'] or 'not classified'})"
            for called in (asset["name"], heading):
                found = run_ok("paths", "-k", "1", "--to", called, *AS_OF, example(name)).decode()
                assert f"\n{heading}\n" in found, called
    assert json.loads(run_ok("paths", "--json", "--to", "Order event bus", *AS_OF, example("serverless")))["assets"][0]["asset_implied"]
    refused("paths", "--to", "Data in Nowhere", example("serverless"), fragments=["Data in Nowhere"])


def test_what_if_says_what_was_before_and_recommends_something_else():
    path, asked = example("webshop"), ["--to", "Order events", *AS_OF]
    now = json.loads(run_ok("paths", "--json", *asked, path))
    assert "what_if" not in now and "before" not in now["assets"][0]
    chosen = now["assets"][0]["hardening"]["controls"]
    for control in chosen[:2]:
        what_if = json.loads(run_ok("paths", "--json", "--with", control, *asked, path))
        asset, before = what_if["assets"][0], what_if["assets"][0]["before"]
        assert what_if["what_if"] == {"with": [control], "without": [], "method_before": now["method"]}
        assert (before["chances"], before["depth"], before["odds"]) == (now["assets"][0]["chances"], now["assets"][0]["depth"], max(p["odds"] for p in now["assets"][0]["paths"]))
        assert sorted(asset["hardening"]["controls"]) == sorted(set(chosen) - {control}), (control, asset["hardening"])
        assert asset["hardening"]["effort"] < now["assets"][0]["hardening"]["effort"]
    every = [word for control in chosen for word in ("--with", control)]
    text = run_ok("paths", *every, *asked, path).decode()
    assert "it closes 1 and opens 0" in text and "depth 0, now 1: closed" in text and "no open path:" not in text, text
    assert "it closes 0 and opens 0" in run_ok("paths", "--without", chosen[0], *asked, path).decode()
    refused("paths", "--with", chosen[0], "--without", chosen[0], path, fragments=[chosen[0], "--without"])
    refused("paths", "--with", "C-XXX-01", path, fragments=["C-XXX-01", "redan-cli plan"])
    taken = json.loads(run_ok("paths", "--json", "--without", chosen[0], *asked, path))["assets"][0]["hardening"]
    assert chosen[0] not in taken["controls"], taken


def test_controls_and_assets_are_taken_by_name_and_slips_are_named():
    path, asked = example("webshop"), ["--to", "order EVENTS", *AS_OF]
    by_id = run_ok("paths", "--json", "--with", "C-NET-04", "--without", "C-LOG-01", "--to", "Order events", *AS_OF, path)
    assert by_id == run_ok("paths", "--json", "--with", "web application FIREWALL", "--without", "c-log-01", *asked, path)
    refused("paths", "--with", "web aplication firewal", path, fragments=['is no control of the catalogue; did you mean "Web application firewall"?'])
    refused("paths", "--with", "C-NET-04", "--without", "Web application firewall", path, fragments=["C-NET-04 cannot stand everywhere and nowhere"])
    refused("paths", "--to", "Ordr events", path, fragments=['; did you mean "Order events"?'])
    refused("paths", "--from", "web aplication", path, fragments=['; did you mean "Web application"?'])
    assert run_ok("paths", "--from", "web APPLICATION", path) == run_ok("paths", "--from", "Web application", path)


def test_an_unknown_command_or_format_names_what_was_meant():
    refused("imprt", fragments=['there is no command "imprt"; did you mean "import"?'])
    refused("Status", fragments=['did you mean "status"?'])
    assert "did you mean" not in refused("frobnicate", fragments=["--help lists them"])
    refused(b"\xffimport", fragments=["--help"])
    refused("info", "--from", "Terraform-pln", example("webshop"), fragments=['no importer is called "Terraform-pln"; did you mean "terraform-plan"?'])
    refused("info", "--from", "nothing-near", example("webshop"), fragments=["; there are redan, ", "threat-dragon-2", "otm"])


def test_efforts_have_one_form():
    path = example("webshop")
    rows = json.loads(run_ok("plan", "--json", "--time", "0", *AS_OF, path))["plan"]
    text = run_ok("plan", "--time", "0", *AS_OF, path).decode()
    for row in rows:
        line = next(line for line in text.splitlines() if f" {row['control']} " in line)
        assert re.search(rf" {row['effort']:.1f} +{row['reduction']:.1f} ", line), (row, line)
    table = list(csv.DictReader(run_ok("plan", "--format", "csv", "--time", "0", *AS_OF, path).decode().splitlines()))
    assert [line["effort"] for line in table][:len(rows)] == [f"{row['effort']:.1f}" for row in rows]
    for command in (["paths", "--to", "Order events"], ["plan", "--budget", "20", "--time", "0"]):
        efforts = re.findall(r"\(([\d.]+) effort points", run_ok(*command, *AS_OF, path).decode())
        assert efforts and all(re.fullmatch(r"\d+\.\d", effort) for effort in efforts), (command, efforts)


GRAPH = {"name": "two ways", "nodes": [{"id": 1, "type": "LEAF", "label": "phone\u202e call", "p": 0.5, "cost": 2}, {"id": 2, "type": "LEAF", "label": "web", "class": "http"},
                                       {"id": 3, "type": "AND", "label": "exploit", "p": 0.25, "class": "code"}, {"id": 4, "type": "OR", "label": "shell"}],
         "edges": [[2, 3], [3, 4], [1, 4]], "goal": 4}


def test_graph_as_text_tells_what_the_json_has_by_labels():
    graph = scratch("graph.json", GRAPH)
    whole = json.loads(run_ok("graph", graph))
    assert json.loads(run_ok("graph", "--format", "json", graph)) == json.loads(run_ok("graph", "--json", graph)) == whole
    assert "plan" not in whole and "plan" in json.loads(run_ok("graph", "--money", "1", graph))
    text = run_ok("graph", "--format", "text", graph).decode()
    for line in ("two ways (and-or): 4 nodes, 3 edges", "Goal: shell [4]", "      way: phone\ufffd call [1] > shell [4]", "Layers: fewest classes that an attack has to break: 0",
                 "Choke points: without one of these the goal cannot be reached (0): none", "  web [2]: 100 %", "  take away (2): phone\ufffd call [1], web [2]"):
        assert line in text.splitlines(), (line, text)
    chances = [line for line in text.splitlines() if re.fullmatch(r"  \S.*: \d+ %", line) and "[" in line]
    assert chances == sorted(chances, key=lambda line: -int(line.split()[-2])) and len(chances) == 4, chances
    plain = scratch("plain.json", {"n": 40, "source": 0, "target": 39, "edges": [[i, i + 1, 1] for i in range(39)]})
    text = run_ok("graph", "--format", "text", plain).decode()
    assert "Choke points: on every way to the target (38): 1, 2," in text and ", 20 and 18 more" in text and "\n  and 20 more\n" in text, text
    for bad in (["--format", "csv"], ["--json", "--format", "text"], ["--what", "plan"],
                ["--money", "-5"], ["--money", "nan"], ["--money", "much"], ["--money", ""], ["--money", "1x"]):
        refused("graph", *bad, graph, fragments=[bad[-1].strip("-"), bad[-2] if bad[-2] == "--money" else ""])
    pair = scratch("pair.json", {"n": 2, "source": 0, "target": 1, "edges": [[0, 1, 1]]})
    assert "(plain): 2 nodes, 1 edge\n" in run_ok("graph", "--format", "text", pair).decode()


def test_graph_has_words_for_every_answer():
    every = run("graph", "--what", "nonsense", "x").stderr.decode().split("choose from ")[1].strip().split(", ")
    graphs = [scratch("graph.json", GRAPH), scratch("plain.json", {"n": 3, "source": 0, "target": 2, "edges": [[0, 1, 1], [1, 2, 2]]}),
              scratch("rates.json", {"n": 3, "source": 0, "target": 2, "edges_rate": [[0, 1, 1.0], [1, 2, 2.0]]})]
    told = set()
    for graph in graphs:
        for key in every:
            options = ["--what", key, "--money", "1", "--format"]
            if key == "difference":
                options = ["--against", graph, *options]
            if run("graph", *options, "json", graph).returncode == 0:
                text = run_ok("graph", *options, "text", graph).decode()
                assert not re.search(r"^ *[a-z0-9]+_[a-z0-9_]+[: ]", text, re.M), text
                told.add(key)
    assert set(every) - told == {"viable", "n_viable", "necessary", "n_necessary"}, set(every) - told


def test_a_terminal_gets_the_graph_as_text():
    graph = scratch("graph.json", GRAPH)
    far, near = os.openpty()
    with subprocess.Popen([CLI, "graph", "--what", "k", graph], stdout=near) as process:
        os.close(near)
        said = b""
        try:
            while data := os.read(far, 4096):
                said += data
        except OSError:  # the other end is closed
            pass
        os.close(far)
    assert process.returncode == 0 and said.startswith(b"two ways (and-or)"), said


def test_plan_proposes_changes_and_leaves_them_to_people():
    path, out = example("serverless"), scratch("planned.redan")
    plan = json.loads(run_ok("plan", "--json", "--time", "0", *AS_OF, path))
    changes = {(c["kind"], c["name"]): c for c in plan["changes"]}
    assert list(changes)[0] == ("remove", "Experiment host") and len(changes[("mask", "Copy of orders")]["assets"]) == 1, changes
    assert all(c["reduction"] > 0 and abs(c["reduction"] / c["effort"] - c["per_effort"]) < 1 for c in plan["changes"])
    text = run_ok("plan", "--time", "0", *AS_OF, path).decode()
    assert "Remove Experiment host" in text and "2 flows go with it" in text and "no real data there any more: Orders" in text
    run_ok("plan", "--time", "0", "--apply", "12", *AS_OF, path, out)
    assert json.loads(run_ok("info", "--json", out))["flows"] == json.loads(run_ok("info", "--json", path))["flows"]


def test_objectives_lists_all_83():
    result = json.loads(run_ok("objectives", "--json", *AS_OF, example("serverless")))
    assert len(result["objectives"]) == 83 and sum(len(o["criteria"]) for o in result["objectives"]) == 137
    assert result["as_of"] == "2025-02-01" and (result["maturity"]["floor"], result["maturity"]["ceiling"]) == (0, 0)
    assert {"ML1-2.1", "ML1-3.1"} == {m["criterion"] for m in result["maturity"]["missing"] if m["level"] == 1}
    states = {o["id"]: o["state"] for o in result["objectives"]}
    assert states["BP02"] == "not-met" and states["BP01"] == "partial"
    assert set(states.values()) <= {"met", "partial", "not-met", "not-applicable", "unknown"}


VIEWS = ["matrix", "roadmap", "duties", "traceability", "accounts", "depth", "services", "review"]


def test_objectives_have_views_scope_and_gate():
    path = example("retailer")
    result = json.loads(run_ok("objectives", "--json", *AS_OF, path))
    assert set(VIEWS) <= set(result) and len(result["matrix"]) == 15 and len(result["roadmap"]) == 4
    criteria = {c["id"]: c for o in result["objectives"] for c in o["criteria"]}
    for criterion in criteria.values():
        # a reason for each state: what fails, what to ask, or a sentence
        if criterion["value"] == "unknown":
            assert criterion["questions"] or criterion["note"], criterion
        assert criterion["about"] in ("workload", "organization") and criterion["threshold"] in ("none", "aws", "ours")
    gaps = sum(d["state"] == "gap" for row in result["duties"]["elements"] for d in row["duties"])
    assert gaps == result["duties"]["gaps"] and criteria["PR-SRM.2"]["note"].startswith(str(gaps))
    assert len(result["single_reliance"]) == int(criteria["PR-DID.3"]["note"].split()[0])
    assert sum(s["open"] for s in result["services"]) == int(criteria["BP08.2"]["note"].split()[0])
    blast = {a["id"]: a["blast"] for a in result["accounts"]}
    assert abs(max(blast.values()) - 0.567) < 0.01 and max(a["root_exposure"] for a in result["accounts"]) == 0.42
    for account in result["accounts"]:
        assert not account["root_paths"] or account["root_paths"][0]["chance"] == account["root_exposure"]
        assert all(step["share"] <= account["blast"] + 0.001 for step in account["first_steps"])
    for view in ["states", "maturity", *VIEWS, "all"]:
        text = run_ok("objectives", "--view", view, *AS_OF, path).decode()
        assert "Scope: the whole model, as of 2025-02-01" in text, view
    scoped = json.loads(run_ok("objectives", "--json", "--scope", "purpose=workload", *AS_OF, path))
    assert scoped["scope"] == "purpose=workload" and len(scoped["accounts"]) == 3
    assert b"purpose=workload" in run_ok("objectives", "--json", "--view", "matrix", "-s", "purpose=workload", *AS_OF, path)
    refused("objectives", "--scope", "workload=none", path, fragments=["workload=none", "purpose=workload"])
    refused("objectives", "--view", "nothing", path, fragments=["nothing", "roadmap"])
    refused("objectives", "--fail-on", "BP99<met", path, fragments=["BP99<met"])
    failed = run("objectives", "--fail-on", "BP02<met", *AS_OF, path)
    assert failed.returncode == 1 and b"BP02" in failed.stderr
    assert run("objectives", "--fail-on", "BP02<not-met", "--fail-on", "BP01=met", *AS_OF, path).returncode == 0


def test_assessments_make_a_trend():
    first, second = scratch("assessed.redan"), scratch("assessed-twice.redan")
    run_ok("objectives", "--store", "Before", "--as-of", "2025-01-01", example("webshop"), first)
    run_ok("plan", "--apply", "3", *AS_OF, first, second)
    run_ok("objectives", "--store", "After", *AS_OF, second, second)
    result = json.loads(run_ok("objectives", "--json", *AS_OF, second))
    trend = [c for o in result["objectives"] for c in o["criteria"] if c["id"] in ("PR-CON.1", "PR-CON.2", "BP08.4")]
    assert [c["value"] for c in trend] == ["true"] * 3 and any(c["note"].startswith("-") for c in trend), trend
    refused("objectives", "--store", "X", example("webshop"), fragments=["--store"])


WAIVE = ["--kind", "exception", "--owner", "Ana", "--reason", "The landing zone\ndoes it.", "--expires", "2025-06-30"]


def get_waived(path, criterion, as_of="2025-02-01"):
    result = json.loads(run_ok("objectives", "--json", "--as-of", as_of, path))
    (objective, found), = [(o, c) for o in result["objectives"] for c in o["criteria"] if c["id"] == criterion]
    return objective, found


def test_criteria_are_waived_and_taken_back():
    path, other = scratch("waived.redan"), scratch("waived-too.redan")
    shutil.copy(example("serverless"), path)
    with open(path, "rb") as before:
        old = before.read()
    said = run_ok("objectives", "--waive", "BP02.1", *WAIVE, "--evidence", "TICKET-7", *AS_OF, path).decode()
    assert said.startswith("BP02.1 ") and "waived: exception (Ana, until 2025-06-30)" in said and said.count("\n") == 2, said
    run_ok("fmt", "--check", path)
    for as_of, standing, counts in (("2025-06-30", "counts", 1), ("2025-07-01", "expired", 0)):
        objective, criterion = get_waived(path, "BP02.1", as_of)
        assert (criterion["value"], criterion["waiver"]["standing"], criterion["waiver"]["counts"]) == ("false", standing, counts == 1), criterion
        assert (objective["waived"], objective["lapsed"]) == (counts, 1 - counts), objective
        text = run_ok("objectives", "--as-of", as_of, path).decode()
        assert re.search("\nWaived\n  BP02.1 .*Ana, until 2025-06-30\\): The landing zone.*does it.\n" if counts else
                         "\nWaivers that do not count\n  BP02.1 .*Ana, expired on 2025-06-30", text), text
        assert ("w BP02.1" in text) == bool(counts) and ("- BP02.1" in text) == (not counts)
    changed = json.loads(run_ok("objectives", "--json", "--waive", "BP02.2", *WAIVE[:1], "compensating", *WAIVE[2:], *AS_OF, path, other))
    assert [c["waiver"]["kind"] for o in changed["objectives"] for c in o["criteria"] if c["waiver"]] == ["exception", "compensating-control"]
    run_ok("objectives", "--take-back", "BP02.2", *AS_OF, other, other)
    with open(other, "rb") as one, open(path, "rb") as two:
        assert one.read() == two.read()
    run_ok("objectives", "--take-back", "BP02.1", path)
    with open(path, "rb") as after:
        assert after.read() == old
    assert run("objectives", "--fail-on", "BP02<met", "--waive", "BP02.1", *WAIVE, *AS_OF, path, other).returncode == 1


def test_waivers_are_refused_with_the_cause():
    path = scratch("not-waived.redan")
    shutil.copy(example("webshop"), path)

    def wrong(*arguments, fragments):
        refused("objectives", *AS_OF, *arguments, path, fragments=fragments)

    wrong("--waive", "BP02.99", *WAIVE, fragments=["BP02.99", "no such criterion"])
    wrong("--waive", "BP02", *WAIVE, fragments=["objective", "BP02.1", "BP02.6"])
    wrong("--waive", "BP02.1", fragments=["--kind, --owner, --reason, --expires"])
    wrong("--waive", "BP02.1", *WAIVE[:4], "--reason", "  ", *WAIVE[6:], fragments=["--reason missing or empty"])
    wrong("--waive", "BP02.1", "--kind", "because", *WAIVE[2:], fragments=["because", "inherited"])
    wrong("--waive", "BP02.1", *WAIVE[:6], "--expires", "soon", fragments=["soon", "2026-01-31"])
    wrong("--waive", "BP02.1", *WAIVE[:6], "--expires", "2025-01-31", fragments=["2025-01-31", "2025-02-01"])
    wrong("--waive", "BP02.1", *WAIVE, "--take-back", "BP02.1", fragments=["--take-back"])
    wrong("--waive", "BP02.1", *WAIVE, "--view", "matrix", fragments=["--view"])
    wrong("--take-back", "BP02.1", fragments=["BP02.1", "nobody"])
    wrong("--reason", "Because", fragments=["--reason", "--waive"])
    foreign = corpus("import", "threatdragon-v2", "owasp__v2-threat-model.json")
    refused("objectives", *AS_OF, "--waive", "BP02.1", *WAIVE, foreign, fragments=["changed in place", "OUT.redan"])
    with open(path, "rb") as one, open(example("webshop"), "rb") as two:
        assert one.read() == two.read()


def test_audit_says_the_same_as_csv_and_pdf():
    path, table, paper = scratch("audited.redan"), scratch("audit.csv"), scratch("audit.pdf")
    run_ok("objectives", "--waive", "BP02.1", *WAIVE, *AS_OF, example("serverless"), path)
    for out in (table, paper):
        run_ok("report", "--audit", "--commit", "0123abc", *AS_OF, path, out)
    with open(table, encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    text = re.sub(r"\s", "", pdf_text(paper))
    criteria = {c["id"]: c for o in json.loads(run_ok("objectives", "--json", *AS_OF, path))["objectives"] for c in o["criteria"]}
    assert [row["criterion"] for row in rows] == list(criteria)
    for row in rows:
        criterion = criteria[row["criterion"]]
        assert row["value"] == criterion["value"] and row["method"] == criterion["kind"] and row["provenance"], row
        assert len(row["evidence_hash"]) == 16 and row["evidence_hash"] in text and re.sub(r"\s", "", row["slug"]) in text, row
        assert (row["waived"] == "yes") == (criterion["waiver"] is not None)
    assert "0123abc" in text and "Waiver:Ana,until2025-06-30:" in text
    refused("report", "--audit", path, scratch("audit.svg"), fragments=["--to pdf or --to csv"])


def test_as_of_and_data_are_checked():
    refused("threats", "--as-of", "tomorrow", example("webshop"), fragments=["tomorrow", "2026-01-31"])
    refused("threats", "--data", scratch("nowhere"), example("webshop"), fragments=["nowhere"])


def test_import_is_canonical_repeatable_and_lists_losses():
    source = corpus("import", "threatdragon-v2", "owasp__v2-threat-model.json")
    first, second = scratch("first.redan"), scratch("second.redan")
    run_ok("import", source, first)
    losses = json.loads(run_ok("import", "--json", source, second))["losses"]
    with open(first, "rb") as one, open(second, "rb") as two:
        assert one.read() == two.read()
    assert losses and {"kind", "object", "place", "file", "line", "text"} == set(losses[0])
    run_ok("fmt", "--check", first)
    assert json.loads(run_ok("info", "--json", first)) == json.loads(run_ok("info", "--json", source))
    with open(source, "rb") as piped:
        assert json.loads(run_ok("info", "--json", "-", stdin=piped)) == json.loads(run_ok("info", "--json", source))


def test_fmt_rewrites_and_checks():
    target = scratch("shuffled.redan")
    with open(example("webshop"), encoding="utf-8") as source:
        text = source.read()
    with open(target, "w", encoding="utf-8") as out:
        out.write(text.replace("\n <", "\n    <"))
    result = run("fmt", "--check", target)
    assert result.returncode == 1 and b"fmt" in result.stdout
    run_ok("fmt", target)
    with open(target, encoding="utf-8") as again:
        assert again.read() == text
    run_ok("fmt", "--check", target)


def test_lint_finds_and_refuses():
    target = scratch("broken.redan")
    with open(example("webshop"), encoding="utf-8") as source:
        text = source.read()
    with open(target, "w", encoding="utf-8") as out:
        out.write(text.replace("</threat-model>", " <element id=\"zzzzzzzzzzzzzzzz\" kind=\"rocket\">\n </element>\n</threat-model>"))
    message = refused("lint", target, fragments=["broken.redan:", "rocket"])
    assert re.search(r"broken\.redan:\d+", message)


def pdf_text(path):
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def test_report_pdf_holds_every_title_with_embedded_fonts():
    for name in ("webshop", "serverless"):
        out = scratch(name + ".pdf")
        run_ok("report", *AS_OF, example(name), out)
        text = pdf_text(out).replace(" ", "")
        for threat in json.loads(run_ok("threats", "--json", *AS_OF, example(name)))["threats"]:
            assert threat["title"].replace(" ", "") in text, ("title is not in the PDF", threat["title"])
        fonts = subprocess.run(["pdffonts", out], capture_output=True, check=True).stdout.decode().splitlines()[2:]
        # columns: emb sub uni object ID
        assert fonts and all(re.search(r"\byes\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line) for line in fonts), fonts
        check = subprocess.run(["qpdf", "--check", out], capture_output=True)
        assert check.returncode == 0, check.stdout.decode()[-500:] + check.stderr.decode()[-500:]


def test_reports_of_1_50_and_300_elements():
    generate = os.path.join(os.environ["REDAN_BUILD_ROOT"], "app", "redan-generate")
    for n in sample((300, 50, 1)):
        model, out, picture = scratch(f"g{n}.redan"), scratch(f"g{n}.pdf"), scratch(f"g{n}.svg")
        subprocess.run([generate, str(n), model], check=True)
        run_ok("report", *AS_OF, model, out)
        run_ok("report", *AS_OF, model, picture)
        text = pdf_text(out).replace(" ", "")
        threats = json.loads(run_ok("threats", "--json", *AS_OF, model))["threats"]
        for threat in threats[:200]:
            assert threat["title"].replace(" ", "") in text, (n, threat["title"])
        check = subprocess.run(["qpdf", "--check", out], capture_output=True)
        assert check.returncode == 0, check.stdout.decode()[-500:] + check.stderr.decode()[-500:]
        groups = [node.get("id") for node in tree.parse(picture).getroot().iter("{http://www.w3.org/2000/svg}g")]
        assert sum(1 for group in groups if group) >= n


def test_report_is_the_same_bytes_each_time():
    first, second = scratch("one.pdf"), scratch("two.pdf")
    run_ok("report", *AS_OF, example("webshop"), first)
    run_ok("report", *AS_OF, example("webshop"), second)
    with open(first, "rb") as one, open(second, "rb") as two:
        assert one.read() == two.read()


def test_report_svg_has_real_text():
    out = scratch("webshop.svg")
    run_ok("report", *AS_OF, example("webshop"), out)
    root = tree.parse(out).getroot()
    words = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "Content network" in words and not list(root.iter("{http://www.w3.org/2000/svg}script"))


def test_names_of_several_lines_are_one_line_elsewhere():
    plain, broken = scratch("plain.redan"), scratch("broken.redan")
    run_ok("layout", "--all", example("webshop"), plain)
    with open(plain, encoding="utf-8") as source:
        loose = " <element id=\"zzzzzzzzzzzzzzzz\" kind=\"process\">\n  <name>Loose end</name>\n </element>\n</threat-model>"
        text = source.read().replace("</threat-model>", loose)
    with open(plain, "w", encoding="utf-8") as out:
        out.write(text)
    with open(broken, "w", encoding="utf-8") as out:
        n = 0
        for part in re.split(r"(?= <(?:boundary|element|flow) )", text):
            part, found = re.subn(r"(<(?:boundary|element|flow) [^>]*>\n  <name>\w+) ", r"\1 \n\n ", part, count=1)
            n += found
            out.write(part)
        assert n > 10, n
    for arguments in (["threats"], ["threats", "--csv"], ["objectives"], ["questions", "-n", "9"], ["plan"], ["lint"]):
        date = [] if arguments == ["lint"] else AS_OF
        one, other = (run(*arguments, *date, path) for path in (plain, broken))
        assert one.stdout and one.stdout == other.stdout.replace(broken.encode(), plain.encode()), (arguments, other.stdout[:2000])
    names = [question["name"] for question in json.loads(run_ok("questions", "--json", "-n", "99", *AS_OF, broken))["questions"]]
    assert any(name and "\n" in name for name in names), names
    titles = []
    for path in (plain, broken):
        run_ok("report", *AS_OF, path, scratch("lines.svg"))
        titles.append([node.text for node in tree.parse(scratch("lines.svg")).getroot().iter("{http://www.w3.org/2000/svg}title")])
    assert sorted(titles[0]) == sorted(titles[1]) and not any("\n" in title for title in titles[1])


def test_report_refuses_what_it_cannot_write():
    refused("report", example("webshop"), scratch("out.docx"), fragments=["docx", ".pdf", ".svg", "--audit writes csv"])
    refused("report", "--audit", example("webshop"), scratch("out.docx"), fragments=["docx", ".pdf", ".csv"])
    refused("report", "--diagram", "nowhere", example("webshop"), scratch("x.pdf"), fragments=["nowhere"])
    refused("report", example("webshop"), scratch(os.path.join("no", "such", "dir.pdf")), fragments=["dir.pdf"])


def test_layout_places_everything():
    out = scratch("placed.redan")
    run_ok("layout", "--all", example("serverless"), out)
    run_ok("fmt", "--check", out)
    root = tree.parse(out).getroot()
    assert all(element.find("place") is not None for element in root.iter("element"))


def test_wrong_use_is_exit_2_with_one_line():
    refused(fragments=["--help"])
    refused("fly", fragments=["fly", "--help"])
    refused("info", fragments=["usage"])
    refused("info", "a", "b", fragments=["usage"])
    refused("info", "--wings", example("webshop"), fragments=["wings"])
    refused("info", scratch("missing.redan"), fragments=["missing.redan"])
    refused("info", "--from", "papyrus", example("webshop"), fragments=["papyrus"])
    refused("plan", "-n", "0", example("webshop"), fragments=["plan"])
    assert b"threats" in run_ok("--help") and run_ok("--version").startswith(b"redan-cli ")


def test_full_disk_and_closed_pipe_are_exit_2():
    with open("/dev/full", "wb") as full:
        result = subprocess.run([CLI, "threats", "--csv", example("retailer")], stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 2 and b"not complete" in result.stderr
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run([CLI, "threats", "--json", example("retailer")], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert result.returncode == 2 and b"not complete" in result.stderr
    for arguments in (["import", corpus("import", "threatdragon-v2", "owasp__generic-cms.json"), "/dev/full"], ["report", "--to", "pdf", example("webshop"), "/dev/full"]):
        assert run(*arguments).returncode == 2


def test_hostile_files_are_refused_with_a_place():
    folder = corpus("import", "hostile")
    for name in sorted(os.listdir(folder)):
        refused("info", os.path.join(folder, name), fragments=[name])


def test_bad_input_leaves_the_output_alone():
    out = scratch("kept.redan")
    shutil.copy(example("webshop"), out)
    with open(out, "rb") as before:
        old = before.read()
    refused("import", corpus("import", "hostile", "owasp__malformed-new-model.json"), out)
    with open(out, "rb") as after:
        assert after.read() == old


def locales():
    """Environments of other locales; made here, since a machine need not have them and would then quietly use C."""
    folder = scratch("locales")
    os.makedirs(folder, exist_ok=True)
    for name in ("de_DE", "tr_TR"):
        made = subprocess.run(["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, name + ".UTF-8")], capture_output=True)
        if made.returncode == 0:
            yield {"LC_ALL": name + ".UTF-8", "LOCPATH": folder}
        else:
            yield {"LC_ALL": name + ".UTF-8"}


def test_locale_and_directory_change_nothing():
    others = list(locales())
    plain = run_ok("threats", "--json", *AS_OF, example("webshop"))
    for environment in others:
        assert run_ok("threats", "--json", *AS_OF, example("webshop"), environment=environment) == plain
    assert run_ok("threats", "--json", *AS_OF, example("webshop"), cwd="/") == plain
    one, two = scratch("c.pdf"), scratch("de.pdf")
    run_ok("report", *AS_OF, example("webshop"), one)
    run_ok("report", *AS_OF, example("webshop"), two, environment=others[0], cwd="/")
    with open(one, "rb") as first, open(two, "rb") as second:
        assert first.read() == second.read()


def test_a_pack_adds_an_attribute_and_a_rule():
    packs = scratch("packs")
    os.makedirs(packs, exist_ok=True)
    with open(os.path.join(packs, "a-attributes.xml"), "w", encoding="utf-8") as out:
        out.write('<attributes pack="acme" version="1">\n <attribute scope="element" name="acme_zone" type="enum" source="user" unknown="ask" '
                  'group="identity">\n  <meaning>Where Acme puts it</meaning>\n  <value name="red"/>\n  <value name="green"/>\n </attribute>\n</attributes>\n')
    with open(example("webshop"), encoding="utf-8") as source:
        text = source.read()
    assert "acme_zone" not in text
    base = json.loads(run_ok("threats", "--json", *AS_OF, example("webshop")))["threats"]
    with open(os.path.join(ROOT, "data", "rules.xml"), encoding="utf-8") as source:
        rule = re.search(r" <rule id=\"TR-S-08\".*?</rule>\n", source.read(), re.S).group(0)
    rule = rule.replace("TR-S-08", "ACME-01")
    rule = re.sub(r"<condition>.*?</condition>", "<condition>e.acme_zone == red</condition>", rule, flags=re.S)
    rule = re.sub(r"<suppresses>.*?</suppresses>\n?", "", rule, flags=re.S)
    with open(os.path.join(packs, "b-rules.xml"), "w", encoding="utf-8") as out:
        out.write('<rules pack="acme" version="1" method="STRIDE" logic="three-valued">\n' + rule + "</rules>\n")
    more = json.loads(run_ok("threats", "--json", *AS_OF, "--data", packs, example("webshop")))["threats"]
    new = [t for t in more if t["rule"] == "ACME-01"]
    assert new and len(more) == len(base) + len(new) and not any(t["confirmed"] for t in new)
    red = scratch("red.redan")
    model = re.sub(r"(<element id=\"[^\"]*\" kind=\"process\"[^>]*>\n  <name>[^<]*</name>\n(?:  <tech>[^<]*</tech>\n)?)", r"\1  <acme_zone>red</acme_zone>\n", text, count=1)
    with open(red, "w", encoding="utf-8") as out:
        out.write(model)
    confirmed = [t for t in json.loads(run_ok("threats", "--json", *AS_OF, "--data", packs, red))["threats"] if t["rule"] == "ACME-01" and t["confirmed"]]
    assert len(confirmed) == 1
    refused("info", red, fragments=["red.redan:", "acme_zone"])


def test_an_installed_copy_works_the_same():
    destination = scratch("root")
    subprocess.run(["meson", "install", "-C", os.environ["REDAN_BUILD_ROOT"], "--no-rebuild", "--destdir", destination],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    installed = subprocess.run(["find", destination, "-path", "*/bin/redan-cli"], capture_output=True, check=True).stdout.decode().split()
    assert len(installed) == 1
    arguments = ["threats", "--json", *AS_OF, example("webshop")]
    copy = subprocess.run([installed[0], *arguments], capture_output=True, check=True, cwd="/").stdout
    assert copy == run_ok(*arguments)


if __name__ == "__main__":
    sys.exit(run_module(globals()))
