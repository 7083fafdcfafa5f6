#!/usr/bin/python3
"""The same questions as bench-graph put to igraph, which is only a yardstick and never linked. Usage: igraph-times.py EDGES-FILE.
Prints "NAME SECONDS" lines, CPU time, the least of several runs; nothing when igraph is not installed."""
import sys
import time

try:
    import igraph
except ImportError:
    sys.exit(0)

RUNS = 3


def measure(name, run, runs=RUNS):
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    print(f"{name} {best:.6f}", flush=True)


def main():
    edges, weights = [], []
    with open(sys.argv[1], encoding="ascii") as source:
        for line in source:
            start, end, weight = line.split()
            edges.append((int(start), int(end)))
            weights.append(float(weight))
    n = len(edges) // 4
    graph = igraph.Graph(n=n, edges=edges, directed=True)
    graph.es["weight"] = weights
    goal = n - 1
    measure("reach", lambda: graph.subcomponent(0, mode="out"))
    measure("dijkstra", lambda: graph.distances(0, weights="weight"))
    measure("dominators", lambda: graph.dominator(0))
    measure("components", lambda: graph.connected_components(mode="strong"))
    if not graph.are_connected(0, goal):
        measure("vertex-cut", lambda: graph.vertex_connectivity(0, goal, checks=False), 1)
    if len(edges) <= 100000:
        measure("paths-10", lambda: graph.get_k_shortest_paths(0, to=goal, k=10, weights="weight"), 1)
    if len(edges) <= 10000:
        measure("paths-100", lambda: graph.get_k_shortest_paths(0, to=goal, k=100, weights="weight"), 1)


if __name__ == "__main__":
    main()
