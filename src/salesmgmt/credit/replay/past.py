"""A customer's credit position at a past day, as it was known at any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, tzinfo

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.book import CustomerStanding
from salesmgmt.credit.exposure import Component, Exposure, ExposurePolicy
from salesmgmt.credit.limits import CreditLimit, Limits, Pools
from salesmgmt.credit.positions import Position
from salesmgmt.credit.replay.sequence import Owners
from salesmgmt.credit.replay.standing import DEFAULT, NOBODY, Standing, check_standings, pools_of
from salesmgmt.credit.terms import FloorCredit
from salesmgmt.credit.texts.exposure import EXPOSURE_HEADINGS
from salesmgmt.credit.texts.replay import REPLAY_HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts
from salesmgmt.tables import Table, headed

__all__ = ["PastPosition", "position_at"]


def _as_known(value: date | str) -> date:
    return as_date(value, "known")


def _as_later(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        raise WrongTypeError("later", names, "hold identifiers of records, in a tuple")
    found = tuple(names)
    for name in found:
        if not isinstance(name, str) or not name:
            raise InvalidValueError("later", name, "be a text with at least one character")
    return tuple(sorted(set(found)))


@frozen(weakref_slot=False)
class PastPosition:
    """A position as it was known at a day, beside what is known now.

    Attributes:
        position: The position as it was known.
        known: The day at whose end it was known.
        now: What counted on the same day by all that has been recorded since.
        later: Identifiers of the customer's records that became known later and are dated by that day, or
            name no day.

    Raises:
        InvalidValueError: If the two are of different customers, days or currencies.
        WrongTypeError: If a field has another type.
    """

    position: Position
    known: date = field(converter=_as_known)
    now: Exposure
    later: tuple[str, ...] = field(default=(), converter=_as_later)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.position, Position):
            raise WrongTypeError("position", self.position, "be a Position")
        if not isinstance(self.now, Exposure):
            raise WrongTypeError("now", self.now, "be an Exposure")
        then = self.position.exposure
        for name in ("customer", "on", "currency"):
            if getattr(then, name) != getattr(self.now, name):
                raise InvalidValueError("now", getattr(self.now, name), f"be of {getattr(then, name)}")

    @property
    def difference(self) -> Money:
        """What has been recorded since, in sum."""
        return self.now.total - self.position.total

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What was known, and what came later."""
        customer = self.position.customer
        known = Reason(
            "credit.past.known",
            {
                "customer": customer,
                "on": self.position.on,
                "known": self.known,
                "total": self.position.total,
            },
        )
        if not self.later:
            return known, Reason("credit.past.settled", {"customer": customer})
        told: dict[str, ReasonValue] = {
            "customer": customer,
            "total": self.now.total,
            "count": len(self.later),
        }
        return known, Reason("credit.past.later", told, facts=self.later)

    def table(self, lang: str = "en") -> Table:
        """What counted, part by part, as known then and as known now.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(REPLAY_HEADINGS, lang, "component", "known", "now", "difference")
        then = {part.component: part.amount for part in self.position.exposure.counted}
        now = {part.component: part.amount for part in self.now.counted}
        zero = Money.zero(self.now.currency)
        rows = []
        for component in Component:
            if component in then or component in now:
                was, is_now = then.get(component, zero), now.get(component, zero)
                word = headed(EXPOSURE_HEADINGS, lang, f"component.{component}")[0].heading
                rows.append((word, was, is_now, is_now - was))
        total = headed(REPLAY_HEADINGS, lang, "total")[0].heading
        footer = (total, self.position.total, self.now.total, self.difference)
        title = f"{self.position.customer} {self.position.on}"
        return Table(title, columns, rows, footer=footer, lang=lang)


def position_at(
    facts: Facts,
    customer: str,
    on: date | str,
    currency: Currency | str,
    *,
    known: date | str | None = None,
    limits: Pools | Limits | Iterable[CreditLimit] = (),
    policy: ExposurePolicy = DEFAULT,
    floors: Iterable[FloorCredit] = (),
    standings: Mapping[str, CustomerStanding] = NOBODY,
    zone: tzinfo = UTC,
) -> PastPosition:
    """A customer's position at the end of a past day, as it was known at the end of that or any other day.

    A record counts as known from the instant at which it was recorded, or else from its own day. Limits hold
    by their dates.

    Args:
        facts: A batch with the customer's documents, and with those of whoever shares a pool with it.
        customer: Whose position.
        on: The day.
        currency: Currency of the position.
        known: The day at whose end it is to be known; the same day where left out.
        limits: Who may owe how much, or pools of limits.
        policy: What counts.
        floors: Agreements on floor stock.
        standings: What facts do not know of customers, by identifier.
        zone: Where days end.

    Raises:
        BatchError: If documents are in another currency and the policy has no rate for them.
        CurrencyMismatchError: If a limit is in another currency.
        InvalidValueError: If the customer is no text or an empty one.
        WrongTypeError: If the facts are no batch, or an argument has another type.

    Examples:
        >>> from salesmgmt.records import Facts, Invoice, Line, Payment
        >>> facts = Facts(
        ...     [
        ...         Invoice("I-1", "2026-01-20", Line("GTX", "USD 4,000"), customer="C-9", due="2026-02-19"),
        ...         Payment("P-1", "2026-03-02", "C-9", "USD 1,000", recorded="2026-03-12T09:00:00Z"),
        ...     ]
        ... )
        >>> past = position_at(facts, "C-9", "2026-03-10", "USD")
        >>> for reason in past.reasons:
        ...     print(reason.text())
        as known at the end of 2026-03-10, USD 4,000.00 counted for C-9 at the end of 2026-03-10
        with what was recorded later it is USD 3,000.00; later records of C-9: 1
        >>> position_at(facts, "C-9", "2026-03-10", "USD", known="2026-03-12").position.total
        Money.of('USD 3,000.00')
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    check_standings(standings)
    day, unit = as_date(on, "on"), currency_of(currency)
    known_day = day if known is None else as_date(known, "known")
    pools, given = pools_of(limits), tuple(floors)
    then = facts.as_known(known_day, zone)
    now = Standing(facts, day, unit, pools, policy, given, standings)
    was = now if then is facts else Standing(then, day, unit, pools, policy, given, standings)
    present = {(type(record), record.id) for record in then}
    owners = Owners(facts)
    later = [
        record.id
        for record in facts
        if (type(record), record.id) not in present
        and (record.on is None or record.on <= day)
        and customer in owners.of(record)
    ]
    return PastPosition(was.position(customer), known_day, now.position(customer).exposure, later)
