"""Who looks after what, once a market is divided: cells, gaps, and customers with several sellers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from salesmgmt.calendars import DateRange, range_of
from salesmgmt.errors import BatchError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_text
from salesmgmt.territory.plans import PlanStatus, Territory, TerritoryPlan
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Cell", "Coverage", "Step"]


@frozen
class Step:
    """One question on the way to an owner, and the answer found.

    Attributes:
        by: Kind of the question: `region`, `product` or `customer`.
        on: Field that was asked.
        value: What the record held; None where it held nothing.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If one is no text.
    """

    by: str
    on: str
    value: str | None

    def __attrs_post_init__(self) -> None:
        check_text("by", self.by)
        check_text("on", self.on)
        if self.value is not None and not isinstance(self.value, str):
            raise WrongTypeError("value", self.value, "be text, or None where the record holds nothing")


def _as_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    given = tuple(steps) if isinstance(steps, Iterable) else (steps,)
    for step in given:
        if not isinstance(step, Step):
            raise WrongTypeError("path", step, "be Step values, in a list or any other iterable")
    return given


@frozen
class Cell:
    """A piece of the market with its owner.

    Attributes:
        customer: Identifier of the customer.
        product: Identifier of the product; None where the owner sells the customer everything.
        owner: Who looks after it; None for a gap.
        path: The questions that led there.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If one is no text, or the path holds something else than steps.
    """

    customer: str
    product: str | None
    owner: str | None
    path: tuple[Step, ...] = field(default=(), converter=_as_steps)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        if self.product is not None:
            check_text("product", self.product)
        if self.owner is not None:
            check_text("owner", self.owner)


def _as_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    given = tuple(cells) if isinstance(cells, Iterable) else (cells,)
    for cell in given:
        if not isinstance(cell, Cell):
            raise WrongTypeError("cells", cell, "be Cell values, in a list or any other iterable")
    return given


def _problem(cell: Cell, rule: str) -> Problem:
    return Problem(f"Customer {cell.customer}", "product", cell.product, rule)


@frozen(repr=False)
class Coverage:
    """The outcome of a division: every cell of the market once.

    Attributes:
        cells: By customer, then product.

    Raises:
        BatchError: If a cell stands twice, or a customer has an owner for everything and others for products.
        WrongTypeError: If something else than cells is given.
    """

    cells: tuple[Cell, ...] = field(converter=_as_cells)
    _index: dict[str, dict[str | None, Cell]] = field(factory=dict, init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = []
        for cell in self.cells:
            own = self._index.setdefault(cell.customer, {})
            if cell.product in own:
                problems.append(_problem(cell, "stand once"))
            elif own and (cell.product is None or None in own):
                problems.append(
                    _problem(cell, "have either one owner for everything or one for each product")
                )
            own[cell.product] = cell
        if problems:
            raise BatchError("cells", problems)

    def __repr__(self) -> str:
        return f"Coverage({len(self.cells):,} cells, {len(self.load())} owners, {len(self.gaps)} gaps)"

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """Cells without an owner."""
        return tuple(cell for cell in self.cells if cell.owner is None)

    def _of(self, customer: str) -> Mapping[str | None, Cell]:
        cells = self._index.get(customer) if isinstance(customer, str) else None
        if cells is None:
            raise UnknownIdentifierError("customer", customer, "be a customer of the divided batch")
        return cells

    def of(self, customer: str) -> tuple[Cell, ...]:
        """The cells of a customer, in their order.

        Raises:
            UnknownIdentifierError: If the customer was not divided.
        """
        return tuple(self._of(customer).values())

    def cell(self, customer: str, product: str | None = None) -> Cell:
        """The cell of a customer, or of a customer and product where the product decides.

        Raises:
            UnknownIdentifierError: If there is none; where the product decides, it has to be given.
        """
        own = self._of(customer)
        cell = own.get(None) or own.get(product if isinstance(product, str) else None)
        if cell is None:
            rule = f"be a product of the divided batch, since {customer} has an owner for each"
            raise UnknownIdentifierError("product", product, rule)
        return cell

    def owner(self, customer: str, product: str | None = None) -> str | None:
        """Who looks after a customer, or a product at it; None for a gap.

        Raises:
            UnknownIdentifierError: As `cell`.
        """
        return self.cell(customer, product).owner

    def owners(self, customer: str) -> tuple[str, ...]:
        """Everybody who sells to a customer, sorted.

        Raises:
            UnknownIdentifierError: If the customer was not divided.
        """
        cells = self._of(customer).values()
        return tuple(sorted({cell.owner for cell in cells if cell.owner is not None}))

    @property
    def shared(self) -> Mapping[str, tuple[str, ...]]:
        """Customers at whom several sellers meet, with their names."""
        named: dict[str, set[str]] = {}
        for cell in self.cells:
            if cell.owner is not None:
                named.setdefault(cell.customer, set()).add(cell.owner)
        return {customer: tuple(sorted(owners)) for customer, owners in named.items() if len(owners) > 1}

    def load(self) -> Mapping[str, int]:
        """Number of customers by owner, in the order of the owners; a shared customer counts for each."""
        pairs = {(cell.owner, cell.customer) for cell in self.cells if cell.owner is not None}
        return dict(sorted(Counter(owner for owner, _ in pairs).items()))

    def reason(self, customer: str, product: str | None = None) -> Reason:
        """Why a cell belongs to its owner: the questions asked and the answers found.

        Raises:
            UnknownIdentifierError: As `cell`.
        """
        cell = self.cell(customer, product)
        steps = tuple(
            Reason(f"territory.step.{step.by}", {"on": step.on, "value": step.value}) for step in cell.path
        )
        facts = (cell.customer,) if cell.product is None else (cell.customer, cell.product)
        if cell.owner is None:
            return Reason("territory.gap", {"customer": cell.customer}, facts=facts, because=steps)
        values = {"customer": cell.customer, "owner": cell.owner}
        return Reason("territory.assigned", values, facts=facts, because=steps)

    def plan(
        self, identifier: str, *, during: DateRange | str | None = None, status: PlanStatus | str = "draft"
    ) -> TerritoryPlan:
        """The outcome as a plan: one territory for each owner, named after them; gaps stay unplaced.

        Args:
            identifier: Identifier of the plan.
            during: Days on which it holds; always where left out.
            status: `draft` or `live`.

        Raises:
            BatchError: If customers have several owners, since a plan places each once; all at once.
            InvalidValueError: If the identifier is empty, or a setting is none of those above.

        Examples:
            >>> from salesmgmt.records import Customer, Facts
            >>> from salesmgmt.territory import by_region
            >>> facts = Facts([Customer("C-1", region="north"), Customer("C-2", region="moon")])
            >>> plan = by_region({"north": "ann"}).assign(facts).plan("2026")
            >>> plan.owner_of("C-1"), plan.unplaced(["C-1", "C-2"])
            ('ann', ('C-2',))
        """
        rule = "be one; a plan places each customer once"
        problems = [
            Problem(f"Customer {customer}", "owner", ", ".join(owners), rule)
            for customer, owners in self.shared.items()
        ]
        if problems:
            raise BatchError("coverage", problems)
        placed = {cell.customer: cell.owner for cell in self.cells if cell.owner is not None}
        span = DateRange.always() if during is None else range_of(during, "during")
        territories = [Territory(owner, owner=owner) for owner in sorted(set(placed.values()))]
        return TerritoryPlan(identifier, territories, placed, during=span, status=status)

    def records(self) -> list[dict[str, object]]:
        """One row per cell, for a DataFrame."""
        return [
            {"customer": cell.customer, "product": cell.product, "owner": cell.owner} for cell in self.cells
        ]

    def table(self, lang: str = "en") -> Table:
        """Number of customers and cells by owner, gaps last."""
        cells = Counter(cell.owner for cell in self.cells)
        rows: list[tuple[object, ...]] = [
            (owner, customers, cells[owner]) for owner, customers in self.load().items()
        ]
        if self.gaps:
            rows.append((None, len({cell.customer for cell in self.gaps}), len(self.gaps)))
        return Table("", headed(HEADINGS, lang, "owner", "customers", "cells"), rows, lang=lang)
