"""The short way for the components that plans have most: a sum, perhaps a quota, tiers, perhaps a cap.

The rows are the figures of `salesmgmt.incentives.engine.paying.payroll`, without what they do not need; tests
hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterator

from salesmgmt.incentives.components import Commission, Negative, Override, Rounds
from salesmgmt.incentives.engine.board import Board
from salesmgmt.incentives.engine.paying.payroll import Payroll
from salesmgmt.incentives.engine.sheet import Column, Row, row_of
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Amount, Attainment
from salesmgmt.incentives.modifiers import Cap, LimitPer
from salesmgmt.incentives.schedules import KeyKind, Matrix, Rules
from salesmgmt.incentives.schedules.compiled import payer_of
from salesmgmt.incentives.terms import PaidAlone
from salesmgmt.money import Money

__all__ = ["is_plain", "plain_rows"]


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


def plain_rows(board: Board, component: Commission | Override, number: int, column: Column) -> Iterator[Row]:
    """Every figure of such a component as a row, in no order.

    Args:
        board: What was credited.
        component: The component.
        number: Its place in the plan.
        column: Its periods.
    """
    scope = board.scope
    terms, currency = scope.terms, scope.terms.currency
    spans = column.spans
    (key,) = terms.keys_of(component)
    quotas = board.quotas(component)
    known = None if quotas is None else quotas.plain(column.periods)
    needs_quota = isinstance(key, Attainment) and component.pays.keyed is KeyKind.SHARE
    whole: Payroll | None = None
    unit = None if column.things else currency
    pay = None if isinstance(component.pays, Matrix | Rules) else payer_of(component.pays, unit)
    rounded = component.rounding.divider(currency)
    mirrors = component.negative is Negative.MIRROR
    cap = _cap_of(component)
    quota: Minor | None = None
    for where, size in board.sums(component.id).items():
        if known is not None:
            quota = known.get(where)
        who, place = where
        if pay is None or type(size) is not int or (quota is None and known is not None):
            whole = whole or Payroll(board, component)
            earned = whole.pay(who, column.periods[place], place, spans[place], 0, 0)[0]
            yield row_of(earned, number, place)
            continue
        if size <= 0 and not (size and mirrors):
            yield who, number, place, 0, None, size, 0, 1, quota
            continue
        base = size if size > 0 else -size
        if not needs_quota or quota is None:
            top, bottom = pay(base, 1)
        elif type(quota) is int:
            top, bottom = pay(base, 1, quota)
        else:
            top, bottom = pay(base, 1, quota.numerator, quota.denominator)
        if cap is not None and top > cap * bottom:
            top, bottom = cap, 1
        if size < 0:
            top = -top
        yield who, number, place, rounded(top, bottom), None, size, top, bottom, quota
