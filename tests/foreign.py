#!/usr/bin/env python3
"""Models and code of others on the command line: declared infrastructure against a model. Prints TAP."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from tap import CLI, corpus, run_module, scratch

QUIET = dict(os.environ, LC_ALL="C.UTF-8")


def run(*arguments, status=0, **options):
    result = subprocess.run([CLI, *arguments], capture_output=True, timeout=120, env=options.pop("env", QUIET), **options)
    assert result.returncode == status, (arguments, result.returncode, result.stdout.decode()[-1000:], result.stderr.decode()[-2000:])
    return result


def imported(source, name, *options):
    """The text of the model that a file becomes."""
    path = scratch(name)
    if os.path.exists(path):
        os.remove(path)
    run("import", *options, source, path)
    with open(path, encoding="utf-8") as model:
        return model.read()


# ---- declared infrastructure ----

def plan(**resources):
    """A plan of Terraform with these resources: address with "__" for the dot, type from it, values."""
    declared = [{"address": name.replace("__", "."), "mode": "managed", "type": name.split("__")[0], "values": values} for name, values in resources.items()]
    return {"format_version": "1.1", "terraform_version": "1.4.0", "planned_values": {"root_module": {"resources": declared}}}


def element(number, kind, name, ids=(), **attributes):
    body = "".join(f"  <resource_ids>{one}</resource_ids>\n" for one in sorted(ids))
    return f' <element id="{number:016d}" kind="{kind}">\n  <name>{name}</name>\n' + "".join(f"  <{key}>{value}</{key}>\n" for key, value in attributes.items() if key == "tech") + \
        body + "".join(f"  <{key}>{value}</{key}>\n" for key, value in attributes.items() if key != "tech") + " </element>\n"


def model(*elements):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<threat-model format="1">\n <meta>\n  <name>M</name>\n </meta>\n' + "".join(elements) + "</threat-model>\n"


def policy(level="fail", **levels):
    others = ["new-risk", "higher-risk", "reopened", "undecided", "expired", "lost-objective", "new-path", "open-path"]
    return scratch("policy.xml", '<policy version="1">' + "".join(f'<check id="{word}" level="off"/>' for word in others)
                   + "".join(f'<check id="{word.replace("_", "-")}" level="{said}"/>' for word, said in levels.items()) + "</policy>")


def drift(text, declared, *options, name="plan.json"):
    """(check, resource or name of the element, attribute) of all findings."""
    result = subprocess.run([CLI, "check", scratch("model.redan", text), "--json", "--iac", scratch(name, declared), "--policy", policy(), *options], capture_output=True, timeout=60)
    assert result.returncode in (0, 1), result.stderr
    said = json.loads(result.stdout)
    assert result.returncode == (1 if said["failures"] else 0)
    return [(finding["check"], finding["name"], finding["attribute"]) for finding in said["findings"]]


def test_code_that_the_model_was_made_of_differs_in_nothing():
    for path in ("terraform/iriusrisk__elb-tfplan.json", "terraform/iriusrisk__sgs-tfplan.json", "cloudformation/iriusrisk__cloudformation_single_file.json",
                 "cloudformation/iriusrisk__cloudformation_test.yaml", "cloudformation/iriusrisk__elb-no-waf.json"):
        source = corpus("import", *path.split("/"))
        text = imported(source, "infrastructure.redan")
        with open(source, encoding="utf-8") as declared:
            assert drift(text, declared.read()) == [], path
        # without an element, every resource that it stood for is found
        ids = re.findall(r"<resource_ids>(.*)</resource_ids>", text)
        assert ids
        found = drift(model(), open(source, encoding="utf-8").read())
        assert sorted(name for check, name, _ in found if check == "unmodelled-resource") == sorted(ids), path


def test_resources_and_elements_are_joined_by_identifiers():
    bucket = {"bucket": "acme-logs", "arn": None}
    declared = plan(aws_s3_bucket__logs=bucket, aws_instance__web={"id": "i-0abc", "arn": "arn:aws:ec2:eu-west-1:1:instance/i-0abc"})
    for one in ("aws_s3_bucket.logs", "arn:aws:s3:::acme-logs"):
        for other in ("aws_instance.web", "i-0abc", "arn:aws:ec2:eu-west-1:1:instance/i-0abc"):
            assert drift(model(element(1, "store", "Logs", [one]), element(2, "process", "Web", [other])), declared) == []
    assert drift(model(element(2, "process", "Web", ["aws_instance.web"])), declared) == [("unmodelled-resource", "aws_s3_bucket.logs", None)]
    assert drift(model(element(1, "store", "Logs", ["aws_s3_bucket.logs", "arn:aws:s3:::old"]), element(2, "process", "Web", ["aws_instance.web"]),
                       element(3, "process", "Old", ["aws_instance.old"])), declared) == [("missing-resource", "Old", None)]
    # an address without an index is all instances, one with it is one of them
    counted = plan(**{"aws_instance__web[0]": {}, 'aws_instance__web["a"]': {}})
    assert drift(model(element(2, "process", "Web", ["aws_instance.web"])), counted) == []
    assert drift(model(element(2, "process", "Web", ["aws_instance.web[0]"])), counted) == [("unmodelled-resource", 'aws_instance.web["a"]', None)]


def test_an_element_that_names_no_resource_is_asked_for_one():
    declared = plan(aws_instance__web={})
    web = element(1, "process", "Web", ["aws_instance.web"])
    assert drift(model(web, element(2, "store", "Table", provider="aws")), declared) == [("missing-resource", "Table", None)]
    for other in (element(2, "store", "Table"), element(2, "store", "Table", provider="azure"), element(2, "store", "Table", provider="aws", in_scope="no"), element(2, "actor", "Admin", provider="aws")):
        assert drift(model(web, other), declared) == [], other
    inside = ' <boundary id="0000000000000009" kind="account">\n  <name>A</name>\n  <provider>aws</provider>\n </boundary>\n'
    assert drift(model(inside, web, element(2, "store", "Table").replace('kind="store"', 'kind="store" parent="0000000000000009"')), declared) == [("missing-resource", "Table", None)]


def test_attributes_that_the_code_says_otherwise_are_found():
    safe = {"storage_encrypted": True, "kms_key_id": "k", "publicly_accessible": False, "multi_az": True, "backup_retention_period": 7}
    said = dict(enc_rest="customer-key", redundancy="multi-az", backup="same-account", exposure="internal")
    order = {key: said[key] for key in ("exposure", "enc_rest", "redundancy", "backup")}
    data = element(1, "store", "Data", ["aws_db_instance.main"], **order)
    assert drift(model(data), plan(aws_db_instance__main=safe)) == []
    for change, attribute in (({"storage_encrypted": False, "kms_key_id": None}, "enc_rest"), ({"publicly_accessible": True}, "exposure"),
                              ({"multi_az": None}, "redundancy"), ({"backup_retention_period": 0}, "backup")):
        assert drift(model(data), plan(aws_db_instance__main=dict(safe, **change))) == [("different-attribute", "Data", attribute)], change
    # what neither side says differs from nothing; a value that is known after the plan only is not said
    assert drift(model(element(1, "store", "Data", ["aws_db_instance.main"])), plan(aws_db_instance__main=safe)) == []
    assert drift(model(data), plan(aws_db_instance__main={})) == []
    # in a template what is not written has its standard value
    template = {"Resources": {"Main": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres"}}}}
    assert ("different-attribute", "Data", "enc_rest") in drift(model(data.replace("aws_db_instance.main", "Main")), template)
    assert drift(model(element(1, "process", "Data", ["aws_db_instance.main"])), plan(aws_db_instance__main=safe)) == [("different-attribute", "Data", "kind")]


def test_parts_of_a_resource_say_something_about_it():
    declared = plan(aws_s3_bucket__b={"bucket": "b"}, aws_s3_bucket_versioning__v={"versioning_configuration": [{"status": "Enabled"}]})
    declared["configuration"] = {"root_module": {"resources": [
        {"address": "aws_s3_bucket_versioning.v", "expressions": {"bucket": {"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]}}}]}}
    assert drift(model(element(1, "store", "B", ["aws_s3_bucket.b"], versioning="yes")), declared) == []
    assert drift(model(element(1, "store", "B", ["aws_s3_bucket.b"], versioning="no")), declared) == [("different-attribute", "B", "versioning")]
    assert "<versioning>yes</versioning>" in imported(scratch("parts.json", declared), "parts.redan")


def test_policy_and_formats_know_infrastructure():
    declared = plan(aws_instance__web={"metadata_options": [{"http_tokens": "optional"}]}, aws_sqs_queue__jobs={}, odd_thing__x={})
    text = model(element(1, "process", "Web", ["aws_instance.web"], imds="v2"), element(2, "process", "Old", ["aws_instance.old"]))
    path, source = scratch("model.redan", text), scratch("plan.json", declared)
    assert len(drift(text, declared)) == 3
    for word in ("unmodelled_resource", "missing_resource", "different_attribute"):
        off = run("check", path, "--iac", source, "--policy", policy(**{word: "off"}), "--json", status=1)
        assert len(json.loads(off.stdout)["findings"]) == 2
        assert b"odd_thing" in off.stderr and json.loads(off.stdout)["unmapped_types"] == ["odd_thing"]
    warned = run("check", path, "--iac", source, "--policy", policy(unmodelled_resource="warn", missing_resource="warn", different_attribute="warn"), "--json")
    assert {finding["level"] for finding in json.loads(warned.stdout)["findings"]} == {"warn"}
    sarif = json.loads(run("check", path, "--iac", source, "--policy", policy(), "--format", "sarif", status=1).stdout)
    places = {result["ruleId"]: result["locations"][0]["physicalLocation"] for result in sarif["runs"][0]["results"]}
    assert places["unmodelled-resource"]["artifactLocation"]["uri"].endswith("plan.json") and places["missing-resource"]["artifactLocation"]["uri"].endswith("model.redan")
    assert text.splitlines()[places["different-attribute"]["region"]["startLine"] - 1].startswith(' <element id="0000000000000001"')
    suite, = ElementTree.fromstring(run("check", path, "--iac", source, "--policy", policy(), "--format", "junit", status=1).stdout)
    assert sorted(case.get("classname") for case in suite if case.find("failure") is not None) == ["redan.different-attribute", "redan.missing-resource", "redan.unmodelled-resource"]
    comment = run("check", path, "--iac", source, "--policy", policy(), "--format", "markdown", status=1).stdout.decode()
    assert "aws\\_sqs\\_queue\\.jobs" in comment and "v2 in the model" in comment
    assert b"imds" not in run("check", path, "--policy", policy()).stdout
    run("check", path, "--iac", path, status=2)
    run("check", path, "--iac", scratch("missing.json"), status=2)


def test_tables_of_resources_can_be_added_to():
    declared = plan(acme_queue__q={"encrypted": True, "tags": {}}, aws_lb__front={"internal": True})
    source, folder = scratch("plan.json", declared), scratch("tables")
    os.makedirs(folder, exist_ok=True)

    def table(name, text):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)

    assert "acme_queue.q" not in re.findall("<resource_ids>(.*)</resource_ids>", imported(source, "own.redan"))
    table("resource-types.csv", "# own rows\r\n\nacme_*,element,process,message-queue\r\naws_lb,element,process,waf\n")
    table("resource-attributes.csv", "acme_queue,encrypted,true,enc_rest,provider-key\nacme_queue,encrypted,-,enc_rest,none\naws_lb,nothing,*,exposure,\n")
    text = imported(source, "own.redan", "--data", folder)
    assert "<resource_ids>acme_queue.q</resource_ids>" in text and "<tech>message-queue</tech>" in text and "<enc_rest>provider-key</enc_rest>" in text
    assert "<tech>waf</tech>" in text and "<exposure>" not in text and "<exposure>internal</exposure>" in imported(source, "built-in.redan")
    home = scratch("home")
    os.makedirs(os.path.join(home, "redan"), exist_ok=True)
    if not os.path.exists(os.path.join(home, "redan", "packs")):
        os.symlink(folder, os.path.join(home, "redan", "packs"))
    packs = run("import", source, "-", env=dict(QUIET, XDG_DATA_HOME=home)).stdout.decode()
    assert "<enc_rest>provider-key</enc_rest>" in packs
    assert drift(model(), declared, "--data", folder) == [("unmodelled-resource", "acme_queue.q", None), ("unmodelled-resource", "aws_lb.front", None)]
    for name, text, said in (("resource-types.csv", "#\nacme_queue,thing,process,vm\n", b"resource-types.csv:2:"), ("resource-types.csv", "a,element,process\n", b":1: a row is"),
                             ("resource-types.csv", "a,element,fish,vm\n", b"fish"), ("resource-types.csv", "a,boundary,village,\n", b"village"), ("resource-types.csv", "a,element,process,spoon\n", b"spoon"),
                             ("resource-types.csv", ",element,process,vm\n", b"type is missing"), ("resource-types.csv", "a,element,,vm\n", b"kind is missing"),
                             ("resource-attributes.csv", "a,b,c,enc_rest,strong\n", b"strong"), ("resource-attributes.csv", "a,b,c,colour,red\n", b"colour"),
                             ("resource-attributes.csv", "a,,c,enc_rest,none\n", b"last column"), ("resource-types.csv", b"a,element,process,\xff\n".decode("latin-1"), b":1:")):
        for other in ("resource-types.csv", "resource-attributes.csv"):
            table(other, "")
        table(name, text)
        assert said in run("import", "--data", folder, source, scratch("refused.redan"), status=2).stderr, text


if __name__ == "__main__":
    sys.exit(run_module(globals()))
