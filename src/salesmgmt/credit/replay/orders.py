"""An order of the past with its decision under a policy and its end, and several of them in sum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions import CreditDecision, Effect
from salesmgmt.credit.limits.checks import check_count, check_text
from salesmgmt.credit.replay.aftermath import Aftermath
from salesmgmt.credit.texts.replay import REPLAY_HEADINGS
from salesmgmt.errors import CurrencyMismatchError, WrongTypeError
from salesmgmt.money import Currency, Money, money_of
from salesmgmt.reasons import Reason
from salesmgmt.tables import headed

__all__ = [
    "MONEY",
    "STOPPED",
    "ReplayedOrder",
    "RerunTotal",
    "amounts",
    "as_effect",
    "check_sum",
    "summed",
    "word",
]

STOPPED = (Effect.HOLD, Effect.BLOCK)
MONEY = ("invoiced", "in_time", "late", "overdue", "written_off")


def word(name: str, lang: str) -> str:
    """A heading as a word within a table."""
    return headed(REPLAY_HEADINGS, lang, name)[0].heading


def as_effect(value: Effect | str) -> Effect:
    """An effect from its name."""
    return choice_of(Effect, value, "effect")


@frozen(weakref_slot=False)
class ReplayedOrder:
    """An order of the past under a policy.

    Attributes:
        order: Identifier in force.
        decision: The decision; of an order that was changed since, the strictest one of all its versions.
        aftermath: What became of it in the end.

    Raises:
        CurrencyMismatchError: If the aftermath is in another currency than the decision.
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If a field has another type.
    """

    order: str
    decision: CreditDecision
    aftermath: Aftermath

    def __attrs_post_init__(self) -> None:
        check_text("order", self.order)
        if not isinstance(self.decision, CreditDecision):
            raise WrongTypeError("decision", self.decision, "be a CreditDecision")
        if not isinstance(self.aftermath, Aftermath):
            raise WrongTypeError("aftermath", self.aftermath, "be an Aftermath")
        if self.aftermath.currency != self.decision.request.amount.currency:
            rule = f"be in {self.decision.request.amount.currency}, as the order"
            raise CurrencyMismatchError("aftermath", self.aftermath.currency.code, rule)

    @property
    def customer(self) -> str:
        """Whose order it is."""
        return self.decision.request.customer

    @property
    def on(self) -> date:
        """The day of the decision."""
        return self.decision.on

    @property
    def amount(self) -> Money:
        """Its value when it was decided on."""
        return self.decision.request.amount

    @property
    def effect(self) -> Effect:
        """What would have become of it."""
        return self.decision.effect

    @property
    def stopped(self) -> bool:
        """Whether it would have been held or blocked."""
        return self.effect in STOPPED

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that come to that; none where it passes."""
        if self.effect is Effect.PASS:
            return ()
        return tuple(one.rule for one in self.decision.findings if one.effect is self.effect)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it would have been so."""
        return self.decision.reasons


@frozen(weakref_slot=False)
class RerunTotal:
    """The orders of one effect together.

    Attributes:
        effect: What would have become of them.
        orders: How many there are.
        amount: What they were worth when they were decided on.
        aftermath: What became of them in the end.

    Raises:
        CurrencyMismatchError: If the two are in two currencies.
        InvalidValueError: If the effect is none of those that there are, or the number is negative.
        WrongTypeError: If a field has another type.
    """

    effect: Effect = field(converter=as_effect)
    orders: int
    amount: Money = field(converter=money_of)
    aftermath: Aftermath

    def __attrs_post_init__(self) -> None:
        check_sum(self.orders, self.amount, self.aftermath)


def check_sum(orders: int, amount: Money, aftermath: Aftermath) -> None:
    """See that the parts of a sum go together."""
    check_count("orders", orders)
    if not isinstance(aftermath, Aftermath):
        raise WrongTypeError("aftermath", aftermath, "be an Aftermath")
    if aftermath.currency != amount.currency:
        raise CurrencyMismatchError("aftermath", aftermath.currency.code, f"be in {amount.currency}")


def summed(rows: Iterable[ReplayedOrder], unit: Currency) -> tuple[Money, Aftermath]:
    """What orders were worth, and what became of them, together."""
    given = tuple(rows)
    amount = Money.total([row.amount for row in given], unit)
    return amount, Aftermath.total([row.aftermath for row in given], unit)


def amounts(aftermath: Aftermath) -> tuple[Money, ...]:
    """The columns of an aftermath in tables."""
    return tuple(getattr(aftermath, name) for name in MONEY)
