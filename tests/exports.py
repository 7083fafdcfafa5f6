#!/usr/bin/env python3
"""Models on the way out and in again: every file of the corpus through its own format, every example through all. Prints TAP."""
import glob
import json
import os
import sys
import zlib
import xml.etree.ElementTree as tree
from collections import Counter

from tap import CLI, ROOT, Skip, call, corpus, run_module, scratch

# A small model with what the examples do not have: recorded threats, mitigations, an assumption, a line, a note, tags.
DECIDED = """<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <meta>
  <name>Desk &amp; Co</name>
  <description>Two lines
of "text" with ünïcode</description>
  <owner>Ann</owner>
 </meta>
 <boundary id="b000000000000001" kind="trust-zone">
  <name>Inside</name>
  <place diagram="d000000000000001">
   <x>800</x>
   <y>800</y>
   <width>4000</width>
   <height>2400</height>
  </place>
 </boundary>
 <boundary id="b000000000000002" kind="trust-zone" parent="b000000000000001">
  <name>Vault</name>
  <place diagram="d000000000000001">
   <x>2400</x>
   <y>960</y>
   <width>1600</width>
   <height>1600</height>
  </place>
 </boundary>
 <boundary id="b000000000000003" kind="trust-zone">
  <name>Line</name>
  <route diagram="d000000000000001">
   <point x="640" y="400"/>
   <point x="640" y="3200"/>
  </route>
 </boundary>
 <element id="e000000000000001" kind="actor">
  <name>Clerk</name>
  <place diagram="d000000000000001">
   <x>80</x>
   <y>1200</y>
   <width>480</width>
   <height>480</height>
  </place>
 </element>
 <element id="e000000000000002" kind="process" parent="b000000000000001">
  <name>Desk: yes</name>
  <description>- takes
# orders</description>
  <tag>red</tag>
  <tag>true</tag>
  <place diagram="d000000000000001">
   <x>960</x>
   <y>1200</y>
   <width>960</width>
   <height>640</height>
  </place>
 </element>
 <element id="e000000000000003" kind="store" parent="b000000000000002">
  <name>Files</name>
  <place diagram="d000000000000001">
   <x>2560</x>
   <y>1200</y>
   <width>960</width>
   <height>640</height>
  </place>
 </element>
 <flow id="f000000000000001" source="e000000000000001" target="e000000000000002">
  <name>ask</name>
  <bidirectional>yes</bidirectional>
  <crosses>b000000000000003</crosses>
  <protocol>https</protocol>
  <route diagram="d000000000000001">
   <point x="720" y="1440"/>
   <point x="800" y="1520"/>
  </route>
 </flow>
 <flow id="f000000000000002" source="e000000000000002" target="e000000000000003">
  <name>save</name>
  <protocol>sql</protocol>
 </flow>
 <asset id="a000000000000001">
  <name>Orders</name>
  <description>who ordered what</description>
  <stored>e000000000000003</stored>
  <carried>f000000000000002</carried>
 </asset>
 <mitigation id="m000000000000001">
  <name>Log in</name>
  <description>Log in with a card</description>
  <state>declared</state>
  <strength>90</strength>
  <addresses>t000000000000001</addresses>
 </mitigation>
 <threat id="t000000000000001" target="e000000000000002">
  <name>Somebody else asks</name>
  <description>and gets</description>
  <method>STRIDE</method>
  <category>Spoofing</category>
  <severity>high</severity>
  <decision>mitigate</decision>
  <number>7</number>
 </threat>
 <threat id="t000000000000002" target="f000000000000002">
  <name>Read on the way</name>
  <method>STRIDE</method>
  <category>Information disclosure</category>
  <severity>low</severity>
  <decision>accept</decision>
  <number>8</number>
 </threat>
 <assumption id="s000000000000001">
  <name>Nobody comes at night</name>
  <description>Nobody comes at night</description>
  <state>unconfirmed</state>
 </assumption>
 <note id="n000000000000001" diagram="d000000000000001">
  <description>Look here</description>
  <place diagram="d000000000000001">
   <x>80</x>
   <y>80</y>
   <width>800</width>
   <height>240</height>
  </place>
 </note>
 <diagram id="d000000000000001">
  <name>Main</name>
  <order>1</order>
  <method>STRIDE</method>
 </diagram>
</threat-model>
"""

EXAMPLES = sorted(glob.glob(os.path.join(ROOT, "data", "examples", "*.redan")))
SHOWN = 12


def run(*arguments, status=0):
    if arguments[0] == "import":
        arguments += ("--replace",)
    result = call(CLI, *arguments)
    assert result.returncode == status, (arguments, result.returncode, result.stderr.decode()[-2000:])
    return result


# ---- models as sets of facts, with names in the place of ids ----

REFERENCES = {"parent", "source", "target", "diagram", "stored", "processed", "carried", "crosses", "affects", "addresses"}


class Model:
    def __init__(self, path):
        self.root = tree.parse(path).getroot()
        self.objects = {item.get("id"): item for item in self.root if item.get("id")}
        self.names = {}
        for key in sorted(self.objects, key=lambda one: self.objects[one].tag in ("flow", "mitigation")):
            self.names[key] = self.name(self.objects[key])

    def name(self, item):
        name = item.findtext("name") or item.findtext("description") or ""
        if item.tag == "flow":
            ends = [self.names.get(item.get(end), "") for end in ("source", "target")]
            name = f"{name}: {ends[0]} > {ends[1]}"
        return f"{item.tag} {name}"

    def refer(self, value):
        return self.names.get(value, value)

    def facts(self, item):
        """(field, key, value) of an object."""
        for name, value in item.attrib.items():
            if name != "id":
                yield name, "", self.refer(value) if name in REFERENCES else value
        for child in item:
            if child.get("format") == "import":  # what an update knows the file's own text by, to the last digit
                continue
            key, value = "", (child.text or "")
            if len(child) or child.attrib:
                key = "/".join(self.refer(part) for name, part in sorted(child.attrib.items()))
                value = value.strip() + "|".join(f"{part.tag}{sorted(part.attrib.items())}{part.text}" for part in child)
            elif child.tag in REFERENCES:
                value = self.refer(value)
            yield child.tag, key, value

    def count(self, keep):
        """Facts of all objects for which keep (tag, field, key, value) gives one, changed or not."""
        found = Counter()
        for item in self.root:
            label = self.names.get(item.get("id"), item.tag)
            if not keep(item.tag, None, "", ""):
                continue
            found[label, "", "", ""] += 1
            for field, key, value in self.facts(item):
                fact = keep(item.tag, field, key, value)
                if fact:
                    found[label, *fact] += 1
        return found

    def ids(self):
        return set(self.objects)


def assert_same(before, after, what):
    lost, added = before - after, after - before
    assert not lost and not added, "\n".join(
        [str(what)] + [f"- {item} x{n}" for item, n in sorted(lost.items())[:SHOWN]] + [f"+ {item} x{n}" for item, n in sorted(added.items())[:SHOWN]])


def everything(_tag, field, key, value):
    return (field or "object", key, value)


def without_quotes(_tag, field, key, value):
    """Where YAML has no types that are kept, a number in a remark becomes a text."""
    return (field or "object", key, value.replace('"', "") if field == "extra" else value)


def through(path, format_, suffix, to=None):
    """The model of a file, the file it is exported to, and what that is read as."""
    name = os.path.basename(path).split(".")[0]  # which some formats have no other name for a model than
    first, out, second = scratch("first.redan"), scratch(name + suffix), scratch("second.redan")
    run("import", path, first, "--from", format_)
    run("export", first, out, "--to", to or format_)
    run("import", out, second)
    return Model(first), out, Model(second)


def check_corpus(paths, format_, suffix, keep=everything, exact=True, to=None):
    n = 0
    for path in paths:
        before, _out, after = through(path, format_, suffix, to)
        assert_same(before.count(keep), after.count(keep), path)
        if exact:
            assert before.ids() == after.ids(), (path, sorted(before.ids() ^ after.ids())[:5])
        n += 1
    assert n > 0


# ---- Threat Dragon ----

def dragons():
    files = glob.glob(os.path.join(corpus("import", "threatdragon-v2"), "*.json"))
    return sorted(files + [os.path.join(corpus("peers", "threat-dragon"), name + ".json")
                           for name in ("cryptocurrency-wallet", "generic-cms", "payment-online", "test-reports", "v2-threat-model")])


def test_threat_dragon_loses_nothing():
    check_corpus(dragons(), "threat-dragon-2", ".json")


def test_otm_loses_nothing():
    files = sorted(glob.glob(os.path.join(corpus("import", "otm"), "*")))
    check_corpus(files, "otm", ".json")
    check_corpus(files, "otm", ".yaml", without_quotes)


def test_drawio_loses_nothing():
    files = sorted(glob.glob(os.path.join(corpus("import", "drawio"), "*")))
    check_corpus(files, "drawio", ".drawio")
    check_corpus(files, "drawio", ".drawio", to="drawio-compressed")
    check_corpus(files[::4], "drawio", ".drawio.svg", to="drawio-svg")
    check_corpus(files[::4], "drawio", ".drawio.png", to="drawio-png")


def test_threagile_loses_nothing():
    files = sorted(glob.glob(os.path.join(corpus("import", "threagile"), "*"))) + [os.path.join(corpus("peers", "threagile"), "test-parsed-model.yaml")]
    check_corpus(files, "threagile", ".yaml")


def test_pytm_loses_nothing():
    check_corpus(sorted(glob.glob(os.path.join(corpus("import", "pytm"), "*"))), "pytm", ".json")


def test_pytm_writes_what_it_reads_of_what_it_writes():
    """The dialect of pytm's output has findings and derived values, which the other one has not."""
    def keep(tag, field, key, value):
        if tag not in ("boundary", "element", "flow", "asset"):
            return None
        return True if field is None else (field, key, value) if field in ("kind", "parent", "source", "target", "carried") else None

    check_corpus([os.path.join(corpus("peers", "pytm"), "tests_output.json")], "pytm", ".json", keep, exact=False)


def test_tm_bom_loses_nothing():
    check_corpus(sorted(glob.glob(os.path.join(corpus("import", "tmbom"), "*"))), "tm-bom", ".json")


def test_threat_composer_loses_nothing():
    check_corpus(sorted(glob.glob(os.path.join(corpus("import", "threat-composer"), "*"))), "threat-composer", ".json")


def test_dot_loses_nothing():
    check_corpus(sorted(glob.glob(os.path.join(corpus("import", "dot"), "*")) + glob.glob(os.path.join(corpus("peers", "pytm"), "*.dot"))), "dot", ".dot")


# ---- what only other files have: what is missing in them stays as it was ----

def written(content, suffix, format_, name="made"):
    """The model of a text, and that of the file which it is written to."""
    source = scratch(name + suffix, content)
    first, out, second = scratch("first.redan"), scratch("out-" + name + suffix), scratch("second.redan")
    run("import", source, first, "--from", format_)
    run("export", first, out, "--to", format_)
    run("import", out, second)
    return Model(first), out, Model(second)


def assert_whole(content, suffix, format_):
    before, out, after = written(content, suffix, format_)

    def keep(_tag, field, key, value):
        return None if _tag == "meta" and field == "name" else (field or "object", key, value)

    assert_same(before.count(keep), after.count(keep), format_)
    with open(out, encoding="utf-8") as text:
        return text.read()


def test_remarks_of_threat_dragon_go_back_where_they_were():
    parts = {"summary": {"title": "S", "more": {"tier": 1}}, "detail": {"contributors": [], "diagrams": [], "diagramTop": 0, "reviewer": "", "threatTop": 0, "more": {"tier": 2}},
             "version": "2.3.0", "more": {"tier": 3}}
    text = json.loads(assert_whole(parts, ".json", "threat-dragon-2"))
    assert [part.get("more") for part in (text["summary"], text["detail"], text)] == [{"tier": 1}, {"tier": 2}, {"tier": 3}]


def test_ends_that_are_missing_in_tm_bom():
    flow = {"symbolic_name": "f", "title": "F", "description": "D", "source": {"type": "actor", "object": "nobody"},
            "destination": {"type": "component", "object": "c"}, "has_sensitive_data": True, "encrypted": True}
    component = {"symbolic_name": "c", "title": "C", "description": "D", "trust_zone": "z"}
    zone = {"symbolic_name": "z", "title": "Z", "description": "D"}
    text = assert_whole({"version": "1.0.0", "scope": {"title": "S", "description": "D"}, "trust_zones": [zone], "actors": [], "components": [component],
                         "data_stores": [], "data_flows": [flow]}, ".json", "tm-bom")
    assert json.loads(text)["data_flows"][0]["source"] == flow["source"]


def test_components_around_zones_in_otm():
    def drawn(x, y, width):
        return [{"representation": "d", "id": f"r{x}{width}", "position": {"x": x, "y": y}, "size": {"width": width, "height": width}}]

    text = assert_whole({"otmVersion": "0.2.0", "project": {"name": "P", "id": "p"},
                         "representations": [{"id": "d", "name": "D", "type": "diagram", "size": {"width": 1, "height": 1}}],
                         "trustZones": [{"id": "z", "name": "Z", "risk": {"trustRating": 10}, "representations": drawn(100, 100, 900)},
                                        {"id": "in", "name": "In", "risk": {"trustRating": 10}, "parent": {"component": "c"}, "representations": drawn(20, 20, 300)}],
                         "components": [{"id": "c", "name": "C", "type": "t", "parent": {"trustZone": "z"}, "representations": drawn(30, 30, 500)},
                                        {"id": "lost", "name": "L", "type": "t", "parent": {"component": "gone"}}]}, ".json", "otm")
    assert json.loads(text)["components"][1]["parent"] == {"component": "gone"} or json.loads(text)["components"][0]["parent"] == {"component": "gone"}


def test_components_around_others_that_were_deleted_in_otm():
    """What was in the file and was deleted here is referred to no more; the format wants some zone, though."""
    source = scratch("nested.json", json.dumps({
        "otmVersion": "0.2.0", "project": {"name": "P", "id": "p"}, "trustZones": [{"id": "z", "name": "Z", "risk": {"trustRating": 10}}],
        "components": [{"id": "outer", "name": "Outer", "type": "t", "assets": {"processed": ["a"]}},
                       {"id": "zoned", "name": "Zoned", "type": "t", "parent": {"trustZone": "z"}, "assets": {"processed": ["a"]}},
                       {"id": "in", "name": "In", "type": "t", "parent": {"component": "outer"}},
                       {"id": "deep", "name": "Deep", "type": "t", "parent": {"component": "zoned"}},
                       {"id": "lost", "name": "Lost", "type": "t", "parent": {"component": "gone"}}]}))
    model, out = scratch("nested.redan"), scratch("nested.otm")
    run("import", source, model)
    root = tree.parse(model)
    for element in list(root.getroot().findall("element")):
        if element.findtext("name") in ("Outer", "Zoned"):
            root.getroot().remove(element)
    root.write(model, encoding="UTF-8", xml_declaration=True)
    run("export", model, out, "--to", "otm")
    written = json.loads(open(out, encoding="utf-8").read())
    zones = {zone["id"] for zone in written["trustZones"]}
    parents = {component["id"]: component["parent"] for component in written["components"]}
    assert parents.pop("lost") == {"component": "gone"}, parents
    assert parents.pop("deep") == {"trustZone": "z"}, parents
    assert parents["in"].get("trustZone") in zones, (parents, zones)


def test_containers_of_otm():
    """Networks and what others lie in become boundaries, and components again; what flows end at stays an element."""
    def component(name, type_, parent, **more):
        return {"id": "id-" + name, "name": name, "type": type_, "parent": {"component": "id-" + parent} if parent[0].islower() else {"trustZone": parent}, **more}

    text = {"otmVersion": "0.2.0", "project": {"name": "P", "id": "p"},
            "representations": [{"id": "d", "name": "D", "type": "diagram", "size": {"width": 1, "height": 1}}],
            "trustZones": [{"id": "Z", "name": "Z", "risk": {"trustRating": 10}}, {"id": "id-group", "name": "Same id", "risk": {"trustRating": 30}}],
            "assets": [{"id": "a", "name": "A", "risk": {"confidentiality": 50, "integrity": 50, "availability": 50}}],
            "components": [component("cloud", "AWS VPC", "Z", tags=["prod"], representations=[{"representation": "d", "id": "r", "position": {"x": 10, "y": 20}, "size": {"width": 300, "height": 200}}]),
                           component("net", "empty-component", "cloud", tags=["AWS::EC2::Subnet"]),
                           component("group", "whatever", "net"), component("web", "web-service", "group", threats=[{"threat": "t", "state": "expose", "mitigations": []}],
                               representations=[{"representation": "d", "id": "s", "position": {"x": 5, "y": 6}, "size": {"width": 50, "height": 40}}]),
                           component("app", "web-service", "net"), component("module", "web-service", "app"), component("files", "whatever", "net", assets={"stored": ["a"]}),
                           component("part", "web-service", "files"), component("spare", "subnet", "Z", threats=[{"threat": "t", "state": "mitigate", "mitigations": []}]),
                           component("busy", "vpc", "Z"), component("shell", "web-service", "Z"), component("core", "web-service", "shell")],
            "dataflows": [{"id": "f", "name": "F", "source": "id-web", "destination": "id-app"}, {"id": "g", "name": "G", "source": "id-web", "destination": "id-busy"}],
            "threats": [{"id": "t", "name": "T", "categories": ["x"], "risk": {"likelihood": 50, "impact": 50}}]}
    before, _out, after = through(scratch("containers.json", json.dumps(text)), "otm", ".json")
    assert_same(before.count(everything), after.count(everything), "containers")
    assert before.ids() == after.ids()
    root = tree.parse(scratch("first.redan")).getroot()
    names = {item.get("id"): item.findtext("name") for item in root}
    found = {item.findtext("name"): (item.tag, item.get("kind"), names.get(item.get("parent", "-"))) for item in root if item.tag in ("boundary", "element")}
    assert found == {"Z": ("boundary", "trust-zone", None), "Same id": ("boundary", "trust-zone", None), "cloud": ("boundary", "vpc", "Z"), "net": ("boundary", "subnet", "cloud"),
                     "group": ("boundary", "trust-zone", "net"), "web": ("element", "process", "group"), "app": ("element", "process", "net"), "module": ("element", "process", "net"),
                     "files": ("element", "process", "net"), "part": ("element", "process", "net"), "spare": ("boundary", "subnet", "Z"), "busy": ("element", "process", "Z"), "shell": ("element", "process", "Z"),
                     "core": ("element", "process", "Z")}, found
    told = run("import", "--replace", scratch("containers.json"), scratch("first.redan")).stderr.decode()
    assert 'process "module": lies inside the component "app", which is kept only as a remark' in told, told
    assert 'its type "vpc" is a place for others, but flows end there or data is in it; taken as a process' in told, told
    # without flows and children all stays what it was here
    for item in list(root):
        if item.tag == "flow" or item.findtext("name") in ("web", "module", "part"):
            root.remove(item)
    for item in root.iter("threat"):
        for place in list(item):
            if place.tag in ("target", "affects"):
                item.remove(place)
        item.attrib.pop("target", None)
    tree.ElementTree(root).write(scratch("bare.redan"), encoding="UTF-8", xml_declaration=True)
    run("export", scratch("bare.redan"), scratch("bare.otm"), "--to", "otm")
    run("import", "--replace", scratch("bare.otm"), scratch("second.redan"))
    again = tree.parse(scratch("second.redan")).getroot()
    kept = {item.findtext("name"): (item.tag, item.get("kind")) for item in again if item.tag in ("boundary", "element")}
    assert kept == {name: of[:2] for name, of in found.items() if name not in ("web", "module", "part")}, kept


def test_trust_of_zones_in_otm_follows_from_the_model():
    """Where nobody gave a number it is that of the kind, and says nothing to an import."""
    kinds = {"internet": 0, "partner": 20, "trust-zone": 60, "vpc": 80}
    boundaries = "".join(f' <boundary id="{number:016d}" kind="{kind}">\n  <name>{kind}</name>\n </boundary>\n' for number, kind in enumerate(sorted(kinds), 1))
    model = scratch("zones.redan", f'<?xml version="1.0" encoding="UTF-8"?>\n<threat-model format="1">\n <meta>\n  <name>M</name>\n </meta>\n{boundaries}</threat-model>\n')
    result = run("export", model, scratch("zones.otm"), "--to", "otm")
    assert b"50 in 100" not in result.stderr, result.stderr
    zones = json.loads(open(scratch("zones.otm"), encoding="utf-8").read())["trustZones"]
    assert {zone["name"]: zone["risk"]["trustRating"] for zone in zones} == kinds, zones
    run("import", "--replace", scratch("zones.otm"), scratch("second.redan"))
    assert "<trust>" not in open(scratch("second.redan"), encoding="utf-8").read()


def test_lines_between_no_elements_in_drawio():
    def edge(number, ends, body=""):
        return f'<mxCell id="e{number}" style="html=1;endArrow=classic;" edge="1" parent="1" {ends}><mxGeometry relative="1" as="geometry">{body}</mxGeometry></mxCell>'

    cells = ('<mxCell id="a" value="A&#10;B" style="ellipse;html=1;" vertex="1" parent="1"><mxGeometry x="10" y="10" width="90" height="90" as="geometry"/></mxCell>'
             '<mxCell id="n" value="note" style="text;html=1;" vertex="1" parent="1"><mxGeometry as="geometry"/></mxCell>'
             + edge(1, 'source="a" target="e2"') + edge(2, 'source="e1" target="gone"') + edge(3, 'source="gone"', '<mxPoint x="5" y="6" as="targetPoint"/>'))
    text = assert_whole(f'<mxfile><diagram id="p" name="P"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{cells}</root></mxGraphModel></diagram></mxfile>',
                        ".drawio", "drawio")
    assert text.count(' edge="1"') == 3 and 'target="gone"' in text, text


def test_attributes_are_written_once_in_drawio():
    extras = "".join(f'  <extra format="drawio" key="{key}">x</extra>\n' for key in ("redan", "redan.tag", "redander"))
    made = scratch("made.redan", '<?xml version="1.0" encoding="UTF-8"?>\n<threat-model format="1">\n <element id="0000000000000001" kind="process">\n  <name>P</name>\n' +
                   extras + " </element>\n</threat-model>\n")
    run("export", made, scratch("out.drawio"))
    cells = tree.parse(scratch("out.drawio")).getroot().findall(".//object")
    assert [cell.get("redander") for cell in cells] == ["x"], cells


def test_pictures_of_drawio_are_pictures():
    """With a file inside, of which every diagram is read; a model without places is laid out first."""
    run("export", EXAMPLES[0], scratch("a.drawio"))
    for suffix in ("svg", "png"):
        picture, back = scratch("a.drawio." + suffix), scratch("back.redan")
        run("export", EXAMPLES[0], picture)
        run("import", picture, back)
        run("import", scratch("a.drawio"), scratch("plain.redan"))
        assert_same(Model(scratch("plain.redan")).count(everything), Model(back).count(everything), suffix)
    image = tree.parse(scratch("a.drawio.svg")).getroot()
    assert image.tag.endswith("}svg") and len(image) > 0 and image.get("content").startswith("<mxfile>")
    with open(scratch("a.drawio.png"), "rb") as data:
        png = data.read()
    at, kinds = 8, []
    while at < len(png):
        length = int.from_bytes(png[at:at + 4], "big")
        kinds.append(png[at + 4:at + 8])
        assert zlib.crc32(png[at + 4:at + 8 + length]) == int.from_bytes(png[at + 8 + length:at + 12 + length], "big"), kinds
        at += length + 12
    assert png[:4] == b"\x89PNG" and kinds[:2] == [b"IHDR", b"tEXt"] and kinds[-1] == b"IEND", kinds
    empty = scratch("empty.redan", '<?xml version="1.0" encoding="UTF-8"?>\n<threat-model format="1">\n</threat-model>\n')
    assert b"nothing" in run("export", empty, scratch("empty.drawio.png"), status=2).stderr


# ---- examples through every format ----

def same_kind(kind):
    return {"external": "actor"}.get(kind, kind)


def check_examples(format_, suffix, says, change=lambda tag, field, key, value: (field, key, value), copies=("-",)):
    """What a format says is the same after it; says: fields by section, change: what becomes of a fact on the way, copies:
    sections of which there may be more after it."""
    def keep(tag, field, key, value):
        if tag not in says:
            return None
        if field is None:
            return True
        return change(tag, field, key, value) if field in says[tag] else None

    for path in models():
        out, after = scratch("out" + suffix), scratch("after.redan")
        run("export", path, out, "--to", format_)
        run("import", out, after)
        first, second = Model(path), Model(after)
        before, after = first.count(keep), second.count(keep)
        assert_same(before, Counter({fact: min(n, before[fact]) if fact[0].startswith(copies) else n for fact, n in after.items()}), (path, format_))


DRAWN = {"boundary": {"parent", "description", "place", "route"},
         "element": {"kind", "parent", "description", "place"},
         "flow": {"source", "target", "description", "bidirectional", "route"}}


def kinds_of_three(tag, field, key, value):
    return (field, key, same_kind(value)) if field == "kind" else (field, key, value)


def test_examples_through_threat_dragon():
    check_examples("threat-dragon-2", ".json", {**DRAWN, "threat": {"target", "description", "severity", "category"}, "diagram": set()}, kinds_of_three, ("threat",))


ATTRIBUTES = {item.get("name") for item in tree.parse(os.path.join(ROOT, "data", "attributes.xml")).getroot().iter("attribute")}


def test_examples_through_otm():
    says = {"boundary": {"kind", "parent", "description", "place"} | ATTRIBUTES, "element": {"kind", "parent", "description", "place", "tag"} | ATTRIBUTES,
            "flow": {"source", "target", "description", "bidirectional", "tag"} | ATTRIBUTES, "asset": {"description", "stored", "processed", "carried"} | ATTRIBUTES - {"owner"},
            "threat": {"target", "affects", "description", "severity", "category", "method"}, "diagram": set()}

    def places(tag, field, key, value):
        """The first place of a threat is no other than the next, and none is an asset."""
        if tag == "threat" and field in ("target", "affects"):
            return None if value.startswith("asset ") else ("on", key, value)
        return (field, key, value)

    for suffix in (".otm", ".yaml"):
        check_examples("otm", suffix, says, places)


def test_examples_through_drawio():
    says = {"boundary": {"kind", "parent", "description", "place", "route", "tag"} | ATTRIBUTES,
            "element": {"kind", "parent", "description", "place", "tag"} | ATTRIBUTES,
            "flow": {"source", "target", "description", "bidirectional", "route", "tag"} | ATTRIBUTES, "diagram": set()}
    for format_ in ("drawio", "drawio-compressed"):
        check_examples(format_, ".drawio", says)


def test_examples_through_threagile():
    says = {"boundary": {"parent", "description"}, "element": {"kind", "parent", "description", "tag"},
            "flow": {"source", "target", "description"}, "asset": {"description", "stored", "processed", "carried"},
            "threat": {"severity", "category", "decision"}}
    check_examples("threagile", ".yaml", says)


def test_examples_through_pytm():
    says = {"boundary": {"parent", "description"}, "element": {"kind", "parent", "description"}, "flow": {"source", "target", "description"},
            "asset": {"description", "carried", "classification"}}
    check_examples("pytm", ".json", says)


def test_examples_through_tm_bom():
    says = {"boundary": {"description"}, "element": {"kind", "parent", "description"}, "flow": {"source", "target", "description"},
            "asset": {"description"}, "threat": {"description", "severity"}, "assumption": {"state"}}

    check_examples("tm-bom", ".json", says)


def test_examples_through_threat_composer():
    """Texts there are one: the name is the first line of the description."""
    check_examples("threat-composer", ".json", {"threat": {"severity", "category", "number"}, "assumption": set()})


def test_examples_through_dot():
    check_examples("dot", ".dot", {"boundary": {"kind", "parent"}, "element": {"kind", "parent", "tech"}, "flow": {"source", "target", "bidirectional"}})


# ---- schemas ----

def check_schema(schema, format_, suffix, paths):
    try:
        import jsonschema
    except ImportError:
        raise Skip("python3-jsonschema is not here") from None
    with open(schema, encoding="utf-8") as text:
        validator = jsonschema.Draft7Validator(json.load(text))
    for path in paths:
        out = scratch("out" + suffix)
        run("export", path, out, "--to", format_)
        with open(out, encoding="utf-8") as text:
            wrong = [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(json.load(text))]
        assert not wrong, (path, wrong[:5])


def models():
    return EXAMPLES + [os.path.join(ROOT, "data", "schema", "sample.redan"), scratch("decided.redan", DECIDED)]


def test_threat_dragon_is_valid():
    check_schema(os.path.join(corpus("peers", "threat-dragon"), "threat-dragon-v2.schema.json"), "threat-dragon-2", ".json", models() + dragons())


def test_threagile_is_valid():
    check_schema(os.path.join(corpus("peers", "threagile"), "schema.json"), "threagile", ".json", models())


# ---- the command ----

def test_a_name_tells_the_format():
    """By the longest suffix; a name that tells nothing needs --to."""
    for name, sign in (("a.td.json", b'"diagrams"'), ("a.otm", b'"otmVersion"'), ("a.otm.yaml", b"otmVersion:"), ("a.drawio", b"<mxfile>"),
                       ("a.threagile.yaml", b"threagile_version:"), ("a.pytm.json", b'"elements"'), ("a.tc.json", b'"mitigationLinks"'),
                       ("a.tmbom.json", b'"trust_zones"'), ("a.dot", b"digraph")):
        out = scratch(name)
        run("export", EXAMPLES[0], out)
        with open(out, "rb") as text:
            assert sign in text.read(), name
    assert b"--to" in run("export", EXAMPLES[0], scratch("a.txt"), status=2).stderr
    assert b"threat-dragon-2" in run("export", EXAMPLES[0], scratch("a.txt"), "--to", "nothing", status=2).stderr


def test_losses_are_listed():
    result = run("export", scratch("decided.redan", DECIDED), scratch("a.td.json"), "--json")
    losses = {(loss["place"], loss["text"]) for loss in json.loads(result.stdout)["losses"]}
    assert ('asset "Orders"', "not written: the format knows no asset") in losses, losses
    assert ('element "Desk: yes"', "the format has no words for: tag") in losses, losses


def test_the_same_model_gives_the_same_bytes():
    for name in ("a.td.json", "a.otm.yaml", "a.drawio", "a.threagile.yaml", "a.pytm.json", "a.tc.json", "a.tmbom.json", "a.dot"):
        files = []
        for run_ in ("1", "2"):
            run("export", EXAMPLES[-1], scratch(run_ + name))
            with open(scratch(run_ + name), "rb") as text:
                files.append(text.read())
        assert files[0] == files[1], name


def test_a_changed_decision_goes_out():
    """What was kept of the file gives way to what a person decided since."""
    for folder, name, format_, suffix in (("otm", "iriusrisk__EXAMPLE.json", "otm", ".json"), ("threatdragon-v2", "owasp__iot-device.json", "threat-dragon-2", ".json"),
                                          ("threat-composer", "awslabs__ThreatModelingForBuilders-Exercise1.tc.json", "threat-composer", ".json"),
                                          ("threagile", "threagile__threagile.yaml", "threagile", ".yaml")):
        first, out, second = scratch("first.redan"), scratch("out" + suffix), scratch("second.redan")
        run("import", os.path.join(corpus("import", folder), name), first)
        with open(first, encoding="utf-8") as text:
            model = text.read()
        for word in ("open", "accept", "mitigate"):
            model = model.replace(f"<decision>{word}</decision>", "<decision>not-applicable</decision>")
        model = model.replace("<severity>high</severity>", "<severity>low</severity>")
        run("export", scratch("first.redan", model), out, "--to", format_)
        run("import", out, second)

        def keep(tag, field, key, value):
            if tag != "threat":
                return None
            return True if field is None else (field, key, value) if field in ("decision", "severity") else None

        assert_same(Model(first).count(keep), Model(second).count(keep), format_)


def main():
    return run_module(globals())


if __name__ == "__main__":
    sys.exit(main())
