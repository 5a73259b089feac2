"""Which part of a base earned what: the slices of a period, and of any figure."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.components import Commission, Negative, Override
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.figures import Figure, Minor, figure_of
from salesmgmt.incentives.keys import Accumulates, At
from salesmgmt.incentives.schedules import Matrix, Method, Rules, Schedule, Slice
from salesmgmt.incentives.terms import Terms

__all__ = ["slices_of", "slices_of_period"]


def slices_of_period(
    terms: Terms,
    component: Commission | Override,
    earned: Earned,
    unit: Minor | None,
    accumulates: Accumulates | None,
) -> list[Slice]:
    """The slices of a period's base."""
    base, opening = earned.base_size, earned.opening_size
    if earned.at is not None:
        if base < 0 and component.negative is Negative.ZERO:
            return []
        return slices_of(terms, component, base, at=earned.at)
    if accumulates is None and not opening:
        return slices_of(terms, component, base, unit=unit)
    total = base + opening
    if accumulates in (Accumulates.LESS_EARNED, Accumulates.GROSS):
        return slices_of(terms, component, total, unit=unit)
    if component.pays.runs or component.pays.keyed is None:
        if min(total, opening) < 0:
            return [
                *slices_of(terms, component, total, unit=unit),
                *slices_of(terms, component, opening, unit=unit, back=True),
            ]
        if total >= opening:
            return slices_of(terms, component, base, unit=unit, opening=opening)
        return [_negated(part) for part in slices_of(terms, component, -base, unit=unit, opening=total)]
    return _positioned(terms, component, base, opening, unit)


def _positioned(
    terms: Terms, component: Commission | Override, base: Minor, opening: Minor, unit: Minor | None
) -> list[Slice]:
    """The whole base at the rate that the total has reached; of sums, what is new about them."""
    total = base + opening
    if total < 0 and component.negative is Negative.ZERO:
        return slices_of(terms, component, opening, unit=unit, back=True)
    scale = unit or 1
    found: list[Slice] = []
    for figure, at, back in ((base, total, False), (opening, opening, True)):
        if not at and back:
            continue
        for part in _schedule(component).slices(
            _figure(terms, component, figure if figure >= 0 else -figure), at=abs(Fraction(at) / scale)
        ):
            lump = part.method is Method.AMOUNT
            if back and not lump:
                continue
            negative = (at < 0) is not back if lump else figure < 0
            found.append(_negated(part) if negative else part)
    return found


def _schedule(component: Commission | Override) -> Schedule:
    """A schedule with one key or none."""
    pays = component.pays
    if isinstance(pays, Matrix | Rules):
        raise InvalidValueError("pays", pays, "be entered by one key")
    return pays


def _negated(part: Slice) -> Slice:
    return evolve(
        part, base=-part.base, pay=-part.pay, portion=None if part.portion is None else -part.portion
    )


def _figure(terms: Terms, component: Commission | Override, size: Minor) -> Figure:
    return figure_of(size, None if terms.counts_things(component) else terms.currency)


def slices_of(
    terms: Terms,
    component: Commission | Override,
    size: Minor,
    *,
    at: At | None = None,
    unit: Minor | None = None,
    opening: Minor = 0,
    back: bool = False,
    always: bool = False,
) -> list[Slice]:
    """The slices of a figure of either sign, as the component treats what is below zero."""
    if not size or (size < 0 and component.negative is Negative.ZERO and not always and at is None):
        return []
    figure = _figure(terms, component, size if size >= 0 else -size)
    pays = component.pays
    if isinstance(pays, Rules):
        slices = pays.slices(figure, at=next(rule for rule in pays.rules if rule.id == at))
    elif isinstance(pays, Matrix):
        if at is None or pays.pick(at if isinstance(at, tuple) else (at,)) is None:
            return []
        slices = pays.slices(figure, at=at if isinstance(at, tuple) else (at,))
    elif at is not None:
        if not isinstance(at, Fraction):
            raise InvalidValueError("at", at, "be a number")
        slices = pays.slices(figure, at=at)
    elif opening:
        slices = pays.slices(figure, unit=unit, opening=opening)
    else:
        slices = pays.slices(figure, unit=unit)
    return [_negated(part) if (size < 0) is not back else part for part in slices]
