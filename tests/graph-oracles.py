#!/usr/bin/env python3
"""Compares redan-cli graph with every expected value of the corpus of attack graphs. Prints TAP."""
import json
import math
import os
import subprocess
import sys

import tap
from tap import CLI, corpus, scratch

# Not answers: a wrong method for comparison, what an answer may choose from, and a remark.
NO_ANSWERS = {"naive_probability_DO_NOT_USE", "cut_candidates", "cost_note"}
SAMPLES = 400000


def same(expected, answer):
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        return expected == answer
    if isinstance(expected, (int, float)):
        return isinstance(answer, (int, float)) and abs(expected - answer) <= 1e-9 * max(1, abs(answer))
    if isinstance(expected, list):
        return isinstance(answer, list) and len(expected) == len(answer) and all(map(same, expected, answer))
    return isinstance(answer, dict) and sorted(expected) == sorted(answer) and all(same(v, answer[k]) for k, v in expected.items())


def check_times(expected, answer):
    """Sampled: the mean within 4 standard errors, the standard deviation alike (its error for a normal tail is larger)."""
    error = expected["sd_ttc"] / math.sqrt(SAMPLES)
    return [key for key, factor in (("mean_ttc", 4), ("sd_ttc", 12)) if abs(expected[key] - answer.get(key, 1e9)) > factor * error]


def check_steps(case, expected, answer):
    """Any set of steps of the least cost will do, as long as it reaches the goal."""
    cost = {node["id"]: node.get("cost", 0) for node in case["nodes"]}
    steps = answer.get("min_attack_cost_steps") or []
    if not math.isclose(sum(cost[step] for step in steps), expected["min_attack_cost"], rel_tol=1e-9):
        return False
    kind = {node["id"]: node["type"] for node in case["nodes"]}
    off = {node for node in cost if cost[node] > 0 and node not in steps}
    held = set()
    changed = True
    while changed:
        changed = False
        for node in kind:
            before = {a for a, b in case["edges"] if b == node}
            if node in held or node in off:
                continue
            if kind[node] == "LEAF" or (kind[node] == "AND" and before <= held) or (kind[node] == "OR" and before & held):
                held.add(node)
                changed = True
    return case["goal"] in held


def check(case, answer):
    """The keys that differ."""
    expected = case["expected"]
    if "mean_ttc" in expected:
        return check_times(expected, answer)
    wrong = []
    for key, value in expected.items():
        if key in NO_ANSWERS:
            continue
        if key == "min_attack_cost_steps":
            good = check_steps(case, expected, answer)
        elif key == "minimal_cuts":
            good = sorted(map(sorted, value)) == sorted(map(sorted, answer.get(key, [])))
        else:
            good = same(value, answer.get(key))
        if not good:
            wrong.append(key)
    return wrong


def run(*arguments):
    result = subprocess.run([CLI, "graph", f"--samples={SAMPLES}", *arguments], capture_output=True, text=True)
    if result.returncode != 0:
        return None, result.stderr
    return json.loads(result.stdout), ""


def write_mulval(case):
    """The same graph as MulVAL writes it: the consequence comes first in an arc."""
    xml = scratch("AttackGraph.xml")
    escape = lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
    with open(xml, "w", encoding="utf-8") as out:
        out.write("<attack_graph>\n<arcs>\n")
        for before, after in case["edges"]:
            out.write(f"<arc>\n<src>{after}</src>\n<dst>{before}</dst>\n</arc>\n")
        out.write("</arcs>\n<vertices>\n")
        for node in case["nodes"]:
            out.write(f"<vertex>\n<id>{node['id']}</id>\n<fact>{escape(node['label'])}</fact>\n<metric>0</metric>\n<type>{node['type']}</type>\n</vertex>\n")
        out.write("</vertices>\n</attack_graph>\n")
    vertices = scratch("VERTICES.CSV")
    with open(vertices, "w", encoding="utf-8") as out:
        for node in case["nodes"]:
            out.write(f"{node['id']},\"{node['label']}\",\"{node['type']}\",0\n")
    with open(scratch("ARCS.CSV"), "w", encoding="utf-8") as out:
        for before, after in case["edges"]:
            out.write(f"{after},{before},-1\n")
    return [xml, vertices, scratch("ARCS.CSV")]


def check_mulval(case):
    """What does not depend on probabilities and costs, which MulVAL's files do not have."""
    wrong = []
    for path in write_mulval(case):
        answer, problem = run(path)
        if answer is None or answer["form"] != "mulval":
            wrong.append(f"{path}: {problem}")
            continue
        for key in ("derivable", "necessary_nodes"):
            if not same(sorted(case["expected"][key]), sorted(answer[key])):
                wrong.append(f"{path}: {key}")
        if sorted(map(sorted, case["expected"]["minimal_cuts"])) != sorted(map(sorted, answer["minimal_cuts"])):
            wrong.append(f"{path}: minimal_cuts")
        if answer["goal_probability"]["value"] != 1:
            wrong.append(f"{path}: goal_probability")
    return wrong


def write_toolbox(case):
    """The same MAL graph as the MAL toolbox saves it."""
    path = scratch("attackgraph.json")
    names = {node["id"]: node["name"] for node in case["nodes"]}
    parents = {number: {} for number in names}
    for node in case["nodes"]:
        for child in node["children"]:
            parents[child][node["id"]] = node["name"]
    steps = {}
    for node in case["nodes"]:
        asset, _, name = node["name"].rpartition(":")
        step = {"id": node["id"], "type": node["type"], "name": name, "asset": asset,
                "ttc": None if node["ttc"] is None else {"type": "function", "name": "Exponential", "arguments": [1 / node["ttc"]]},
                "children": {str(child): names[child] for child in node["children"]},
                "parents": {str(number): name for number, name in parents[node["id"]].items()}, "compromised_by": []}
        if node["type"] == "defense":
            step["defense_status"] = "1.0" if node["enabled"] else "0.0"
        if "existence" in node:
            step["existence_status"] = str(node["existence"])
        steps[node["name"]] = step
    number_of = {name: number for number, name in names.items()}
    entries = {str(number_of[name]): name for name in case["entry_points"]}
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"attack_steps": steps, "attackers": {"Attacker:1": {"id": 1, "name": "Attacker:1", "entry_points": entries}}}, out)
    return path


def check_toolbox(case):
    answer, problem = run("--goal=" + case["goal"], write_toolbox(case))
    return [problem] if answer is None else check(case, answer)


def load(path):
    with open(path, encoding="utf-8") as source:
        return json.load(source)


def check_forms():
    """Forms that other tools write, made from the corpus."""
    wrong = []
    for name in ("mulval_3host", "multigraph_1vul"):
        wrong += check_mulval(load(corpus("graph", "mulval", name + ".json")))
    for name in ("traininglang", "corelang_simple"):
        wrong += check_toolbox(load(corpus("graph", "mal", name + ".json")))
    assert not wrong, "\n".join(wrong)


def check_threads():
    """The same bytes for any number of threads, sampled probabilities included."""
    outputs = set()
    for threads in (1, 2, 3, 7):
        for path in ("andor/random.json", "andor/ttc_exact.json"):
            result = subprocess.run([CLI, "graph", f"--threads={threads}", corpus("graph", path)], capture_output=True)
            outputs.add((path, result.returncode, result.stdout))
    assert len(outputs) == 2, "the number of threads changes an answer"


def cases_of(data):
    return data if isinstance(data, list) else data.get("cases", [data])


def check_file(path):
    cases = cases_of(load(path))
    found, problem = run(path)
    assert found is not None, problem
    answers = cases_of(found)
    assert len(answers) == len(cases), "the number of graphs"
    print("#", sum(len(case["expected"]) for case in cases), "values")
    wrong = [f"{case.get('name', 'graph')}: {key}" for case, answer in zip(cases, answers) for key in check(case, answer)]
    assert not wrong, "\n".join(wrong)


def main():
    root = os.path.join(tap.CORPUS, "graph")
    files = [os.path.join(directory, name) for directory, _, names in sorted(os.walk(root)) for name in sorted(names) if name.endswith(".json")]
    tests = [(os.path.relpath(path, root), lambda path=path: check_file(path)) for path in files]
    return tap.run_tests(tests + [("forms of other tools", check_forms), ("any number of threads", check_threads)])


if __name__ == "__main__":
    sys.exit(main())
