"""One run of simulated annealing: units move over borders or change places, the bounds as a rising price.

A proposal is an edge between two territories, drawn at random: a unit at its one end moves to the other side,
or changes places with a unit from there. What that costs is told by a few look-ups; whether both territories
stay in one piece is only asked of what would be accepted. Breaking a bound costs, and costs more for as long
as one is broken (S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization by simulated annealing", Science
220, 1983; the price rises and falls as in strategic oscillation, F. Glover, 1977).
"""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, log
from random import Random

from attrs import define, frozen

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.state import State

__all__ = ["Pulse", "Record", "Schedule", "anneal"]

#: Proposals at one temperature.
BLOCK = 256
_ASKED_EVERY = 16


@define
class Pulse:
    """How many proposals were made, how many may be, and whether the caller still wants more.

    Attributes:
        budget: Number of proposals after which the search ends.
        keep_going: Asked every few thousand proposals.
        progress: Told as often: proposals made, and the budget.
        done: Proposals made.
        stopped: Whether the caller wants an end.
    """

    budget: int
    keep_going: Callable[[], bool] | None = None
    progress: Callable[[int, int], None] | None = None
    done: int = 0
    stopped: bool = False
    _next: int = 0

    @property
    def over(self) -> bool:
        """Whether the search has to end."""
        return self.stopped or self.done >= self.budget

    def pass_over(self, proposals: int) -> None:
        """Count proposals that nothing was left to try for: no two territories touch."""
        self.done = min(self.done + max(proposals, BLOCK), self.budget)

    def beat(self) -> None:
        """Tell and ask, where it is time to."""
        if self.done < self._next:
            return
        self._next = self.done + BLOCK * _ASKED_EVERY
        if self.progress is not None:
            self.progress(self.done, self.budget)
        if self.keep_going is not None and not self.keep_going():
            self.stopped = True


@define
class Record:
    """The best plan so far: one that keeps every bound, or else the one that breaks them least.

    Attributes:
        owner: Territory of each unit; None before the first plan.
        excess: By how much it breaks its bounds, as parts of the whole.
        cost: What it costs, as a float.
    """

    owner: list[int] | None = None
    excess: float = 1e300
    cost: float = 1e300

    def beaten(self, excess: float, cost: float) -> bool:
        """Whether another plan is better."""
        if self.owner is None or excess < self.excess * (1 - 1e-9):
            return True
        return excess <= self.excess and cost < self.cost - abs(self.cost) * 1e-12


@frozen
class Schedule:
    """How one run goes.

    Attributes:
        proposals: Length of the run.
        hot: First temperature, in parts of the median change of cost over a border.
        cold: Last temperature.
        soft: What the penalty is multiplied by at first.
        swaps: Part of the proposals that change two units.
        costs: Whether costs count; else only the bounds do.
        enough: Whether any plan within the bounds will do, and ends the run.
    """

    proposals: int
    hot: float
    cold: float
    soft: float = 1.0
    swaps: float = 0.4
    costs: bool = True
    enough: bool = False


def _scales(case: Case, graph: Graph, state: State, schedule: Schedule) -> tuple[float, float]:
    """The median change of cost over a border, and the penalty of a whole of excess that goes with it."""
    changes, shares = [], []
    owner, row = state.owner, state.row
    step = max(1, len(state.cut) // 400)
    for edge in state.cut[::step]:
        for unit, other in ((graph.first[edge], graph.second[edge]), (graph.second[edge], graph.first[edge])):
            p, q = owner[unit], owner[other]
            change = abs(row[q][unit] - row[p][unit])
            if case.cuts is not None:
                change += float(case.cuts[graph.first[edge]][graph.second[edge]])
            changes.append(change)
            shares.append(
                max(
                    (column[unit] * part for column, part in zip(case.weights, state.spread, strict=True)),
                    default=0.0,
                )
            )
    changes.sort()
    shares.sort()
    change = changes[len(changes) // 2] if changes else 1.0
    share = shares[len(shares) // 2] if shares else 1.0
    if change <= 0.0:
        change = max(changes[-1] if changes else 0.0, 1.0)
    if not schedule.costs:
        return 1.0, 1.0 / max(share, 1e-12)
    price = state.cost
    if case.cuts is not None:
        price = max(price, change / max(share, 1e-12))
    return change, max(price, 1e-9)


def anneal(
    case: Case,
    graph: Graph,
    state: State,
    schedule: Schedule,
    draw: Callable[[], float],
    pulse: Pulse,
    record: Record,
) -> bool:
    """Anneal a plan; what is found goes into the record. True where the run came by a plan within the bounds.

    Args:
        case: What is to be aligned.
        graph: Its neighbours.
        state: The plan to begin with, changed on the way.
        schedule: Length, temperatures and kinds of proposals.
        draw: Where the choices come from.
        pulse: Counts the proposals.
        record: The best plan so far.
    """
    if not state.cut:
        state.renew()
        if record.beaten(fsum(state.excess), state.cost):
            record.owner, record.excess, record.cost = list(state.owner), fsum(state.excess), state.cost
        pulse.pass_over(schedule.proposals if case.k > 1 else pulse.budget)
        return not any(state.excess)
    k = case.k
    change, price = _scales(case, graph, state, schedule)
    counts = 1.0 if schedule.costs else 0.0
    least_mu, most_mu = 0.2 * price * schedule.soft, 50.0 * price * schedule.soft
    mu = price * schedule.soft
    warmth = change * schedule.hot
    blocks = max(1, schedule.proposals // BLOCK)
    cooling = (schedule.cold / schedule.hot) ** (1.0 / blocks)

    owner, size, excess, load = state.owner, state.size, state.excess, state.load
    cut, between, row = state.cut, state.between, state.row
    first, second = graph.first, graph.second
    allowed, cuts = case.allowed, case.cuts
    swaps = schedule.swaps
    single = len(case.weights) == 1
    if single:
        weight, load0, low0, high0, part0 = (
            case.weights[0],
            load[0],
            case.lower[0],
            case.upper[0],
            state.spread[0],
        )
    else:
        weight, load0, low0, high0, part0 = [], [], [], [], 0.0
    tables = list(zip(case.weights, load, case.lower, case.upper, state.spread, strict=True))
    near_sets = graph.sets
    put, ends_of, holds = state.put, graph.ends, graph.holds
    # Whether a unit may leave its territory, as found while that territory was the same.
    stamp = list(range(k))
    stamps = k
    asked = [-1] * case.n
    answer = [False] * case.n

    bad = sum(each > 0.0 for each in excess)
    came = bad == 0
    total = fsum(excess)
    moves: list[tuple[int, int]] = []
    live = False  # whether the record is this plan, with the moves undone
    full = 4 * case.n + 1000
    accepted, renewal = 0, max(20, case.n // 2)
    if record.beaten(total if bad else 0.0, state.cost):
        record.excess, record.cost, record.owner = total if bad else 0.0, state.cost, list(owner)
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
                u, v = first[edge], second[edge]
            else:
                v, u = first[edge], second[edge]
            p, q = owner[u], owner[v]
            if allowed is not None and not allowed[u] >> q & 1:
                continue
            delta = row[q][u] - row[p][u]
            if cuts is not None:
                for other, cost in cuts[u].items():
                    o = owner[other]
                    if o == p:
                        delta += cost
                    elif o == q:
                        delta -= cost
            x = -1
            if draw() < swaps:
                edges = between[p * k + q if p < q else q * k + p]
                edge = edges[int(draw() * len(edges))]
                x = first[edge]
                if owner[x] != q:
                    x = second[edge]
                if allowed is not None and not allowed[x] >> p & 1:
                    continue
                delta += row[p][x] - row[q][x]
                if cuts is not None:
                    for other, cost in cuts[x].items():
                        o = owner[other]
                        if o == q:
                            delta += cost
                        elif o == p:
                            delta -= cost
                            if other == u:
                                delta += 2 * cost
            elif size[p] == 1:
                continue
            # What a move may cost is drawn first: most are refused before any load is looked at.
            most = cool * log(1.0 - draw())
            if counts and delta > most and not (excess[p] or excess[q]):
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
            move = counts * delta + mu * (strain + stress - excess[p] - excess[q])
            if move > most:
                continue

            # Only now the dear question: do both territories stay in one piece?
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
                owner[u], owner[x] = q, p
                held = False
                for other in near_sets[u]:
                    if owner[other] == q:
                        held = True
                        break
                if held:
                    held = size[p] == 1
                    if not held:
                        for other in near_sets[x]:
                            if owner[other] == p:
                                held = True
                                break
                if held and size[p] > 1:
                    ends = ends_of(u, p, owner)
                    held = len(ends) == 1 or (len(ends) > 1 and holds(u, p, owner, ends))
                if held and size[q] > 1:
                    ends = ends_of(x, q, owner)
                    held = len(ends) == 1 or (len(ends) > 1 and holds(x, q, owner, ends))
                owner[u], owner[x] = p, q
                if not held:
                    continue
                put(u, q)
                put(x, p)
            stamps += 2
            stamp[p], stamp[q] = stamps - 1, stamps
            bad += (strain > 0.0) + (stress > 0.0) - (excess[p] > 0.0) - (excess[q] > 0.0)
            total += strain + stress - excess[p] - excess[q]
            excess[p], excess[q] = strain, stress
            state.cost += delta
            accepted += 1
            if live:
                moves.append((u, p))
                if x >= 0:
                    moves.append((x, q))
            if bad == 0:
                came = True
            if record.excess > 0.0 or bad == 0:
                broken = total if bad else 0.0
                if record.beaten(broken, state.cost):
                    record.excess, record.cost = broken, state.cost
                    live = True
                    moves.clear()
            if live and len(moves) > full:
                record.owner = undone(owner, moves)
                live = False
                moves.clear()
        if came and schedule.enough:
            break
        warmth *= cooling
        mu *= 1.02 if bad else 0.98
        mu = min(max(mu, least_mu), most_mu)
        if accepted >= renewal:
            accepted = 0
            if live:
                record.owner, live = undone(owner, moves), False
                moves.clear()
            state.renew()
            row = state.row
            total = fsum(excess)
    if live:
        record.owner = undone(owner, moves)
    state.renew()
    broken = fsum(excess) if bad else 0.0
    if record.beaten(broken, state.cost):
        record.owner, record.excess, record.cost = list(owner), broken, state.cost
    return came


def undone(owner: list[int], moves: list[tuple[int, int]]) -> list[int]:
    """The plan before some moves."""
    before = list(owner)
    for unit, place in reversed(moves):
        before[unit] = place
    return before


def fresh(seed: int) -> Callable[[], float]:
    """A source of choices that is this search's own."""
    return Random(seed).random  # noqa: S311 - a seeded search keeps no secrets
