"""The outcome of a division as a plan, to be dated, compared and balanced like any other."""

from __future__ import annotations

from salesmgmt.calendars import DateRange, range_of
from salesmgmt.errors import BatchError, Problem, WrongTypeError
from salesmgmt.territory.division.coverage import Coverage
from salesmgmt.territory.division.overlays import LayeredCoverage
from salesmgmt.territory.plans.plan import Placement, Territory, TerritoryPlan

__all__ = ["plan_of"]


def plan_of(
    coverage: Coverage | LayeredCoverage, name: str, *, during: DateRange | str | None = None
) -> TerritoryPlan:
    """The outcome of a division as a draft of a plan: one territory for each owner, named after them.

    Gaps stay unplaced. Of a layered outcome each role and person is a territory of its own, `role: person`,
    in which their customers stand as overlays.

    Args:
        coverage: The outcome; every customer has one owner for everything.
        name: Identifier of the plan.
        during: Days on which it holds; always where left out.

    Raises:
        BatchError: If customers have several owners, since a plan places each customer once; all at once.
        InvalidValueError: If the name is empty, or the days are no range.
        WrongTypeError: If the coverage is none.

    Examples:
        >>> from salesmgmt.records import Customer, Facts
        >>> from salesmgmt.territory import by_region
        >>> facts = Facts([Customer("C-1", region="north"), Customer("C-2", region="moon")])
        >>> plan = plan_of(by_region({"north": "ann"}).assign(facts), "2026")
        >>> plan.owner_of("C-1"), plan.unplaced(["C-1", "C-2"])
        ('ann', ('C-2',))
    """
    layered = coverage if isinstance(coverage, LayeredCoverage) else None
    base = coverage if layered is None else layered.base
    if not isinstance(base, Coverage):
        raise WrongTypeError("coverage", coverage, "be the outcome of a division")
    problems = [
        Problem(
            f"Customer {customer}", "owner", ", ".join(owners), "be one; a plan places each customer once"
        )
        for customer, owners in base.shared.items()
    ]
    if problems:
        raise BatchError("coverage", problems)
    placements = {cell.customer: cell.owner for cell in base.cells if cell.owner is not None}
    beside = {
        Placement(customer, f"{role}: {person}"): person
        for customer in ([] if layered is None else dict.fromkeys(cell.customer for cell in base.cells))
        for role, person in ([] if layered is None else layered.beside(customer))
    }
    roles = {placement.territory: person for placement, person in beside.items()}
    return TerritoryPlan(
        name,
        [
            *(Territory(owner, owner=owner) for owner in sorted(set(placements.values()))),
            *(Territory(at, owner=person) for at, person in sorted(roles.items())),
        ],
        placements,
        tuple(beside),
        DateRange.always() if during is None else range_of(during, "during"),
    )
