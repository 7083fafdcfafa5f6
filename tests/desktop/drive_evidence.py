"""Findings of a scanner, then advisories: chosen, imported as one command, told of, undone. Prints TAP."""

import json
import os
import sys

from driver import EXAMPLES, SCRATCH, STATE_FOCUSED, Program, check, check_end, finish, focus, list_windows, photograph, wait, walk, xdo

# The file chooser of GTK leaks (libcloudproviders); the other scripts look for leaks of ours.
os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
MODEL = os.path.join(SCRATCH, "accounts.redan")
FEED = os.path.join(SCRATCH, "feed.json")
FINDINGS = os.path.join(SCRATCH, "findings.json")
ACCOUNT = "111122223333"


def finding(control, status, resource="AWS::::Account:" + ACCOUNT):
    return {"SchemaVersion": "2018-10-08", "GeneratorId": "security-control/" + control, "AwsAccountId": ACCOUNT, "Region": "eu-west-1",
            "UpdatedAt": "2026-06-01T00:00:00Z", "Compliance": {"Status": status, "SecurityControlId": control}, "RecordState": "ACTIVE",
            "Resources": [{"Id": resource, "Type": "AwsS3Bucket" if "s3" in resource else "AwsAccount"}]}


def entry(cve, product):
    return {"cveID": cve, "vendorProject": "Vendor", "product": product, "vulnerabilityName": product + " flaw", "dateAdded": "2026-06-01",
            "shortDescription": "A flaw.", "requiredAction": "Update.", "dueDate": "2026-06-20", "knownRansomwareCampaignUse": "Unknown", "notes": ""}


def write_files():
    with open(os.path.join(EXAMPLES, "webshop.redan"), encoding="utf-8") as file:
        text = file.read()
    # a check that speaks against the model, and one more attribute that it does not answer
    assert f"<account_id>{ACCOUNT}</account_id>" in text
    with open(MODEL, "w", encoding="utf-8") as file:
        file.write(text)
    with open(FINDINGS, "w", encoding="utf-8") as file:
        json.dump({"Findings": [finding("IAM.4", "FAILED"), finding("IAM.6", "PASSED"), finding("GuardDuty.1", "PASSED"),
                                finding("CloudTrail.1", "FAILED"), finding("S3.14", "FAILED", "arn:aws:s3:::elsewhere"),
                                finding("Nobody.1", "PASSED")]}, file)
    with open(FEED, "w", encoding="utf-8") as file:
        json.dump({"title": "CISA Catalog", "catalogVersion": "2026.06.01", "dateReleased": "2026-06-01T00:00:00Z", "count": 2, "vulnerabilities": [
            entry("CVE-2026-0001", "rds"), entry("CVE-2026-0002", "Elsewhere")]}, file)


def import_file(program, action, words, title, path):
    xdo("key", "ctrl+k")
    wait(lambda: program.find(action))
    xdo("type", words)
    xdo("key", "Return")
    if not wait(lambda: program.find(title)):
        return False
    before = len(list_windows(program))
    focus(program)
    xdo("key", "ctrl+l")
    wait(lambda: any(n.getRoleName() in ("text", "entry") and n.getState().contains(STATE_FOCUSED) for n in walk(program.root)), 5)
    xdo("type", path)
    xdo("key", "Return")
    # where several files may be chosen, the button has to be pressed as well
    if not wait(lambda: len(list_windows(program)) < before, 3):
        program.press("Import")
    return wait(lambda: program.find(title) is None)


def import_findings(program):
    return import_file(program, "Import findings of scanners as evidence", "findings of scanners", "Import Findings of Scanners", FINDINGS)


def import_feed(program):
    return import_file(program, "Import advisories as threats", "advisories as threats", "Import Advisories", FEED)


def main():
    write_files()
    program = Program("--as-of", "2026-06-10", MODEL)
    check("the model opens", wait(lambda: program.find_canvas()))
    wait(lambda: program.shows("threats"))
    check("findings can be chosen", import_findings(program))
    check("a dialog tells of them", wait(lambda: program.shows("Imported Evidence")))
    check("what is contradicted", wait(lambda: program.shows("Contradicted")))
    check("what is validated", wait(lambda: program.shows("Validated")))
    check("what was not matched", wait(lambda: program.shows("elsewhere") and program.shows("Nobody.1")))
    photograph("evidence")
    before = len(list_windows(program))
    focus(program)
    xdo("key", "Escape")
    check("Escape closes it", wait(lambda: len(list_windows(program)) < before))
    focus(program)
    threats = program.count()
    check("a feed can be chosen", import_feed(program))
    check("a dialog tells what it is about", wait(lambda: program.shows("Imported Advisories") and program.shows("CVE-2026-0001")))
    check("and what is about nothing here", wait(lambda: program.shows("CVE-2026-0002")))
    photograph("advisories")
    before = len(list_windows(program))
    focus(program)
    xdo("key", "Escape")
    wait(lambda: len(list_windows(program)) < before)
    focus(program)
    check("it is a threat now", wait(lambda: program.count() != threats))
    xdo("key", "ctrl+z")
    check("until it is undone", wait(lambda: program.count() == threats))
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
