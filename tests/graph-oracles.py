#!/usr/bin/env python3
"""Compares redan-cli graph with every expected value of the corpus of attack graphs. Prints TAP."""
import json
import math
import os
import subprocess
import sys

ROOT = os.environ["REDAN_SOURCE_ROOT"]
CLI = os.path.join(os.environ["REDAN_BUILD_ROOT"], "app", "redan-cli")
CORPUS = os.path.join(ROOT, "..", "shared", "corpus", "graph")
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


def run(path):
    result = subprocess.run([CLI, "graph", f"--samples={SAMPLES}", path], capture_output=True, text=True)
    if result.returncode != 0:
        return None, result.stderr
    return json.loads(result.stdout), ""


def cases_of(data):
    return data if isinstance(data, list) else data.get("cases", [data])


def main():
    files = []
    for directory, _, names in sorted(os.walk(CORPUS)):
        files += [os.path.join(directory, name) for name in sorted(names) if name.endswith(".json")]
    if not files:
        print("1..1\nok 1 - oracles # SKIP the corpus is not beside the source")
        return 0
    print(f"1..{len(files)}")
    failed = 0
    for number, path in enumerate(files, 1):
        with open(path, encoding="utf-8") as source:
            data = json.load(source)
        answers, problem = run(path)
        bad = []
        values = 0
        if answers is not None:
            pairs = list(zip(cases_of(data), cases_of(answers)))
            if len(pairs) != len(cases_of(data)):
                bad.append("the number of graphs")
            for case, answer in pairs:
                values += len(case["expected"])
                bad += [f"{case.get('name', 'graph')}: {key}" for key in check(case, answer)]
        for line in bad or ([problem] if answers is None else []):
            print("#", line)
        wrong = bool(bad) or answers is None
        failed += wrong
        print("not ok" if wrong else "ok", number, "-", os.path.relpath(path, CORPUS), f"({values} values)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
