"""What a credit book costs: decisions with many open documents against few, and the memory of open items.

    python tests/benchmarks/credit_book.py open 1000 --limit 1.3
    python tests/benchmarks/credit_book.py memory 1000000 --limit 1024

`open` compares the CPU time of the same stream of orders, invoices and payments for a customer with so many
open documents, half of them orders, with that for a customer with one; the two take turns. `memory` says how
many MiB the process grows by while a book takes so many open invoices, the records included.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from salesmgmt.credit import CreditBook, CreditLimit, CreditPolicy
from salesmgmt.money import Currency, Money
from salesmgmt.records import Invoice, Line, Order, Payment

FIRST = date(2026, 1, 1)
USD = Currency.of("USD")
CUSTOMER = "C-1"


def line(cents: int) -> Line:
    """A line of so many cents."""
    return Line(None, cents, currency=USD)


def book_with(documents: int) -> CreditBook:
    """A customer with so many open documents: invoices not yet due, and orders."""
    limit = CreditLimit("L", CUSTOMER, Money(10**12, USD))
    book = CreditBook(CreditPolicy.standard(warn_at="90%"), [limit], currency=USD, day=FIRST)
    due = FIRST + timedelta(days=60)
    for number in range(documents):
        if number % 2:
            book.take(Order(f"o{number}", FIRST, line(5_000), customer=CUSTOMER))
        else:
            book.take(Invoice(f"i{number}", FIRST, line(5_000), customer=CUSTOMER, due=due))
    return book


def stream(count: int) -> list[tuple[Order, Invoice, Payment]]:
    """Orders, each billed, and paid in part."""
    due = FIRST + timedelta(days=60)
    return [
        (
            Order(f"O{number}", FIRST, line(700), customer=CUSTOMER),
            Invoice(f"I{number}", FIRST, line(700), customer=CUSTOMER, order=f"O{number}", due=due),
            Payment(f"P{number}", FIRST, CUSTOMER, 700, currency=USD),
        )
        for number in range(count)
    ]


def run(book: CreditBook, events: list[tuple[Order, Invoice, Payment]]) -> float:
    """CPU seconds of the stream."""
    start = time.process_time()
    for order, invoice, payment in events:
        if not book.reserve(order).approved:
            raise ValueError(order.id)
        book.take(invoice)
        book.take(payment)
    return time.process_time() - start


def open_ratio(documents: int, rounds: int) -> float:
    """How many times longer the stream takes with so many open documents than with one."""
    events = stream(2_000)
    best = {1: float("inf"), documents: float("inf")}
    for _ in range(rounds):
        for count in best:
            book = book_with(count)
            gc.collect()
            best[count] = min(best[count], run(book, events))
    return best[documents] / best[1]


def resident() -> float:
    """MiB of the process."""
    for row in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if row.startswith("VmRSS"):
            return int(row.split()[1]) / 1024
    raise OSError("no VmRSS in /proc/self/status")


def memory(items: int) -> float:
    """MiB that a book with so many open invoices of a thousand customers takes, the records included."""
    gc.collect()
    before = resident()
    book = CreditBook(CreditPolicy.standard(), currency=USD, day=FIRST)
    due = FIRST + timedelta(days=30)
    for number in range(items):
        customer = f"C-{number % 1000}"
        book.take(Invoice(f"I-{number}", FIRST, line(5_000 + number), customer=customer, due=due))
    gc.collect()
    grown = resident() - before
    if len(book.customers) != min(items, 1000):
        raise ValueError(f"{len(book.customers)} customers")
    return grown


def main() -> int:
    """Print the figure; 1 where it exceeds the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("open", "memory"))
    parser.add_argument("size", type=int)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limit", type=float, default=None, help="largest figure allowed")
    asked = parser.parse_args()
    if asked.what == "open":
        figure = open_ratio(asked.size, asked.rounds)
        print(f"{asked.size:,} open documents take {figure:.2f} times the CPU of one")
    else:
        figure = memory(asked.size)
        print(f"{asked.size:,} open items take {figure:.0f} MiB")
    if asked.limit is not None and figure > asked.limit:
        print(f"the limit is {asked.limit}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
