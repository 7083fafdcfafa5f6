#!/usr/bin/env python3
"""Inputs that readers have to survive: each is refused with one message that says where and why, or repaired with a line that says what. Prints TAP."""
import base64
import io
import json
import os
import resource
import sys
import zipfile
import zlib

from tap import CLI, call, run_module, scratch

SECONDS = 20  # of CPU, where nothing is wrong a hundredth of it


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(*arguments, **options):
    return call(CLI, *arguments, preexec_fn=limit, env=dict(os.environ, LC_ALL=options.get("locale", "C.UTF-8")))


def refused(name, content, *words):
    """Exit 2, nothing written, one line that names the file and has these words."""
    path, target = scratch(name, content), scratch("never-" + name + ".redan")
    result = run("import", path, target)
    said = result.stderr.decode()
    assert result.returncode == 2 and not os.path.exists(target), (name, result.returncode, said[:300])
    assert said.count("\n") == 1 and name in said and all(word in said for word in words), (name, said[:500])


def repaired(name, content, *words, locale="C.UTF-8"):
    """A model that is written, with a loss that has these words. Returns its text."""
    path, target = scratch(name, content), scratch("repaired.redan")
    result = run("import", "--replace", "--json", path, target, locale=locale)
    assert result.returncode == 0, (name, result.stderr.decode()[:500])
    texts = [loss["text"] for loss in json.loads(result.stdout)["losses"]]
    assert all(any(word in text for text in texts) for word in words), (name, words, texts[:5])
    assert run("fmt", "--check", target).returncode == 0, name
    with open(target, encoding="utf-8") as text:
        return text.read()


def mxfile(cells="", head=""):
    return f'{head}<mxfile><diagram id="p" name="P"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{cells}</root></mxGraphModel></diagram></mxfile>'


def cell(number, attributes="", geometry='x="1" y="2" width="30" height="40"'):
    return f'<mxCell id="c{number}" value="V{number}" style="ellipse;" vertex="1" parent="1"{attributes}><mxGeometry {geometry} as="geometry"/></mxCell>'


def otm(**members):
    return json.dumps({"otmVersion": "0.2.0", "project": {"name": "P", "id": "p"}, **members})


def component(number, **members):
    return {"id": f"c{number}", "name": f"C{number}", "type": "t", **members}


NATIVE = '<?xml version="1.0" encoding="UTF-8"?>\n{0}<threat-model format="1">\n <meta>\n  <name>{1}</name>\n </meta>\n</threat-model>\n'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"


def test_entities():
    refused("laughs.drawio", mxfile(head=LAUGHS), "DOCTYPE")
    refused("laughs.redan", NATIVE.format(LAUGHS, "&j;"), "DOCTYPE")
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    refused("outside.drawio", mxfile("<mxCell id='2' value='&x;' vertex='1' parent='1'/>", outside), "DOCTYPE")
    refused("outside.redan", NATIVE.format(outside, "&x;"), "DOCTYPE")


def test_depth():
    refused("deep.drawio", "<mxfile>" + "<a>" * 1000000, "256")
    refused("deep.redan", '<threat-model format="1">' + "<a>" * 1000000)
    refused("deep.json", '{"otmVersion": "0.2.0", "project": ' + '[' * 100000)
    refused("deep.yaml", "otmVersion: 0.2.0\nproject: " + "[" * 40000, "64")
    refused("deep.hcl", 'threatmodel "a" {\n author = "x"\n' + "a {\n" * 100000)


def test_many_and_long():
    refused("attributes.drawio", mxfile(cell(1, "".join(f' a{i}="1"' for i in range(40000)))), "at most 256")
    refused("names.drawio", mxfile("".join(f"<n{i}/>" for i in range(1000000))))
    refused("value.drawio", mxfile(cell(1, ' long="' + "x" * 50000000 + '"')))


def test_characters():
    for title, bad in (("utf8", b"\xff"), ("overlong", b"\xc0\xaf"), ("surrogate", b"\xed\xa0\x80"), ("nul", b"\0"), ("control", b"\x01"), ("noncharacter", b"\xef\xbf\xbe")):
        refused(title + ".redan", NATIVE.format("", "A@B").encode().replace(b"@", bad))
        refused(title + ".drawio", mxfile(cell(1)).encode().replace(b"V1", b"V" + bad))
        if title not in ("control", "noncharacter"):
            refused(title + ".json", otm(components=[component(1)]).encode().replace(b"C1", b"C" + bad))
            refused(title + ".yaml", b"otmVersion: 0.2.0\nproject:\n  name: A" + bad + b"\n  id: p\n")
    # what is a character, but none of ours, is left out and listed
    repaired("escaped.json", otm(components=[component(1, description="a\ufffeb")]), "control character")


def test_encodings():
    declared = '<?xml version="1.0" encoding="{}"?>'
    refused("utf7.drawio", mxfile(cell(1), declared.format("UTF-7")))
    refused("utf16.redan", NATIVE.format("", "A").encode("utf-16"))
    assert "<name>V1</name>" in repaired("utf16.drawio", mxfile(cell(1), declared.format("UTF-16")).encode("utf-16"))


def test_conflict_markers():
    marked = "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"
    refused("marked.redan", NATIVE.format("", "A").replace("  <name>A</name>\n", marked.format("  <name>A</name>", "  <name>B</name>")), "conflict")
    refused("marked.json", marked.format(otm(), otm()))


def test_aliases():
    bomb = "otmVersion: 0.2.0\na0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]\n" for i in range(1, 20))
    refused("bomb.yaml", bomb, "1000000")
    refused("cycle.yaml", "otmVersion: 0.2.0\nproject: &a\n  name: [*a]\n", "alias")


def test_compressed():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = base64.b64encode(packer.compress(b" " * 400000000) + packer.flush()).decode()
    refused("deflated.drawio", f'<mxfile><diagram id="p" name="P">{packed}</diagram></mxfile>')
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("visio/document.xml", b"<VisioDocument/>")
        out.writestr("visio/pages/pages.xml", b" " * 400000000)
        out.writestr("visio/pages/_rels/pages.xml.rels", b"<Relationships/>")
    refused("zipped.vsdx", archive.getvalue())
    crowded = io.BytesIO()
    with zipfile.ZipFile(crowded, "w") as out:
        for i in range(11000):
            out.writestr(f"visio/{i}", b"")
        out.writestr("visio/document.xml", b"<VisioDocument/>")
    refused("crowded.vsdx", crowded.getvalue())
    for title, text in (("garbage", "§$%&".replace("&", "&amp;")), ("cut", "AAAA"), ("percent", base64.b64encode(zlib.compress(b"%ff%zz")[2:-4]).decode())):
        refused(title + ".drawio", f'<mxfile><diagram id="p" name="P">{text}</diagram></mxfile>')


def test_references():
    text = repaired("twice.json", otm(components=[component(1), component(1)]), "too")
    assert text.count("<element ") == 2
    repaired("dangling.json", otm(components=[component(1, parent={"trustZone": "gone"})], dataflows=[{"id": "f", "name": "F", "source": "c1", "destination": "gone"}]),
             "not in the file")
    zones = [{"id": f"z{i}", "name": f"Z{i}", "risk": {"trustRating": 1}, "parent": {"trustZone": f"z{(i + 1) % 3}"}} for i in range(3)]
    repaired("circle.json", otm(trustZones=zones + [{"id": "self", "name": "S", "risk": {"trustRating": 1}, "parent": {"trustZone": "self"}}]), "lies inside itself")
    chain = [{"id": f"z{i}", "name": f"Z{i}", "risk": {"trustRating": 1}, "parent": {"trustZone": f"z{i + 1}"}} for i in range(100000)]
    result = run("import", "--replace", "--json", scratch("chain.json", otm(trustZones=chain)), scratch("chain.redan"))
    assert result.returncode in (0, 2) and (result.returncode == 2 or b"taken out of its parent" in result.stdout), result.stderr[:300]


def test_coordinates():
    for value in ("nan", "inf", "0x1p3", "1,5", "1e308", "2147483648", "-1e30"):
        repaired("place.drawio", mxfile(cell(1, geometry=f'x="{value}" y="2" width="-3" height="40"')))
    route = "".join('<mxPoint x="1" y="2"/>' for _ in range(200000))
    edge = f'<mxCell id="e" edge="1" parent="1" source="c1" target="c2"><mxGeometry relative="1" as="geometry"><Array as="points">{route}</Array></mxGeometry></mxCell>'
    text = repaired("route.drawio", mxfile(cell(1) + cell(2) + edge), "points")
    assert text.count("<point") <= 10000
    for number in ("NaN", "Infinity", "1e999"):
        refused("number.json", otm(trustZones=[]).replace('"p"', number, 1))


def test_locale():
    """Numbers are read and written with a point wherever the program runs."""
    source = mxfile(cell(1, geometry='x="1.5" y="2.25" width="30.5" height="40"'))
    assert repaired("point.drawio", source) == repaired("point.drawio", source, locale="de_DE.UTF-8")


def test_marks_of_terminals_and_scripts():
    """Nothing of a name reaches the terminal, or a document, as anything but text."""
    name = "\u001b[31mred\u202e<script>alert(1)</script>"
    path, target = scratch("marks.json", otm(components=[component(1, name=name)])), scratch("marks.redan")
    run("import", "--replace", path, target)
    for arguments in (["show", target], ["threats", target], ["lint", target], ["diff", target, target]):
        said = run(*arguments)
        assert b"\x1b" not in said.stdout + said.stderr and "\u202e" not in said.stdout.decode(), arguments
    assert b"<script>alert" not in run("threats", target, "--format", "html").stdout
    run("report", target, scratch("marks.svg"))
    with open(scratch("marks.svg"), encoding="utf-8") as text:
        assert "<script>alert" not in text.read()
    run("export", target, scratch("marks.dot"))
    with open(scratch("marks.dot"), encoding="utf-8") as text:
        assert "=<" not in text.read()


def test_includes_stay_below_the_model():
    os.makedirs(scratch("inside"), exist_ok=True)
    scratch("secret.yaml", "technical_assets:\n  Secret:\n    id: secret\n    type: process\n")
    model = "threagile_version: 1.0.0\ntitle: T\nincludes:\n  - {}\ntechnical_assets:\n  A:\n    id: a\n    type: process\n"
    os.symlink(scratch("secret.yaml"), scratch("inside/link.yaml"))
    for name in ("../secret.yaml", scratch("secret.yaml"), "link.yaml", "/etc/passwd", "http://localhost/x.yaml"):
        path, target = scratch("inside/model.yaml", model.format(name)), scratch("inside/model.redan")
        result = run("import", "--replace", path, target)
        if result.returncode == 0:
            with open(target, encoding="utf-8") as text:
                assert "Secret" not in text.read(), name
        else:
            assert result.returncode == 2 and name.split("/")[-1] in result.stderr.decode(), (name, result.stderr.decode())


if __name__ == "__main__":
    sys.exit(run_module(globals()))
