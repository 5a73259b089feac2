"""Rules over 10^6 accounts, against a loop that looks one value up per account and level.

Run it as `python -m tests.benchmarks.territory_rules [accounts]`. The floor is what somebody writes by hand
who knows that every level asks for equality: five dictionaries inside each other, one look-up each, and one
entry in the result. The rules are a tree of five levels over three dimensions with about a thousand
territories. Both run in turns in one process; the least time of each counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from salesmgmt.criteria import field
from salesmgmt.records import Customer
from salesmgmt.territory.rules import RuleSet, TerritoryRule, rule

__all__ = ["market", "ratio", "rules"]

AREAS, PROVINCES, INDUSTRIES, GROUPS, SEGMENTS = 4, 6, 4, 4, 2
Tree: TypeAlias = "dict[str, Tree] | str"


def rules() -> RuleSet:
    """Areas, provinces, industries, lines of business within them, segments: some thousand territories."""
    return RuleSet("2026", list(_rules()))


def _rules() -> Iterator[TerritoryRule]:
    region, industry, segment = field("region"), field("industry"), field("segment")
    lines = [f"I{n}" for n in range(INDUSTRIES * GROUPS)]
    for area in range(AREAS):
        provinces = [f"P{area}-{province}" for province in range(PROVINCES)]
        yield rule(f"{area}", region.is_in(*provinces))
        for place, province in enumerate(provinces):
            yield rule(f"{area}.{place}", region.equals(province), parent=f"{area}")
            for kind in range(INDUSTRIES):
                name = f"{area}.{place}.{kind}"
                own = lines[kind * GROUPS : (kind + 1) * GROUPS]
                yield rule(name, industry.is_in(*own), parent=f"{area}.{place}")
                for number, line in enumerate(own):
                    yield rule(f"{name}.{number}", industry.equals(line), parent=name)
                    for size in range(SEGMENTS):
                        below = f"{name}.{number}.{size}"
                        yield rule(below, segment.equals(f"S{size}"), parent=f"{name}.{number}")


def market(count: int) -> list[Customer]:
    """Accounts spread over all territories in an order that follows none of the dimensions."""
    lines = INDUSTRIES * GROUPS
    return [
        Customer(
            f"C-{n}",
            region=f"P{n * 7 % AREAS}-{n * 31 // 5 % PROVINCES}",
            industry=f"I{n * 13 // 3 % lines}",
            segment=f"S{n * 17 // 7 % SEGMENTS}",
        )
        for n in range(count)
    ]


def by_hand(accounts: Sequence[Customer]) -> dict[str, str]:
    """The floor: one look-up per account and level."""
    top: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]] = {}
    for area in range(AREAS):
        for place in range(PROVINCES):
            province = f"P{area}-{place}"
            kinds = top.setdefault(province, {}).setdefault(province, {})
            for number in range(INDUSTRIES * GROUPS):
                kind, within = divmod(number, GROUPS)
                line = f"I{number}"
                ends = {f"S{size}": f"{area}.{place}.{kind}.{within}.{size}" for size in range(SEGMENTS)}
                kinds.setdefault(line, {})[line] = ends
    found: dict[str, str] = {}
    for account in accounts:
        region, industry, segment = account.region, account.industry, account.segment
        if region and industry and segment:
            found[account.id] = top[region][region][industry][industry][segment]
    return found


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(count: int, rounds: int = 3) -> float:
    """How many times the floor assigning takes, after checking that both answer the same."""
    accounts, given = market(count), rules()
    done = given.assign(accounts)
    expected = by_hand(accounts)
    assert all(done.territory_of(account) == territory for account, territory in expected.items())
    del done, expected
    floors, times = [], []
    for _ in range(rounds):
        floors.append(_timed(lambda: by_hand(accounts)))
        times.append(_timed(lambda: given.assign(accounts)))
    print(
        f"{count:,} accounts, {len(given.rules):,} rules: {min(times):.2f} s, "
        f"by hand {min(floors):.2f} s, {min(times) / min(floors):.1f} times"
    )
    return min(times) / min(floors)


if __name__ == "__main__":
    ratio(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
