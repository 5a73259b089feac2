"""What several presets are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.components import FieldOf, Fixed, FixedKind
from salesmgmt.incentives.keys import ScoreOf
from salesmgmt.incentives.modifiers import Multiplier, Prorated
from salesmgmt.incentives.schedules import Curve
from salesmgmt.money import Currency, Money, RateLike, currency_of

__all__ = ["ACCELERATORS", "AmountLike", "StandardLike", "amount", "for_each", "salary_of", "standard"]

ACCELERATORS: Mapping[str, RateLike] = MappingProxyType({"100%": "150%"})
"""Half as much again for what is above the quota."""

AmountLike: TypeAlias = Money | str
"""An amount; a text without a currency is in that of the plan."""

StandardLike: TypeAlias = AmountLike | FieldOf
"""An amount that is the same for all, or the field that holds a personal one."""


def amount(value: AmountLike, currency: Currency | str) -> Money:
    """An amount in the currency of a plan.

    Raises:
        CurrencyMismatchError: If the text names another one.
        InvalidValueError: If the text is no amount.
    """
    return value if isinstance(value, Money) else Money.of(value, currency_of(currency))


def standard(value: StandardLike, currency: Currency | str) -> Money | FieldOf:
    """A standard: an amount in the currency of a plan, or a personal one."""
    return value if isinstance(value, FieldOf) else amount(value, currency)


def salary_of(
    value: StandardLike | None,
    currency: Currency | str,
    *,
    title: str = "Salary",
    eligible: Criterion = ALWAYS,
) -> Iterator[Fixed]:
    """The monthly salary for the days in the plan; nothing where there is none."""
    if value is not None:
        pays = standard(value, currency)
        yield Fixed("salary", title=title, pays=pays, modifiers=Prorated(), eligible=eligible)


def for_each(
    identifier: str,
    measure: str,
    value: AmountLike,
    currency: Currency | str,
    *,
    title: str,
    per: str = "month",
) -> Fixed:
    """An amount for each thing that a score counts; nothing where there is no score."""
    times = Curve({0: "0%", 1: "100%"}, above="extend")
    counted = Multiplier(times, ScoreOf(measure, per=per, kind="number"), missing="0%")
    return Fixed(
        identifier,
        title=title,
        pays=amount(value, currency),
        per=per,
        kind=FixedKind.TARGET,
        modifiers=counted,
    )
