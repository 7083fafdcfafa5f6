#!/usr/bin/env python3
"""Prints how fast findings are read, and in how much memory, at two sizes: evidence.py REDAN-CLI."""

import json
import os
import subprocess
import sys
import tempfile
import time

CLI = sys.argv[1]
MEASURE = os.path.join(os.path.dirname(os.path.abspath(CLI)), "..", "tests", "benchmark", "bench-measure")
SIZES = (10, 200)  # MB
ACCOUNT = "111122223333"
MODEL = f"""<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <boundary id="b000000000000001" kind="account">
  <name>Production</name>
  <account_id>{ACCOUNT}</account_id>
 </boundary>
 <element id="e000000000000001" kind="store" parent="b000000000000001">
  <name>Logs</name>
  <resource_ids>arn:aws:s3:::logs-7</resource_ids>
 </element>
</threat-model>
"""
TEXT = "The check looks at the settings of the resource and says what it found there, at some length. " * 12


def ocsf(number):
    resource = f"arn:aws:s3:::logs-{number % 500}"
    return {"message": TEXT[:200], "metadata": {"event_code": "s3_bucket_object_versioning", "product": {"name": "Prowler", "version": "5.4.0"}},
            "status_code": "PASS" if number % 3 else "FAIL", "status_id": 1, "unmapped": {"compliance": {"CIS-2.0": ["2.1.1"] * 8}},
            "finding_info": {"created_time": 1780000000, "desc": TEXT, "title": "Check"}, "class_uid": 2004,
            "resources": [{"uid": resource, "type": "AwsS3Bucket", "region": "eu-west-1", "data": {"metadata": {"arn": resource, "tags": [{"a": 1}] * 20}}}],
            "cloud": {"account": {"uid": ACCOUNT}, "region": "eu-west-1"}, "risk_details": TEXT, "time": 1780000000}


def asff(number):
    resource = f"arn:aws:s3:::logs-{number % 500}"
    return {"SchemaVersion": "2018-10-08", "ProductArn": "arn:aws:securityhub:eu::product/aws/securityhub", "Id": f"finding/{number}",
            "GeneratorId": "security-control/S3.14", "AwsAccountId": ACCOUNT, "Region": "eu-west-1", "UpdatedAt": "2026-06-01T00:00:00.000Z",
            "Description": TEXT, "Compliance": {"Status": "FAILED", "SecurityControlId": "S3.14", "AssociatedStandards": [{"StandardsId": "x"}] * 4},
            "Resources": [{"Type": "AwsS3Bucket", "Id": resource, "Details": {"AwsS3Bucket": {"OwnerId": "o" * 60}}}], "RecordState": "ACTIVE"}


def write(path, make, megabytes):
    """A list as the tools write it; the same thousand findings again and again."""
    findings = [json.dumps(make(number), indent=1) for number in range(1000)]
    size = 0
    with open(path, "w") as out:
        out.write("[")
        while size < megabytes * 1e6:
            for text in findings:
                size += out.write(("," if size else "") + text)
        out.write("]")
    return os.path.getsize(path)


def measure(model, path, out):
    """Seconds, and the most memory of the program; the child that parses has none that grows, as tests show."""
    start = time.monotonic()
    told, tell = os.pipe()
    subprocess.run([MEASURE, str(tell), CLI, "evidence", model, path, "-o", out], stdout=subprocess.DEVNULL, pass_fds=[tell], check=True)
    os.close(tell)
    with os.fdopen(told) as answer:
        _, kilobytes, status = answer.read().split()
    assert status == "0"
    return time.monotonic() - start, int(kilobytes)


def main():
    print(f"{'findings':10} {'size':>7} {'seconds':>8} {'MB/s':>6} {'memory':>8}   goal: 40 MB/s, memory that does not grow")
    with tempfile.TemporaryDirectory() as directory:
        model = os.path.join(directory, "model.redan")
        with open(model, "w") as out:
            out.write(MODEL)
        for name, make in (("OCSF", ocsf), ("ASFF", asff)):
            memory = []
            for megabytes in SIZES:
                path = os.path.join(directory, "findings.json")
                size = write(path, make, megabytes)
                seconds, kilobytes = min(measure(model, path, os.path.join(directory, "out.redan")) for _ in range(3))
                memory.append(kilobytes)
                print(f"{name:10} {size / 1e6:4.0f} MB {seconds:8.2f} {size / 1e6 / seconds:6.0f} {kilobytes / 1024:5.0f} MB")
            print(f"{'':10} memory at {SIZES[1]} MB is {memory[1] / memory[0]:.2f} times that at {SIZES[0]} MB")


if __name__ == "__main__":
    main()
