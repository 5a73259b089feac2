"""Annealing where only borders count: what each unit has of every territory around it is kept in a table.

Costs of borders and wishes do not depend on centres, so that the change of a move is two look-ups, whatever
the number of neighbours. Otherwise this is the run of `annealing`: units cross a border or change places, the
bounds are a price that rises while one is broken, and contiguity is asked last.
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, log

from salesmgmt.territory.alignment.annealing import BLOCK, Pulse, Record, Schedule, undone
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.state import State

__all__ = ["anneal_borders"]


def _around(case: Case, owner: list[int]) -> list[int]:
    """By unit and territory, what the borders to the units there cost."""
    k = case.k
    found = [0] * (case.n * k)
    for unit, row in enumerate(case.cuts or ()):
        for other, cost in row.items():
            found[unit * k + owner[other]] += cost
    return found


def _usual(case: Case, state: State) -> float:
    """The median of what units weigh, as parts of the whole, by the measure that is dearest."""
    shares = sorted(
        max(
            (column[unit] * part for column, part in zip(case.weights, state.spread, strict=True)),
            default=0.0,
        )
        for unit in range(case.n)
    )
    return shares[len(shares) // 2] or 1.0 / case.n


def anneal_borders(
    case: Case,
    graph: Graph,
    state: State,
    schedule: Schedule,
    draw: Callable[[], float],
    pulse: Pulse,
    record: Record,
    border: float,
) -> bool:
    """Anneal a plan whose cost is that of its borders; True where the run came by a plan within the bounds.

    Args:
        case: What is to be aligned.
        graph: Its neighbours.
        state: The plan to begin with, changed on the way.
        schedule: Length, temperatures in parts of a usual border, and kinds of proposals.
        draw: Where the choices come from.
        pulse: Counts the proposals.
        record: The best plan so far.
        border: What a usual border costs.
    """
    if not state.cut:
        if record.beaten(fsum(state.excess), state.cost):
            record.owner, record.excess, record.cost = list(state.owner), fsum(state.excess), state.cost
        pulse.pass_over(schedule.proposals if case.k > 1 else pulse.budget)
        return not any(state.excess)
    k = case.k
    owner, size, excess, load = state.owner, state.size, state.excess, state.load
    cut, between = state.cut, state.between
    first, second = graph.first, graph.second
    allowed, wishes, cuts = case.allowed, case.wishes, case.cuts or []
    around = _around(case, owner)
    # A usual unit out of bounds costs a usual border at first.
    price = border / max(_usual(case, state), 1e-12) * schedule.soft
    mu, least_mu, most_mu = price, 0.2 * price, 50.0 * price
    warmth = border * schedule.hot
    blocks = max(1, schedule.proposals // BLOCK)
    cooling = (schedule.cold / schedule.hot) ** (1.0 / blocks)
    swaps = schedule.swaps
    single = len(case.weights) == 1
    weight, load0, low0, high0, part0 = (
        (case.weights[0], load[0], case.lower[0], case.upper[0], state.spread[0])
        if single
        else ([], [], [], [], 0.0)
    )
    tables = list(zip(case.weights, load, case.lower, case.upper, state.spread, strict=True))
    put, ends_of, holds = state.put, graph.ends, graph.holds
    stamp = list(range(k))
    stamps = k
    asked = [-1] * case.n
    answer = [False] * case.n
    bad = sum(each > 0.0 for each in excess)
    came = bad == 0
    total = fsum(excess)
    moves: list[tuple[int, int]] = []
    live = False
    full = 4 * case.n + 1000
    cost = state.cost
    if record.beaten(total if bad else 0.0, cost):
        record.excess, record.cost, record.owner = total if bad else 0.0, cost, list(owner)
    end = min(pulse.budget, pulse.done + blocks * BLOCK)

    while pulse.done < end:
        pulse.beat()
        if pulse.stopped:
            break
        count = min(BLOCK, end - pulse.done)
        pulse.done += count
        cool = -warmth
        for _ in range(count):
            at = int(draw() * (2 * len(cut)))
            edge = cut[at >> 1]
            if at & 1:
                u = first[edge]
                q = owner[second[edge]]
            else:
                u = second[edge]
                q = owner[first[edge]]
            p = owner[u]
            if allowed is not None and not allowed[u] >> q & 1:
                continue
            at = u * k
            delta = around[at + p] - around[at + q]
            x = -1
            if draw() < swaps:
                edges = between[p * k + q if p < q else q * k + p]
                edge = edges[int(draw() * len(edges))]
                x = first[edge]
                if owner[x] != q:
                    x = second[edge]
                if allowed is not None and not allowed[x] >> p & 1:
                    continue
                at = x * k
                delta += around[at + q] - around[at + p] + 2 * cuts[u].get(x, 0)
            elif size[p] == 1:
                continue
            if wishes is not None:
                delta += wishes[q][u] - wishes[p][u]
                if x >= 0:
                    delta += wishes[p][x] - wishes[q][x]
            most = cool * log(1.0 - draw())
            if delta > most and not (excess[p] or excess[q]):
                continue
            if single:
                w = weight[u] - weight[x] if x >= 0 else weight[u]
                here = load0[p] - w
                if here > high0[p]:
                    strain = (here - high0[p]) * part0
                elif here < low0[p]:
                    strain = (low0[p] - here) * part0
                else:
                    strain = 0.0
                there = load0[q] + w
                if there > high0[q]:
                    stress = (there - high0[q]) * part0
                elif there < low0[q]:
                    stress = (low0[q] - there) * part0
                else:
                    stress = 0.0
            else:
                strain = stress = 0.0
                for column, loads, low, high, part in tables:
                    w = column[u] - column[x] if x >= 0 else column[u]
                    here = loads[p] - w
                    if here > high[p]:
                        strain += (here - high[p]) * part
                    elif here < low[p]:
                        strain += (low[p] - here) * part
                    there = loads[q] + w
                    if there > high[q]:
                        stress += (there - high[q]) * part
                    elif there < low[q]:
                        stress += (low[q] - there) * part
            move = delta + mu * (strain + stress - excess[p] - excess[q])
            if move > most:
                continue

            if x < 0:
                if asked[u] == stamp[p]:
                    if not answer[u]:
                        continue
                else:
                    ends = ends_of(u, p, owner)
                    held = len(ends) < 2 or holds(u, p, owner, ends)
                    asked[u], answer[u] = stamp[p], held
                    if not held:
                        continue
                put(u, q)
            else:
                if not graph.exchange(u, x, owner, size):
                    continue
                put(u, q)
                put(x, p)
                for other, price in cuts[x].items():
                    at = other * k
                    around[at + q] -= price
                    around[at + p] += price
            for other, price in cuts[u].items():
                at = other * k
                around[at + p] -= price
                around[at + q] += price
            stamps += 2
            stamp[p], stamp[q] = stamps - 1, stamps
            bad += (strain > 0.0) + (stress > 0.0) - (excess[p] > 0.0) - (excess[q] > 0.0)
            total += strain + stress - excess[p] - excess[q]
            excess[p], excess[q] = strain, stress
            cost += delta
            if live:
                moves.append((u, p))
                if x >= 0:
                    moves.append((x, q))
            if bad == 0:
                came = True
            if record.excess > 0.0 or (bad == 0 and cost < record.cost):
                broken = total if bad else 0.0
                if record.beaten(broken, cost):
                    record.excess, record.cost = broken, cost
                    live = True
                    moves.clear()
            if live and len(moves) > full:
                record.owner = undone(owner, moves)
                live = False
                moves.clear()
        warmth *= cooling
        mu *= 1.02 if bad else 0.98
        mu = min(max(mu, least_mu), most_mu)
    if live:
        record.owner = undone(owner, moves)
    state.renew()
    return came
