"""Who gets how much of which deal: owners, shares, overlays, registrations, hand-overs.

Split shares divide a deal by their weights; without any, whoever registered it, or else its owner, has it
whole. Overlay shares count beside it, so that more than the deal is credited, on purpose. Everything holds as
of the deal's own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.deals import Deal, Event
from salesmgmt.incentives.figures import Figure, Minor, figure_of
from salesmgmt.incentives.keys import At, whole_months
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import HALF_UP_TO_MINOR, Currency, Rate, RateLike, apportion_minor
from salesmgmt.records import DealShare, Facts, Handover, Opportunity, Order, Registration, ShareKind

__all__ = ["Credit", "CreditAccount", "CreditKind", "CreditShare", "Crediting", "Leavers", "ShareUnit"]


class ShareUnit(StrEnum):
    """How fine a share of a deal is."""

    MINOR_UNIT = "minor unit"
    EXACT = "exact"


class Leavers(StrEnum):
    """Whether deals count for people who are not employed on their day, such as money that comes in later."""

    EXCLUDED = "excluded"
    CREDITED = "credited"


def _as_shares(value: ShareUnit | str) -> ShareUnit:
    return choice_of(ShareUnit, value, "shares", "be 'minor unit' or 'exact'")


def _as_leavers(value: Leavers | str) -> Leavers:
    return choice_of(Leavers, value, "leavers", "be 'excluded' or 'credited'")


def _as_kept(given: Iterable[RateLike]) -> tuple[Rate, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError(
            "handed_over", given, "list what the giver keeps in the first year, the second, …"
        )
    return tuple(stated_rate(share, "handed_over") for share in given)


@frozen
class Crediting:
    """How deals are shared out.

    Attributes:
        shares: `minor unit` apportions every deal (every line of a document) to the minor unit, by largest
            remainder, ties to the share whose identifier comes first, an overlay half up: people read the
            lines and add them up again. `exact` keeps fractions until the component rounds.
        registrations: Whether a deal without shares is credited to whoever registered it first, while the
            registration holds, instead of its owner.
        handed_over: What the giver of a customer keeps of its deals in the first year after the hand-over,
            the second, and so on; the taker has the rest.
        to: Somebody who is credited with every deal, such as a company that a supplier owes commission.
        leavers: Whether deals count for people who are not employed on their day.

    Raises:
        InvalidValueError: If a setting is unknown, or a share of a hand-over not between 0 and 100 %.

    Examples:
        >>> Crediting(handed_over=["50%", "30%"]).handed_over
        (Rate('50%'), Rate('30%'))
    """

    shares: ShareUnit = field(default=ShareUnit.MINOR_UNIT, converter=_as_shares)
    registrations: bool = field(default=False, kw_only=True)
    handed_over: tuple[Rate, ...] = field(default=(), converter=_as_kept, kw_only=True)
    to: str | None = field(default=None, kw_only=True)
    leavers: Leavers = field(default=Leavers.EXCLUDED, converter=_as_leavers, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if type(self.registrations) is not bool:
            raise WrongTypeError("registrations", self.registrations, "be True or False")
        for share in self.handed_over:
            if not 0 <= share.value <= 1:
                raise InvalidValueError("handed_over", share, "be between 0% and 100%")
        if self.to is not None and (not isinstance(self.to, str) or not self.to):
            raise InvalidValueError("to", self.to, "be somebody's identifier")


class CreditKind(StrEnum):
    """Why somebody is credited."""

    OWNER = "owner"
    SPLIT = "split"
    OVERLAY = "overlay"
    REGISTERED = "registered"
    HANDED_OVER = "handed over"
    TEAM = "team"


@frozen(weakref_slot=False)
class CreditAccount:
    """What a credit counts in, shared by very many of them.

    Attributes:
        component: Identifier of the component.
        event: What happened to the deals.
        currency: Currency of the figures; None for numbers of things.
    """

    component: str
    event: Event
    currency: Currency | None


@frozen(weakref_slot=False)
class CreditShare:
    """Why somebody is credited, and with which part of a deal.

    Attributes:
        kind: `owner`, `split`, `overlay`, `registered`, `handed over`, or `team` for what a manager's people
            were credited.
        id: Identifier of the deal share, registration or hand-over; None where the owner has the whole.
        weight: Weight of the share; 1 of 1 for the owner.
        of: What the weight is measured against.
        seller: For `team`: who was credited below.
        level: How many levels above the seller: 0 for whoever sold.
        counted: The part of the deal that counts, by stages and factors on the base.
        paid: The part of the rate at which it is paid, by factors on the rate.
        at: Where the table is entered, if each deal enters it on its own; None otherwise.
        whole_size: The deal's figure before factors, and before it was shared out; None where it is what is
            credited.
        factors: What the factors that concern the deal are called, and what they are.
    """

    kind: CreditKind
    id: str | None = None
    weight: int = 1
    of: int = 1
    seller: str | None = None
    level: int = 0
    counted: Fraction = Fraction(1)
    paid: Fraction = Fraction(1)
    at: At | None = None
    whole_size: Minor | None = None
    factors: tuple[tuple[str, Fraction], ...] = ()


OWNED = CreditShare(CreditKind.OWNER)
"""The whole of an owner's deal."""


@frozen(weakref_slot=False)
class Credit:
    """What a participant is credited of one deal in one component.

    Attributes:
        account: What it counts in.
        participant: Who is credited.
        source: The deal: an opportunity, a line of a document, or a receipt.
        size: What is credited: minor units, or a number of things.
        how: Why, and with which part of the deal.
    """

    account: CreditAccount
    participant: str
    source: Deal
    size: Minor
    how: CreditShare = OWNED

    @property
    def component(self) -> str:
        """Identifier of the component."""
        return self.account.component

    @property
    def event(self) -> Event:
        """What happened to the deal."""
        return self.account.event

    @property
    def deal(self) -> str:
        """Identifier of the opportunity, document or receipt."""
        return self.source.id

    @property
    def line(self) -> int | None:
        """Number of the line, from 1; None for an opportunity."""
        return None if isinstance(self.source, Opportunity) else self.source.line_number

    @property
    def on(self) -> date:
        """Business date of the deal."""
        return self.source.on or date.min

    @property
    def value(self) -> Figure:
        """What is credited: money, or a number of things."""
        return figure_of(self.size, self.account.currency)

    @property
    def whole(self) -> Figure:
        """The deal's figure before factors, and before it was shared out."""
        size = self.size if self.how.whole_size is None else self.how.whole_size
        return figure_of(size, self.account.currency)

    @property
    def kind(self) -> CreditKind:
        """Why: `owner`, `split`, `overlay`, `registered`, `handed over`, or `team`."""
        return self.how.kind

    @property
    def share(self) -> str | None:
        """Identifier of the deal share, registration or hand-over; None where the owner has the whole."""
        return self.how.id

    @property
    def weight(self) -> int:
        """Weight of the share; 1 of 1 for the owner."""
        return self.how.weight

    @property
    def of(self) -> int:
        """What the weight is measured against."""
        return self.how.of

    @property
    def seller(self) -> str | None:
        """For `team`: who was credited below."""
        return self.how.seller

    @property
    def level(self) -> int:
        """How many levels above the seller: 0 for whoever sold."""
        return self.how.level

    @property
    def counted(self) -> Fraction:
        """The part of the deal that counts, by stages and factors on the base."""
        return self.how.counted

    @property
    def paid(self) -> Fraction:
        """The part of the rate at which it is paid, by factors on the rate."""
        return self.how.paid

    @property
    def at(self) -> At | None:
        """Where the table is entered, if each deal enters it on its own; None otherwise."""
        return self.how.at

    @property
    def factors(self) -> tuple[tuple[str, Fraction], ...]:
        """What the factors that concern the deal are called, and what they are."""
        return self.how.factors


@frozen(eq=False)
class Part:
    """A part of a deal on its way to a credit."""

    participant: str
    value: Minor
    kind: CreditKind
    share: str | None
    weight: int
    of: int


class Shares:
    """The deal shares, registrations and hand-overs of a batch, looked up once per call."""

    __slots__ = (
        "_by_deal",
        "_exact",
        "_given",
        "_kept",
        "_opportunities",
        "_orders",
        "_registered",
        "_rounded",
        "_to",
    )

    def __init__(self, facts: Facts, crediting: Crediting) -> None:
        self._exact = crediting.shares is ShareUnit.EXACT
        self._rounded = HALF_UP_TO_MINOR.divider(0)
        self._to = crediting.to
        self._kept = crediting.handed_over
        self._by_deal = facts.shares_by_deal
        self._opportunities: Mapping[str, Opportunity] = {}
        self._orders: Mapping[str, Order] = {}
        self._registered: dict[str, list[Registration]] = {}
        self._given: dict[str, list[Handover]] = {}
        # Where nothing was corrected, an identifier leads to itself, and no index is needed.
        named = self._by_deal or crediting.registrations
        if named and len(facts.all(Opportunity)) > len(facts.opportunities):
            self._opportunities = facts.index(Opportunity)
        if self._by_deal and len(facts.all(Order)) > len(facts.orders):
            self._orders = facts.index(Order)
        if crediting.registrations:
            for registration in sorted(facts.registrations, key=lambda one: (one.on, one.id)):
                self._registered.setdefault(registration.customer, []).append(registration)
        if self._kept:
            for handover in sorted(facts.handovers, key=lambda one: (one.on, one.id)):
                self._given.setdefault(handover.customer, []).append(handover)

    @property
    def any(self) -> bool:
        """Whether anything but ownership decides who is credited."""
        return bool(self._by_deal or self._registered or self._given or self._to)

    @property
    def by_deal(self) -> Mapping[str, Sequence[DealShare]]:
        """The shares in force by the identifier of the opportunity or order."""
        return self._by_deal

    def of(self, deal: Deal, day: date) -> list[DealShare]:
        """The shares in force of a deal, in the order of their identifiers.

        Those of an order go before those of the opportunity that it came from.
        """
        if not self._by_deal:
            return []
        if isinstance(deal, Opportunity):
            found = self._by_deal.get(deal.id)
        else:
            order = deal.order
            found = None if order is None else self._by_deal.get(_now(order, self._orders))
            if found is None and deal.opportunity is not None:
                found = self._by_deal.get(_now(deal.opportunity, self._opportunities))
        return [share for share in found if share.on is None or share.on <= day] if found else []

    def parts(self, value: Minor, deal: Deal, day: date, *, things: bool = False) -> Iterator[Part]:
        """The parts of a deal's figure that people are credited; none where there is nobody.

        A number of things is divided exactly: half a deal each.
        """
        exact = self._exact or things
        shares = self.of(deal, day)
        splits = [share for share in shares if share.kind is ShareKind.SPLIT]
        if self._to is not None:
            yield Part(self._to, value, CreditKind.OWNER, None, 1, 1)
        elif splits:
            whole = sum(share.weight for share in splits)
            values = _divided(value, [share.weight for share in splits], exact=exact)
            for share, part in zip(splits, values, strict=True):
                yield Part(share.participant, part, CreditKind.SPLIT, share.id, share.weight, whole)
        else:
            yield from self._whole(value, deal, day, exact=exact)
        for share in shares:
            if share.kind is ShareKind.OVERLAY:
                overlay: Minor = Fraction(value * share.weight) / share.of
                if not exact:
                    overlay = self._rounded(overlay.numerator, overlay.denominator)
                yield Part(share.participant, overlay, CreditKind.OVERLAY, share.id, share.weight, share.of)

    def _whole(self, value: Minor, deal: Deal, day: date, *, exact: bool) -> Iterator[Part]:
        """The deal of one person, or of the giver and the taker of its customer."""
        customer = deal.customer
        registration = self._registration(deal, day) if self._registered else None
        if registration is not None:
            yield Part(registration.participant, value, CreditKind.REGISTERED, registration.id, 1, 1)
            return
        owner = deal.owner
        if owner is None:
            return
        handover = None
        if self._given and customer is not None:
            past = [one for one in self._given.get(customer, ()) if one.on <= day]
            handover = past[-1] if past and past[-1].taker == owner else None
        if handover is not None:
            years = whole_months(handover.on, day) // 12
            if years < len(self._kept):
                kept = self._kept[years].value
                weights = [kept.numerator, kept.denominator - kept.numerator]
                values = _divided(value, weights, exact=exact)
                for person, part, weight in zip((handover.giver, owner), values, weights, strict=True):
                    if weight:
                        kind = CreditKind.HANDED_OVER
                        yield Part(person, part, kind, handover.id, weight, kept.denominator)
                return
        yield Part(owner, value, CreditKind.OWNER, None, 1, 1)

    def _registration(self, deal: Deal, day: date) -> Registration | None:
        """The first registration that holds for a deal on its day."""
        if deal.customer is None:
            return None
        opportunity = deal.id if isinstance(deal, Opportunity) else deal.opportunity
        if opportunity is not None:
            opportunity = _now(opportunity, self._opportunities)
        for one in self._registered.get(deal.customer, ()):
            if one.on > day or (one.expires is not None and one.expires <= day):
                continue
            if one.opportunity is not None and _now(one.opportunity, self._opportunities) != opportunity:
                continue
            if one.product is None or one.product == deal.product:
                return one
        return None


def _now(identifier: str, index: Mapping[str, Opportunity] | Mapping[str, Order]) -> str:
    """The identifier of what is in force; a corrected one leads to its correction."""
    found = index.get(identifier)
    return identifier if found is None else found.id


def _divided(value: Minor, weights: list[int], *, exact: bool) -> list[Minor]:
    """A figure by weights: exactly, or to the minor unit by largest remainder."""
    whole = sum(weights)
    if exact or not isinstance(value, int):
        return [Fraction(value * weight) / whole for weight in weights]
    return [*apportion_minor(value, weights, whole)]
