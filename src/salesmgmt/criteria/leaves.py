"""Conditions on single fields: lists, ranges, prefixes, presence, and the comparison of two fields.

`salesmgmt.criteria.field` makes them; they may also be made here directly from plain values. Each knows how
to test a row of values, what it is as plain logic, and how it reads in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Self

import attrs

from salesmgmt.criteria.criterion import Criterion, Leaf, all_of, any_of
from salesmgmt.criteria.formulas import Atom, Formula, Key
from salesmgmt.criteria.predicates import (
    Relation,
    comparison_test,
    guarded,
    interval_test,
    membership_test,
    prefix_test,
)
from salesmgmt.criteria.reads import Read, as_path, as_type
from salesmgmt.criteria.rows import Test
from salesmgmt.criteria.shapes import shapes_of
from salesmgmt.criteria.values import FieldType, Operand, Value, literal, type_of
from salesmgmt.criteria.valuesets import Cut, Order, Space, ValueSet, key_of, value_of
from salesmgmt.criteria.valuesets import Key as KeyOfValue
from salesmgmt.criteria.wording import Words
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money

__all__ = ["Condition", "FieldComparison", "Interval", "Membership", "Prefix", "Presence", "Relation"]


#: The outcomes of a comparison: 0 less, 1 equal, 2 greater.
_OUTCOMES: Mapping[Relation, tuple[int, ...]] = MappingProxyType(
    {
        Relation.EQUAL: (1,),
        Relation.DIFFERENT: (0, 2),
        Relation.AT_LEAST: (1, 2),
        Relation.MORE: (2,),
        Relation.AT_MOST: (0, 1),
        Relation.LESS: (0,),
    }
)
_MIRRORED = MappingProxyType({0: 2, 1: 1, 2: 0})


@attrs.frozen
class Condition(Leaf):
    """A condition that has to know what it means when its field is missing.

    Attributes:
        type: What the field has to hold; follows from the literals where it is left out.
        if_missing: Whether it counts as met where the field is missing; None where that is an error.
    """

    type: FieldType | None = attrs.field(default=None, converter=as_type, kw_only=True)
    if_missing: bool | None = attrs.field(default=None, kw_only=True)

    def or_if_missing(self, met: bool) -> Self:
        """The same condition, which counts as met, or as not met, where the field is missing.

        Without this a missing field is an error.
        """
        return attrs.evolve(self, if_missing=met)

    def _check_missing(self) -> None:
        if self.if_missing is not None and not isinstance(self.if_missing, bool):
            raise WrongTypeError("if_missing", self.if_missing, "be True, False or None")

    def _aside(self, words: Words, said: str) -> str:
        """The phrase with what a missing value means."""
        if self.if_missing is None:
            return said
        return words.say("met if missing" if self.if_missing else "not met if missing", said)

    def _written(self, key: Key, values: ValueSet, reads: Mapping[str, Read]) -> Criterion:
        return written(key, values, reads)


class _OneField(Condition):
    """What the conditions on one field share."""

    __slots__ = ()
    path: str

    def _read(self, *values: Value | None) -> tuple[Read, ...]:
        """What it reads, given its type and literals, which have one currency if they are amounts.

        Raises:
            CurrencyMismatchError: They have not.
        """
        currencies = {value.currency: value for value in values if isinstance(value, Money)}
        if len(currencies) > 1:
            raise CurrencyMismatchError(self.path, values, "be compared with amounts of one currency")
        currency = next(iter(currencies), None)
        return (Read(self.path, self.type, currency, required=self.if_missing is None),)

    def _values(self, space: Space) -> ValueSet:
        """The values for which it holds, the missing one aside."""
        raise NotImplementedError

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        return Atom(
            (self.path,), self._values(spaces[self.path]).with_missing(missing=self.if_missing is True)
        )


def _listed(values: Iterable[Operand]) -> tuple[Operand, ...]:
    if isinstance(values, str):
        raise WrongTypeError("values", values, "be a list of values; write a single one in a tuple")
    return tuple(values)


def _operand(value: Operand | None) -> Operand | None:
    return value


@attrs.frozen
class Membership(_OneField):
    """A field holds one of some values, or none of them.

    Attributes:
        path: Names joined by dots.
        values: Values of the field's type, kept sorted and each once; text stands for a number, amount, rate
            or date where that type is declared.
        inside: Whether the value has to be one of them; otherwise it must be none of them.

    Raises:
        CurrencyMismatchError: Amounts of two currencies.
        InvalidValueError: No values, or text that is none of the type.
        WrongTypeError: A value of another type, or a float.
    """

    path: str = attrs.field(converter=as_path)
    values: tuple[Value, ...] = attrs.field(converter=_listed)
    inside: bool = attrs.field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self._check_missing()
        given = self.values
        if not given:
            raise InvalidValueError("values", given, "be at least one; NEVER holds for no record")
        kind = self.type or type_of(given[0], self.path)
        exact = [literal(value, kind, self.path) for value in given]
        ordered = sorted({(key_of(value), 0): value for value in exact}.items())
        self._set(type=kind, values=tuple([value for _, value in ordered]))
        self._set(_reads=self._read(*exact))

    def _values(self, space: Space) -> ValueSet:
        among = space.among([key_of(value) for value in self.values])
        return among if self.inside else ~among

    def _test(self, places: Mapping[str, int]) -> Test:
        place = places[self.path]
        return guarded(membership_test(place, self.values, self.inside), place, self.if_missing)

    def _said(self, words: Words) -> str:
        phrases = ("is", "is not") if len(self.values) == 1 else ("among", "not among")
        phrase = phrases[0 if self.inside else 1]
        return self._aside(words, words.say(phrase, words.name(self.path), words.choice(self.values)))


@attrs.frozen
class Interval(_OneField):
    """A field holds a value between bounds.

    Attributes:
        path: Names joined by dots.
        low: Least value, or None for no lower bound; text stands for a number, amount, rate or date where
            that type is declared.
        high: Greatest value, or None for no upper bound.
        low_included: Whether the least value itself will do.
        high_included: Whether the greatest value itself will do.

    Raises:
        CurrencyMismatchError: Amounts of two currencies.
        InvalidValueError: No bound, bounds that leave nothing between them, or flags.
        WrongTypeError: A bound of another type, or a float.
    """

    path: str = attrs.field(converter=as_path)
    low: Value | None = attrs.field(default=None, converter=_operand)
    high: Value | None = attrs.field(default=None, converter=_operand)
    low_included: bool = True
    high_included: bool = False

    def __attrs_post_init__(self) -> None:
        self._check_missing()
        first = self.low if self.low is not None else self.high
        if first is None:
            raise InvalidValueError(self.path, None, "have a bound: low, high or both")
        kind = self.type or type_of(first, self.path)
        if kind is FieldType.FLAG:
            raise InvalidValueError(
                self.path, first, "have values with an order; flags have none: use equals"
            )
        low, high = (
            None if bound is None else literal(bound, kind, self.path) for bound in (self.low, self.high)
        )
        self._set(type=kind, low=low, high=high)
        self._set(low_included=low is None or bool(self.low_included))
        self._set(high_included=high is not None and bool(self.high_included))
        self._set(_reads=self._read(low, high))
        below, above = self._cuts()
        if below is not None and above is not None and not below < above:
            raise InvalidValueError(self.path, high, f"have an upper bound above the lower one, {low}")

    def _cuts(self) -> tuple[Cut | None, Cut | None]:
        low = None if self.low is None else (key_of(self.low), 0 if self.low_included else 1)
        high = None if self.high is None else (key_of(self.high), 1 if self.high_included else 0)
        return low, high

    def _values(self, space: Space) -> ValueSet:
        return space.between(*self._cuts())

    def _test(self, places: Mapping[str, int]) -> Test:
        place = places[self.path]
        test = interval_test(place, self.low, self.high, self.low_included, self.high_included)
        return guarded(test, place, self.if_missing)

    def _said(self, words: Words) -> str:
        days = "date " if self.type is FieldType.DATE else ""
        bounds = []
        if self.low is not None:
            bounds.append(words.say(days + (">=" if self.low_included else ">"), words.value(self.low)))
        if self.high is not None:
            bounds.append(words.say(days + ("<=" if self.high_included else "<"), words.value(self.high)))
        said = bounds[0] if len(bounds) == 1 else words.say("both", *bounds)
        return self._aside(words, words.say("range", words.name(self.path), said))


@attrs.frozen
class Prefix(_OneField):
    """A field holds a text that starts with one of some prefixes, or with none of them.

    Attributes:
        path: Names joined by dots.
        prefixes: Texts of at least one character, kept sorted and each once.
        inside: Whether the text has to start with one of them; otherwise it must start with none of them.

    Raises:
        InvalidValueError: No prefix, or an empty one.
        WrongTypeError: A prefix or the declared type is not text.
    """

    path: str = attrs.field(converter=as_path)
    prefixes: tuple[str, ...] = attrs.field(converter=_listed)
    inside: bool = attrs.field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self._check_missing()
        if self.type not in (None, FieldType.TEXT):
            raise WrongTypeError(self.path, self.type, "be text, since only text has prefixes")
        texts = {literal(prefix, FieldType.TEXT, self.path) for prefix in self.prefixes}
        if not texts or "" in texts:
            raise InvalidValueError("prefixes", self.prefixes, "be at least one, none of them empty")
        self._set(type=FieldType.TEXT, prefixes=tuple(sorted([str(text) for text in texts])))
        self._set(_reads=self._read())

    def _values(self, space: Space) -> ValueSet:
        held = space.nothing
        for prefix in self.prefixes:
            held = held | space.starting_with(prefix)
        return held if self.inside else ~held

    def _test(self, places: Mapping[str, int]) -> Test:
        place = places[self.path]
        return guarded(prefix_test(place, self.prefixes, self.inside), place, self.if_missing)

    def _said(self, words: Words) -> str:
        phrase = ("starts" if self.inside else "not starts") + (" among" if len(self.prefixes) > 1 else "")
        return self._aside(words, words.say(phrase, words.name(self.path), words.choice(self.prefixes)))


@attrs.frozen
class Presence(Leaf):
    """A field is there, or is missing (absent or None).

    Attributes:
        path: Names joined by dots.
        present: Whether it has to be there.
        type: What it has to hold where it is there; None where anything will do.
    """

    path: str = attrs.field(converter=as_path)
    present: bool = attrs.field(default=True, kw_only=True)
    type: FieldType | None = attrs.field(default=None, converter=as_type, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self._set(_reads=(Read(self.path, self.type, required=False),))

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        space = spaces[self.path]
        return Atom((self.path,), space.present if self.present else ~space.present)

    def _written(self, key: Key, values: ValueSet, reads: Mapping[str, Read]) -> Criterion:
        return written(key, values, reads)

    def _test(self, places: Mapping[str, int]) -> Test:
        place = places[self.path]
        return (lambda row: row[place] is not None) if self.present else (lambda row: row[place] is None)

    def _said(self, words: Words) -> str:
        return words.say("present" if self.present else "missing", words.name(self.path))


@attrs.frozen
class FieldComparison(Condition):
    """Two fields of one record stand in a relation, such as: the approver differs from the requester.

    Attributes:
        left: Path of the first field.
        relation: How the first stands to the second.
        right: Path of the second field.

    Raises:
        InvalidValueError: A field is compared with itself, or flags by their order.
        WrongTypeError: No type is declared.
    """

    left: str = attrs.field(converter=as_path)
    relation: Relation = attrs.field(converter=Relation)
    right: str = attrs.field(converter=as_path)

    def __attrs_post_init__(self) -> None:
        self._check_missing()
        if self.left == self.right:
            raise InvalidValueError("right", self.right, "be another field than the left one")
        if self.type is None:
            raise WrongTypeError(
                self.left, None, f"have a declared type to be compared: write field({self.left!r}, 'text')"
            )
        if self.type is FieldType.FLAG and self.relation not in (Relation.EQUAL, Relation.DIFFERENT):
            raise InvalidValueError("relation", self.relation, "be == or != for flags, which have no order")
        required = self.if_missing is None
        first, second = sorted((self.left, self.right))
        alike = (second,) if self.type is FieldType.MONEY else ()
        one = Read(first, self.type, required=required, alike=alike)
        self._set(_reads=(one, Read(second, self.type, required=required)))

    def _formula(self, spaces: Mapping[str, Space]) -> Formula:
        key = (self.left, self.right)
        outcomes = _OUTCOMES[self.relation]
        if self.left > self.right:
            key, outcomes = (self.right, self.left), tuple([_MIRRORED[outcome] for outcome in outcomes])
        space = Space(Order.WHOLE, 0, 3, any(spaces[path].can_miss for path in key))
        return Atom(key, space.among(outcomes).with_missing(missing=self.if_missing is True))

    def _test(self, places: Mapping[str, int]) -> Test:
        return comparison_test(places[self.left], self.relation, places[self.right], self.if_missing)

    def _said(self, words: Words) -> str:
        days = "date " if self.type is FieldType.DATE and self.relation[0] in "<>" else ""
        phrase = f"{days}fields {self.relation}"
        return self._aside(words, words.say(phrase, words.name(self.left), words.name(self.right)))


def written(key: Key, values: ValueSet, reads: Mapping[str, Read]) -> Criterion:
    """The condition that the value under a key lies in a set, as leaves."""
    required = all(reads[path].required for path in key)
    if_missing = None if required else values.missing
    kind = reads[key[0]].type
    if len(key) == 2:
        outcomes = tuple([outcome for outcome in range(3) if values.holds(outcome)])
        relation = next(relation for relation, held in _OUTCOMES.items() if held == outcomes)
        return FieldComparison(key[0], relation, key[1], type=kind, if_missing=if_missing)
    path, shapes = key[0], shapes_of(values)
    if (values.below and not values.cuts) or not values.holds_values:
        return Presence(path, present=values.below, type=kind)
    exact = _Exact(path, kind, reads[path].currency or _ANY_CURRENCY, if_missing)
    parts: list[Criterion] = [exact.interval(low, high) for low, high in shapes.ranges]
    if shapes.prefixes:
        parts.append(exact.prefix(shapes.prefixes, inside=True))
    if shapes.values:
        parts.append(exact.membership(shapes.values, inside=True))
    buts: list[Criterion] = []
    if shapes.but_prefixes:
        buts.append(exact.prefix(shapes.but_prefixes, inside=False))
    if shapes.but_values:
        buts.append(exact.membership(shapes.but_values, inside=False))
    return all_of(*buts) if shapes.whole else all_of(any_of(*parts), *buts)


_ANY_CURRENCY = Currency.of("USD")


@attrs.frozen
class _Exact:
    """How to write the values of one field as leaves."""

    path: str
    kind: FieldType | None
    currency: Currency
    if_missing: bool | None

    def value(self, key: KeyOfValue) -> Value:
        return value_of(key, self.kind, self.currency)

    def membership(self, keys: Iterable[KeyOfValue], *, inside: bool) -> Criterion:
        values = [self.value(key) for key in keys]
        return Membership(self.path, values, inside=inside, type=self.kind, if_missing=self.if_missing)

    def prefix(self, prefixes: tuple[str, ...], *, inside: bool) -> Criterion:
        return Prefix(self.path, prefixes, inside=inside, if_missing=self.if_missing)

    def interval(self, low: Cut | None, high: Cut | None) -> Criterion:
        below, included = (None, 0) if low is None else self._bound(low)
        above, excluded = (None, 0) if high is None else self._bound(high)
        return Interval(
            self.path,
            None if below is None else self.value(below),
            None if above is None else self.value(above),
            not included,
            bool(excluded),
            type=self.kind,
            if_missing=self.if_missing,
        )

    def _bound(self, cut: Cut) -> Cut:
        """The cut as it is best read: above a text rather than below its successor, at the rounder amount."""
        key = cut[0]
        if isinstance(key, str) and key.endswith("\0"):
            return key[:-1], 1
        if self.kind is FieldType.MONEY:
            minor = int(key)
            return (minor - 1, 1) if _zeros(minor - 1) > _zeros(minor) else cut
        return cut


def _zeros(minor: int) -> int:
    """How many zeros a whole number ends in; zero itself is the roundest of all."""
    digits = str(minor)
    return len(digits) if minor == 0 else len(digits) - len(digits.rstrip("0"))
