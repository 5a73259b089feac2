"""Standings: who has which figure, as a contest or a pool is given them, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.criteria import Criterion
from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError
from salesmgmt.incentives.awards.texts import told
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.money import Currency, Money, Rate, Unrounded, money_of, rate_of
from salesmgmt.reasons import Reason

__all__ = ["FigureLike", "LeftOut", "Records", "as_figure", "shown", "split", "standings_of"]

FigureLike: TypeAlias = Unrounded | Money | Rate | Fraction | Decimal | int | str
"""A figure as people write it: an amount, or a number."""

Records: TypeAlias = Mapping[str, object]
"""What is known of each participant, by identifier: any mapping or object that a criterion can ask."""

_RULE = "be an amount such as 'USD 1,200', or a number such as 12 or '95%'"


def as_figure(value: FigureLike, name: str = "figure") -> Figure:
    """A figure from an amount or a number.

    Raises:
        InvalidValueError: If a text is neither.
        WrongTypeError: If it is a float, a flag or another type.

    Examples:
        >>> as_figure("95%"), str(as_figure("USD 1,200"))
        (Fraction(19, 20), 'USD 1,200')
    """
    if isinstance(value, Unrounded):
        return value
    if isinstance(value, Money):
        return value.exact
    if not isinstance(value, str):
        return rate_of(value, name).value
    try:
        return rate_of(value, name).value
    except InvalidValueError:
        pass
    try:
        return money_of(value, name).exact
    except InvalidValueError:
        raise InvalidValueError(name, value, _RULE) from None


def shown(figure: Figure) -> Money | Figure:
    """A figure as an amount where it is one, with all digits of its currency; else as it is."""
    if isinstance(figure, Unrounded) and figure.minor.denominator == 1:
        return figure.exactly()
    return figure


def unit_of(figure: Figure) -> Currency | None:
    """The currency of a figure; None for a number."""
    return figure.currency if isinstance(figure, Unrounded) else None


def identifier(value: str, name: str) -> str:
    """An identifier, checked.

    Raises:
        InvalidValueError: If it is no text, or an empty one.
    """
    if not isinstance(value, str) or not value:
        raise InvalidValueError(name, value, "be a text with at least one character")
    return value


def standings_of(given: Mapping[str, FigureLike]) -> dict[str, Figure]:
    """Figures by participant, in the order of the identifiers.

    Raises:
        BatchError: Every figure that is none, or is not of the kind and currency of the first one.
        WrongTypeError: If it is no mapping.
    """
    if not isinstance(given, Mapping):
        raise WrongTypeError("standings", given, "be a mapping from participants to figures")
    problems: list[Problem] = []
    found: dict[str, Figure] = {}
    for person, value in given.items():
        try:
            found[identifier(person, "participant")] = as_figure(value)
        except SalesmgmtError as error:
            problems.append(Problem.of(str(person), error))
    figures = {person: found[person] for person in sorted(found)}
    for first in list(figures.values())[:1]:
        unit = unit_of(first)
        kind = "a number" if unit is None else f"an amount in {unit}"
        problems += [
            Problem(person, "figure", shown(figure), f"be {kind}, as the others")
            for person, figure in figures.items()
            if unit_of(figure) != unit
        ]
    if problems:
        raise BatchError("standings", problems)
    return figures


def _reasons(value: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(value)


@frozen
class LeftOut:
    """Somebody who does not take part, and why.

    Attributes:
        participant: Who.
        figure: What they have.
        reasons: Why they do not take part.

    Raises:
        InvalidValueError: If there is no reason.
    """

    participant: str
    figure: Figure = field(converter=as_figure)
    reasons: tuple[Reason, ...] = field(converter=_reasons)

    def __attrs_post_init__(self) -> None:
        identifier(self.participant, "participant")
        if not self.reasons:
            raise InvalidValueError("reasons", self.reasons, "hold one or more")

    def why(self, lang: str = "en") -> str:
        """The reasons in words."""
        return "; ".join(told(reason, lang) for reason in self.reasons)


def split(
    figures: Mapping[str, Figure],
    condition: Criterion,
    records: Records | None,
    tables: Mapping[str, Mapping[str, object]] | None,
) -> tuple[dict[str, Figure], tuple[LeftOut, ...]]:
    """Those who meet a condition with their figures, and the others.

    Where nothing is known of somebody, the condition is asked of a record that holds their identifier as
    `participant` and nothing else.

    Raises:
        BatchError: Everybody of whom the condition cannot be answered.
    """
    taking: dict[str, Figure] = {}
    left: list[LeftOut] = []
    problems: list[Problem] = []
    test = condition.compiled(tables).matches
    for person, figure in figures.items():
        try:
            if test(record_of(person, records)):
                taking[person] = figure
            else:
                why = Reason("incentives.award.left_out.condition", {"participant": person})
                left.append(LeftOut(person, figure, (why,)))
        except SalesmgmtError as error:
            problems.append(Problem.of(person, error))
    if problems:
        raise BatchError("records", problems)
    return taking, tuple(left)


def record_of(person: str, records: Records | None) -> object:
    """What is known of somebody: their record, or their identifier alone."""
    return (records or {}).get(person, {"participant": person})


def number_of(figure: Figure) -> Fraction:
    """A figure as a number that people would read: major units where it is money."""
    return figure.amount if isinstance(figure, Unrounded) else size_of(figure)
