"""A slow and obvious reading of criteria, which shares nothing with the package but its classes.

Fields are looked up in the order of their paths, then everything is decided by plain recursion.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from salesmgmt.criteria import (
    AllOf,
    AnyOf,
    Checked,
    Criterion,
    FieldComparison,
    FieldType,
    Interval,
    Membership,
    Not,
    Prefix,
    Presence,
)
from salesmgmt.criteria.values import Value
from salesmgmt.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    MissingFieldError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, Rate

Tables = Mapping[str, Mapping[str, object]]
NOWHERE = object()


def leaves(criterion: Criterion) -> list[Criterion]:
    """All conditions, however deep."""
    if isinstance(criterion, AllOf | AnyOf):
        return [leaf for part in criterion.parts for leaf in leaves(part)]
    return leaves(criterion.part) if isinstance(criterion, Not) else [criterion]


class Needs:
    """What all conditions together ask of the fields."""

    def __init__(self, criterion: Criterion) -> None:
        self.types: dict[str, FieldType | None] = {}
        self.required: set[str] = set()
        self.currencies: dict[str, Currency] = {}
        self.pairs: set[tuple[str, str]] = set()
        for leaf in leaves(criterion):
            if isinstance(leaf, Presence):
                self.add(leaf.path, leaf.type, required=False)
            elif isinstance(leaf, Checked):
                for read in leaf.fields_read:
                    self.add(read.path, read.type, required=read.required)
                    if read.currency is not None:
                        self.currencies[read.path] = read.currency
                    self.pairs |= {(read.path, other) for other in read.alike}
            elif isinstance(leaf, FieldComparison):
                for path in (leaf.left, leaf.right):
                    self.add(path, leaf.type, required=leaf.if_missing is None)
                if leaf.type is FieldType.MONEY:
                    self.pairs.add((min(leaf.left, leaf.right), max(leaf.left, leaf.right)))
            elif isinstance(leaf, Membership | Interval | Prefix):
                self.add(leaf.path, leaf.type, required=leaf.if_missing is None)
                for value in literals(leaf):
                    if isinstance(value, Money):
                        self.currencies[leaf.path] = value.currency

    def add(self, path: str, kind: FieldType | None, *, required: bool) -> None:
        """Note what one condition asks."""
        self.types[path] = self.types.get(path) or kind
        if required:
            self.required.add(path)


def literals(leaf: Membership | Interval | Prefix) -> list[Value | None]:
    """What a condition compares with."""
    if isinstance(leaf, Membership):
        return list(leaf.values)
    return [leaf.low, leaf.high] if isinstance(leaf, Interval) else list(leaf.prefixes)


def holds(criterion: Criterion, record: object, tables: Tables) -> bool:
    """Whether a record meets a criterion."""
    needs = Needs(criterion)
    found: dict[str, object] = {}
    for path in sorted(needs.types):
        found[path] = typed(find(record, path, tables), path, needs)
    for one, two in sorted(needs.pairs):
        first, second = found.get(one), found.get(two)
        if isinstance(first, Money) and isinstance(second, Money) and first.currency != second.currency:
            raise CurrencyMismatchError(one, first, "")
    return decide(criterion, found)


def find(record: object, path: str, tables: Tables) -> object:
    """The value at the end of a path, or None."""
    value = record
    steps = path.split(".")
    for place, step in enumerate(steps):
        if place and isinstance(value, str | int):
            name = steps[place - 1]
            if name not in tables or not isinstance(value, str) or value not in tables[name]:
                raise UnknownIdentifierError(path, value, "")
            value = tables[name][value]
        inner = own(value, step)
        if inner is NOWHERE:
            more = own(value, "more")
            inner = more.get(step) if isinstance(more, Mapping) else None
        if inner is None:
            return None
        value = inner
    return value


def own(value: object, step: str) -> object:
    """A key of a mapping or an attribute, or a key of what else has keys."""
    if isinstance(value, Mapping):
        return value.get(step, NOWHERE)
    if hasattr(value, step):
        return getattr(value, step)
    if hasattr(value, "__getitem__") and not isinstance(value, str | tuple | list):
        try:
            return value[step]
        except (KeyError, IndexError, TypeError):
            return NOWHERE
    return NOWHERE


def typed(value: object, path: str, needs: Needs) -> object:
    """The value if it is what the field should hold; numbers as fractions."""
    kind = needs.types[path]
    if value is None:
        if path in needs.required:
            raise MissingFieldError(path, None, "")
        return None
    if kind is None:
        return value
    numeric = isinstance(value, int | Decimal | Fraction | float) and not isinstance(value, bool)
    fits = {
        FieldType.TEXT: isinstance(value, str),
        FieldType.NUMBER: numeric,
        FieldType.MONEY: isinstance(value, Money),
        FieldType.RATE: isinstance(value, Rate),
        FieldType.DATE: isinstance(value, date) and not isinstance(value, datetime),
        FieldType.FLAG: isinstance(value, bool),
    }
    if not fits[kind]:
        raise WrongTypeError(path, value, "")
    if isinstance(value, float | Decimal):
        if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
            raise InvalidValueError(path, value, "")
        return Fraction(*value.as_integer_ratio())
    if isinstance(value, Money) and needs.currencies.get(path, value.currency) != value.currency:
        raise CurrencyMismatchError(path, value, "")
    return value


def decide(criterion: Criterion, found: Mapping[str, object]) -> bool:
    """Whether a criterion holds for values that were checked."""
    if isinstance(criterion, AllOf):
        return all(decide(part, found) for part in criterion.parts)
    if isinstance(criterion, AnyOf):
        return any(decide(part, found) for part in criterion.parts)
    if isinstance(criterion, Not):
        return not decide(criterion.part, found)
    if isinstance(criterion, Checked):
        return True
    if isinstance(criterion, Presence):
        return (found[criterion.path] is not None) == criterion.present
    if isinstance(criterion, FieldComparison):
        left, right = found[criterion.left], found[criterion.right]
        if left is None or right is None:
            return criterion.if_missing is True
        return criterion.relation.value in symbols(left, right)
    assert isinstance(criterion, Membership | Interval | Prefix)
    value = found[criterion.path]
    if value is None:
        return criterion.if_missing is True
    if isinstance(criterion, Membership):
        return any("==" in symbols(value, other) for other in criterion.values) == criterion.inside
    if isinstance(criterion, Prefix):
        assert isinstance(value, str)
        return any(value[: len(start)] == start for start in criterion.prefixes) == criterion.inside
    low = criterion.low is None or (">=" if criterion.low_included else ">") in symbols(value, criterion.low)
    high = criterion.high is None or ("<=" if criterion.high_included else "<") in symbols(
        value, criterion.high
    )
    return low and high


def symbols(one: object, two: object) -> set[str]:
    """The relations in which two values of one type stand."""
    first, second = comparable(one), comparable(two)
    if first == second:
        return {"==", ">=", "<="}
    return {"!=", "<", "<="} if first < second else {"!=", ">", ">="}


def comparable(value: object) -> tuple[Fraction, str]:
    """A value as something that Python orders."""
    if isinstance(value, str):
        return Fraction(0), str.__str__(value)
    if isinstance(value, Money):
        return Fraction(value.minor), ""
    if isinstance(value, Rate):
        return value.value, ""
    if isinstance(value, date):
        return Fraction(value.toordinal()), ""
    assert isinstance(value, int | Fraction | Decimal)
    return Fraction(*value.as_integer_ratio()), ""


def structure(criterion: Criterion, truths: list[bool]) -> bool:
    """Whether a criterion holds, given what its conditions come to, in the order in which they stand."""
    if isinstance(criterion, Not):
        return not structure(criterion.part, truths)
    if isinstance(criterion, AllOf | AnyOf):
        results = [structure(part, truths) for part in criterion.parts]
        return all(results) if isinstance(criterion, AllOf) else any(results)
    return truths.pop(0)


def deciding(criterion: Criterion, truths: list[bool]) -> list[bool]:
    """Which conditions agree with every group around them, and so make the outcome what it is."""
    if isinstance(criterion, Not):
        return deciding(criterion.part, truths)
    if not isinstance(criterion, AllOf | AnyOf):
        return [True]
    flags: list[bool] = []
    results: list[tuple[bool, list[bool]]] = []
    for part in criterion.parts:
        count = len(leaves(part))
        mine, truths = truths[:count], truths[count:]
        results.append((structure(part, list(mine)), deciding(part, mine)))
    outcomes = [result for result, _ in results]
    whole = all(outcomes) if isinstance(criterion, AllOf) else any(outcomes)
    for result, inner in results:
        flags += inner if result == whole else [False] * len(inner)
    return flags
