"""Dividing a market: by region, by product, by customer group, or one inside the other.

A division is a tree. Each node asks one question of one kind and hands each answer to an owner or to the next
division, so that a path ends at exactly one owner. Where a node asks for the product, a customer has an owner
for each product; elsewhere one owner looks after everything that the customer buys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Protocol, TypeAlias, overload

from attrs import field, fields_dict, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.records import Customer, Facts, Product
from salesmgmt.territory.division.coverage import Cell, Coverage, Step
from salesmgmt.territory.division.spelling import nearest, same_word

__all__ = [
    "Division",
    "DivisionKind",
    "DivisionPolicy",
    "Members",
    "Part",
    "by_customer_group",
    "by_product",
    "by_region",
]


class DivisionKind(StrEnum):
    """What a node of a division asks."""

    REGION = "region"
    PRODUCT = "product"
    CUSTOMER = "customer"


class Members(StrEnum):
    """How strictly the values of a division are held against those of the records.

    Attributes:
        ANY: Not at all; a value that no record holds may come later.
        NEAR: A value that no record holds is refused where it is another writing of one that no part covers:
            case, width, spaces, or two letters that changed places. Hunan is not taken for Henan.
        ALL: Every value has to be held by some record.
    """

    ANY = "any"
    NEAR = "near"
    ALL = "all"


class DivisionPolicy(Protocol):
    """Anything that gives the customers of a batch their owners."""

    def assign(self, facts: Facts) -> Coverage:
        """Give every customer, or customer and product, at most one owner."""


Owner: TypeAlias = "str | Division"
PartsLike: TypeAlias = (
    "Mapping[str, Owner] | Mapping[tuple[str, ...], Owner] "
    "| Mapping[str | tuple[str, ...], Owner] | Iterable[Part]"
)


def _as_values(value: str | Iterable[str]) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) or not isinstance(value, Iterable) else tuple(value)
    if not values or not all(isinstance(each, str) and each for each in values):
        raise InvalidValueError("values", value, "be one or more texts")
    return tuple(sorted(set(values)))


def as_members(value: Members | str) -> Members:
    """How strictly to check, from its name.

    Raises:
        InvalidValueError: If there is no such way.
    """
    try:
        return Members(value)
    except ValueError:
        raise InvalidValueError("members", value, f"be one of {', '.join(Members)}") from None


def _as_kind(value: DivisionKind | str) -> DivisionKind:
    try:
        return DivisionKind(value)
    except ValueError:
        raise InvalidValueError("by", value, f"be one of {', '.join(DivisionKind)}") from None


@frozen
class Part:
    """The values that go one way, and where they go.

    Attributes:
        values: Values of the node's field, such as region names; one text is accepted.
        to: Identifier of the owner, or the division that asks on.

    Raises:
        InvalidValueError: If there is no value, or a text is empty.
    """

    values: tuple[str, ...] = field(converter=_as_values)
    to: str | Division

    def __attrs_post_init__(self) -> None:
        _check_target("to", self.to)


def _check_target(name: str, value: object) -> None:
    if not value or not isinstance(value, str | Division):
        raise InvalidValueError(name, value, "be an owner's identifier or a Division")


def _as_parts(parts: PartsLike) -> tuple[Part, ...]:
    given: list[Part]
    if isinstance(parts, Mapping):
        given = [Part(values, to) for values, to in parts.items()]
    elif isinstance(parts, Iterable):
        given = list(parts)
    else:
        raise WrongTypeError("parts", parts, "be Part values, or a mapping from values to owners")
    for part in given:
        if not isinstance(part, Part):
            raise WrongTypeError("parts", part, "be Part values, or a mapping from values to owners")
    return tuple(sorted(given, key=lambda part: part.values))


@frozen
class Division:
    """A node that divides customers, or products, by the values of one field.

    Attributes:
        by: Kind of the question: region, product or customer.
        on: Field of the customer (or of the product) that is asked, one of its attributes or own columns.
        parts: Which values go where; a mapping from value, or tuple of values, to owner is accepted.
        otherwise: Where every other value goes, and records without one; None leaves them as gaps.

    Raises:
        BatchError: If a value stands in two parts.
        InvalidValueError: If there are no parts and no `otherwise`, the product is asked twice on one path,
            or a setting is none of those above.
        WrongTypeError: If the parts are neither parts nor a mapping.

    Examples:
        >>> from salesmgmt.records import Customer, Facts, Product
        >>> division = by_region({
        ...     "north": "ann",
        ...     "south": by_product({"GTX": "bob", "MG": "cy"}),
        ... })
        >>> facts = Facts([
        ...     Customer("C-1", region="north"), Customer("C-2", region="south"),
        ...     Product("G5", series="GTX"), Product("M1", series="MG"),
        ... ])
        >>> coverage = division.assign(facts)
        >>> coverage.owner("C-1"), coverage.owner("C-2", "M1")
        ('ann', 'cy')
    """

    by: DivisionKind = field(converter=_as_kind)
    on: str
    parts: tuple[Part, ...] = field(converter=_as_parts)
    otherwise: str | Division | None = None
    _targets: dict[str, str | Division] = field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.on, str) or not self.on:
            raise InvalidValueError("on", self.on, "be the name of a field")
        if not self.parts and self.otherwise is None:
            raise InvalidValueError("parts", self.parts, "hold at least one part, or have an `otherwise`")
        if self.otherwise is not None:
            _check_target("otherwise", self.otherwise)
        twice = []
        for part in self.parts:
            for value in part.values:
                if value in self._targets:
                    twice.append(Problem(f"{self.by} {value}", "parts", value, "stand in one part only"))
                self._targets[value] = part.to
        if twice:
            raise BatchError("division", twice)
        if self.by is DivisionKind.PRODUCT and any(
            below.by is DivisionKind.PRODUCT for division in self._next() for below in division.walk()
        ):
            raise InvalidValueError(
                "by", self.by.value, "stand once on a path; merge the two product divisions"
            )

    def _next(self) -> Iterator[Division]:
        for target in (*(part.to for part in self.parts), self.otherwise):
            if isinstance(target, Division):
                yield target

    def walk(self) -> Iterator[Division]:
        """This node and all below it, each before those that it leads to."""
        yield self
        for division in self._next():
            yield from division.walk()

    @property
    def owners(self) -> tuple[str, ...]:
        """Every owner that the division names, sorted."""
        named = {
            target
            for division in self.walk()
            for target in (*(part.to for part in division.parts), division.otherwise)
            if isinstance(target, str)
        }
        return tuple(sorted(named))

    def problems(self, facts: Facts, *, members: Members | str = Members.ALL) -> tuple[Problem, ...]:
        """What of the division does not fit the records: fields that they lack, values that none holds.

        A field is known where it is an attribute of the records or an own column of at least one of them.

        Args:
            facts: A batch with customers, and with products where the division asks for them.
            members: Which values are problems: all that no record holds, other writings of one, or none.

        Raises:
            InvalidValueError: If `members` is none of the words.
            WrongTypeError: If the facts are no batch, or a field that is asked holds no text.

        Examples:
            >>> facts = Facts([Customer("C-1", region="north")])
            >>> for problem in by_region({"nroth": "ann", "south": "bob"}).problems(facts):
            ...     print(problem)
            region nroth: parts is 'nroth'; it must be a value that a customer holds, such as 'north'
            region south: parts is 'south'; it must be a value that a customer holds
        """
        strict = as_members(members)
        _check_batch(facts)
        found: dict[tuple[DivisionKind, str], _Held] = {}
        problems: dict[Problem, None] = {}
        for node in self.walk():
            question = (node.by, node.on)
            if question not in found:
                records = facts.products if node.by is DivisionKind.PRODUCT else facts.customers
                found[question] = _Held(records, node.on)
            problems.update(dict.fromkeys(found[question].problems(node, strict)))
        return tuple(problems)

    def assign(self, facts: Facts, *, members: Members | str = Members.NEAR) -> Coverage:
        """Give every customer of a batch its owner, or its owner for each product.

        Args:
            facts: A batch with customers, and with products where the division asks for them.
            members: What to do about values that no record holds: refuse other writings of one, all of
                them, or none.

        Returns:
            One cell per customer, or per customer and product where the product decides; cells that no part
            covers have no owner and are listed as gaps.

        Raises:
            BatchError: If the records have none of a field that is asked, or a value is refused; all such
                problems at once.
            InvalidValueError: If `members` is none of the words.
            WrongTypeError: If the facts are no batch, or a field that is asked holds no text.
        """
        problems = self.problems(facts, members=members)
        if problems:
            raise BatchError("division", problems)
        products = sorted(facts.products, key=lambda product: product.id)
        cells: list[Cell] = []
        for customer in sorted(facts.customers, key=lambda customer: customer.id):
            cells += self._cells(customer, None, products, ())
        return Coverage(cells)

    def _cells(
        self, customer: Customer, product: Product | None, products: list[Product], path: tuple[Step, ...]
    ) -> Iterator[Cell]:
        if self.by is DivisionKind.PRODUCT and product is None:
            if not products:
                step = Step(self.by.value, self.on, None)
                yield Cell(customer.id, None, None, (*path, step))
            for each in products:
                yield from self._cells(customer, each, products, path)
            return
        record = product if self.by is DivisionKind.PRODUCT and product is not None else customer
        value = value_of(record, self.on)
        steps = (*path, Step(self.by.value, self.on, value))
        target = self.otherwise if value is None else self._targets.get(value, self.otherwise)
        if isinstance(target, Division):
            yield from target._cells(customer, product, products, steps)
        else:
            yield Cell(customer.id, None if product is None else product.id, target, steps)


def _check_batch(facts: object) -> None:
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")


class _Held:
    """What the records hold in one field."""

    __slots__ = ("columns", "known", "values", "word")

    def __init__(self, records: tuple[Customer, ...] | tuple[Product, ...], name: str) -> None:
        self.word = type(records[0]).__name__.lower() if records else ""
        own = {column for record in records for column in record.more}
        self.columns = sorted({*fields_dict(type(records[0])), *own} - {"more"}) if records else []
        self.known = not records or name in self.columns
        self.values = {value for record in records for value in [value_of(record, name)] if value is not None}

    def problems(self, node: Division, members: Members) -> Iterator[Problem]:
        """What of a node does not fit: its field, or some of its values."""
        if not self.known:
            meant = nearest(node.on, self.columns)
            hint = f"such as {meant!r}" if meant else f"one of {', '.join(self.columns)}"
            yield Problem(f"{node.by} division", "on", node.on, f"be a field of a {self.word}, {hint}")
            return
        if members is Members.ANY or not self.word:
            return
        listed = {value for part in node.parts for value in part.values}
        for value in sorted(listed - self.values):
            others = self.values - listed
            meant = nearest(value, others)
            if members is Members.NEAR:
                meant = same_word(value, others)
                if meant is None:
                    continue
            rule = f"be a value that a {self.word} holds" + (f", such as {meant!r}" if meant else "")
            yield Problem(f"{node.on} {value}", "parts", value, rule)


def value_of(record: Customer | Product, name: str) -> str | None:
    """The text in a record's attribute or own column; None where it has none.

    Raises:
        WrongTypeError: If the value is not a text.
    """
    value: object = getattr(record, name) if hasattr(record, name) else record.more.get(name)
    if value is None or isinstance(value, str):
        return value
    raise WrongTypeError(f"{type(record).__name__.lower()}.{name}", value, "be a text to divide by")


# The overloads let a type checker read a literal that mixes owners and divisions.


@overload
def by_region(parts: Mapping[str, Owner], *, on: str = ..., otherwise: Owner | None = ...) -> Division: ...
@overload
def by_region(
    parts: Mapping[tuple[str, ...], Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_region(
    parts: Mapping[str | tuple[str, ...], Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_region(parts: Iterable[Part], *, on: str = ..., otherwise: Owner | None = ...) -> Division: ...
def by_region(parts: PartsLike, *, on: str = "region", otherwise: Owner | None = None) -> Division:
    """Divide by where the customer is (按区域划分): one owner sells everything in a region."""
    return Division(DivisionKind.REGION, on, parts, otherwise)


@overload
def by_product(parts: Mapping[str, Owner], *, on: str = ..., otherwise: Owner | None = ...) -> Division: ...
@overload
def by_product(
    parts: Mapping[tuple[str, ...], Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_product(
    parts: Mapping[str | tuple[str, ...], Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_product(parts: Iterable[Part], *, on: str = ..., otherwise: Owner | None = ...) -> Division: ...
def by_product(parts: PartsLike, *, on: str = "series", otherwise: Owner | None = None) -> Division:
    """Divide by what is sold (按产品划分): one owner sells a product line to everybody."""
    return Division(DivisionKind.PRODUCT, on, parts, otherwise)


@overload
def by_customer_group(
    parts: Mapping[str, Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_customer_group(
    parts: Mapping[tuple[str, ...], Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_customer_group(
    parts: Mapping[str | tuple[str, ...], Owner], *, on: str = ..., otherwise: Owner | None = ...
) -> Division: ...
@overload
def by_customer_group(parts: Iterable[Part], *, on: str = ..., otherwise: Owner | None = ...) -> Division: ...
def by_customer_group(parts: PartsLike, *, on: str = "industry", otherwise: Owner | None = None) -> Division:
    """Divide by who buys (按客户划分): one owner sells everything to an industry or size class."""
    return Division(DivisionKind.CUSTOMER, on, parts, otherwise)
