"""The credit book: what every customer owes, carried along, so that a decision does not sum history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from salesmgmt.calendars import as_date
from salesmgmt.credit.book.accounts import Account
from salesmgmt.credit.book.facts import BookDocument, Fact, Release, Reservation
from salesmgmt.credit.book.items import BILLED
from salesmgmt.credit.book.reserving import Reserving
from salesmgmt.credit.book.shapes import check_shape
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.credit.book.taking import check_fact, in_order
from salesmgmt.credit.book.verdicts import HOLD, Verdict
from salesmgmt.credit.decisions import Checkpoint, CreditPolicy
from salesmgmt.credit.exposure import ExposurePolicy
from salesmgmt.credit.exposure.stages import Stages, settled_minor
from salesmgmt.credit.limits import CreditLimit, Limits, Pools
from salesmgmt.credit.positions import Position
from salesmgmt.credit.terms import AllocationOrder
from salesmgmt.errors import (
    BatchError,
    ConflictError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, currency_of, money_of
from salesmgmt.money.money import made
from salesmgmt.records import CreditNote, Invoice, Order, Payment

__all__ = ["CreditBook"]

_EXPOSURE = ExposurePolicy()
_NO_ORDER: Final = ("", None, 0, None, None, 0, 0, None)


class CreditBook(Reserving):
    """A single-owner account of what customers owe, which decides on documents and reserves what it approves.

    It takes facts as they become known and counts each from its own day on; the caller says which day it is.
    What it answers follows from the facts, the commands and the day alone, whatever their order, so a book
    that was rebuilt from them, or read from its rows, answers alike. Money that names no invoice covers the
    open items from the oldest due date on, cheques and bills once they have cleared.

    Every change of a customer or of a pool is one version. A command that names a version is refused where
    another stands by now; so two orders that fit one by one, but not together, never both pass. A book
    belongs to one thread; several writers keep the rows in a table of their own and compare versions there.

    Args:
        policy: The rules.
        limits: Who may owe how much, or pools of limits.
        currency: Currency of all amounts.
        day: The day of the book.
        exposure: What counts against a limit.
        settles: Which items money covers that names none: `oldest_due`, or `named` for none at all.

    Raises:
        CurrencyMismatchError: If an amount of a rule is in another currency; a customer's limit, or that of a
            pool, which is in another one, is refused when the account is opened.
        InvalidValueError: If the exposure policy asks for what a book does not carry: other currencies,
            reopened orders, or some kinds of money that covers nothing and others not.
        WrongTypeError: If an argument has another type.

    Examples:
        >>> from salesmgmt.credit import CreditLimit, CreditPolicy
        >>> from salesmgmt.records import Line, Order
        >>> book = CreditBook(
        ...     CreditPolicy.standard(), [CreditLimit("L-1", "C-9", "USD 10,000")],
        ...     currency="USD", day="2026-03-10",
        ... )
        >>> first = book.reserve(Order("O-1", "2026-03-10", Line("GTX", "USD 6,000"), customer="C-9"))
        >>> second = book.reserve(Order("O-2", "2026-03-10", Line("GTX", "USD 6,000"), customer="C-9"))
        >>> first.effect.value, second.effect.value, book.version("C-9")
        ('pass', 'block', 1)
        >>> print(second.reasons[-1].text())
        the exposure of USD 12,000.00 would be USD 2,000.00 above the limit of USD 10,000.00
    """

    __slots__ = ()

    def __init__(
        self,
        policy: CreditPolicy,
        limits: Pools | Limits | Iterable[CreditLimit] = (),
        *,
        currency: Currency | str,
        day: date | str,
        exposure: ExposurePolicy = _EXPOSURE,
        settles: AllocationOrder | str = AllocationOrder.OLDEST_DUE,
    ) -> None:
        if not isinstance(policy, CreditPolicy):
            raise WrongTypeError("policy", policy, "be a CreditPolicy")
        super().__init__(
            policy,
            limits,
            currency=currency_of(currency),
            day=as_date(day, "day"),
            exposure=exposure,
            settles=settles,
        )

    @classmethod
    def from_row(
        cls,
        policy: CreditPolicy,
        *rows: Mapping[str, Any],
        limits: Pools | Limits | Iterable[CreditLimit] = (),
        day: date | str,
        exposure: ExposurePolicy = _EXPOSURE,
        settles: AllocationOrder | str = AllocationOrder.OLDEST_DUE,
    ) -> CreditBook:
        """A book of stored accounts: it decides as the one that they came from.

        Args:
            policy: The rules.
            rows: Rows of `to_row` and `pool_row`; an account comes with the pools that it shares.
            limits: Who may owe how much, or pools of limits.
            day: The day of the book, not before that of the rows.
            exposure: What counts against a limit.
            settles: Which items money covers that names none.

        Raises:
            InvalidValueError: If there is no row, or one is of another kind, currency or of a later day, or
                is none that `to_row` or `pool_row` makes.
            UnknownIdentifierError: If the row of a pool is missing, or a document that an entry names.
            WrongTypeError: If a row is no mapping, or something in it has another type.
        """
        if not rows:
            raise InvalidValueError("rows", rows, "hold at least one row as to_row() makes it")
        check_shape(rows[0])
        book = cls(policy, limits, currency=rows[0]["currency"], day=day, exposure=exposure, settles=settles)
        book.load(*rows)
        return book

    @property
    def day(self) -> date:
        """The day of the book."""
        return self._date

    @property
    def currency(self) -> Currency:
        """Currency of all amounts."""
        return self._currency

    @property
    def customers(self) -> tuple[str, ...]:
        """The customers that have an account, in the order of their names."""
        return tuple(sorted(self._accounts))

    # Facts.

    def advance(self, to: date | str) -> None:
        """Let it be a later day: what was dated ahead counts now, cheques clear, reservations end.

        Raises:
            InvalidValueError: If the day lies before the book's.
        """
        day = as_date(to, "to")
        if day < self._date:
            raise InvalidValueError("to", day, f"not be before {self._date}, the day of the book")
        self._set_day(day)
        if self._due:
            self._woken()

    def take(self, fact: Fact) -> None:
        """Take a fact; it counts from its own day on.

        Orders, deliveries, invoices, payments, credit notes, applications and write-offs are taken, disputes,
        dunning notices and guarantees, and the corrections of all of them. What a fact refers to has to be
        known before it, except the order of an invoice and the invoice of a credit note.

        Raises:
            CurrencyMismatchError: If it is in another currency than the book.
            InvalidValueError: If its identifier is known, or it is dated in a time that is closed.
            UnknownIdentifierError: If it refers to something unknown.
            WrongTypeError: If it is no such fact.
        """
        kind = type(fact)
        given: Any = fact
        if kind is Invoice:
            done = self._billed(given)
        elif kind is Payment:
            done = self._paid(given)
        elif kind is CreditNote:
            done = self._credited(given)
        else:
            done = kind is Order and self._ordered(given)
        if not done:
            check_fact(self, fact)
            self._put(fact)

    def _put(self, fact: Fact) -> None:
        if fact.supersedes is not None and not isinstance(fact, Order):
            self._correct(fact)
        else:
            self._write(fact)

    def take_all(self, facts: Iterable[Fact]) -> None:
        """Take many facts in whatever order; all of them, or none where some are faulty.

        Raises:
            BatchError: Every fault of every fact; nothing was taken.
        """
        given = in_order(facts)
        problems: list[Problem] = []
        seen: dict[tuple[type, str], Fact] = {}
        for fact in given:
            try:
                check_fact(self, fact, seen)
            except SalesmgmtError as error:
                problems.append(Problem.of(f"{type(fact).__name__} {getattr(fact, 'id', '')}".strip(), error))
            else:
                seen[type(fact), fact.id] = fact
        if problems:
            raise BatchError("facts", problems)
        for fact in given:
            self._put(fact)

    def tell(self, customer: str, standing: CustomerStanding) -> None:
        """Tell of a customer what documents do not say; it stands until something else is told.

        Raises:
            WrongTypeError: If it is no standing.
        """
        if not isinstance(standing, CustomerStanding):
            raise WrongTypeError("standing", standing, "be a CustomerStanding")
        account = self._named(customer)
        account.standing = standing
        account.journal.append(None)
        self._refresh(account)

    # Decisions.

    def decide(self, document: BookDocument, *, at: Checkpoint | str | None = None) -> Verdict:
        """Hold a document against its customer's account; nothing is changed.

        A delivery or an invoice adds what its order does not hold already.

        Args:
            document: An order, delivery or invoice, taken already or not.
            at: The step, where it is another than that of the document.

        Raises:
            CurrencyMismatchError: If it is in another currency than the book.
            InvalidValueError: If it has no customer or no lines.
            UnknownIdentifierError: If the order of a delivery is unknown.
            WrongTypeError: If it is no such document.
        """
        account, amount, added, base = self._added(document)
        return self._verdict(account, document, amount, added, base, self._step(document, at))

    def reserve(self, order: Order, until: date | str | None = None, version: int | None = None) -> Verdict:
        """Decide on an order, and count it from now on where it is approved.

        Args:
            order: The order.
            until: Day from which its open part no longer counts; None: until it is released.
            version: Version of the customer that the caller has seen; None: whatever stands.

        Raises:
            ConflictError: If another version stands by now; nothing is changed.
            CurrencyMismatchError: If it is in another currency than the book.
            InvalidValueError: If its identifier is known, it has no customer or no lines, it is dated after
                the day of the book, or the reservation would have ended already.
            WrongTypeError: If it is no order.
        """
        if type(order) is not Order:
            raise WrongTypeError("order", order, "be an Order")
        name, on, due, customer = order.id, order.on, order.due, order.customer
        if (
            until is not None
            or customer is None
            or order.supersedes is not None
            or name in self._orders
            or (self._special and name in self._special)
            or (on is not self._date and on > self._date)
            or (due is not None and self._horizon is not None)
        ):
            return self._reserve(order, until, version)
        try:
            account = self._accounts[customer]
        except KeyError:
            account = self._account(customer)
        minor = order.gross_minor
        if minor <= 0 or order.currency is not self._currency or account.closed:
            return self._reserve(order, until, version)
        if version is not None:
            self._agree(account, version)
        if not account.plain:
            return self._reserve_new(account, order, minor)
        after, day, journal = account.exposure + minor, self._day, account.journal
        if after <= account.ceiling and day - account.oldest <= account.grace:
            rank = 0
        else:
            rank = self._ranked(account, order, minor)
        verdict = Verdict()
        verdict._at = len(journal)
        verdict._document = order
        verdict._full = None
        verdict._ordinal = day
        verdict._rank = rank
        verdict._told = account.told_of
        if rank < HOLD:
            self._orders[name] = order
            account.waiting[name] = minor
            account.exposure = after
            journal.append(order)
        return verdict

    def _reserve_new(self, account: Account, order: Order, minor: int) -> Verdict:
        """Decide on a new order of an account that shares pools, or whose rules ask for more than is owed."""
        if (
            account.exposure + minor <= account.ceiling
            and self._day - account.oldest <= account.grace
            and self._fits(account, minor)
        ):
            rank = 0
        else:
            rank = self._ranked(account, order, minor)
        verdict = self._made(account, order, rank, self._told(account) if account.shared else account.told_of)
        if rank < HOLD and not self._ordered(order):
            self._write(order)
        return verdict

    def _reserve(self, order: Order, until: date | str | None, version: int | None) -> Verdict:
        end = self._end(until)
        if order.supersedes is not None:
            raise InvalidValueError("order", order.id, "be changed with change(), since it corrects another")
        self._check_day(order)
        check_fact(self, order)
        account, amount, added, base = self._added(order)
        if version is not None:
            self._agree(account, version)
        verdict = self._verdict(account, order, amount, added, base, Checkpoint.ORDER)
        if verdict.approved and (end is not None or not self._ordered(order)):
            self._write(order if end is None else Reservation(order, end))
        return verdict

    def change(self, order: Order, *, until: date | str | None = None, version: int | None = None) -> Verdict:
        """Decide on an order in place of the one that it supersedes, and put it there where it is approved.

        Args:
            order: The order as it is to be, with `supersedes` naming the one that counts.
            until: Day from which its open part no longer counts; None: until it is released.
            version: Version of the customer that the caller has seen; None: whatever stands.

        Raises:
            ConflictError: If another version stands by now; nothing is changed.
            CurrencyMismatchError: If it is in another currency than the book.
            InvalidValueError: If its identifier is known, it supersedes nothing, it is dated after the day
                of the book, or the reservation would have ended already.
            UnknownIdentifierError: If what it supersedes is unknown.
            WrongTypeError: If it is no order.
        """
        if not isinstance(order, Order):
            raise WrongTypeError("order", order, "be an Order")
        if order.supersedes is None:
            raise InvalidValueError("supersedes", None, "name the order that is changed")
        self._check_day(order)
        end = self._end(until)
        check_fact(self, order)
        account, amount, added, base = self._added(order)
        if version is not None:
            self._agree(account, version)
        verdict = self._verdict(account, order, amount, added, base, Checkpoint.ORDER)
        if verdict.approved:
            self._write(order if end is None else Reservation(order, end))
        return verdict

    def commit(self, verdict: Verdict, *, until: date | str | None = None) -> None:
        """Count the order of an earlier verdict of this book, which approved it, from now on.

        Raises:
            ConflictError: If the customer or a pool has changed since, or the day has.
            InvalidValueError: If the verdict did not approve, or is not on an order, or that is dated after
                the day of the book, or the reservation would have ended already.
            WrongTypeError: If it is no verdict.
        """
        if not isinstance(verdict, Verdict):
            raise WrongTypeError("verdict", verdict, "be a Verdict of this book")
        order = verdict.document
        if not isinstance(order, Order) or not verdict.approved:
            raise InvalidValueError("verdict", verdict, "approve an order")
        self._check_day(order)
        account = self._named(verdict.customer)
        if verdict._told.book is not self or verdict._ordinal != self._day:
            raise ConflictError(f"the verdict on {order.id}", verdict.version, self._version_of(account))
        self._agree(account, verdict.version)
        end = self._end(until)
        check_fact(self, order)
        self._write(order if end is None else Reservation(order, end))

    def release(self, order: str, amount: Money | str | None = None, *, version: int | None = None) -> Money:
        """Let an order, or a part of it, no longer count as far as it is neither delivered nor invoiced.

        Args:
            order: Identifier of the order.
            amount: How much of what is open; None: all of it.
            version: Version of the customer that the caller has seen; None: whatever stands.

        Returns:
            What was released.

        Raises:
            ConflictError: If another version stands by now; nothing is changed.
            CurrencyMismatchError: If the amount is in another currency than the book.
            InvalidValueError: If the amount is below zero, or more than is open.
            UnknownIdentifierError: If the order is unknown.
        """
        name, account = self._order_of(order)
        if version is not None:
            self._agree(account, version)
        left, _, far, _ = account.part(name)
        minor = left + far
        if amount is not None:
            wanted = money_of(amount)
            if wanted.currency != self._currency:
                raise CurrencyMismatchError("amount", str(wanted), f"be in {self._currency}")
            if not 0 <= wanted.minor <= minor:
                raise InvalidValueError(
                    "amount", wanted, f"be 0 to {Money(minor, self._currency)}, what is open"
                )
            minor = wanted.minor
        if minor:
            self._write(Release(name, minor))
        return Money(minor, self._currency)

    # Looking.

    def version(self, customer: str) -> int:
        """Version of a customer with its pools: it rises with every change of any of them."""
        return self._version_of(self._named(customer))

    def owed(self, customer: str) -> Money:
        """What counts against a customer's limit."""
        return made(self._counted(self._named(customer)), self._currency)

    def position(self, customer: str) -> Position:
        """The customer as it stands: an immutable snapshot."""
        account = self._named(customer)
        return self._position(account, self)

    def stages(self, order: str) -> Stages:
        """Where the money of an order stands: every coin in exactly one stage.

        Raises:
            UnknownIdentifierError: If the order is unknown.
        """
        name, account = self._order_of(order)
        entry = self._reserved(name) or _NO_ORDER
        paid = given = lost = 0
        for item, covered in account.shares:
            if item[6] is not None and self._head(Order, item[6]) == name:
                collected, credited, written_off = self._settled.get(item[2], (0, 0, 0))
                parts = settled_minor(item[BILLED], collected + covered, credited, written_off)
                paid += parts[0]
                given += parts[1]
                lost += parts[2]
        return Stages.of_minor(name, self._currency, entry[2], entry[5], entry[6], paid, given, lost)
