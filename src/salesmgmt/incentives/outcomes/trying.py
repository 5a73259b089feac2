"""One figure tried out at a prompt, without facts: it goes the same way as an earned one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.incentives.components import Commission, Override
from salesmgmt.incentives.engine.board import Board, Given
from salesmgmt.incentives.engine.collecting import Collected, EntryKey
from salesmgmt.incentives.engine.paying import Payroll
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Amount, At, Attainment, DealAmount, DealKey, Key, key_kind
from salesmgmt.incentives.outcomes.calculating import calculation_of
from salesmgmt.incentives.outcomes.calculation import Calculation
from salesmgmt.incentives.schedules import KeyKind, Matrix, Rules
from salesmgmt.incentives.terms import Component, Terms
from salesmgmt.money import Money, MoneyLike, Rate, RateLike, money_of, rate_of
from salesmgmt.records import Facts

__all__ = ["AtLike", "FigureLike", "tried"]

FigureLike: TypeAlias = MoneyLike | int | Fraction
"""An amount, or a number of things."""

AtLike: TypeAlias = RateLike | MoneyLike
"""Where a table is entered, as people write it."""

_SOMEBODY = ""
_DAY = date(2001, 1, 1)


def tried(
    terms: Terms,
    component: Component,
    base: FigureLike,
    quota: FigureLike | None,
    opening: FigureLike | None,
    at: AtLike | tuple[AtLike, ...] | None,
) -> Calculation:
    """What a component pays for one figure; see `Plan.pay`.

    Raises:
        CurrencyMismatchError: If an amount is in another currency than the plan.
        InvalidValueError: If the component pays for no figure, or a figure is not asked for.
    """
    if not isinstance(component, Commission | Override):
        rule = "be a Commission or an Override; what other components earn follows from facts, by earn()"
        raise InvalidValueError("component", component.id, rule)
    keys = terms.keys_of(component)
    things = terms.counts_things(component)
    size = _size(terms, base, "base", things=things)
    builds_up = component.pays.runs or any(getattr(key, "within", None) is not None for key in keys)
    if opening is not None and not builds_up:
        rule = (
            "be left out: only tiers that the base runs through, or a key with within=, go on from a position"
        )
        raise InvalidValueError("opening", opening, rule)
    given = Given(
        None if quota is None else _size(terms, quota, "quota", things=things),
        0 if opening is None else _size(terms, opening, "opening", things=things),
        _at(terms, component, keys, at, things=things),
    )
    period = terms.calendar.period_at(_DAY, terms.per_of(component))
    scope = Scope(terms, Facts([]), period.during)
    place = scope.periods(period.kind).position(period.start)
    entry = EntryKey(at=given.at if isinstance(keys[0], DealKey) else None)
    who = _SOMEBODY, place
    entries = {entry: size}
    board = Board(
        scope, Collected({(component.id, 0): {who: size}}, {(component.id, 0): {who: entries}}), given
    )
    earned, _, _ = Payroll(board, component).pay(_SOMEBODY, period, place, period.during, 0, 0)
    return calculation_of(board, component, earned, place, entries)


def _size(terms: Terms, value: FigureLike, name: str, *, things: bool) -> Minor:
    """A figure without its unit."""
    if things:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise InvalidValueError(name, value, "be a number of things, such as 14")
        return value
    if not isinstance(value, Money | str):
        raise InvalidValueError(name, value, f"be an amount, such as '{terms.currency} 1,000'")
    money = money_of(value, name)
    if money.currency != terms.currency:
        raise CurrencyMismatchError(name, money, f"be in {terms.currency}, as the plan")
    return money.minor


def _at(
    terms: Terms,
    component: Commission | Override,
    keys: tuple[Key, ...],
    at: AtLike | tuple[AtLike, ...] | None,
    *,
    things: bool,
) -> At | None:
    """Where the table is entered, by the kinds of its keys."""
    pays = component.pays
    own = len(keys) == 1 and isinstance(keys[0], Amount | Attainment | DealAmount)
    if own and not isinstance(pays, Matrix | Rules):
        if at is not None:
            raise InvalidValueError("at", at, "be left out: the base itself enters the schedule")
        return None
    if at is None:
        raise InvalidValueError("at", at, "say where the table is entered, since the base does not")
    if isinstance(pays, Rules):
        if not any(rule.id == at for rule in pays.rules):
            known = ", ".join(repr(rule.id) for rule in pays.rules)
            raise InvalidValueError("at", at, f"be the identifier of a rule: {known}")
        return str(at)
    values = at if isinstance(at, tuple) else (at,)
    if len(values) != len(keys):
        raise InvalidValueError("at", at, f"hold {len(keys)}, one for each key")
    found = tuple(
        _place(terms, value, key_kind(key, things=things)) for key, value in zip(keys, values, strict=True)
    )
    return found if len(found) > 1 else found[0]


def _place(terms: Terms, value: AtLike, kind: KeyKind | None) -> Fraction | str:
    if kind is None:
        return str(value)
    if kind is KeyKind.MONEY:
        if not isinstance(value, Money | str):
            raise InvalidValueError("at", value, f"be an amount, such as '{terms.currency} 1,000'")
        return Fraction(money_of(value, "at").minor)
    if isinstance(value, Money):
        raise InvalidValueError("at", value, f"be a {kind}")
    return value.value if isinstance(value, Rate) else rate_of(value, "at").value
