"""Judging one deal: whether it counts in a stream, for how much, and where its table is entered.

The short answer is a word where a deal does not count; collecting goes by it alone, and tracing makes a
finding of it. So both come to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from salesmgmt.criteria import ALWAYS
from salesmgmt.incentives.crediting import ShareUnit
from salesmgmt.incentives.deals import Deal, Event, Receipt, stages_of
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.streams import Stream
from salesmgmt.incentives.factors import ActsOn
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import At, DealKey
from salesmgmt.incentives.measures import Count
from salesmgmt.incentives.schedules.compiled import picker_of, rule_picker_of
from salesmgmt.money import HALF_UP_TO_MINOR, Rate

__all__ = ["Counted", "Judge", "Refused"]

Refused: TypeAlias = str
"""Why a deal does not count, as the last word of a reason's code."""


class Counted(NamedTuple):
    """A deal that counts.

    Attributes:
        value: What counts of it, after stages and factors on the base.
        whole: Its figure before them.
        counted: The part that counts.
        paid: The part of the rate at which it is paid.
        at: Where its table is entered; None where the deal looks nothing up.
        factors: What the factors that concern it are called, and what they are.
    """

    value: Minor
    whole: Minor
    counted: Fraction
    paid: Fraction
    at: At | None
    factors: tuple[tuple[str, Fraction], ...] = ()


_ONE = Fraction(1)
_Looked: TypeAlias = Callable[[Deal, date], "Fraction | None"]


class Judge:
    """A stream, made ready to judge many deals."""

    __slots__ = (
        "_factors",
        "_last",
        "_needed_rules",
        "_rounded",
        "_rules",
        "_scope",
        "_shares",
        "matches",
        "stream",
        "things",
    )

    def __init__(self, scope: Scope, stream: Stream) -> None:
        self._scope = scope
        self.stream = stream
        self.things = stream.measure.counts_things
        where = stream.measure.where
        self.matches: Callable[[object], bool] | None = None if where == ALWAYS else scope.test(where)
        self._shares = dict(stages_of(stream.measure.event))
        exact = self.things or scope.terms.crediting.shares is ShareUnit.EXACT
        self._rounded = None if exact else HALF_UP_TO_MINOR.divider(0)
        self._rules = None if stream.rules is None else rule_picker_of(stream.rules, scope.tables)
        needed = stream.needs_rules
        self._needed_rules = None if needed is None else rule_picker_of(needed, scope.tables)
        self._factors = [
            (
                one.title,
                None if one.where == ALWAYS else scope.test(one.where),
                one.on is ActsOn.BASE,
                self._times(number),
            )
            for number, one in enumerate(stream.factors)
        ]
        self._last: tuple[Event, str] | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that count."""
        return tuple(self._shares)

    def share(self, event: Event) -> Fraction:
        """The share of a deal's figure that an event brings."""
        return self._shares[event]

    def _times(self, number: int) -> _Looked:
        factor = self.stream.factors[number]
        times, by = factor.times, factor.by
        if isinstance(times, Rate) or by is None:
            constant = times.value if isinstance(times, Rate) else _ONE
            return lambda deal, day: constant
        pick, tables = picker_of(times), self._scope.tables

        def looked_up(deal: Deal, day: date) -> Fraction | None:
            at = by.at(deal, day, tables)
            return None if at is None or isinstance(at, str) else pick(at)[0]

        return looked_up

    def _looked_up(self, keys: tuple[DealKey, ...], deal: Deal, day: date) -> At | None:
        """Where a deal enters a table; None where that is not known on every axis."""
        looked = [key.at(deal, day, self._scope.tables) for key in keys if hasattr(key, "at")]
        known = tuple([one for one in looked if one is not None])
        if len(known) < len(looked):
            return None
        return known if len(known) > 1 else known[0]

    def judge(self, deal: Deal, day: date, event: Event) -> Counted | Refused:
        """Whether a deal counts, and for how much.

        Raises:
            SalesmgmtError: If a condition or a look-up cannot be answered for it.
        """
        scope, measure = self._scope, self.stream.measure
        if day not in scope.terms.during:
            return "plan_dates"
        if isinstance(deal, Receipt) and deal.sale is None:
            return "unapplied" if deal.application is None else "invoice_unknown"
        if not self.things:
            currency = deal.currency
            if currency is not None and currency != scope.terms.currency:
                return "currency"
            if deal.amount_minor is None and measure.value(deal) is None:
                return "value_missing"
        if self.matches is not None and not self.matches(deal):
            return "condition"
        whole = measure.value(deal)
        if whole is None:
            return "value_missing"
        if isinstance(measure, Count):
            once = measure.once(deal)
            if once is not None and (event, once) == self._last:
                return "counted_once"
            self._last = None if once is None else (event, once)
        counted, paid = self._shares[event], _ONE
        named: list[tuple[str, Fraction]] = []
        for title, concerns, on_base, times in self._factors:
            if concerns is None or concerns(deal):
                factor = times(deal, day)
                if factor is None:
                    return "factor_unknown"
                named.append((title, factor))
                if on_base:
                    counted *= factor
                else:
                    paid *= factor
        if self._needed_rules is not None and self._needed_rules(deal) is None:
            return "no_rule"
        if self.stream.needs and self._looked_up(self.stream.needs, deal, day) is None:
            return "key_unknown"
        at: At | None = None
        if self._rules is not None:
            found = self._rules(deal)
            if found is None:
                return "no_rule"
            at = found[0].id
        elif self.stream.keys:
            at = self._looked_up(self.stream.keys, deal, day)
            if at is None:
                return "key_unknown"
        value: Minor = whole if counted == 1 else whole * counted
        if self._rounded is not None and not isinstance(value, int):
            value = self._rounded(value.numerator, value.denominator)
        return Counted(value, whole, counted, paid, at, tuple(named))
