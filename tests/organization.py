#!/usr/bin/env python3
"""The file of an organization: account lists become one, models refer to it and inherit, paths are data. Prints TAP."""
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys

from tap import CLI, ROOT, Skip, call, run_module, scratch

SHOP = os.path.join(ROOT, "data", "examples", "webshop.redan")
ACCOUNT, OWN = "111122223333", "440382kj71m36m3r"
UNIT, ROOT_UNIT, SHARED = "0r1w0rk10ads0000", "0rg0rg0rg0rg0rg0", "acc0000000000001"
MANAGEMENT, PROD, OLD = "100000000001", "100000000006", "100000000009"
ARN = "arn:aws:organizations::100000000001:account/o-exampleorgid/"


def read(path):
    with open(path, encoding="utf-8") as source:
        return source.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def run(*arguments, status=0, dated=True, cwd=None):
    command = [CLI, arguments[0], *(["--as-of", "2025-02-01"] if dated else []), *arguments[1:]]
    result = call(*command, cwd=cwd)
    assert result.returncode == status, (command, result.returncode, result.stdout[-300:], result.stderr.decode()[-600:])
    return result.stdout.decode(), result.stderr.decode()


def said(*arguments, **options):
    return json.loads(run(arguments[0], "--json", *arguments[1:], **options)[0])


# ---- account lists ----

def account(number, name, **more):
    return {"Id": number, "Arn": ARN + number, "Email": f"{number}@example.com", "Name": name, "Status": "ACTIVE", "JoinedMethod": "CREATED",
            "JoinedTimestamp": 1481835795.536, **more}


def boundaries(path):
    """The boundaries of a model as {name: (kind, name of the parent, account id, purpose, tags)}."""
    found = {}
    text = read(path)
    names = dict(re.findall(r' <boundary id="(\w+)"[^>]*>\n  <name>([^<]*)</name>', text))
    for name, kind, parent, body in re.findall(r' <boundary id="(\w+)" kind="(\w+)"(?: parent="(\w+)")?>\n(.*?) </boundary>', text, re.S):
        value = lambda tag: (re.findall(fr"<{tag}>([^<]*)</{tag}>", body) or [None])[0]
        found[names[name]] = (kind, names.get(parent), value("account_id"), value("purpose"), re.findall(r"<tag>([^<]*)</tag>", body))
    return found


def imported(content, name="accounts.json"):
    out = scratch("accounts.redan")
    run("import", scratch(name, content), out, dated=False)
    assert run("fmt", "--check", out, dated=False)[0] == "" and run("lint", out, dated=False)[0] == ""
    return boundaries(out)


def test_a_list_without_units_becomes_accounts_of_one_organization():
    listed = {"Accounts": [account(MANAGEMENT, "Management"), account(PROD, "Orders, \"prod\""), account(OLD, "<b>Old</b>", Status="SUSPENDED")]}
    expected = {"o-exampleorgid": ("organization", None, None, None, []), "Management": ("account", "o-exampleorgid", MANAGEMENT, "management", []),
                "Orders, \"prod\"": ("account", "o-exampleorgid", PROD, None, []), "&lt;b&gt;Old&lt;/b&gt;": ("account", "o-exampleorgid", OLD, None, ["suspended"])}
    assert imported(listed) == expected
    assert imported(listed["Accounts"]) == expected  # --query Accounts
    ids = read(scratch("accounts.redan"))
    assert imported(list(reversed(listed["Accounts"]))) == expected and read(scratch("accounts.redan")) == ids
    # the table of the console, as it was and as it is, in any spreadsheet
    for head, states in ((["Status"], [["ACTIVE"], ["ACTIVE"], ["SUSPENDED"]]), (["State"], [["ACTIVE"], ["ACTIVE"], ["SUSPENDED"]])):
        for separator, mark, end in ((",", "", "\n"), (";", "\ufeff", "\r\n"), ("\t", "", "\r\n")):
            table = io.StringIO()
            rows = csv.writer(table, delimiter=separator, lineterminator=end)
            rows.writerow(["Account ID", "ARN", "Email", "Name", *head, "Joined method", "Joined timestamp"])
            for entry, state in zip(listed["Accounts"], states):
                rows.writerow([entry["Id"], entry["Arn"], entry["Email"], entry["Name"], *state, "CREATED", "2016-12-15T20:43:15Z"])
            assert imported(mark + table.getvalue(), "accounts.csv") == expected
            assert read(scratch("accounts.redan")).count("<boundary ") == 4


def test_units_are_kept_however_they_are_said():
    units = [{"Id": "ou-abcd-11111111", "Name": "Workloads"}, {"Id": "ou-abcd-22222222", "Name": "Prod", "ParentId": "ou-abcd-11111111"}]
    ways = [account(PROD, "Shop", Paths=[f"o-exampleorgid/r-abcd/ou-abcd-11111111/ou-abcd-22222222/{PROD}/"]), account(PROD, "Shop", OU="Root/Workloads/Prod"),
            account(PROD, "Shop", OrganizationalUnitPath="/Workloads/Prod"), account(PROD, "Shop", ParentId="ou-abcd-22222222"),
            account(PROD, "Shop", OrganizationalUnit="ou-abcd-22222222")]
    for way in ways:
        found = imported({"Accounts": [way], "OrganizationalUnits": units})
        assert {name: entry[:2] for name, entry in found.items()} == {
            "o-exampleorgid": ("organization", None), "Workloads": ("ou", "o-exampleorgid"), "Prod": ("ou", "Workloads"), "Shop": ("account", "Prod")}, (way, found)
    assert imported({"Accounts": [account(PROD, "Shop", OU="Root")]})["Shop"][1] == "o-exampleorgid"
    table = "Account ID,ARN,Email,Name,State,Joined method,Joined timestamp,Organizational unit\n" + f"{PROD},{ARN}{PROD},a@b.cd,Shop,ACTIVE,CREATED,x,Workloads/Prod\n"
    assert imported(table, "units.csv")["Prod"] == ("ou", "Workloads", None, None, [])
    # a unit that is its own parent, or a circle of two
    circle = [{"Id": "ou-abcd-11111111", "Name": "A", "ParentId": "ou-abcd-22222222"}, {"Id": "ou-abcd-22222222", "Name": "B", "ParentId": "ou-abcd-11111111"}]
    assert imported({"Accounts": [account(PROD, "Shop", ParentId="ou-abcd-22222222")], "OrganizationalUnits": circle})["Shop"][0] == "account"


def test_lists_that_are_wrong_are_refused_or_told():
    for content, name, words in (({"Accounts": [1]}, "x.json", "Accounts[0]"), ({"Accounts": {}}, "x.json", "Accounts"),
                                 ('Account ID,Joined method\n"1,2', "x.csv", "quote"), (b"Account ID,Joined method\n\xff\n", "x.csv", "UTF-8"),
                                 ("Account ID,Joined method" + ",a" * 300 + "\n", "x.csv", "256")):
        out, error = run("import", "--from", "aws-accounts", scratch(name, content), scratch("no.redan"), status=2, dated=False)
        assert words in error and not os.path.exists(scratch("no.redan")), (content, error)
    for content, name, words in (({"Accounts": []}, "x.json", "x.json:1:1: the list of accounts is empty"), ({"Accounts": {"Id": PROD}}, "x.json", "Accounts: is an object"),
                                 ('{"Accounts":\n [\n  {"Id": "12", "Name": "A"}]}', "x.json", "x.json:3:1: none of the accounts has"), ("Account ID,Name\n", "x.csv", "x.csv:1:1: the list of accounts is empty"),
                                 ("Account ID,Name\n\n12,A\n", "x.csv", "x.csv:3:1: none of the accounts has")):
        out, error = run("import", scratch(name, content), scratch("no.redan"), status=2, dated=False)
        assert words in error and not os.path.exists(scratch("no.redan")), (content, error)
    # nothing but ids, as a text or a number
    assert imported(f"Account ID,Name\n{PROD},Shop\n", "x.csv")["Shop"][0] == "account"
    assert imported({"Accounts": [{"Id": int(PROD), "Name": "Shop"}]})["Shop"][0] == "account"
    error = run("import", scratch("x.csv", f"Account ID,Name\n{PROD},Shop\n12345,Other\n"), scratch("short.redan"), dated=False)[1]
    assert 'x.csv:3: dropped: Accounts[1]: "12345" is no account id' in error, error
    out, error = run("import", scratch("pages.json", {"Accounts": [account(PROD, "Shop"), account("12", "Short")], "NextToken": "abc"}), scratch("pages.redan"), dated=False)
    assert "NextToken" in error and "12 digits" in error and read(scratch("pages.redan")).count('kind="account"') == 1


# ---- account lists into a file that is there ----

def test_a_list_goes_into_an_organization_that_somebody_wrote():
    org = scratch("written.redan", ORGANIZATION)
    run("fmt", org, dated=False)
    shop, another = account(ACCOUNT, "shop-prod-1"), account("222222222222", "other", Status="SUSPENDED")
    fresh, management = account(PROD, "Orders"), account(MANAGEMENT, "Management")
    # units are found by their names, where the list has any
    units = [{"Id": "ou-abcd-11111111", "Name": "Workloads"}, {"Id": "ou-abcd-22222222", "Name": "Prod", "ParentId": "ou-abcd-11111111"}]
    placed = {"Accounts": [{**shop, "ParentId": "ou-abcd-22222222"}, {**another, "ParentId": "ou-abcd-11111111"}, {**fresh, "ParentId": "ou-abcd-11111111"}, management],
              "OrganizationalUnits": units}
    before = read(org)
    run("import", scratch("list.json", {"Accounts": [shop, another, fresh, management]}), org, dated=False)
    plain = read(org)
    expected = {"Example organization": ("organization", None, None, None, []), "Workloads": ("ou", "Example organization", None, None, []),
                "Shop prod": ("account", "Workloads", ACCOUNT, None, []), "Another": ("account", "Workloads", "222222222222", None, ["suspended"]),
                "Orders": ("account", "Example organization", PROD, None, []), "Management": ("account", "Example organization", MANAGEMENT, "management", [])}
    assert boundaries(org) == expected, boundaries(org)
    assert "<name>Example</name>" in plain and run("lint", org, dated=False)[0] == "" and run("fmt", "--check", org, dated=False)[0] == ""
    # ids, facts and shared controls are those that were written
    for line in re.findall(r' (?:<boundary id="\w+"|<mitigation [^>]*>|  ?<root_mfa>.*|<guardduty>.*|<state>.*|<fact [^>]*>)', before):
        assert line in plain, line
    assert '<extra format="aws-organizations" key="listed-name">shop-prod-1</extra>' in plain
    # the same again changes nothing, and what was renamed here stays so
    run("import", scratch("list.json", {"Accounts": [management, fresh, another, shop]}), org, dated=False)
    assert read(org) == plain
    write(org, plain.replace("Shop prod", "Shop, live"))
    run("import", scratch("list.json", {"Accounts": [{**shop, "Email": "new@example.com"}, another, fresh, management]}), org, dated=False)
    assert boundaries(org)["Shop, live"] == expected["Shop prod"] and "new@example.com" in read(org)
    # the list says where accounts lie
    run("import", scratch("list.json", placed), org, dated=False)
    found = boundaries(org)
    assert {name: entry[:2] for name, entry in found.items() if entry[0] != "organization"} == {
        "Workloads": ("ou", "Example organization"), "Prod": ("ou", "Workloads"), "Shop, live": ("account", "Prod"), "Another": ("account", "Workloads"),
        "Orders": ("account", "Workloads"), "Management": ("account", "Example organization")}, found
    assert f'<boundary id="{UNIT}" kind="ou"' in read(org) and run("lint", org, dated=False)[0] == ""
    # what vanished goes, except what somebody wrote, which is told
    out, error = run("import", scratch("list.json", {**placed, "Accounts": [placed["Accounts"][0], management]}), org, dated=False)
    assert set(boundaries(org)) == {"Example organization", "Workloads", "Prod", "Shop, live", "Another", "Management"}
    assert 'boundary "Another"' in out + error and "no longer in the list" in out + error and 'boundary "Workloads"' not in out + error
    assert run("lint", org, dated=False)[0] == ""


def test_a_list_goes_only_into_its_own_organization():
    other = scratch("other.redan", ORGANIZATION)
    run("fmt", other, dated=False)
    before = read(other)
    listed = {"Accounts": [account(PROD, "Orders"), account(MANAGEMENT, "Management")]}
    assert "another model" in run("import", scratch("foreign.json", listed), other, status=2, dated=False)[1] and read(other) == before
    # a model of a workload is no file of accounts, though it has one
    shop = scratch("workload.redan", read(SHOP))
    assert "another model" in run("import", scratch("own.json", {"Accounts": [account(ACCOUNT, "Shop")]}), shop, status=2, dated=False)[1]
    assert read(shop) == read(SHOP)
    # two accounts of the same number: the list means the first
    twice = scratch("twice.redan", ORGANIZATION.replace("222222222222", ACCOUNT))
    out, error = run("import", scratch("own.json", {"Accounts": [account(ACCOUNT, "Shop")]}), twice, dated=False)
    assert "of another boundary" in out + error and read(twice).count("<boundary ") == 4
    assert read(twice).count("listed-name") == 3, read(twice)


# ---- inheriting ----

ORGANIZATION = f"""<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <meta>
  <name>Example</name>
 </meta>
 <boundary id="{ROOT_UNIT}" kind="organization">
  <name>Example organization</name>
 </boundary>
 <boundary id="{UNIT}" kind="ou" parent="{ROOT_UNIT}">
  <name>Workloads</name>
 </boundary>
 <boundary id="acc0000000000001" kind="account" parent="{UNIT}">
  <name>Shop prod</name>
  <account_id>{ACCOUNT}</account_id>
  <root_mfa>removed</root_mfa>
  <guardduty>yes</guardduty>
 </boundary>
 <boundary id="acc0000000000002" kind="account" parent="{UNIT}">
  <name>Another</name>
  <account_id>222222222222</account_id>
 </boundary>
 <mitigation id="mmmmmmmmmmmmmmm1" target="{UNIT}" control="C-DET-01">
  <state>attested</state>
 </mitigation>
 <mitigation id="mmmmmmmmmmmmmmm2" control="C-GOV-01">
  <state>declared</state>
 </mitigation>
 <mitigation id="mmmmmmmmmmmmmmm3" target="acc0000000000002" control="C-DET-02">
  <state>declared</state>
 </mitigation>
 <fact name="tm_in_sdlc">
  <value>yes</value>
  <date>2025-01-05</date>
 </fact>
 <fact name="tm_review">
  <date>2025-01-31</date>
 </fact>
</threat-model>
"""


def make(name, organization=ORGANIZATION, refer=True):
    """A folder with org.redan and models/shop.redan, whose account does not say how its root user signs in."""
    folder = scratch(name)
    os.makedirs(os.path.join(folder, ".git"))
    org = write(os.path.join(folder, "org.redan"), organization)
    run("fmt", org, dated=False)
    shop = write(os.path.join(folder, "models", "shop.redan"), re.sub(r"  <(root_mfa|scp)>\w+</\1>\n", "", read(SHOP)))
    if refer:
        run("organization", shop, org, dated=False)
    return folder, org, shop


def test_a_model_refers_by_path_and_hash():
    folder, org, shop = make("refers")
    text = read(shop)
    assert "  <organization>../org.redan</organization>\n" in text and run("fmt", "--check", shop, dated=False)[0] == ""
    with open(org, "rb") as source:
        assert f"  <organization-hash>{hashlib.sha256(source.read()).hexdigest()}</organization-hash>\n" in text
    assert run("lint", shop, dated=False) == ("", "")
    answer = said("organization", shop, dated=False)
    assert answer["path"] == "../org.redan" and not answer["changed"] and answer["hash"] == answer["stated"]
    # a change is told everywhere and stops nothing; layout of the file is no change
    write(org, read(org).replace("\n <fact", "\n\n <fact"))
    assert run("lint", shop, dated=False) == ("", "")
    write(org, ORGANIZATION.replace("attested", "declared"))
    assert "organization-changed" in run("lint", shop, status=1, dated=False)[0]
    assert "is not as" in run("threats", shop)[1] and said("organization", shop, dated=False)["changed"]
    run("organization", "--accept", shop, dated=False)
    assert run("lint", shop, dated=False) == ("", "") and run("threats", shop)[1] == ""
    run("organization", "--remove", shop, dated=False)
    assert "<organization" not in read(shop)


def test_what_is_inherited_is_told_apart():
    folder, org, shop = make("inherits")
    inherited = {entry["name"]: entry for entry in said("organization", shop, dated=False)["inherited"]}
    assert inherited["Shop account"]["object"] == OWN and set(inherited["Shop account"]["fields"]) == {"parent", "root_mfa"}
    assert inherited["Workloads"]["object"] == UNIT and inherited["Workloads"]["fields"] == []
    entries = said("organization", shop, dated=False)["inherited"]
    # the control of the unit, there and on the account; that of the whole; not that of another account
    assert sorted(e["name"] for e in entries if e["section"] == "mitigation") == ["C-DET-01", "C-DET-01", "C-GOV-01"]
    assert [e["name"] for e in entries if e["section"] == "fact"] == ["Threat model in change process"]
    assert said("objectives", shop)["inherited"] == entries and said("info", shop, dated=False)["inherited"] == len(entries)
    for command in ("show", "info", "objectives", "organization"):
        words = run(command, shop, dated=command == "objectives")[0]
        assert "Inherited from ../org.redan:" in words and "Root user sign-in: Root credentials removed" in words, command
    assert "Inherited" not in run("show", "--text", shop, dated=False)[0]
    threat = next(t["id"] for t in said("threats", shop)["threats"] if t["id"].endswith("@" + OWN))
    assert "account Shop account: " in run("explain", shop, threat)[0] and said("explain", shop, threat)["inherited"]
    # what the model says itself holds
    assert "guardduty" not in inherited["Shop account"]["fields"]


def test_why_nothing_is_inherited():
    def lone(*lines, number=ACCOUNT):
        body = "".join(f"  <{tag}>{value}</{tag}>\n" for tag, value in lines)
        return f'''<?xml version="1.0" encoding="UTF-8"?>
<threat-model format="1">
 <meta>
  <name>Example</name>
 </meta>
 <boundary id="{SHARED}" kind="account">
  <name>Shop prod</name>
  <account_id>{number}</account_id>
{body} </boundary>
</threat-model>
'''

    for name, organization, words in (("other", lone(number="999999999999"), "no account has the account id"), ("bare", lone(), "1 account has the account id of one there, but nothing more"),
                                      ("own", lone(("guardduty", "yes")), "the model says itself")):
        folder, org, shop = make("nothing-" + name, organization)
        said_so = run("organization", shop, dated=False)[0]
        assert "Nothing is inherited" in said_so and words in said_so, (name, said_so)


def test_what_is_inherited_counts():
    folder, org, shop = make("counts")
    ids = lambda path: {t["id"]: t for t in said("threats", path)["threats"]}
    with_it = ids(shop)
    alone = write(os.path.join(folder, "models", "alone.redan"), re.sub(r"  <organization.*\n", "", read(shop)))
    without = ids(alone)
    assert with_it != without
    # as if everything stood in the model itself
    whole = re.sub(fr'<boundary id="{OWN}" kind="account">', fr'<boundary id="{OWN}" kind="account" parent="{UNIT}">', read(alone))
    whole = whole.replace("<root_keys>", "<root_mfa>removed</root_mfa><root_keys>", 1)
    objects = re.findall(r' <boundary id="0r.*?</boundary>| <fact name="tm_in.*?</fact>', ORGANIZATION, re.S)
    placed = "".join(f'<mitigation id="m{n}qqqqqqqqqqqqqq" target="{target}" control="C-DET-01"><state>attested</state></mitigation>' for n, target in enumerate((UNIT, OWN)))
    placed += '<mitigation id="m9qqqqqqqqqqqqqq" control="C-GOV-01"><state>declared</state></mitigation>'
    whole = whole.replace("</threat-model>", "\n".join([*objects, placed]) + "</threat-model>")
    same = ids(write(os.path.join(folder, "models", "whole.redan"), whole))
    assert {i: (t["residual"], t["risk"], t["severity"]) for i, t in with_it.items()} == {i: (t["residual"], t["risk"], t["severity"]) for i, t in same.items()}
    status = {os.path.basename(m["path"]): m for m in said("status", shop, alone)["models"]}
    assert status["shop.redan"]["objectives"] != status["alone.redan"]["objectives"]
    # the day of the review of the organization is none of the model
    assert status["shop.redan"]["reviewed_on"] == "2024-02-01"


def test_changes_go_to_the_model_and_never_carry_what_is_inherited():
    folder, org, shop = make("changes")
    run("review", "--sign=Ana", shop)
    assert UNIT not in read(shop) and "C-GOV-01" not in read(shop) and "<root_mfa>" not in read(shop) and "inherited" not in read(shop)
    assert run("fmt", "--check", shop, dated=False)[0] == "" and said("status", shop)["models"][0]["changed"] == 0
    # what was reviewed includes what was inherited
    write(org, ORGANIZATION.replace("<root_mfa>removed", "<root_mfa>none"))
    assert said("status", shop)["models"][0]["changed"] == 1
    better = os.path.join(folder, "models", "better.redan")
    result = subprocess.run([CLI, "plan", "--as-of", "2025-02-01", "--time=0", "--apply=3", shop, better], capture_output=True, timeout=120)
    assert result.returncode == 0 and UNIT not in read(better) and "inherited" not in read(better), result.stderr
    run("objectives", "--waive=BP01.1", "--kind=exception", "--owner=Ana", "--reason=x", "--expires=2026-01-01", shop)
    assert "<waiver " in read(shop) and UNIT not in read(shop)


def test_paths_are_data():
    folder, org, shop = make("paths", refer=False)
    outside = write(scratch("outside.redan"), ORGANIZATION)
    os.symlink(outside, os.path.join(folder, "link.redan"))
    os.symlink(scratch.directory, os.path.join(folder, "folder"))
    os.mkfifo(os.path.join(folder, "pipe.redan"))
    plain = read(shop)
    for path in (outside, "../../outside.redan", "../link.redan", "../folder/outside.redan", "/etc/passwd", "../pipe.redan", "..", ".", "../../../../../etc/passwd",
                 "../models", "../nowhere.redan", "a/../../../outside.redan"):
        write(shop, plain.replace(" </meta>", f"  <organization>{path}</organization>\n </meta>", 1))
        for command in ("threats", "status", "info", "objectives"):
            out, error = run(command, shop, status=2, dated=command != "info")
            assert "organization" in out + error and ("Traceback" not in error), (path, command)
        assert "organization-missing" in run("lint", shop, status=1, dated=False)[0]
    # the remedy is in the message
    write(shop, plain.replace(" </meta>", "  <organization>../nowhere.redan</organization>\n </meta>", 1))
    assert "put the file there" in run("threats", shop, status=2)[1]
    # a link within, and without a repository only what lies beneath the folder
    os.symlink("org.redan", os.path.join(folder, "within.redan"))
    write(shop, plain.replace(" </meta>", "  <organization>../within.redan</organization>\n </meta>", 1))
    run("threats", shop)
    os.rmdir(os.path.join(folder, ".git"))
    assert "cannot be read" in run("threats", shop, status=2)[1]
    shutil.copy(org, os.path.join(folder, "models", "org.redan"))
    write(shop, plain.replace(" </meta>", "  <organization>org.redan</organization>\n </meta>", 1))
    run("threats", shop)
    assert "organization" in run("organization", shop, outside, status=2, dated=False)[1]


def test_an_organization_that_does_not_fit_is_refused():
    folder, org, shop = make("unfit")
    write(org, "<threat-model")
    assert "org.redan" in run("threats", shop, status=2)[1]
    # an id that names something else in the model
    write(org, ORGANIZATION.replace(UNIT, "4xqxyamqn8p3xjpv"))
    assert run("threats", shop, status=2)[1]
    # accounts that the model does not have give nothing but facts and controls of the whole
    write(org, ORGANIZATION.replace(ACCOUNT, "333333333333"))
    assert {e["section"] for e in said("organization", shop, dated=False)["inherited"]} == {"fact", "mitigation"}


def test_revisions_have_the_organization_of_their_time():
    if shutil.which("git") is None:
        raise Skip("git is not here")
    folder, org, shop = make("revisions")
    os.rmdir(os.path.join(folder, ".git"))
    git = lambda *arguments: subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments], cwd=folder, capture_output=True, check=True)
    git("init", "-qb", "main")
    git("add", "-A")
    git("commit", "-qm", "one")
    before = said("status", shop)["models"][0]["residual"]
    write(org, ORGANIZATION.replace("<root_mfa>removed", "<root_mfa>none").replace("attested", "planned"))
    after = said("status", shop)["models"][0]["residual"]
    assert before < after
    for revision, place in (("HEAD", folder), ("HEAD:models/shop.redan", folder), ("HEAD:models/shop.redan", os.path.join(folder, "models"))):
        name = os.path.relpath(shop, place)
        result = subprocess.run([CLI, "check", "--json", "--as-of", "2025-02-01", "--against", revision, name, "--fail-on", "info"], cwd=place, capture_output=True, timeout=120)
        assert result.returncode == 1 and json.loads(result.stdout)["failures"], (revision, place, result.stderr)
    answer = json.loads(subprocess.run([CLI, "diff", "--json", "--as-of", "2025-02-01", "HEAD", shop], cwd=folder, capture_output=True, timeout=120).stdout)
    assert answer["changes"] == [] and answer["risk"]["before"]["residual"] == before and answer["risk"]["after"]["residual"] == after


def test_wrong_use_is_refused():
    folder, org, shop = make("wrong")
    for arguments, words in (([shop, org, "--accept"], "one of them"), (["--accept", "--remove", shop], "one of them"), (["--output=x", shop], "--output"),
                             (["--json", "--accept", shop], "--json"), (["--accept", SHOP], "no organization"), ([shop, shop], "inherit from itself")):
        assert words in run("organization", *arguments, status=2, dated=False)[1], arguments
    assert "refers to no organization" in run("organization", SHOP, dated=False)[0]


if __name__ == "__main__":
    sys.exit(run_module(globals()))
