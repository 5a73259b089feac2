"""The public pool: when customers go back to it, and who may take which of them out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from attrs import field, frozen

from salesmgmt.calendars import add_days, as_date
from salesmgmt.criteria import NEVER, Criterion
from salesmgmt.errors import UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Customer, Facts, Outcome, Participant
from salesmgmt.territory.checks import (
    check_count,
    check_criterion,
    check_facts,
    check_flag,
    check_optional_count,
    check_text,
)
from salesmgmt.territory.pool.holdings import Holding, Holdings
from salesmgmt.territory.pool.outcomes import ClaimDecision, PoolVerdict, Recycling

__all__ = ["PoolPolicy", "Protection"]


@frozen
class Protection:
    """The first days of a holding.

    Attributes:
        days: How many.
        shields: Whether nothing is recycled within them.
        returns: Whether a customer without a deal goes back when they are over, whatever was done for it.

    Raises:
        InvalidValueError: If it is less than a day.
        WrongTypeError: If a field has another type.
    """

    days: int
    shields: bool = True
    returns: bool = False

    def __attrs_post_init__(self) -> None:
        check_count("days", self.days, 1)
        check_flag("shields", self.shields)
        check_flag("returns", self.returns)


def _as_kinds(given: Iterable[str] | str) -> tuple[str, ...]:
    kinds = (given,) if isinstance(given, str) else tuple(given)
    for kind in kinds:
        check_text("follow_ups", kind)
    return tuple(sorted(set(kinds)))


class _Seen(NamedTuple):
    """What the facts tell about the held customers on a day."""

    followed: dict[tuple[str, str], tuple[date, str]]
    won: dict[tuple[str, str], tuple[date, str]]


@frozen
class PoolPolicy:
    """The rules of the public pool (公海).

    Days are counted from the first day of a holding or the last follow-up or deal in it: what was followed up
    on the 1st goes back under `no_follow_up=30` on the 31st.

    Attributes:
        no_follow_up: Days without a follow-up by its owner after which a customer goes back; None: never.
        no_deal: Days without a deal after which it goes back; None: never.
        protection: The first days of a holding; None: without meaning.
        deal_keeps: Days for which a deal in the holding keeps the customer; None: for good.
        follow_ups: Kinds of activities that count as a follow-up; none named: all.
        locked: Customers that never go back.
        daily_claims: Most claims of a person on a day; None: as many as they like.
        cap: Most customers that a person may hold; None: as many as they like.
        won_apart: Whether customers who bought from their holder stand outside the cap.
        wait: Days for which a former holder has to leave a customer to others.

    Raises:
        InvalidValueError: If a number is too small.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> from salesmgmt.records import Activity, Participant
        >>> policy = PoolPolicy(no_follow_up=30, wait=7)
        >>> facts = Facts([
        ...     Participant("ann"), Customer("C-1", owner="ann", since="2026-01-05"),
        ...     Activity("A-1", "2026-02-01", "ann", "visit", "C-1"),
        ... ])
        >>> holdings = Holdings.of(facts)
        >>> policy.recycle(facts, on="2026-03-02").kept[0].until
        datetime.date(2026, 3, 3)
        >>> recycling = policy.recycle(facts, on="2026-03-03")
        >>> print(recycling.returned[0].reason)
        C-1 goes back to the pool: ann has not followed up for 30 days
        >>> again = policy.claim("ann", "C-1", facts, holdings.after(recycling), on="2026-03-05")
        >>> again.allowed, again.allowed_from
        (False, datetime.date(2026, 3, 10))
    """

    no_follow_up: int | None = 30
    no_deal: int | None = 90
    protection: Protection | None = None
    deal_keeps: int | None = None
    follow_ups: tuple[str, ...] = field(default=(), converter=_as_kinds)
    locked: Criterion = NEVER
    daily_claims: int | None = None
    cap: int | None = None
    won_apart: bool = True
    wait: int = 0

    def __attrs_post_init__(self) -> None:
        for name in ("no_follow_up", "no_deal", "deal_keeps", "daily_claims"):
            check_optional_count(name, getattr(self, name), 1)
        check_optional_count("cap", self.cap)
        check_count("wait", self.wait, 0)
        if self.protection is not None and not isinstance(self.protection, Protection):
            raise WrongTypeError("protection", self.protection, "be a Protection or None")
        check_flag("won_apart", self.won_apart)
        check_criterion("locked", self.locked)

    def recycle(self, facts: Facts, holdings: Holdings | None = None, *, on: date | str) -> Recycling:
        """Which customers go back to the pool on a day, and until when the others stay.

        Args:
            facts: A batch with the customers, activities, opportunities and orders.
            holdings: Who holds what; None takes what the batch tells.
            on: The day; what happened on it counts.

        Raises:
            UnknownIdentifierError: If a held customer is not in the batch.
            WrongTypeError: If something has another type.
        """
        day, held = self._given(facts, holdings, on)
        seen = _seen(facts, held, day, self.follow_ups)
        customers = facts.index(Customer)
        verdicts = []
        for holding in held.on(day):
            customer = customers.get(holding.customer)
            if customer is None:
                raise UnknownIdentifierError("customer", holding.customer, "be a customer of the batch")
            verdicts.append(self._verdict(facts, customer, holding, seen, day))
        return Recycling(day, verdicts)

    def _given(self, facts: Facts, holdings: Holdings | None, on: date | str) -> tuple[date, Holdings]:
        check_facts(facts)
        if holdings is not None and not isinstance(holdings, Holdings):
            raise WrongTypeError("holdings", holdings, "be Holdings or None")
        return as_date(on, "on"), Holdings.of(facts) if holdings is None else holdings

    def _verdict(
        self, facts: Facts, customer: Customer, holding: Holding, seen: _Seen, day: date
    ) -> PoolVerdict:
        who: dict[str, ReasonValue] = {"customer": customer.id, "owner": holding.participant}
        key = (customer.id, holding.participant)
        if self.locked.matches(customer, facts.tables):
            return PoolVerdict(
                *key, returns=False, reason=Reason("territory.pool.locked", who, (customer.id,))
            )
        won = seen.won.get(key)
        kept_until = None if won is None or self.deal_keeps is None else _later(won[0], self.deal_keeps)
        if won is not None and (kept_until is None or day < kept_until):
            reason = Reason("territory.pool.won", {**who, "on": won[0]}, (customer.id, won[1]))
            return PoolVerdict(*key, returns=False, reason=reason, until=kept_until)
        followed = seen.followed.get(key)
        last = holding.since if followed is None else max(followed[0], holding.since)
        facts_of = (customer.id,) if followed is None else (customer.id, followed[1])
        protected = self._protected_until(holding)
        dues: list[tuple[date, Reason]] = []
        if self.no_follow_up is not None:
            values: dict[str, ReasonValue] = {**who, "days": (day - last).days}
            dues.append(
                (_later(last, self.no_follow_up), Reason("territory.pool.no_follow_up", values, facts_of))
            )
        if self.no_deal is not None:
            begun = holding.since if won is None else won[0]
            values = {**who, "days": (day - begun).days}
            dues.append(
                (_later(begun, self.no_deal), Reason("territory.pool.no_deal", values, (customer.id,)))
            )
        if protected is not None and self.protection is not None and self.protection.shields:
            dues = [(max(due, protected), reason) for due, reason in dues]
        if protected is not None and self.protection is not None and self.protection.returns and won is None:
            values = {**who, "until": protected}
            dues.append((protected, Reason("territory.pool.expired", values, (customer.id,))))
        over = [reason for due, reason in dues if due <= day]
        if over:
            first, *others = over
            reason = Reason(first.code, first.values, first.facts, tuple(others))
            return PoolVerdict(*key, returns=True, reason=reason)
        until = min((due for due, _ in dues), default=None)
        if until is None:
            return PoolVerdict(*key, returns=False, reason=Reason("territory.pool.kept", who, (customer.id,)))
        shielded = protected is not None and self.protection is not None and self.protection.shields
        if shielded and protected is not None and day < protected:
            reason = Reason("territory.pool.protected", {**who, "until": protected}, (customer.id,))
        else:
            reason = Reason("territory.pool.kept_until", {**who, "until": until}, facts_of)
        return PoolVerdict(*key, returns=False, reason=reason, until=until)

    def _protected_until(self, holding: Holding) -> date | None:
        if self.protection is None:
            return None
        return holding.protected_until or _later(holding.since, self.protection.days)

    def claim(
        self,
        participant: str,
        customer: str,
        facts: Facts,
        holdings: Holdings | None = None,
        *,
        on: date | str,
    ) -> ClaimDecision:
        """Whether somebody may take a customer out of the pool on a day: allowed, or everything against it.

        Args:
            participant: Who claims.
            customer: What they claim.
            facts: A batch with the customer, and with participants where it holds any.
            holdings: Who holds and held what; None takes what the batch tells.
            on: The day.

        Raises:
            UnknownIdentifierError: If the customer, or the participant of a batch that holds participants, is
                unknown.
            WrongTypeError: If something has another type.
        """
        day, held = self._given(facts, holdings, on)
        if customer not in facts.index(Customer):
            raise UnknownIdentifierError("customer", customer, "be a customer of the batch")
        if facts.participants and participant not in facts.index(Participant):
            raise UnknownIdentifierError("participant", participant, "be a participant of the batch")
        against: list[tuple[Reason, date | None]] = []
        who: dict[str, ReasonValue] = {"customer": customer, "participant": participant}
        holder = held.holder(customer, day)
        if holder is not None:
            against.append((Reason("territory.claim.held", {**who, "owner": holder}, (customer,)), None))
        against += self._waiting(who, held, day)
        against += self._counted(who, facts, held, day)
        if against:
            days = [when for _, when in against]
            first = None if None in days else max(when for when in days if when is not None)
            return ClaimDecision(
                participant,
                customer,
                day,
                allowed=False,
                reasons=[reason for reason, _ in against],
                allowed_from=first,
            )
        protected = None if self.protection is None else _later(day, self.protection.days)
        reason = Reason("territory.claim.allowed", who, (customer,))
        return ClaimDecision(
            participant,
            customer,
            day,
            allowed=True,
            reasons=[reason],
            allowed_from=day,
            protected_until=protected,
        )

    def _waiting(
        self, who: dict[str, ReasonValue], held: Holdings, day: date
    ) -> list[tuple[Reason, date | None]]:
        ends = [
            each.until
            for each in held.holdings
            if each.customer == who["customer"]
            and each.participant == who["participant"]
            and each.until is not None
            and each.until <= day
        ]
        if not ends or not self.wait:
            return []
        free = _later(max(ends), self.wait)
        if free <= day:
            return []
        values = {**who, "lost": max(ends), "days": self.wait, "free": free}
        return [(Reason("territory.claim.wait", values, (str(who["customer"]),)), free)]

    def _counted(
        self, who: dict[str, ReasonValue], facts: Facts, held: Holdings, day: date
    ) -> list[tuple[Reason, date | None]]:
        """What the number of claims today and of customers held says."""
        found: list[tuple[Reason, date | None]] = []
        participant = who["participant"]
        mine = [each for each in held.holdings if each.participant == participant]
        if self.daily_claims is not None:
            today = sum(each.claimed and each.since == day for each in mine)
            if today >= self.daily_claims:
                reason = Reason("territory.claim.daily", {**who, "claims": today, "most": self.daily_claims})
                found.append((reason, _later(day, 1)))
        if self.cap is not None:
            lasting = [each for each in mine if each.lasts_on(day)]
            won = _seen(facts, Holdings(lasting), day, self.follow_ups).won if self.won_apart else {}
            counted = Counter(
                each.customer for each in lasting if (each.customer, each.participant) not in won
            )
            if len(counted) >= self.cap:
                values = {**who, "held": len(counted), "most": self.cap, "apart": len(lasting) - len(counted)}
                found.append((Reason("territory.claim.cap", values), None))
        return found


def _later(day: date, days: int) -> date:
    return add_days(day, days)


def _seen(facts: Facts, held: Holdings, day: date, kinds: tuple[str, ...]) -> _Seen:
    """Last follow-up and last deal by customer and holder, within the holding and up to the day."""
    since = {(each.customer, each.participant): each.since for each in held.on(day)}
    holder = dict(since.keys())
    followed: dict[tuple[str, str], tuple[date, str]] = {}
    won: dict[tuple[str, str], tuple[date, str]] = {}

    def note(
        table: dict[tuple[str, str], tuple[date, str]], key: tuple[str, str], on: date, fact: str
    ) -> None:
        if since[key] <= on <= day and (key not in table or (on, fact) > table[key]):
            table[key] = (on, fact)

    for activity in facts.activities:
        if activity.customer is not None and (not kinds or activity.kind in kinds):
            key = (activity.customer, activity.participant)
            if key in since:
                note(followed, key, activity.on, activity.id)
    for deal in facts.opportunities:
        if deal.outcome is Outcome.WON and deal.closed is not None and deal.customer in holder:
            note(won, (deal.customer, holder[deal.customer]), deal.closed, deal.id)
    for order in facts.orders:
        if order.customer in holder:
            note(won, (order.customer, holder[order.customer]), order.on, order.id)
    return _Seen(followed, won)
