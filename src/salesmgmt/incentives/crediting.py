"""Who gets how much of which deal: owners, shares, overlays, and the managers above them.

Split shares divide a deal by their weights; without any, the owner has it whole. Overlay shares count beside
it, so that more than the deal is credited, on purpose. Everything holds as of the deal's own date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.measures import Deal, Event
from salesmgmt.money import HALF_UP_TO_MINOR, Money, Unrounded, apportion_minor
from salesmgmt.records import DealShare, Facts, Opportunity, Order, ShareKind

__all__ = ["Credit", "CreditKind", "Crediting", "ShareUnit"]


class ShareUnit(StrEnum):
    """How fine a share of a deal is."""

    MINOR_UNIT = "minor unit"
    EXACT = "exact"


def _as_shares(value: ShareUnit | str) -> ShareUnit:
    try:
        return ShareUnit(value)
    except ValueError:
        raise InvalidValueError("shares", value, "be 'minor unit' or 'exact'") from None


@frozen
class Crediting:
    """How deals are shared out.

    Attributes:
        shares: `minor unit` apportions every deal (every line of a document) to the minor unit, by largest
            remainder, ties to the share whose identifier comes first, an overlay half up: people read the
            lines and add them up again. `exact` keeps fractions until the component rounds.

    Raises:
        InvalidValueError: If the setting is unknown.
    """

    shares: ShareUnit = field(default=ShareUnit.MINOR_UNIT, converter=_as_shares)


class CreditKind(StrEnum):
    """Why somebody is credited."""

    OWNER = "owner"
    SPLIT = "split"
    OVERLAY = "overlay"
    TEAM = "team"


@frozen(weakref_slot=False)
class Credit:
    """What a participant is credited of one deal in one component.

    Attributes:
        component: Identifier of the component.
        participant: Who is credited.
        event: What happened to the deal.
        deal: Identifier of the opportunity, order or invoice.
        line: Number of the line, from 1; None for an opportunity.
        on: Business date of the deal.
        value: What is credited.
        whole: The deal's figure before it was shared out.
        kind: `owner`, `split`, `overlay`, or `team` for what a manager's people were credited.
        share: Identifier of the deal share; None where the owner has the whole.
        weight: Weight of the share; 1 of 1 for the owner.
        of: What the weight is measured against.
        seller: For `team`: who was credited below.
    """

    component: str
    participant: str
    event: Event
    deal: str
    line: int | None
    on: date
    value: Unrounded
    whole: Money
    kind: CreditKind
    share: str | None = None
    weight: int = 1
    of: int = 1
    seller: str | None = None


@frozen(eq=False)
class Part:
    """A part of a deal on its way to a credit."""

    participant: str
    value: int | Fraction
    kind: CreditKind
    share: str | None
    weight: int
    of: int


class Shares:
    """The deal shares of a batch by deal, looked up once per call."""

    __slots__ = ("_by_deal", "_exact", "_opportunities", "_rounded")

    def __init__(self, facts: Facts, crediting: Crediting) -> None:
        self._exact = crediting.shares is ShareUnit.EXACT
        self._rounded = HALF_UP_TO_MINOR.divider(0)
        self._by_deal: dict[str, list[DealShare]] = {}
        self._opportunities: Mapping[str, Opportunity] = {}
        if facts.deal_shares:
            opportunities, orders = facts.index(Opportunity), facts.index(Order)
            self._opportunities = opportunities
            for share in sorted(facts.deal_shares, key=lambda share: share.id):
                current = opportunities.get(share.deal) or orders.get(share.deal)
                deal = share.deal if current is None else current.id
                self._by_deal.setdefault(deal, []).append(share)

    @property
    def any(self) -> bool:
        """Whether the batch has shares at all."""
        return bool(self._by_deal)

    def of(self, deal: Deal, day: date) -> list[DealShare]:
        """The shares in force of a deal, in the order of their identifiers.

        Those of an order go before those of the opportunity that it came from.
        """
        if not self._by_deal:
            return []
        if isinstance(deal, Opportunity):
            found = self._by_deal.get(deal.id)
        else:
            order = deal.document if isinstance(deal.document, Order) else deal.billed_order
            found = None if order is None else self._by_deal.get(order.id)
            if found is None and deal.opportunity is not None:
                opportunity = self._opportunities.get(deal.opportunity)
                found = self._by_deal.get(deal.opportunity if opportunity is None else opportunity.id)
        return [share for share in found if share.on is None or share.on <= day] if found else []

    def parts(self, value: int, shares: list[DealShare], owner: str | None) -> Iterator[Part]:
        """The parts of a figure that shares, or else the owner, are credited; none where there is nobody."""
        splits = [share for share in shares if share.kind is ShareKind.SPLIT]
        if splits:
            whole = sum(share.weight for share in splits)
            values: list[int | Fraction]
            if self._exact:
                values = [Fraction(value * share.weight, whole) for share in splits]
            else:
                values = [*apportion_minor(value, [share.weight for share in splits], whole)]
            for share, part in zip(splits, values, strict=True):
                yield Part(share.participant, part, CreditKind.SPLIT, share.id, share.weight, whole)
        elif owner is not None:
            yield Part(owner, value, CreditKind.OWNER, None, 1, 1)
        for share in shares:
            if share.kind is ShareKind.OVERLAY:
                top, bottom = value * share.weight, share.of
                part = Fraction(top, bottom) if self._exact else self._rounded(top, bottom)
                yield Part(share.participant, part, CreditKind.OVERLAY, share.id, share.weight, share.of)
