#!/usr/bin/env python3
"""Attack graphs that are broken, hostile or just odd: one clear message and exit status 2, or the defined answer. Prints TAP."""
import json
import sys

from tap import CLI, call, run_tests, scratch

AND_OR = {"nodes": [{"id": 1, "type": "LEAF"}, {"id": "x", "type": "OR", "label": "goal"}], "edges": [[1, "x"]], "goal": "x"}


def changed(**changes):
    return json.dumps({**AND_OR, **changes})


def xml(arcs="", vertices=""):
    return f"<attack_graph><arcs>{arcs}</arcs><vertices>{vertices}</vertices></attack_graph>"


VERTEX = "<vertex><id>1</id><fact>f</fact><metric>0</metric><type>OR</type></vertex>"
# What it is, the bytes, a part of the message.
REFUSED = [
    ("nothing", "", "no attack graph"),
    ("no graph at all", "hello", "no attack graph"),
    ("bytes", b"\x00\xff\xfe\x01", "no attack graph"),
    ("half JSON", '{"nodes": [', ":"),
    ("JSON that is no graph", '{"a": 1}', "no attack graph"),
    ("an empty list of nodes and no edges key", '{"n": 3}', "no attack graph"),
    ("JSON a hundred thousand deep", "[" * 100000, ":"),
    ("not a number", '{"n": 2, "edges": [[0, 1, NaN]]}', ":"),
    ("a weight below 0", '{"n": 2, "edges": [[0, 1, -1]]}', "weight"),
    ("a weight that overflows", '{"n": 2, "edges": [[0, 1, 1e200]]}', "weight"),
    ("a weight that is a text", '{"n": 2, "edges": [[0, 1, "1"]]}', "weight"),
    ("an edge of four", '{"n": 2, "edges": [[0, 1, 1, 1]]}', "edges/0"),
    ("an edge to nowhere", '{"n": 2, "edges": [[0, 2]]}', "0 to 1"),
    ("an edge from below 0", '{"n": 2, "edges": [[-1, 1]]}', "0 to 1"),
    ("no nodes", '{"n": 0, "edges": []}', "n:"),
    ("a billion nodes", '{"n": 1000000000, "edges": []}', "n:"),
    ("a source that is not there", '{"n": 2, "edges": [[0, 1]], "source": 7}', "source"),
    ("a rate of 0", '{"n": 2, "edges_rate": [[0, 1, 0]], "source": 0, "target": 1}', "rate"),
    ("an unknown type", changed(nodes=[{"id": 1, "type": "XOR"}]), "nodes/0"),
    ("a node without id", changed(nodes=[{"type": "OR"}]), "id"),
    ("two nodes with one id", changed(nodes=[{"id": 1, "type": "OR"}, {"id": 1, "type": "OR"}]), "two nodes"),
    ("a probability of 2", changed(nodes=[{"id": 1, "type": "OR", "p": 2}]), "0 to 1"),
    ("a cost below 0", changed(nodes=[{"id": 1, "type": "OR", "cost": -3}]), "cost"),
    ("an edge to an unknown node", changed(edges=[[1, 9]]), "edges/0"),
    ("an edge that is an object", changed(edges=[{"from": 1}]), "edges/0"),
    ("a goal that is not there", changed(goal=77), "goal"),
    ("an unknown type of MAL", '{"nodes": [{"id": 0, "type": "nor", "children": []}]}', "defense"),
    ("an unknown child of MAL", '{"nodes": [{"id": 0, "type": "or", "name": "a", "children": [4]}]}', "nodes/0"),
    ("a distribution that is none", '{"nodes": [{"id": 0, "type": "or", "name": "a", "children": [], "ttc": {"type": "function", "name": "Zeta"}}]}', "ttc"),
    ("XML of something else", "<html/>", "attack_graph"),
    ("XML cut short", "<attack_graph><arcs>", "well-formed"),
    ("a DOCTYPE", "<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml(), "DOCTYPE"),
    ("a thousand laughs", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + xml(vertices=VERTEX.replace(">f<", ">&b;<")), "DOCTYPE"),
    ("XML too deep", "<attack_graph>" + "<a>" * 50 + "</a>" * 50 + "</attack_graph>", "deep"),
    ("a vertex without type", xml(vertices="<vertex><id>1</id><fact>f</fact></vertex>"), "vertex"),
    ("an arc without end", xml("<arc><src>1</src></arc>", VERTEX), "arc"),
    ("an arc to nowhere", xml("<arc><src>1</src><dst>2</dst></arc>", VERTEX), "no node"),
    ("no vertices", xml(), "no vertices"),
    ("vertices alone", '1,"a","OR",0\n', "ARCS.CSV"),
    ("arcs alone", "1,2,-1\n", "VERTICES.CSV"),
]


def run(path, *options):
    return call(CLI, "graph", *options, path)


def refused(content, fragment):
    result = run(scratch("graph", content))
    message = result.stderr.decode()
    good = result.returncode == 2 and message.count("\n") == 1 and fragment in message and not result.stdout
    assert good, f"status {result.returncode}: {message[:500]}"


def answer(graph, *options):
    result = run(scratch("graph", graph), *options)
    assert result.returncode == 0, result.stderr.decode()[:500]
    return json.loads(result.stdout)


def check_hub():
    """100,000 edges into one node, parallel ones, self-loops, isolated nodes."""
    n = 100000
    graph = {"n": n + 3, "source": 0, "target": n, "edges": [[0, i, 1] for i in range(1, n)] + [[i, n, 1] for i in range(n)] + [[n, n, 5], [0, n, 9]]}
    found = answer(graph, "--what=reachable,dist,idom,scc,edge_cut,dominators_of_target,ksp_lengths")
    assert len(found["reachable"]) == n + 1 and found["dist"][str(n)] == 1 and found["idom"][str(n)] == 0
    assert found["scc"] == n + 3 and found["edge_cut"] == n and found["dominators_of_target"] == []
    assert found["ksp_lengths"] == [1] + [2] * 7


def check_unreachable():
    found = answer({"n": 3, "source": 0, "target": 2, "edges": [[0, 1, 1], [2, 1, 1]]})
    assert found["reachable"] == [0, 1] and found["ksp_lengths"] == [] and found["edge_cut"] == 0 and found["vertex_cut"] == 0
    found = answer({"nodes": [{"id": 1, "type": "OR", "label": "goal"}], "edges": [[1, 1]], "goal": 1})
    assert found["derivable"] == [] and found["makespan"] is None and found["min_attack_cost"] is None
    assert found["exact_probability"] == {"1": 0} and found["minimal_cuts"] == [[]] and found["hardening"]["cost"] == 0


def check_cycle():
    """Two nodes that need each other hold neither; probabilities 0 and 1."""
    nodes = [{"id": 1, "type": "AND"}, {"id": 2, "type": "AND"}, {"id": 3, "type": "LEAF", "p": 0}, {"id": 4, "type": "OR", "p": 1}]
    found = answer({"nodes": nodes, "edges": [[1, 2], [2, 1], [1, 4], [3, 4]], "goal": 4})
    assert found["derivable"] == [3, 4] and found["exact_probability"] == {"1": 0, "2": 0, "3": 0, "4": 0}


def check_budget():
    """A search that is cut short says so, with bounds that enclose the answer."""
    leaves = [{"id": i, "type": "LEAF", "price": 1 + i % 7} for i in range(60)]
    steps = [{"id": 1000 + i, "type": "AND", "cost": 1} for i in range(150)]
    edges = [[(i * 7 + j * 13) % 60, 1000 + i] for i in range(150) for j in range(3)] + [[1000 + i, 5000] for i in range(150)]
    graph = {"nodes": leaves + steps + [{"id": 5000, "type": "OR", "label": "goal"}], "edges": edges, "goal": 5000}
    found = answer(graph, "--what=hardening", "--work=200000")["hardening"]
    assert not found["optimal"] and 0 < found["lower"] < found["cost"], found


def check_metrics():
    """What MulVAL computed for a vertex is not read, and that is told."""
    graph = xml("<arc><src>2</src><dst>1</dst></arc>", "".join(f"<vertex><id>{i}</id><fact>f</fact><metric>{metric}</metric><type>{kind}</type></vertex>"
                                                              for i, metric, kind in ((1, 0, "LEAF"), (2, "0.5", "OR"), (3, "", "OR"), (4, "high", "OR"))))
    result = run(scratch("graph", graph))
    assert result.returncode == 0 and b"graph: the metrics of 2 vertices are left out" in result.stderr, result.stderr
    result = run(scratch("graph", graph.replace("0.5", "0.0").replace("high", "0")))
    assert result.returncode == 0 and not result.stderr, result.stderr


def check_tables():
    """An error in one of the two tables names that one, whichever was given."""
    vertices, arcs = scratch("VERTICES.CSV", '1,"a","LEAF",0\n2,"b","OR",0.25\n'), scratch("ARCS.CSV", "2,1\n2,9\n")
    for given in (vertices, arcs):
        result = run(given)
        assert result.returncode == 2 and f"{arcs}:2:1: there is no node" in result.stderr.decode(), result.stderr
    scratch("ARCS.CSV", "2,1\n")
    for given in (vertices, arcs):
        result = run(given)
        assert result.returncode == 0 and b"metric of 1 vertex" in result.stderr, result.stderr
    scratch("VERTICES.CSV", '1,"a","LEAF",0\n2,"b","WHAT",0\n')
    for given in (vertices, arcs):
        result = run(given)
        assert result.returncode == 2 and f"{vertices}:2:1: expected a vertex" in result.stderr.decode(), result.stderr
    result = run(scratch("graph", {"nodes": [{"id": 1, "type": "OR"}], "edges": [], "goal": 1}), "--against", scratch("list.json", "[]"))
    assert result.returncode == 2 and f"{scratch('list.json')}: holds 0 graphs" in result.stderr.decode(), result.stderr


def main():
    tests = [(name, lambda content=content, fragment=fragment: refused(content, fragment)) for name, content, fragment in REFUSED]
    return run_tests(tests + [(check.__name__, check) for check in (check_hub, check_unreachable, check_cycle, check_budget, check_metrics, check_tables)])


if __name__ == "__main__":
    sys.exit(main())
