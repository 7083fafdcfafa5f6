#!/usr/bin/env python3
"""Import of findings as a user runs it: matching, states, merging, traps, hostile files. Prints TAP."""
import csv
import json
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

import tap
from tap import CLI, call, run_module, scratch

AS_OF = ["--as-of", "2026-06-10"]
PROD, OLD, LOGS_A, LOGS_B, WEB, CALL = ("b000000000000001", "b000000000000002", "e000000000000001", "e000000000000002",
                                        "e000000000000003", "f000000000000001")
MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <boundary id="{PROD}" kind="account">
  <name>Production</name>
  <account_id>111122223333</account_id>
  <root_keys>yes</root_keys>
 </boundary>
 <boundary id="{OLD}" kind="account">
  <name>Old</name>
  <account_id>123456789012</account_id>
 </boundary>
 <element id="{LOGS_A}" kind="store" parent="{PROD}">
  <name>Log bucket</name>
  <resource_ids>arn:aws:s3:::logs-a</resource_ids>
 </element>
 <element id="{LOGS_B}" kind="store" parent="{PROD}">
  <name>logs-b</name>
  <aws_service>s3</aws_service>
 </element>
 <element id="{WEB}" kind="process" parent="{PROD}">
  <name>Web</name>
  <resource_ids>i-0abc</resource_ids>
 </element>
 <flow id="{CALL}" source="{WEB}" target="{LOGS_A}">
  <name>write</name>
 </flow>
</threat-model>
"""


def model():
    return scratch("model.redan", MODEL)


def corpus(name):
    return tap.corpus("evidence", name)


def sound_files():
    directory = tap.corpus("evidence")
    return sorted(os.path.join(directory, n) for n in os.listdir(directory) if n != "SOURCES.md" and "malformed" not in n)


def run(*arguments, **options):
    return call(CLI, "evidence", *arguments, **options)


def imported(base, *findings, options=(), name="out.redan"):
    """The report, and the bytes of the model."""
    out = scratch(name)
    result = run(base, *findings, "-o", out, "--json", *AS_OF, *options)
    assert result.returncode == 0, result.stderr.decode()
    with open(out, "rb") as text:
        return json.loads(result.stdout), text.read()


def asff(control, status="PASSED", resource="AWS::::Account:111122223333", when="2026-06-01T00:00:00Z", kind="AwsAccount", **more):
    return dict({"SchemaVersion": "2018-10-08", "ProductArn": "arn:aws:securityhub:eu::product/aws/securityhub",
                 "GeneratorId": "security-control/" + control, "AwsAccountId": "111122223333", "Region": "eu", "UpdatedAt": when,
                 "Compliance": {"Status": status, "SecurityControlId": control}, "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE",
                 "Resources": [{"Id": resource, "Type": kind}]}, **more)


def findings(*items, name="findings.json"):
    return scratch(name, json.dumps({"Findings": list(items)}))


def control(report, identifier, target=PROD):
    rows = [r for r in report["controls"] if r["control"] == identifier and r["target"] == target]
    assert len(rows) <= 1, rows
    return rows[0] if rows else None


def count_by_hand(path):
    """Results by outcome, told apart with other means than the program's."""
    if path.endswith(".csv"):
        rows = list(csv.DictReader(open(path, newline=""), delimiter=";"))
        return {"passed": sum(r["STATUS"] == "PASS" for r in rows), "failed": sum(r["STATUS"] == "FAIL" for r in rows),
                "unknown": sum(r["STATUS"] == "MANUAL" for r in rows)}
    text = open(path, encoding="utf-8-sig").read()
    counts = {}
    document = json.loads(text)

    def add(key, n=1):
        counts[key] = counts.get(key, 0) + n

    def walk(node):
        if isinstance(node, list):
            for member in node:
                walk(member)
            return
        for key in ("Findings", "findings", "EvaluationResults", "ComplianceByConfigRules", "ComplianceByResources",
                    "conformancePackRuleComplianceList", "conformancePackRuleEvaluationResults"):
            if key in node:
                return walk(node[key])
        if "detail" in node and "findings" in node["detail"]:
            return walk(node["detail"]["findings"])
        flat = json.dumps(node)
        status = re.search(r'"(?:status_code|[Cc]omplianceType)": "([A-Z_]+)"', flat) or re.search(
            r'"[Cc]ompliance": {[^{}]*?(?:\[[^\]]*\][^{}]*?)*"[Ss]tatus": "([A-Z_]+)"', flat)
        resources = max(1, len(node.get("Resources", node.get("resources", []))))
        if "SourceIdentifier" in flat:
            return None
        if "CONFIG_EVALUATIONS_EMPTY" in flat:
            return add("not_applicable", resources)
        if '"ARCHIVED"' in flat:
            return add("archived", resources)
        if '"SUPPRESSED"' in flat or '"Suppressed"' in flat:
            return add("exceptions", resources)
        if status is None or ("ConfigRuleName" not in flat and "configRuleName" not in flat and "ComplianceType" in flat):
            return add("other", resources)
        words = {"PASS": "passed", "PASSED": "passed", "COMPLIANT": "passed", "FAIL": "failed", "FAILED": "failed", "NON_COMPLIANT": "failed"}
        return add(words.get(status.group(1), "unknown"), resources)

    walk(document)
    return counts


def test_every_file_of_the_corpus_counts_as_by_hand():
    for path in sound_files():
        report, _ = imported(model(), path)
        got = {k: v for k, v in report["results"].items() if v and k not in ("matched", "no_control", "no_place")}
        expected = {k: v for k, v in count_by_hand(path).items() if v}
        assert got == expected, (os.path.basename(path), got, expected)


def test_traps_of_the_synthetic_file():
    report, text = imported(model(), corpus("asff_synthetic_traps.json"))
    assert control(report, "C-ROOT-01")["exceptions"] == 1 and control(report, "C-ROOT-01")["state"] is None  # 4: suppressed
    assert control(report, "C-CPL-01")["state"] is None and control(report, "C-DET-01")["state"] is None  # warning, not available
    assert report["results"]["not_applicable"] == 1  # 5: a pass over nothing
    assert control(report, "C-LOG-01") is None  # 7: archived
    stale = control(report, "C-ROOT-02")
    assert stale["state"] == "stale" and stale["factor"] == 0.6 and stale["oldest"] == "2024-01-01"
    passed = [r for r in report["controls"] if r["passed"] and r["target"] == CALL]
    assert passed and all(r["state"] == "validated" for r in passed), report["controls"]  # S3.5 is about the flows into the bucket
    assert [p["resource"] for p in report["proposals"]] == ["arn:aws:s3:::logs-b"]
    assert report["attributes"] == [{"attribute": "root_keys", "target": PROD, "value": "no", "stated": "yes"}]
    assert b"<root_keys>yes</root_keys>" in text  # a conflict is shown, never overwritten


def test_several_resources_and_standards_are_one_check():
    fail = asff("GuardDuty.1", "FAILED", "AWS::::Account:111122223333", Region="us")
    report, _ = imported(model(), findings(asff("GuardDuty.1"), asff("GuardDuty.1", Id="other standard"), fail))
    row = control(report, "C-DET-01")
    assert (row["passed"], row["failed"], row["state"], row["factor"]) == (1, 1, "contradicted", 0.3), row


def test_the_newest_result_counts():
    old, new = asff("IAM.4", "FAILED", when="2026-05-01T00:00:00Z"), asff("IAM.4", when="2026-06-02T00:00:00Z")
    for order in ([old, new], [new, old]):
        report, _ = imported(model(), findings(*order))
        assert control(report, "C-ROOT-02")["state"] == "validated"
    same = [asff("IAM.4"), asff("IAM.4", "FAILED")]
    for order in (same, same[::-1]):
        report, _ = imported(model(), findings(*order))
        assert control(report, "C-ROOT-02")["state"] == "contradicted"


def test_names_of_rules_and_standards():
    cases = [("securityhub-iam-root-access-key-check-1a2b3c4d", "C-ROOT-02"), ("iam_root_access_key_check", "C-ROOT-02"),
             ("iam-root-access-key-check-conformance-pack-abcd1", "C-ROOT-02"), ("OrgConfigRule-iam-root-access-key-check-abcd1234", "C-ROOT-02"),
             ("AWSControlTower_AWS-GR_IAM_ROOT_ACCESS_KEY_CHECK", "C-ROOT-02"), ("securityhub-multi-region-cloud-trail-enabled-31a73aad", "C-LOG-01")]
    for name, expected in cases:  # 9, 10
        path = scratch("config.json", json.dumps({"EvaluationResults": [{
            "EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ConfigRuleName": name, "ResourceType": "AWS::::Account",
                                                                         "ResourceId": "111122223333"}},
            "ComplianceType": "COMPLIANT", "ResultRecordedTime": 1780000000.5}]}))
        report, _ = imported(model(), path, options=["--account", "111122223333"])
        assert control(report, expected), (name, report)
    report, _ = imported(model(), findings(asff("iam.4"), asff("IaM.6")))  # 11
    assert control(report, "C-ROOT-02") and control(report, "C-ROOT-01")
    cis = asff("x", Compliance={"Status": "PASSED"}, GeneratorId="arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.12",
               ProductFields={"RuleId": "1.12", "StandardsGuideArn": "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"})
    report, _ = imported(model(), findings(cis))  # 8
    assert control(report, "C-ROOT-02")


def test_definitions_may_come_before_or_after():
    rule = scratch("rules.json", json.dumps({"ConfigRules": [{"ConfigRuleName": "our rule", "Source": {
        "Owner": "AWS", "SourceIdentifier": "IAM_ROOT_ACCESS_KEY_CHECK"}}]}))
    result = scratch("results-111122223333.json", json.dumps({"EvaluationResults": [{
        "EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ConfigRuleName": "our rule", "ResourceType": "AWS::::Account",
                                                                     "ResourceId": "111122223333"}},
        "ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": "2026-06-01T00:00:00Z"}]}))
    texts = {imported(model(), *order)[1] for order in ([rule, result], [result, rule])}
    assert len(texts) == 1 and b"config/our_rule" in texts.pop()  # the account is that of the file's name


def test_forms_of_resource_ids():
    for resource, kind in (("arn:aws:s3:::logs-a", "AwsS3Bucket"), ("logs-a", "AWS::S3::Bucket"), ("logs-a", "s3")):  # 15, 16
        report, _ = imported(model(), findings(asff("S3.14", "FAILED", resource, kind=kind)))
        assert report["attributes"] == [{"attribute": "versioning", "target": LOGS_A, "value": "no", "stated": None}], (resource, report)
    report, _ = imported(model(), findings(asff("S3.14", "FAILED", "logs-a", AwsAccountId="123456789012")))
    assert not report["attributes"]  # a name means nothing in another account
    report, _ = imported(model(), findings(asff("EC2.8", resource="arn:aws:ec2:eu:111122223333:instance/i-0abc", kind="AwsEc2Instance")))
    assert report["attributes"][0]["target"] == WEB and report["attributes"][0]["value"] == "v2"


def test_practices_have_todays_numbers():
    finding = {"class_uid": 2004, "metadata": {"event_code": "x", "product": {"name": "Prowler"}}, "status_code": "PASS", "time": 1780000000,
               "unmapped": {"compliance": {"AWS-Well-Architected-Framework-Security-Pillar": ["SEC06-BP03", "SEC01-BP02"],
                                           "NIST-CSF-2.0": ["PR.AC-1"], "AWS-Foundational-Security-Best-Practices": ["iam"]}}}
    report, text = imported(model(), scratch("p.json", json.dumps([finding])))
    assert [p["name"] for p in report["practices"]] == ["SEC01-BP02", "SEC01-BP05"], report["practices"]
    assert b"PR.AC" not in text and "PR.AC" not in json.dumps(report)  # 13, 14


def test_proposals_are_taken_once():
    path = corpus("asff_synthetic_traps.json")
    report, text = imported(model(), path, options=["--accept"], name="accepted.redan")
    assert b"<resource_ids>arn:aws:s3:::logs-b</resource_ids>" in text and report["proposals"]
    again, _ = imported(scratch("accepted.redan"), path)
    assert not again["proposals"] and again["changes"] == 0


def test_twice_equals_once_and_nothing_new_is_not_written():
    paths = sound_files()
    _, once = imported(model(), *paths)
    report, twice = imported(scratch("out.redan"), *paths, name="twice.redan")
    assert once == twice and report["changes"] == 0
    before = os.stat(scratch("twice.redan")).st_mtime_ns
    assert run(scratch("twice.redan"), *paths, *AS_OF).returncode == 0
    assert os.stat(scratch("twice.redan")).st_mtime_ns == before


def test_order_and_division_do_not_matter():
    dice = random.Random(7)
    checks, resources = ["IAM.4", "IAM.6", "S3.14", "S3.5", "GuardDuty.1", "EC2.8", "nobody.1"], ["arn:aws:s3:::logs-a", "i-0abc", "AWS::::Account:111122223333", "x"]
    items = [asff(dice.choice(checks), dice.choice(["PASSED", "FAILED", "WARNING"]), dice.choice(resources),
                  "2026-06-%02dT%02d:00:00Z" % (dice.randint(1, 9), dice.randint(0, 23))) for _ in range(300)]
    base_report, base = imported(model(), findings(*items))
    for turn in range(8):
        dice.shuffle(items)
        cuts = sorted(dice.sample(range(1, 300), 3))
        parts = [findings(*items[a:b], name=f"part{a}.json") for a, b in zip([0] + cuts, cuts + [300])]
        report, text = imported(model(), *parts)
        assert text == base and report["controls"] == base_report["controls"], turn
        assert report["unmatched_resources"] == base_report["unmatched_resources"] and report["results"] == base_report["results"]


def test_evidence_decides_states_and_scores():
    # C-DET-01 declared by the attribute; a failure takes it away, a pass makes it count in full
    def residual(*items):
        path = scratch("declared.redan", MODEL.replace("  <root_keys>yes</root_keys>\n", "  <root_keys>yes</root_keys>\n  <guardduty>yes</guardduty>\n"))
        if items:
            imported(path, findings(*items), name="decided.redan")
            path = scratch("decided.redan")
        result = subprocess.run([CLI, "threats", "--json", *AS_OF, path], capture_output=True, check=True)
        return sum(t["residual"] for t in json.loads(result.stdout)["threats"])
    absent = subprocess.run([CLI, "threats", "--json", *AS_OF, scratch("no.redan", MODEL.replace(
        "  <root_keys>yes</root_keys>\n", "  <root_keys>yes</root_keys>\n  <guardduty>no</guardduty>\n"))], capture_output=True, check=True)
    absent = sum(t["residual"] for t in json.loads(absent.stdout)["threats"])
    declared, passed, failed = residual(), residual(asff("GuardDuty.1")), residual(asff("GuardDuty.1", "FAILED"))
    assert passed < declared < failed, (passed, declared, failed)
    assert failed <= absent + 0.001, (failed, absent)
    assert declared < residual(asff("GuardDuty.1", "FAILED"), asff("GuardDuty.1", Region="us")) <= failed


def test_imported_values_are_marked():
    imported(model(), findings(asff("GuardDuty.1"), asff("IAM.4", "FAILED", "AWS::::Account:123456789012", AwsAccountId="123456789012")),
             name="marked.redan")
    text = open(scratch("marked.redan")).read()
    assert "<guardduty>" not in text and 'attribute="guardduty"' in text
    result = subprocess.run([CLI, "threats", "--json", *AS_OF, scratch("marked.redan")], capture_output=True, check=True)
    reasons = [r for t in json.loads(result.stdout)["threats"] for r in t["why"]["reasons"] if r["from"] == "imported"]
    assert reasons and {r["attribute"] for r in reasons} == {"root_keys"}, reasons


def test_criteria_read_evidence():
    def criteria(path):
        result = subprocess.run([CLI, "objectives", "--json", *AS_OF, path], capture_output=True, check=True)
        return {c["id"]: c for o in json.loads(result.stdout)["objectives"] for c in o.get("criteria", [])}
    none = criteria(model())
    imported(model(), findings(asff("GuardDuty.1", "FAILED"), asff("IAM.4")), name="judged.redan")
    some = criteria(scratch("judged.redan"))
    changed = [i for i in none if none[i] != some[i]]
    assert any(i.startswith("BP03") for i in changed), changed


def test_secrets_never_enter():
    for name in ("prowler_5_3_ecs_secret.ocsf.json",):
        corpus(name)
        assert b"somePassword" in open(corpus(name), "rb").read()
        result = run(model(), corpus(name), "-o", scratch("secret.redan"), *AS_OF)
        report, text = imported(model(), corpus(name))
        for output in (result.stdout, result.stderr, text, json.dumps(report).encode()):
            assert b"somePassword" not in output and b"DB_PASSWORD" not in output


def test_malformed_files_keep_the_rest_of_the_batch():
    good, bad = corpus("asff_synthetic_traps.json"), corpus("asff_nist.malformed.json")
    _, alone = imported(model(), good)
    result = run(model(), bad, good, "-o", scratch("rest.redan"), "--json", *AS_OF)
    assert result.returncode == 2 and b"asff_nist.malformed.json:46:36: " in result.stderr, result.stderr
    assert open(scratch("rest.redan"), "rb").read() == alone
    files = json.loads(result.stdout)["files"]
    assert [f["error"] is None for f in files] == [False, True]
    os.remove(scratch("rest.redan"))
    result = run(model(), bad, "-o", scratch("rest.redan"), *AS_OF)
    assert result.returncode == 2 and not os.path.exists(scratch("rest.redan"))


def test_a_file_that_breaks_off_adds_nothing():
    whole = json.dumps([asff("IAM.4") for _ in range(2000)])
    path = model()
    result = run(path, scratch("cut.json", whole[:-40]), *AS_OF)
    assert result.returncode == 2 and result.stderr.count(b"\n") == 1 and b"1:" in result.stderr, result.stderr
    assert open(path).read() == MODEL


def test_hostile_files_are_exit_2_and_lose_nothing():
    cases = [b"", b"\0", b"{", b"[" * 100000, b'{"a":"' + b"x" * 20000000 + b'"}', b"\xff\xfe{}", b'{"a":"\xff"}', b"plain text\n", b"<xml/>",
             b"[1,2,3]", b'{"hello":"world"}', b"CHECK_ID;STATUS;ACCOUNT_UID\n\"a", b"[" + b"9" * 5000 + b"]", b'[{"a":1},]', b"%PDF-1.4"]
    for number, content in enumerate(cases):
        path = model()
        result = run(path, scratch("hostile", content), *AS_OF)
        message = result.stderr.decode()
        assert result.returncode == 2 and message.count("\n") == 1 and "hostile" in message, (number, result.returncode, message[:500])
        assert open(path).read() == MODEL
    result = run(model(), scratch("nowhere.json.missing"), *AS_OF)
    assert result.returncode == 2 and b"nowhere" in result.stderr
    assert run(model(), scratch.directory, *AS_OF).returncode == 2


def test_a_big_text_is_no_reason_to_stop():
    padded = json.dumps([asff("IAM.4", Note={"Text": "x" * 10000000})])
    report, text = imported(model(), scratch("padded.json", padded))
    assert control(report, "C-ROOT-02")["passed"] == 1 and len(text) < 10000


def test_streams_and_foreign_models():
    result = run(model(), "-", "-o", scratch("stream.redan"), *AS_OF, input=json.dumps(asff("IAM.4")).encode())
    assert result.returncode == 0, result.stderr
    assert 'control="C-ROOT-02"' in open(scratch("stream.redan")).read()
    result = run("-", findings(asff("IAM.4")), *AS_OF, input=MODEL.encode())
    assert result.returncode == 2 and b"-o" in result.stderr
    result = run("-", findings(asff("IAM.4")), "-o", "-", *AS_OF, input=MODEL.encode())
    assert result.returncode == 0 and tree.fromstring(result.stdout).find("evidence") is not None and b"1 result" in result.stderr
    assert run(model(), findings(asff("IAM.4")), "--account", "12", *AS_OF).returncode == 2


def test_the_written_file_is_canonical():
    imported(model(), *sound_files(), name="canonical.redan")
    for command in (["fmt", "--check"], ["lint"]):
        result = subprocess.run([CLI, *command, scratch("canonical.redan")], capture_output=True)
        assert result.returncode in (0, 1 if command == ["lint"] else 0), (command, result.stdout, result.stderr)


if __name__ == "__main__":
    sys.exit(run_module(globals()))
