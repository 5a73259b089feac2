"""A credit check in an order service: the version stands in the service's own table, and two writers meet."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from salesmgmt.credit import (
    CreditBook,
    CreditLimit,
    CreditPolicy,
    Limits,
    PoolMember,
    PoolNesting,
    Pools,
    Verdict,
)
from salesmgmt.records import Line, Order

DAY = "2026-03-10"
POLICY = CreditPolicy.standard()
POOLS = Pools(
    Limits(
        [
            CreditLimit("L-1", "C-9", "USD 10,000"),
            CreditLimit("L-2", "C-7", "USD 10,000"),
            CreditLimit("L-3", "group", "USD 12,000", scope="group"),
        ]
    ),
    [PoolMember("C-9", "group"), PoolMember("C-7", "group")],
    PoolNesting.WITHIN,
)


class LostError(Exception):
    """Another writer has stored the same row meanwhile."""


class OrderService:
    """One worker of an order service with a connection of its own."""

    def __init__(self, path: Path, *, compares: bool = True) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("pragma synchronous = off")  # no power fails during a test
        self.compares = compares

    def load(self, customer: str) -> tuple[CreditBook, dict[str, int]]:
        """The book of one customer, and the versions of the rows that it was made of."""
        names = (f"account/{customer}", *(f"pool/{name}" for name in POOLS.groups(customer, DAY)))
        marks = ", ".join("?" * len(names))
        found = self.db.execute(
            f"select id, version, body from credit where id in ({marks})", names
        ).fetchall()
        rows = [json.loads(body) for _, _, body in found]
        book = (
            CreditBook.from_row(POLICY, *rows, limits=POOLS, day=DAY)
            if rows
            else CreditBook(POLICY, POOLS, currency="USD", day=DAY)
        )
        return book, {name: version for name, version, _ in found}

    def store(self, book: CreditBook, customer: str, seen: dict[str, int]) -> None:
        """All rows of the customer, or none where another writer was faster."""
        self.db.execute("begin immediate")
        try:
            for row in book.to_rows(customer):
                name = f"{row['kind']}/{row.get('customer', row.get('pool'))}"
                self._put(name, row["version"], json.dumps(row), seen.get(name))
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def _put(self, name: str, version: int, body: str, seen: int | None) -> None:
        if not self.compares:
            self.db.execute("insert or replace into credit values (?, ?, ?)", (name, version, body))
            return
        if seen is None:
            done = self.db.execute("insert or ignore into credit values (?, ?, ?)", (name, version, body))
        else:
            sql = "update credit set version = ?, body = ? where id = ? and version = ?"
            done = self.db.execute(sql, (version, body, name, seen))
        if done.rowcount != 1:
            raise LostError(name)

    def place(self, order: Order) -> Verdict:
        """Decide on an order until nobody comes in between."""
        assert order.customer is not None
        while True:
            book, seen = self.load(order.customer)
            verdict = book.reserve(order)
            try:
                if verdict.approved:
                    self.store(book, order.customer, seen)
            except LostError:
                continue
            return verdict


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "crm.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table credit (id text primary key, version integer not null, body text not null)")
        db.commit()
    return path


def order(name: str, amount: str, customer: str = "C-9") -> Order:
    return Order(name, DAY, Line("GTX", amount), customer=customer)


def interleaved(path: Path, *, compares: bool, second: str = "C-9") -> list[str]:
    """Two writers read, both decide, then both store; what each comes to, in their order."""
    one, two = OrderService(path, compares=compares), OrderService(path, compares=compares)
    OrderService(path).place(order("O-0", "USD 1", "C-9"))
    OrderService(path).place(order("O-00", "USD 1", "C-7"))
    outcomes = []
    (book1, seen1), (book2, seen2) = one.load("C-9"), two.load(second)
    assert book1.reserve(order("O-1", "USD 6,500")).approved
    assert book2.reserve(order("O-2", "USD 6,500", second)).approved
    for service, book, customer, seen in ((one, book1, "C-9", seen1), (two, book2, second, seen2)):
        try:
            service.store(book, customer, seen)
            outcomes.append("stored")
        except LostError:
            outcomes.append("lost")
    return outcomes


def owed(path: Path, customer: str) -> str:
    return str(OrderService(path).load(customer)[0].owed(customer))


def test_two_orders_that_fit_one_by_one_do_not_both_pass(table: Path) -> None:
    assert interleaved(table, compares=True) == ["stored", "lost"]
    assert owed(table, "C-9") == "USD 6,501.00"
    retried = OrderService(table).place(order("O-2", "USD 6,500"))
    assert not retried.approved
    assert owed(table, "C-9") == "USD 6,501.00"


def test_two_customers_of_one_pool_do_not_overdraw_it(table: Path) -> None:
    assert interleaved(table, compares=True, second="C-7") == ["stored", "lost"]
    retried = OrderService(table).place(order("O-2", "USD 6,500", "C-7"))
    assert retried.decision.binding == "group"
    assert not retried.approved
    used = OrderService(table).load("C-9")[0].position("C-9").pools[0].used
    assert str(used) == "USD 6,502.00"


@pytest.mark.parametrize("second", ["C-9", "C-7"])
def test_without_the_comparison_of_versions_the_limit_is_overdrawn(table: Path, second: str) -> None:
    """What the comparison is for: both orders are promised, and one of them is not even counted."""
    assert interleaved(table, compares=False, second=second) == ["stored", "stored"]
    promised = 6_500 + 6_500
    limit = 10_000 if second == "C-9" else 12_000
    assert promised > limit
    book, _ = OrderService(table).load(second)
    counted = book.position(second).pools[0].used
    assert str(counted) == "USD 6,502.00"  # of USD 13,002 that was promised


def test_a_stored_customer_decides_as_the_book_that_it_came_from(table: Path) -> None:
    service = OrderService(table)
    whole = CreditBook(POLICY, POOLS, currency="USD", day=DAY)
    for number, amount in enumerate(("USD 4,000", "USD 3,000", "USD 3,001", "USD 2,999", "USD 1")):
        new = order(f"O-{number}", amount)
        stored, held = service.place(new), whole.reserve(new)
        assert stored == held
        assert stored.decision == held.decision
