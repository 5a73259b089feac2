"""The verdict of a book: light, and explained in full when somebody asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from salesmgmt.credit.decisions import Checkpoint, CreditDecision, Effect
from salesmgmt.credit.decisions.choices import RANKS

if TYPE_CHECKING:
    from salesmgmt.credit.book.accounts import Account, Journal
    from salesmgmt.credit.book.standing import CustomerStanding
    from salesmgmt.credit.decisions import Remedy
    from salesmgmt.credit.limits import LimitInForce, Pool, Pools
    from salesmgmt.credit.positions import Position
    from salesmgmt.reasons import Reason
    from salesmgmt.records import Delivery, Invoice, Order

__all__ = ["HOLD", "BookDocument", "OwnLimit", "ToldOf", "Verdict"]

_EFFECTS: Final = tuple(Effect)
HOLD: Final = RANKS[Effect.HOLD]


class OwnLimit:
    """The customer's own limit as of a day, put together when somebody asks."""

    __slots__ = ("_customer", "_day", "_found", "_pools", "_segment")

    _found: LimitInForce | None

    def __init__(self, pools: Pools, customer: str, day: date, segment: str | None) -> None:
        self._pools = pools
        self._customer = customer
        self._day = day
        self._segment = segment

    @property
    def in_force(self) -> LimitInForce | None:
        """The limit, and what it was made of."""
        try:
            return self._found
        except AttributeError:
            self._found = self._pools.limit_of(self._customer, self._day, segment=self._segment)
            return self._found


ToldOf: TypeAlias = (
    "tuple[Explaining, OwnLimit, CustomerStanding | None, tuple[str, ...], tuple[tuple[Pool, int], ...], int,"
    " Checkpoint]"
)
"""What else a verdict rests on: who explains it, the own limit, standing, groups, what was used of
shared pools and the sum of their versions, and the step."""


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
        "_document",
        "_full",
        "_journal",
        "_ordinal",
        "_rank",
        "_told_of",
    )

    _account: Account
    _at: int
    _document: BookDocument
    _full: tuple[Position, CreditDecision]
    _journal: Journal
    _ordinal: int
    _rank: int
    _told_of: ToldOf

    def __repr__(self) -> str:
        return f"Verdict({self.effect.value}: {self._document.id}, {self.day}, version {self.version})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._document, self._account.name, self._ordinal, self.version, self._rank

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
        return self._account.name

    @property
    def day(self) -> date:
        """The day of the verdict."""
        return date.fromordinal(self._ordinal)

    @property
    def version(self) -> int:
        """Version of the customer, with its pools, that was decided on."""
        return self._journal.known + self._at + self._told_of[5]

    @property
    def position(self) -> Position:
        """The customer as it was decided on."""
        return self._read()[0]

    @property
    def decision(self) -> CreditDecision:
        """The decision in full: what counted, what every rule found, and the smallest changes that pass."""
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
        try:
            return self._full
        except AttributeError:
            self._full = self._told_of[0]._explain(self)
            return self._full
