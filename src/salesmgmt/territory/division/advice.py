"""By what to divide a market: an explained decision from a few facts about the market.

Simple goods are divided by region: one seller near the customer carries everything. Technical depth is
divided by product, since nobody knows every line. Solutions and integration are divided by customer, with
product managers beside, since the seller has to know the customer's business; and so are deep products of
which the same customer buys several, who would otherwise meet several sellers.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_flag, tuple_of
from salesmgmt.territory.division.dividing import DivisionKind
from salesmgmt.territory.texts import HEADINGS

__all__ = ["DivisionAdvice", "DivisionAlternative", "DivisionDecision", "MarketProfile"]

_DEEPEST = 10


def _as_depth(value: RateLike) -> Fraction:
    return rate_of(value, "technical_depth").value


def _as_solutions(value: RateLike) -> Rate:
    return rate_of(value, "solution_share")


def _as_cross(value: RateLike) -> Rate:
    return rate_of(value, "cross_buying")


def _check_depth(value: Fraction) -> None:
    if not 0 <= value <= _DEEPEST:
        raise InvalidValueError("technical_depth", value, f"be a score from 0 to {_DEEPEST}")


def _check_share(name: str, value: Rate) -> None:
    if not 0 <= value.value <= 1:
        raise InvalidValueError(name, value, "be a share, 0% to 100%")


@frozen
class MarketProfile:
    """What has to be known of a market to divide it.

    Attributes:
        products: Number of product lines.
        technical_depth: How much a seller has to know to sell them, from 0 (anybody can) to 10.
        solution_share: Part of sales that are solutions put together for one customer.
        regions: Number of regions.
        customer_groups: Number of groups, such as industries, whose business differs.
        sellers: Number of sellers.
        cross_buying: Part of the customers that buy several product lines.

    Raises:
        InvalidValueError: If a count is below 1, the depth is not 0 to 10, or a share not 0 to 100 %.
        WrongTypeError: If a field has another type.
    """

    products: int
    technical_depth: Fraction = field(converter=_as_depth)
    solution_share: Rate = field(converter=_as_solutions)
    regions: int = field(default=1, kw_only=True)
    customer_groups: int = field(default=1, kw_only=True)
    sellers: int = field(default=1, kw_only=True)
    cross_buying: Rate = field(default=Rate(0), converter=_as_cross, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in ("products", "regions", "customer_groups", "sellers"):
            check_count(name, getattr(self, name), 1)
        _check_depth(self.technical_depth)
        _check_share("solution_share", self.solution_share)
        _check_share("cross_buying", self.cross_buying)

    def parts(self, kind: DivisionKind) -> int:
        """Into how many parts a division of a kind cuts the market."""
        return {
            DivisionKind.REGION: self.regions,
            DivisionKind.PRODUCT: self.products,
            DivisionKind.CUSTOMER: self.customer_groups,
        }[kind]


def _as_kind(value: DivisionKind | str) -> DivisionKind:
    try:
        return DivisionKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(DivisionKind)}") from None


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(reasons, Reason, "reasons")


@frozen
class DivisionAlternative:
    """Another way to divide, and what speaks against it.

    Attributes:
        kind: The way.
        reasons: What speaks against it.

    Raises:
        InvalidValueError: If the kind is none of the words.
        WrongTypeError: If a reason is none.
    """

    kind: DivisionKind = field(converter=_as_kind)
    reasons: tuple[Reason, ...] = field(converter=_as_reasons)


def _as_alternatives(alternatives: Iterable[DivisionAlternative]) -> tuple[DivisionAlternative, ...]:
    return tuple_of(alternatives, DivisionAlternative, "alternatives")


@frozen
class DivisionDecision:
    """By what to divide, and why.

    Attributes:
        kind: Region, product or customer.
        managers: Whether product managers stand beside the owners.
        below: By what to divide a part again, since too many sellers would be in it; None where it is enough.
        reasons: What spoke for it.
        alternatives: The other ways, each with what speaks against it.

    Raises:
        InvalidValueError: If a kind is none of the words, or the alternatives are not the two other ones.
        WrongTypeError: If a field has another type.
    """

    kind: DivisionKind = field(converter=_as_kind)
    managers: bool
    below: DivisionKind | None
    reasons: tuple[Reason, ...] = field(converter=_as_reasons)
    alternatives: tuple[DivisionAlternative, ...] = field(converter=_as_alternatives)

    def __attrs_post_init__(self) -> None:
        check_flag("managers", self.managers)
        if self.below is not None and not isinstance(self.below, DivisionKind):
            raise WrongTypeError("below", self.below, "be a DivisionKind or None")
        others = {kind for kind in DivisionKind if kind is not self.kind}
        if {other.kind for other in self.alternatives} != others or len(self.alternatives) != len(others):
            raise InvalidValueError(
                "alternatives", [other.kind for other in self.alternatives], "be the two other ways"
            )

    @property
    def reason(self) -> Reason:
        """The decision in words, with what spoke for it."""
        suffix = ".managers" if self.managers else ""
        return Reason(f"territory.advice.{self.kind.value}{suffix}", because=self.reasons)

    def records(self) -> list[dict[str, object]]:
        """One row per way to divide, the advised one first, for a DataFrame."""
        ways = [(self.kind, self.reasons), *((other.kind, other.reasons) for other in self.alternatives)]
        return [
            {
                "kind": kind.value,
                "advised": kind is self.kind,
                "reasons": tuple(each.code for each in reasons),
            }
            for kind, reasons in ways
        ]

    def table(self, lang: str = "en") -> Table:
        """The ways to divide, the advised one first, with what speaks for it and against the others."""
        advised = self.reason
        ways = [
            (advised, self.reasons),
            *((Reason(f"territory.advice.{other.kind.value}"), other.reasons) for other in self.alternatives),
        ]
        stop = "; " if lang == "en" else "；"
        rows = [
            (way.text(lang), way is advised, stop.join(each.text(lang) for each in reasons))
            for way, reasons in ways
        ]
        return Table("", headed(HEADINGS, lang, "way", "advised", "why"), rows, lang=lang)


@frozen
class DivisionAdvice:
    """A policy that advises by what to divide, with its thresholds.

    Attributes:
        solution_share: From which part of sales that are solutions on the market is divided by customer.
        technical_depth: From which depth on, 0 to 10, it is divided by product.
        cross_buying: From which part of customers that buy several lines on a division by product would set
            too many sellers on one customer.
        sellers_per_part: Most sellers in one part before it is divided again by region.

    Raises:
        InvalidValueError: If a threshold is out of its range.
        WrongTypeError: If a field has another type.

    Examples:
        >>> profile = MarketProfile(products=3, technical_depth=8, solution_share="10%")
        >>> decision = DivisionAdvice().decide(profile)
        >>> decision.kind.value, decision.managers
        ('product', False)
        >>> print(decision.reason.tree())
        divide by product line
          10% of sales are solutions, below 30%
          a technical depth of 8 is at or above 6: a seller has to know the line
          0% of customers buy several lines, below 50%: few would meet several sellers
          1 seller for 3 parts: some carry several
    """

    solution_share: Rate = field(default=Rate("30%"), converter=_as_solutions, kw_only=True)
    technical_depth: Fraction = field(default=Fraction(6), converter=_as_depth, kw_only=True)
    cross_buying: Rate = field(default=Rate("50%"), converter=_as_cross, kw_only=True)
    sellers_per_part: int = field(default=8, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_share("solution_share", self.solution_share)
        _check_depth(self.technical_depth)
        _check_share("cross_buying", self.cross_buying)
        check_count("sellers_per_part", self.sellers_per_part, 1)

    def decide(self, profile: MarketProfile) -> DivisionDecision:
        """By what to divide a market.

        Args:
            profile: What is known of it.

        Raises:
            WrongTypeError: If the profile is none.
        """
        if not isinstance(profile, MarketProfile):
            raise WrongTypeError("profile", profile, "be a MarketProfile")
        several = profile.products > 1
        solutions = self._solutions(profile)
        depth = self._depth(profile)
        cross = self._cross(profile)
        lines = () if several else (Reason("territory.advice.lines.one"),)
        kind: DivisionKind
        reasons: tuple[Reason, ...]
        if solutions.code.endswith(".met"):
            kind, reasons = DivisionKind.CUSTOMER, (solutions,)
        elif several and depth.code.endswith(".met"):
            kind = DivisionKind.CUSTOMER if cross.code.endswith(".met") else DivisionKind.PRODUCT
            reasons = (solutions, depth, cross)
        else:
            near = Reason("territory.advice.near" if profile.regions > 1 else "territory.advice.regions.one")
            kind, reasons = DivisionKind.REGION, (solutions, *(lines or (depth,)), near)
        against = {
            DivisionKind.REGION: tuple(each for each in reasons if each is solutions or each is depth)[-1:],
            DivisionKind.PRODUCT: lines
            or tuple(each for each in (depth, cross) if _speaks_against(each))
            or reasons,
            DivisionKind.CUSTOMER: (solutions, cross) if kind is DivisionKind.PRODUCT else (solutions,),
        }
        below, remarks = self._size(profile, kind)
        return DivisionDecision(
            kind,
            kind is DivisionKind.CUSTOMER and several,
            below,
            (*reasons, *remarks),
            [DivisionAlternative(other, against[other]) for other in DivisionKind if other is not kind],
        )

    def _solutions(self, profile: MarketProfile) -> Reason:
        met = profile.solution_share >= self.solution_share
        values: dict[str, ReasonValue] = {"share": profile.solution_share, "threshold": self.solution_share}
        return Reason(f"territory.advice.solutions.{'met' if met else 'missed'}", values)

    def _depth(self, profile: MarketProfile) -> Reason:
        met = profile.technical_depth >= self.technical_depth
        values: dict[str, ReasonValue] = {"depth": profile.technical_depth, "threshold": self.technical_depth}
        return Reason(f"territory.advice.depth.{'met' if met else 'missed'}", values)

    def _cross(self, profile: MarketProfile) -> Reason:
        met = profile.cross_buying >= self.cross_buying
        values: dict[str, ReasonValue] = {"share": profile.cross_buying, "threshold": self.cross_buying}
        return Reason(f"territory.advice.cross.{'met' if met else 'kept'}", values)

    def _size(
        self, profile: MarketProfile, kind: DivisionKind
    ) -> tuple[DivisionKind | None, tuple[Reason, ...]]:
        """Whether a part is divided again, and what the number of sellers has to say."""
        parts, sellers = profile.parts(kind), profile.sellers
        if sellers < parts:
            return None, (Reason("territory.advice.too_few", {"sellers": sellers, "parts": parts}),)
        if kind is DivisionKind.REGION or profile.regions == 1 or sellers <= self.sellers_per_part * parts:
            return None, ()
        values: dict[str, ReasonValue] = {"sellers": sellers, "parts": parts, "most": self.sellers_per_part}
        return DivisionKind.REGION, (Reason("territory.advice.below", values),)


def _speaks_against(reason: Reason) -> bool:
    """Whether a finding speaks against a division by product."""
    return reason.code in ("territory.advice.depth.missed", "territory.advice.cross.met")
