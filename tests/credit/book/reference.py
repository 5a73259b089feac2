"""What a book comes to, slowly and obviously: all facts once more, by the definitions alone."""

from __future__ import annotations

from datetime import date

from attrs import define, field

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

Claim = Dispute | DunningNotice | Guarantee
Fact = Order | Delivery | Invoice | Payment | CreditNote | Application | WriteOff | Claim


@define
class Slow:
    """Everything that was taken or commanded, in the order in which it was."""

    facts: list[Fact] = field(factory=list)
    released: dict[str, int] = field(factory=dict)
    until: dict[str, date] = field(factory=dict)

    def in_force(self, kind: type) -> list[Fact]:
        """The records of a kind that nothing corrects."""
        corrected = {fact.supersedes for fact in self.facts if type(fact) is kind}
        return [fact for fact in self.facts if type(fact) is kind and fact.id not in corrected]

    def head(self, kind: type, name: str) -> str:
        """The identifier in force."""
        for fact in self.facts:
            if type(fact) is kind and fact.supersedes == name:
                return self.head(kind, fact.id)
        return name


def gross(document: Order | Delivery | Invoice | CreditNote) -> int:
    return sum(line.amount_minor + line.tax_minor for line in document.lines)


@define
class Owed:
    """What one customer owes."""

    open: int
    beyond: int
    delivered: int
    receivable: int
    cash: int
    items: list[tuple[str, int]]

    @property
    def unapplied(self) -> int:
        return self.cash

    @property
    def total(self) -> int:
        return self.open + self.delivered + self.receivable - self.cash


def arrived(slow: Slow, day: date) -> dict[type, dict[str, Fact]]:
    """What counts by a day, by kind and identifier."""
    kinds = (Order, Delivery, Invoice, Payment, CreditNote, Application, WriteOff)
    found: dict[type, dict[str, Fact]] = {}
    for kind in kinds:
        found[kind] = {
            fact.id: fact
            for fact in slow.in_force(kind)
            if ((isinstance(fact, Payment) and fact.clears) or fact.on or date.min) <= day
        }
    return found


def settled(slow: Slow, day: date) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """What settles each invoice by name, and what of each source is used for that."""
    here = arrived(slow, day)
    of_invoice: dict[str, int] = {}
    of_source: dict[tuple[str, str], int] = {}
    applied = set()
    for application in here[Application].values():
        assert isinstance(application, Application)
        invoice = slow.head(Invoice, application.invoice)
        payment, note = slow.head(Payment, application.source), slow.head(CreditNote, application.source)
        if invoice not in here[Invoice]:
            continue
        if payment in here[Payment]:
            key = ("payment", payment)
        elif note in here[CreditNote]:
            key = ("note", note)
            applied.add(note)
        else:
            continue
        of_invoice[invoice] = of_invoice.get(invoice, 0) + application.amount_minor
        of_source[key] = of_source.get(key, 0) + application.amount_minor
    for credit in here[CreditNote].values():
        assert isinstance(credit, CreditNote)
        named = None if credit.invoice is None else slow.head(Invoice, credit.invoice)
        if credit.id not in applied and named is not None and named in here[Invoice]:
            of_invoice[named] = of_invoice.get(named, 0) + gross(credit)
            of_source["note", credit.id] = gross(credit)
    for entry in here[WriteOff].values():
        assert isinstance(entry, WriteOff)
        invoice = slow.head(Invoice, entry.invoice)
        if invoice in here[Invoice]:
            of_invoice[invoice] = of_invoice.get(invoice, 0) + entry.amount_minor
    return of_invoice, of_source


def owed(slow: Slow, customer: str, day: date, horizon: date | None = None, *, covers: bool = True) -> Owed:
    """What a customer owes at the end of a day; money that names no invoice covers the oldest due first."""
    here = arrived(slow, day)
    of_invoice, of_source = settled(slow, day)
    left = beyond = out = 0
    for order in here[Order].values():
        assert isinstance(order, Order)
        if order.customer != customer:
            continue
        delivered = sum(
            gross(one)
            for one in here[Delivery].values()
            if isinstance(one, Delivery) and slow.head(Order, one.order) == order.id
        )
        billed = sum(
            gross(one)
            for one in here[Invoice].values()
            if isinstance(one, Invoice) and one.order is not None and slow.head(Order, one.order) == order.id
        )
        out += max(0, delivered - billed)
        waits = max(0, gross(order) - slow.released.get(order.id, 0) - max(delivered, billed))
        if order.id in slow.until and slow.until[order.id] <= day:
            waits = 0
        if horizon is not None and order.due is not None and order.due > horizon:
            beyond += waits
        else:
            left += waits
    cash = 0
    for source in (*here[Payment].values(), *here[CreditNote].values()):
        assert isinstance(source, Payment | CreditNote)
        if source.customer == customer and isinstance(source, Payment):
            cash += source.amount_minor - of_source.get(("payment", source.id), 0)
        elif source.customer == customer and isinstance(source, CreditNote):
            cash += gross(source) - of_source.get(("note", source.id), 0)
    rests = [
        (one.due or date.max, one.on, one.id, gross(one), gross(one) - of_invoice.get(one.id, 0))
        for one in here[Invoice].values()
        if isinstance(one, Invoice) and one.customer == customer
    ]
    receivable = sum(rest for *_, rest in rests)
    items = []
    over = 0
    for _, _, name, billed, rest in sorted(rests):
        taken = min(rest, cash) if covers and rest > 0 and cash > 0 else 0
        cash -= taken
        receivable -= taken
        if rest < 0 <= billed:  # what settles an invoice beyond its amount is money that settles nothing
            over -= rest
        elif rest - taken:
            items.append((name, rest - taken))
    return Owed(left, beyond, out, receivable + over, cash + over, sorted(items))


@define
class Claimed:
    """What is said of one customer's debts."""

    disputed: dict[str, int]
    levels: dict[str, int]
    level: int
    guaranteed: int


def claimed(slow: Slow, customer: str, day: date) -> Claimed:
    """What is disputed of each invoice at the end of a day, who was dunned, and what others answer for."""
    here = arrived(slow, day)[Invoice]
    of_invoice, _ = settled(slow, day)
    disputed: dict[str, int] = {}
    levels: dict[str, int] = {}
    level = guaranteed = 0
    for one in slow.in_force(Dispute):
        assert isinstance(one, Dispute)
        name = slow.head(Invoice, one.invoice)
        invoice = here.get(name)
        if not isinstance(invoice, Invoice) or invoice.customer != customer:
            continue
        if one.on <= day and (one.settled is None or one.settled > day):
            rest = gross(invoice) - of_invoice.get(name, 0)
            said = disputed.get(name, 0) + (max(0, rest) if one.amount_minor is None else one.amount_minor)
            disputed[name] = said
    for name, said in disputed.items():
        invoice = here[name]
        assert isinstance(invoice, Invoice)
        rest = gross(invoice) - of_invoice.get(name, 0)
        disputed[name] = max(0, min(said, rest - in_hand(slow, name, day)))
    for notice in slow.in_force(DunningNotice):
        assert isinstance(notice, DunningNotice)
        if notice.customer != customer or notice.on > day:
            continue
        if notice.invoice is None:
            level = max(level, notice.level)
        else:
            name = slow.head(Invoice, notice.invoice)
            levels[name] = max(levels.get(name, 0), notice.level)
    for guarantee in slow.in_force(Guarantee):
        assert isinstance(guarantee, Guarantee)
        if guarantee.customer == customer and day in guarantee.during:
            guaranteed += guarantee.amount_minor
    return Claimed(disputed, levels, level, guaranteed)


def in_hand(slow: Slow, invoice: str, day: date) -> int:
    """For how much of an invoice cheques and bills are in hand that have not cleared."""
    sums: dict[str, int] = {}
    for application in slow.in_force(Application):
        assert isinstance(application, Application)
        if application.on > day or slow.head(Invoice, application.invoice) != invoice:
            continue
        for payment in slow.in_force(Payment):
            assert isinstance(payment, Payment)
            if payment.id == slow.head(Payment, application.source):
                held = payment.clears is not None and payment.on <= day < payment.clears
                sums[payment.kind] = sums.get(payment.kind, 0) + (application.amount_minor if held else 0)
    return sum(max(0, minor) for minor in sums.values())
