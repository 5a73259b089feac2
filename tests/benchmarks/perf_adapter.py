"""The library beside the hand-written floors of `../shared/perf`, checked cell by cell.

    python ../shared/perf/interleave.py quota 100000 --adapter tests/benchmarks/perf_adapter.py

The functions only translate the generated data into the library's own values, call its public verb and read
the totals off the outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from salesmgmt.calendars import Period
    from salesmgmt.money import Money
    from salesmgmt.targets import Cascade


class QuotaTree(Protocol):
    """The fields of the generated tree that are read here."""

    annual: int
    w_region: list[int]
    w_team: list[list[int]]
    w_rep: list[list[list[int]]]
    season: list[int]


def build_quota(tree: QuotaTree) -> tuple[Cascade, Money, Period]:
    """The organisation, the year's amount and its seasonality as the library's own values."""
    from salesmgmt.calendars import FiscalCalendar
    from salesmgmt.money import Money
    from salesmgmt.targets import Branch, Cascade, Seasonality

    regions = tuple(
        Branch(
            f"r{r}",
            weight,
            tuple(
                Branch(
                    f"r{r}t{t}",
                    team,
                    tuple(Branch(f"r{r}t{t}p{p}", rep) for p, rep in enumerate(tree.w_rep[r][t])),
                )
                for t, team in enumerate(tree.w_team[r])
            ),
        )
        for r, weight in enumerate(tree.w_region)
    )
    policy = Cascade(Branch("company", parts=regions), Seasonality(tree.season))
    return policy, Money(tree.annual, "EUR"), FiscalCalendar().year(2026)


def run_quota(state: tuple[Cascade, Money, Period]) -> tuple[list[int]]:
    """Every month of every rep, in the order of the tree."""
    policy, annual, year = state
    outcome = policy.cascade(annual, year)
    return ([part.amount_minor for leaf in outcome.leaves() for part in leaf.periods],)


try:
    from perfkit.child import Peer  # type: ignore[import-not-found]
except ImportError:
    QUOTA: dict[str, object] = {}
else:
    QUOTA = {"salesmgmt": Peer(build_quota, run_quota, note="Cascade, a frozen node per leaf")}
