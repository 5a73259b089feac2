"""Contests and pools worked out slowly, in plain fractions: only the enums are shared with the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from salesmgmt.incentives.awards import Leftover, Ties


def before(
    one: str,
    other: str,
    sizes: Mapping[str, Fraction],
    ties: Ties,
    days: Mapping[str, date],
    ascending: bool,
) -> bool:
    """Whether one participant is ahead of another."""
    if sizes[one] != sizes[other]:
        return (sizes[one] < sizes[other]) == ascending
    return ties is Ties.EARLIEST and days[one] < days[other]


def place_of(
    person: str, sizes: Mapping[str, Fraction], ties: Ties, days: Mapping[str, date], ascending: bool
) -> int:
    """One more than those ahead; dense, one more than the different figures ahead."""
    ahead = [one for one in sizes if before(one, person, sizes, ties, days, ascending)]
    return 1 + (len({sizes[one] for one in ahead}) if ties is Ties.DENSE else len(ahead))


def dealt(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """A total by largest remainder, the units left over dealt one by one."""
    whole = sum(weights.values())
    exact = {person: total * weight / whole for person, weight in weights.items()}
    parts = {person: int(share) for person, share in exact.items()}
    for _ in range(total - sum(parts.values())):
        lucky = min(exact, key=lambda person: (parts[person] - exact[person], person))
        parts[lucky] += 1
    return parts


def won(placed: Mapping[str, int], prizes: Sequence[int], ties: Ties, budget: int | None) -> dict[str, int]:
    """Money by participant, by their places."""
    found: dict[str, int] = {}
    for person, place in placed.items():
        if ties in (Ties.POOL, Ties.EARLIEST):
            tied = sorted(one for one in placed if placed[one] == place)
            pooled = sum(prizes[place - 1 : place - 1 + len(tied)])
            each, rest = divmod(pooled, len(tied))
            if place <= len(prizes):
                found[person] = each + (tied.index(person) < rest)
        elif place <= len(prizes):
            found[person] = prizes[place - 1]
    if budget is not None and sum(found.values()) > budget:
        order = sorted(found, key=lambda person: (placed[person], person))
        parts = dealt(budget, {f"{order.index(one):03}": Fraction(found[one]) for one in order})
        return {person: parts[f"{number:03}"] for number, person in enumerate(order)}
    return found


def shared(
    units: int, weights: Mapping[str, Fraction], caps: Mapping[str, int], leftover: Leftover
) -> dict[str, int]:
    """Units by participant: who is above the cap is settled and the rest divided again, until stable."""
    parts = dict.fromkeys(weights, 0)
    active = {person: weight for person, weight in weights.items() if weight}
    while leftover is Leftover.REDISTRIBUTE and active:
        whole = sum(active.values())
        above = [one for one in active if one in caps and units * active[one] / whole > caps[one]]
        if not above:
            break
        for person in above:
            parts[person] = caps[person]
            units -= caps[person]
            del active[person]
    if active:
        for person, part in dealt(units, active).items():
            parts[person] = min(part, caps.get(person, part))
    return parts
