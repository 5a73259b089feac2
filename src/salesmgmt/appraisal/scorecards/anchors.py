"""Behavioural anchors: marks of a judged criterion, and what people do who earn them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.numbers import as_number, named
from salesmgmt.appraisal.scorecards.scoring import Direction, Interpolated
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of

__all__ = ["Anchor", "Anchored"]


def _as_mark(value: object) -> Fraction:
    return as_number(value, "mark")


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


@frozen
class Anchor:
    """What somebody does who earns a mark.

    Attributes:
        mark: The mark, such as 1 to 5.
        share: Share of the full points that it brings.
        behaviour: What can be seen of people with this mark.

    Raises:
        WrongTypeError: If a figure is a float.
        InvalidValueError: If the behaviour is no text or an empty one.
    """

    mark: Fraction = field(converter=_as_mark)
    share: Rate = field(converter=_as_share)
    behaviour: str

    def __attrs_post_init__(self) -> None:
        named(self.behaviour, "behaviour")


def _as_anchors(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    given = tuple(anchors) if isinstance(anchors, Iterable) else (anchors,)
    for anchor in given:
        if not isinstance(anchor, Anchor):
            raise WrongTypeError("anchors", anchor, "be Anchor values, in a list or any other iterable")
    return tuple(sorted(given, key=lambda anchor: anchor.mark))


@frozen
class Anchored:
    """The rule of a judged criterion: marks, with the behaviours that anchor them.

    Marks between two anchors earn points between them, or those of the anchor below, as the form says. Marks
    beyond the first and the last anchor count as these.

    Attributes:
        anchors: Marks, the shares that they bring, and what people with them do; at least two.
        between: Whether a mark between two anchors earns points between them.

    Raises:
        InvalidValueError: If there are fewer than two anchors, two have one mark, or a better mark brings
            less.
        WrongTypeError: If a field has another type.

    Examples:
        >>> honesty = Anchored(
        ...     (
        ...         Anchor(1, "20%", "hides mistakes"),
        ...         Anchor(3, "60%", "admits mistakes when asked"),
        ...         Anchor(5, "100%", "speaks of mistakes first"),
        ...     )
        ... )
        >>> honesty.score(Fraction(4)), honesty.behaviour(Fraction(4))
        (Fraction(4, 5), 'admits mistakes when asked')
    """

    anchors: tuple[Anchor, ...] = field(converter=_as_anchors)
    between: bool = True

    def __attrs_post_init__(self) -> None:
        if type(self.between) is not bool:
            raise WrongTypeError("between", self.between, "be True or False")
        if len(self.anchors) < 2:
            raise InvalidValueError("anchors", len(self.anchors), "be at least two")
        if len({anchor.mark for anchor in self.anchors}) != len(self.anchors):
            raise InvalidValueError("anchors", self.anchors, "have a mark of their own each")
        shares = [anchor.share for anchor in self.anchors]
        if shares != sorted(shares):
            raise InvalidValueError("anchors", self.anchors, "bring more the better their mark")

    @property
    def direction(self) -> Direction:
        """Higher marks are better."""
        return Direction.HIGHER

    def score(self, result: Fraction) -> Fraction:
        """The share of a mark."""
        mark = as_number(result, "mark")
        if self.between:
            points = [(anchor.mark, anchor.share.value) for anchor in self.anchors]
            return Interpolated(points).score(mark)
        return self._below(mark).share.value

    def behaviour(self, mark: Fraction) -> str:
        """What anchors a mark: the behaviour of the best anchor that it reaches, or of the first."""
        return self._below(as_number(mark, "mark")).behaviour

    def _below(self, mark: Fraction) -> Anchor:
        return self.anchors[max(0, bisect_right(self.anchors, mark, key=lambda anchor: anchor.mark) - 1)]
