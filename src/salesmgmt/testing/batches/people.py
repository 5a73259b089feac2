"""The people of a company, with their posts and figures; its products and customers."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from salesmgmt.records import (
    Absence,
    Assignment,
    Customer,
    Opening,
    Participant,
    Product,
    Quota,
    Record,
    Score,
    Unit,
)
from salesmgmt.testing.batches.company import DAYS, MORES, PERIODS, RANGES, RECORDED, SCORES, Company

__all__ = ["Known", "known_of"]


class Known(NamedTuple):
    """Whom and what later records may name."""

    people: list[Participant]
    products: list[Product]
    customers: list[Customer]


def known_of(company: Company, most: int) -> Known:
    """People in units, with posts, absences, quotas and scores; products; customers with their owners."""
    draw = company.draw
    people = company.some(
        Participant,
        most,
        lambda name: Participant(
            name, employed=draw(st.none() | RANGES), more=draw(MORES), recorded=draw(RECORDED)
        ),
    )
    units: list[Unit] = []
    for number in range(draw(st.integers(0, most))):
        units.append(Unit(f"Unit-{number}", parent=company.one_of(units)))
    company.made += units
    if people:
        company.some(
            Assignment,
            most,
            lambda name: Assignment(
                name, company.needed(people), draw(RANGES), company.one_of(units), recorded=draw(RECORDED)
            ),
        )
        company.some(
            Quota,
            most,
            lambda name: Quota(name, company.needed(people), draw(PERIODS), abs(company.amount())),
        )
        company.some(Absence, most, lambda name: Absence(name, company.needed(people), draw(PERIODS)))
        holders: list[Record] = [*people, *units]
        company.some(
            Score,
            most,
            lambda name: Score(name, company.needed(holders), draw(PERIODS), "appraisal", draw(SCORES)),
        )
        company.some(
            Opening,
            most,
            lambda name: Opening(name, company.needed(people), draw(DAYS), "sales", company.amount()),
        )
    products = company.some(
        Product, most, lambda name: Product(name, series=draw(st.sampled_from([None, "A", "B"])))
    )
    customers = company.some(
        Customer, most, lambda name: Customer(name, owner=company.one_of(people), recorded=draw(RECORDED))
    )
    return Known(people, products, customers)
