"""One person's appraisal as it runs, and everybody's together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve, field, frozen

from salesmgmt.appraisal.cycle.participation import Participation, ParticipationPolicy, check_period
from salesmgmt.appraisal.cycle.policy import AppraisalCyclePolicy
from salesmgmt.appraisal.intake import check_kind, once, tuple_of
from salesmgmt.appraisal.numbers import named
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.calendars import Period, as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts
from salesmgmt.tables import Table, headed
from salesmgmt.workflows import Actor, Case, Choice, Due, Event, NotAllowedError

__all__ = ["AppraisalCase", "AppraisalCycle", "AppraisalForm", "open_cycle"]

_RATED = ("rate", "calibrate", "decide")


@frozen
class AppraisalForm:
    """What an appraisal is about.

    Attributes:
        id: Stable identifier.
        participant: Who is appraised.
        manager: Who rates them and talks with them.
        period: The month, quarter, half or year.

    Raises:
        InvalidValueError: If a text is empty, somebody is their own manager, or the period is a week.
        WrongTypeError: If the period is none.
    """

    id: str
    participant: str
    manager: str
    period: Period

    def __attrs_post_init__(self) -> None:
        for name in ("id", "participant", "manager"):
            named(getattr(self, name), name)
        check_period(self.period)
        if self.manager == self.participant:
            raise InvalidValueError("manager", self.manager, "be somebody else than the participant")


def _as_opened(value: date | str) -> date:
    return as_date(value, "opened")


def _as_events(given: Iterable[Event]) -> tuple[Event, ...]:
    return tuple_of(given, Event, "events")


@frozen
class AppraisalCase:
    """One person's appraisal: the form, and all that has happened.

    Attributes:
        policy: How it runs.
        form: What it is about.
        opened: The day on which it was opened.
        events: What happened, in any order; their `case` is the identifier of the form.

    Raises:
        NotAllowedError: If an event could not happen where it stands.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> policy = AppraisalCyclePolicy("quarterly", ("A", "B", "C"), self_appraisal=False)
        >>> form = AppraisalForm("ann-Q1", "ann", "bob", FiscalCalendar().period("2026-Q1"))
        >>> case = AppraisalCase(policy, form, "2026-04-01")
        >>> case = case.step("rate", "bob", "manager", "2026-04-03", rating="A")
        >>> case = case.step("calibrate", "cyn", "calibrator", "2026-04-08", rating="B", why="rule of 20 %")
        >>> case.state, case.rating
        ('calibrated', 'B')
        >>> case = case.step("talk", "bob", "manager", "2026-04-09")
        >>> case.appeal_until.isoformat()
        '2026-04-14'
        >>> try:
        ...     case.step("appeal", "ann", "employee", "2026-04-15", why="I sold most")
        ... except NotAllowedError as error:
        ...     print(error.reasons[0].text())
        the last day for an appeal was 2026-04-14
    """

    policy: AppraisalCyclePolicy
    form: AppraisalForm
    opened: date = field(converter=_as_opened)
    events: tuple[Event, ...] = field(default=(), converter=_as_events)
    _case: Case = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        check_kind(self.policy, AppraisalCyclePolicy, "policy")
        check_kind(self.form, AppraisalForm, "form")
        whole = Case(self.form.id, self.policy.workflow, self.opened, self.form, self.events)
        case = Case(self.form.id, whole.workflow, self.opened, self.form)
        for event in whole.events:
            self._check(case, event)
            case = case.fire(event)
        object.__setattr__(self, "events", case.events)
        object.__setattr__(self, "_case", case)

    def _check(self, case: Case, event: Event) -> None:
        """Refuse what the workflow alone would allow."""
        against: list[Reason] = []
        if event.name == "appeal" and case.state == "talked":
            until = self._until(case)
            if until is not None and event.on > until:
                against.append(Reason("appraisal.cycle.late", {"until": until}))
        if event.name in _RATED:
            rating = event.payload.get("rating")
            if rating is not None and rating not in self.policy.ratings:
                known = ", ".join(self.policy.ratings)
                against.append(Reason("appraisal.cycle.rating", {"rating": str(rating), "ratings": known}))
            stood = _rating(case.events)
            if event.name == "calibrate" and rating != stood and not event.payload.get("why"):
                against.append(Reason("appraisal.cycle.why", {"rating": stood}))
        if against:
            here = [one.event for one in case.workflow.transitions if case.state in one.source]
            raise NotAllowedError(event.name, case.state, against, dict.fromkeys(here))

    def _until(self, case: Case) -> date | None:
        if self.policy.appeal_days is None:
            return None
        return case.workflow.due("talked", case.since)[0]

    @property
    def case(self) -> Case:
        """The case of the workflow itself: its history and its reason."""
        return self._case

    @property
    def state(self) -> str:
        """The state in which it stands."""
        return self._case.state

    @property
    def locked(self) -> bool:
        """Whether it has ended: nothing about it changes any more."""
        return self._case.ended

    @property
    def rating(self) -> str | None:
        """The rating that stands: by the manager, by the calibration, or by the decision on an appeal."""
        return _rating(self.events)

    @property
    def appeal_until(self) -> date | None:
        """The last day for an appeal; None while there is no talk, or no limit."""
        return self._until(self._case) if self.state == "talked" else None

    @property
    def reason(self) -> Reason:
        """Why it stands where it stands: its opening and every step."""
        return self._case.reason

    def fire(self, event: Event) -> AppraisalCase:
        """The appraisal after one more event.

        Raises:
            NotAllowedError: If the event cannot happen; the error says why and what can.
            WrongTypeError: If it is no event.
        """
        check_kind(event, Event, "event")
        self._check(self._case, event)
        return evolve(self, events=self._case.fire(event).events)

    def step(
        self,
        event: str,
        by: str,
        role: str,
        on: date | str,
        *,
        rating: str | None = None,
        why: str = "",
        behalf: str = "",
    ) -> AppraisalCase:
        """The appraisal after one more step, with an identifier made from the number of events.

        Args:
            event: The step, such as ``rate``.
            by: Who takes it.
            role: In which role.
            on: The day.
            rating: The rating that it gives, where it gives one.
            why: Why.
            behalf: For whom, where somebody acts for another.

        Raises:
            NotAllowedError: If the step cannot be taken.
        """
        payload = {"rating": rating, "why": why or None}
        number = f"e{len(self.events) + 1}"
        day = as_date(on, "on")
        return self.fire(Event(number, self.form.id, event, by, role, day, None, payload, "", behalf))

    def as_of(self, day: date | str) -> AppraisalCase:
        """The appraisal as it stood at the end of a day.

        Raises:
            InvalidValueError: If it was not opened yet.
        """
        return evolve(self, events=self._case.as_of(day).events)

    def choices(
        self, person: str, roles: Iterable[str], on: date | str, lang: str = "en"
    ) -> tuple[Choice, ...]:
        """What somebody with some roles can do next, as a form shows it."""
        found = self._case.choices(Actor(person, frozenset(roles)), on, lang)
        until = self.appeal_until
        if until is None or as_date(on, "on") <= until:
            return found
        late = Reason("appraisal.cycle.late", {"until": until})
        return tuple(
            evolve(one, reasons=(*one.reasons, late)) if one.event == "appeal" else one for one in found
        )

    def deadlines(self, on: date | str) -> tuple[Due, ...]:
        """The deadlines of the present state on a day."""
        return self._case.deadlines(on)

    def history(self, lang: str = "en") -> Table:
        """One row per event."""
        return self._case.history(lang)


def _rating(events: Iterable[Event]) -> str | None:
    found: str | None = None
    for event in events:
        if event.name in _RATED:
            found = str(event.payload["rating"])
        elif event.name == "send back":
            found = None
    return found


def _as_cases(given: Iterable[AppraisalCase]) -> tuple[AppraisalCase, ...]:
    return tuple(sorted(tuple_of(given, AppraisalCase, "cases"), key=lambda one: one.form.id))


def _as_parts(given: Iterable[Participation]) -> tuple[Participation, ...]:
    return tuple_of(given, Participation, "participations")


@frozen
class AppraisalCycle:
    """Many appraisals, checked against each other.

    Attributes:
        cases: The appraisals, of any schemes and periods; the order does not matter.
        participations: How people take part, those who are left out included.

    Raises:
        BatchError: If an identifier stands twice, or somebody has two appraisals of one scheme whose periods
            overlap; those from which they were excluded do not count.
        WrongTypeError: If a field has another type.
    """

    cases: tuple[AppraisalCase, ...] = field(default=(), converter=_as_cases)
    participations: tuple[Participation, ...] = field(default=(), converter=_as_parts)

    def __attrs_post_init__(self) -> None:
        once((one.form.id for one in self.cases), "cycle")
        by_person: dict[tuple[str, str], list[AppraisalCase]] = {}
        for case in self.cases:
            if case.state != "excluded":
                by_person.setdefault((case.policy.id, case.form.participant), []).append(case)
        problems: list[Problem] = []
        for found in by_person.values():
            found.sort(key=lambda one: (one.form.period.start, one.form.period.end, one.form.id))
            until: AppraisalCase | None = None
            for case in found:
                if until is not None and case.form.period.during.overlaps(until.form.period.during):
                    rule = f"not overlap {until.form.period.label} ({until.form.id}) of the same person"
                    problems.append(Problem(case.form.id, "period", case.form.period.label, rule))
                if until is None or case.form.period.end > until.form.period.end:
                    until = case
        if problems:
            raise BatchError("cycle", sorted(problems, key=lambda one: one.record))

    @property
    def left_out(self) -> tuple[Participation, ...]:
        """Who is not appraised, with the reason."""
        return tuple(one for one in self.participations if not one.included)

    def case(self, form: str) -> AppraisalCase:
        """The appraisal with an identifier.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        for one in self.cases:
            if one.form.id == form:
                return one
        raise UnknownIdentifierError("form", form, "be the identifier of an appraisal")

    def of(self, participant: str) -> tuple[AppraisalCase, ...]:
        """Somebody's appraisals, the earliest period first."""
        found = [one for one in self.cases if one.form.participant == participant]
        return tuple(sorted(found, key=lambda one: (one.form.period.start, one.form.id)))

    def adding(self, *cases: AppraisalCase) -> AppraisalCycle:
        """The cycle with more appraisals.

        Raises:
            BatchError: If they do not fit beside those that are there.
        """
        return evolve(self, cases=(*self.cases, *cases))

    def replacing(self, case: AppraisalCase) -> AppraisalCycle:
        """The cycle with an appraisal as it stands now.

        Raises:
            InvalidValueError: If the one that is there is locked and the new one differs.
            UnknownIdentifierError: If none with its identifier is there.
        """
        stood = self.case(case.form.id)
        if stood.locked and stood != case:
            raise InvalidValueError("case", case.form.id, "stay as it is: it is closed and locked")
        return evolve(self, cases=[case if one.form.id == case.form.id else one for one in self.cases])

    def overdue(self, on: date | str) -> tuple[tuple[AppraisalCase, Due], ...]:
        """Appraisals whose present step is late on a day, with the deadline."""
        return tuple((one, due) for one in self.cases for due in one.deadlines(on) if due.overdue)

    def ratings(self, period: Period) -> Mapping[str, str | None]:
        """The rating that stands for everybody who is appraised in a period, by person."""
        return {
            one.form.participant: one.rating
            for one in self.cases
            if one.form.period == period and one.state != "excluded"
        }

    def table(self, lang: str = "en") -> Table:
        """How many appraisals stand in which state."""
        counts = Counter((one.policy, one.state) for one in self.cases)
        policies = {one.policy.id: one.policy for one in self.cases}
        rows = [
            (name, policies[name].workflow.said(state.name, lang), counts[(policies[name], state.name)])
            for name in sorted(policies)
            for state in policies[name].workflow.states
        ]
        return Table("", headed(HEADINGS, lang, "scheme", "state", "people"), rows, lang=lang)


def open_cycle(
    policy: AppraisalCyclePolicy,
    period: Period,
    facts: Facts,
    opened: date | str,
    participation: ParticipationPolicy | None = None,
    participants: Iterable[str] | None = None,
) -> AppraisalCycle:
    """Open an appraisal for everybody who takes part in a period.

    Args:
        policy: How the appraisals run.
        period: A month, quarter, half or year.
        facts: People, their assignments and absences; the manager is the one at the end.
        opened: The day of opening.
        participation: Who takes part; everybody with the share of their time where left out.
        participants: Whom to look at; everybody in the facts where left out.

    Raises:
        BatchError: With everybody who takes part and has no manager.
        UnknownIdentifierError: If the facts do not know somebody.
    """
    parts = (participation or ParticipationPolicy()).all(facts, period, participants)
    day = as_date(opened, "opened")
    problems: list[Problem] = []
    cases: list[AppraisalCase] = []
    for one in parts:
        if not one.included:
            continue
        if one.manager is None:
            rule = f"be named by an assignment within {period.label}, or the person be left out"
            problems.append(Problem(one.participant, "manager", None, rule))
            continue
        name = f"{policy.id}/{period.label}/{one.participant}"
        form = AppraisalForm(name, one.participant, one.manager, period)
        cases.append(AppraisalCase(policy, form, day))
    if problems:
        raise BatchError("cycle", problems)
    return AppraisalCycle(cases, parts)
