"""The verdict of a book: light, and explained in full when somebody asks."""

from __future__ import annotations

from datetime import date
from typing import Final

from salesmgmt.credit.book.facts import BookDocument
from salesmgmt.credit.book.told import Told
from salesmgmt.credit.decisions import CreditDecision, Effect, Remedy
from salesmgmt.credit.decisions.choices import RANKS
from salesmgmt.credit.positions import Position
from salesmgmt.reasons import Reason

__all__ = ["HOLD", "Verdict"]

_EFFECTS: Final = tuple(Effect)
HOLD: Final = RANKS[Effect.HOLD]


class Verdict:
    """What a book says of a document; it never changes.

    The full decision is put together when it is first read, from the account as it was then: even where the
    book has gone on since.
    """

    __slots__ = (
        "_at",
        "_document",
        "_full",
        "_ordinal",
        "_rank",
        "_told",
    )

    _at: int
    _document: BookDocument
    _full: tuple[Position, CreditDecision] | None
    _ordinal: int
    _rank: int
    _told: Told

    def __repr__(self) -> str:
        return f"Verdict({self.effect.value}: {self._document.id}, {self.day}, version {self.version})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._document, self._told.customer, self._ordinal, self.version, self._rank

    @property
    def approved(self) -> bool:
        """Whether the document may go ahead, warned about or not."""
        return self._rank < HOLD

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
        return self._told.customer

    @property
    def day(self) -> date:
        """The day of the verdict."""
        return date.fromordinal(self._ordinal)

    @property
    def version(self) -> int:
        """Version of the customer, with its pools, that was decided on."""
        return self._told.journal.known + self._at + self._told.others

    @property
    def position(self) -> Position:
        """The customer as it was decided on."""
        return self._read()[0]

    @property
    def decision(self) -> CreditDecision:
        """The decision in full: what counted, what every rule found, and the smallest changes that pass."""
        full = self._full
        return self._told.book._open(self) if full is None else full[1]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons of the decision."""
        return self.decision.reasons

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """The smallest changes with which the document would go ahead."""
        return self.decision.remedies

    def whole(self) -> CreditDecision:
        """The decision with all its parts put together."""
        return self._read()[1]

    def _read(self) -> tuple[Position, CreditDecision]:
        full = self._full
        if full is None:
            # A decision that comes from the findings keeps its verdict; the verdict keeps none of these.
            full = self._full = self._told.book._explain(self)
        return full
