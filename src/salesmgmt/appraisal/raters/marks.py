"""What raters say: one mark each for a person and a criterion."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.numbers import as_number, named

__all__ = ["Judgement"]


def _as_mark(value: object) -> Fraction:
    return as_number(value, "mark")


@frozen(weakref_slot=False)
class Judgement:
    """A mark that somebody gave to somebody for a criterion.

    Attributes:
        participant: Who is rated.
        criterion: Identifier of the criterion.
        rater: Who rates; the participant where people rate themselves.
        group: Which group of raters they belong to, such as `manager`, `peers`, `reports`, `customers`,
            `self`.
        mark: The mark, exact.

    Raises:
        InvalidValueError: If an identifier is empty, or the mark is no number.
        WrongTypeError: If the mark is a float.
    """

    participant: str
    criterion: str
    rater: str
    group: str
    mark: Fraction = field(converter=_as_mark)

    def __attrs_post_init__(self) -> None:
        for name in ("participant", "criterion", "rater", "group"):
            named(getattr(self, name), name)

    @property
    def of_oneself(self) -> bool:
        """Whether somebody rated themselves."""
        return self.rater == self.participant
