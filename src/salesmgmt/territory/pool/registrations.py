"""Deal registration (报备): who announced a customer or deal first, for how long it holds, who waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from salesmgmt.calendars import add_days, as_date
from salesmgmt.criteria import Criterion
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts, Participant, Registration
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import (
    check_count,
    check_criterion,
    check_facts,
    check_flag,
    check_optional_count,
)
from salesmgmt.territory.texts import HEADINGS

__all__ = [
    "RegistrationDecision",
    "RegistrationPolicy",
    "RegistrationStanding",
    "RegistrationStatus",
    "same_matter",
]


class RegistrationStatus(StrEnum):
    """How a registration stands on a day."""

    ACCEPTED = "accepted"
    WAITS = "waits"
    REFUSED = "refused"
    EXPIRED = "expired"


def _as_status(value: RegistrationStatus | str) -> RegistrationStatus:
    try:
        return RegistrationStatus(value)
    except ValueError:
        raise InvalidValueError("status", value, f"be one of {', '.join(RegistrationStatus)}") from None


def _as_day(value: date | str) -> date:
    return as_date(value, "on")


def _as_optional_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "day")


@frozen
class RegistrationDecision:
    """How one registration stands.

    Attributes:
        registration: The registration.
        status: Accepted, waiting, refused or expired.
        holds_from: First day on which it holds or will hold; None where it never does.
        holds_until: First day on which it no longer holds; None where it never does.
        reason: Why.

    Raises:
        WrongTypeError: If a field has another type.
    """

    registration: Registration
    status: RegistrationStatus = field(converter=_as_status)
    holds_from: date | None = field(converter=_as_optional_day)
    holds_until: date | None = field(converter=_as_optional_day)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.registration, Registration):
            raise WrongTypeError("registration", self.registration, "be a Registration")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")

    def holds_on(self, day: date) -> bool:
        """Whether it gives the first claim on a day."""
        if self.holds_from is None or self.holds_until is None:
            return False
        return self.holds_from <= day < self.holds_until


def _as_decisions(given: Iterable[RegistrationDecision]) -> tuple[RegistrationDecision, ...]:
    decisions = tuple(given)
    for decision in decisions:
        if not isinstance(decision, RegistrationDecision):
            raise WrongTypeError("decisions", decision, "be RegistrationDecision values")
    return decisions


@frozen(repr=False)
class RegistrationStanding:
    """How all registrations of a batch stand on a day.

    Attributes:
        on: The day.
        decisions: In the order in which they were decided: by day, rank, time of entry, identifier.

    Raises:
        WrongTypeError: If something has another type.
    """

    on: date = field(converter=_as_day)
    decisions: tuple[RegistrationDecision, ...] = field(default=(), converter=_as_decisions)

    def __repr__(self) -> str:
        return f"RegistrationStanding({self.on}, {len(self.decisions):,} registrations)"

    def of(self, registration: str) -> RegistrationDecision:
        """How a registration stands.

        Raises:
            UnknownIdentifierError: If the batch has none of this identifier up to the day.
        """
        for decision in self.decisions:
            if decision.registration.id == registration:
                return decision
        raise UnknownIdentifierError("registration", registration, f"be a registration up to {self.on}")

    def winner(
        self, customer: str, *, product: str | None = None, opportunity: str | None = None
    ) -> RegistrationDecision | None:
        """The registration that holds for a customer, or for a product or deal of it; None where none does.

        The one for the deal comes before the one for the product, and that before the one for the customer.
        """
        found = [
            each
            for each in self.decisions
            if each.holds_on(self.on)
            and each.registration.customer == customer
            and each.registration.opportunity in (None, opportunity)
            and each.registration.product in (None, product)
        ]
        return max(
            found,
            key=lambda each: (
                each.registration.opportunity is not None,
                each.registration.product is not None,
            ),
            default=None,
        )

    def text(self, lang: str = "en") -> str:
        """How every registration stands, one a line, with the reasons below it.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(each.reason.tree(lang) for each in self.decisions)

    def records(self) -> list[dict[str, object]]:
        """One row for each registration, for a DataFrame."""
        return [
            {
                "registration": each.registration.id,
                "participant": each.registration.participant,
                "customer": each.registration.customer,
                "on": each.registration.on,
                "status": each.status.value,
                "holds_from": each.holds_from,
                "holds_until": each.holds_until,
            }
            for each in self.decisions
        ]

    def table(self, lang: str = "en") -> Table:
        """One row for each registration, with the reason in words."""
        rows = [
            (
                each.registration.id,
                each.registration.participant,
                each.registration.customer,
                each.registration.on,
                each.holds_from,
                each.holds_until,
                each.reason.text(lang),
            )
            for each in self.decisions
        ]
        names = ("registration", "person", "customer", "announced", "from", "until", "why")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)


def _as_ranks(given: Iterable[Criterion] | Criterion) -> tuple[Criterion, ...]:
    ranks = (given,) if isinstance(given, Criterion) else tuple(given)
    for rank in ranks:
        check_criterion("ranks", rank)
    return ranks


def same_matter(one: Registration, other: Registration) -> bool:
    """Whether two registrations could claim the same sale."""
    return (
        one.customer == other.customer
        and (one.product is None or other.product is None or one.product == other.product)
        and (one.opportunity is None or other.opportunity is None or one.opportunity == other.opportunity)
    )


@frozen
class RegistrationPolicy:
    """How registrations are decided: first come, first served, among equals of a day by rank.

    Attributes:
        days: For how long one holds that says no end itself, from the day on which it begins to hold.
        longest: Most days for which any holds, whatever it says; None: as it says.
        ranks: Criteria over participants; on one day, who matches an earlier one goes first, and who matches
            none goes last.
        waits: Whether a registration that comes second waits for the end of the first; else it is refused.
        respects_owner: Whether a customer that somebody else looks after can't be registered.
        again_after: Days after the end of their own registration in which somebody can't register the same
            matter again.

    Raises:
        InvalidValueError: If a number is too small.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> facts = Facts([
        ...     Registration("R-1", "ann", "2026-03-02", "C-1"),
        ...     Registration("R-2", "bob", "2026-03-09", "C-1"),
        ... ])
        >>> standing = RegistrationPolicy(days=30).standing(facts, on="2026-03-20")
        >>> [(each.registration.id, each.status.value) for each in standing.decisions]
        [('R-1', 'accepted'), ('R-2', 'waits')]
        >>> print(standing.of("R-2").reason)
        R-2 of bob waits: C-1 is ann's from 2026-03-02 until 2026-04-01
    """

    days: int = 90
    longest: int | None = None
    ranks: tuple[Criterion, ...] = field(default=(), converter=_as_ranks)
    waits: bool = True
    respects_owner: bool = False
    again_after: int = 0

    def __attrs_post_init__(self) -> None:
        for name, least in (("days", 1), ("again_after", 0)):
            check_count(name, getattr(self, name), least)
        check_optional_count("longest", self.longest, 1)
        check_flag("waits", self.waits)
        check_flag("respects_owner", self.respects_owner)

    def register(
        self, registration: Registration, facts: Facts, *, on: date | str | None = None
    ) -> RegistrationDecision:
        """Whether a new registration is accepted, beside those of a batch.

        Args:
            registration: The new one.
            facts: The batch with the others, and with participants where ranks ask for them.
            on: The day on which it is asked; None for the day of the registration.

        Raises:
            BatchError: If the batch has one of this identifier already.
            InvalidValueError: If it is announced after the day.
            WrongTypeError: If something has another type.
        """
        check_facts(facts)
        if not isinstance(registration, Registration):
            raise WrongTypeError("registration", registration, "be a Registration")
        day = registration.on if on is None else as_date(on, "on")
        if registration.on > day:
            raise InvalidValueError("on", day, f"not be before the announcement on {registration.on}")
        both = Facts((*facts.records, registration), links=facts.links)
        return self.standing(both, on=day).of(registration.id)

    def standing(self, facts: Facts, *, on: date | str) -> RegistrationStanding:
        """How all registrations of a batch up to a day stand on it.

        Raises:
            WrongTypeError: If the facts are no batch.
        """
        check_facts(facts)
        day = as_date(on, "on")
        people = facts.index(Participant)

        def rank(registration: Registration) -> int:
            person = people.get(registration.participant)
            for number, criterion in enumerate(self.ranks):
                if person is not None and criterion.matches(person, facts.tables):
                    return number
            return len(self.ranks)

        given = sorted(
            (each for each in facts.registrations if each.on <= day),
            key=lambda each: (
                each.on,
                rank(each),
                each.recorded is None,
                each.recorded.timestamp() if each.recorded is not None else 0,
                each.id,
            ),
        )
        granted: list[tuple[Registration, date, date]] = []
        owners = {customer.id: customer.owner for customer in facts.customers}
        decisions = [self._decided(each, granted, owners.get(each.customer), day) for each in given]
        return RegistrationStanding(day, decisions)

    def _end(self, registration: Registration, begins: date) -> date:
        end = registration.expires or add_days(begins, self.days)
        return end if self.longest is None else min(end, add_days(begins, self.longest))

    def _decided(
        self,
        registration: Registration,
        granted: list[tuple[Registration, date, date]],
        owner: str | None,
        day: date,
    ) -> RegistrationDecision:
        who: dict[str, ReasonValue] = {
            "registration": registration.id,
            "participant": registration.participant,
            "customer": registration.customer,
        }
        alike = [each for each in granted if same_matter(each[0], registration)]
        if self.respects_owner and owner not in (None, registration.participant):
            refused = Reason("territory.registration.owned", {**who, "owner": owner}, (registration.id,))
            return RegistrationDecision(registration, RegistrationStatus.REFUSED, None, None, refused)
        own = [end for each, _, end in alike if each.participant == registration.participant]
        if own and max(own) > registration.on:
            refused = Reason("territory.registration.twice", {**who, "until": max(own)}, (registration.id,))
            return RegistrationDecision(registration, RegistrationStatus.REFUSED, None, None, refused)
        if own and registration.on < add_days(max(own), self.again_after):
            values = {**who, "free": add_days(max(own), self.again_after)}
            refused = Reason("territory.registration.again", values, (registration.id,))
            return RegistrationDecision(registration, RegistrationStatus.REFUSED, None, None, refused)
        ahead = [each for each in alike if each[2] > registration.on]
        begins = max((end for _, _, end in ahead), default=registration.on)
        end = self._end(registration, begins)
        if not ahead:
            granted.append((registration, begins, end))
            return self._accepted(registration, begins, end, day, who, None)
        first = max(ahead, key=lambda each: (each[2], each[0].id))
        values = {**who, "other": first[0].participant, "announced": first[0].on, "until": first[2]}
        facts = (registration.id, first[0].id)
        if not self.waits or end <= begins:
            refused = Reason("territory.registration.second", values, facts)
            return RegistrationDecision(registration, RegistrationStatus.REFUSED, None, None, refused)
        granted.append((registration, begins, end))
        if day < begins:
            waits = Reason("territory.registration.waits", values, facts)
            return RegistrationDecision(registration, RegistrationStatus.WAITS, begins, end, waits)
        return self._accepted(registration, begins, end, day, who, first[0])

    def _accepted(
        self,
        registration: Registration,
        begins: date,
        end: date,
        day: date,
        who: dict[str, ReasonValue],
        after: Registration | None,
    ) -> RegistrationDecision:
        facts = (registration.id,) if after is None else (registration.id, after.id)
        values = {**who, "begins": begins, "until": end}
        if day >= end:
            expired = Reason("territory.registration.expired", values, facts)
            return RegistrationDecision(registration, RegistrationStatus.EXPIRED, begins, end, expired)
        accepted = Reason("territory.registration.accepted", values, facts)
        return RegistrationDecision(registration, RegistrationStatus.ACCEPTED, begins, end, accepted)
