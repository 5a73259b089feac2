"""Columns: what their values are called and how they are shown."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["Align", "Column", "Overflow"]

_NARROWEST = 2


class Align(StrEnum):
    """Where a column's cells stand.

    ``AUTO`` is right with the points lined up where all cells are numbers, amounts or rates, else left.
    """

    AUTO = "auto"
    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"


class Overflow(StrEnum):
    """What happens to a text wider than its column's ``width``: it goes on below, or is cut with ``…``."""

    WRAP = "wrap"
    CUT = "cut"


def _align(value: Align | str) -> Align:
    return choice_of(Align, value, "align")


def _overflow(value: Overflow | str) -> Overflow:
    return choice_of(Overflow, value, "overflow")


@frozen
class Column:
    """One column: the name its values have as data, and how it is shown.

    Attributes:
        name: Key of the column's values in `Table.records`.
        title: What stands above the column; the name where it is empty.
        align: Where the cells stand.
        width: Widest that texts may be in aligned text, at least 2 terminal columns; None for as wide as they
            are. Figures are never cut or broken.
        overflow: What happens to a wider text.

    Examples:
        >>> Column("pay", "Pay").heading, Column("pay").heading
        ('Pay', 'pay')
    """

    name: str
    title: str = ""
    align: Align = field(default=Align.AUTO, converter=_align)
    width: int | None = None
    overflow: Overflow = field(default=Overflow.WRAP, converter=_overflow)

    def __attrs_post_init__(self) -> None:
        for label, text in (("name", self.name), ("title", self.title)):
            if not isinstance(text, str):
                raise WrongTypeError(label, text, "be text")
        if not self.name:
            raise InvalidValueError("name", self.name, "not be empty")
        if self.width is not None:
            if type(self.width) is not int:
                raise WrongTypeError("width", self.width, "be an int or None")
            if self.width < _NARROWEST:
                raise InvalidValueError("width", self.width, f"be at least {_NARROWEST}")

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return self.title or self.name
