"""The short way for the components that plans have most: a sum, perhaps a quota, tiers, perhaps a cap.

The figures are those of `salesmgmt.incentives.paying.payroll`, without what they do not need; tests hold the
two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from salesmgmt.calendars import DateRange
from salesmgmt.incentives.board import Board
from salesmgmt.incentives.components import Commission, Negative, Override, Rounds
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Amount, Attainment
from salesmgmt.incentives.modifiers import Cap, LimitPer
from salesmgmt.incentives.paying.payroll import Payroll
from salesmgmt.incentives.schedules import KeyKind, Matrix, Rules
from salesmgmt.incentives.schedules.compiled import payer_of
from salesmgmt.incentives.terms import PaidAlone
from salesmgmt.money import Money

__all__ = ["is_plain", "plain_figures"]


def is_plain(board: Board, component: PaidAlone) -> bool:
    """Whether a figure of a component needs nothing but its sum, its quota and perhaps a cap."""
    if not isinstance(component, Commission | Override) or isinstance(component.pays, Matrix | Rules):
        return False
    terms = board.scope.terms
    keys = terms.keys_of(component)
    key = keys[0]
    if len(keys) > 1 or not isinstance(key, Amount | Attainment) or key.within is not None:
        return False
    return (
        component.rounds is Rounds.PERIOD
        and (not component.modifiers or _cap_of(component) is not None)
        and not board.collected.entries.get((component.id, 0))
        and not any(one.component.id == component.id for one in terms.personal)
    )


def _cap_of(component: Commission | Override) -> int | None:
    """The cap of a period, in minor units, where it is the only step."""
    if len(component.modifiers) != 1:
        return None
    (step,) = component.modifiers
    if (
        isinstance(step, Cap)
        and step.per is LimitPer.PERIOD
        and not step.carries
        and isinstance(step.limit, Money)
    ):
        return step.limit.minor
    return None


def plain_figures(board: Board, component: Commission | Override) -> Iterator[Earned]:
    """Every figure of such a component, in no order."""
    scope = board.scope
    terms, currency = scope.terms, scope.terms.currency
    things = terms.counts_things(component)
    periods = scope.periods(terms.per_of(component)).periods
    spans: list[DateRange] = []
    for period in periods:
        counted = None if scope.counted is None else period.during.intersection(scope.counted)
        spans.append(period.during if counted is None else counted)
    (key,) = terms.keys_of(component)
    quotas = board.quotas(component)
    known = None if quotas is None else quotas.plain
    needs_quota = isinstance(key, Attainment) and component.pays.keyed is KeyKind.SHARE
    whole = Payroll(board, component)
    pay = (
        None
        if isinstance(component.pays, Matrix | Rules)
        else payer_of(component.pays, None if things else currency)
    )
    rounded = component.rounding.divider(currency)
    mirrors = component.negative is Negative.MIRROR
    name, cap = component.id, _cap_of(component)
    for (who, place), size in board.sums(name).items():
        period = periods[place]
        quota: Minor | None = None
        if known is not None:
            quota = known.get((who, period.start, period.end))
        usual = size > 0 or (size and mirrors)
        if pay is None or not usual or type(size) is not int or (quotas is not None and quota is None):
            yield whole.pay(who, period, place, spans[place], 0, 0)[0]
            continue
        top, bottom = (
            pay(size if size > 0 else -size, 1, quota.numerator, quota.denominator)
            if needs_quota and quota
            else pay(size if size > 0 else -size, 1)
        )
        if cap is not None and top > cap * bottom:
            top, bottom = cap, 1
        if size < 0:
            top = -top
        yield Earned(
            who,
            name,
            period,
            spans[place],
            currency,
            size,
            Fraction(top, bottom) if top % bottom else top // bottom,
            rounded(top, bottom),
            things,
            quota,
        )
