"""The coverage check: has every cell of the market, region by product by customer, exactly one owner?

Found are cells that nobody claims (gaps), cells that several people claim (overlaps), and customers at whom
several sellers meet, each with a cell of their own, so that the customer can play one off against the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import product as all_pairs
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import resolved
from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.records import Customer, Facts, Product
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.division.coverage import Coverage
from salesmgmt.territory.division.dividing import Division, Members
from salesmgmt.territory.division.overlays import LayeredCoverage, LayeredDivision
from salesmgmt.territory.division.responsibilities import Responsibility, responsibilities_of
from salesmgmt.territory.texts import HEADINGS

__all__ = ["CoverageCheck", "CoverageFinding", "CoverageFindingKind", "check_coverage", "market_grid"]

Responsibilities: TypeAlias = (
    "Iterable[Responsibility] | Division | LayeredDivision | Coverage | LayeredCoverage"
)

#: Who claims a cell, by product; None stands for everything that the customer buys.
_Owned: TypeAlias = Mapping[str | None, tuple[Responsibility, ...]]


class CoverageFindingKind(StrEnum):
    """What is wrong.

    Attributes:
        GAP: Nobody looks after it.
        OVERLAP: Several people look after the same cell.
        SHARED: Several sellers meet at one customer, each with cells of their own.
    """

    GAP = "gap"
    OVERLAP = "overlap"
    SHARED = "shared"


def _as_finding_kind(value: CoverageFindingKind | str) -> CoverageFindingKind:
    try:
        return CoverageFindingKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(CoverageFindingKind)}") from None


def _as_names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(tuple_of(names, str, "names"))))


@frozen
class CoverageFinding:
    """One fault of the coverage at one customer.

    Attributes:
        kind: Gap, overlap, or a customer shared by several sellers.
        customer: Identifier of the customer.
        region: Where the customer is, as its record says; None where it does not.
        products: Identifiers of the products that it concerns; empty where it is everything they buy.
        owners: Who claims the cells, sorted; nobody for a gap.
        stated: Identifiers of the responsibilities that say so, sorted.

    Raises:
        InvalidValueError: If the kind is none of the words, or has too few owners or too many.
        WrongTypeError: If a field has another type.
    """

    kind: CoverageFindingKind = field(converter=_as_finding_kind)
    customer: str
    region: str | None = None
    products: tuple[str, ...] = field(default=(), converter=_as_names)
    owners: tuple[str, ...] = field(default=(), converter=_as_names)
    stated: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        if self.region is not None:
            check_text("region", self.region, empty=True)
        if (self.kind is CoverageFindingKind.GAP) == bool(self.owners) or len(self.owners) == 1:
            rule = "name nobody for a gap, and two people or more for an overlap or a shared customer"
            raise InvalidValueError("owners", self.owners, rule)

    @property
    def reason(self) -> Reason:
        """The finding in words."""
        everything = not self.products
        values = {
            "customer": self.customer,
            "region": self.region,
            "products": ", ".join(self.products),
            "owners": ", ".join(self.owners),
        }
        code = {
            CoverageFindingKind.GAP: "territory.finding.gap.all" if everything else "territory.finding.gap",
            CoverageFindingKind.OVERLAP: "territory.finding.overlap.all"
            if everything
            else "territory.finding.overlap",
            CoverageFindingKind.SHARED: "territory.finding.shared",
        }[self.kind]
        return Reason(code, values, facts=(self.customer, *self.products))


def _as_findings(findings: Iterable[CoverageFinding] | CoverageFinding) -> tuple[CoverageFinding, ...]:
    given = tuple_of(findings, CoverageFinding, "findings")
    order = list(CoverageFindingKind)
    return tuple(
        sorted(given, key=lambda each: (order.index(each.kind), each.customer, each.products, each.owners))
    )


@frozen
class CoverageCheck:
    """What a coverage check found.

    Attributes:
        customers: Number of customers.
        cells: Number of cells, customer by product; the number of customers where there are no products.
        covered: Number of cells with exactly one owner.
        findings: Gaps, then overlaps, then shared customers, each by customer.

    Raises:
        InvalidValueError: If a number is negative, or more cells are covered than there are.
        WrongTypeError: If a field has another type.
    """

    customers: int
    cells: int
    covered: int
    findings: tuple[CoverageFinding, ...] = field(default=(), converter=_as_findings)

    def __attrs_post_init__(self) -> None:
        for name in ("customers", "cells", "covered"):
            check_count(name, getattr(self, name))
        if self.covered > self.cells:
            raise InvalidValueError("covered", self.covered, f"be at most the {self.cells} cells")

    def _of(self, kind: CoverageFindingKind) -> tuple[CoverageFinding, ...]:
        return tuple(finding for finding in self.findings if finding.kind is kind)

    @property
    def gaps(self) -> tuple[CoverageFinding, ...]:
        """What nobody looks after."""
        return self._of(CoverageFindingKind.GAP)

    @property
    def overlaps(self) -> tuple[CoverageFinding, ...]:
        """What several people look after."""
        return self._of(CoverageFindingKind.OVERLAP)

    @property
    def shared(self) -> tuple[CoverageFinding, ...]:
        """Customers at whom several sellers meet."""
        return self._of(CoverageFindingKind.SHARED)

    @property
    def complete(self) -> bool:
        """Whether every cell has exactly one owner."""
        return self.covered == self.cells

    @property
    def reason(self) -> Reason:
        """The check in words, with every finding below it."""
        counts = {"cells": self.cells, "covered": self.covered}
        code = "territory.coverage.complete" if self.complete else "territory.coverage.faulty"
        return Reason(code, counts, because=tuple(finding.reason for finding in self.findings))

    def records(self) -> list[dict[str, object]]:
        """One row per finding, for a DataFrame."""
        return [
            {
                "kind": finding.kind.value,
                "region": finding.region,
                "customer": finding.customer,
                "products": ", ".join(finding.products),
                "owners": ", ".join(finding.owners),
            }
            for finding in self.findings
        ]

    def table(self, lang: str = "en") -> Table:
        """Number of gaps, overlaps and shared customers by region."""
        kinds = [kind.value for kind in CoverageFindingKind]
        counts = Counter((finding.region, finding.kind.value) for finding in self.findings)
        regions = sorted(
            {finding.region for finding in self.findings}, key=lambda each: (each is None, each or "")
        )
        rows = [(region, *(counts[region, kind] for kind in kinds)) for region in regions]
        total = headed(HEADINGS, lang, "total")[0].heading
        footer = (total, *(sum(counts[region, kind] for region in regions) for kind in kinds))
        return Table("", headed(HEADINGS, lang, "region", *kinds), rows, footer=footer, lang=lang)


def check_coverage(facts: Facts, responsibilities: Responsibilities) -> CoverageCheck:
    """Hold responsibilities against every cell of the market.

    Two responsibilities of one person for a cell are no overlap. People beside the owners (overlays) are left
    aside. Of a finding that concerns all products, none is named.

    Args:
        facts: The customers and products that make up the market; see `market_grid` for one that is not there
            yet.
        responsibilities: A list of them, a division, or its outcome.

    Raises:
        BatchError: If two responsibilities have one identifier, a criterion cannot be asked of a record, a
            division has names that the records do not know, or an outcome lacks customers; all at once.
        InvalidValueError: If they ask for products and there are none.
        WrongTypeError: If one of the arguments has another type.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> facts = Facts([
        ...     Customer("C-1", region="north"), Customer("C-2", region="south"),
        ...     Product("G5", series="GTX"), Product("M1", series="MG"),
        ... ])
        >>> found = check_coverage(facts, [
        ...     Responsibility("list 1", "ann", field("region").equals("north")),
        ...     Responsibility("list 2", "bob", products=field("series").equals("GTX")),
        ... ])
        >>> print(found.reason.tree())
        only 2 of 4 cells have exactly one owner
          nobody sells M1 to C-2
          ann, bob all claim G5 at C-1
          C-1 meets several sellers: ann, bob
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    customers = sorted(facts.customers, key=lambda customer: customer.id)
    products = tuple(sorted(product.id for product in facts.products))
    findings: list[CoverageFinding] = []
    covered = 0
    for customer, picture in zip(
        customers, _pictures(facts, customers, products, responsibilities), strict=True
    ):
        covered += picture.sound
        findings += [
            CoverageFinding(kind, customer.id, customer.region, parts, owners, stated)
            for kind, parts, owners, stated in picture.found
        ]
    return CoverageCheck(len(customers), len(customers) * max(1, len(products)), covered, findings)


def market_grid(
    customers: Mapping[str, Iterable[str]], products: Mapping[str, Iterable[str]] | None = None
) -> Facts:
    """A market of which nobody is known yet: one customer, and one product, for each combination of values.

    So a division can be checked over every region, customer group and product line before anybody buys.

    Args:
        customers: Values by field of the customer, such as `{"region": […], "industry": […]}`.
        products: Values by field of the product, such as `{"series": […]}`; no products where left out.

    Raises:
        InvalidValueError: If a field has no values, or one stands twice.
        WrongTypeError: If one is no text.

    Examples:
        >>> grid = market_grid({"region": ["north", "south"], "size": ["small"]}, {"series": ["GTX"]})
        >>> [customer.id for customer in grid.customers], [product.id for product in grid.products]
        (['north/small', 'south/small'], ['GTX'])
    """
    return Facts(
        [
            *(
                Customer(name, **own, more=more)
                for name, own, more in _combined(customers, Customer, "customers")
            ),
            *(
                Product(name, **own, more=more)
                for name, own, more in _combined(products or {}, Product, "products")
            ),
        ]
    )


def _combined(
    given: Mapping[str, Iterable[str]], kind: type[Customer] | type[Product], name: str
) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    if not isinstance(given, Mapping):
        raise WrongTypeError(name, given, "be a mapping from field to its values")
    columns = [(column, tuple_of(values, str, f"{name}.{column}")) for column, values in given.items()]
    for column, values in columns:
        if not values or len(set(values)) < len(values):
            raise InvalidValueError(f"{name}.{column}", values, "hold one or more values, each once")
    attributes = _ASKED[kind]
    for combination in all_pairs(*(values for _, values in columns)):
        if not combination:
            return
        pairs = list(zip((column for column, _ in columns), combination, strict=True))
        own = {column: value for column, value in pairs if column in attributes}
        more = {column: value for column, value in pairs if column not in attributes}
        yield "/".join(combination), own, more


#: Attributes of a record that hold a text to divide by.
_ASKED: Mapping[type, frozenset[str]] = MappingProxyType(
    {
        Customer: frozenset({"segment", "industry", "region", "country"}),
        Product: frozenset({"series", "family"}),
    }
)


@frozen
class _Picture:
    """What there is at a customer: the number of cells with one owner, and what is to be told."""

    sound: int
    found: tuple[tuple[CoverageFindingKind, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]


def _picture(owned: _Owned, products: tuple[str, ...]) -> _Picture:
    """What to tell of a customer whose cells are claimed so."""
    whole = owned.get(None)
    cells = (
        {None: whole} if whole is not None else {name: owned.get(name, ()) for name in products or (None,)}
    )
    groups: dict[tuple[str, ...], list[str | None]] = {}
    by_group: dict[tuple[str, ...], set[str]] = {}
    for name, stated in cells.items():
        owners = tuple(sorted({each.owner for each in stated}))
        groups.setdefault(owners, []).append(name)
        by_group.setdefault(owners, set()).update(each.id for each in stated)
    found = []
    for owners, names in groups.items():
        if len(owners) != 1:
            kind = CoverageFindingKind.OVERLAP if owners else CoverageFindingKind.GAP
            parts = () if len(names) == len(cells) else tuple(name for name in names if name is not None)
            found.append((kind, parts, owners, tuple(sorted(by_group[owners]))))
    sellers = tuple(sorted({owner for owners in groups for owner in owners}))
    if len(sellers) > 1:
        everyone = tuple(sorted({each for stated in by_group.values() for each in stated}))
        found.append((CoverageFindingKind.SHARED, (), sellers, everyone))
    each = max(1, len(products)) if None in cells else 1
    return _Picture(
        each * sum(len(names) for owners, names in groups.items() if len(owners) == 1), tuple(found)
    )


def _pictures(
    facts: Facts, customers: Sequence[Customer], products: tuple[str, ...], given: Responsibilities
) -> Iterator[_Picture]:
    """What there is at each customer, in their order."""
    if isinstance(given, LayeredDivision | LayeredCoverage):
        given = given.base
    if isinstance(given, Division):
        problems = given.problems(facts, members=Members.NEAR)
        if problems:
            raise BatchError("division", problems)
        given = responsibilities_of(given)
        if not facts.products:
            given = tuple(each for each in given if each.products == ALWAYS)
    if isinstance(given, Coverage):
        return _of_coverage(customers, products, given)
    return _of_stated(facts, customers, products, tuple_of(given, Responsibility, "responsibilities"))


def _of_coverage(
    customers: Sequence[Customer], products: tuple[str, ...], coverage: Coverage
) -> Iterator[_Picture]:
    known = {cell.customer for cell in coverage.cells}
    problems = [
        Problem(f"Customer {customer.id}", "customer", customer.id, "be a customer of the outcome")
        for customer in customers
        if customer.id not in known
    ]
    if problems:
        raise BatchError("responsibilities", problems)
    for customer in customers:
        cells = coverage.of(customer.id)
        yield _picture(
            {
                cell.product: () if cell.owner is None else (Responsibility(cell.owner, cell.owner),)
                for cell in cells
            },
            products,
        )


def _of_stated(
    facts: Facts, customers: Sequence[Customer], products: tuple[str, ...], stated: tuple[Responsibility, ...]
) -> Iterator[_Picture]:
    problems = [
        Problem(f"Responsibility {name}", "id", name, "be unique")
        for name, count in Counter(each.id for each in stated).items()
        if count > 1
    ]
    if not products and any(each.products != ALWAYS for each in stated):
        raise InvalidValueError("facts", facts, "hold products, since a responsibility asks for them")
    sold = sorted(facts.products, key=lambda product: product.id)
    theirs = _places([each.customers for each in stated], stated, customers, facts, problems)
    cells: dict[str | None, frozenset[int]] = {None: frozenset(range(len(stated)))}
    if products:
        at = _places([each.products for each in stated], stated, sold, facts, problems)
        cells = dict(zip(products, at, strict=True))
    if problems:
        raise BatchError("responsibilities", problems)
    # Many customers are claimed by the same people: each way of being claimed is looked at once.
    seen: dict[frozenset[int], _Picture] = {}
    for places in theirs:
        if places not in seen:
            owned = {name: tuple(stated[at] for at in sorted(places & mine)) for name, mine in cells.items()}
            seen[places] = _picture(owned, products)
        yield seen[places]


def _places(
    criteria: Sequence[Criterion],
    stated: Sequence[Responsibility],
    records: Sequence[Customer] | Sequence[Product],
    facts: Facts,
    problems: list[Problem],
) -> list[frozenset[int]]:
    """The places of the criteria that each record meets; what cannot be asked joins the problems."""
    tests = [criterion.compiled(facts.tables).matches for criterion in criteria]
    paths = sorted({path for criterion in criteria for path in criterion.fields})
    # Records that hold the same in every field that is asked meet the same criteria.
    seen: dict[tuple[object, ...], frozenset[int]] = {}
    found = []
    for record in records:
        held = _held(record, paths, facts)
        places = None if held is None else seen.get(held)
        if places is None:
            before = len(problems)
            places = frozenset(_met(record, tests, stated, problems))
            if held is not None and len(problems) == before:
                seen[held] = places
        found.append(places)
    return found


def _held(record: Customer | Product, paths: Sequence[str], facts: Facts) -> tuple[object, ...] | None:
    """What a record holds in some fields, with the types, as 1 and True are equal; None where it is odd."""
    try:
        values = [resolved(record, path, facts.tables) for path in paths]
        key = (*values, *map(type, values))
        hash(key)
    except (SalesmgmtError, TypeError):
        return None
    return key


def _met(
    record: Customer | Product,
    tests: Sequence[Callable[[object], bool]],
    stated: Sequence[Responsibility],
    problems: list[Problem],
) -> Iterator[int]:
    """The places of the criteria that a record meets."""
    for place, test in enumerate(tests):
        try:
            if test(record):
                yield place
        except SalesmgmtError as error:
            problems.append(Problem.of(f"Responsibility {stated[place].id}, {record.id}", error))
