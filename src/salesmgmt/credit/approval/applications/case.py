"""One application on its way, as the fold over what happened, and the limit that it yields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.approval.applications.application import CreditApplication
from salesmgmt.credit.approval.applications.policy import ApplicationPolicy, limit_days
from salesmgmt.credit.approval.mandates import Mandates
from salesmgmt.credit.approval.matrix import ApprovalRequest, ApprovalRoute
from salesmgmt.credit.approval.running import fired, offered
from salesmgmt.credit.limits import CreditLimit
from salesmgmt.credit.texts.approval import APPROVAL_HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.workflows import Case, Choice, Due, Event
from salesmgmt.workflows.details import NOTHING, Scalar
from salesmgmt.workflows.events import TAKE_OVER, order_of

__all__ = ["ApplicationCase"]

_set = object.__setattr__


def _as_opened(value: date | str) -> date:
    return as_date(value, "opened")


def _as_events(value: Iterable[Event]) -> tuple[Event, ...]:
    events = list(value)
    for one in events:
        if not isinstance(one, Event):
            raise WrongTypeError("events", one, "hold values of Event")
    return tuple(sorted(events, key=order_of))


@frozen
class ApplicationCase:
    """An application for credit and all that has happened to it.

    Its state is what its events come to, so it can be asked as of any past day. Everybody acts in a role that
    they hold on the day by the mandates; who acts for another acts by that person's authority.

    Attributes:
        policy: The rules by which it runs.
        mandates: Who holds which role, and when.
        application: What is asked for.
        opened: Day on which it was begun.
        events: What happened; their `case` is the identifier of the application.

    Raises:
        CurrencyMismatchError: If the application is in another currency than the matrix.
        NotAllowedError: If an event could not happen where it stands.
        WrongTypeError: If a part has another type.

    Examples:
        >>> from salesmgmt.credit.approval import ApprovalMatrix, ApprovalRule, Mandate
        >>> policy = ApplicationPolicy(ApprovalMatrix([ApprovalRule("all", "director")], "USD"))
        >>> people = Mandates([Mandate("ann", "sales"), Mandate("bob", "director")])
        >>> asked = CreditApplication("A-1", "C-9", "USD 5,000", "ann")
        >>> case = ApplicationCase(policy, people, asked, "2026-03-02")
        >>> case = case.fire(Event("e1", "A-1", "submit", "ann", "sales", "2026-03-02"))
        >>> case.state, case.limit
        ('submitted', None)
    """

    policy: ApplicationPolicy
    mandates: Mandates
    application: CreditApplication
    opened: date = field(converter=_as_opened)
    events: tuple[Event, ...] = field(default=(), converter=_as_events)
    _case: Case = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.policy, ApplicationPolicy):
            raise WrongTypeError("policy", self.policy, "be an ApplicationPolicy")
        if not isinstance(self.mandates, Mandates):
            raise WrongTypeError("mandates", self.mandates, "be Mandates")
        self.policy.check(self.application)
        case = Case(self.application.id, self.policy.workflow, self.opened, self.application)
        for event in self.events:
            case = self._fired(case, event)
        _set(self, "_case", case)

    def _fired(self, case: Case, event: Event) -> Case:
        return fired(
            case,
            event,
            self.mandates,
            openers=self.policy.checkers,
            owner=self.application.requested_by,
            until=self.policy.taken_over_until,
        )

    @property
    def case(self) -> Case:
        """The case of the workflow itself: its history, its reasons, who has signed."""
        return self._case

    @property
    def state(self) -> str:
        """The state in which it stands."""
        return self._case.state

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Who has agreed to the step that is under way and needs several people (会签)."""
        return self._case.signed_by

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The approvers that were added and have not agreed yet (加签)."""
        return self._case.waiting_for

    @property
    def version(self) -> int:
        """How many events it has."""
        return len(self.events)

    def fire(self, event: Event) -> ApplicationCase:
        """The application after one more event.

        Raises:
            NotAllowedError: If the event cannot happen; the error says why and what can.
            WrongTypeError: If it is no event.
        """
        after = self._fired(self._case, event)
        made = object.__new__(ApplicationCase)
        for name in ("policy", "mandates", "application", "opened"):
            _set(made, name, getattr(self, name))
        _set(made, "events", after.events)
        _set(made, "_case", after)
        return made

    def as_of(self, day: date | str) -> ApplicationCase:
        """The application as it stood at the end of a day.

        Raises:
            InvalidValueError: If it was not begun yet.
        """
        on = as_date(day, "day")
        if on < self.opened:
            raise InvalidValueError("day", on, f"not lie before {self.opened}, on which it was begun")
        kept = [event for event in self.events if event.on <= on]
        return ApplicationCase(self.policy, self.mandates, self.application, self.opened, kept)

    def choices(
        self,
        person: str,
        on: date | str,
        lang: str = "en",
        payload: Mapping[str, Scalar | None] = NOTHING,
    ) -> tuple[Choice, ...]:
        """What one person can do next, in the roles that they hold on the day, as a form shows it.

        Raises:
            InvalidValueError: If the language is not spoken.
        """
        return offered(self._case, self.mandates, person, as_date(on, "on"), lang, payload)

    def deadlines(self, on: date | str) -> tuple[Due, ...]:
        """The deadlines of the present state on a day."""
        return self._case.deadlines(on)

    @property
    def on_file(self) -> frozenset[str]:
        """The items of the checklist that were brought along and not taken back."""
        filed: dict[str, object] = {}
        for event in self.events:
            filed.update(event.payload)
        names = {one.id for one in self.policy.checklist.items}
        return frozenset([name for name, value in filed.items() if name in names and value is not False])

    def checklist(self, lang: str = "en") -> Table:
        """What has to be on file for this application, before which step, and whether it is.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(APPROVAL_HEADINGS, lang, "item", "before", "on_file")
        filed = self.on_file
        rows = [
            (name, self.policy.workflow.said(step, lang), name in filed)
            for step in ("submit", "approve")
            for name in self.policy.checklist.needed(self.application, step)
        ]
        return Table(self.application.id, columns, rows, lang=lang)

    @property
    def recommended(self) -> Money:
        """How much the last check recommends; what was asked for where nobody has checked."""
        check = self._last("check")
        found = None if check is None else check.payload.get("amount")
        return found if isinstance(found, Money) else self.application.amount

    @property
    def request(self) -> ApprovalRequest | None:
        """What is put to the approvers; None before the check."""
        check = self._last("check")
        if check is None:
            return None
        grade, excess = check.payload.get("grade"), check.payload.get("excess", 0)
        return ApprovalRequest(
            self.recommended,
            grade if isinstance(grade, str) else None,
            Rate(excess) if isinstance(excess, int | Decimal | Fraction) else Rate(0),
            self.application.term_days,
        )

    @property
    def route(self) -> ApprovalRoute | None:
        """Who may approve it, and why; None before the check."""
        asked = self.request
        return None if asked is None else self.policy.matrix.route(asked)

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who has approved, those included who acted through somebody else; nobody before the approval."""
        if self.state not in _GRANTED:
            return ()
        check = self._last("check")
        return tuple(
            [
                one.behalf or one.by
                for one in self.events
                if one.name == "approve" and (check is None or order_of(one) > order_of(check))
            ]
        )

    @property
    def granted(self) -> CreditLimit | None:
        """The limit as it was approved, from the agreed day on; None where it was not."""
        if self.state not in _GRANTED:
            return None
        return self.application.limit(self.recommended, approver=", ".join(self.approvers) or None)

    @property
    def limit(self) -> CreditLimit | None:
        """The limit that holds, or has held: from its activation until it expires or is revoked.

        None before the activation, and where no day is left on which it would hold.
        """
        granted, begun = self.granted, self._begun()
        if granted is None or begun is None:
            return None
        ended = self.events[-1].on if self._case.ended else None
        days = limit_days(self.application, begun, ended)
        return None if days is None else self.application.limit(self.recommended, days, granted.approver)

    @property
    def limits(self) -> tuple[CreditLimit, ...]:
        """The limit that holds, or has held, as limits are handed on: one or none."""
        return () if self.limit is None else (self.limit,)

    @property
    def reason(self) -> Reason:
        """Why it stands where it stands: every event with what it did."""
        return self._case.reason

    def history(self, lang: str = "en") -> Table:
        """One row for each event: when, who, for whom, from which state to which."""
        return self._case.history(lang)

    def _last(self, name: str) -> Event | None:
        return next((one for one in reversed(self.events) if one.name == name), None)

    def _begun(self) -> date | None:
        """When it was activated; a state that was taken over counts from its day."""
        done = self._last("activate")
        if done is None and self.events and self.events[0].name == TAKE_OVER:
            done = self.events[0] if self.events[0].payload.get("state") == "active" else None
        return None if done is None else done.on


_GRANTED = frozenset({"approved", "active", "expired", "revoked"})
