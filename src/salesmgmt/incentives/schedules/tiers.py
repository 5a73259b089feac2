"""Tiers, and the tables that they make: checked as a whole when they are built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.incentives.schedules.bounds import (
    Bound,
    BoundLike,
    KeyKind,
    bound_of,
    kind_of,
    kind_problems,
    rising_problems,
    size_of_bound,
)
from salesmgmt.incentives.schedules.pairs import Pairs
from salesmgmt.incentives.schedules.pays import LUMPS, Method, Pays, PaysLike, as_method, pays_of
from salesmgmt.money import Currency, Money, Rate

__all__ = [
    "Tier",
    "TiersLike",
    "currency_of_tiers",
    "join_problems",
    "keyed_of",
    "pays_problems",
    "refuse",
    "tiers_of",
]

_NOTHING_BELOW = "be 0: write what is paid below it, if only 0%"


def _start(value: BoundLike | None) -> Bound | None:
    return None if value is None else bound_of(value, "start")


def _end(value: BoundLike | None) -> Bound | None:
    return None if value is None else bound_of(value, "end")


def _pays(value: PaysLike) -> Pays:
    return pays_of(value)


def _method(value: Method | str | None) -> Method | None:
    return None if value is None else as_method(value)


@frozen
class Tier:
    """One step of a table.

    Attributes:
        start: Where it begins: a share (`"60%"`), an amount (`"USD 50,000"`) or a number (`10`). None for a
            first step that holds from whatever lies below its end, where the key can be negative.
        pays: What it pays, 0 or more: a rate of the base (`"5%"`), an amount for each unit of a base that
            counts things (`"USD 6"`), or a sum where the method is one of sums.
        end: Where the next one begins; None for the last.
        method: How it pays; None for the method of the schedule that it stands in.

    Raises:
        InvalidValueError: If the end is not above the start, or the pay negative.
        WrongTypeError: If one bound is of another kind than the other.

    Examples:
        >>> Tier("60%", "5%", "100%")
        Tier(start=Rate('60%'), pays=Rate('5%'), end=Rate('100%'), method=None)
    """

    start: Bound | None = field(converter=_start)
    pays: Pays = field(converter=_pays)
    end: Bound | None = field(default=None, converter=_end)
    method: Method | None = field(default=None, converter=_method)

    def __attrs_post_init__(self) -> None:
        start, end = self.start, self.end
        if start is None or end is None:
            return
        if kind_of(start) is not kind_of(end):
            raise WrongTypeError("end", end, f"be of the kind of the start {start}")
        if isinstance(start, Money) and isinstance(end, Money) and start.currency != end.currency:
            raise CurrencyMismatchError("end", end, f"be in {start.currency}, as the start")
        if size_of_bound(end) <= size_of_bound(start):
            raise InvalidValueError("end", end, f"be above the start {start}")


TiersLike: TypeAlias = Pairs[BoundLike | None, PaysLike] | Iterable[Tier]
"""A table as people write it: where each step begins and what it pays, or `Tier` values with both ends."""


def tiers_of(given: TiersLike) -> tuple[Tier, ...]:
    """The tiers of a table as it is written; they need not join yet.

    Raises:
        BatchError: If the starts of a mapping are not of one kind, or do not rise.
        InvalidValueError: If there are none.
        WrongTypeError: If something else than tiers is listed.
    """
    if isinstance(given, Pairs):
        tiers = _joined([Tier(start, pays) for start, pays in given.items()])
    else:
        tiers = tuple(given)
    if not tiers:
        raise InvalidValueError("tiers", given, "hold one tier or more")
    for tier in tiers:
        if not isinstance(tier, Tier):
            raise WrongTypeError("tiers", tier, "be Tier values, or a mapping from starts to what they pay")
    return tiers


def _joined(tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Tiers that each end where the next one begins."""
    refuse("tiers", _start_problems(tiers))
    names, starts = _starts(tiers)
    refuse("tiers", rising_problems(starts, names, "start", "tier"))
    return tuple(evolve(tier, end=after.start) for tier, after in pairwise(tiers)) + tuple(tiers[-1:])


def refuse(field: str, found: Iterable[Problem]) -> None:
    """Raise all problems that were found, if any.

    Raises:
        BatchError: With every one of them.
    """
    problems = tuple(found)
    if problems:
        raise BatchError(field, problems)


def _named(tiers: Sequence[Tier]) -> list[tuple[str, Tier]]:
    return [(f"tier {number}", tier) for number, tier in enumerate(tiers, 1)]


def _start_problems(tiers: Sequence[Tier]) -> Iterator[Problem]:
    """Starts that are missing, or cannot be compared with the first one."""
    for name, tier in _named(tiers)[1:]:
        if tier.start is None:
            yield Problem(name, "start", None, "be stated; only the first tier begins below everything")
    names, bounds = _starts(tiers)
    yield from kind_problems(bounds, names, "start")


def _starts(tiers: Sequence[Tier]) -> tuple[list[str], list[Bound]]:
    """The starts that are stated, with the names of their tiers."""
    stated = [(name, tier.start) for name, tier in _named(tiers) if tier.start is not None]
    return [name for name, _ in stated], [start for _, start in stated]


def join_problems(tiers: Sequence[Tier]) -> Iterator[Problem]:
    """Everything that keeps a table from naming exactly one tier for every figure from where it begins."""
    odd = tuple(_start_problems(tiers))
    if odd:
        yield from odd
        return
    first = tiers[0].start
    if first is None and len(tiers) == 1:
        yield Problem("tier 1", "start", None, "be stated, since there is no tier above it")
    if first is not None and size_of_bound(first):
        yield Problem("tier 1", "start", first, _NOTHING_BELOW)
    for number, (before, after) in enumerate(pairwise(tiers), 1):
        yield from _seam_problems(f"tier {number}", before.end, after.start)
    if tiers[-1].end is not None:
        rule = "be left open: write what is paid above it as a tier of its own"
        yield Problem(f"tier {len(tiers)}", "end", tiers[-1].end, rule)


def _seam_problems(name: str, end: Bound | None, start: Bound | None) -> Iterator[Problem]:
    """Why the end of one tier is not the start of the next."""
    if end is None:
        yield Problem(name, "end", None, f"be {start}, where the next one begins")
    elif start is None or kind_of(end) is not kind_of(start) or _currency(end) != _currency(start):
        yield Problem(name, "end", end, f"be of the kind of the next start {start}")
    elif size_of_bound(end) < size_of_bound(start):
        yield Problem(name, "end", end, f"leave no gap before {start}")
    elif size_of_bound(end) > size_of_bound(start):
        yield Problem(name, "end", end, f"not reach over the next start {start}")


def _currency(bound: Bound) -> Currency | None:
    return bound.currency if isinstance(bound, Money) else None


def pays_problems(tiers: Sequence[Tier], methods: Sequence[Method]) -> Iterator[Problem]:
    """What a step pays that does not suit its method, or the other steps."""
    runs = any(method in (Method.MARGINAL, Method.SPREAD) for method in methods)
    if runs and tiers[0].start is None:
        rule = "be 0, since a step of the table pays for what lies in it"
        yield Problem("tier 1", "start", None, rule)
    ours = next(iter(_currencies(tiers)), None)
    rated: Pays | None = None
    for (name, tier), method in zip(_named(tiers), methods, strict=True):
        pays = tier.pays
        if method in LUMPS and isinstance(pays, Rate) and pays:
            yield Problem(name, "pays", pays, "be an amount such as 'USD 500', since the step pays a sum")
        elif method not in LUMPS and pays:
            rated = pays if rated is None else rated
            if isinstance(rated, Rate) is not isinstance(pays, Rate):
                rule = f"be a rate or an amount for each unit, as the {rated} of another tier is"
                yield Problem(name, "pays", pays, rule)
        if method is Method.SPREAD and tier.end is None:
            yield Problem(name, "end", None, "be stated, since the sum is spread over the step")
        if isinstance(pays, Money) and pays.currency != ours:
            yield Problem(name, "pays", pays, f"be in {ours}, as the rest of the table")


def _currencies(tiers: Iterable[Tier]) -> Iterator[Currency]:
    """The currencies named, those of the bounds first."""
    kept = tuple(tiers)
    yield from (tier.start.currency for tier in kept if isinstance(tier.start, Money))
    yield from (tier.pays.currency for tier in kept if isinstance(tier.pays, Money))


def currency_of_tiers(tiers: Iterable[Tier]) -> Currency | None:
    """The one currency that a table names, in its bounds or in what it pays."""
    return next(_currencies(tiers), None)


def keyed_of(tiers: Sequence[Tier]) -> KeyKind:
    """What the bounds of a table are."""
    bounds = (bound for tier in tiers for bound in (tier.start, tier.end))
    return next(kind_of(bound) for bound in bounds if bound is not None)
