"""Closing the books: what is finished is forgotten, and accounts leave and come back as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from salesmgmt.calendars import as_date
from salesmgmt.credit.book.accounts import NEVER, Account, Opening, SharedPool
from salesmgmt.credit.book.deciding import Deciding
from salesmgmt.credit.book.entries import plain_entry, plain_standing, standing_of
from salesmgmt.credit.book.facts import KIND_OF_NAME, ORDER_OF_KINDS, Entry, Key, Release, Reservation
from salesmgmt.credit.book.items import REST, item_of
from salesmgmt.credit.book.rows import entries_in
from salesmgmt.credit.book.shapes import SCHEMA, check_shape
from salesmgmt.credit.limits import NoLimit, Pool
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Guarantee,
    Invoice,
    Order,
    Payment,
    WriteOff,
)

__all__ = ["Closing", "Row"]

Row: TypeAlias = dict[str, Any]
"""An account or a pool for a table of the caller: texts, whole numbers, lists and dicts, as JSON has them."""


class Closing(Deciding):
    """A book whose accounts can be closed, and kept as rows."""

    __slots__ = ()

    def close(self, customer: str, through: date | str) -> int:
        """Forget what is finished of a customer: orders carried out, items settled, money spent.

        What is owed and decided stays the same. What was forgotten can't be corrected or referred to any
        more, and later facts of the customer have to be dated after the day.

        Args:
            customer: The customer.
            through: The last day that is closed.

        Returns:
            How many entries were forgotten.

        Raises:
            InvalidValueError: If the day is not before the book's, or lies before one that is closed already.
        """
        day = as_date(through, "through")
        account = self._named(customer)
        if not account.opening.through <= day < self._date:
            rule = f"be before {self._date}, the day of the book, and not before {account.opening.through}"
            raise InvalidValueError("through", day, rule)
        before = [entry for entry in account.journal if entry is not None and not self._is_past(entry)]
        kept = self._kept(account, before, day)
        whole, told, shared = account.exposure, account.told, account.shared
        account.opening = Opening()
        account.closed = True
        account.plain = False
        account.opening.through = day
        account.shared = ()
        names = [key for entry in before for key, _ in self._corrected(entry)]
        self._anew(account, kept)
        for key in names:
            if not self._is_known(key[0], self._head(*key)):
                self._olds.pop((key[0], self._heads.pop(key)), None)
        account.opening.cash = account.journal.cash = account.exposure - whole
        self._money(customer, account.opening.cash)
        account.shared, account.told = shared, told
        if customer in self._claims:
            self._paced(account)
        return len(before) - len(kept)

    def _named(self, customer: str) -> Account:
        if not isinstance(customer, str) or not customer:
            raise InvalidValueError("customer", customer, "be a text with at least one character")
        return self._account(customer)

    def _kept(self, account: Account, entries: Iterable[Entry], day: date) -> list[Entry]:
        """The entries that are not finished by a day."""
        listed = list(entries)
        invoices = {entry.id: entry for entry in listed if isinstance(entry, Invoice)}
        standing = map(item_of, account.entries)
        covered = {item[2] for item in standing if item[REST] >= 0} - {
            item[2] for item, _ in account.uncovered
        }
        late_orders: set[str] = set()
        late_invoices: set[str] = set()
        claims = self._claims.get(account.name)
        disputed: Collection[str] = () if claims is None else claims.disputes
        for entry in listed:
            if isinstance(entry, Order | Reservation | Release | Guarantee) or entry is None:
                continue
            if entry.on <= day:
                continue
            if isinstance(entry, Delivery):
                late_orders.add(self._head(Order, entry.order))
            named = getattr(entry, "invoice", None)
            if isinstance(named, str):
                late_invoices.add(self._head(Invoice, named))
        gone = {
            name
            for name, invoice in invoices.items()
            if invoice.on <= day and name in covered and name not in late_invoices and name not in disputed
        }
        for name, invoice in invoices.items():
            if invoice.order is not None and name not in gone:
                late_orders.add(self._head(Order, invoice.order))
        orders = {
            name
            for name, entry in ((name, self._reserved(name)) for name in self._orders)
            if entry is not None
            and entry[1] == account.name
            and name not in late_orders
            and name not in account.waiting
            and entry[3] is not None
            and entry[3] <= day
        }
        for name, invoice in invoices.items():
            if invoice.order is not None:
                order = self._head(Order, invoice.order)
                if order not in orders and self._owner(order) is not None:
                    gone.discard(name)
        held = {
            self._source_name(entry)
            for entry in listed
            if isinstance(entry, Application) and self._head(Invoice, entry.invoice) not in gone
        }
        return [entry for entry in listed if not self._is_finished(entry, day, orders, gone, held)]

    def _source_name(self, application: Application) -> tuple[type, str]:
        source = self._source(application.source)
        return (type(source), "" if source is None else source.id)

    def _is_finished(
        self, entry: Entry, day: date, orders: set[str], invoices: set[str], held: set[tuple[type, str]]
    ) -> bool:
        match entry:
            case Order():
                return entry.id in orders or (Order, entry.id) in self._heads
            case Reservation():
                return entry.order.id in orders or (Order, entry.order.id) in self._heads
            case Release():
                return self._head(Order, entry.order) in orders
            case Delivery():
                return self._head(Order, entry.order) in orders
            case Invoice():
                return entry.id in invoices
            case Application() | WriteOff():
                return self._head(Invoice, entry.invoice) in invoices
            case Dispute():
                over = entry.settled is not None and entry.settled <= day
                return over or self._head(Invoice, entry.invoice) in invoices
            case DunningNotice():
                return entry.invoice is not None and self._head(Invoice, entry.invoice) in invoices
            case Guarantee():
                return entry.during.end is not None and (entry.during.end - day).days <= 1
            case Payment() | CreditNote():
                if (
                    entry.on > day
                    or (type(entry), entry.id) in self._pending
                    or (type(entry), entry.id) in held
                ):
                    return False
                if isinstance(entry, CreditNote) and entry.invoice is not None:
                    named = self._head(Invoice, entry.invoice)
                    return named in invoices or named not in self._invoices
                return self._covers or self._is_spent(entry)
        return True

    def _is_spent(self, source: Payment | CreditNote) -> bool:
        """Whether applications take up all of a source."""
        amount = source.amount_minor if isinstance(source, Payment) else source.gross_minor
        used = [
            link.amount_minor
            for link in self._links.values()
            if isinstance(link, Application) and self._source(link.source) is source
        ]
        return bool(used) and sum(used) == amount

    # Rows.

    def to_row(self, customer: str) -> Row:
        """A customer's account for a table of the caller's, with its version.

        Close the account from time to time, and the row stays as small as what is open.
        """
        account = self._named(customer)
        entries = sorted(
            (entry for entry in account.journal if entry is not None and not self._is_past(entry)),
            key=lambda entry: ORDER_OF_KINDS[type(entry)],
        )
        return {
            "schema": SCHEMA,
            "kind": "account",
            "customer": customer,
            "currency": self._currency.code,
            "day": self._date.isoformat(),
            "version": account.version,
            "closed": account.opening.through.isoformat(),
            "cash": account.opening.cash,
            "counted": account.told,
            "pools": [shared.pool.id for shared in account.shared],
            "standing": plain_standing(account.standing),
            "corrected": [
                [kind.__name__, old, new] for entry in entries for (kind, old), new in self._corrected(entry)
            ],
            "entries": [plain_entry(entry) for entry in entries],
        }

    def pool_row(self, pool: str) -> Row:
        """A pool for a table of the caller's, with its version: what its members use together.

        Raises:
            UnknownIdentifierError: If no customer of the book shares such a pool.
        """
        shared = self._shared.get(pool)
        if shared is None:
            raise UnknownIdentifierError("pool", pool, "be a pool that customers of the book share")
        wakes = {name: day for name, day in shared.wakes.items() if name not in self._accounts}
        for account in self._accounts.values():
            if shared in account.shared:
                day = self._next_day(account)
                if day < NEVER:
                    wakes[account.name] = day
        return {
            "schema": SCHEMA,
            "kind": "pool",
            "pool": pool,
            "currency": self._currency.code,
            "day": self._date.isoformat(),
            "version": shared.version,
            "used": shared.used,
            "wakes": {name: date.fromordinal(day).isoformat() for name, day in sorted(wakes.items())},
        }

    def to_rows(self, customer: str) -> tuple[Row, ...]:
        """The rows that belong together: the customer's account and the pools that it shares.

        The pools are those of the book's day, and those that it has left since it was opened or loaded: what
        it uses no longer counts there.
        """
        account = self._named(customer)
        names = [shared.pool.id for shared in account.shared]
        names += sorted(self._left.get(customer, set()).difference(names))
        return (self.to_row(customer), *map(self.pool_row, names))

    def _next_day(self, account: Account) -> int:
        """Ordinal of the first day on which an account changes by itself."""
        days = [account.until]
        for day, _, what, name in self._due:
            if what in {"until", "horizon"}:
                order = self._reserved(self._head(Order, name))
                owner = None if order is None else order[1]
                if owner == account.name:
                    days.append(day)
            elif what in KIND_OF_NAME:
                fact = self._pending.get((KIND_OF_NAME[what], name))
                if self._customer(fact) == account.name:
                    days.append(day)
            elif self._ends(what, name) == account.name:
                days.append(day)
        return min(days)

    def load(self, *rows: Mapping[str, Any]) -> None:
        """Take over accounts and pools as they were stored.

        Args:
            rows: Rows of `to_row` and `pool_row`; an account comes with the pools that it shares.

        Raises:
            InvalidValueError: If a row is of another kind, currency or of a later day, is there already, or
                is none that `to_row` or `pool_row` makes. Nothing is taken over then.
            UnknownIdentifierError: If the row of a pool is missing, or a document that an entry names.
            WrongTypeError: If a row is no mapping.
        """
        for row in rows:
            self._check_row(row)
        entries = self._checked_entries(rows)
        for row in sorted(rows, key=lambda one: str(one["kind"]), reverse=True):
            if row["kind"] == "pool":
                self._load_pool(row)
            else:
                self._load_account(row, entries[row["customer"]])

    def _check_row(self, row: Mapping[str, Any]) -> None:
        check_shape(row)
        if row["currency"] != self._currency.code:
            raise InvalidValueError("currency", row["currency"], f"be {self._currency}, as the book")
        if date.fromisoformat(row["day"]) > self._date:
            raise InvalidValueError("day", row["day"], f"not be after {self._date}, the day of the book")
        known: Mapping[str, object] = self._accounts if row["kind"] == "account" else self._shared
        name = row["customer"] if row["kind"] == "account" else row["pool"]
        if name in known:
            raise InvalidValueError("row", name, "be new to the book")

    def _checked_entries(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Entry]]:
        """The entries of every account, by customer; nothing is loaded where any of them is at fault."""
        pools = {*self._shared, *(row["pool"] for row in rows if row["kind"] == "pool")}
        found: dict[tuple[str, str], list[Entry]] = {}
        seen: set[Key] = set()
        for row in rows:
            kind = row["kind"]
            name = row["customer" if kind == "account" else "pool"]
            if (kind, name) in found:
                raise InvalidValueError("row", name, "be there once")
            found[kind, name] = entries_in(row, self._currency) if kind == "account" else []
            missing = [pool for pool in row.get("pools", ()) if pool not in pools]
            if missing:
                raise UnknownIdentifierError("pools", missing, "come with their rows")
            for entry in found[kind, name]:
                fact = entry.order if isinstance(entry, Reservation) else entry
                if fact is None or isinstance(fact, Release):
                    continue
                key = (type(fact), fact.id)
                if key in seen or self._is_known(*key):
                    raise InvalidValueError("entries", fact.id, "be new to the book")
                seen.add(key)
        return {name: entries for (kind, name), entries in found.items() if kind == "account"}

    def _load_pool(self, row: Mapping[str, Any]) -> None:
        name = row["pool"]
        found = next((pool for pool in self._pools.of(name, self._date) if pool.id == name), None)
        shared = self._shared[name] = SharedPool(Pool(name, NoLimit()) if found is None else found)
        shared.used = row["used"]
        shared.version = row["version"]
        shared.wakes = {member: date.fromisoformat(day).toordinal() for member, day in row["wakes"].items()}

    def _load_account(self, row: Mapping[str, Any], entries: Iterable[Entry]) -> None:
        account = self._accounts[row["customer"]] = Account(row["customer"], self._orders)
        account.opening.cash = row["cash"]
        account.opening.through = date.fromisoformat(row["closed"])
        account.closed = account.opening.through > date.min
        account.standing = standing_of(row["standing"])
        account.reset()
        for kind, old, new in row["corrected"]:
            key = (KIND_OF_NAME[kind], new)
            self._heads[key[0], old] = new
            self._olds.setdefault(key, []).append(old)
            account.journal.heads = {**account.journal.heads, (key[0], old): new}
            self._special.add(old)
        for entry in entries:
            self._write(entry)
        account.journal.known = row["version"] - len(account.journal)
        account.told = row["counted"]
        account.shared = tuple(self._shared[name] for name in row["pools"])
        self._refresh(account)
