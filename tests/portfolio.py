#!/usr/bin/env python3
"""How models stand, the agenda of a review, and signing it, in files and in git. Prints TAP."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

from tap import CLI, ROOT, Skip, call, corpus, run_module, scratch

SHOP = os.path.join(ROOT, "data", "examples", "webshop.redan")
CLOUD = os.path.join(ROOT, "data", "examples", "serverless.redan")
HIGH = "TR-E-10@6avyznvp5a8dhtyh"
ADMIN = "4xqxyamqn8p3xjpv"


def read(path):
    with open(path, encoding="utf-8") as source:
        return source.read()


def run(*arguments, status=0, as_of="2025-02-01", **options):
    command = [CLI, arguments[0], *(["--as-of", as_of] if as_of else []), *arguments[1:]]
    result = call(*command, **options)
    assert result.returncode == status, (command, result.returncode, result.stderr.decode()[-500:])
    return result.stdout.decode() if status != 2 else result.stdout.decode() + result.stderr.decode()


def said(*arguments, **options):
    return json.loads(run(arguments[0], "--json", *arguments[1:], **options))


def add(text, *objects):
    return text.replace("</threat-model>", "\n".join(objects) + "\n</threat-model>")


def decision(rule, target, word, **fields):
    lines = "".join(f"<{tag}>{value}</{tag}>" for tag, value in [("owner", "Ana"), ("decision", word), ("reason", "Known."), *fields.items()])
    return f'<decision id="d0q5a8k2x6b7gt3j" target="{target}" rule="{rule}">{lines}</decision>'


def signed(name="signed.redan", text=None, who="Ana", as_of="2025-02-01"):
    path = scratch(name, text or read(SHOP))
    run("review", f"--sign={who}", path, as_of=as_of)
    return path


def test_status_agrees_with_the_other_commands():
    answer = said("status", SHOP, CLOUD)
    assert answer["as_of"] == "2025-02-01" and answer["unreadable"] == [] and [m["path"] for m in answer["models"]] == [SHOP, CLOUD]
    for model in answer["models"]:
        threats = said("threats", model["path"])
        bands = threats["headline"]["bands"]
        assert {band: model[band] for band in bands} == bands and model["threats"] == len(threats["threats"])
        open_ = [t for t in threats["threats"] if t["severity"] in ("high", "critical") and t["status"] in ("open", "investigate")]
        assert model["undecided"] == len(open_) > 0
        states = [o["state"] for o in said("objectives", model["path"])["objectives"]]
        assert model["objectives"] == {state: states.count(state.replace("_", "-")) for state in model["objectives"]}
    shop, cloud = answer["models"]
    assert (shop["reviewed_on"], shop["age"], shop["due"], shop["signed"]) == ("2024-02-01", 366, True, 0)
    assert (cloud["reviewed_on"], cloud["due"]) == ("2025-01-15", False)
    assert said("status", CLOUD, as_of="2025-09-01")["models"][0]["due"]


def test_status_counts_what_expired_and_what_changed():
    path = signed(text=add(read(SHOP), decision(*HIGH.split("@"), "accept", expires="2025-02-10")))
    row = said("status", path)["models"][0]
    assert (row["expired"], row["changed"], row["signed"], row["reviewed_by"]) == (0, 0, 32, "Ana")
    assert said("status", path, as_of="2025-02-11")["models"][0]["expired"] == 1
    text = read(path).replace("<mfa>none</mfa>", "<mfa>required</mfa>", 1).replace("Order worker", "Worker")
    # a rename is no change of what was reviewed
    assert said("status", scratch("changed.redan", text))["models"][0]["changed"] == 1
    owned = scratch("owned.redan", read(SHOP).replace(" </meta>", "  <owner>Team Red</owner>\n </meta>", 1))
    assert said("status", owned)["models"][0]["owner"] == "Team Red"


def test_unreadable_files_are_listed_and_stop_nothing():
    bad, nowhere, empty = scratch("bad.redan", "<threat-model"), scratch("nowhere.redan"), scratch("empty")
    os.makedirs(empty)
    text = run("status", "--json", bad, SHOP, nowhere, empty, status=2)
    answer = json.loads(text)
    assert [m["path"] for m in answer["models"]] == [SHOP] and [u["path"] for u in answer["unreadable"]] == [bad, nowhere, empty]
    assert all(u["message"] and u["path"] in u["message"] for u in answer["unreadable"])
    table = run("status", bad, SHOP, nowhere, status=2)
    assert "webshop.redan" in table and table.index("Not read") < table.index("nowhere.redan:")


def test_a_folder_stands_for_the_models_in_it():
    folder = scratch("models")
    os.makedirs(os.path.join(folder, "b", "deep"))
    os.makedirs(os.path.join(folder, ".git"))
    places = [os.path.join(folder, *place) for place in (["a.redan"], ["b", "deep", "c.redan"], ["z.redan"])]
    for place in [*places, os.path.join(folder, ".git", "hidden.redan"), os.path.join(folder, "other.xml")]:
        shutil.copy(SHOP, place)
    os.symlink(os.path.join(folder, "b"), os.path.join(folder, "link"))
    answer = said("status", folder, CLOUD)
    assert [m["path"] for m in answer["models"]] == [*places, CLOUD] and answer["unreadable"] == [], answer
    assert run("status", "--csv", folder).count("\n") == 4


def test_the_table_for_a_spreadsheet_is_harmless():
    path = scratch("evil.redan", re.sub(r"<name>Web shop</name>", "<name>=HYPERLINK(1,\"a\")</name>", read(SHOP), count=1))
    result = subprocess.run([CLI, "status", "--csv", "--as-of", "2025-02-01", path, scratch("nowhere.redan")], capture_output=True, timeout=60)
    rows = list(csv.reader(io.StringIO(result.stdout.decode())))
    assert len({len(row) for row in rows}) == 1 and len(rows) == 3
    head, first, second = rows
    assert first[head.index("name")] == "'=HYPERLINK(1,\"a\")" and first[head.index("critical")] == "5" and first[head.index("message")] == ""
    assert "nowhere" in second[head.index("message")] and second[head.index("due")] == ""


def test_an_agenda_says_what_to_look_at():
    waiver = '<waiver id="w0q5a8k2x6b7gt3j" kind="exception" criterion="BP01.1"><owner>Ana</owner><reason>x</reason><expires>2025-01-01</expires></waiver>'
    text = add(read(SHOP), decision(*HIGH.split("@"), "accept", expires="2025-01-20"), waiver)
    answer = said("review", scratch("agenda.redan", text))
    assert [e["expires"] for e in answer["expired"]] == ["2025-01-20"] and answer["expired"][0]["owner"] == "Ana"
    assert answer["waivers"] == [{"criterion": "BP01.1", "standing": "expired"}]
    assert [s["kind"] for s in answer["stale"]] == ["old", "old"] and {s["date"] for s in answer["stale"]} == {"2024-01-10"}
    assert HIGH in [t["id"] for t in answer["open"]] or answer["status"]["undecided"] == len(answer["open"])
    spreads = [q["spread"] for q in answer["questions"]]
    assert len(spreads) > 20 and answer["against"] is None and answer["changes"] == [] and answer["unsigned"] == []
    words = run("review", scratch("agenda.redan"))
    for heading in ("Undecided threats, from high on", "Decisions and acceptances no longer valid (1)", "Stale answers (2)", "Waivers that do not count (1)",
                    "Open questions by worth", "Nobody signed this model yet"):
        assert heading in words, heading


def test_evidence_that_contradicts_or_is_old_is_on_it():
    evidence = lambda name, control, found: (f'<evidence id="{name}" target="{ADMIN}" control="{control}"><check name="tool/check">{found}</check></evidence>')
    failed = evidence("e0q5a8k2x6b7gt3j", "C-NET-05", "passed 1, failed 2, on 2025-01-31")
    passed = evidence("e1q5a8k2x6b7gt3j", "C-NET-04", "passed 3, on 2024-01-31")
    path = scratch("evidence.redan", add(read(SHOP), failed, passed))
    answer = said("review", path)
    assert answer["contradictions"] == [{"control": "C-NET-05", "target": ADMIN, "evidence": "e0q5a8k2x6b7gt3j"}]
    assert [(s["object"], s["date"]) for s in answer["stale"] if s["kind"] == "evidence"] == [("e1q5a8k2x6b7gt3j", "2024-01-31")]
    assert "Contradictory evidence (1)" in run("review", path)
    # fresh on the day of the check
    assert not [s for s in said("review", path, as_of="2024-02-01")["stale"] if s["kind"] == "evidence"]


def test_signing_stores_what_was_seen():
    path = signed()
    text = read(path)
    assert run("fmt", "--check", path, as_of=None) == "" and len(re.findall("<reviewed-hash>", text)) == 32
    assert text.count("<assessment ") == 1 and "<name>Ana</name>\n  <date>2025-02-01</date>" in text
    row = said("status", path)["models"][0]
    assert (row["reviewed_on"], row["reviewed_by"], row["age"], row["due"]) == ("2025-02-01", "Ana", 0, False)
    # the same again changes nothing
    before = read(path)
    run("review", "--sign=Ana", path)
    assert read(path) == before
    # elsewhere, and out of a foreign file
    out = scratch("elsewhere.redan")
    run("review", "--sign=Ana", "--output", out, SHOP)
    assert read(out) == before
    foreign = corpus("import", "threagile", "threagile__threagile.yaml")
    assert "--output=OUT.redan" in run("review", "--sign=Ana", foreign, status=2)
    run("review", "--sign=Ana", "-o", out, foreign)
    assert said("status", out)["models"][0]["changed"] == 0


def test_what_changed_since_is_told():
    path = signed()
    reviewed = scratch("reviewed.redan", read(path))
    text = re.sub(fr'(<element id="{ADMIN}".*?<mfa>)none', r"\1required", read(path), count=1, flags=re.S)
    text = text.replace("</threat-model>", '<element id="5aaaaaaaaaaaaaaa" kind="store"><name>Cache</name></element>\n</threat-model>')
    changed = scratch("later.redan", text)
    names = said("review", changed)
    assert names["unsigned"] == [ADMIN, "5aaaaaaaaaaaaaaa"] and names["changes"] == []
    words = run("review", changed)
    assert "Not as it was signed (2)" in words and re.search(r"Cache +new", words) and re.search(r"Admin console +changed", words)
    answer = said("review", "--against", reviewed, changed)
    assert [(c["change"], c["object"]) for c in answer["changes"]] == [("changed", ADMIN), ("added", "5aaaaaaaaaaaaaaa")]
    assert answer["changes"][0]["lines"] == ["Multi-factor authentication: None \u2192 Required"] and answer["opened"]
    # decided then, open again now
    decided = scratch("decided.redan", add(read(path), decision(*HIGH.split("@"), "accept")))
    assert [t["id"] for t in said("review", "--against", decided, path)["reopened"]] == [HIGH]


def git(directory, *arguments):
    environment = dict(os.environ, HOME=directory, GIT_CONFIG_NOSYSTEM="1", GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.org",
                       GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@example.org")
    return subprocess.run(["git", *arguments], cwd=directory, capture_output=True, check=True, env=environment).stdout.decode().strip()


def test_marks_of_a_signature_hide_no_change():
    old, new = scratch("unsigned.redan", read(SHOP)), signed("renamed.redan", read(SHOP).replace("<name>Order worker</name>", "<name>Worker</name>"))
    words = run("diff", "--model", old, new, status=1)
    assert "+ 1 added, - 0 removed, ~ 3 changed," in words and "renamed to Worker" in words and "31 objects were signed as reviewed" in words, words
    assert "Reviewed hash" not in words and "Metric: rules" not in words and words.count("Pack: with redan") == 1, words
    changes = json.loads(run("diff", "--json", "--model", old, new, status=1))["changes"]
    # the worker has another name, too, and which packs the signature found in force is told
    assert sum(change["signed_only"] for change in changes) == 31 and len(changes) == 35 and not any(c["signed_only"] for c in changes if c["renamed"])
    comment = run("check", "--format", "markdown", "--against", old, new)
    assert "What changed in the model (4)" in comment and "31 objects were signed" in comment and "#126; Worker" in comment and comment.count(":::changed") == 1, comment
    assert "Changed since" in run("review", "--against", old, new) and "(4)" in run("review", "--against", old, new)
    picture = scratch("signed.svg")
    run("diff", old, new, picture, status=1)
    assert "1 added, 0 removed, 3 changed" in read(picture) and "31 objects were signed" in read(picture)


def test_only_a_signature_that_holds_is_counted_as_one():
    text = read(signed())
    hashes = re.findall(r"<reviewed-hash>(\w+)</reviewed-hash>", text)
    pack = re.search(r' hash="(\w+)"/>', text).group(1)
    assert len(hashes) > 3 and hashes[0] != hashes[1]
    cases = [
        (re.sub(r" *<reviewed-hash>\w+</reviewed-hash>\n", "", text, count=3), 3, "no longer signed as reviewed"),
        (text.replace(hashes[0], hashes[1], 1), 1, "signed with a hash that is not of what it is"),
        (text.replace("</meta>", '<pack id="foreign" version="1" hash="abcd"/></meta>', 1), 1, "Pack: with foreign: 1 abcd"),
        (text.replace(f'hash="{pack}"', 'hash="0123abcd"', 1), 1, "0123abcd"),
    ]
    for number, (other, n, line) in enumerate(cases):
        old, new = scratch("signed.redan", text), scratch(f"other-{number}.redan", other)
        words = run("diff", "--model", old, new, status=1)
        assert f"~ {n} changed," in words and words.count(line) == n and "was signed" not in words and "were signed" not in words, words
    # back to what was signed: that is a signature again
    words = run("diff", "--model", scratch("other.redan", cases[1][0]), scratch("signed.redan", text), status=1)
    assert "~ 0 changed," in words and "1 object was signed as reviewed" in words, words


def test_git_tells_what_was_signed():
    if shutil.which("git") is None:
        raise Skip("git is not here")
    directory = scratch("repository")
    os.mkdir(directory)
    path = os.path.join(directory, "shop [1].redan")
    git(directory, "init", "-qb", "main")
    texts = [read(SHOP), read(signed()), read(signed()).replace("<name>Order worker</name>", "<name>Worker</name>")]
    texts.append(re.sub(fr'(<element id="{ADMIN}".*?<mfa>)none', r"\1required", texts[2], count=1, flags=re.S))
    commits = []
    for text in texts:
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        git(directory, "add", "-A")
        git(directory, "commit", "-qm", "change")
        commits.append(git(directory, "rev-parse", "HEAD"))
    answer = said("review", path)
    assert commits[1].startswith(answer["against"]) and len(answer["against"]) >= 12
    assert {c["change"] for c in answer["changes"]} == {"changed"} and len(answer["changes"]) == 2
    # a signature that is not committed yet
    run("review", "--sign=Bo", path, as_of="2025-03-01")
    assert said("review", path, as_of="2025-03-01")["against"] is None


def test_two_signatures_survive_a_merge():
    base = read(SHOP)
    ours = read(signed("ours.redan", base, "Ana", "2025-02-01"))
    theirs = re.sub(fr'(<element id="{ADMIN}".*?<mfa>)none', r"\1required", base, count=1, flags=re.S)
    theirs = read(signed("theirs.redan", theirs, "Bo", "2025-02-05"))
    files = [scratch("base.redan", base), scratch("ours.redan", ours), scratch("theirs.redan", theirs)]
    merged = {}
    for name, order in (("one", files), ("other", [files[0], files[2], files[1]])):
        out = scratch(f"merged-{name}.redan")
        run("merge", *order, out, as_of=None)
        merged[name] = read(out)
        assert run("fmt", "--check", out, as_of=None) == ""
    assert merged["one"] == merged["other"] and merged["one"].count("<assessment ") == 2 and "<conflict" not in merged["one"]
    row = said("status", scratch("merged-one.redan"), as_of="2025-02-06")["models"][0]
    assert (row["reviewed_on"], row["reviewed_by"]) == ("2025-02-05", "Bo") and row["changed"] <= 1


def test_a_trend_is_split_by_its_causes():
    base = read(SHOP)
    split = lambda new, old=SHOP: (lambda answer: (answer["risk"]["split"], answer))(json.loads(
        subprocess.run([CLI, "diff", "--json", "--as-of", "2025-02-01", old, new], capture_output=True, timeout=60).stdout))
    host = re.search(r' <element id="py5v9hzy9xpydah8".*?</element>\n', base, re.S)[0]
    changes = {
        # one host drawn as two
        "detail": base.replace("</threat-model>", host.replace("py5v9hzy9xpydah8", "5aaaaaaaaaaaaaaa").replace("Web application", "Second host") + "</threat-model>"),
        # forgetting what was known, saying what nobody had
        "answers": re.sub(r"  <(patching|imds|logging|secrets_location)>\w+</\1>\n", "", base),
        "reality": re.sub(r"<mfa>none</mfa>", "<mfa>required</mfa>", base),
        "catalogue": re.sub(r"</meta>", '<pack id="linddun" version="1"/></meta>', base, count=1),
    }
    for part, text in changes.items():
        parts, answer = split(scratch(f"{part}.redan", text))
        change = answer["risk"]["after"]["residual"] - answer["risk"]["before"]["residual"]
        assert {p for p in parts if parts[p]} == {part}, (part, parts)
        assert abs(sum(parts[p] or 0 for p in changes) - change) < 0.11, (part, parts, change)
    control = f'<mitigation id="m0q5a8k2x6b7gt3j" target="{ADMIN}" control="C-NET-05"><state>validated</state></mitigation>'
    parts, _ = split(scratch("control.redan", add(base, control)))
    assert parts["reality"] < 0 and not parts["detail"] and not parts["answers"]
    # all at once add up, and taking it back is the opposite
    mixed = add(changes["answers"].replace("<mfa>none</mfa>", "<mfa>required</mfa>"), host.replace("py5v9hzy9xpydah8", "5aaaaaaaaaaaaaaa"), control)
    parts, answer = split(scratch("mixed.redan", mixed))
    change = answer["risk"]["after"]["residual"] - answer["risk"]["before"]["residual"]
    assert all(parts[p] for p in ("detail", "answers", "reality")) and abs(parts["detail"] + parts["answers"] + parts["reality"] - change) < 0.11
    assert split(SHOP, SHOP)[0] == {"detail": 0, "answers": 0, "reality": 0, "catalogue": 0, "signed": None}
    words = subprocess.run([CLI, "diff", "--as-of", "2025-02-01", SHOP, scratch("mixed.redan")], capture_output=True, timeout=60).stdout.decode()
    assert all(w in words for w in ("by more or less of the system drawn", "by answers given or taken back", "by the system itself"))
    # a newer catalogue is told beside the parts
    older = signed("older.redan")
    text = re.sub(r'(<pack id="redan" version=)"1"', r'\1"0"', read(older))
    text = re.sub(r'(<metric name="residual">)[\d.]+', r"\g<1>2000.0", text)
    parts, answer = split(scratch("new.redan", text.replace("<mfa>none</mfa>", "<mfa>required</mfa>")), scratch("older.redan", text))
    assert parts["signed"] == 2000 and parts["reality"] and answer["catalogue"]["packs"][0]["before"].startswith("0 ")


def test_signing_names_what_nobody_decided():
    threats = said("threats", SHOP)["threats"]
    n = {band: sum(t["severity"] == band and t["status"] in ("open", "investigate") for t in threats) for band in ("critical", "high")}
    path = scratch("names.redan", read(SHOP))
    line = f"Signed with threats that nobody decided about: {n['critical']} critical, {n['high']} high; redan-cli review {path} lists them\n"
    assert n["critical"] and run("review", "--sign=Ana", path) == f"Signed on 2025-02-01 by Ana: 32 objects\n{line}"
    decided = [decision(t["rule"], t["id"].split("@")[1], "accept").replace("d0q5a8k2x6b7gt3j", f"d0q5a8k2x6b7{'0123456789abcdefghjkmnpqrstvwxyz'[i // 32]}{'0123456789abcdefghjkmnpqrstvwxyz'[i % 32]}3j")
               for i, t in enumerate(threats) if t["severity"] in n]
    assert run("review", "--sign=Ana", scratch("decided.redan", add(read(SHOP), *decided))).count("\n") == 1


def test_signing_is_refused_where_it_would_lie():
    path = scratch("plain.redan", read(SHOP))
    for options, words in ((["--sign="], "name of a person"), (["--sign=a\nb"], "one line"), (["--output=x"], "--sign"),
                           (["--sign=Ana", "--json"], "second call"), (["--sign=Ana", "--against=HEAD"], "second call")):
        assert words in run("review", *options, path, status=2), options
        assert read(path) == read(SHOP)
    conflict = f'<conflict id="c0q5a8k2x6b7gt3j" target="{ADMIN}" name="name"><ours>a</ours><theirs>b</theirs></conflict>'
    broken = scratch("conflict.redan", add(read(SHOP), conflict))
    assert "resolve" in run("review", "--sign=Ana", broken, status=2)
    assert "nowhere" in run("review", "--against=nowhere", path, status=2)


if __name__ == "__main__":
    sys.exit(run_module(globals()))
