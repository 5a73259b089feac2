"""Who looks after what, once a market is divided: cells, gaps, and customers with several sellers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from salesmgmt.errors import UnknownIdentifierError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Cell", "Coverage", "Step"]


@frozen
class Step:
    """One question on the way to an owner, and the answer found.

    Attributes:
        by: Kind of the question: `region`, `product` or `customer`.
        on: Field that was asked.
        value: What the record held; None where it held nothing.
    """

    by: str
    on: str
    value: str | None


@frozen
class Cell:
    """A piece of the market with its owner.

    Attributes:
        customer: Identifier of the customer.
        product: Identifier of the product; None where the owner sells the customer everything.
        owner: Who looks after it; None for a gap.
        path: The questions that led there.
    """

    customer: str
    product: str | None
    owner: str | None
    path: tuple[Step, ...] = ()


def _as_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(cells)


@frozen(repr=False)
class Coverage:
    """The outcome of a division: every cell of the market once.

    Attributes:
        cells: By customer, then product.
    """

    cells: tuple[Cell, ...] = field(converter=_as_cells)

    def __repr__(self) -> str:
        return f"Coverage({len(self.cells):,} cells, {len(self.load())} owners, {len(self.gaps)} gaps)"

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """Cells without an owner."""
        return tuple(cell for cell in self.cells if cell.owner is None)

    def _of(self, customer: str) -> tuple[Cell, ...]:
        cells = tuple(cell for cell in self.cells if cell.customer == customer)
        if not cells:
            raise UnknownIdentifierError("customer", customer, "be a customer of the divided batch")
        return cells

    def cell(self, customer: str, product: str | None = None) -> Cell:
        """The cell of a customer, or of a customer and product where the product decides.

        Raises:
            UnknownIdentifierError: If there is none; where the product decides, it has to be given.
        """
        for cell in self._of(customer):
            if cell.product is None or cell.product == product:
                return cell
        rule = f"be a product of the divided batch, since {customer} has an owner for each"
        raise UnknownIdentifierError("product", product, rule)

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
        return tuple(sorted({cell.owner for cell in self._of(customer) if cell.owner is not None}))

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
            Reason("territory.step", {"by": step.by, "on": step.on, "value": step.value})
            for step in cell.path
        )
        facts = (cell.customer,) if cell.product is None else (cell.customer, cell.product)
        if cell.owner is None:
            return Reason("territory.gap", {"customer": cell.customer}, facts=facts, because=steps)
        values = {"customer": cell.customer, "owner": cell.owner}
        return Reason("territory.assigned", values, facts=facts, because=steps)

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
