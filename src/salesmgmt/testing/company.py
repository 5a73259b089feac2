"""A sample company: two years of a sales force in three regions, the same on every run and every Python.

It is made for examples, tests and trying plans out. Nothing in it is random beyond its seed, and nothing in
it is true.
"""

from __future__ import annotations

from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Currency, currency_of
from salesmgmt.records import Facts, Record
from salesmgmt.testing.dice import Dice
from salesmgmt.testing.sample_people import people, quotas
from salesmgmt.testing.sample_receipts import fulfilments
from salesmgmt.testing.sample_trade import customers, deals, products

__all__ = ["sample_company"]


def sample_company(seed: int = 2026, *, currency: Currency | str = "USD") -> Facts:
    """Facts of a company that sells gateways, sensors, cloud services and support, in 2025 and 2026.

    - Units: `company`; the regions `north`, `south` and `west`; two teams in each (`north-1` …).
    - People: `vp`, `dir-north` …, `lead-1` to `lead-6`, some thirty reps (`rep-01` …), and the specialists
      `spec-1` and `spec-2`, who count beside the owners of software deals. All have assignments under the
      plan `sales`, with unit, manager, role and territory.
    - Comings and goings: `rep-28` joins in August 2025; `rep-16`, `rep-12` and `rep-25` leave in June and
      September 2025 and May 2026; `rep-07` moves from north to south in July 2025; the seat of `rep-19`
      changes its team in the middle of March 2026; `rep-05` becomes lead of `north-1` in January 2026, when
      `lead-1` has left; `rep-31` to `rep-34` take vacant seats. A team's lead works for a vacant seat.
    - A quota per rep and quarter, in proportion to the days on which they hold a seat.
    - Products with series, family, list price and unit cost; customers with segment, industry, region,
      country, owner and a parent here and there.
    - Deals with stage histories and activities, a few of them split or with an overlay; orders with lines
      (quantity, cost, tax), a few recorded late and a few corrected; deliveries, invoices, payments that come
      in time, late, in parts or never, returns, promises and write-offs.

    The books end on 31 December 2026: what would have happened later isn't there.

    Args:
        seed: Another number makes another company with the same people and the same rules.
        currency: What prices are in; a handful of currencies have prices of their own height.

    Raises:
        UnknownIdentifierError: If ISO 4217 has no such currency.
        WrongTypeError: If the seed is no int.

    Examples:
        >>> from salesmgmt.records import Participant
        >>> facts = sample_company()
        >>> len(facts.customers), len(facts.products)
        (320, 13)
        >>> facts.get(Participant, "rep-07").name
        'Grace Hill'
    """
    if type(seed) is not int:
        raise WrongTypeError("seed", seed, "be an int")
    unit = currency_of(currency)
    dice = Dice(seed)
    buyers = tuple(customers(dice.fork(1)))
    records: list[Record] = [
        *people(dice.fork(2)),
        *quotas(dice.fork(3), unit),
        *products(unit),
        *buyers,
    ]
    receipts = dice.fork(4)
    for number, sold in enumerate(deals(dice.fork(5), buyers, unit)):
        records += sold.records
        records += fulfilments(receipts.fork(number), sold, unit)
    return Facts(records, links="all")
