"""What is said of a customer's debts beside what settles them: disputes, dunning notices, guarantees."""

from __future__ import annotations

from salesmgmt.records import Dispute, DunningNotice, Guarantee

__all__ = ["Claims"]


class Claims:
    """What holds of one customer on the day of a book; what is over has been taken out.

    Attributes:
        disputes: The disputes of each invoice.
        levels: The highest level at which each invoice was dunned; under None, that of the account.
        guarantees: Who answers for what.
    """

    __slots__ = ("disputes", "guarantees", "levels")

    def __init__(self) -> None:
        self.disputes: dict[str, list[Dispute]] = {}
        self.levels: dict[str | None, int] = {}
        self.guarantees: list[Guarantee] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said any more."""
        return not (self.disputes or self.levels or self.guarantees)

    @property
    def level(self) -> int:
        """The highest level at which the account as a whole was dunned; 0 where it was not."""
        return self.levels.get(None, 0)

    @property
    def guaranteed(self) -> int:
        """What others answer for, in minor units."""
        return sum([one.amount_minor for one in self.guarantees])

    def dispute(self, invoice: str, dispute: Dispute) -> None:
        """Let an invoice be disputed."""
        self.disputes.setdefault(invoice, []).append(dispute)

    def settle(self, invoice: str, dispute: Dispute) -> bool:
        """Let a dispute be over; False where it is already."""
        found = self.disputes.get(invoice, [])
        if dispute not in found:
            return False
        found.remove(dispute)
        if not found:
            del self.disputes[invoice]
        return True

    def remind(self, invoice: str | None, notice: DunningNotice) -> None:
        """Let an invoice, or the account, be dunned."""
        self.levels[invoice] = max(notice.level, self.levels.get(invoice, 0))

    def end(self, guarantee: Guarantee) -> bool:
        """Let a guarantee be over; False where it is already."""
        if guarantee not in self.guarantees:
            return False
        self.guarantees.remove(guarantee)
        return True
