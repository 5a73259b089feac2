"""Fields: where conditions begin.

A field is named once with `field("amount")`, and its methods make the conditions. What it holds is declared
there or follows from what it is compared with.
"""

from __future__ import annotations

from typing import NoReturn

import attrs

from salesmgmt.criteria.leaves import (
    Condition,
    FieldComparison,
    Interval,
    Membership,
    Prefix,
    Presence,
    Relation,
)
from salesmgmt.criteria.reads import as_path, as_type
from salesmgmt.criteria.values import FieldType, Operand, read_text, written_kind
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["Field", "field"]

_WRITTEN_BOUNDS = (">=", "<=", ">", "<")


@attrs.frozen
class Field:
    """A field of a record, named once, from which conditions are made.

    Attributes:
        path: Names joined by dots; every step is a key of a mapping or an attribute of an object.
        type: What the field has to hold; None where that follows from what it is compared with.

    Raises:
        InvalidValueError: The path cannot be followed, or no type has this name.
        WrongTypeError: The path is not text.
    """

    path: str = attrs.field(converter=as_path)
    type: FieldType | None = attrs.field(default=None, converter=as_type)

    def __bool__(self) -> NoReturn:
        raise WrongTypeError(
            self.path, self, "be compared first: write field(...).equals(True), or is_present()"
        )

    def equals(self, other: Operand | Field) -> Condition:
        """Whether it holds this value, or the same as another field."""
        if isinstance(other, Field):
            return self._against(Relation.EQUAL, other)
        return Membership(self.path, (other,), type=self.type)

    def differs_from(self, other: Operand | Field) -> Condition:
        """Whether it holds another value than this one, or than another field."""
        if isinstance(other, Field):
            return self._against(Relation.DIFFERENT, other)
        return Membership(self.path, (other,), type=self.type, inside=False)

    def is_in(self, *values: Operand) -> Condition:
        """Whether it holds one of these values."""
        return Membership(self.path, values, type=self.type)

    def not_in(self, *values: Operand) -> Condition:
        """Whether it holds a value that is none of these."""
        return Membership(self.path, values, type=self.type, inside=False)

    def at_least(self, bound: Operand | Field) -> Condition:
        """Whether it holds this value or more, or at least as much as another field."""
        if isinstance(bound, Field):
            return self._against(Relation.AT_LEAST, bound)
        return Interval(self.path, low=bound, type=self._ordered(bound))

    def more_than(self, bound: Operand | Field) -> Condition:
        """Whether it holds more than this value, or more than another field."""
        if isinstance(bound, Field):
            return self._against(Relation.MORE, bound)
        return Interval(self.path, low=bound, low_included=False, type=self._ordered(bound))

    def at_most(self, bound: Operand | Field) -> Condition:
        """Whether it holds this value or less, or at most as much as another field."""
        if isinstance(bound, Field):
            return self._against(Relation.AT_MOST, bound)
        return Interval(self.path, high=bound, high_included=True, type=self._ordered(bound))

    def less_than(self, bound: Operand | Field) -> Condition:
        """Whether it holds less than this value, or less than another field."""
        if isinstance(bound, Field):
            return self._against(Relation.LESS, bound)
        return Interval(self.path, high=bound, type=self._ordered(bound))

    def between(self, low: Operand, high: Operand) -> Condition:
        """Whether it holds at least the first value and less than the second."""
        return Interval(self.path, low, high, type=self._ordered(low, high))

    def within(self, *bounds: str) -> Condition:
        """Whether it keeps to bounds as tables write them: `">=100"`, `"<200"`.

        The type of the field is the first of number, date, rate and money that can read them, unless it was
        declared.

        Args:
            bounds: One bound or two, each with `>=`, `>`, `<=` or `<` in front.

        Raises:
            InvalidValueError: A bound has no sign, cannot be read, or both bounds point the same way.

        Examples:
            >>> print(field("amount").within(">=USD 100", "<USD 200"))
            amount is at least USD 100.00 and less than USD 200.00
        """
        rule = "be one bound or two, such as '>=100' and '<200'"
        low: str | None = None
        high: str | None = None
        low_included, high_included = True, False
        for bound in bounds:
            sign = next((sign for sign in _WRITTEN_BOUNDS if bound.startswith(sign)), None)
            if sign is None or (low if sign[0] == ">" else high) is not None:
                raise InvalidValueError(self.path, bounds, rule)
            text = bound[len(sign) :].strip()
            if sign[0] == ">":
                low, low_included = text, sign == ">="
            else:
                high, high_included = text, sign == "<="
        first = low if low is not None else high
        if first is None:
            raise InvalidValueError(self.path, bounds, rule)
        kind = self.type or read_text(first, self.path)
        return Interval(self.path, low, high, low_included, high_included, type=kind)

    def starts_with(self, *prefixes: str) -> Condition:
        """Whether it holds a text that starts with one of these."""
        return Prefix(self.path, prefixes, type=self.type)

    def is_missing(self) -> Presence:
        """Whether the record lacks it: it is absent or None."""
        return Presence(self.path, present=False, type=self.type)

    def is_present(self) -> Presence:
        """Whether the record has it: it is there and not None."""
        return Presence(self.path, type=self.type)

    def _ordered(self, *bounds: Operand) -> FieldType | None:
        """What a field holds that has an order: an amount, a share or a date where the bounds are written so.

        Any other text is a text, which is ordered letter by letter.
        """
        if self.type is not None:
            return self.type
        kinds = {written_kind(bound) if isinstance(bound, str) else None for bound in bounds}
        return kinds.pop() if len(kinds) == 1 else None

    def _against(self, relation: Relation, other: Field) -> Condition:
        if self.type is not None and other.type not in (None, self.type):
            raise WrongTypeError(other.path, other.type, f"be a {self.type.value} as {self.path} is")
        return FieldComparison(self.path, relation, other.path, type=self.type or other.type)


def field(path: str, type_: FieldType | str | None = None) -> Field:
    """A field of a record, from which conditions are made.

    Args:
        path: Names joined by dots, such as `product.series`.
        type_: `text`, `number`, `money`, `rate`, `date` or `flag`; left out where it follows from what the
            field is compared with.

    Raises:
        InvalidValueError: The path cannot be followed, or no type has this name.

    Examples:
        >>> large = field("amount", "money").at_least("USD 10,000")
        >>> abroad = ~field("customer.country").is_in("CN", "HK")
        >>> print(large & abroad)
        amount is at least USD 10,000.00 and not (customer.country is one of “CN”, “HK”)
    """
    return Field(path, as_type(type_))
