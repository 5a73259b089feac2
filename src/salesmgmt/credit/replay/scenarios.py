"""What might happen to a portfolio: money comes late, a group defaults, a currency moves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from hashlib import sha256
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.credit.limits.checks import check_count, check_text, tuple_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Rate, RateLike, currency_of, rate_of

__all__ = ["CurrencyMove", "GroupDefault", "PaymentDelay", "Scenario", "as_scenarios", "chosen"]


def _as_customers(names: Iterable[str] | str) -> tuple[str, ...]:
    return _names(names, "customers")


def _as_groups(names: Iterable[str] | str) -> tuple[str, ...]:
    return _names(names, "groups")


def _as_segments(names: Iterable[str] | str) -> tuple[str, ...]:
    return _names(names, "segments")


def _names(names: Iterable[str] | str, name: str) -> tuple[str, ...]:
    found = tuple_of(names, str, name)
    for one in found:
        check_text(name, one)
    return tuple(sorted(set(found)))


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


def _as_recovery(value: RateLike) -> Rate:
    return rate_of(value, "recovery")


def _as_change(value: RateLike) -> Rate:
    return rate_of(value, "change")


def _check_share(name: str, share: Rate) -> None:
    if not 0 <= share.value <= 1:
        raise InvalidValueError(name, share, "be a share, 0% to 100%")


@frozen
class PaymentDelay:
    """Money comes so many days later than it did.

    Attributes:
        days: By how many days payments, and what they settle, come later.
        customers: Whose money; with neither customers, groups nor segments: everybody's.
        groups: Members of these groups.
        segments: Customers of these segments.
        share: So many of them, chosen by the seed; a larger share holds all of a smaller one.
        name: What it is called.

    Raises:
        InvalidValueError: If the days are negative, the share is none, or a name is empty.
        WrongTypeError: If a field has another type.
    """

    days: int
    customers: tuple[str, ...] = field(default=(), converter=_as_customers, kw_only=True)
    groups: tuple[str, ...] = field(default=(), converter=_as_groups, kw_only=True)
    segments: tuple[str, ...] = field(default=(), converter=_as_segments, kw_only=True)
    share: Rate = field(default=Rate(1), converter=_as_share, kw_only=True)
    name: str = field(default="delay", kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_count("days", self.days)
        _check_share("share", self.share)
        check_text("name", self.name)


@frozen
class GroupDefault:
    """Customers pay nothing any more: all that they owe is overdue, and a part of it is lost.

    Attributes:
        groups: Members of these groups.
        customers: These customers; with neither customers, groups nor segments: everybody.
        segments: Customers of these segments.
        share: So many of them, chosen by the seed; a larger share holds all of a smaller one.
        recovery: What of their debt comes in nevertheless.
        name: What it is called.

    Raises:
        InvalidValueError: If a share is none, or a name is empty.
        WrongTypeError: If a field has another type.
    """

    groups: tuple[str, ...] = field(default=(), converter=_as_groups)
    customers: tuple[str, ...] = field(default=(), converter=_as_customers, kw_only=True)
    segments: tuple[str, ...] = field(default=(), converter=_as_segments, kw_only=True)
    share: Rate = field(default=Rate(1), converter=_as_share, kw_only=True)
    recovery: Rate = field(default=Rate(0), converter=_as_recovery, kw_only=True)
    name: str = field(default="default", kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_share("share", self.share)
        _check_share("recovery", self.recovery)
        check_text("name", self.name)


@frozen
class CurrencyMove:
    """A currency becomes worth more, or less, in every other one.

    Attributes:
        currency: The currency.
        change: By which part of its worth, above -100%.
        name: What it is called.

    Raises:
        InvalidValueError: If nothing, or less than nothing, would be left, or the name is empty.
        WrongTypeError: If a field has another type.
    """

    currency: Currency = field(converter=currency_of)
    change: Rate = field(converter=_as_change)
    name: str = field(default="currency", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.change.value <= -1:
            raise InvalidValueError("change", self.change, "leave something of the currency, above -100%")
        check_text("name", self.name)


Scenario: TypeAlias = PaymentDelay | GroupDefault | CurrencyMove
"""What a portfolio can be put under."""


def as_scenarios(scenarios: Iterable[Scenario] | Scenario) -> tuple[Scenario, ...]:
    """Scenarios as a tuple; each has a name of its own."""
    kinds = PaymentDelay | GroupDefault | CurrencyMove
    if isinstance(scenarios, kinds):
        return (scenarios,)
    if not isinstance(scenarios, Iterable):
        raise WrongTypeError("scenarios", scenarios, "be scenarios, in a list or any other iterable")
    found = tuple(scenarios)
    for one in found:
        if not isinstance(one, kinds):
            raise WrongTypeError("scenarios", one, "be a PaymentDelay, a GroupDefault or a CurrencyMove")
    names = [one.name for one in found]
    for name in names:
        if names.count(name) > 1:
            raise InvalidValueError("scenarios", name, "bear each name once")
    return found


def chosen(
    scenario: PaymentDelay | GroupDefault,
    customers: Iterable[tuple[str, tuple[str, ...], str | None]],
    seed: int,
) -> frozenset[str]:
    """The customers that a scenario is about.

    Each customer draws a number of its own from the seed and the scenario's name, so that the choice does
    not depend on who else there is, beyond how many of them are chosen: the first ones, rounded up.

    Args:
        scenario: The scenario.
        customers: Customers with their groups and segment.
        seed: The seed.
    """
    everybody = not (scenario.customers or scenario.groups or scenario.segments)
    meant = [
        name
        for name, groups, segment in customers
        if everybody
        or name in scenario.customers
        or not set(groups).isdisjoint(scenario.groups)
        or (segment is not None and segment in scenario.segments)
    ]
    count = math.ceil(len(meant) * scenario.share.value)
    drawn = sorted(meant, key=lambda name: (_draw(seed, scenario.name, name), name))
    return frozenset(drawn[:count])


def _draw(seed: int, scenario: str, customer: str) -> bytes:
    return sha256(
        f"{seed}\n{len(scenario)}\n{scenario}\n{customer}".encode("utf-8", "surrogatepass")
    ).digest()
