"""Requests that no rule of a matrix holds for, and requests that two hold for; each with a witness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.credit.approval.matrix.rules import ApprovalRequest, ApprovalRule
from salesmgmt.credit.limits import LimitFindingKind
from salesmgmt.credit.limits.bands import as_kind, as_names
from salesmgmt.credit.limits.checks import tuple_of
from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Currency, Money, Rate, currency_of
from salesmgmt.reasons import Reason

__all__ = ["MatrixFinding", "matrix_findings"]

#: Above the first, up to the second; None for no bound.
_Span: TypeAlias = tuple[Fraction | None, Fraction | None]


@frozen
class MatrixFinding:
    """Requests for which a matrix says nothing, or two things.

    Attributes:
        kind: `gap` or `overlap`.
        rules: The two rules that overlap; none beside a gap.
        witness: A request in question.
        reason: What was found.

    Raises:
        InvalidValueError: If the kind is none of these.
        WrongTypeError: If a part has another type.
    """

    kind: LimitFindingKind = field(converter=as_kind)
    rules: tuple[str, ...] = field(converter=as_names)
    witness: ApprovalRequest
    reason: Reason

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.witness, ApprovalRequest):
            raise WrongTypeError("witness", self.witness, "be an ApprovalRequest")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def matrix_findings(
    rules: Iterable[ApprovalRule], currency: Currency | str, grades: Iterable[str] = ()
) -> tuple[MatrixFinding, ...]:
    """What rules leave out, and what two of them claim.

    Args:
        rules: The rules, in any order.
        currency: Currency of the amounts.
        grades: All classes by score that there are; none where the rules do not go by them.

    Returns:
        Overlaps in the order of the rules, then gaps from the lowest amount up.

    Raises:
        WrongTypeError: If something is no rule.

    Examples:
        >>> rules = [
        ...     ApprovalRule("low", "analyst", up_to="USD 1,000"),
        ...     ApprovalRule("high", "manager", over="USD 1,000", days_up_to=60),
        ... ]
        >>> for finding in matrix_findings(rules, "USD"):
        ...     print(finding.reason.text())
        no rule holds for USD 1,000.01 / 61 d, and so for > USD 1,000.00; > 60 d
    """
    given = tuple_of(rules, ApprovalRule, "rules")
    unit, classes = currency_of(currency), tuple(grades)
    found = [
        _overlap(one, other, unit, witness)
        for one, other in combinations(given, 2)
        if (witness := _both(one, other, unit, classes)) is not None
    ]
    return (*found, *_gaps(given, unit, classes))


def _overlap(
    one: ApprovalRule, other: ApprovalRule, unit: Currency, witness: ApprovalRequest
) -> MatrixFinding:
    told = {"one": one.name, "other": other.name, "request": str(witness)}
    reason = Reason("credit.authority.overlap", told)
    return MatrixFinding(LimitFindingKind.OVERLAP, (one.name, other.name), witness, reason)


def _both(
    one: ApprovalRule, other: ApprovalRule, unit: Currency, grades: tuple[str, ...]
) -> ApprovalRequest | None:
    """A request for which both hold: the highest one where there is a bound."""
    named = [set(rule.grades) for rule in (one, other) if rule.grades]
    common = set.intersection(*named) if named else set(grades)
    if named and not common:
        return None
    figures = []
    for mine, theirs in zip(one.spans, other.spans, strict=True):
        lows = [low for low, _ in (mine, theirs) if low is not None]
        highs = [high for _, high in (mine, theirs) if high is not None]
        if lows and highs and max(lows) >= min(highs):
            return None
        figures.append(_sample((max(lows, default=None), min(highs, default=None))))
    ordered = [*[grade for grade in grades if grade in common], *sorted(common)]
    return _request(figures, next(iter(ordered), None), unit)


def _sample(span: _Span) -> Fraction:
    """A figure of a span: its upper bound, which belongs to it, or the one after its lower bound."""
    low, high = span
    if high is not None:
        return high
    return Fraction(0) if low is None else low + 1


def _request(figures: Sequence[Fraction], grade: str | None, unit: Currency) -> ApprovalRequest:
    amount, excess, days = figures
    return ApprovalRequest(Money(int(amount), unit), grade, Rate(excess), int(days))


def _gaps(
    rules: tuple[ApprovalRule, ...], unit: Currency, grades: tuple[str, ...]
) -> Iterator[MatrixFinding]:
    classes: tuple[str | None, ...] = grades or (None,)
    done: list[tuple[tuple[ApprovalRule, ...], list[str | None]]] = []
    for grade in classes:  # classes for which the same rules hold have the same gaps
        held = tuple([rule for rule in rules if not rule.grades or grade in rule.grades])
        same = next((names for known, names in done if known == held), None)
        if same is None:
            done.append((held, [grade]))
        else:
            same.append(grade)
    for held, names in done:
        for spans in _uncovered(held, 0):
            figures = [_sample(span) for span in spans]
            witness = _request(figures, names[0], unit)
            told = {"request": str(witness), "span": _spans(spans, names, unit)}
            yield MatrixFinding(LimitFindingKind.GAP, (), witness, Reason("credit.authority.gap", told))


def _uncovered(rules: tuple[ApprovalRule, ...], place: int) -> Iterator[tuple[_Span, ...]]:
    """Boxes that no rule holds for: the spans of amount, excess and days from a place on."""
    if not rules:
        yield ((None, None),) * (3 - place)
        return
    if place == 3:
        return
    bounds = sorted({bound for rule in rules for bound in rule.spans[place] if bound is not None})
    parts: list[tuple[_Span, tuple[ApprovalRule, ...]]] = []
    for low, high in pairwise([None, *bounds, None]):
        span = (low, high)
        held = tuple([rule for rule in rules if _holds(rule.spans[place], span)])
        if parts and parts[-1][1] == held:
            parts[-1] = ((parts[-1][0][0], high), held)
        else:
            parts.append((span, held))
    for span, held in parts:
        for rest in _uncovered(held, place + 1):
            yield (span, *rest)


def _holds(own: _Span, part: _Span) -> bool:
    """Whether a span holds all of a part between two neighbouring bounds."""
    low, high = own
    above = low is None or (part[0] is not None and part[0] >= low)
    return above and (high is None or (part[1] is not None and part[1] <= high))


def _spans(spans: tuple[_Span, ...], grades: list[str | None], unit: Currency) -> str:
    """A box in words; what does not bind is left out."""
    parts = []
    for place, (low, high) in enumerate(spans):
        over = [] if low is None else [f"> {_shown(place, low, unit)}"]
        up_to = [] if high is None else [f"≤ {_shown(place, high, unit)}"]
        if over or up_to:
            parts.append(" ".join([*over, *up_to]))
    named = [grade for grade in grades if grade is not None]
    parts += [", ".join(named)] if named else []
    return "; ".join(parts) or "…"


def _shown(place: int, bound: Fraction, unit: Currency) -> str:
    if place == 0:
        return str(Money(int(bound), unit))
    return str(Rate(bound)) if place == 1 else f"{bound} d"
