"""The pay of components that do not run through a schedule: fixed pay, objectives, expenses, chains, sums."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from salesmgmt.calendars import Period
from salesmgmt.criteria.reads import resolved
from salesmgmt.errors import WrongTypeError
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    ExpenseAllowance,
    FieldOf,
    Fixed,
    Objective,
    Objectives,
)
from salesmgmt.incentives.engine.board import Board, Now
from salesmgmt.incentives.engine.chaining import chain_pay
from salesmgmt.incentives.engine.paying.draft import Draft
from salesmgmt.incentives.engine.unknown import large_scores, of_period
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.schedules.compiled import picker_of
from salesmgmt.money import Money, Unrounded
from salesmgmt.reasons import Reason

__all__ = ["achieved", "adjusted", "allowance", "chained", "fixed", "payout_of", "standard_of", "weighted"]


def standard_of(component: Fixed | Objectives, now: Now) -> Minor | None:
    """The standard of somebody's period, in minor units; None where the personal field is missing.

    Raises:
        WrongTypeError: If the field holds no amount in the plan's currency.
    """
    pays = component.pays
    if isinstance(pays, Money):
        return pays.minor
    found = resolved(now.standing(), pays.path, now.tables())
    if found is None:
        return None
    if isinstance(found, Money | Unrounded) and found.currency == now.currency:
        return found.minor
    if isinstance(found, int | Decimal | Fraction) and not isinstance(found, bool):
        return Fraction(found) * now.currency.minor_per_major
    raise WrongTypeError(pays.path, found, f"hold an amount in {now.currency}, or a number of major units")


def fixed(component: Fixed, now: Now) -> Draft:
    """A fixed figure."""
    standard = standard_of(component, now)
    if standard is None:
        return Draft(0, 0, reasons=(_missing(component),))
    return Draft(standard, standard)


def _missing(component: Fixed | Objectives) -> Reason:
    path = component.pays.path if isinstance(component.pays, FieldOf) else ""
    return Reason("incentives.standard.missing", {"field": path})


def achieved(objective: Objective, now: Now) -> Fraction | None:
    """How far an objective was reached; None where that is unknown."""
    found = now.at(objective.by)
    return found if isinstance(found, Fraction) else None


def payout_of(objective: Objective, reached: Fraction) -> Fraction:
    """The part that is paid for how far an objective was reached."""
    return reached if objective.pays is None else picker_of(objective.pays)(reached)[0]


def weighted(component: Objectives, now: Now) -> Draft:
    """A standard by weighted objectives."""
    standard = standard_of(component, now)
    if standard is None:
        return Draft(0, 0, reasons=(_missing(component),))
    reasons: list[Reason] = []
    total = Fraction(0)
    for objective in component.objectives:
        reached = achieved(objective, now)
        if reached is None:
            why = of_period((objective.by,), now)
            reasons.append(Reason("incentives.objective.unknown", {"objective": objective.name}, (), why))
        else:
            reasons += large_scores((objective.by,), now)
            total += objective.weight.value * payout_of(objective, reached)
    return Draft(standard, standard * total, reasons=tuple(reasons))


def allowance(component: ExpenseAllowance, board: Board, participant: str, place: int) -> Draft:
    """Savings or overspending against a lump sum; what was spent stands in `before`."""
    base = board.sums(component.id).get((participant, place), 0)
    allowed = component.allowed
    lump: Minor = allowed.minor if isinstance(allowed, Money) else max(Fraction(0), allowed.value * base)
    spent = board.spent(component).get((participant, place), 0)
    left = lump - spent
    share = component.saved if left > 0 else component.overspent
    reasons = (
        Reason(
            "incentives.expenses",
            {
                "allowed": Unrounded(lump, board.scope.terms.currency),
                "spent": Money(spent, board.scope.terms.currency),
            },
        ),
    )
    return Draft(base, left * share.value, before=spent, reasons=reasons)


def chained(component: Chain, board: Board, participant: str, place: int) -> Draft:
    """The rounded shares of a chain, added up."""
    where = participant, place
    digits = board.scope.terms.currency.digits
    entries = board.collected.entries.get((component.id, 0), {}).get(where, {})
    total = 0
    for key, value in entries.items():
        if isinstance(key.at, Fraction):
            total += chain_pay(component, int(key.at), value, digits)
    return Draft(board.sums(component.id).get(where, 0), total)


def adjusted(component: Adjustment, board: Board, participant: str, period: Period) -> Draft:
    """The sum that steps adjust."""
    return Draft(board.adjusted_sum(component, participant, period), 0)
