#!/usr/bin/env python3
"""The picture of a difference: what is marked in it, names that mean harm, models without places, both formats. Prints TAP."""
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from tap import CLI, ROOT, Skip, corpus, run_module, scratch

EXAMPLE = os.path.join(ROOT, "data", "examples", "webshop.redan")
FIXED = os.path.join(ROOT, "data", "examples", "webshop-fixed.redan")
SVG = "{http://www.w3.org/2000/svg}"
DIAGRAM, ADMIN, IMAGES, MAIL, WORKER = "bk23zjc14dyv5kvt", "4xqxyamqn8p3xjpv", "db5rjsxaeh2t28hn", "65j0jjwdpr327j5x", "0xnapgqwzmgzvhkc"
QUEUE = "jj2jgeexs4kqg43n"
ADDED, REMOVED, CHANGED, MOVED, PALE = "#1b7f4e", "#a51d2d", "#8f6500", "#1a5fb4", "#c0bfbc"
HOSTILE = "<script>alert(1)</script>\"]; \u202eevil ]]> &amp; <!-- `rm` $(id)"


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def changed(text):
    """One element and flow added, one element with its flow removed, one changed, one renamed, one only moved."""
    drop = lambda text, tag, name: re.sub(fr' <{tag} id="{name}".*?</{tag}>\n', "", text, flags=re.S)
    for flow in re.findall(fr' <flow id="(\w+)"[^>]*{MAIL}', text):
        text = re.sub(fr"  <carried>{flow}</carried>\n", "", drop(text, "flow", flow))
    text = drop(text, "element", MAIL)
    text = text.replace("<name>Order worker</name>", f"<name>{escape(HOSTILE)}</name>")
    text = re.sub(r"(<name>Product images</name>.*?<x>)(\d+)", lambda found: found[1] + str(int(found[2]) + 1600), text, count=1, flags=re.S)
    text = re.sub(fr'(<element id="{ADMIN}".*?<mfa>)none', r"\1required", text, count=1, flags=re.S)
    place = f'<place diagram="{DIAGRAM}"><x>4000</x><y>5400</y><width>896</width><height>448</height></place>'
    new = f'<element id="5aaaaaaaaaaaaaaa" kind="store" parent="p2d9zd7x8vc5820h"><name>Session cache</name>{place}</element>\n'
    new += f'<flow id="5fffffffffffffff" source="{ADMIN}" target="5aaaaaaaaaaaaaaa"><name>Keep session</name></flow>\n'
    return text.replace("</threat-model>", new + "</threat-model>")


def other():
    with open(EXAMPLE, encoding="utf-8") as source:
        return scratch("other.redan", changed(source.read()))


def draw(old, new, name="out.svg", *options, status=1):
    out = scratch(name)
    result = subprocess.run([CLI, "diff", "--as-of", "2025-02-01", *options, old, new, out], capture_output=True, timeout=120)
    assert result.returncode == status and result.stdout == b"" and (status == 2) == bool(result.stderr), (result.returncode, result.stderr)
    if status == 2:
        return result.stderr.decode()
    with open(out, "rb") as picture:
        return picture.read()


def groups(svg):
    """All groups with an id, which no two may share."""
    found = [g for g in ElementTree.fromstring(svg).iter(SVG + "g") if g.get("id")]
    names = [g.get("id") for g in found]
    assert len(names) == len(set(names)), "an id is there twice"
    return dict(zip(names, found))


def colours(group):
    return {part.get("stroke") for part in group} - {None, "none", "#ffffff"}


def dashes(group):
    return {part.get("stroke-dasharray") for part in group if part.get("stroke-width")} - {None}


def badge(group):
    return {text.text for text in group.iter(SVG + "text")} & {"+", "\u2212", "~", "\u2192"}


def test_every_kind_of_change_has_colour_dash_and_sign():
    found = groups(draw(EXAMPLE, other()))
    expected = [("after-5aaaaaaaaaaaaaaa", ADDED, set(), "+"), (f"before-{MAIL}", REMOVED, {"6 4"}, "\u2212"), (f"before-{ADMIN}", CHANGED, set(), "~"),
                (f"after-{ADMIN}", CHANGED, set(), "~"), (f"before-{IMAGES}", MOVED, {"2 3"}, "\u2192"), (f"after-{IMAGES}", MOVED, {"2 3"}, "\u2192"),
                (f"after-{WORKER}", CHANGED, set(), "~")]
    for name, colour, dash, sign in expected:
        assert colour in colours(found[name]) and PALE not in colours(found[name]), (name, colours(found[name]))
        assert dashes(found[name]) == dash and badge(found[name]) == {sign}, (name, dashes(found[name]), badge(found[name]))
    for side in ("before-", "after-"):
        assert colours(found[side + QUEUE]) == {PALE} and not badge(found[side + QUEUE])
    assert ADDED in colours(found["after-5fffffffffffffff"])
    assert "before-5aaaaaaaaaaaaaaa" not in found and f"after-{MAIL}" not in found
    # what is at the same place in both models is at the same place in both panels
    place = lambda name: next((r.get("x"), r.get("y")) for r in found[name].iter(SVG + "rect"))
    assert place(f"before-{QUEUE}") == place(f"after-{QUEUE}") and place(f"before-{IMAGES}") != place(f"after-{IMAGES}")


def test_what_carries_a_change_of_another_object_is_marked():
    with open(EXAMPLE, encoding="utf-8") as source:
        text = source.read()
    placed = f'<mitigation id="m1111111111111111"'[:-2] + f'" target="{QUEUE}" control="C-SVC-06"><state>declared</state></mitigation>\n</threat-model>'
    svg = draw(EXAMPLE, scratch("placed.redan", text.replace("</threat-model>", placed)))
    assert CHANGED in colours(groups(svg)[f"after-{QUEUE}"]) and colours(groups(svg)[f"after-{MAIL}"]) == {PALE}
    # an asset that comes to lie on one more element changes that one only
    stored = re.sub(r"(<asset .*?)(  <stored>)", fr"\1  <stored>{QUEUE}</stored>\n\2", text, count=1, flags=re.S)
    marked = [name for name, group in groups(draw(EXAMPLE, scratch("stored.redan", stored))).items() if CHANGED in colours(group)]
    assert set(marked) == {f"before-{QUEUE}", f"after-{QUEUE}"}, marked


def test_words_legend_and_attacks_stand_in_it():
    plan = subprocess.run([CLI, "plan", "--json", "-n", "1", "--as-of", "2025-02-01", EXAMPLE], capture_output=True, timeout=60, check=True).stdout
    residual = json.loads(plan)["residual"]
    text = " ".join(ElementTree.fromstring(draw(EXAMPLE, other())).itertext())
    for words in ("Before", "After", "Added", "Removed", "Changed", "Only moved", "Untouched", "2 added, 2 removed, 3 changed, 1 only drawn elsewhere",
                  "Multi-factor authentication: None \u2192 Required", "Attack paths opened", "Attack paths closed", f"Residual risk {residual:.1f}"):
        assert words in text, words
    model = " ".join(ElementTree.fromstring(draw(EXAMPLE, other(), "model.svg", "--model")).itertext())
    assert "Residual risk" not in model and "Attack paths" not in model and "Before" in model


def test_a_hostile_name_is_text():
    svg = draw(EXAMPLE, other()).decode()
    assert "<script" not in svg and "\u202e" not in svg and "<!--" not in svg and "&lt;script" in svg
    tags = {element.tag for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {SVG + tag for tag in ("svg", "g", "title", "rect", "ellipse", "path", "text")}, tags


def test_a_pdf_has_the_same_words():
    pdf = draw(EXAMPLE, other(), "out.pdf")
    assert pdf.startswith(b"%PDF-") and pdf == draw(EXAMPLE, other(), "again.pdf")
    assert draw(EXAMPLE, other(), "named", "--to", "svg") == draw(EXAMPLE, other())
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is not here")
    text = subprocess.run(["pdftotext", "-layout", scratch("out.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    for words in ("What changed in the threat model", "Session cache", "Mail delivery", "Before", "After", "Only moved"):
        assert words in text, words


def test_equal_models_give_a_picture_that_says_so():
    svg = draw(EXAMPLE, EXAMPLE, status=0)
    assert "The models are the same." in " ".join(ElementTree.fromstring(svg).itertext()) and not groups(svg)


def test_nothing_is_drawn_outside_of_the_sheet():
    for old, new in ((EXAMPLE, other()), (EXAMPLE, FIXED), (FIXED, EXAMPLE)):
        root = ElementTree.fromstring(draw(old, new))
        width, height = float(root.get("width")), float(root.get("height"))
        for part in root:
            at = (0, 0)
            if part.get("transform"):
                at = tuple(float(n) for n in re.findall(r"[-\d.]+", part.get("transform")))
            for rect in part.iter(SVG + "rect"):
                x, y = float(rect.get("x")) + at[0], float(rect.get("y")) + at[1]
                assert -1 <= x and x + float(rect.get("width")) <= width + 1 and -1 <= y and y + float(rect.get("height")) <= height + 1, rect.attrib


def test_models_without_places_are_laid_out_alike():
    model = corpus("import", "threagile", "threagile__threagile.yaml")
    with open(model, encoding="utf-8") as source:
        text = source.read()
    new = scratch("new.yaml", text.replace("internet: false", "internet: true", 1))
    assert new != text
    svg = draw(model, new)
    found = groups(svg)
    both = [name[7:] for name in found if name.startswith("before-") and name.replace("before-", "after-") in found]
    place = lambda name: [(r.get("x"), r.get("y")) for r in found[name].iter(SVG + "rect")][:1]
    assert len(both) > 20 and all(place("before-" + name) == place("after-" + name) for name in both)
    assert MOVED not in {c for g in found.values() for c in colours(g)} or all(badge(g) != {"\u2192"} for g in found.values())
    # quite another model: everything went, everything is new
    svg = draw(model, corpus("import", "threagile", "homeautobots__starter-skeleton.yaml"), "quite.svg")
    assert {"+"} in [badge(g) for g in groups(svg).values()] and {"\u2212"} in [badge(g) for g in groups(svg).values()]


def test_wrong_use_is_refused():
    for options, name, words in ((["--paths"], "x.svg", "--paths"), (["--json"], "x.svg", "--json"), ([], "x.png", "svg or pdf"), ([], "x", "svg or pdf"),
                                 (["--to", "png"], "x.svg", "svg or pdf"), (["--profile", "nobody"], "x.svg", "nobody")):
        assert words in draw(EXAMPLE, FIXED, name, *options, status=2), (options, name)
        assert not os.path.exists(scratch(name))
    result = subprocess.run([CLI, "diff", "--to", "svg", EXAMPLE, FIXED], capture_output=True, timeout=60)
    assert result.returncode == 2 and b"OUT.svg" in result.stderr
    assert "nowhere" in draw(EXAMPLE, FIXED, "nowhere/x.svg", status=2)


if __name__ == "__main__":
    sys.exit(run_module(globals()))
