"""Disputes, dunning notices and guarantees in a book, beside the running numbers of the accounts.

They move no number that a document moves: what is disputed, and what others answer for, is worked out when
somebody asks. An account of which nothing of the kind is said is never asked.
"""

from __future__ import annotations

from salesmgmt.credit.book.accounts import Account
from salesmgmt.credit.book.claims import Claims
from salesmgmt.credit.book.items import rest_of
from salesmgmt.credit.book.settling import Settling
from salesmgmt.records import Application, Dispute, DunningNotice, Guarantee, Invoice, Payment, PaymentKind

__all__ = ["Claiming"]


class Claiming(Settling):
    """A book that knows what is disputed, who was dunned, and who answers for whom."""

    __slots__ = ()

    # What is said.

    def _claimed(self, account: Account) -> Claims:
        """The claims of an account; from the first one on, it goes the long way."""
        found = self._claims.get(account.name)
        if found is None:
            found = self._claims[account.name] = Claims()
            self._paced(account)
        return found

    def _enter_dispute(self, dispute: Dispute) -> None:
        self._links[Dispute, dispute.id] = dispute
        if dispute.settled is not None:
            if dispute.settled <= self._date:
                return
            self._wake(dispute.settled, "settled", dispute.id)
        account = self._account(self._customer(dispute) or "")
        self._claimed(account).dispute(self._head(Invoice, dispute.invoice), dispute)
        if account.shared:
            self._moved(account)

    def _enter_notice(self, notice: DunningNotice) -> None:
        self._links[DunningNotice, notice.id] = notice
        invoice = None if notice.invoice is None else self._head(Invoice, notice.invoice)
        self._claimed(self._account(notice.customer)).remind(invoice, notice)

    def _enter_guarantee(self, guarantee: Guarantee) -> None:
        self._links[Guarantee, guarantee.id] = guarantee
        end = guarantee.during.end
        if end is not None:
            if end <= self._date:
                return
            self._wake(end, "ended", guarantee.id)
        account = self._account(guarantee.customer)
        self._claimed(account).guarantees.append(guarantee)
        if account.shared:
            self._moved(account)

    # What changes by itself.

    def _cease(self, kind: type, name: str) -> None:
        """The day has come on which a dispute or a guarantee is over."""
        fact = self._links.get((kind, name))
        customer = self._customer(fact)
        claims = None if customer is None else self._claims.get(customer)
        if customer is None or claims is None:
            return
        done = False
        if isinstance(fact, Dispute) and fact.settled is not None and fact.settled <= self._date:
            done = claims.settle(self._head(Invoice, fact.invoice), fact)
        elif isinstance(fact, Guarantee):
            done = claims.end(fact)
        if done:
            account = self._account(customer)
            account.journal.append(None)
            if claims.is_empty:
                del self._claims[customer]
                self._paced(account)
            if account.shared:
                self._moved(account)

    def _await(self, application: Application) -> None:
        """Know of a cheque or bill in hand: what it covers of an invoice is not disputed."""
        source, invoice = self._source(application.source), self._invoice_of(application.invoice)
        if not isinstance(source, Payment) or invoice is None:
            return
        self._papers.setdefault(invoice[0], set()).add(application.id)
        day = max(application.on, invoice[2], source.on)
        if day > self._date:
            self._wake(day, "held", application.id)
        else:
            self._covers_disputed(invoice[0], invoice[1])

    def _hold(self, name: str) -> None:
        """The day has come from which a cheque or bill covers a part of an invoice."""
        application = self._pending.get((Application, name))
        if not isinstance(application, Application):
            return
        invoice = self._invoice_of(application.invoice)
        if invoice is not None and self._covers_disputed(invoice[0], invoice[1]):
            self._account(invoice[1]).journal.append(None)

    def _covers_disputed(self, invoice: str, customer: str) -> bool:
        """Whether an invoice is disputed, of which less is disputed now."""
        claims = self._claims.get(customer)
        if claims is None or invoice not in claims.disputes:
            return False
        account = self._account(customer)
        if account.shared:
            self._moved(account)
        return True

    # What it comes to.

    def _disputed(self, account: Account) -> dict[str, int]:
        """What is disputed of each invoice: no more than what is open of it and no cheque or bill covers."""
        claims = self._claims.get(account.name)
        found: dict[str, int] = {}
        if claims is None:
            return found
        for name, disputes in claims.disputes.items():
            billed = self._invoices.get(name)
            rest = 0 if billed is None else rest_of(billed)
            if rest > 0:
                said = sum([rest if one.amount_minor is None else one.amount_minor for one in disputes])
                part = min(said, rest - self._covered(name))
                if part > 0:
                    found[name] = part
        return found

    def _covered(self, invoice: str) -> int:
        """For how much of an invoice a cheque or bill is in hand that has not cleared."""
        sums: dict[bool, int] = {}
        for name in self._papers.get(invoice, ()):
            application = self._pending.get((Application, name))
            if not isinstance(application, Application) or application.on > self._date:
                continue
            if self._head(Invoice, application.invoice) != invoice:
                continue
            source = self._source(application.source)
            if isinstance(source, Payment) and self._is_in_hand(source):
                bill = source.kind is PaymentKind.BILL
                sums[bill] = sums.get(bill, 0) + application.amount_minor
        return sum([max(0, minor) for minor in sums.values()])

    def _is_in_hand(self, payment: Payment) -> bool:
        return payment.on <= self._date and (Payment, payment.id) in self._pending

    def _ends(self, what: str, name: str) -> str | None:
        """Whose account changes by itself, as it was noted for a day; None for other notes."""
        if what == "settled":
            return self._customer(self._links.get((Dispute, name)))
        if what == "ended":
            return self._customer(self._links.get((Guarantee, name)))
        return self._customer(self._pending.get((Application, name))) if what == "held" else None
