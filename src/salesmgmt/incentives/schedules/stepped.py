"""Tables of tiers: marginal, whole and sums; and real ones, in which each step has a method of its own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.figures import Figure, Minor, size_of
from salesmgmt.incentives.schedules.bounds import Boundary, KeyKind, as_boundary, size_of_bound
from salesmgmt.incentives.schedules.monotone import Violation, violation_in
from salesmgmt.incentives.schedules.pays import Method, counts_things, size_of_pays
from salesmgmt.incentives.schedules.slices import (
    Slice,
    Term,
    checked_currency,
    checked_position,
    checked_unit,
    sliced,
)
from salesmgmt.incentives.schedules.steps import Step
from salesmgmt.incentives.schedules.tiers import (
    Tier,
    currency_of_tiers,
    join_problems,
    keyed_of,
    pays_problems,
    refuse,
    tiers_of,
)
from salesmgmt.incentives.schedules.wording import said_bounds, said_tier
from salesmgmt.money import Currency
from salesmgmt.money.figures import exact

__all__ = ["Amounts", "Marginal", "Stepped", "Whole"]

Part = tuple[Fraction, Fraction]
"""What a step has of the base, and of its sum."""


@frozen
class Stepped:
    """What the tables of tiers share; each of them says how a tier pays that does not say so itself."""

    method: ClassVar[Method]

    tiers: tuple[Tier, ...] = field(converter=tiers_of)
    boundary: Boundary = field(default=Boundary.UPPER, converter=as_boundary)

    def __attrs_post_init__(self) -> None:
        refuse("tiers", (*join_problems(self.tiers), *pays_problems(self.tiers, self.methods)))

    @property
    def methods(self) -> tuple[Method, ...]:
        """How each tier pays."""
        return tuple(tier.method or self.method for tier in self.tiers)

    @property
    def keyed(self) -> KeyKind:
        """What its bounds are."""
        return keyed_of(self.tiers)

    @property
    def runs(self) -> bool:
        """Whether any tier pays for what lies in it, so that the base itself, or its share, is the key."""
        return any(method in (Method.MARGINAL, Method.SPREAD) for method in self.methods)

    @property
    def currency(self) -> Currency | None:
        """The currency that it names, in its bounds or in what it pays."""
        return currency_of_tiers(self.tiers)

    @property
    def things(self) -> bool | None:
        """Whether its base has to be a number of things (True) or money (False); None for either."""
        return counts_things(
            (tier.pays, method) for tier, method in zip(self.tiers, self.methods, strict=True)
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """It as a table of affine steps."""
        found: list[Step] = []
        for tier, method in zip(self.tiers, self.methods, strict=True):
            found.append(_step(tier, method, found[-1] if found else None, self.boundary))
        return tuple(found)

    @property
    def monotone(self) -> bool | Violation:
        """Whether the pay never falls as the base grows, for any quota; else an example in which it does.

        The base, or its share of a quota, is taken to be the key.
        """
        return violation_in(self.steps, shares=self.keyed is KeyKind.SHARE) or True

    def slices(
        self,
        base: Figure,
        *,
        at: Minor | None = None,
        unit: Minor | None = None,
        opening: Minor = 0,
    ) -> tuple[Slice, ...]:
        """The parts of a base with what they earn.

        Args:
            base: What is paid for, 0 or more.
            at: The key, where it is something else than the base: a share as a fraction, minor units, or a
                number. None where the base is its own key.
            unit: How many base units one unit of a bound is, where the base is its own key: the minor units
                of the quota for shares; not needed for others.
            opening: What was counted before, in base units: what it earned is paid already, and the base
                comes on top. Only where the base is its own key.

        Returns:
            Slices whose bases add up to the base, and whose pays to what it earns.

        Raises:
            CurrencyMismatchError: If the base is in another currency than the table.
            InvalidValueError: If a figure is negative, shares have no quota, or `at` is given and a tier pays
                for what lies in it.
        """
        currency = checked_currency(base, self.currency, self.things)
        size, before = size_of(base), checked_position(opening, "opening")
        if at is None:
            parts = self._parts(size, before, checked_unit(unit, self.keyed, base))
        else:
            parts = self._picked(size, at, before)
        return sliced((self._term(place, *part) for place, part in parts), base, currency)

    def _picked(self, size: Fraction, at: Minor, opening: Fraction) -> list[tuple[int, Part]]:
        if self.runs:
            rule = "be left out: a tier pays for what lies in it, so the base is its own key"
            raise InvalidValueError("at", at, rule)
        if opening:
            raise InvalidValueError("opening", opening, "be left out where `at` picks the tier")
        return [(self._reached(exact(at, "at")), (size, Fraction(1)))]

    def _reached(self, key: Fraction) -> int:
        """The place of the tier that a key lies in."""
        reached = 0
        for place, tier in enumerate(self.tiers[1:], 1):
            edge = _edge(tier)
            if edge < key or (edge == key and self.boundary is Boundary.UPPER):
                reached = place
        return reached

    def _parts(self, size: Fraction, opening: Fraction, unit: Fraction) -> list[tuple[int, Part]]:
        """What each tier has of the base that comes on top of an opening figure."""
        parts = self._up_to(opening + size, unit)
        if opening:
            for place, (base, portion) in self._up_to(opening, unit).items():
                above, more = parts.get(place, (Fraction(0), Fraction(0)))
                parts[place] = above - base, more - portion
        return sorted(parts.items())

    def _up_to(self, figure: Fraction, unit: Fraction) -> dict[int, Part]:
        """What each tier has of a figure, counted from 0."""
        parts: dict[int, Part] = {}
        place = self._reached(figure / unit)
        methods = self.methods
        while methods[place] in (Method.MARGINAL, Method.SPREAD):
            edge = _edge(self.tiers[place]) * unit
            parts[place] = figure - edge, self._share(place, figure - edge, unit)
            if not place:
                return parts
            figure, place = edge, place - 1
        parts[place] = figure, Fraction(1)
        return parts

    def _share(self, place: int, part: Fraction, unit: Fraction) -> Fraction:
        """How much of a step is covered, where its sum is spread over it."""
        start, end = self.tiers[place].start, self.tiers[place].end
        if self.methods[place] is not Method.SPREAD or start is None or end is None:
            return Fraction(0)
        return part / ((size_of_bound(end) - size_of_bound(start)) * unit)

    def _term(self, place: int, part: Fraction, portion: Fraction) -> Term:
        tier, method = self.tiers[place], self.methods[place]
        is_sum = method in (Method.AMOUNT, Method.SPREAD)
        return part, tier.pays, tier, method, portion if is_sum else None

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """Its terms as sentences, in `en` or `zh`: one for each tier, and who owns the bounds."""
        methods = self.methods
        below: Sequence[Method | None] = (None, *methods)
        terms = [
            said_tier(tier, method, under, lang, self.boundary)
            for tier, method, under in zip(self.tiers, methods, below, strict=False)
        ]
        jumps = [
            tier.start
            for tier, method in zip(self.tiers, methods, strict=True)
            if tier is not self.tiers[0]
            and tier.start is not None
            and method in (Method.WHOLE, Method.AMOUNT)
        ]
        return (*terms, *said_bounds(jumps, self.boundary, lang))


def _edge(tier: Tier) -> Fraction:
    return Fraction(0) if tier.start is None else size_of_bound(tier.start)


def _step(tier: Tier, method: Method, below: Step | None, boundary: Boundary) -> Step:
    """A tier as an affine step on top of the one below."""
    edge = None if tier.start is None else size_of_bound(tier.start)
    included = below is None or boundary is Boundary.UPPER
    size = size_of_pays(tier.pays)
    if method is Method.WHOLE:
        return Step(edge, included, slope=size)
    if method is Method.AMOUNT:
        return Step(edge, included, lump=size)
    start = Fraction(0) if edge is None else edge
    # What the step below pays at its end, where the base is the edge times the unit.
    lump = Fraction(0) if below is None else below.lump + below.lift * start
    shift = Fraction(0) if below is None else below.shift + below.slope * start
    if method is Method.MARGINAL:
        return Step(edge, included, lump=lump, shift=shift - size * start, slope=size)
    width = (start if tier.end is None else size_of_bound(tier.end)) - start
    lift = size / width
    return Step(edge, included, lump=lump - lift * start, shift=shift, lift=lift)


@frozen
class Marginal(Stepped):
    """Each slice of the base earns the rate of its own tier.

    Where all tiers are marginal, who owns a bound makes no difference: the slice that ends on it and the one
    that begins there are paid the same either way. A tier with a method of its own may pay otherwise: a
    higher one the whole base, or a sum.

    Attributes:
        tiers: A mapping from where a tier begins to what it pays, in ascending order from 0; or `Tier` values
            that join without gap or overlap.
        boundary: Whether a figure exactly on a bound is in the tier above it (the usual reading of
            "from 60 %") or still in the one below ("over 60 %").

    Raises:
        BatchError: All faults of the table at once: not from 0, gaps, overlaps, unsorted, shares, amounts and
            numbers or two currencies mixed, closed at the top, a pay that does not suit its method.

    Examples:
        >>> from salesmgmt.money import Money
        >>> tiers = Marginal({"0%": "2%", "60%": "5%", "100%": "8%"})
        >>> slices = tiers.slices(Money.of("USD 110").exact, unit=Money.of("USD 100").minor)
        >>> [f"{part.base} at {part.pays}" for part in slices]
        ['USD 60 at 2%', 'USD 40 at 5%', 'USD 10 at 8%']
    """

    method: ClassVar[Method] = Method.MARGINAL


@frozen
class Whole(Stepped):
    """The tier reached sets the rate of the whole base.

    Attributes:
        tiers: As for `Marginal`; the first may begin at None, where the key can be negative (a margin, days
            before the due day).
        boundary: As for `Marginal`; here it decides what a figure exactly on a bound earns.

    Raises:
        BatchError: All faults of the table at once, as for `Marginal`.

    Examples:
        >>> from salesmgmt.money import Money
        >>> tiers = Whole({"USD 0": "2%", "USD 100": "5%"})
        >>> [str(tiers.slices(Money.of(base).exact)[0].pays) for base in ("USD 99.99", "USD 100")]
        ['2%', '5%']
        >>> by_margin = Whole({None: "0%", "10%": "3%", "20%": "5%"})
        >>> print(by_margin.slices(Money.of("USD 100").exact, at=Fraction("0.15"))[0].pay)
        USD 3
    """

    method: ClassVar[Method] = Method.WHOLE


@frozen
class Amounts(Stepped):
    """The tier reached pays its sum, in place of everything below.

    Attributes:
        tiers: As for `Marginal`, with an amount for each tier, or 0% for nothing; the first may begin at
            None.
        boundary: As for `Whole`.

    Raises:
        BatchError: All faults of the table at once, as for `Marginal`.

    Examples:
        >>> tiers = Amounts({0: "0%", 1: "USD 200", 6: "USD 400", 11: "USD 700", 16: "USD 1,000"})
        >>> print(tiers.slices(Fraction(14))[0].pay)
        USD 700
    """

    method: ClassVar[Method] = Method.AMOUNT
