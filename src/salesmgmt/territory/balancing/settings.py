"""What a balance asks for: measures within a tolerance, capacities, eligibility, and what moves cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, RateLike, rate_of
from salesmgmt.territory.checks import check_text

__all__ = ["Balanced", "Capacity", "Disruption", "Eligibility", "Pairs", "as_weights"]

Pairs: TypeAlias = tuple[tuple[str, Fraction], ...]


def exact(name: str, value: object) -> Fraction:
    """An exact number that is 0 or more, also from text such as `0.5`.

    Raises:
        InvalidValueError: If it is negative, or the text is no number.
        WrongTypeError: If it is a float or anything else.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | str):
        raise WrongTypeError(name, value, "be exact: a whole number, a Fraction or text such as '0.5'")
    try:
        number = Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise InvalidValueError(name, value, "be a number such as '0.5'") from None
    if number < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return number


def as_weights(
    name: str, given: Mapping[str, int | Fraction | str] | Iterable[tuple[str, int | Fraction | str]]
) -> Pairs:
    """Weights by name, from a mapping or pairs, in the order of the names.

    Raises:
        InvalidValueError: If a name is empty or stands twice, or a weight is negative.
        WrongTypeError: If something has another type.
    """
    items: Iterable[object] = given.items() if isinstance(given, Mapping) else given
    if isinstance(given, str) or not isinstance(items, Iterable):
        raise WrongTypeError(name, given, "be a mapping of names to weights")
    found: dict[str, Fraction] = {}
    for item in items:
        if not isinstance(item, tuple) or len(item) != 2:
            raise WrongTypeError(name, item, "be a mapping of names to weights")
        key, value = item
        check_text(name, key)
        if key in found:
            raise InvalidValueError(name, key, "stand once")
        found[key] = exact(f"{name}.{key}", value)
    return tuple(sorted(found.items()))


def _as_measure_weights(
    given: Mapping[str, int | Fraction | str] | Iterable[tuple[str, int | Fraction | str]],
) -> Pairs:
    return as_weights("measures", given)


def _as_account_weight(value: int | Fraction | str) -> Fraction:
    return exact("accounts", value)


def _as_tolerance(value: RateLike) -> Rate:
    return rate_of(value, "tolerance")


@frozen
class Balanced:
    """One measure that every territory shall carry its share of, within a tolerance to both sides.

    Attributes:
        measure: Name of the measure.
        tolerance: Greatest distance from the share, as a part of it: `5%`.

    Raises:
        InvalidValueError: If the name is empty, or the tolerance is negative.
        WrongTypeError: If one has another type.
    """

    measure: str
    tolerance: Rate = field(default=Rate("5%"), converter=_as_tolerance)

    def __attrs_post_init__(self) -> None:
        check_text("measure", self.measure)
        if self.tolerance.value < 0:
            raise InvalidValueError("tolerance", str(self.tolerance), "be 0 or more")


def _as_most(value: int | Fraction | str | Money) -> Fraction | Money:
    if isinstance(value, Money):
        if value.minor < 0:
            raise InvalidValueError("most", value, "be 0 or more")
        return value
    return exact("most", value)


def _as_names(given: Iterable[str] | str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    for name in names:
        check_text("territories", name)
    return tuple(sorted(set(names)))


@frozen
class Capacity:
    """The most that a territory can carry of a measure: hours, accounts, or money at risk.

    Attributes:
        measure: Name of the measure.
        most: The most, as a number or `Money`.
        territories: Territories that it binds; none named means every one.
        per_head: Whether it is the capacity of one person, times the people of the territory.

    Raises:
        InvalidValueError: If a name is empty, or the capacity is negative.
        WrongTypeError: If something has another type.
    """

    measure: str
    most: Fraction | Money = field(converter=_as_most)
    territories: tuple[str, ...] = field(default=(), converter=_as_names)
    per_head: bool = False

    def __attrs_post_init__(self) -> None:
        check_text("measure", self.measure)
        if type(self.per_head) is not bool:
            raise WrongTypeError("per_head", self.per_head, "be True or False")


@frozen
class Eligibility:
    """Which accounts only some owners may look after.

    Attributes:
        owners: Criterion over the participants who own territories; a territory that nobody owns fits no
            account that the rule concerns.
        accounts: Criterion over the customers that the rule concerns; all of them where left out.

    Raises:
        WrongTypeError: If one is no criterion.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> rule = Eligibility(field("grade").equals("senior"), field("segment").equals("enterprise"))
    """

    owners: Criterion
    accounts: Criterion = ALWAYS

    def __attrs_post_init__(self) -> None:
        for name, value in (("owners", self.owners), ("accounts", self.accounts)):
            if not isinstance(value, Criterion):
                raise WrongTypeError(name, value, "be a criterion such as field('segment').equals('key')")


@frozen
class Disruption:
    """What it costs to move an account to another territory.

    An average account costs `accounts` plus the sum of the weights of the measures: each measure counts by
    the account's figure over the average one, so that weights of 1 make an account, its revenue and its
    relations equally dear.

    Attributes:
        accounts: Weight of the mere fact that an account moves.
        measures: Weights of measures, such as `revenue`, `relations` or `tenure`; a mapping is accepted.

    Raises:
        InvalidValueError: If a weight is negative, or a name is empty or stands twice.
        WrongTypeError: If a weight is a float.
    """

    accounts: Fraction = field(default=Fraction(1), converter=_as_account_weight)
    measures: Pairs = field(default=(), converter=_as_measure_weights)
