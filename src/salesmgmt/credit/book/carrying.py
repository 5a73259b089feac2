"""Orders in a book, and what becomes of them: deliveries, invoices, releases, changes."""

from __future__ import annotations

from datetime import date

from salesmgmt.credit.book.accounts import Reserved
from salesmgmt.credit.book.facts import Release, Reservation
from salesmgmt.credit.book.known import Known
from salesmgmt.credit.exposure.stages import carried_minor
from salesmgmt.records import Delivery, Order

__all__ = ["Carrying"]


class Carrying(Known):
    """A book that carries orders along."""

    __slots__ = ()

    def _enter_order(self, order: Order, until: date | None = None) -> None:
        old, name = None, order.id
        if order.supersedes is not None:
            name = self._replaced(Order, order.supersedes, order.id)
        if name != order.id:
            old = self._reserved(name)
            self._carry(old, None)
        known = self._reserved(order.id)
        parts = [entry for entry in (old, known) if entry is not None]
        delivered, billed = sum(entry[5] for entry in parts), sum(entry[6] for entry in parts)
        new = (order.id, order.customer, order.gross_minor, order.on, order.due, delivered, billed, until)
        self._carry(known, new)
        if until is not None:
            self._wake(until, "until", order.id)

    def _enter_reservation(self, entry: Reservation) -> None:
        self._enter_order(entry.order, entry.until)

    def _enter_release(self, entry: Release) -> None:
        old = self._reserved(entry.order)
        if old is not None:
            self._carry(old, (*old[:2], old[2] - entry.minor, *old[3:]))

    def _enter_delivery(self, delivery: Delivery) -> None:
        self._links[Delivery, delivery.id] = delivery
        self._consume(delivery.order, delivered=delivery.gross_minor)

    def _consume(self, order: str, delivered: int = 0, billed: int = 0) -> None:
        """Count what became of an order."""
        name = self._head(Order, order)
        old = self._reserved(name) or (name, None, 0, None, None, 0, 0, None)
        self._carry(old, (*old[:5], old[5] + delivered, old[6] + billed, old[7]))

    def _carry(self, old: Reserved | None, new: Reserved | None) -> None:
        """Put an order in another's place: what counted of the one goes, what counts of the other comes."""
        if old is not None and old[1] is not None:
            account = self._account(old[1])
            left, out, far, _ = account.part(old[0])
            if not isinstance(account.waiting.pop(old[0], None), int):
                account.open -= left
            account.delivered -= out
            account.beyond -= far
            account.exposure -= left + out
            if account.far:
                account.far -= {old[0]}
            if account.shared:
                self._moved(account)
        if old is not None:
            self._orders.pop(old[0], None)
        if new is None:
            return
        self._orders[new[0]] = new
        if new[1] is None:
            return
        left, out = carried_minor(new[2], new[5], new[6])
        left, out, far = max(0, left), max(0, out), 0
        if new[7] is not None and new[7] <= self._date:
            left = 0
        account = self._account(new[1])
        if left and self._is_beyond(new[4]):
            left, far = 0, left
            account.far |= {new[0]}
            self._wake(self._enters(new[4] or date.max), "horizon", new[0])
        if left or out or far:
            account.waiting[new[0]] = (left, out, far, new[4])
        account.open += left
        account.delivered += out
        account.beyond += far
        account.exposure += left + out
        if account.shared:
            self._moved(account)

    def _is_beyond(self, due: date | None) -> bool:
        """Whether an order that is wanted on a day lies beyond the horizon."""
        return self._horizon is not None and due is not None and due > self._horizon

    def _enters(self, due: date) -> date:
        """The first day on whose horizon a wanted day lies."""
        ahead = 0 if self._horizon is None else self._horizon.toordinal() - self._day
        return date.fromordinal(max(self._day + 1, due.toordinal() - ahead))
