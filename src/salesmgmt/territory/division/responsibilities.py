"""Responsibilities: who says that which customers and products are theirs, as lists state it.

A division cannot contradict itself; the lists that several managers keep can. A responsibility is a pair of
criteria, one over customers and one over products, so any list can be put into responsibilities and held
against the market, and a division can be written as responsibilities too.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from salesmgmt.criteria import ALWAYS, Criterion, all_of
from salesmgmt.criteria import field as named
from salesmgmt.errors import WrongTypeError
from salesmgmt.territory.checks import check_text
from salesmgmt.territory.division.dividing import Division, DivisionKind

__all__ = ["Responsibility", "responsibilities_of"]


@frozen
class Responsibility:
    """A part of the market that somebody says is theirs.

    Attributes:
        id: Identifier given by the caller, such as the row of a list.
        owner: Who found it.
        customers: Which customers; all where left out.
        products: Which products; all where left out.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a criterion is none.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> print(Responsibility("row 3", "ann", field("region").equals("north")).customers)
        region is “north”
    """

    id: str
    owner: str
    customers: Criterion = ALWAYS
    products: Criterion = ALWAYS

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_text("owner", self.owner)
        for name, criterion in (("customers", self.customers), ("products", self.products)):
            if not isinstance(criterion, Criterion):
                raise WrongTypeError(
                    name, criterion, "be a criterion, such as field('region').equals('north')"
                )


def responsibilities_of(division: Division) -> tuple[Responsibility, ...]:
    """A division written as responsibilities: one for each path that ends at an owner.

    They cover exactly the cells that the division gives to somebody, each once. A customer without the
    field that is asked belongs to where everything else goes.

    Args:
        division: The division.

    Raises:
        WrongTypeError: If it is none.

    Examples:
        >>> from salesmgmt.territory import by_product, by_region
        >>> division = by_region({"north": "ann"}, otherwise=by_product({"GTX": "bob"}))
        >>> for each in responsibilities_of(division):
        ...     print(each.owner, "|", each.id)
        ann | region north
        bob | other region / series GTX
    """
    if not isinstance(division, Division):
        raise WrongTypeError("division", division, "be a Division, such as by_region({…})")
    found: dict[str, Responsibility] = {}
    for each in _paths(division, (), (), ()):
        name, number = each.id, 2
        while name in found:
            name, number = f"{each.id} ({number})", number + 1
        found[name] = evolve(each, id=name)
    return tuple(found.values())


def _paths(
    node: Division | str | None,
    path: tuple[str, ...],
    customers: tuple[Criterion, ...],
    products: tuple[Criterion, ...],
) -> Iterator[Responsibility]:
    if node is None:
        return
    if isinstance(node, str):
        yield Responsibility(" / ".join(path), node, all_of(*customers), all_of(*products))
        return
    asked = named(node.on, "text")
    covered = tuple(value for part in node.parts for value in part.values)
    rest = asked.not_in(*covered).or_if_missing(met=True) if covered else ALWAYS
    ways: list[tuple[str, Criterion, Division | str | None]] = [
        (f"{node.on} {', '.join(part.values)}", asked.is_in(*part.values).or_if_missing(met=False), part.to)
        for part in node.parts
    ]
    ways.append((f"other {node.on}", rest, node.otherwise))
    for name, criterion, to in ways:
        if node.by is DivisionKind.PRODUCT:
            yield from _paths(to, (*path, name), customers, (*products, criterion))
        else:
            yield from _paths(to, (*path, name), (*customers, criterion), products)
