"""A clause of a plan document: a sentence, and the points below it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["Clause"]


def _as_points(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise WrongTypeError("points", given, "be several texts, not one")
    return tuple(given)


@frozen
class Clause:
    """A sentence of a plan document, and the points that it announces.

    Attributes:
        text: The sentence.
        points: The points, in their order; none for most sentences.

    Raises:
        InvalidValueError: If a text is empty.
    """

    text: str
    points: tuple[str, ...] = field(default=(), converter=_as_points)

    def __attrs_post_init__(self) -> None:
        for name, text in (("text", self.text), *(("points", point) for point in self.points)):
            if not isinstance(text, str) or not text:
                raise InvalidValueError(name, text, "be a text with at least one character")
