"""One hold on its way, as the fold over what happened, and the release that it ends in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.approval.holds.hold import CreditHold
from salesmgmt.credit.approval.holds.policy import HoldPolicy
from salesmgmt.credit.approval.mandates import Mandates
from salesmgmt.credit.approval.matrix import ApprovalRequest, ApprovalRoute
from salesmgmt.credit.approval.running import fired, offered
from salesmgmt.credit.limits.checks import check_text
from salesmgmt.credit.terms import DeliveryRelease
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table
from salesmgmt.workflows import Case, Choice, Due, Event
from salesmgmt.workflows.details import NOTHING, Details, Scalar
from salesmgmt.workflows.events import ACTS, TAKE_OVER, order_of

__all__ = ["HoldCase"]

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
class HoldCase:
    """A document that is held, and all that has happened to it.

    Attributes:
        policy: The rules by which it runs.
        mandates: Who holds which role, and when.
        hold: What is held, and why.
        opened: Day on which the hold was placed.
        events: What happened; their `case` is the identifier of the hold.

    Raises:
        CurrencyMismatchError: If the hold is in another currency than the matrix.
        InvalidValueError: If its grade is none of those that the matrix has.
        NotAllowedError: If an event could not happen where it stands.
        WrongTypeError: If a part has another type.

    Examples:
        >>> from salesmgmt.credit.approval import ApprovalMatrix, ApprovalRule, Mandate
        >>> policy = HoldPolicy(ApprovalMatrix([ApprovalRule("all", "director")], "USD"))
        >>> people = Mandates([Mandate("bob", "credit analyst"), Mandate("dan", "director")])
        >>> hold = CreditHold("H-1", "C-9", "O-7", "USD 5,000", "ann", ["limit", "overdue"])
        >>> case = HoldCase(policy, people, hold, "2026-03-02")
        >>> case = case.clear("e1", "overdue", "bob", "credit analyst", "2026-03-03")
        >>> case.state, case.reasons
        ('placed', ('limit',))
        >>> case = case.clear("e2", "limit", "bob", "credit analyst", "2026-03-04")
        >>> case = case.let_go("e3", "bob", "credit analyst", "2026-03-04", until="2026-03-11")
        >>> case.state, str(case.release.up_to)
        ('released', 'USD 5,000.00')
    """

    policy: HoldPolicy
    mandates: Mandates
    hold: CreditHold
    opened: date = field(converter=_as_opened)
    events: tuple[Event, ...] = field(default=(), converter=_as_events)
    _case: Case = field(init=False, repr=False, eq=False)
    _left: tuple[str, ...] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.policy, HoldPolicy):
            raise WrongTypeError("policy", self.policy, "be a HoldPolicy")
        if not isinstance(self.mandates, Mandates):
            raise WrongTypeError("mandates", self.mandates, "be Mandates")
        self.policy.check(self.hold)
        case = Case(self.hold.id, self.policy.workflow, self.opened, self.hold)
        left = self.hold.reasons
        for event in self.events:
            case, left = self._fired(case, left, event)
        _set(self, "_case", case)
        _set(self, "_left", left)

    def _fired(self, case: Case, left: tuple[str, ...], event: Event) -> tuple[Case, tuple[str, ...]]:
        after = fired(
            case,
            event,
            self.mandates,
            openers=self.policy.releasers,
            owner=self.hold.requested_by,
            until=self.policy.taken_over_until,
            against=_against(event, left) if type(event) is Event else (),
        )
        return after, _after(event, left)

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

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that are left."""
        return self._left

    def fire(self, event: Event) -> HoldCase:
        """The hold after one more event.

        Raises:
            NotAllowedError: If the event cannot happen; the error says why and what can.
            WrongTypeError: If it is no event.
        """
        after, left = self._fired(self._case, self._left, event)
        made = object.__new__(HoldCase)
        for name in ("policy", "mandates", "hold", "opened"):
            _set(made, name, getattr(self, name))
        _set(made, "events", after.events)
        _set(made, "_case", after)
        _set(made, "_left", left)
        return made

    def clear(
        self,
        event: str,
        reason: str,
        by: str,
        role: str,
        on: date | str,
        *,
        note: str = "",
        behalf: str = "",
    ) -> HoldCase:
        """A reason is gone; when it was the last, the hold is ready.

        Raises:
            NotAllowedError: If it is none of the reasons that are left, or somebody else has to say so.
        """
        check_text("reason", reason)
        left = [name for name in self._left if name != reason]
        payload = Details([("reason", reason), ("left", len(left))])
        return self.fire(
            Event(event, self.hold.id, "clear", by, role, as_date(on, "on"), None, payload, note, behalf)
        )

    def let_go(
        self,
        event: str,
        by: str,
        role: str,
        on: date | str,
        *,
        until: date | str,
        up_to: Money | str | None = None,
        why: str = "",
        behalf: str = "",
    ) -> HoldCase:
        """The document is released: so much of it, until a day.

        Args:
            event: Identifier of the event.
            by: Who releases it.
            role: In which role.
            on: Day of the release.
            until: Last day on which it serves.
            up_to: How much of the document; all of it where left out.
            why: Why; to be said where reasons are left.
            behalf: For whom, where somebody acts for another.

        Raises:
            NotAllowedError: If the authority does not suffice, or something is missing.
        """
        amount = self.hold.amount if up_to is None else money_of(up_to, "up_to")
        values = Details([("up_to", amount), ("until", as_date(until, "until")), ("why", why or None)])
        return self.fire(
            Event(event, self.hold.id, "release", by, role, as_date(on, "on"), None, values, "", behalf)
        )

    def as_of(self, day: date | str) -> HoldCase:
        """The hold as it stood at the end of a day.

        Raises:
            InvalidValueError: If it was not placed yet.
        """
        on = as_date(day, "day")
        if on < self.opened:
            raise InvalidValueError("day", on, f"not lie before {self.opened}, on which it was placed")
        kept = [event for event in self.events if event.on <= on]
        return HoldCase(self.policy, self.mandates, self.hold, self.opened, kept)

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

    def route(self, up_to: Money | str | None = None) -> ApprovalRoute:
        """Who may release it before its reasons are gone.

        Args:
            up_to: How much of it; all of it where left out.
        """
        amount = self.hold.amount if up_to is None else money_of(up_to, "up_to")
        hold = self.hold
        return self.policy.matrix.route(ApprovalRequest(amount, hold.grade, hold.excess, hold.term_days))

    @property
    def release(self) -> DeliveryRelease | None:
        """What may go ahead, how much of it, and until when; None unless it was released by an event.

        Where several people had to agree, it is the least of what they said: the lowest amount and the
        earliest day.
        """
        if self.state != "released":
            return None
        signed: list[Event] = []
        for event in reversed(self.events):
            if event.name == "release":
                signed.append(event)
            elif event.name not in ACTS:
                break
        if not signed:
            return None
        amounts = [event.payload["up_to"] for event in signed]
        days = [event.payload["until"] for event in signed]
        last = signed[0]
        return DeliveryRelease(
            self.hold.id,
            self.hold.document,
            last.by,
            last.on,
            min([day for day in days if isinstance(day, date)]),
            min([amount for amount in amounts if isinstance(amount, Money)]),
            str(last.payload.get("why", "")),
        )

    @property
    def reason(self) -> Reason:
        """Why it stands where it stands: every event with what it did."""
        return self._case.reason

    def history(self, lang: str = "en") -> Table:
        """One row for each event: when, who, for whom, from which state to which."""
        return self._case.history(lang)


def _against(event: Event, left: tuple[str, ...]) -> tuple[Reason, ...]:
    """What stands against what an event says of the reasons."""
    reason = event.payload.get("reason")
    if event.name == "add" and reason in left:
        return (Reason("credit.hold.known", {"reason": str(reason)}),)
    if event.name != "clear" or "reason" not in event.payload:
        return ()
    if reason not in left:
        return (Reason("credit.hold.reason", {"reason": str(reason), "reasons": ", ".join(left) or None}),)
    said = event.payload.get("left")
    if said is not None and said != len(left) - 1:
        return (Reason("credit.hold.left", {"left": len(left) - 1, "said": str(said)}),)
    return ()


def _after(event: Event, left: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons that are left after an event."""
    reason = str(event.payload.get("reason"))
    if event.name == "clear":
        return tuple([name for name in left if name != reason])
    if event.name == "add":
        return (*left, reason)
    return () if event.name == TAKE_OVER and event.payload.get("state") == "ready" else left
