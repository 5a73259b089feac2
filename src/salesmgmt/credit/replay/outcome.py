"""What a rerun comes to: every order under a policy, sums by effect, and two policies side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.credit.decisions import Effect
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.replay.aftermath import Aftermath
from salesmgmt.credit.replay.orders import (
    MONEY,
    STOPPED,
    ReplayedOrder,
    RerunTotal,
    amounts,
    as_effect,
    check_sum,
    summed,
    word,
)
from salesmgmt.credit.texts.replay import REPLAY_HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of, money_of
from salesmgmt.tables import Table, headed

__all__ = ["Rerun", "RerunComparison", "RerunMove"]


def _as_as_of(value: date | str) -> date:
    return as_date(value, "as_of")


def _as_rows(rows: Iterable[ReplayedOrder]) -> tuple[ReplayedOrder, ...]:
    found = tuple_of(rows, ReplayedOrder, "rows")
    return tuple(sorted(found, key=lambda row: (row.on, row.order)))


@frozen(weakref_slot=False)
class Rerun:
    """The orders of a time under a policy.

    Attributes:
        name: What the policy is called.
        during: The days whose orders were decided on.
        as_of: The day by whose end is told what became of them.
        currency: Currency of all amounts.
        rows: The orders, by day and identifier.

    Raises:
        BatchError: If an order stands twice or is in another currency; all at once.
        InvalidValueError: If the name is empty.
        WrongTypeError: If a field has another type.
    """

    name: str
    during: DateRange = field(converter=range_of)
    as_of: date = field(converter=_as_as_of)
    currency: Currency = field(converter=currency_of)
    rows: tuple[ReplayedOrder, ...] = field(default=(), converter=_as_rows)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        problems = []
        seen: set[str] = set()
        for row in self.rows:
            if row.order in seen:
                problems.append(Problem(f"order {row.order}", "order", row.order, "stand once"))
            seen.add(row.order)
            if row.amount.currency != self.currency:
                problems.append(
                    Problem(f"order {row.order}", "amount", str(row.amount), f"be in {self.currency}")
                )
        if problems:
            raise BatchError("rows", problems)

    def of(self, *effects: Effect | str) -> tuple[ReplayedOrder, ...]:
        """The orders of some effects.

        Raises:
            InvalidValueError: If an effect is none of those that there are.
        """
        wanted = {as_effect(one) for one in effects}
        return tuple(row for row in self.rows if row.effect in wanted)

    @property
    def stopped(self) -> tuple[ReplayedOrder, ...]:
        """The orders that would have been held or blocked."""
        return self.of(*STOPPED)

    @property
    def totals(self) -> tuple[RerunTotal, ...]:
        """The orders by effect, from the mildest to the strictest; effects without any among them."""
        return tuple(
            RerunTotal(effect, len(rows), *summed(rows, self.currency))
            for effect in Effect
            for rows in [self.of(effect)]
        )

    def total(self, *effects: Effect | str) -> Aftermath:
        """What became of the orders of some effects together; of all where none is named."""
        return summed(self.of(*effects) if effects else self.rows, self.currency)[1]

    def records(self) -> list[dict[str, object]]:
        """One row per order, for a DataFrame."""
        return [
            {
                "order": row.order,
                "customer": row.customer,
                "on": row.on,
                "currency": self.currency.code,
                "amount": row.amount.amount,
                "effect": row.effect.value,
                "rules": ", ".join(row.rules),
                "invoiced": row.aftermath.invoiced.amount,
                "in_time": row.aftermath.in_time.amount,
                "late": row.aftermath.late.amount,
                "credited": row.aftermath.credited.amount,
                "written_off": row.aftermath.written_off.amount,
                "overdue": row.aftermath.overdue.amount,
                "open": row.aftermath.open.amount,
                "days_late": row.aftermath.days_late,
            }
            for row in self.rows
        ]

    def orders_table(self, lang: str = "en") -> Table:
        """One row per order.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(
            REPLAY_HEADINGS,
            lang,
            "order",
            "customer",
            "on",
            "amount",
            "effect",
            "rules",
            *MONEY,
            "days_late",
        )
        rows = [
            (
                row.order,
                row.customer,
                row.on,
                row.amount,
                word(f"effect.{row.effect}", lang),
                ", ".join(row.rules) or None,
                *amounts(row.aftermath),
                row.aftermath.days_late or None,
            )
            for row in self.rows
        ]
        return Table(self.name, columns, rows, lang=lang)

    def table(self, lang: str = "en") -> Table:
        """The orders by effect, and what became of them.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(REPLAY_HEADINGS, lang, "effect", "orders", "amount", *MONEY)
        rows = [
            (word(f"effect.{one.effect}", lang), one.orders, one.amount, *amounts(one.aftermath))
            for one in self.totals
        ]
        amount, aftermath = summed(self.rows, self.currency)
        footer = (word("total", lang), len(self.rows), amount, *amounts(aftermath))
        return Table(self.name, columns, rows, footer=footer, lang=lang)

    def against(self, other: Rerun) -> RerunComparison:
        """This one beside another, of the same orders under another policy.

        Raises:
            InvalidValueError: If the other is of other orders or days.
            WrongTypeError: If it is no rerun.
        """
        return RerunComparison(self, other)


@frozen(weakref_slot=False)
class RerunMove:
    """The orders that come to one effect under the one policy, and to another under the other.

    Attributes:
        before: Under the first policy.
        after: Under the second.
        orders: How many there are.
        amount: What they were worth under the second.
        aftermath: What became of them in the end.

    Raises:
        CurrencyMismatchError: If the amounts are in two currencies.
        InvalidValueError: If an effect is none of those that there are, or the number is negative.
        WrongTypeError: If a field has another type.
    """

    before: Effect = field(converter=as_effect)
    after: Effect = field(converter=as_effect)
    orders: int
    amount: Money = field(converter=money_of)
    aftermath: Aftermath

    def __attrs_post_init__(self) -> None:
        check_sum(self.orders, self.amount, self.aftermath)


@frozen(weakref_slot=False)
class RerunComparison:
    """The same orders under two policies.

    Attributes:
        before: Under the first.
        after: Under the second.

    Raises:
        InvalidValueError: If they are of different orders, days or currencies.
        WrongTypeError: If a field is no rerun.
    """

    before: Rerun
    after: Rerun

    def __attrs_post_init__(self) -> None:
        for name in ("before", "after"):
            if not isinstance(getattr(self, name), Rerun):
                raise WrongTypeError(name, getattr(self, name), "be a Rerun")
        for name in ("during", "as_of", "currency"):
            first, second = getattr(self.before, name), getattr(self.after, name)
            if first != second:
                raise InvalidValueError("after", str(second), f"be of {first}, as the first")
        first, second = ({row.order for row in one.rows} for one in (self.before, self.after))
        if first != second:
            other = ", ".join(sorted(first ^ second))
            raise InvalidValueError("after", other, "be of the same orders as the first")

    @property
    def changed(self) -> tuple[tuple[ReplayedOrder, ReplayedOrder], ...]:
        """The orders of which something else would have become, under the one and the other."""
        before = {row.order: row for row in self.before.rows}
        return tuple(
            (before[row.order], row) for row in self.after.rows if before[row.order].effect is not row.effect
        )

    @property
    def moves(self) -> tuple[RerunMove, ...]:
        """From which effect to which, those that stay among them; what nothing moves along is left out."""
        before = {row.order: row.effect for row in self.before.rows}
        found: dict[tuple[Effect, Effect], list[ReplayedOrder]] = {}
        for row in self.after.rows:
            found.setdefault((before[row.order], row.effect), []).append(row)
        return tuple(
            RerunMove(was, is_now, len(rows), *summed(rows, self.after.currency))
            for was in Effect
            for is_now in Effect
            if (rows := found.get((was, is_now)))
        )

    def table(self, lang: str = "en") -> Table:
        """From which effect to which, and what became of those orders.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(REPLAY_HEADINGS, lang, "before", "after", "orders", "amount", *MONEY)
        rows = [
            (
                word(f"effect.{one.before}", lang),
                word(f"effect.{one.after}", lang),
                one.orders,
                one.amount,
                *amounts(one.aftermath),
            )
            for one in self.moves
        ]
        return Table(f"{self.before.name} → {self.after.name}", columns, rows, lang=lang)

    def orders_table(self, lang: str = "en") -> Table:
        """One row per order of which something else would have become.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(
            REPLAY_HEADINGS, lang, "order", "customer", "on", "amount", "before", "after", "rules", *MONEY
        )
        rows = [
            (
                row.order,
                row.customer,
                row.on,
                row.amount,
                word(f"effect.{was.effect}", lang),
                word(f"effect.{row.effect}", lang),
                ", ".join(row.rules or was.rules),
                *amounts(row.aftermath),
            )
            for was, row in self.changed
        ]
        return Table(f"{self.before.name} → {self.after.name}", columns, rows, lang=lang)
