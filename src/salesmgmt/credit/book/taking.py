"""What a fact has to be before a book takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from salesmgmt.credit.book.facts import KINDS, Fact, Key
from salesmgmt.credit.book.items import item_of
from salesmgmt.credit.book.ledger import Ledger
from salesmgmt.errors import (
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
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

__all__ = ["check_fact", "in_order"]

_DAY: Final = timedelta(days=1)
_RULE: Final = f"be one of {', '.join(kind.__name__ for kind in KINDS)}"
_NONE: Final[Mapping[Key, Fact]] = MappingProxyType({})


def check_fact(book: Ledger, fact: Fact, seen: Mapping[Key, Fact] = _NONE) -> None:
    """See that a book can take a fact.

    Args:
        book: The book.
        fact: The fact.
        seen: Facts that come before it, by kind and identifier.

    Raises:
        CurrencyMismatchError: If it is in another currency than the book.
        InvalidValueError: If its identifier is known, or it is dated in a time that is closed.
        UnknownIdentifierError: If it refers to something unknown.
        WrongTypeError: If it is no such fact.
    """
    kind = type(fact)
    if kind not in KINDS:
        raise WrongTypeError("fact", fact, _RULE)
    if (kind, fact.id) in seen or book._is_known(kind, fact.id):
        raise InvalidValueError("id", fact.id, "be new to the book; what is corrected is named by supersedes")
    currency = None if isinstance(fact, DunningNotice) else fact.currency
    if currency is not None and currency != book._currency:
        raise CurrencyMismatchError("currency", currency.code, f"be {book._currency}; convert it first")
    if isinstance(fact, Order) and fact.customer is None:
        raise InvalidValueError("customer", None, "name the customer")

    def known(other: type, name: str) -> bool:
        return (other, name) in seen or book._is_known(other, name)

    if fact.supersedes is not None:
        head = book._head(kind, fact.supersedes)
        if not known(kind, head):
            raise UnknownIdentifierError("supersedes", fact.supersedes, f"name a known {kind.__name__}")
        if any(type(one) is kind and one.supersedes == fact.supersedes for one in seen.values()) or (
            head != fact.supersedes
        ):
            rule = f"name the one in force, {head}"
            raise InvalidValueError("supersedes", fact.supersedes, rule)
    if isinstance(fact, Delivery) and not known(Order, fact.order):
        raise UnknownIdentifierError("order", fact.order, "be an order that the book knows")
    if (
        isinstance(fact, Application | WriteOff | Dispute | DunningNotice)
        and fact.invoice is not None
        and not known(Invoice, fact.invoice)
    ):
        raise UnknownIdentifierError("invoice", fact.invoice, "be an invoice that the book knows")
    if isinstance(fact, Application) and not (known(Payment, fact.source) or known(CreditNote, fact.source)):
        raise UnknownIdentifierError("source", fact.source, "be a payment or credit note that the book knows")
    customer = _checked_customer(book, fact, seen)
    through = book._account(customer).opening.through if customer in book._accounts else None
    if through is not None and _last_day(fact) <= through:
        name, value = ("during", fact.during) if isinstance(fact, Guarantee) else ("on", fact.on)
        raise InvalidValueError(name, value, f"be after {through}, through which {customer} is closed")


def _last_day(fact: Fact) -> date:
    """The day of a fact, or the last one on which it holds."""
    if not isinstance(fact, Guarantee):
        return fact.on
    end = fact.during.end
    return date.max if end is None else end - _DAY


def _checked_customer(book: Ledger, fact: Fact, seen: Mapping[Key, Fact]) -> str:
    """Whose account a fact changes; all that it refers to is the same customer's."""

    def owner(kind: type, name: str) -> str | None:
        found = seen.get((kind, name))
        if found is None:
            found = next((one for one in seen.values() if type(one) is kind and one.supersedes == name), None)
        if isinstance(found, Order | Invoice | Payment | CreditNote):
            return found.customer
        if kind is Order:
            return book._owner(name)
        if kind is Invoice:
            invoice = book._invoice_of(name)
            return None if invoice is None else invoice[1]
        source = book._source(name) if kind is Payment or kind is CreditNote else None
        return None if source is None else source.customer

    customer: str | None
    if isinstance(fact, Delivery):
        customer = owner(Order, fact.order)
    elif isinstance(fact, Application | WriteOff | Dispute):
        customer = owner(Invoice, fact.invoice)
    else:
        customer = fact.customer
    others: list[tuple[str, str | None]] = []
    if isinstance(fact, Invoice) and fact.order is not None:
        others.append((f"order {fact.order}", owner(Order, fact.order)))
    if isinstance(fact, CreditNote | DunningNotice) and fact.invoice is not None:
        others.append((f"invoice {fact.invoice}", owner(Invoice, fact.invoice)))
    if isinstance(fact, Application):
        others.append((f"{fact.source}", owner(Payment, fact.source) or owner(CreditNote, fact.source)))
    if isinstance(fact, Order) and fact.id in book._orders:
        others += [
            (f"invoice {item[2]}", item[5])
            for item in map(item_of, book._invoices.values())
            if item[6] == fact.id
        ]
    if fact.id in book._special and isinstance(fact, Order | Invoice):
        others += _named_before(book, fact)
    if fact.supersedes is not None:
        others.append((fact.supersedes, _customer_of(book, fact, seen)))
    for name, other in others:
        if other is not None and other != customer:
            rule = f"be {other}, whose {name} it speaks of: a book keeps the documents of a customer together"
            raise InvalidValueError("customer", customer, rule)
    return customer or ""


def _named_before(book: Ledger, fact: Order | Invoice) -> list[tuple[str, str | None]]:
    """Documents that named a document before it came, and whose they are."""
    waiting = book._pending.values()
    if isinstance(fact, Order):
        bills = [one for one in waiting if isinstance(one, Invoice) and one.order == fact.id]
        return [(f"invoice {one.id}", one.customer) for one in bills]
    notes = [one for one in waiting if isinstance(one, CreditNote) and one.invoice == fact.id]
    return [(f"credit note {one.id}", one.customer) for one in (*notes, *book._naming.get(fact.id, ()))]


def _customer_of(book: Ledger, fact: Fact, seen: Mapping[Key, Fact]) -> str | None:
    """Whose record it is that another one corrects."""
    kind, name = type(fact), book._head(type(fact), fact.supersedes or "")
    old = seen.get((kind, name)) or book._pending.get((kind, name))
    if old is None and kind is Order:
        return book._owner(name)
    return book._customer(old if old is not None else book._record(kind, name))


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts so that what others refer to comes first, and what is corrected before its correction.

    Raises:
        WrongTypeError: If something is no such fact.
    """
    given = list(facts)
    for fact in given:
        if type(fact) not in KINDS:
            raise WrongTypeError("facts", fact, _RULE)
    places = {kind: place for place, kind in enumerate(KINDS)}
    by_name = {(type(fact), fact.id): fact for fact in given}
    depths: dict[tuple[type, str], int] = {}

    def depth(fact: Fact) -> int:
        """How many of the facts it corrects, one after the other."""
        trail = []
        at: Fact | None = fact
        while at is not None and (type(at), at.id) not in depths and at not in trail:
            trail.append(at)
            at = None if at.supersedes is None else by_name.get((type(at), at.supersedes))
        base = -1 if at is None else depths.get((type(at), at.id), -1)
        for one in reversed(trail):
            base += 1
            depths[type(one), one.id] = base
        return depths[type(fact), fact.id]

    return sorted(given, key=lambda fact: (places[type(fact)], depth(fact)))
