"""The verdict of a book: light, and explained in full when somebody asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeAlias

from salesmgmt.credit.decisions import Checkpoint, CreditDecision, Effect

if TYPE_CHECKING:
    from salesmgmt.credit.book.accounts import Account
    from salesmgmt.credit.book.ledger import Entry
    from salesmgmt.credit.decisions import Remedy
    from salesmgmt.credit.limits import LimitInForce, Pool
    from salesmgmt.credit.positions import Position
    from salesmgmt.reasons import Reason
    from salesmgmt.records import Delivery, Invoice, Order

__all__ = ["BookDocument", "Verdict"]

_EFFECTS = tuple(Effect)


class Explaining(Protocol):
    """Whoever can put a decision together."""

    def _explain(self, verdict: Verdict) -> tuple[Position, CreditDecision]: ...


BookDocument: TypeAlias = "Order | Delivery | Invoice"
"""What a book decides on."""


class Verdict:
    """What a book says of a document; it never changes.

    The full decision is put together when it is first read, from the account as it was then: even where the
    book has gone on since.
    """

    __slots__ = (
        "_account",
        "_at",
        "_book",
        "_document",
        "_full",
        "_in_force",
        "_journal",
        "_ordinal",
        "_rank",
        "_step",
        "_used",
        "_version",
    )

    _account: Account
    _at: int
    _document: BookDocument
    _book: Explaining
    _full: tuple[Position, CreditDecision] | None
    _in_force: LimitInForce | None
    _journal: list[Entry]
    _ordinal: int
    _rank: int
    _step: Checkpoint
    _used: tuple[tuple[Pool, int], ...]
    _version: int

    def __repr__(self) -> str:
        return f"Verdict({self.effect.value}: {self._document.id}, {self.day}, version {self._version})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._document, self._account.name, self._ordinal, self._version, self._rank

    @property
    def approved(self) -> bool:
        """Whether the document may go ahead, warned about or not."""
        return self._rank < 2

    @property
    def effect(self) -> Effect:
        """`pass`, `warn`, `hold` or `block`."""
        return _EFFECTS[self._rank]

    @property
    def document(self) -> BookDocument:
        """The document that was decided on."""
        return self._document

    @property
    def customer(self) -> str:
        """Whose document it is."""
        return self._account.name

    @property
    def day(self) -> date:
        """The day of the verdict."""
        return date.fromordinal(self._ordinal)

    @property
    def version(self) -> int:
        """Version of the customer, with its pools, that was decided on."""
        return self._version

    @property
    def position(self) -> Position:
        """The customer as it was decided on."""
        return self._read()[0]

    @property
    def decision(self) -> CreditDecision:
        """The decision in full: what was counted, what every rule found, and the smallest changes that pass."""
        return self._read()[1]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons of the decision."""
        return self._read()[1].reasons

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """The smallest changes with which the document would go ahead."""
        return self._read()[1].remedies

    def _read(self) -> tuple[Position, CreditDecision]:
        if self._full is None:
            self._full = self._book._explain(self)
        return self._full
