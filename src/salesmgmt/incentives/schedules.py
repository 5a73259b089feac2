"""From a base to pay: one rate, or rates by tiers of attainment or amount.

A schedule answers with slices: which part of the base earns which rate. Their pay is exact; the component
that uses the schedule rounds it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Protocol, TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money, Rate, RateLike, Unrounded, money_of, rate_of

__all__ = [
    "Bound",
    "BoundLike",
    "Boundary",
    "Flat",
    "Marginal",
    "Schedule",
    "ScheduleLike",
    "Slice",
    "Tier",
    "TiersLike",
    "Whole",
]

Bound: TypeAlias = Rate | Money
"""Where a tier begins or ends: a share of the quota, or an amount."""

BoundLike: TypeAlias = Rate | Money | str

_SHARE_MARKS = "%‰‱％/／"
_BOUND_RULE = "be a share such as '60%', or an amount with its currency such as 'USD 50,000'"


def _bound(value: BoundLike, name: str) -> Bound:
    if isinstance(value, Rate | Money):
        return value
    if not isinstance(value, str):
        raise WrongTypeError(name, value, _BOUND_RULE)
    if "分之" in value or any(mark in value for mark in _SHARE_MARKS):
        return rate_of(value, name)
    try:
        return money_of(value, name)
    except InvalidValueError:
        raise InvalidValueError(name, value, _BOUND_RULE) from None


def _start(value: BoundLike) -> Bound:
    return _bound(value, "start")


def _end(value: BoundLike | None) -> Bound | None:
    return None if value is None else _bound(value, "end")


def _rate(value: RateLike) -> Rate:
    rate = rate_of(value)
    if rate.value < 0:
        raise InvalidValueError("rate", rate, "be 0 or more")
    return rate


@frozen
class Tier:
    """One band of a rate table.

    Attributes:
        start: Where it begins: a share of the quota (`"60%"`) or an amount (`"USD 50,000"`).
        rate: What it pays of the base, 0 or more.
        end: Where the next one begins; None for the last.

    Raises:
        InvalidValueError: If the start is negative, the end not above it, or the rate negative.
        WrongTypeError: If one bound is a share and the other an amount.

    Examples:
        >>> Tier("60%", "5%", "100%")
        Tier(start=Rate('60%'), rate=Rate('5%'), end=Rate('100%'))
    """

    start: Bound = field(converter=_start)
    rate: Rate = field(converter=_rate)
    end: Bound | None = field(default=None, converter=_end)

    def __attrs_post_init__(self) -> None:
        start, end = self.start, self.end
        if _size(start) < 0:
            raise InvalidValueError("start", start, "be 0 or more")
        if end is None:
            return
        if isinstance(start, Rate) is not isinstance(end, Rate):
            raise WrongTypeError("end", end, f"be of the kind of the start {start}")
        if isinstance(start, Money) and isinstance(end, Money) and start.currency != end.currency:
            raise CurrencyMismatchError("end", end, f"be in {start.currency}, as the start")
        if _size(end) <= _size(start):
            raise InvalidValueError("end", end, f"be above the start {start}")


def _size(bound: Bound) -> Fraction:
    return bound.value if isinstance(bound, Rate) else Fraction(bound.minor)


TiersLike: TypeAlias = (
    Mapping[str, RateLike]
    | Mapping[Rate, RateLike]
    | Mapping[Money, RateLike]
    | Mapping[BoundLike, RateLike]
    | Iterable[Tier]
)
"""Tiers as people write them: where each begins and what it pays, or `Tier` values with both ends."""


def _tiers(given: TiersLike) -> tuple[Tier, ...]:
    if isinstance(given, Mapping):
        tiers = [Tier(start, rate) for start, rate in given.items()]
        _refuse(_kind_problems(tiers))
        _refuse(
            Problem(f"tier {number}", "start", after.start, f"be above the tier before it, {before.start}")
            for number, (before, after) in enumerate(pairwise(tiers), 2)
            if _size(after.start) <= _size(before.start)
        )
        tiers[:-1] = [evolve(tier, end=after.start) for tier, after in pairwise(tiers)]
    else:
        tiers = list(given)
        for tier in tiers:
            if not isinstance(tier, Tier):
                raise WrongTypeError("tiers", tier, "be Tier values, or a mapping from starts to rates")
        _refuse(_kind_problems(tiers))
    if not tiers:
        raise InvalidValueError("tiers", given, "hold one tier or more")
    _refuse(_table_problems(tiers))
    return tuple(tiers)


def _refuse(found: Iterable[Problem]) -> None:
    problems = tuple(found)
    if problems:
        raise BatchError("tiers", problems)


def _kind_problems(tiers: list[Tier]) -> Iterable[Problem]:
    """Tiers that cannot be compared with the first one."""
    for number, tier in enumerate(tiers[1:], 2):
        first = tiers[0].start
        if isinstance(first, Rate) is not isinstance(tier.start, Rate):
            yield Problem(f"tier {number}", "start", tier.start, f"be of the kind of the first one, {first}")
        elif isinstance(first, Money) and isinstance(tier.start, Money) and not _alike(first, tier.start):
            yield Problem(f"tier {number}", "start", tier.start, f"be in {first.currency}, as the first one")


def _alike(one: Money, other: Money) -> bool:
    return one.currency == other.currency


def _table_problems(tiers: list[Tier]) -> Iterable[Problem]:
    """Everything that keeps a table from naming exactly one tier for every figure from 0."""
    if _size(tiers[0].start):
        rule = "be 0: write what is paid below it, if only 0%"
        yield Problem("tier 1", "start", tiers[0].start, rule)
    for number, (before, after) in enumerate(pairwise(tiers), 1):
        if before.end is None:
            yield Problem(f"tier {number}", "end", None, f"be {after.start}, where the next one begins")
        elif _size(before.end) < _size(after.start):
            yield Problem(f"tier {number}", "end", before.end, f"leave no gap before {after.start}")
        elif _size(before.end) > _size(after.start):
            yield Problem(f"tier {number}", "end", before.end, f"not reach over the next start {after.start}")
    if tiers[-1].end is not None:
        rule = "be left open: write what is paid above it as a tier of its own"
        yield Problem(f"tier {len(tiers)}", "end", tiers[-1].end, rule)


@frozen
class Slice:
    """A part of a base and the rate that it earns.

    Attributes:
        base: The part.
        rate: What it earns.
        pay: Base times rate, exact.
        tier: The tier that says so; None for a flat rate.
        deal: The deal, where each deal runs through the tiers on its own.
    """

    base: Unrounded
    rate: Rate
    pay: Unrounded
    tier: Tier | None = None
    deal: str | None = None


def _slice(minor: Fraction, currency: Currency, rate: Rate, tier: Tier | None = None) -> Slice:
    return Slice(Unrounded(minor, currency), rate, Unrounded(minor * rate.value, currency), tier)


class Schedule(Protocol):
    """Anything that turns a base of 0 or more into slices; write a class of your own for another rule."""

    @property
    def needs_quota(self) -> bool:
        """Whether it asks how much of a quota was reached."""

    @property
    def currency(self) -> Currency | None:
        """Currency of the amounts in its terms; None where it names none."""

    def slices(self, base: Unrounded, quota: Money | None = None) -> tuple[Slice, ...]:
        """The parts of a base of 0 or more with what they earn; given a quota above 0 where it needs one."""


@frozen
class Flat:
    """One rate for everything.

    Attributes:
        rate: What is paid of the base, 0 or more.

    Examples:
        >>> print(Flat("5%").slices(Money.of("USD 200").exact)[0].pay)
        USD 10
    """

    rate: Rate = field(converter=_rate)

    @property
    def needs_quota(self) -> bool:
        """Whether it asks how much of a quota was reached: it does not."""
        return False

    @property
    def currency(self) -> Currency | None:
        """Currency of the amounts in its terms: it names none."""
        return None

    def slices(self, base: Unrounded, quota: Money | None = None) -> tuple[Slice, ...]:
        """The whole base at the one rate; nothing for a base of nothing."""
        return (_slice(base.minor, base.currency, self.rate),) if base.minor else ()


def _edges(tiers: tuple[Tier, ...], quota: Money | None) -> list[Fraction]:
    """Where the tiers begin, in minor units of the base."""
    if isinstance(tiers[0].start, Money):
        return [_size(tier.start) for tier in tiers]
    if quota is None or quota.minor <= 0:
        raise InvalidValueError("quota", quota, "be above 0, since the tiers are shares of it")
    return [_size(tier.start) * quota.minor for tier in tiers]


def _positive(base: Unrounded) -> None:
    if base.minor < 0:
        raise InvalidValueError("base", base, "be 0 or more; a component says what a negative one earns")


@frozen
class _Tiered:
    """A schedule made of tiers, entered by shares of a quota or by amounts."""

    tiers: tuple[Tier, ...] = field(converter=_tiers)

    @property
    def needs_quota(self) -> bool:
        """Whether the tiers are shares of a quota."""
        return isinstance(self.tiers[0].start, Rate)

    @property
    def currency(self) -> Currency | None:
        """Currency of the tiers; None where they are shares."""
        start = self.tiers[0].start
        return start.currency if isinstance(start, Money) else None


@frozen
class Marginal(_Tiered):
    """Each slice of the base earns the rate of its own tier.

    Who owns a boundary makes no difference here: the slice that ends on it and the one that begins there are
    paid the same either way.

    Attributes:
        tiers: A mapping from where a tier begins to its rate, in ascending order from 0; or `Tier` values
            that join without gap or overlap.

    Raises:
        BatchError: All faults of the table at once: not from 0, gaps, overlaps, unsorted, shares and amounts
            or two currencies mixed, closed at the top.

    Examples:
        >>> tiers = Marginal({"0%": "2%", "60%": "5%", "100%": "8%"})
        >>> slices = tiers.slices(Money.of("USD 110").exact, quota=Money.of("USD 100"))
        >>> [f"{part.base} at {part.rate}" for part in slices]
        ['USD 60 at 2%', 'USD 40 at 5%', 'USD 10 at 8%']
    """

    def slices(
        self, base: Unrounded, quota: Money | None = None, opening: Unrounded | None = None
    ) -> tuple[Slice, ...]:
        """The base cut at the tiers' bounds.

        Args:
            base: What is paid for, 0 or more.
            quota: What the shares are shares of, above 0; not used by tiers of amounts.
            opening: What has been counted before, and paid already; the base comes on top of it.

        Raises:
            InvalidValueError: If a figure is negative, or the tiers are shares and there is no quota.
        """
        _positive(base)
        position = Fraction(0)
        if opening is not None:
            _positive(opening)
            position = opening.minor
        top = position + base.minor
        edges = _edges(self.tiers, quota)
        found: list[Slice] = []
        for tier, low, high in zip(self.tiers, edges, [*edges[1:], top], strict=True):
            part = min(high, top) - max(low, position)
            if part > 0:
                found.append(_slice(part, base.currency, tier.rate, tier))
        return tuple(found)


class Boundary(StrEnum):
    """Which tier a figure exactly on a bound belongs to."""

    UPPER = "upper"
    LOWER = "lower"


def _as_boundary(value: Boundary | str) -> Boundary:
    try:
        return Boundary(value)
    except ValueError:
        raise InvalidValueError("boundary", value, "be 'upper' or 'lower'") from None


@frozen
class Whole(_Tiered):
    """The tier reached sets the rate of the whole base.

    Attributes:
        tiers: As for `Marginal`.
        boundary: Whether a figure exactly on a bound is in the tier above it (the usual reading of
            "from 60 %") or still in the one below ("over 60 %").

    Raises:
        BatchError: All faults of the table at once, as for `Marginal`.

    Examples:
        >>> tiers = Whole({"USD 0": "2%", "USD 100": "5%"})
        >>> [str(tiers.slices(Money.of(base).exact)[0].rate) for base in ("USD 99.99", "USD 100")]
        ['2%', '5%']
    """

    boundary: Boundary = field(default=Boundary.UPPER, converter=_as_boundary)

    def slices(self, base: Unrounded, quota: Money | None = None) -> tuple[Slice, ...]:
        """The whole base at the rate of the tier that it reaches; nothing for a base of nothing.

        Raises:
            InvalidValueError: If the base is negative, or the tiers are shares and there is no quota.
        """
        _positive(base)
        if not base.minor:
            return ()
        reached = self.tiers[0]
        for tier, edge in zip(self.tiers, _edges(self.tiers, quota), strict=True):
            if edge < base.minor or (edge == base.minor and self.boundary is Boundary.UPPER):
                reached = tier
        return (_slice(base.minor, base.currency, reached.rate, reached),)


ScheduleLike: TypeAlias = Schedule | RateLike


def as_schedule(value: ScheduleLike) -> Schedule:
    """A schedule, or a rate as people write it, which pays flat.

    Raises:
        WrongTypeError: If it is neither; a bare table does not say whether it is marginal or whole.
    """
    if isinstance(value, Mapping):
        raise WrongTypeError("pays", value, "say how the tiers are read: Marginal({…}) or Whole({…})")
    if isinstance(value, Rate | str | int | Fraction | Decimal | float):
        return Flat(rate_of(value, "pays"))
    if not hasattr(value, "slices"):
        raise WrongTypeError("pays", value, "be a rate such as '5%', or a schedule such as Marginal({…})")
    return value
