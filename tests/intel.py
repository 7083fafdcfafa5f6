#!/usr/bin/env python3
"""Import of advisories as a user runs it: four formats, matching, triage, hostile files. Prints TAP."""
import json
import subprocess
import sys

from tap import CLI, call, run_module, scratch

AS_OF = ["--as-of", "2026-06-10"]
WEB, BUCKET = "e000000000000001", "e000000000000002"
MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <element id="{WEB}" kind="process">
  <name>Web</name>
  <tag>NGINX</tag>
  <tag>log4j-core</tag>
 </element>
 <element id="{BUCKET}" kind="store">
  <name>Files</name>
  <aws_service>s3</aws_service>
 </element>
</threat-model>
"""
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"
KEV = {"title": "CISA Catalog", "catalogVersion": "2026.06.01", "dateReleased": "2026-06-01T00:00:00Z", "count": 2, "vulnerabilities": [
    {"cveID": "CVE-2021-23017", "vendorProject": "F5", "product": "NGINX", "vulnerabilityName": "NGINX Resolver", "dateAdded": "2022-01-10",
     "shortDescription": "x", "cwes": ["CWE-193"]},
    {"cveID": "CVE-2020-0001", "vendorProject": "Other", "product": "Nothing here", "vulnerabilityName": "x", "dateAdded": "2022-01-10"}]}
OSV = {"id": "GHSA-jfh8-c2jp-5v3q", "modified": "2024-02-03T00:00:00Z", "aliases": ["CVE-2021-44228"], "summary": "Remote code injection in Log4j",
       "severity": [{"type": "CVSS_V3", "score": VECTOR}],
       "affected": [{"package": {"ecosystem": "Maven", "name": "org.apache.logging.log4j:log4j-core"}}]}
CSAF = {"document": {"csaf_version": "2.0", "title": "Amazon S3 advisory", "tracking": {"id": "ACME-2026-1", "current_release_date": "2026-05-01T10:00:00Z"}},
        "product_tree": {"branches": [{"category": "vendor", "name": "Amazon", "branches": [{"category": "product_name", "name": "Amazon S3"}]}]},
        "vulnerabilities": [{"cve": "CVE-2026-0002", "scores": [{"cvss_v3": {"vectorString": VECTOR}}]}]}
STIX = {"type": "bundle", "id": "bundle--1", "objects": [
    {"type": "attack-pattern", "name": "Data from Cloud Storage", "modified": "2025-04-15T00:00:00Z", "x_mitre_platforms": ["IaaS"],
     "external_references": [{"source_name": "mitre-attack", "external_id": "T1530"}]},
    {"type": "attack-pattern", "name": "Gone", "revoked": True, "external_references": [{"source_name": "mitre-attack", "external_id": "T1190"}]},
    {"type": "relationship", "id": "x"}]}


def model():
    return scratch("model.redan", MODEL)


def run(*arguments, **options):
    return call(CLI, "intel", *arguments, **options)


def imported(base, *feeds, name="out.redan", as_of=AS_OF):
    result = run(base, *feeds, "-o", scratch(name), "--json", *as_of)
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout), open(scratch(name), "rb").read()


def feeds():
    return [scratch("kev.json", KEV), scratch("osv.json", OSV), scratch("csaf.json", CSAF), scratch("attack.json", STIX)]


def test_each_format():
    kev, osv, csaf, attack = feeds()
    report, text = imported(model(), kev)
    assert [(m["id"], m["elements"], m["by"], m["known_exploited"]) for m in report["matched"]] == [("CVE-2021-23017", [WEB], "nginx", True)]
    assert report["unmatched"] == ["kev CVE-2020-0001"] and report["advisories"] == 2
    assert b"<severity>high</severity>" in text and b"<tag>known-exploited</tag>" in text
    report, text = imported(model(), osv)
    assert [(m["id"], m["elements"], m["by"]) for m in report["matched"]] == [("GHSA-jfh8-c2jp-5v3q", [WEB], "log4j core")]
    assert f"<cvss>{VECTOR}</cvss>".encode() in text
    report, text = imported(model(), csaf)
    assert [(m["id"], m["elements"], m["by"], m["date"]) for m in report["matched"]] == [("ACME-2026-1", [BUCKET], "s3", "2026-05-01")]
    report, text = imported(model(), attack)
    assert report["advisories"] == 1, report
    for match in report["matched"]:  # a technique is what rules find already: listed, not written down
        assert match["threat"] is None
    assert b"<threat " not in text


def test_lists_of_documents():
    report, _ = imported(model(), scratch("list.json", [OSV, dict(OSV, id="GHSA-2", withdrawn="2024-01-01T00:00:00Z")]))
    assert report["advisories"] == 1 and len(report["matched"]) == 1


def test_long_texts_are_cut_between_characters():
    for start in range(394, 402):
        for character in "é€😀":
            title = "a" * start + character * 3
            report, _ = imported(model(), scratch("long.json", dict(OSV, summary=title)))
            cut = title.encode()[:400].decode(errors="ignore")
            assert [m["title"] for m in report["matched"]] == [cut], (start, character)


def test_twice_equals_once_in_any_order():
    paths = feeds()
    _, once = imported(model(), *paths)
    report, twice = imported(scratch("out.redan"), *paths[::-1], name="twice.redan")
    assert once == twice and report["changes"] == 0 and not any(m["new"] for m in report["matched"])
    _, reverse = imported(model(), *paths[::-1], name="reverse.redan")
    assert once == reverse


def decide(word):
    """The imported model with one decision on every advisory."""
    threats, fact, rest = open(scratch("out.redan")).read().partition(" <fact ")
    mark = "  <extra format=\"advisory\" key=\"imported\">"
    return threats.replace(mark, f"  <decision>{word}</decision>\n" + mark) + fact + rest


def criterion(path, as_of):
    result = subprocess.run([CLI, "objectives", "--json", "--all", "--as-of", as_of, path], capture_output=True)
    if result.returncode:
        result = subprocess.run([CLI, "objectives", "--json", "--as-of", as_of, path], capture_output=True, check=True)
    criteria = {c["id"]: c for o in json.loads(result.stdout)["objectives"] for c in o.get("criteria", [])}
    return [criteria[i]["value"] for i in ("BP04.1", "BP04.2")]


def test_waiting_advisories_fail_the_criterion_until_decided():
    none = criterion(model(), "2026-06-10")
    imported(model(), *feeds())
    fresh, late = criterion(scratch("out.redan"), "2026-06-20"), criterion(scratch("out.redan"), "2026-07-01")
    stale = criterion(scratch("out.redan"), "2026-08-01")
    assert none[0] != fresh[0] and fresh[1] != late[1] and fresh[0] == late[0] != stale[0], (none, fresh, late, stale)
    text = decide("mitigate")
    decided = scratch("decided.redan", text)
    subprocess.run([CLI, "fmt", decided], check=True)
    assert criterion(decided, "2026-07-01")[1] == fresh[1]


def test_decisions_survive_the_next_import():
    imported(model(), *feeds())
    text = decide("accept")
    path = scratch("kept.redan", text)
    subprocess.run([CLI, "fmt", path], check=True)
    _, again = imported(path, scratch("osv.json", dict(OSV, modified="2026-06-01T00:00:00Z")), name="again.redan", as_of=["--as-of", "2026-06-30"])
    assert again.count(b"<decision>accept</decision>") == text.count("<decision>accept</decision>") > 0
    assert b"2026-06-01</extra>" in again


def test_hostile_files_are_exit_2_and_lose_nothing():
    cases = [b"", b"\0", b"{", b"[" * 100000, b'{"a":"\xff"}', b"text", b"[1,2,3]", b'{"hello":"world"}', b'{"catalogVersion":1,"vulnerabilities":[1]}',
             json.dumps(KEV).encode()[:-30], b'[{"id":"a","modified":"b","id":"c"}]']
    for number, content in enumerate(cases):
        path = model()
        result = run(path, scratch("hostile", content), *AS_OF)
        message = result.stderr.decode()
        assert result.returncode == 2 and message.count("\n") == 1 and "hostile" in message, (number, result.returncode, message[:500])
        assert open(path).read() == MODEL
    good = run(model(), scratch("hostile", b"{"), scratch("kev.json", KEV), "-o", scratch("rest.redan"), *AS_OF)
    assert good.returncode == 2 and "CVE-2021-23017" in open(scratch("rest.redan")).read()


def test_the_written_file_is_canonical():
    imported(model(), *feeds())
    assert subprocess.run([CLI, "fmt", "--check", scratch("out.redan")]).returncode == 0


if __name__ == "__main__":
    sys.exit(run_module(globals()))
