"""Circles in what leads from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["circles"]


def circles(edges: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The groups whose members all lead to each other, each sorted, in order.

    Args:
        edges: Where each leads to; what leads nowhere may be left out.

    Source:
        R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972), without
        recursion.

    Examples:
        >>> circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"], "e": ["e"]})
        (('a', 'b', 'c'), ('e',))
    """
    low: dict[str, int] = {}
    order: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in sorted(edges):
        if root in order:
            continue
        path = [(root, iter(sorted(edges[root])))]
        order[root] = low[root] = len(order)
        stack.append(root)
        waiting.add(root)
        while path:
            node, rest = path[-1]
            below = next(rest, None)
            if below is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == order[node]:
                    group = stack[stack.index(node) :]
                    del stack[stack.index(node) :]
                    waiting.difference_update(group)
                    if len(group) > 1 or node in edges.get(node, ()):
                        found.append(tuple(sorted(group)))
            elif below not in order:
                order[below] = low[below] = len(order)
                stack.append(below)
                waiting.add(below)
                path.append((below, iter(sorted(edges.get(below, ())))))
            elif below in waiting:
                low[node] = min(low[node], order[below])
    return tuple(sorted(found))
