"""Gaps and overlaps of the bands of a table: cutoffs, grades, scores, authorities."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.limits.checks import check_flag, check_text, tuple_of
from salesmgmt.credit.limits.proposing import StepLimit
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Band", "BandFinding", "LimitFindingKind", "as_kind", "as_names", "band_findings", "bands_of"]


class LimitFindingKind(StrEnum):
    """What is found in limits or bands."""

    GAP = "gap"
    OVERLAP = "overlap"
    SHORT = "short"


def as_kind(value: LimitFindingKind | str) -> LimitFindingKind:
    """A kind of finding from its name."""
    return choice_of(LimitFindingKind, value, "kind")


def as_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names as a tuple; a single text is refused."""
    if isinstance(names, str):
        raise WrongTypeError("names", names, "hold names, in a tuple")
    return tuple(names)


def _as_bound(value: RateLike | None) -> Fraction | None:
    return None if value is None else rate_of(value, "bound").value


@frozen
class Band:
    """A stretch of figures that something is said for: the figures of a grade, a step, an authority.

    Attributes:
        name: What it is called.
        lower: Its lower bound; None where it goes down without end.
        upper: Its upper bound; None where it goes up without end.
        lower_in: Whether the lower bound belongs to it.
        upper_in: Whether the upper bound does.

    Raises:
        InvalidValueError: If it holds no figure, or the name is empty.
        WrongTypeError: If a field has another type.

    Examples:
        >>> print(Band("B", 60, 80), Band("A", 80, 100, upper_in=True))
        [60, 80) [80, 100]
    """

    name: str
    lower: Fraction | None = field(converter=_as_bound)
    upper: Fraction | None = field(converter=_as_bound)
    lower_in: bool = field(default=True, kw_only=True)
    upper_in: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        check_flag("lower_in", self.lower_in)
        check_flag("upper_in", self.upper_in)
        if self.lower is None or self.upper is None:
            return
        if self.lower > self.upper or (self.lower == self.upper and not (self.lower_in and self.upper_in)):
            raise InvalidValueError("upper", self.upper, "leave at least one figure to the band")

    def __contains__(self, figure: RateLike) -> bool:
        value = rate_of(figure, "figure").value
        above = self.lower is None or value > self.lower or (self.lower_in and value == self.lower)
        below = self.upper is None or value < self.upper or (self.upper_in and value == self.upper)
        return above and below

    def __str__(self) -> str:
        low = ".." if self.lower is None else str(self.lower)
        high = ".." if self.upper is None else str(self.upper)
        left = "[" if self.lower_in and self.lower is not None else "("
        return f"{left}{low}, {high}{']' if self.upper_in and self.upper is not None else ')'}"


@frozen
class BandFinding:
    """Figures for which nothing is said, or two things are.

    Attributes:
        kind: `gap` or `overlap`.
        where: The figures.
        names: Names of the bands in question: those beside a gap, those that overlap.
        reason: What was found.

    Raises:
        InvalidValueError: If the kind is none of these.
        WrongTypeError: If a field has another type.
    """

    kind: LimitFindingKind = field(converter=as_kind)
    where: Band
    names: tuple[str, ...] = field(converter=as_names)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.where, Band):
            raise WrongTypeError("where", self.where, "be a Band")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


#: A border between figures: just before a figure (0) or just after it (1); None is beyond all figures.
_Border = tuple[Fraction, int]


def _low(band: Band) -> _Border | None:
    return None if band.lower is None else (band.lower, 0 if band.lower_in else 1)


def _high(band: Band) -> _Border | None:
    return None if band.upper is None else (band.upper, 1 if band.upper_in else 0)


def _band(name: str, low: _Border | None, high: _Border | None) -> Band:
    return Band(
        name,
        None if low is None else low[0],
        None if high is None else high[0],
        lower_in=low is not None and low[1] == 0,
        upper_in=high is not None and high[1] == 1,
    )


def band_findings(bands: Iterable[Band], within: Band | None = None) -> tuple[BandFinding, ...]:
    """Figures that no band holds, and figures that two bands hold.

    Args:
        bands: The bands of one table, in any order.
        within: The figures that should be covered; from the lowest bound to the highest where left out, both
            of them included as the bands have them.

    Returns:
        The findings, from the lowest figure up.

    Raises:
        WrongTypeError: If something is no band.

    Examples:
        >>> table = [Band("C", 0, 60), Band("B", 60, 81), Band("A", 80, 90)]
        >>> for finding in band_findings(table, Band("score", 0, 100, upper_in=True)):
        ...     print(finding.reason.text())
        B and A both hold for [80, 81)
        nothing is said for [90, 100]
    """
    given = tuple_of(bands, Band, "bands")
    if within is not None and not isinstance(within, Band):
        raise WrongTypeError("within", within, "be a Band")
    if not given and within is None:
        return ()
    cuts = {_low(band) for band in given} | {_high(band) for band in given}
    if within is not None:
        cuts |= {_low(within), _high(within)}
    finite = sorted(cut for cut in cuts if cut is not None)
    points: list[_Border | None] = [None, *finite, None]
    found: list[tuple[LimitFindingKind, tuple[str, ...], _Border | None, _Border | None]] = []
    whole = _hull(given) if within is None else within
    for place, (low, high) in enumerate(pairwise(points)):
        first, last = place == 0, place == len(points) - 2
        if not _covers(whole, low, high, first=first, last=last):
            continue
        names = tuple(sorted(b.name for b in given if _covers(b, low, high, first=first, last=last)))
        if len(names) == 1:
            continue
        kind = LimitFindingKind.OVERLAP if names else LimitFindingKind.GAP
        if found and found[-1][:2] == (kind, names) and found[-1][3] == low:
            found[-1] = (kind, names, found[-1][2], high)
        else:
            found.append((kind, names, low, high))
    return tuple(_told(given, *one) for one in found)


def _from(band: Band) -> tuple[int, Fraction, int]:
    low = _low(band)
    return (0, Fraction(0), 0) if low is None else (1, *low)


def _hull(bands: tuple[Band, ...]) -> Band:
    """From the lowest bound to the highest."""
    lows, highs = [_low(band) for band in bands], [_high(band) for band in bands]
    low = None if None in lows else min(one for one in lows if one is not None)
    high = None if None in highs else max(one for one in highs if one is not None)
    return _band("all", low, high)


def _covers(band: Band, low: _Border | None, high: _Border | None, *, first: bool, last: bool) -> bool:
    """Whether a band holds all figures between two neighbouring borders."""
    own_low, own_high = _low(band), _high(band)
    below = own_low is None if first else own_low is None or (low is not None and own_low <= low)
    above = own_high is None if last else own_high is None or (high is not None and own_high >= high)
    return below and above


def _told(
    bands: tuple[Band, ...],
    kind: LimitFindingKind,
    names: tuple[str, ...],
    low: _Border | None,
    high: _Border | None,
) -> BandFinding:
    if kind is LimitFindingKind.GAP:
        where = _band("gap", low, high)
        beside = tuple(
            sorted(
                band.name
                for band in bands
                if (low is not None and _high(band) == low) or (high is not None and _low(band) == high)
            )
        )
        values: dict[str, ReasonValue] = {"values": str(where)}
        return BandFinding(kind, where, beside, Reason("credit.finding.band_gap", values))
    ordered = sorted((band for band in bands if band.name in names), key=_from)
    where = _band("overlap", low, high)
    told = [band.name for band in ordered]
    both: dict[str, ReasonValue] = {
        "one": told[0],
        "other": ", ".join(told[1:]),
        "values": str(where),
    }
    return BandFinding(kind, where, told, Reason("credit.finding.band_overlap", both))


def bands_of(formula: StepLimit) -> tuple[Band, ...]:
    """The bands of a formula by steps, for `band_findings`.

    Each goes up to the next, the last without end. Amounts count in minor units.

    Raises:
        WrongTypeError: If the formula is none by steps.

    Examples:
        >>> bands = bands_of(StepLimit("years", {5: "USD 100,000", 10: "USD 200,000"}))
        >>> [str(band) for band in bands]
        ['[5, 10)', '[10, ..)']
        >>> print(band_findings(bands, Band("years", 0, None))[0].reason.text())
        nothing is said for [0, 5)
    """
    if not isinstance(formula, StepLimit):
        raise WrongTypeError("formula", formula, "be a StepLimit")
    starts = [
        Fraction(step.at_least.minor) if isinstance(step.at_least, Money) else step.at_least
        for step in formula.steps
    ]
    ends: list[Fraction | None] = [*starts[1:], None]
    return tuple(Band(str(start), start, end) for start, end in zip(starts, ends, strict=True))
