"""How the time of a rerun grows with the number of a customer's orders.

    python tests/benchmarks/credit_replay.py single 1000 4000 --limit 6
    python tests/benchmarks/credit_replay.py chain 1000 4000

`single` pays each invoice by itself, `chain` by payments that each settle parts of several invoices, so that
all documents of the customer hang together. The orders lie in one year, so that with more of them more are
open at a time. The two sizes take turns; the figure is the ratio of their CPU times: 4 where the time grows
as the orders do, 16 where it grows with their square.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from datetime import date, timedelta

from salesmgmt.credit import CreditLimit, CreditPolicy, rerun
from salesmgmt.money import Money
from salesmgmt.records import Application, Facts, Invoice, Line, Order, Payment, Record

FIRST = date(2025, 1, 1)
CUSTOMER = "C-1"
CENTS = 10_000
LIMIT = CreditLimit("L", CUSTOMER, Money(10**9, "USD"))


def day_of(number: int, orders: int) -> date:
    """The day of an order, out of so many in a year."""
    return FIRST + timedelta(days=number * 365 // orders)


def paid(part: int, orders: int) -> list[Record]:
    """Payments of so many cents, each for what is oldest, 30 days after the invoice that it comes to last."""
    records: list[Record] = []
    for number in range(-(-orders * CENTS // part)):
        start, end = number * part, min((number + 1) * part, orders * CENTS)
        on = day_of((end - 1) // CENTS, orders) + timedelta(days=32)
        records.append(Payment(f"P-{number}", on, CUSTOMER, Money(end - start, "USD")))
        for bill in range(start // CENTS, (end - 1) // CENTS + 1):
            minor = min(end, (bill + 1) * CENTS) - max(start, bill * CENTS)
            amount = Money(minor, "USD")
            records.append(Application(f"A-{number}-{bill}", on, f"P-{number}", f"I-{bill}", amount))
    return records


def history(orders: int, part: int) -> Facts:
    """So many orders of a year, each billed after two days, and paid in parts of so many cents."""
    line = Line(None, Money(CENTS, "USD"))
    records: list[Record] = []
    for number in range(orders):
        on = day_of(number, orders)
        billed = on + timedelta(days=2)
        records += [
            Order(f"O-{number}", on, line, customer=CUSTOMER),
            Invoice(
                f"I-{number}",
                billed,
                line,
                customer=CUSTOMER,
                due=billed + timedelta(days=30),
                order=f"O-{number}",
            ),
        ]
    return Facts([*records, *paid(part, orders)])


def seconds(facts: Facts) -> float:
    """CPU seconds of a rerun."""
    gc.collect()
    start = time.process_time()
    done = rerun(
        facts,
        CreditPolicy.standard(),
        [LIMIT],
        during="2025-01-01/2026-01-01",
        as_of="2026-12-31",
        currency="USD",
    )
    spent = time.process_time() - start
    if len(done.rows) != len(facts.orders) or done.total().open.minor or done.total().overdue.minor:
        raise ValueError(f"{len(done.rows)} orders")
    return spent


def main() -> int:
    """Print the figure; 1 where it exceeds the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("how", choices=("single", "chain"))
    parser.add_argument("few", type=int, nargs="?", default=1_000)
    parser.add_argument("many", type=int, nargs="?", default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=None, help="largest ratio allowed")
    asked = parser.parse_args()
    part = CENTS if asked.how == "single" else 27_000
    batches = {count: history(count, part) for count in (asked.few, asked.many)}
    best = dict.fromkeys(batches, float("inf"))
    for _ in range(asked.rounds):
        for count, facts in batches.items():
            best[count] = min(best[count], seconds(facts))
    figure = best[asked.many] / best[asked.few]
    times = ", ".join(f"{count:,} orders {spent:.2f} s" for count, spent in best.items())
    print(f"{times}: {figure:.2f} times the CPU")
    if asked.limit is not None and figure > asked.limit:
        print(f"the limit is {asked.limit}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
