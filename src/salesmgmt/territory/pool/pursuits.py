"""Duplicate pursuit (撞单): two sellers after one customer, decided by a stated order of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.calendars import DateRange, add_days, as_date
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Customer, Facts, Outcome
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_facts, check_optional_count, check_text
from salesmgmt.territory.pool.registrations import RegistrationPolicy
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Evidence", "PursuitClaim", "PursuitDecision", "PursuitPolicy"]


class Evidence(StrEnum):
    """What a claim to a customer may rest on."""

    REGISTRATION = "registration"
    OWNER = "owner"
    FIRST_CONTACT = "first contact"
    FIRST_OPPORTUNITY = "first opportunity"
    MOST_CONTACTS = "most contacts"
    LAST_CONTACT = "last contact"


DEFAULT_ORDER = (
    Evidence.REGISTRATION,
    Evidence.FIRST_CONTACT,
    Evidence.FIRST_OPPORTUNITY,
    Evidence.MOST_CONTACTS,
)


def _as_order(given: Iterable[Evidence | str]) -> tuple[Evidence, ...]:
    order = []
    for each in (given,) if isinstance(given, str) else given:
        try:
            order.append(Evidence(each))
        except ValueError:
            raise InvalidValueError("order", each, f"be one of {', '.join(Evidence)}") from None
    return tuple(order)


def _as_names(given: Iterable[str]) -> tuple[str, ...]:
    names = tuple(given)
    for name in names:
        check_text("facts", name)
    return names


def _as_day(value: date | str) -> date:
    return as_date(value, "on")


def _as_optional_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "day")


@frozen
class PursuitClaim:
    """What one seller has to show for a customer.

    Attributes:
        participant: The seller.
        registered: Day from which their registration holds; None without one that holds.
        owns: Whether the customer is theirs by its row.
        first_contact: Day of their first activity; None without one.
        last_contact: Day of their last activity; None without one.
        contacts: Number of their activities.
        opened: Day of their first opportunity that was not lost; None without one.
        facts: Identifiers of the registration, activities and opportunities.

    Raises:
        InvalidValueError: If an identifier is empty, or a number negative.
        WrongTypeError: If a field has another type.
    """

    participant: str
    registered: date | None = field(default=None, converter=_as_optional_day)
    owns: bool = False
    first_contact: date | None = field(default=None, converter=_as_optional_day)
    last_contact: date | None = field(default=None, converter=_as_optional_day)
    contacts: int = 0
    opened: date | None = field(default=None, converter=_as_optional_day)
    facts: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        check_text("participant", self.participant)
        check_count("contacts", self.contacts, 0)

    def shown(self, evidence: Evidence) -> ReasonValue:
        """What the claim shows as evidence of a kind; None where it shows nothing."""
        shown: Mapping[Evidence, ReasonValue] = {
            Evidence.REGISTRATION: self.registered,
            Evidence.OWNER: True if self.owns else None,
            Evidence.FIRST_CONTACT: self.first_contact,
            Evidence.FIRST_OPPORTUNITY: self.opened,
            Evidence.MOST_CONTACTS: self.contacts or None,
            Evidence.LAST_CONTACT: self.last_contact,
        }
        return shown[evidence]


def _strength(claim: PursuitClaim, evidence: Evidence) -> int:
    """The greater the better; 0 for nothing shown."""
    value = claim.shown(evidence)
    if value is None:
        return 0
    if isinstance(value, date):
        count = value.toordinal()
        return count if evidence is Evidence.LAST_CONTACT else date.max.toordinal() + 1 - count
    return int(value) if isinstance(value, int) else 0


def _as_claims(given: Iterable[PursuitClaim]) -> tuple[PursuitClaim, ...]:
    claims = tuple(given)
    for claim in claims:
        if not isinstance(claim, PursuitClaim):
            raise WrongTypeError("claims", claim, "be PursuitClaim values")
    return tuple(sorted(claims, key=lambda each: each.participant))


@frozen
class PursuitDecision:
    """Whose a customer is that several pursue.

    Attributes:
        customer: Identifier of the customer.
        on: The day of the decision.
        claims: What everybody has to show, by participant.
        winner: Whose it is; None where the evidence does not tell.
        decided_by: The evidence that told; None where there is no winner, or only one pursues it.
        reason: Why, with one reason for each evidence that was looked at.

    Raises:
        InvalidValueError: If the winner has no claim.
        WrongTypeError: If a field has another type.
    """

    customer: str
    on: date = field(converter=_as_day)
    claims: tuple[PursuitClaim, ...] = field(converter=_as_claims)
    winner: str | None
    decided_by: Evidence | None
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        if self.winner is not None and self.winner not in {each.participant for each in self.claims}:
            raise InvalidValueError("winner", self.winner, "be somebody with a claim")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")

    def text(self, lang: str = "en") -> str:
        """The decision in words, with the evidence that was looked at.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return self.reason.tree(lang)

    def records(self) -> list[dict[str, object]]:
        """One row for each seller with what they have to show, for a DataFrame."""
        names = ("participant", "registered", "owns", "first_contact", "last_contact", "contacts", "opened")
        return [{name: getattr(each, name) for name in names} for each in self.claims]

    def table(self, lang: str = "en") -> Table:
        """What everybody has to show."""
        rows = [
            (each.participant, each.registered, each.first_contact, each.contacts, each.opened, each.owns)
            for each in self.claims
        ]
        names = ("person", "registered", "first_contact", "contacts", "opened", "owns")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)


@frozen
class PursuitPolicy:
    """How duplicate pursuit is decided: each evidence in its order, until one tells the sellers apart.

    Attributes:
        order: The evidence that counts, first the one that counts most.
        window: Days before the decision within which activities and opportunities count; None: all.
        registrations: How registrations are decided.

    Raises:
        InvalidValueError: If the order names no evidence, or one twice.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> from salesmgmt.records import Activity
        >>> facts = Facts([
        ...     Customer("C-1"),
        ...     Activity("A-1", "2026-03-02", "ann", "visit", "C-1"),
        ...     Activity("A-2", "2026-03-01", "bob", "call", "C-1"),
        ... ])
        >>> decision = PursuitPolicy().decide("C-1", facts, on="2026-03-20")
        >>> decision.winner, decision.decided_by.value
        ('bob', 'first contact')
        >>> print(decision.reason)
        C-1 belongs to bob, as the last of these decides
          registered first: nobody
          first contact: bob 2026-03-01, ann 2026-03-02
    """

    order: tuple[Evidence, ...] = field(default=DEFAULT_ORDER, converter=_as_order)
    window: int | None = 180
    registrations: RegistrationPolicy = field(factory=RegistrationPolicy)

    def __attrs_post_init__(self) -> None:
        if not self.order or len(set(self.order)) != len(self.order):
            raise InvalidValueError("order", self.order, "name evidence, each once")
        check_optional_count("window", self.window, 1)
        if not isinstance(self.registrations, RegistrationPolicy):
            raise WrongTypeError("registrations", self.registrations, "be a RegistrationPolicy")

    def pursued(self, facts: Facts, *, on: date | str) -> tuple[str, ...]:
        """Customers that several sellers pursue on a day: by registration, activity or open opportunity."""
        check_facts(facts)
        day = as_date(on, "on")
        claims = self._claims(facts, day)
        return tuple(sorted(customer for customer, found in claims.items() if len(found) > 1))

    def decide(
        self, customer: str, facts: Facts, *, on: date | str, among: Iterable[str] | None = None
    ) -> PursuitDecision:
        """Whose a customer is.

        Args:
            customer: The customer.
            facts: A batch with registrations, activities and opportunities.
            on: The day of the decision; what happened on it counts.
            among: The sellers in question; None for everybody with evidence.

        Raises:
            UnknownIdentifierError: If a batch with customers does not have this one.
            WrongTypeError: If the facts are no batch.
        """
        check_facts(facts)
        day = as_date(on, "on")
        check_text("customer", customer)
        if facts.customers and customer not in facts.index(Customer):
            raise UnknownIdentifierError("customer", customer, "be a customer of the batch")
        found = self._claims(facts, day).get(customer, {})
        wanted = sorted(found if among is None else set(among))
        claims = [found.get(name, PursuitClaim(name)) for name in wanted]
        left = claims
        steps: list[Reason] = []
        for evidence in self.order:
            if len(left) < 2:
                break
            ranked = sorted(left, key=lambda each: (-_strength(each, evidence), each.participant))
            steps.append(_step(evidence, ranked))
            best = _strength(ranked[0], evidence)
            left = [each for each in ranked if _strength(each, evidence) == best]
            if len(left) == 1:
                winner = left[0]
                values = {"customer": customer, "winner": winner.participant}
                reason = Reason("territory.pursuit.decided", values, winner.facts, tuple(steps))
                return PursuitDecision(customer, day, claims, winner.participant, evidence, reason)
        if len(left) == 1:
            only = left[0].participant
            reason = Reason("territory.pursuit.only", {"customer": customer, "winner": only}, left[0].facts)
            return PursuitDecision(customer, day, claims, only, None, reason)
        if left:
            names = ", ".join(sorted(each.participant for each in left))
            values = {"customer": customer, "claimants": names}
            reason = Reason("territory.pursuit.open", values, (), tuple(steps))
        else:
            reason = Reason("territory.pursuit.nobody", {"customer": customer})
        return PursuitDecision(customer, day, claims, None, None, reason)

    def _claims(self, facts: Facts, day: date) -> dict[str, dict[str, PursuitClaim]]:
        """By customer and participant, what they have to show."""
        span = DateRange(None if self.window is None else add_days(day, 1 - self.window), add_days(day, 1))
        contacts: dict[tuple[str, str], list[tuple[date, str]]] = {}
        opened: dict[tuple[str, str], list[tuple[date, str]]] = {}
        registered: dict[tuple[str, str], list[tuple[date, str]]] = {}
        for activity in facts.activities:
            if activity.customer is not None and activity.on in span:
                key = (activity.customer, activity.participant)
                contacts.setdefault(key, []).append((activity.on, activity.id))
        for deal in facts.opportunities:
            start = deal.opened or (deal.history[0].on if deal.history else None)
            if deal.customer is None or deal.outcome is Outcome.LOST or start is None or start not in span:
                continue
            opened.setdefault((deal.customer, deal.owner), []).append((start, deal.id))
        for decision in self.registrations.standing(facts, on=day).decisions:
            if decision.holds_on(day) and decision.holds_from is not None:
                key = (decision.registration.customer, decision.registration.participant)
                registered.setdefault(key, []).append((decision.registration.on, decision.registration.id))
        owners = {customer.id: customer.owner for customer in facts.customers}
        found: dict[str, dict[str, PursuitClaim]] = {}
        for key in sorted({*contacts, *opened, *registered}):
            customer, participant = key
            met = sorted(contacts.get(key, ()))
            deals = sorted(opened.get(key, ()))
            announced = sorted(registered.get(key, ()))
            found.setdefault(customer, {})[participant] = PursuitClaim(
                participant,
                announced[0][0] if announced else None,
                owners.get(customer) == participant,
                met[0][0] if met else None,
                met[-1][0] if met else None,
                len(met),
                deals[0][0] if deals else None,
                tuple(fact for _, fact in (*announced, *met, *deals)),
            )
        return found


def _step(evidence: Evidence, ranked: list[PursuitClaim]) -> Reason:
    first, second = ranked[0], ranked[1]
    shown, missing = _CODES[evidence]
    if not _strength(first, evidence):
        return Reason(missing)
    values = {
        "first": first.participant,
        "best": first.shown(evidence),
        "second": second.participant,
        "next": second.shown(evidence),
    }
    return Reason(shown, values)


_CODES: Mapping[Evidence, tuple[str, str]] = MappingProxyType(
    {
        Evidence.REGISTRATION: ("territory.pursuit.registration", "territory.pursuit.registration.none"),
        Evidence.OWNER: ("territory.pursuit.owner", "territory.pursuit.owner.none"),
        Evidence.FIRST_CONTACT: ("territory.pursuit.contact", "territory.pursuit.contact.none"),
        Evidence.FIRST_OPPORTUNITY: ("territory.pursuit.opportunity", "territory.pursuit.opportunity.none"),
        Evidence.MOST_CONTACTS: ("territory.pursuit.contacts", "territory.pursuit.contacts.none"),
        Evidence.LAST_CONTACT: ("territory.pursuit.latest", "territory.pursuit.latest.none"),
    }
)
