"""What a component pays for single deals, figured in whole numbers without keeping the deals apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from salesmgmt.criteria.reads import Tables
from salesmgmt.incentives.components import Commission, Rounds
from salesmgmt.incentives.deals import Event
from salesmgmt.incentives.engine.streams import Account, Stream
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import DealAmount, DealKey, MarginPercent
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.schedules import Curve, Flat
from salesmgmt.incentives.schedules.compiled import Payer, Picker, payer_of, picker_of, table_of
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.incentives.terms import Terms
from salesmgmt.money import Money

__all__ = ["DealPay", "deal_pay_of"]

_One: TypeAlias = Callable[[Any, Any, date], "Minor | None"]


class DealPay:
    """What single deals are paid, as numerators over one denominator.

    Attributes:
        common: The denominator.
        one: Pay of a deal, given what is credited of it and its day; None where its place in the table is not
            known, so that it does not count.
    """

    __slots__ = ("common", "one")

    def __init__(
        self, terms: Terms, component: Commission, pays: Stepped | Curve | Flat, tables: Tables
    ) -> None:
        key = terms.keys_of(component)[0]
        currency = None if terms.counts_things(component) else terms.currency
        one: _One
        if isinstance(key, DealKey) and not isinstance(key, DealAmount):
            lines = table_of(pays)
            if lines is not None and isinstance(key, MarginPercent):
                codes, scale, rows, self.common = lines
                one = _by_margin(codes, scale, rows)
            else:
                self.common = 1
                one = _by_key(key, picker_of(pays), tables)
        else:
            payer = payer_of(pays, currency)
            self.common = payer(1, 1)[1]
            one = _by_itself(payer, self.common)
        limits = [step for step in component.modifiers if isinstance(step, Cap | Floor)]
        for limit in limits:
            if limit.per is LimitPer.DEAL:
                one = _limited(one, limit, self.common)
        if component.rounds is Rounds.DEAL:
            one = _rounded(one, component.rounding.divider(terms.currency), self.common)
            self.common = 1
        self.one = one


def deal_pay_of(terms: Terms, stream: Stream, account: Account, tables: Tables) -> DealPay | None:
    """How the deals of an account are paid; None where they have to be kept apart."""
    component = next((one for one in terms.components if one.id == account.id[0]), None)
    if (
        not isinstance(component, Commission)
        or account.id[1]
        or account.level != 0
        or account.by_seller
        or account.builds_up
        or stream.measure.event is not Event.WON
        or not isinstance(component.pays, Stepped | Curve | Flat)
        or component.rounds is Rounds.SELLER
        or any(one.component.id == component.id for one in terms.personal)
        or len(terms.keys_of(component)) > 1
    ):
        return None
    return DealPay(terms, component, component.pays, tables)


def _by_itself(payer: Payer, common: int) -> _One:
    def one(deal: Any, value: Any, day: date) -> Minor:
        if not value:
            return 0
        top, bottom = payer(abs(value.numerator), value.denominator)
        size: Minor = top if bottom == common else Fraction(top * common, bottom)
        return size if value > 0 else -size

    return one


def _by_margin(codes: tuple[int, ...], scale: int, rows: tuple[tuple[int, int], ...]) -> _One:
    def one(deal: Any, value: Any, day: date) -> Minor | None:
        amount, cost = deal.amount_minor, deal.cost_minor
        if cost is None or not amount:
            return None
        if amount > 0:
            whole, rest = divmod((amount - cost) * scale, amount)
        else:
            whole, rest = divmod((cost - amount) * scale, -amount)
        slope, lump = rows[bisect_right(codes, 2 * whole + (rest > 0))]
        pay: Minor = slope * value
        return pay if not lump or not value else pay + lump if value > 0 else pay - lump

    return one


def _by_key(key: DealKey, pick: Picker, tables: Tables) -> _One:
    at_of = getattr(key, "at")  # noqa: B009 - a key without a place of its own is none of these

    def one(deal: Any, value: Any, day: date) -> Minor | None:
        at = at_of(deal, day, tables)
        if at is None:
            return None
        rate, lump = pick(at)
        pay: Minor = rate * value
        return pay + lump if value > 0 else pay - lump if value < 0 else pay

    return one


def _limited(one: _One, limit: Cap | Floor, common: int) -> _One:
    def limited(deal: Any, value: Any, day: date) -> Minor | None:
        pay = one(deal, value, day)
        return None if pay is None else limit.limited(Fraction(pay) / common, value) * common

    if not isinstance(limit.limit, Money) or type(limit) is not Cap:
        return limited
    most = limit.of(0) * common

    def capped(deal: Any, value: Any, day: date) -> Minor | None:
        pay = one(deal, value, day)
        return pay if pay is None or -most <= pay <= most else most if pay > most else -most

    return capped


def _rounded(one: _One, divide: Callable[[int, int], int], common: int) -> _One:
    def rounded(deal: Any, value: Any, day: date) -> Minor | None:
        pay = one(deal, value, day)
        return None if pay is None else divide(pay.numerator, pay.denominator * common)

    return rounded
