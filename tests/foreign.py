#!/usr/bin/env python3
"""Models and code of others on the command line: declared infrastructure against a model, importing again, and many files at once. Prints TAP."""
import base64
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
import xml.etree.ElementTree as ElementTree

from tap import CLI, ROOT, call, corpus, run_module, sample, scratch

QUIET = dict(os.environ, LC_ALL="C.UTF-8")


def run(*arguments, status=0, **options):
    result = call(CLI, *arguments, env=options.pop("env", QUIET), **options)
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


# ---- what a file is ----

def test_files_that_only_look_like_a_model_are_none():
    words = {"threatmodel": {"errors": {"open": "Fehler"}, "description": "Text"}, "threats": {"priority": "Wichtigkeit"}}
    assert b"no known format" in run("info", scratch("de.json", words), status=2).stderr
    model = {"threatmodel": {"Tower": {"author": "@x", "threat": [{"description": "wind"}]}}}
    assert json.loads(run("info", "--json", scratch("tower.json", model)).stdout)["threats"] == 1


def test_what_is_nearly_a_model_is_told():
    for content, words in ((b"#!/usr/bin/env python3\nfrom pytm import TM, Actor\n\ntm = TM('T')\n", "--json"), (b"try:\n    from pytm import TM\nexcept ImportError:\n    TM = None\n", "--json"), (b'# Shop\nresource "aws_s3_bucket" "b" {\n}\n', "terraform show"),
                           (b"<!DOCTYPE html>\n<html><body>model.tm7</body></html>", "web page"), (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "git lfs pull"),
                           (b'<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>', "JSON"), (b"<VisioDocument/>", ".vsdx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".vsdx"),
                           (b"<attack_graph></attack_graph>", "redan-cli graph")):
        told = run("info", scratch("near.txt", content), status=2).stderr.decode()
        assert words in told and "known formats" not in told, (content, told)
    for content in (b"words about pytm, to import later", b'{"text": "resource \\"a\\""}', b"<svg/>"):
        assert b"known formats" in run("info", scratch("far.txt", content), status=2).stderr, content


def test_what_is_named_and_missing_is_told():
    """Lists of ids in models of Threagile and OTM."""
    text = """threagile_version: 1.0.0
title: T
data_assets:
  Cards: {id: cards}
technical_assets:
  Web: {id: web, type: process, data_assets_processed: [cards, card], data_assets_stored: [other]}
trust_boundaries:
  Net: {id: net, type: network-on-prem, technical_assets_inside: [web, wep], trust_boundaries_nested: [deep]}
"""
    told = run("import", scratch("named.yaml", text), scratch("named.redan")).stderr.decode()
    for name, line in (("card", 6), ("other", 6), ("wep", 8), ("deep", 8)):
        assert re.search(f':{line}: repaired: [$]: "{name}" is named, but there is no', told), (name, told)
    assert '"cards" is named' not in told and '"web" is named' not in told, told
    otm = {"otmVersion": "0.2.0", "project": {"name": "P", "id": "p"}, "trustZones": [{"id": "z", "name": "Z", "risk": {"trustRating": 1}}],
           "assets": [{"id": "a", "name": "A", "risk": {"confidentiality": 50, "integrity": 50, "availability": 50}}],
           "components": [{"id": i, "name": i, "type": "web-service", "parent": {"trustZone": "z"}, "assets": {"processed": ["a", "b"]}} for i in ("c", "d")],
           "dataflows": [{"id": "f", "name": "F", "source": "c", "destination": "d", "assets": ["e"]}]}
    told = run("import", scratch("named.json", otm), scratch("named-otm.redan")).stderr.decode()
    for name in ("b", "e"):
        assert told.count(f'"{name}" is named, but there is no asset of that id') == 1, (name, told)
    assert '"a" is named' not in told, told


def told(source, name, *options):
    """The lines of the report of losses, without the path of the file."""
    return run("import", "--replace", *options, source, scratch(name)).stderr.decode().replace(source + ":", "").splitlines()


THREAGILE = """threagile_version: 1.0.0
title: T
data_assets:
  Cards: {id: cards, usage: %(usage)s, quantity: few, confidentiality: internal, integrity: %(integrity)s, availability: archive}
technical_assets:
  Web:
    id: web
    type: %(type)s
    usage: business
    machine: %(machine)s
    technologies: [%(technology)s]
    data_formats_accepted: [json,
      %(format)s]
    communication_links:
      Link:
        target: web
        protocol: %(protocol)s
        authentication: %(authentication)s
        authorization: none
trust_boundaries:
  Net: {id: net, type: %(boundary)s, technical_assets_inside: [web]}
"""
WORDS = {"usage": "devops", "integrity": "critical", "type": "process", "machine": "virtual", "technology": "tool", "format": "yaml", "protocol": "jms", "authentication": "two-factor",
         "boundary": "execution-environment"}


def test_a_misspelt_word_is_told_from_one_without_counterpart():
    right = told(scratch("words.yaml", THREAGILE % WORDS), "words.redan")
    assert not any("has no word" in line or "is not known" in line or "did you mean" in line for line in right), right
    assert any(line.startswith("9: dropped: ") and '"usage" has no counterpart here' in line for line in right), right
    for key, line, wrong, meant in (("usage", 4, "busines", "business"), ("integrity", 4, "critcal", "critical"), ("type", 8, "porcess", "process"), ("machine", 10, "phisical", "physical"),
                                    ("technology", 11, "databse", "database"), ("format", 13, "jsn", "json"), ("protocol", 17, "htps", "https"), ("authentication", 18, "credntials", "credentials"),
                                    ("boundary", 21, "network-on-perm", "network-on-prem")):
        lines = told(scratch("words.yaml", THREAGILE % dict(WORDS, **{key: wrong})), "words.redan")
        assert any(one.startswith(f"{line}: ") and f'"{wrong}"' in one and one.endswith(f'; did you mean "{meant}"?') for one in lines), (key, lines)
    lines = told(scratch("words.yaml", THREAGILE % dict(WORDS, machine="cardboard")), "words.redan")
    assert any(line.endswith('Threagile has no word "cardboard" for it; there are: physical, virtual, container, serverless') for line in lines), lines

    pytm = {"name": "P", "boundaries": [], "elements": [{"__class__": "Sever", "name": "S"}], "flows": [], "data": [{"name": "D", "classification": "SECRETT", "lifetime": "LONG"}]}
    lines = told(scratch("words.json", pytm), "words-pytm.redan")
    assert any('"Sever" is not known' in line and 'did you mean "Server"?' in line for line in lines), lines
    assert any('pytm has no word "SECRETT" for it; did you mean "SECRET"?' in line for line in lines), lines
    assert any('"lifetime" has no counterpart here' in line for line in lines), lines


def test_all_words_of_the_schema_of_threagile_are_known():
    with open(corpus("peers", "threagile", "schema.json"), encoding="utf-8") as file:
        schema = json.load(file)["properties"]
    asset = schema["technical_assets"]["additionalProperties"]["properties"]
    link = asset["communication_links"]["additionalProperties"]["properties"]
    words = {"usage": asset["usage"], "integrity": asset["integrity"], "type": asset["type"], "machine": asset["machine"], "technology": asset["technology"],
             "format": asset["data_formats_accepted"]["items"], "protocol": link["protocol"], "authentication": link["authentication"],
             "boundary": schema["trust_boundaries"]["additionalProperties"]["properties"]["type"]}
    for i in range(max(len(one["enum"]) for one in words.values())):
        chosen = {key: one["enum"][i % len(one["enum"])] for key, one in words.items()}
        lines = told(scratch("words.yaml", THREAGILE % chosen), "words.redan")
        assert not any("has no word" in line or "is not known" in line or "did you mean" in line for line in lines), (chosen, lines)


def test_a_misspelt_key_is_told_with_the_one_that_was_meant():
    otm = "otmVersion: 0.2.0\nproject: {name: P, id: p, ownr: me}\ntrustZones: []\ncomponets:\n- {id: a, name: A, type: web-service}\n"
    lines = told(scratch("keys.yaml", otm), "keys.redan")
    assert any(line.startswith("4: repaired: ") and line.endswith('"componets" is not known and is kept only as a remark; did you mean "components"?') for line in lines), lines
    assert any(line.startswith("2: repaired: ") and line.endswith('did you mean "owner"?') for line in lines), lines
    assert 'guessed: $: "components" is missing; the model has no elements' in lines, lines
    lines = told(scratch("keys.yaml", (THREAGILE % WORDS).replace("technical_assets:", "technical_asets:")), "keys-threagile.redan")
    assert any(line.startswith("5: repaired: ") and line.endswith('did you mean "technical_assets"?') for line in lines), lines
    assert 'guessed: $: "technical_assets" is missing; the model has no elements' in lines, lines
    bom = {"version": "1", "scope": {"title": "T", "tier": "improtant"}, "trust_zones": [], "trust_boundaries": [], "componets": [{"symbolic_name": "c", "title": "C", "trust_zone": "z"}],
           "data_flows": [], "threat_personas": []}
    lines = told(scratch("keys.json", bom), "keys-bom.redan", "--from", "tm-bom")
    assert any(line.endswith('did you mean "components"?') for line in lines) and any("the model has no elements" in line for line in lines), lines
    # also where the format is told by that key
    for name, text, slip, meant in (("keys.json", json.dumps({"version": "2.0", "sumary": {"title": "T"}, "detial": {"diagrams": []}}), "detial", "detail"),
                                    ("keys.yaml", otm.replace("otmVersion", "otmversion"), "otmversion", "otmVersion"),
                                    ("keys.yaml", "threagile_verion: 1.0.0\ntitle: T\n", "threagile_verion", "threagile_version")):
        assert f'did you mean "{meant}" by its key "{slip}"?' in run("import", scratch(name, text), scratch("no.redan"), status=2).stderr.decode(), name
    # an extension of somebody is no slip
    lines = told(scratch("keys.yaml", otm.replace("componets", "x-compliance").replace("ownr", "contact")), "keys.redan")
    assert sum("has no counterpart here" in line for line in lines) == 2 and not any("did you mean" in line for line in lines), lines


def test_a_missing_type_is_told():
    for slip in ("tpye: process", "owner: me"):
        lines = told(scratch("type.yaml", (THREAGILE % WORDS).replace("type: process", slip)), "type.redan")
        assert any(line.startswith("6: guessed: ") and line.endswith("its type is missing; taken as an external entity") for line in lines), (slip, lines)
        # two letters that changed places are one slip, also in a short word
        assert any(line.startswith("8: repaired: ") and line.endswith('"tpye" is not known and is kept only as a remark; did you mean "type"?') for line in lines) == (slip[0] == "t"), lines
    dump = (THREAGILE % WORDS).replace("    type: process\n", "").replace("trust_boundaries:", "generated_risks_by_category: {}\ntrust_boundaries:")
    lines = told(scratch("type.yaml", dump), "type-dump.redan")
    assert not any("its type is missing" in line for line in lines), lines


def test_a_misspelt_status_of_a_tracked_risk_is_told():
    for status in ("unchecked", "in-discussion", "accepted", "in-progress", "mitigated", "false-positive", "acepted"):
        lines = told(scratch("status.yaml", THREAGILE % WORDS + f"risk_tracking:\n  some-risk@web:\n    status: {status}\n    justification: J\n"), "status.redan")
        found = [line for line in lines if line.startswith("24: guessed: ") and line.endswith('its status "acepted" is not known; taken as absent and kept as a tag; did you mean "accepted"?')]
        assert len(found) == (status == "acepted") and any("is not known" in line for line in lines) == (status == "acepted"), (status, lines)


DRAGON = {"version": "2.3.1", "summary": {"title": "T"}, "detail": {"diagrams": [{"id": 0, "title": "D", "diagramType": "STRIDE", "cells": [
    {"id": "a", "shape": "process", "position": {"x": 0, "y": 0}, "size": {"width": 60, "height": 60},
     "data": {"type": "tm.Process", "name": "Till", "threats": [{"id": "t", "title": "A", "status": "Open", "severity": "High", "modelType": "STRIDE", "type": "Spoofing"}]}},
    {"id": "f", "shape": "flow", "source": {"cell": "a"}, "target": {"cell": "a"}, "data": {"type": "tm.Flow", "name": "F", "isEncrypted": False, "protocol": "HTTPS"}}]}]}}


def test_slips_in_a_file_of_threat_dragon_are_told():
    text = json.dumps(DRAGON, indent=1)
    right = told(scratch("slips.json", text), "slips.redan")
    assert not any("did you mean" in line or "is not known" in line or "is neither" in line for line in right), right

    def slips(*pairs):
        wrong = text
        for old, new in pairs:
            assert old in wrong, old
            wrong = wrong.replace(old, new)
        row = next(i for i, line in enumerate(wrong.splitlines(), 1) if pairs[0][1] in line)
        return row, told(scratch("slips.json", wrong), "slips.redan")

    row, lines = slips(('"Spoofing"', '"Spofing"'))
    assert any(line.startswith(f"{row}: repaired: ") and line.endswith('its type "Spofing" is not known and is kept as it is; did you mean "Spoofing"?') for line in lines), lines
    # a word of somebody's own, or of another language, is none
    row, lines = slips(('"Spoofing"', '"Suplantacion"'))
    assert lines == right, lines
    for key, wrong in (("isEncrypted", "isEncryptd"), ("protocol", "protocl")):
        row, lines = slips((f'"{key}": {"false" if key == "isEncrypted" else chr(34) + "HTTPS"}', f'"{wrong}": {"true" if key == "isEncrypted" else chr(34) + "HTTPS"}'))
        assert any(line.startswith(f"{row}: repaired: ") and line.endswith(f'"{wrong}" is not known and is kept only as a remark; did you mean "{key}"?') for line in lines), (key, lines)
    tail = '"Till" is neither actor, process, store, flow, boundary nor text; dropped with its threats: its '
    for pairs, said in (((('"shape": "process"', '"shape": "prcess"'), ('"type": "tm.Process",', "")), 'shape is "prcess"; did you mean "process"?'),
                        ((('"tm.Process"', '"tm.Porcess"'), ('"shape": "process",', "")), 'type is "tm.Porcess"; did you mean "tm.Process"?'),
                        ((('"shape": "process"', '"shape": "spaceship"'), ('"type": "tm.Process",', "")), 'shape is "spaceship"')):
        row, lines = slips(*pairs)
        assert any(line.startswith(f"{row}: dropped: ") and line.endswith(tail + said) for line in lines), (said, lines)


def test_a_rating_of_otm_that_is_no_number_is_told():
    text = """otmVersion: 0.2.0
project: {name: P, id: p}
trustZones:
- {id: z, name: Z, risk: {trustRating: %s}}
assets:
- {id: a, name: A, risk: {confidentiality: %s, integrity: 25, availability: 50}}
components:
- {id: c, name: C, type: web-client, parent: {trustZone: z}, tags: [x, x]}
"""
    lines = told(scratch("rating.yaml", text % (100, 50)), "rating.redan")
    assert not any("is no number" in line or "is kept" in line or "tags" in line for line in lines), lines
    assert any(line.endswith('its type "web-client" is taken as actor, browser') for line in lines), lines
    for wrong in ("high", "101"):
        lines = told(scratch("rating.yaml", text % (wrong, wrong)), "rating.redan")
        for line, key in ((4, "trustRating"), (6, "confidentiality")):
            assert any(one.startswith(f"{line}: repaired: ") and one.endswith(f'"{key}" is kept only as a remark: "{wrong}" is no number from 0 to 100') for one in lines), lines


def test_lines_of_the_report_are_those_of_the_file():
    """In all real files: a key that is told stands in the line that is named, an object begins at or before it."""
    checked = {}
    for folder in ("otm", "threagile", "pytm", "tmbom", "hcltm", "threatdragon-v1", "threatdragon-v2", "threat-composer"):
        for name in sorted(os.listdir(corpus("import", folder))):
            path = corpus("import", folder, name)
            result = call(CLI, "import", "--json", "--replace", path, scratch("lines.redan"), env=QUIET)
            if result.returncode != 0:
                continue
            with open(path, "rb") as file:
                lines = file.read().split(b"\n")
            for loss in json.loads(result.stdout)["losses"]:
                key = re.match('"([A-Za-z_]+)" (has no counterpart here|is not known and)', loss["text"])
                if key is None or loss["line"] is None or loss["file"] != path or (folder, key[1]) == ("tmbom", "risk"):
                    continue
                assert key[1].encode() in lines[loss["line"] - 1], (path, loss)
                checked[folder] = checked.get(folder, 0) + 1
    assert sum(checked.values()) > 400 and len(checked) >= 6, checked


def test_lines_of_pictures_are_those_of_the_file():
    for name, text, line, words in (
            ("lines.dot", 'digraph g {\n a [shape=circle];\n\n b [label="B",\n shape=circle];\n a -> b;\n}\n', 2, 'process "a": is drawn as circle'),
            ("lines.drawio", '<mxGraphModel><root><mxCell id="0"/>\n<mxCell id="1" parent="0"/>\n<mxCell id="2" value="A" style="shape=cube;" vertex="1" parent="1">\n'
             '<mxGeometry width="9" height="9" as="geometry"/></mxCell></root></mxGraphModel>', 3, '"A": is drawn as')):
        lines = told(scratch(name, text), "lines.redan")
        assert any(one.startswith(f"{line}: ") and words in one for one in lines), (name, lines)


def test_a_line_of_an_included_file_names_that_file():
    folder = scratch("including")
    os.makedirs(os.path.join(folder, "parts"), exist_ok=True)
    with open(os.path.join(folder, "model.yaml"), "w", encoding="utf-8") as file:
        file.write("threagile_version: 1.0.0\ntitle: T\ndate: today\nincludes: [parts/a.yaml]\n")
    with open(os.path.join(folder, "parts", "a.yaml"), "w", encoding="utf-8") as file:
        file.write("technical_assets:\n  Web:\n    id: web\n    type: porcess\n")
    lines = run("import", "--replace", os.path.join(folder, "model.yaml"), scratch("including.redan")).stderr.decode().splitlines()
    assert any(line.startswith(f"{folder}/model.yaml:3: dropped: ") for line in lines), lines
    assert any(line.startswith(f"{folder}/parts/a.yaml:4: guessed: ") for line in lines), lines
    losses = json.loads(run("import", "--replace", "--json", os.path.join(folder, "model.yaml"), scratch("including.redan")).stdout)["losses"]
    assert {(loss["file"], loss["line"]) for loss in losses} >= {(f"{folder}/model.yaml", 3), (f"{folder}/parts/a.yaml", 4)}, losses


def test_two_diagrams_of_one_name_in_cyclonedx():
    def part(name, kind, components=(), **others):
        properties = {"type": kind, **{f"shape:{key}": value for key, value in others.items()}}
        return {"type": "data", "name": name, "components": list(components), "properties": [{"name": "cdx:model:" + key, "value": value} for key, value in properties.items()]}

    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
        part("M", "threat-model", [part("D", "diagram", [part(f"P{i}", "process", x=str(i), y="0", width="50", height="50")]) for i in range(2)])]}
    root = ElementTree.fromstring(imported(scratch("two.cdx.json", bill), "two.redan"))
    places = {place.get("diagram") for place in root.iter("place")}
    assert places == {one.get("id") for one in root.findall("diagram")} and len(places) == 2, places


def test_pictures_of_drawio_have_a_public_document_type():
    page = ("<mxfile><diagram><mxGraphModel><root><mxCell id='0'/><mxCell id='1' parent='0'/><mxCell id='2' value='A' style='ellipse;' vertex='1' parent='1'>"
            "<mxGeometry width='9' height='9' as='geometry'/></mxCell></root></mxGraphModel></diagram></mxfile>").replace("<", "&lt;")
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    picture = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a picture -->\n{public}\n<svg xmlns="http://www.w3.org/2000/svg" content="{page}"><g/></svg>'
    assert json.loads(run("info", "--json", scratch("a.svg", picture)).stdout)["processes"] == 1
    evil = picture.replace(public, '<!DOCTYPE svg [<!ENTITY a "b">]>')
    assert b"DOCTYPE" in run("info", scratch("b.svg", evil), status=2).stderr


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
    others = ["unresolved-conflict", "new-risk", "higher-risk", "reopened", "undecided", "expired", "lost-objective", "new-path", "open-path"]
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
    assert [rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]][-3:] == ["unmodelled-resource", "missing-resource", "different-attribute"]
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


# ---- a newer version of a file that was imported ----

# format, file, a text of it and what a newer version says instead, the name that changes (None: something else changes)
VERSIONS = (
    ("threatdragon-v2", "owasp__v2-threat-model.json", "Web Application Config", "Settings of the shop", True),
    ("threatdragon-v1", "owasp__demo-threat-model.json", "Web Application Config", "Settings of the shop", True),
    ("otm", "iriusrisk__EXAMPLE.json", '"name": "Web Client"', '"name": "Browser of a customer"', True),
    ("otm", "iriusrisk__EXAMPLE.yaml", "name: Web Client", "name: Browser of a customer", True),
    ("threagile", "threagile2__threagile.yaml", "Some Technical Asset:", "Web shop:", True),
    ("tmbom", "owasp__huskyai.tmbom.json", '"title": "Engineer"', '"title": "Operator of models"', True),
    ("tm7", "iriusrisk__MTMT_example.tm7", ">Mobile Client<", ">Telephone of a customer<", True),
    ("drawio", "iriusrisk__lean_ix.drawio.xml", 'value="', 'value="New ', True),
    ("dot", "owasp__dfd.dot", "Gateway", "Way in", False),
    ("pytm", "owasp__input.json", '"description"', '"description"', False),
    ("hcltm", "xntrik__tm1.hcl", "description", "description", False),
    ("threat-composer", "awslabs__ThreatModelingForBuilders-Exercise4.tc.json", "Monitor cost proactively", "Watch what it costs", True),
    ("cloudformation", "iriusrisk__cloudformation_single_file.json", '"Canary"', '"Bird"', False),
    ("terraform", "iriusrisk__elb-tfplan.json", '"internal": true', '"internal": false', True),
)
AFTER_DECISIONS = re.compile(r"^ <(?:assumption|fact|profile|evidence|assessment|waiver|note|diagram|conflict)\b|^</threat-model>", re.M)


def read(path):
    with open(path, encoding="utf-8") as text:
        return text.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def load(path):
    """The objects of a model by id."""
    return {node.get("id"): node for node in ElementTree.parse(path).getroot() if node.get("id") is not None}


def threats(path):
    return [threat["id"] for threat in json.loads(run("threats", "--json", "--as-of", "2026-01-01", path).stdout)["threats"]]


def work_on(path):
    """Decides a threat of ours and moves everything that is drawn. Returns the threat."""
    text = read(path)
    found = [one for one in threats(path) if re.fullmatch(r"T[A-Z]-[A-Z]+-\d+@[0-9a-z]{16}", one)]
    decision = ""
    if found:
        rule, target = found[0].split("@")
        decision = f' <decision id="d0q5a8k2x6b7gt3j" target="{target}" rule="{rule}">\n  <decision>accept</decision>\n  <reason>Known here.</reason>\n </decision>\n'
    at = AFTER_DECISIONS.search(text).start()
    text = text[:at] + decision + text[at:]
    text = re.sub(r"(<place diagram=\"\w+\">\s*<x>)(-?\d+)", lambda m: m.group(1) + str(int(m.group(2)) + 80), text)
    write(path, text)
    run("fmt", path)
    return found[0] if found else None


def places(path):
    return {node.get("id"): [(place.get("diagram"), place.findtext("x"), place.findtext("y")) for place in node.findall("place")] for node in load(path).values()}


def update(source, path, *options, status=0):
    return run("import", *options, source, path, status=status)


def test_the_same_file_again_changes_nothing():
    for folder in sorted({version[0] for version in VERSIONS}):
        for name in sample(sorted(os.listdir(corpus("import", folder)))):
            source, path = corpus("import", folder, name), scratch("same.redan")
            if name.endswith(".tf"):
                continue
            if os.path.exists(path):
                os.remove(path)
            update(source, path)
            first = read(path)
            again = update(source, path)
            assert read(path) == first, name
            assert not re.search(rb"^(added|removed|changed|moved): ", again.stderr, re.M), name
            # nor when a person worked on it in between
            work_on(path)
            worked = read(path)
            update(source, path)
            assert read(path) == worked, name


def test_a_newer_version_updates_and_keeps_what_was_done_here():
    for folder, name, old, new, changes in VERSIONS:
        source, path = corpus("import", folder, name), scratch("updated.redan")
        text = read(source)
        assert old in text, name
        if os.path.exists(path):
            os.remove(path)
        update(source, path)
        decided = work_on(path)
        before, drawn = load(path), places(path)
        newer = scratch("newer" + os.path.splitext(name)[1], text.replace(old, new))
        fresh = scratch("fresh.redan")
        update(newer, fresh, "--replace")
        said = update(newer, path, "--update").stderr.decode()
        after = load(path)
        # the same objects as an import of the newer version alone, and what was added here
        assert set(after) == set(load(fresh)) | ({"d0q5a8k2x6b7gt3j"} if decided and "d0q5a8k2x6b7gt3j" in after else set()), name
        if changes:
            assert set(after) == set(before), name
            assert re.search("^changed: ", said, re.M), (name, said)
            assert {node.findtext("name") for node in after.values()} == {node.findtext("name") for node in load(fresh).values()} | ({None} if decided else set()), name
            if decided:
                assert after["d0q5a8k2x6b7gt3j"].findtext("reason") == "Known here." and decided in threats(path), name
        moved = places(path)
        assert all(moved[one] == drawn[one] for one in moved if one in drawn), name
        checked = subprocess.run([CLI, "lint", path], capture_output=True, timeout=60)
        assert checked.returncode in (0, 1) and b"error" not in checked.stdout + checked.stderr, checked


def dragon():
    return json.loads(read(corpus("import", "threatdragon-v2", "owasp__v2-threat-model.json")))


def cell(model, name):
    return next(one for one in model["detail"]["diagrams"][0]["cells"] if one.get("data", {}).get("name") == name)


def start(name, model):
    path = scratch(name)
    if os.path.exists(path):
        os.remove(path)
    update(scratch("dragon.json", model), path)
    return path


def find(path, name):
    return next((node for node in load(path).values() if node.findtext("name") == name), None)


def test_what_is_gone_goes_and_what_is_new_comes():
    path = start("gone.redan", dragon())
    work_on(path)
    newer = dragon()
    cells = newer["detail"]["diagrams"][0]["cells"]
    gone = cell(newer, "Message Queue")
    cells.remove(gone)
    cells[:] = [one for one in cells if gone["id"] not in (one.get("source", {}).get("cell"), one.get("target", {}).get("cell"))]
    added = json.loads(json.dumps(cell(newer, "Database")).replace(cell(newer, "Database")["id"], "11111111-2222-4333-8444-555555555555"))
    added["data"].update(name="Archive", threats=[])
    cells.append(added)
    assert find(path, "Message Queue") is not None and find(path, "Archive") is None
    said = update(scratch("dragon.json", newer), path).stderr.decode()
    assert find(path, "Message Queue") is None and find(path, "Archive") is not None
    assert re.search(r"^removed: .*Message Queue", said, re.M) and re.search(r"^added: .*Archive", said, re.M), said
    # what a person added stays; what a person changed stays and is named
    own = read(path).replace("</meta>\n", '</meta>\n <element id="0000000000000001" kind="process">\n  <name>Ours</name>\n </element>\n', 1).replace("<name>Archive</name>", "<name>Archive</name>\n  <description>Known to us.</description>")
    write(path, own)
    run("fmt", path)
    said = update(scratch("dragon.json", dragon()), path).stderr.decode()
    assert find(path, "Ours") is not None and find(path, "Archive") is not None and find(path, "Message Queue") is not None
    assert re.search(r'Archive".*no longer in the file', said), said


def test_decisions_of_both_sides():
    def state(model, status):
        threat = cell(model, "Database")["data"]["threats"][0]
        threat["status"] = status
        return threat["title"]

    model = dragon()
    title = state(model, "Open")
    path = start("both.redan", model)
    assert find(path, title).findtext("decision") == "open"
    # decided there only: taken; here only: kept, also when something else changes; on both sides: here holds, and it is said
    state(model, "Mitigated")
    update(scratch("dragon.json", model), path)
    assert find(path, title).findtext("decision") == "mitigate"
    write(path, re.sub(f"(<name>{re.escape(title)}</name>.*?<decision>)mitigate", r"\1accept", read(path), count=1, flags=re.S))
    cell(model, "Database")["data"]["threats"][0]["description"] = "Newly told."
    said = update(scratch("dragon.json", model), path).stderr.decode()
    # the file says mitigate since before, a person said accept after that: both changed the object
    assert find(path, title).findtext("decision") == "accept" and find(path, title).findtext("description") == "Newly told.", said
    state(model, "NotApplicable")
    said = update(scratch("dragon.json", model), path).stderr.decode()
    assert find(path, title).findtext("decision") == "accept" and "decision here stays" in said


def test_importing_the_same_again_is_told_in_one_line():
    source = corpus("import", "otm", "iriusrisk__EXAMPLE.yaml")
    path = scratch("same.redan")
    if os.path.exists(path):
        os.remove(path)
    first = run("import", source, path).stderr.decode().splitlines()
    text = read(path)
    again = run("import", source, path).stderr.decode().splitlines()
    assert again == [f"{path}: unchanged; {len(first)} losses, which --losses lists"] and read(path) == text, again
    assert run("import", "--losses", source, path).stderr.decode().splitlines() == first + again
    said = json.loads(run("import", "--json", source, path).stdout)
    assert said["unchanged"] and len(said["losses"]) == len(first)
    told = run("import", source, "--into", scratch("same")).stderr.decode()
    assert "guessed: " in told and "unchanged" not in told
    told = run("import", source, "--into", scratch("same")).stderr.decode()
    assert ", unchanged: " in told and "guessed: " not in told and "guessed: " in run("import", "--losses", source, "--into", scratch("same")).stderr.decode(), told
    # what changed is told field by field, and all losses again
    with open(source, encoding="utf-8") as file:
        newer = file.read().replace("type: web-client", "type: mobile")
    assert newer != open(source, encoding="utf-8").read()
    told = run("import", scratch("newer.yaml", newer), path).stderr.decode().splitlines()
    assert len(told) > len(first) and any(re.fullmatch("changed: .*: Technology: .* → .*", line) for line in told), told
    assert not any("import/" in line for line in told), told


def test_moved_there_and_moved_here():
    model = dragon()
    path = start("moved.redan", model)
    identity = find(path, "Database").get("id")
    first = places(path)[identity]
    cell(model, "Database")["position"]["x"] += 10
    update(scratch("dragon.json", model), path)
    assert int(places(path)[identity][0][1]) == int(first[0][1]) + 80
    work_on(path)
    worked = places(path)[identity]
    cell(model, "Database")["position"]["x"] += 10
    update(scratch("dragon.json", model), path)
    assert places(path)[identity] == worked


def test_changes_leave_out_what_only_an_export_reads():
    """The piece of the file that is kept beside the fields says the same again, as JSON."""
    path = scratch("told.redan")
    source = corpus("import", "threagile", "threagile__threagile.yaml")
    update(source, path, "--replace")
    newer = read(source).replace("usage: business", "usage: devops", 1)
    assert newer != read(source)
    said = update(scratch("newer.yaml", newer), path, "--update").stderr.decode()
    told = [line for line in said.splitlines() if line.startswith("changed: ")]
    assert told and all(line.endswith(": threagile/usage: business → devops") for line in told), told


def test_another_model_is_not_written_over():
    path = start("mine.redan", dragon())
    work_on(path)
    text = read(path)
    other = corpus("import", "threatdragon-v2", "owasp__iot-device.json")
    assert b"--replace" in update(other, path, status=2).stderr and read(path) == text
    for options in ([], ["--update"]):
        assert b"another model" in update(corpus("import", "otm", "iriusrisk__EXAMPLE.json"), path, *options, status=2).stderr and read(path) == text
    few = dragon()
    few["detail"]["diagrams"][0]["cells"] = [cell(few, "Database")]
    cell(few, "Database")["data"]["threats"] = []
    assert b"--update" in update(scratch("dragon.json", few), path, status=2).stderr and read(path) == text
    update(scratch("dragon.json", few), path, "--update")
    assert find(path, "Database") is not None and find(path, "Message Queue") is None
    update(other, path, "--replace")
    assert find(path, "Database") is None
    # nor is what nobody worked on, which may be all there is of its source
    text = read(path)
    assert b"another model" in update(corpus("import", "otm", "iriusrisk__EXAMPLE.json"), path, status=2).stderr and read(path) == text
    thing = scratch("thing.txt", "no model")
    update(other, thing, status=2)
    assert read(thing) == "no model"
    update(other, thing, "--update", "--replace", status=2)


def test_what_is_drawn_here_stays_drawn_and_new_things_get_a_place():
    source = corpus("import", "otm", "iriusrisk__manual_threat_model.yaml")
    path = scratch("laid.redan")
    if os.path.exists(path):
        os.remove(path)
    update(source, path)
    assert not any(places(path).values())
    run("layout", path, path)
    drawn = places(path)
    newer = read(source).replace("components:\n", "components:\n  - id: extra\n    name: Extra\n    type: web-service\n    parent:\n      trustZone: " + re.search(r"trustZone: (\S+)", read(source)).group(1) + "\n", 1)
    update(scratch("newer.yaml", newer), path)
    assert {one: drawn[one] for one in drawn if drawn[one]} == {one: place for one, place in places(path).items() if drawn.get(one)}
    assert places(path)[find(path, "Extra").get("id")]


def test_models_have_the_title_of_the_source_or_of_the_file():
    for folder, name, title in (("threatdragon-v2", "owasp__iot-device.json", "Internet of Things (IoT) Device"), ("tm7", "iriusrisk__MTMT_example.tm7", "iriusrisk__MTMT_example"),
                                ("drawio", "iriusrisk__lean_ix.drawio.xml", "iriusrisk__lean_ix"), ("terraform", "iriusrisk__elb-tfplan.json", "iriusrisk__elb-tfplan")):
        assert f" <meta>\n  <name>{title}</name>\n" in imported(corpus("import", folder, name), "title.redan"), name
    with open(corpus("import", "tm7", "iriusrisk__MTMT_example.tm7"), "rb") as source:
        assert b"<meta>\n  <name>" not in run("import", "-", "-", stdin=source).stdout
    # the title may be all that tells one model from another: with it changed the model is the same one
    for folder, name, old in (("threagile", "threagile2__threagile.yaml", "Model Stub"), ("pytm", "owasp__input.json", "my test tm"), ("tmbom", "owasp__huskyai.tmbom.json", '"Husky AI"'),
                              ("threat-composer", "awslabs__ThreatModelingForBuilders-Exercise4.tc.json", "Vehicle registration feature"), ("threatdragon-v1", "owasp__demo-threat-model.json", "Demo Threat Model")):
        path, source = scratch("titled.redan", imported(corpus("import", folder, name), "titled.redan")), corpus("import", folder, name)
        before = set(load(path))
        assert before and old in read(source), name
        update(scratch("retitled" + os.path.splitext(name)[1], read(source).replace(old, old.replace("tm", "tn").replace("odel", "odell").replace("Husky", "Huskie").replace("feature", "part"))), path)
        assert set(load(path)) == before, name
    # the name of the file does not replace a title
    path = scratch("titled.redan", imported(corpus("import", "tm7", "iriusrisk__MTMT_example.tm7"), "titled.redan"))
    update(scratch("other name.tm7", read(corpus("import", "tm7", "iriusrisk__MTMT_example.tm7"))), path)
    assert "<name>iriusrisk__MTMT_example</name>" in read(path)


# ---- many files ----

def test_many_files_go_into_a_directory():
    one, two = scratch("one"), scratch("two")
    os.makedirs(one, exist_ok=True)
    os.makedirs(two, exist_ok=True)
    sources = [corpus("tmt", "Balfa_testcar__4415e59f__Testcar_threat_model.tm7"), corpus("tmt", "OWASP_threat-dragon__6fa5181e__Sample_Threat_Model.tm7")]
    copies = []
    for folder, source in zip((one, two), sources):
        copies.append(os.path.join(folder, "model.tm7"))
        with open(source, "rb") as given, open(copies[-1], "wb") as out:
            out.write(given.read())
    broken = scratch("broken.tm7", "<ThreatModel")
    target = os.path.join(scratch("models"), "deep")
    result = run("import", copies[0], broken, copies[1], "--into", target, "--json", status=2)
    said = json.loads(result.stdout)
    assert sorted(os.listdir(target)) == ["model-2.redan", "model.redan"]
    assert [os.path.basename(entry["target"] or "") for entry in said["files"]] == ["model.redan", "", "model-2.redan"]
    assert said["imported"] == 2 and said["failed"] == 1 and said["files"][1]["error"] and b"2 of 3 files imported" in result.stderr
    assert all(entry["losses"] for entry in said["files"] if entry["target"])
    assert re.search(rb"^(dropped|guessed|repaired): \d+ times in 2 files: ", result.stderr, re.M)
    # again: the same files, brought up to date
    first = {name: read(os.path.join(target, name)) for name in os.listdir(target)}
    again = json.loads(run("import", *copies, "--into", target, "--json").stdout)
    assert {name: read(os.path.join(target, name)) for name in os.listdir(target)} == first
    assert all(entry["updated"] for entry in again["files"]) and [os.path.basename(entry["target"]) for entry in again["files"]] == ["model.redan", "model-2.redan"]
    # what stands there and is something else stays
    write(os.path.join(target, "model.redan"), "not ours")
    run("import", copies[0], "--into", target)
    assert read(os.path.join(target, "model.redan")) == "not ours" and sorted(os.listdir(target)) == ["model-2.redan", "model-3.redan", "model.redan"]
    run("import", copies[0], "--into", broken, status=2)
    run("import", copies[0], status=2)
    run("import", *copies, scratch("x.redan"), status=2)


# ---- decisions about threats of the Microsoft tool ----

DECIDED = ("Azure_Azure-Health-Extension__060f3f64__Azure_Security_and_Compliance_Blueprint_HIPAAHITRUST_Health_Data_AI-ThreatModel_with_IaaS_Extention.tm7",
           "lfservin_oss-threatmodeling__05144496__dc27nttm.tm7", "MohamedMostafa010_SecurePortalModeling__710fcda8__ThreatModel.tm7")


def decision_map():
    """(template, rule) of the shipped map: (place, our rule)."""
    found = {}
    for line in read(os.path.join(ROOT, "data", "decision-map.csv")).splitlines():
        if not line.startswith("#"):
            template, rule, place, ours = line.split(",")
            found.setdefault((template, rule), []).append((place, ours))
    return found


def extra(node, kind, key):
    return next((one.text for one in node.findall("extra") if (one.get("format"), one.get("key")) == (kind, key)), None)


def expected_proposals(path):
    """What the map proposes, worked out here from the file and the list of threats alone."""
    tree, rows = ElementTree.parse(path).getroot(), decision_map()
    template = extra(tree.find("meta"), "tmt", "template") or ""
    ours = {one["id"]: one["status"] for one in json.loads(run("threats", "--json", "--as-of", "2026-01-01", path).stdout)["threats"]}
    said = {}
    for threat in tree.findall("threat"):
        flow = next((one for one in tree.findall("flow") if one.get("id") == threat.get("target")), None)
        if flow is None:
            continue
        for (name, rule), places_of in rows.items():
            for place, own in places_of:
                identity = f"{own}@{flow.get('id') if place == 'flow' else flow.get(place)}"
                if template.startswith(name) and extra(threat, "tmt", "rule") == rule and identity in ours:
                    said.setdefault(identity, {})[threat.get("id")] = threat.findtext("decision")
    return {identity: ("mitigate" if "mitigate" in states.values() else "not-applicable", sorted(states)) for identity, states in said.items()
            if ours[identity] == "open" and set(states.values()) <= {"mitigate", "not-applicable"}}, said


def test_decisions_of_the_microsoft_tool_are_proposed_and_carried():
    total = 0
    for name in DECIDED:
        source, path = corpus("tmt", name), scratch("decided.redan")
        if os.path.exists(path):
            os.remove(path)
        proposed = json.loads(run("import", "--json", source, path).stdout)["proposals"]
        expected, matched = expected_proposals(path)
        assert {one["threat"]: (one["decision"], sorted(one["recorded"])) for one in proposed} == expected, name
        total += len(proposed)
        before = json.loads(run("threats", "--json", "--as-of", "2026-01-01", path).stdout)["threats"]
        assert all(one["status"] == "open" for one in before if one["id"] in expected)
        text = read(path)
        run("import", source, path)
        assert read(path) == text, "nothing is carried without being asked"
        carried = run("import", "--carry-decisions", source, path)
        assert carried.stderr.count(b"\ndecided: ") + carried.stderr.startswith(b"decided: ") == len(proposed)
        after = json.loads(run("threats", "--json", "--as-of", "2026-01-01", path).stdout)["threats"]
        assert {one["id"]: one["status"] for one in after if one["id"] in expected} == {identity: decision for identity, (decision, _) in expected.items()}
        # shown once: what was matched is gone from the list, what was not is still there, ours are as many as before
        hidden = {f"@{one}" for states in matched.values() for one in states}
        assert {one["id"] for one in before} - {one["id"] for one in after} == hidden & {one["id"] for one in before}
        assert len(after) == len(before) - len(hidden)
        reasons = {node.get("rule") + "@" + node.get("target"): node.findtext("reason") for node in ElementTree.parse(path).getroot().findall("decision")}
        assert {one["threat"]: one["reason"] or None for one in proposed}.items() <= reasons.items()
        # again changes nothing, with the option and without
        text = read(path)
        run("import", "--carry-decisions", source, path)
        assert read(path) == text
        run("import", source, path)
        assert read(path) == text
        # what goes back to the tool is what came
        run("export", path, scratch("back.tm7"), "--template", source)
        run("import", "--replace", scratch("back.tm7"), scratch("back.redan"))
        assert len(ElementTree.parse(scratch("back.redan")).getroot().findall("threat")) == len(ElementTree.parse(path).getroot().findall("threat"))
    assert total > 30, total


def test_a_threat_that_is_not_decided_everywhere_is_not_carried():
    source, path = corpus("tmt", DECIDED[0]), scratch("partly.redan")
    if os.path.exists(path):
        os.remove(path)
    proposed = json.loads(run("import", "--json", source, path).stdout)["proposals"]
    one = next(entry for entry in proposed if len(entry["recorded"]) > 1)
    text = read(path)
    at = text.index(f'<threat id="{one["recorded"][0]}"')
    write(path, text[:at] + re.sub("<decision>[a-z-]*</decision>", "<decision>investigate</decision>", text[at:], count=1))
    again = json.loads(run("import", "--json", source, path).stdout)["proposals"]
    assert one["threat"] not in [entry["threat"] for entry in again] and len(again) < len(proposed)


def test_the_map_of_decisions_can_be_added_to():
    folder = scratch("map")
    os.makedirs(folder, exist_ok=True)
    source = corpus("tmt", DECIDED[0])
    many = json.loads(run("import", "--json", "--replace", source, scratch("map.redan")).stdout)["proposals"]
    for text, said in (("SDL,D2,flow\n", b":1: a row is"), ("#\nSDL,D2,beside,TR-D-01\n", b":2:"), ("SDL,D2,flow,TR-X-99\n", b"TR-X-99"), (",D2,flow,TR-D-01\n", b"column 1")):
        write(os.path.join(folder, "decision-map.csv"), text)
        assert said in run("import", "--data", folder, source, scratch("map2.redan"), status=2).stderr, text
    rules = {extra(node, "tmt", "rule") for node in ElementTree.parse(scratch("map.redan")).getroot().findall("threat")}
    write(os.path.join(folder, "decision-map.csv"), "".join(f"SDL,{rule},target,TR-R-01\nSDL,{rule},source,TR-R-01\n" for rule in sorted(rules - {None})))
    more = json.loads(run("import", "--json", "--replace", "--data", folder, source, scratch("map.redan")).stdout)["proposals"]
    assert {one["threat"] for one in more} != {one["threat"] for one in many}


def test_attributes_left_at_their_first_value_are_unknown():
    source = corpus("tmt", "OWASP_threat-dragon__6fa5181e__Sample_Threat_Model.tm7")
    text = read(source)
    one = re.search(r'<[a-z]:Name>storesCredentials</[a-z]:Name>', text)
    lines = imported(source, "first.redan")
    assert one is not None and "taken as unknown" in run("import", "--replace", source, scratch("first.redan")).stderr.decode()
    # every value of a template stays as a remark; none that was not chosen becomes an attribute
    root = ElementTree.fromstring(lines)
    names = {"dst_auth", "integrity", "input_validation", "output_encoding", "enc_rest", "backup"}
    chosen = {name for node in root.iter() for name in names if node.tag == name}
    picked = re.findall(r"<b:SelectedIndex>(\d+)</b:SelectedIndex>", text)
    assert picked.count("0") > 10 and (chosen == set() or any(index != "0" for index in picked))


# ---- further formats ----

def counts():
    with open(corpus("import", "counts.tsv"), encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def info(path):
    return json.loads(run("info", "--json", path).stdout)


def things(path):
    """Elements, boundaries and notes."""
    return len(re.findall("^ <(element|boundary|note) ", read(path), re.M))


def test_visio_drawings_have_what_is_drawn():
    for row in (row for row in counts() if row["format"] == "vsdx"):
        source, path = corpus("import", *row["path"].split("/")), scratch("visio.redan")
        update(source, path, "--replace")
        found, said = info(path), dict(part.split("=") for part in row["extra"].split(";"))
        # lines that are glued to nothing (Lucidchart) are counted among the shapes there
        assert found["flows"] == int(said["one_dimensional_shapes"]), row["path"]
        assert things(path) + found["flows"] - int(row["flows"]) == int(row["components_untyped"]), row["path"]
        assert found["diagrams"] == 1
        ends = re.findall(r"^ <flow [^>]*>", read(path), re.M)
        assert all("source=" in one and "target=" in one for one in ends), (row["path"], ends)


def visio(pages, masters=None, **changes):
    """A drawing: text of each page by name, of each master by name."""
    head = '<?xml version="1.0"?>'
    files = {"visio/document.xml": head + "<VisioDocument/>"}
    files["visio/pages/pages.xml"] = head + '<Pages xmlns:r="r">' + "".join(
        f'<Page ID="{i}" Name="{name}"><PageSheet><Cell N="PageHeight" V="10"/></PageSheet><Rel r:id="rId{i}"/></Page>' for i, name in enumerate(pages)) + "</Pages>"
    files["visio/pages/_rels/pages.xml.rels"] = head + "<Relationships>" + "".join(f'<Relationship Id="rId{i}" Target="page{i}.xml"/>' for i in range(len(pages))) + "</Relationships>"
    for i, text in enumerate(pages.values()):
        files[f"visio/pages/page{i}.xml"] = head + f"<PageContents>{text}</PageContents>"
    if masters:
        files["visio/masters/masters.xml"] = head + '<Masters xmlns:r="r">' + "".join(f'<Master ID="{i}" NameU="{name}"><Rel r:id="m{i}"/></Master>' for i, name in enumerate(masters)) + "</Masters>"
        files["visio/masters/_rels/masters.xml.rels"] = head + "<Relationships>" + "".join(f'<Relationship Id="m{i}" Target="/visio/masters/master{i}.xml"/>' for i in range(len(masters))) + "</Relationships>"
        for i, text in enumerate(masters.values()):
            files[f"visio/masters/master{i}.xml"] = head + f"<MasterContents><Shapes><Shape ID='5'>{text}</Shape></Shapes></MasterContents>"
    files.update(changes)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def shape(number, name, x, y, width=1, height=1, **more):
    cells = {"PinX": x + width / 2, "PinY": y + height / 2, "Width": width, "Height": height, **more.pop("cells", {})}
    attributes = "".join(f' {key}="{value}"' for key, value in more.items() if key != "inner")
    return f'<Shape ID="{number}"{attributes}>' + "".join(f'<Cell N="{key}" V="{value}"/>' for key, value in cells.items()) + f'<Text><cp IX="0"/>{name}\n</Text>{more.get("inner", "")}</Shape>'


LINE = '<Cell N="BeginX" V="0"/><Cell N="EndX" V="0"/><Cell N="EndArrow" V="4"/>'


def test_stencils_of_visio_say_what_a_shape_is():
    masters = {"Note": "", "Title": "", "Cloud": "", "SQLDatabaseAzure2021": "", "MobileclientAWS2021": "", "DynamoDBAWS19": "", "Process": ""}
    page = "<Shapes>" + "".join(shape(i + 1, f"Shape {i}", 2 * i, 1, Master=i) for i in range(len(masters))) + shape(20, "Glued", 1, 5, Master=0) + (
        '<Shape ID="30"><Cell N="BeginX" V="1"/><Cell N="BeginY" V="5"/><Cell N="EndX" V="12"/><Cell N="EndY" V="1"/></Shape></Shapes><Connects><Connect FromSheet="30" FromCell="BeginX" ToSheet="20"/></Connects>')
    path = scratch("kinds.redan")
    told = update(scratch("kinds.vsdx", visio({"One": page}, masters)), path, "--replace").stderr.decode()
    found = {one.findtext("name"): (one.tag, one.get("kind"), one.findtext("tech")) for one in ElementTree.parse(path).getroot() if one.tag in ("element", "note")}
    assert found == {"Shape 0": ("note", None, None), "Shape 1": ("note", None, None), "Shape 2": ("element", "external", None), "Shape 3": ("element", "store", "relational-db"),
                     "Shape 4": ("element", "actor", "mobile-app"), "Shape 5": ("element", "store", "nosql-db"), "Shape 6": ("element", "process", None), "Glued": ("element", "process", None)}, found
    assert told.count("taken as a note") == 2 and '"Title"; taken as a note' in told, told


def test_visio_inherits_nests_and_glues():
    page = ('<Shapes>' + shape(1, "Zone", 0, 0, 8, 8, Master=2) + shape(2, "Shop", 1, 1, Master=0) + shape(3, "", 5, 5, Master=1)
            + f'<Shape ID="9" Type="Group"><Cell N="PinX" V="2"/><Cell N="PinY" V="6"/><Cell N="Width" V="2"/><Cell N="Height" V="2"/><Shapes>{shape(10, "Grouped", 0.5, 0.5, Master=0)}</Shapes></Shape>'
            + '<Shape ID="4" Master="3"><Cell N="BeginX" V="2"/><Cell N="BeginY" V="2"/><Cell N="EndX" V="5"/><Cell N="EndY" V="5"/><Text><cp IX="0"/>https<pp IX="0"/></Text></Shape>'
            + '<Shape ID="5" Master="3"><Cell N="BeginX" V="9"/><Cell N="BeginY" V="9"/><Cell N="EndX" V="5"/><Cell N="EndY" V="5.5"/><Cell N="BeginArrow" V="1"/></Shape></Shapes>'
            + '<Connects><Connect FromSheet="4" FromCell="BeginX" ToSheet="2"/><Connect FromSheet="4" FromCell="EndX" ToSheet="3"/></Connects>')
    masters = {"Web server": '<Cell N="Width" V="1"/>', "Database": "", "Rectangle": "", "Dynamic connector": LINE}
    path = scratch("drawn.redan")
    update(scratch("drawn.vsdx", visio({"One": page, "Two": "<Shapes>" + shape(2, "Shop", 1, 1, Master=0) + "</Shapes>"}, masters)), path, "--replace")
    nodes = {node.findtext("name"): node for node in ElementTree.parse(path).getroot() if node.tag in ("element", "boundary")}
    assert {name: (node.tag, node.get("kind")) for name, node in nodes.items()} == {"Zone": ("boundary", "trust-zone"), "Shop": ("element", "process"), "Database": ("element", "store"), "Grouped": ("element", "process")}
    assert nodes["Database"].get("parent") == nodes["Grouped"].get("parent") == nodes["Zone"].get("id")
    place = nodes["Grouped"].find("place")
    # the group's lower left corner is at 1, 5; y runs upwards from the foot of a page of 10 inches
    assert [int(place.findtext(key)) for key in ("x", "y", "width", "height")] == [int(1.5 * 96 * 8), int((10 - 6.5) * 96 * 8), 768, 768]
    flows = [node for node in ElementTree.parse(path).getroot() if node.tag == "flow"]
    glued = next(node for node in flows if node.findtext("name") == "https")
    assert glued.get("target") == nodes["Database"].get("id") and glued.findtext("protocol") == "https" and glued.findtext("bidirectional") is None
    touching = next(node for node in flows if node is not glued)
    assert touching.get("target") == nodes["Database"].get("id") and touching.get("source") is None and touching.findtext("bidirectional") == "yes"
    assert info(path)["diagrams"] == 2 and info(path)["processes"] == 3


def test_archives_that_mean_harm_are_refused():
    good = visio({"One": "<Shapes>" + shape(1, "A", 1, 1) + "</Shapes>"})
    run("import", scratch("good.vsdx", good), "-")
    bomb = visio({"One": "<Shapes>" + shape(1, "A" * 9, 1, 1) + "</Shapes>"}, **{"visio/pages/page0.xml": "<PageContents>" + " " * 100_000_000 + "</PageContents>"})
    directory = good.rfind(b"PK\x01\x02")
    for name, data, said in (("bomb.vsdx", bomb, b"too much"), ("cut.vsdx", good[:len(good) // 2], b""), ("directory.vsdx", good[:directory] + b"\xff" * 46 + good[directory + 46:], b""),
                             ("doctype.vsdx", visio({"One": ""}, **{"visio/pages/page0.xml": '<!DOCTYPE a [<!ENTITY b "c">]><PageContents>&b;</PageContents>'}), b"page0.xml"),
                             ("missing.vsdx", visio({"One": ""}, **{"visio/pages/page0.xml": None}), b"no file visio/pages/page0.xml"),
                             ("relations.vsdx", visio({"One": ""}, **{"visio/pages/_rels/pages.xml.rels": None}), b"has no content"),
                             ("outside.vsdx", visio({"One": ""}, **{"visio/pages/_rels/pages.xml.rels": '<Relationships><Relationship Id="rId0" Target="../../../../etc/passwd"/></Relationships>'}), b"no file"),
                             ("no-visio.zip", visio({"One": ""}, **{"visio/pages/pages.xml": None}), b"no known format")):
        result = run("import", scratch(name, data), scratch("never.redan"), status=2)
        assert said in result.stderr and not os.path.exists(scratch("never.redan")), (name, result.stderr)
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        result = subprocess.run([CLI, "import", scratch("mutant.vsdx", bytes(data)), "-"], capture_output=True, timeout=60)
        assert result.returncode in (0, 2) and b"signal" not in result.stderr, result.stderr


def test_libraries_of_drawio_are_pages_of_one_shape():
    for row in (row for row in counts() if row["format"] == "drawio-library"):
        source, path = corpus("import", *row["path"].split("/")), scratch("library.redan")
        update(source, path, "--replace")
        entries = int(re.search(r"entries=(\d+)", row["extra"]).group(1))
        assert info(path)["diagrams"] == entries and things(path) <= entries and info(path)["flows"] <= entries, row["path"]
        zones = re.search(r"'TRUSTZONE': (\d+)", row["extra"])
        components = re.search(r"'COMPONENT': (\d+)", row["extra"])
        assert zones is None or info(path)["boundaries"] == int(zones.group(1))
        assert components is None or info(path)["processes"] + info(path)["stores"] + info(path)["actors"] == int(components.group(1))
    plain = '<mxlibrary>[{"xml":"&lt;mxGraphModel&gt;&lt;root&gt;&lt;mxCell id=\\"0\\"/&gt;&lt;mxCell id=\\"2\\" value=\\"P\\" style=\\"ellipse\\" vertex=\\"1\\" parent=\\"0\\"&gt;&lt;mxGeometry width=\\"9\\" height=\\"9\\"/&gt;&lt;/mxCell&gt;&lt;/root&gt;&lt;/mxGraphModel&gt;","title":"T"},{"data":"data:image/png;base64,AA","title":"Picture"}]</mxlibrary>'
    text = imported(scratch("plain.xml", plain), "plain.redan")
    assert "<name>P</name>" in text and text.count("<diagram ") == 2
    for wrong in ("<mxlibrary>{}</mxlibrary>", "<mxlibrary>[</mxlibrary>", '<mxlibrary>[{"xml":"%%"}]</mxlibrary>'):
        run("import", scratch("wrong.xml", wrong), scratch("never.redan"), status=2)


def test_bills_and_templates_hold_models():
    for row in (row for row in counts() if row["format"].startswith(("cyclonedx", "iriusrisk"))):
        source, path = corpus("import", *row["path"].split("/")), scratch("bill.redan")
        update(source, path, "--replace")
        found = info(path)
        for column in ("flows", "boundaries", "threats", "mitigations", "assets"):
            if row[column] not in ("-", "") and not (row["format"] == "iriusrisk-template" and column == "mitigations"):
                assert found[column] == int(row[column]), (row["path"], column, found)
        if row["components_untyped"] not in ("-", ""):
            assert found["actors"] - int(row["actors"].replace("-", "0")) + found["processes"] + found["stores"] == int(row["components_untyped"]), (row["path"], found)
        ends = re.findall(r"^ <flow [^>]*>", read(path), re.M)
        assert all("source=" in one and "target=" in one for one in ends), row["path"]
    services = {"bomFormat": "CycloneDX", "specVersion": "1.5", "services": [{"bom-ref": "a", "name": "Shop", "trustZone": "dmz", "authenticated": False, "services": [{"bom-ref": "b", "name": "Orders database"}]}],
                "dependencies": [{"ref": "a", "dependsOn": ["b", "library"]}], "components": [{"type": "library", "name": "zlib", "bom-ref": "library"}]}
    text = imported(scratch("services.cdx.json", services), "services.redan")
    assert text.count("<element ") == 2 and text.count("<flow ") == 1 and "<name>dmz</name>" in text and "<authn>none</authn>" in text and "<name>services</name>" in text


def test_resources_of_oracle_and_defaults_of_aws():
    def resource(type_, **values):
        return {"address": f"{type_}.a", "mode": "managed", "type": type_, "name": "a", "values": values}

    plan = {"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {"resources": [
        resource(type_) for type_ in ("oci_core_vcn", "oci_core_subnet", "oci_core_instance", "oci_objectstorage_bucket", "oci_core_route_table", "aws_default_vpc", "aws_volume_attachment")]}}}
    path = scratch("oracle.redan")
    told = update(scratch("oracle.json", plan), path, "--replace").stderr.decode()
    found = {one.findtext("name").split(".")[0]: (one.tag, one.get("kind"), one.findtext("tech")) for one in ElementTree.parse(path).getroot() if one.tag in ("element", "boundary", "note")}
    assert found == {"oci_core_vcn": ("boundary", "vpc", None), "oci_core_subnet": ("boundary", "subnet", None), "oci_core_instance": ("element", "process", "vm"),
                     "oci_objectstorage_bucket": ("element", "store", "object-store"), "oci_core_route_table": ("note", None, None), "aws_default_vpc": ("boundary", "vpc", None),
                     "aws_volume_attachment": ("note", None, None)}, found
    assert "in no table" not in told, told


def test_loose_ends_of_threat_dragon_that_touch():
    def box(id_, shape, x, width):
        return {"id": id_, "shape": shape, "position": {"x": x, "y": 100}, "size": {"width": width, "height": 100}, "data": {"type": "tm." + shape.capitalize(), "name": id_, "threats": []}}

    def flow(id_, source, target):
        return {"id": id_, "shape": "flow", "source": source, "target": target, "data": {"type": "tm.Flow", "name": id_, "threats": []}}

    cells = [flow("touching", {"x": 105, "y": 150}, {"x": 410, "y": 150}), flow("far", {"x": 10, "y": 10}, {"x": 520, "y": 150}), box("Shop", "process", 100, 100), box("Base", "store", 300, 100),
             flow("attached", {"cell": "Base"}, {"x": 106, "y": 90}), flow("gone", {"cell": "nobody", "x": 110, "y": 110}, {"cell": "Shop"})]
    model = {"version": "2.0.0", "summary": {"title": "T"}, "detail": {"diagrams": [{"id": 0, "title": "D", "cells": cells}]}}
    path = scratch("loose.redan")
    told = update(scratch("loose.json", model), path, "--replace").stderr.decode()
    root = ElementTree.parse(path).getroot()
    names = {one.get("id"): one.findtext("name") for one in root if one.get("id")}
    ends = {one.findtext("name"): (names.get(one.get("source")), names.get(one.get("target"))) for one in root.iter("flow")}
    assert ends == {"touching": ("Shop", "Base"), "far": (None, None), "attached": ("Base", "Shop"), "gone": (None, "Shop")}, ends
    assert told.count("is not attached, but touches") == 3 and told.count("at no element; kept without") == 2, told


def test_the_state_that_terraform_keeps():
    def resource(type_, name, *instances, **more):
        return {"mode": "managed", "type": type_, "name": name, "provider": "p", "instances": list(instances), **more}

    state = {"version": 4, "terraform_version": "1.9.2", "serial": 3, "lineage": "7365", "outputs": {"key": {"value": "hunter2", "type": "string"}}, "resources": [
        resource("aws_vpc", "net", {"attributes": {"id": "vpc-1"}}),
        resource("aws_subnet", "in", {"index_key": 0, "attributes": {"id": "s-1"}, "dependencies": ["aws_vpc.net"]}, module="module.base"),
        resource("aws_instance", "web", {"index_key": "a", "attributes": {"user_data": "hunter3"}, "dependencies": ["aws_vpc.net", "module.base.aws_subnet.in[0]"]}, {"index_key": "b", "attributes": {}}),
        resource("aws_s3_bucket", "logs", {"attributes": {"bucket": "logs"}}), resource("aws_caller_identity", "me", {"attributes": {}}, mode="data")]}
    source, path = scratch("terraform.tfstate", state), scratch("state.redan")
    update(source, path, "--replace")
    model = ElementTree.parse(path).getroot()
    names = {one.get("id"): one.findtext("name") for one in model if one.get("id")}
    parents = {one.findtext("name"): names.get(one.get("parent")) for one in model if one.tag in ("boundary", "element")}
    assert parents == {"aws_vpc.net": None, "module.base.aws_subnet.in[0]": "aws_vpc.net", 'aws_instance.web["a"]': "module.base.aws_subnet.in[0]", 'aws_instance.web["b"]': None,
                       "aws_s3_bucket.logs": None}, parents
    assert "hunter" not in read(path) and "data.aws_caller_identity.me" in names.values()
    before = read(path)
    update(source, path)
    assert read(path) == before


def test_what_threat_composer_shows_is_said_already():
    threat = {"id": "t", "numericId": 1, "threatSource": "thief", "threatAction": "take it", "displayedStatement": ["A ", {"type": "b", "content": "thief"}, " can take it"]}
    path = scratch("shown.redan")
    told = update(scratch("shown.tc.json", {"schema": 1, "applicationInfo": {"name": "T"}, "threats": [threat]}), path, "--replace").stderr
    assert b"displayedStatement" not in told and 'key="displayedStatement"' in read(path), told


def test_pages_of_drawio_hold_the_diagram():
    file = '<mxfile><diagram name="D" id="d"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="a" value="Shop &amp; co" style="ellipse" vertex="1" parent="1"><mxGeometry x="1" y="1" width="9" height="9" as="geometry"/></mxCell></root></mxGraphModel></diagram></mxfile>'
    said = json.dumps({"highlight": "#0000ff", "xml": file})
    quoted = said.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    page = '<!--[if IE]><meta http-equiv="X-UA-Compatible" content="IE=5" ><![endif]-->\n<!DOCTYPE html>\n<html><head><meta charset="utf-8"/></head><body><div class="mxgraph" data-mxgraph=%s></div></body></html>'
    for attribute in ('"' + quoted + '"', "'" + said.replace("&", "&amp;").replace("<", "&lt;") + "'"):
        text = imported(scratch("page.html", page % attribute), "page.redan")
        assert "<name>Shop &amp; co</name>" in text and "<name>D</name>" in text, text
    for attribute, words in (('"{&quot;url&quot;:&quot;https://example.com/a&quot;}"', b"no draw.io diagram inside"), ('"{', b"no draw.io diagram"), ('"{&quot;xml"', b"1:"), ('"{&quot;xml&quot;:&quot;&lt;html/&gt;&quot;}"', b"")):
        assert words in run("import", scratch("wrong.html", page % attribute), scratch("never.redan"), status=2).stderr, attribute


def test_shapes_of_drawio_without_a_word():
    def cell(id_, style, x, value=""):
        return f'<mxCell id="{id_}" value="{value}" style="{style}" vertex="1" parent="1"><mxGeometry x="{x}" y="10" width="40" height="40" as="geometry"/></mxCell>'

    edge = ('<mxCell id="e" style="endArrow=classic" edge="1" parent="1" source="a" target="n"><mxGeometry as="geometry"/></mxCell>'
            '<mxCell id="f" style="endArrow=classic" edge="1" parent="1" source="a"><mxGeometry as="geometry"><mxPoint x="520" y="30" as="targetPoint"/></mxGeometry></mxCell>')
    text = ('<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>' + cell("a", "ellipse", 100, "A") + cell("n", "text", 200) + cell("b", "ellipse", 500)
            + cell("x", "shape=mxgraph.arrows2.arrow;dy=0.6", 300) + cell("y", "shape=singleArrow", 350) + cell("z", "shape=mxgraph.arrows2.arrow", 400, "Build") + edge + "</root></mxGraphModel>")
    path = scratch("bare.redan")
    told = update(scratch("bare.drawio", text), path, "--replace").stderr.decode()
    found = info(path)
    assert (found["processes"], found["actors"], found["flows"]) == (3, 0, 2), found
    assert read(path).count("<note ") == 3 and told.count("an arrow without text; taken as a note") == 2, told
    assert re.search('its target is "[^"]*n", which is no element', told) and re.search('touches "[^"]*b"; attached', told), told


def test_ratings_of_threats_in_hcltm():
    text = """spec_version = "0.7.0"
threatmodel "T" {
  author = "x"
  threat "One" {
    description = "d"
    control "C" { description = "c" }
    risk {
      likelihood = "very_low"
      impact = "very_high"
      severity = "critical"
      rationale = "why"
    }
    later { about = "this" }
  }
  threat "Two" {
    description = "d"
    risk {
      likelihood = "odd"
      impact = "medium"
    }
  }
}
"""
    path = scratch("rated.redan")
    told = update(scratch("rated.hcl", text), path, "--replace").stderr.decode()
    one, two = (next(at for at in ElementTree.parse(path).getroot().iter("threat") if at.findtext("name") == name) for name in ("One", "Two"))
    assert [one.findtext(key) for key in ("likelihood", "impact", "severity")] == ["1", "5", "critical"]
    assert two.findtext("likelihood") is None and two.findtext("impact") == "3"
    kept = {at.get("key"): at.text for at in [*one, *two] if at.tag == "extra"}
    assert kept["rationale"] == "why" and "this" in kept["later"] and kept["likelihood"] == "odd", kept
    assert '"likelihood" has no counterpart' in told and "not known" not in told, told


def test_threats_of_otm_that_a_converter_wrote():
    def component(name, *threats):
        return {"id": name, "name": name, "type": "ec2", "parent": {"trustZone": "z"}, "threats": [{"threat": threat, "state": state, "mitigations": []} for threat, state in threats]}

    model = {"otmVersion": "0.2.0", "project": {"name": "P", "id": "p"}, "trustZones": [{"id": "z", "name": "Z", "risk": {"trustRating": 100}}],
             "components": [component("A", ("1", "AutoGenerated"), ("2", "NeedsInvestigation"), ("x", "NotStarted"), ("y", "NotStarted"), ("z", "NotStarted")), component("B", ("w", "Odd"))],
             "threats": [{"id": "1", "name": "One", "categories": ["S"], "risk": {"likelihood": 100, "impact": 60}},
                         {"id": "2", "name": "Two", "categories": ["S"], "risk": {"likelihood": 0, "impact": 50}}]}
    source, path = scratch("converted.otm", model), scratch("converted.redan")
    told = update(source, path, "--replace").stderr.decode()
    decided = {one.findtext("name"): one.findtext("decision") for one in ElementTree.parse(path).getroot().iter("threat")}
    assert decided == {"One": "open", "Two": "investigate"}, decided
    assert "is not known" not in told and told.count(" in 100 is taken as") == 2 and "impact of 60 in 100" in told and "trust rating of 100" in told, told
    assert '"A": has the threat "x" and more, 3 in all' in told and '"B": has the threat "w", which' in told, told


def test_components_of_iriusrisk_lie_in_components():
    def component(ref, name, type_, parent="", inside=""):
        return (f'<component uuid="u-{ref}" diagramComponentId="drawn-{ref}" ref="{ref}" name="{name}" desc="" parentComponentRef="{parent}" componentDefinitionRef="{type_}">'
                f'<trustZones><trustZone ref="z"/></trustZones><assets>{inside}</assets>'
                f'<usecases><usecase name="U"><threats><threat ref="t" name="T of {name}" state="Expose"/></threats></usecase></usecases></component>')

    def cell(id_, parent, ref, x, y, width, height):
        return f'<mxCell id="{id_}" vertex="1" parent="{parent}" style="ir.ref={ref};html=1"><mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell>'

    drawn = ('<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>' + cell("2", "1", "zone-uuid", 100, 200, 800, 600)
             + '<object id="3"><mxCell vertex="1" parent="2" style="ir.ref=drawn-s"><mxGeometry x="10" y="20" width="80" height="40" as="geometry"/></mxCell></object></root></mxGraphModel>')
    project = ('<project ref="p" name="P"><diagram draft="false"><schema>' + base64.b64encode(drawn.encode()).decode() + '</schema></diagram>'
               '<trustZones><trustZone ref="z" uuid="zone-uuid" name="Zone" trustRating="50"/></trustZones>'
               '<assets><asset name="Orders"/></assets><components>'
               + component("n", "Net", "vpc", "z") + component("z", "z", "CD-ACCOUNT") + component("s", "Shop", "web-service", "u-n")
               + component("m", "Module", "CD-LOGIN", "s") + component("d", "Orders database", "", "n", '<asset name="Orders" accessType="10"/><asset name="Orders" accessType="40"/>')
               + component("e", "Empty", "empty-component", "e") + component("h", "Host", "web-service", "n") + component("c", "Core", "CD-LOGIN", "h")
               + '</components><dataflows><dataflow ref="f" name="F" source="s" target="d"><assets><asset name="Orders"/></assets></dataflow></dataflows></project>')
    source, path = scratch("project.xml", project), scratch("project.redan")
    lost = update(source, path, "--replace").stderr
    model = ElementTree.parse(path).getroot()
    by_name = {one.findtext("name"): one for one in model}
    names = {one.get("id"): one.findtext("name") for one in model if one.get("id")}
    parents = {name: names.get(one.get("parent")) for name, one in by_name.items() if one.tag in ("boundary", "element")}
    assert parents == {"Zone": None, "z": "Zone", "Net": "z", "Shop": "Net", "Module": "Net", "Orders database": "Net", "Empty": "Zone", "Host": "Net", "Core": "Net"}, parents
    assert by_name["Host"].tag == "element" and by_name["Host"].get("kind") == "process"
    assert [by_name[name].get("kind") for name in ("Net", "z", "Orders database", "Empty")] == ["vpc", "account", "store", "process"]
    assert names[by_name["T of Net"].get("target")] == "Net" and names[by_name["T of Shop"].get("target")] == "Shop"
    places = {name: [int(one.find("place").findtext(key)) // 8 for key in ("x", "y", "width", "height")] for name, one in by_name.items() if one.find("place") is not None}
    assert places == {"Zone": [100, 200, 800, 600], "Shop": [110, 220, 80, 40]}, places
    assert b'"Module": lies inside the component "Shop"' in lost and lost.count(b'"Orders": is used by') == 1, lost
    orders = by_name["Orders"]
    assert {(one.tag, names[one.text]) for one in orders if one.text in names} == {("stored", "Orders database"), ("carried", "F")}, ElementTree.tostring(orders)


if __name__ == "__main__":
    sys.exit(run_module(globals()))
