"""Findings of a scanner: chosen, imported as one command, told of, proposals taken, undone. Prints TAP."""

import json
import os
import sys

from driver import EXAMPLES, SCRATCH, STATE_FOCUSED, Program, check, check_end, finish, focus, list_windows, photograph, wait, walk, xdo

# The file chooser of GTK leaks (libcloudproviders); the other scripts look for leaks of ours.
os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
MODEL = os.path.join(SCRATCH, "accounts.redan")
FINDINGS = os.path.join(SCRATCH, "findings.json")
ACCOUNT = "111122223333"


def finding(control, status, resource="AWS::::Account:" + ACCOUNT):
    return {"SchemaVersion": "2018-10-08", "GeneratorId": "security-control/" + control, "AwsAccountId": ACCOUNT, "Region": "eu-west-1",
            "UpdatedAt": "2026-06-01T00:00:00Z", "Compliance": {"Status": status, "SecurityControlId": control}, "RecordState": "ACTIVE",
            "Resources": [{"Id": resource, "Type": "AwsS3Bucket" if "s3" in resource else "AwsAccount"}]}


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


def import_findings(program):
    xdo("key", "ctrl+k")
    wait(lambda: program.find("Import findings of scanners as evidence"))
    xdo("type", "findings of scanners")
    xdo("key", "Return")
    if not wait(lambda: program.find("Import Findings of Scanners")):
        return False
    before = len(list_windows(program))
    focus(program)
    xdo("key", "ctrl+l")
    wait(lambda: any(n.getRoleName() in ("text", "entry") and n.getState().contains(STATE_FOCUSED) for n in walk(program.root)), 5)
    xdo("type", FINDINGS)
    xdo("key", "Return")
    # where several files may be chosen, the button has to be pressed as well
    if not wait(lambda: len(list_windows(program)) < before, 3):
        program.press("Import")
    return wait(lambda: program.find("Import Findings of Scanners") is None)


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
    check_end(program)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
