"""Veto items (一票否决): conditions that decide an appraisal alone, whatever else was scored."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.numbers import NumberLike, as_number, named, titled
from salesmgmt.criteria import Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["Veto"]


def _or_score(value: NumberLike | None) -> Fraction | None:
    return None if value is None else as_number(value, "score")


def _as_names(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise WrongTypeError("only", names, "be identifiers of criteria, in a list or any other iterable")
    given = tuple(names)
    for name in given:
        named(name, "only")
    if len(set(given)) != len(given):
        raise InvalidValueError("only", given, "name each criterion once")
    return given


@frozen
class Veto:
    """A condition on the results that decides alone.

    It reads results of criteria of the scorecard, and any other fields that are given beside them. A field
    that is not given is an error, unless the condition says what that means (`or_if_missing`).

    Attributes:
        id: Stable identifier.
        when: The condition, such as `field("breaches").at_least(1)`.
        title: What people call it; the identifier where left out.
        rating: The best rating still possible; None for the lowest of the scale.
        score: The largest score still possible; None leaves the score as it is.
        only: Criteria that earn nothing, where the veto speaks of these alone and leaves score and rating to
            the rest.

    Raises:
        InvalidValueError: If the identifier or a named rating is empty, a criterion stands twice, or a rating
            is given beside criteria.
        WrongTypeError: If the condition is no criterion, or a field has another type.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> Veto("integrity", field("breaches").at_least(1)).score
        Fraction(0, 1)
    """

    id: str
    when: Criterion
    title: str = ""
    rating: str | None = None
    score: Fraction | None = field(default=Fraction(0), converter=_or_score)
    only: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        titled(self.title)
        if not isinstance(self.when, Criterion):
            raise WrongTypeError("when", self.when, "be a criterion, such as field('breaches').at_least(1)")
        if self.rating is not None:
            named(self.rating, "rating")
            if self.only:
                raise InvalidValueError("rating", self.rating, "be left out beside criteria in `only`")
