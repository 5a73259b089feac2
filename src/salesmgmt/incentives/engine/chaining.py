"""The shares of a chain: what every level up the line has of one deal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from salesmgmt.incentives.components import Chain
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.figures import Minor

__all__ = ["ChainShare", "chain_pay", "shares_up"]


@frozen(eq=False)
class ChainShare:
    """What one level has of a deal: whose it is, what of the deal it is paid on."""

    participant: str
    level: int
    base: Minor


def chain_pay(chain: Chain, level: int, base: Minor, digits: int) -> int:
    """The rounded share of a level, in minor units; a base below zero mirrors one above."""
    exact = chain.rates[level].value * (base if base >= 0 else -base)
    paid = chain.rounding.divider(digits)(exact.numerator, exact.denominator)
    return paid if base >= 0 else -paid


def shares_up(scope: Scope, chain: Chain, seller: str, day: date, value: Minor) -> Iterator[ChainShare]:
    """The seller's share and those of the levels above, as far as there is one manager who takes part.

    A level whose manager takes no part in the plan has nothing, and takes nothing off the next one's base.
    """
    base = value
    digits = scope.terms.currency.digits
    for level, _rate in enumerate(chain.rates):
        people = frozenset({seller}) if level == 0 else scope.people.managers(seller, day, level)
        if len(people) != 1:
            return
        (person,) = people
        if level and not scope.people.takes_part(person, day):
            continue
        yield ChainShare(person, level, base)
        if chain.subtracts:
            base -= chain_pay(chain, level, base, digits)
