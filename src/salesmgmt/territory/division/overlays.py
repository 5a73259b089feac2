"""People beside the owners: a product manager over a region, a specialist for one line of products.

An overlay is a division of its own whose people do not own the customers: they come along. What an overlay
leaves out is no gap, and meeting its people is no case of several sellers at one customer, since one seller
still answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.division.coverage import Cell, Coverage
from salesmgmt.territory.division.dividing import Division, Members
from salesmgmt.territory.plans import Placement, PlanStatus, Territory, TerritoryPlan
from salesmgmt.territory.texts import HEADINGS

__all__ = ["LayeredCoverage", "LayeredDivision", "Overlay", "OverlayCoverage"]


@frozen
class Overlay:
    """A role that works beside the owners, and who holds it where.

    Attributes:
        role: Name of the role, such as `product manager`.
        division: Who holds it for which customers and products.

    Raises:
        InvalidValueError: If the role is empty.
        WrongTypeError: If the division is none.
    """

    role: str
    division: Division

    def __attrs_post_init__(self) -> None:
        check_text("role", self.role)
        if not isinstance(self.division, Division):
            raise WrongTypeError("division", self.division, "be a Division, such as by_product({…})")


def _as_overlays(overlays: Iterable[Overlay] | Overlay) -> tuple[Overlay, ...]:
    return tuple_of(overlays, Overlay, "overlays")


def _once(roles: Iterable[str]) -> None:
    seen: set[str] = set()
    for role in roles:
        if role in seen:
            raise InvalidValueError("overlays", role, "name each role once; merge the two divisions")
        seen.add(role)


@frozen
class LayeredDivision:
    """A division, and the overlays over it.

    Attributes:
        base: Who owns the customers.
        overlays: Who comes along, role by role.

    Raises:
        InvalidValueError: If a role stands twice.
        WrongTypeError: If the base is no division, or an overlay is none.

    Examples:
        >>> from salesmgmt.records import Customer, Facts, Product
        >>> from salesmgmt.territory import by_customer_group, by_product, by_region
        >>> division = LayeredDivision(
        ...     by_customer_group({"retail": "ann"}),
        ...     Overlay("product manager", by_region({"south": by_product({"GTX": "pam"})})),
        ... )
        >>> coverage = division.assign(Facts([
        ...     Customer("C-1", region="south", industry="retail"), Product("G5", series="GTX"),
        ... ]))
        >>> coverage.owner("C-1", "G5"), coverage.beside("C-1", "G5")
        ('ann', (('product manager', 'pam'),))
    """

    base: Division
    overlays: tuple[Overlay, ...] = field(default=(), converter=_as_overlays)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.base, Division):
            raise WrongTypeError("base", self.base, "be a Division, such as by_region({…})")
        _once(overlay.role for overlay in self.overlays)

    def problems(self, facts: Facts, *, members: Members | str = Members.ALL) -> tuple[Problem, ...]:
        """What of the division or its overlays does not fit the records; see `Division.problems`.

        Raises:
            InvalidValueError, WrongTypeError: As `Division.problems`.
        """
        layers = (self.base, *(overlay.division for overlay in self.overlays))
        found = [problem for layer in layers for problem in layer.problems(facts, members=members)]
        return tuple(dict.fromkeys(found))

    def assign(self, facts: Facts, *, members: Members | str = Members.NEAR) -> LayeredCoverage:
        """Give every customer its owner, and those who come along.

        Args:
            facts: A batch with customers and products.
            members: What to do about values that no record holds, as for `Division.assign`.

        Raises:
            BatchError, InvalidValueError, WrongTypeError: As `Division.assign`; the problems of all layers at
                once.
        """
        problems = self.problems(facts, members=members)
        if problems:
            raise BatchError("division", problems)
        return LayeredCoverage(
            self.base.assign(facts, members=Members.ANY),
            [
                OverlayCoverage(overlay.role, overlay.division.assign(facts, members=Members.ANY))
                for overlay in self.overlays
            ],
        )


@frozen
class OverlayCoverage:
    """Who holds a role beside the owners.

    Attributes:
        role: Name of the role.
        coverage: Who holds it for which customers and products.

    Raises:
        InvalidValueError: If the role is empty.
        WrongTypeError: If the coverage is none.
    """

    role: str
    coverage: Coverage

    def __attrs_post_init__(self) -> None:
        check_text("role", self.role)
        if not isinstance(self.coverage, Coverage):
            raise WrongTypeError("coverage", self.coverage, "be a Coverage")


def _as_layers(overlays: Iterable[OverlayCoverage]) -> tuple[OverlayCoverage, ...]:
    return tuple_of(overlays, OverlayCoverage, "overlays")


@frozen
class LayeredCoverage:
    """The outcome of a layered division.

    Attributes:
        base: Who owns the customers: gaps, loads and shared customers are those of this.
        overlays: Who comes along, role by role.

    Raises:
        InvalidValueError: If a role stands twice.
        WrongTypeError: If the base is no coverage, or an overlay is none.
    """

    base: Coverage
    overlays: tuple[OverlayCoverage, ...] = field(default=(), converter=_as_layers)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.base, Coverage):
            raise WrongTypeError("base", self.base, "be a Coverage")
        _once(overlay.role for overlay in self.overlays)

    def owner(self, customer: str, product: str | None = None) -> str | None:
        """Who answers for a customer, or a product at it; None for a gap.

        Raises:
            UnknownIdentifierError: As `Coverage.cell`.
        """
        return self.base.owner(customer, product)

    def beside(self, customer: str, product: str | None = None) -> tuple[tuple[str, str], ...]:
        """Who comes along to a customer, or for one product at it: pairs of role and person.

        Raises:
            UnknownIdentifierError: If the customer was not divided, or there is no such product.
        """
        return tuple(
            dict.fromkeys(
                (overlay.role, cell.owner)
                for overlay in self.overlays
                for cell in _cells(overlay.coverage, customer, product)
                if cell.owner is not None
            )
        )

    def contacts(self, customer: str) -> tuple[str, ...]:
        """Everybody whom a customer meets, sorted: its sellers and those beside them.

        Raises:
            UnknownIdentifierError: If the customer was not divided.
        """
        return tuple(sorted({*self.base.owners(customer), *(who for _, who in self.beside(customer))}))

    def reason(self, customer: str, product: str | None = None) -> Reason:
        """Why a cell belongs to its owner, and who comes along.

        Raises:
            UnknownIdentifierError: As `Coverage.cell`.
        """
        owned = self.base.reason(customer, product)
        beside = [
            Reason("territory.beside", {"role": role, "person": person}, facts=(customer,))
            for role, person in self.beside(customer, product)
        ]
        return Reason(owned.code, owned.values, owned.facts, (*owned.because, *beside))

    def plan(
        self, identifier: str, *, during: DateRange | str | None = None, status: PlanStatus | str = "draft"
    ) -> TerritoryPlan:
        """The outcome as a plan: that of the owners, and a territory `role: person` for each of those beside.

        The customers of those beside stand there as overlays.

        Args:
            identifier: Identifier of the plan.
            during: Days on which it holds; always where left out.
            status: `draft` or `live`.

        Raises:
            BatchError, InvalidValueError: As `Coverage.plan`.
        """
        plan = self.base.plan(identifier, during=during, status=status)
        beside = {
            Placement(customer, f"{role}: {person}"): person
            for customer in dict.fromkeys(cell.customer for cell in self.base.cells)
            for role, person in self.beside(customer)
        }
        people = {placement.territory: person for placement, person in beside.items()}
        added = [Territory(name, owner=person) for name, person in people.items()]
        return evolve(plan, territories=(*plan.territories, *added), overlays=tuple(beside))

    def records(self) -> list[dict[str, object]]:
        """One row per cell and role, for a DataFrame; `owner` is the role of those who answer for it."""
        layers = [("owner", self.base), *((overlay.role, overlay.coverage) for overlay in self.overlays)]
        return [
            {"customer": cell.customer, "product": cell.product, "role": role, "person": cell.owner}
            for role, coverage in layers
            for cell in coverage.cells
            if role == "owner" or cell.owner is not None
        ]

    def table(self, lang: str = "en") -> Table:
        """Number of customers by role and person; the owners come first."""
        owner = headed(HEADINGS, lang, "owner")[0].heading
        layers = [(owner, self.base), *((overlay.role, overlay.coverage) for overlay in self.overlays)]
        rows = [
            (role, person, customers)
            for role, coverage in layers
            for person, customers in coverage.load().items()
        ]
        return Table("", headed(HEADINGS, lang, "role", "person", "customers"), rows, lang=lang)


def _cells(coverage: Coverage, customer: str, product: str | None) -> tuple[Cell, ...]:
    """The cells of a customer; only that of the product where one is named."""
    cells = coverage.of(customer)
    return cells if product is None else (coverage.cell(customer, product),)
