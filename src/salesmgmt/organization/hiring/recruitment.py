"""Recruitment as a workflow: from the requisition to the end of probation, with what each step asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS, Criterion, all_of
from salesmgmt.criteria import field as named
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import tuple_of
from salesmgmt.organization.intake import (
    as_day,
    as_optional_day,
    is_flag,
    is_positive_count,
    is_text,
    maybe_text,
    pairs_of,
)
from salesmgmt.workflows import Case, Deadline, State, Transition, Workflow

__all__ = ["STAGES", "Candidacy", "Recruitment", "Requisition", "candidacies_of"]

STAGES = (
    "requisition",
    "sourced",
    "screened",
    "interviewed",
    "tested",
    "panel",
    "offer",
    "accepted",
    "joined",
    "probation",
    "confirmed",
)
"""The stages of a recruitment in their order; whoever does not go on ends in the state ``ended``."""

_YES = True
_CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "requisition": "用人申请",
        "sourced": "已获取候选人",
        "screened": "已筛选",
        "interviewed": "已面试",
        "tested": "已测评",
        "panel": "评审",
        "offer": "录用通知",
        "accepted": "已接受",
        "joined": "已入职",
        "probation": "试用期",
        "confirmed": "已转正",
        "ended": "已终止",
        "source": "寻访",
        "screen": "筛选",
        "interview": "面试",
        "test": "测评",
        "convene": "提交评审",
        "decide": "评审决定",
        "accept": "接受",
        "join": "入职",
        "begin probation": "开始试用",
        "confirm": "转正",
        "end": "终止",
        "lapse": "逾期失效",
    }
)


@frozen
class Requisition:
    """The request for somebody to be hired.

    Attributes:
        id: Identifier given by the caller.
        opened: Day from which the post is to be filled.
        role: What they are hired for.
        unit: Where they will work; None where it does not matter.
        heads: How many people.
        closed: Day on which it was withdrawn; None while it stands.

    Raises:
        InvalidValueError: If a text is empty, nobody is asked for, or it was closed before it was opened.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    opened: date = field(converter=as_day)
    role: str = field(default="rep", validator=is_text)
    unit: str | None = field(default=None, validator=maybe_text)
    heads: int = field(default=1, validator=is_positive_count)
    closed: date | None = field(default=None, converter=as_optional_day)

    def __attrs_post_init__(self) -> None:
        if self.closed is not None and self.closed < self.opened:
            raise InvalidValueError("closed", self.closed, f"not be before the opening on {self.opened}")


@frozen
class Recruitment:
    """How candidates become colleagues: who does what, and what has to be there before.

    A candidate whom the interview scorecard stops never comes before the panel, and nobody gets an offer
    without a panel that hires: both are conditions of the workflow, read from what the events bring along.

    Attributes:
        recruiter: Role that finds, screens, tests and brings people in.
        manager: Role of the hiring manager, who interviews and confirms.
        panel: Role that decides after the panel.
        tested: Whether everybody is tested before the panel; otherwise the test may be left out.
        offer_days: Days that an offer stands; None: no limit.
        probation_days: Days of probation, after which the case is shown as overdue; None: no limit.

    Raises:
        InvalidValueError: If a role is empty or a number of days below 0.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> from salesmgmt.workflows import Event
        >>> case = Recruitment().open("C-1", "2026-03-02", "li", "REQ-7")
        >>> found = {"source": "referral"}
        >>> case = case.fire(
        ...     Event("e1", "C-1", "source", "rita", "recruiter", "2026-03-04", payload=found)
        ... )
        >>> case.state, [one.event for one in case.workflow.transitions if "sourced" in one.source]
        ('sourced', ['screen', 'end'])
    """

    recruiter: str = field(default="recruiter", validator=is_text)
    manager: str = field(default="hiring manager", validator=is_text)
    panel: str = field(default="panel", validator=is_text)
    tested: bool = field(default=True, validator=is_flag)
    offer_days: int | None = 14
    probation_days: int | None = 90

    def __attrs_post_init__(self) -> None:
        for name in ("offer_days", "probation_days"):
            value = getattr(self, name)
            if value is not None and type(value) is not int:
                raise WrongTypeError(name, value, "be a whole number of days, or None")
            if value is not None and value < 0:
                raise InvalidValueError(name, value, "be 0 or more")

    @property
    def workflow(self) -> Workflow:
        """The states, events, conditions and deadlines."""
        offer = () if self.offer_days is None else (Deadline(self.offer_days, then="lapse"),)
        probation = () if self.probation_days is None else (Deadline(self.probation_days),)
        states: list[State | str] = [
            State("requisition", "start"),
            *STAGES[1:6],
            State("offer", deadlines=offer),
            "accepted",
            "joined",
            State("probation", deadlines=probation),
            State("confirmed", "final"),
            State("ended", "final"),
        ]
        recruiter, manager = self.recruiter, self.manager
        proceeds = named("case.interview.proceeds", "flag").is_in(_YES)
        passed = named("case.test.passed", "flag").is_in(_YES)
        steps = [
            Transition("source", "requisition", "sourced", recruiter, asks="source"),
            Transition("screen", "sourced", "screened", recruiter),
            Transition("interview", "screened", "interviewed", manager, asks=("proceeds", "score")),
            Transition("test", "interviewed", "tested", recruiter, asks="passed"),
            self._convene("tested", all_of(proceeds, passed)),
            *([] if self.tested else [self._convene("interviewed", proceeds)]),
            Transition(
                "decide", "panel", "offer", self.panel, named("event.hire", "flag").is_in(_YES), asks="hire"
            ),
            Transition("accept", "offer", "accepted", recruiter),
            Transition("join", "accepted", "joined", recruiter),
            Transition("begin probation", "joined", "probation", manager),
            Transition("confirm", "probation", "confirmed", manager),
            Transition("end", STAGES[:-1], "ended", asks="why"),
            *([Transition("lapse", "offer", "ended")] if offer else []),
        ]
        words = dict(_CHINESE) if offer else {key: word for key, word in _CHINESE.items() if key != "lapse"}
        return Workflow("Recruitment", states, steps, words)

    def open(self, case: str, on: date | str, candidate: str, requisition: str) -> Case:
        """A case for somebody who may be hired.

        Args:
            case: Identifier of the case.
            on: Day on which it is opened.
            candidate: Who may be hired.
            requisition: Identifier of the requisition.
        """
        return Case(case, self.workflow, on, {"candidate": candidate, "requisition": requisition})

    def _convene(self, source: str, guard: Criterion = ALWAYS) -> Transition:
        return Transition("convene", source, "panel", self.recruiter, guard)


def _as_reached(
    given: Mapping[str, date | str] | Iterable[tuple[str, date | str]],
) -> tuple[tuple[str, date], ...]:
    found = []
    for stage, day in pairs_of(given, "reached"):
        if stage not in STAGES:
            raise InvalidValueError("reached", stage, f"be one of {', '.join(STAGES)}")
        if not isinstance(day, date | str):
            raise WrongTypeError(f"reached.{stage}", day, "be a date or its text")
        found.append((stage, as_day(day)))
    return tuple(sorted(found, key=lambda pair: STAGES.index(pair[0])))


@frozen
class Candidacy:
    """How far somebody came, for the figures: the day on which each stage was reached.

    Attributes:
        id: Identifier of the candidacy.
        requisition: What they were to be hired for.
        reached: Day by stage; stages may be left out.
        source: How they were found, such as `referral`.
        ended: Day on which it came to nothing, or the colleague left in probation; None while it goes on.

    Raises:
        InvalidValueError: If a stage is unknown, a later one was reached before an earlier one, or the end
            lies before a stage, or an end stands beside a confirmation.
        WrongTypeError: If a field has another type.

    Examples:
        >>> one = Candidacy("C-1", "REQ-7", {"sourced": "2026-03-02", "offer": "2026-04-01"}, "referral")
        >>> one.furthest, one.on("offer").isoformat()
        ('offer', '2026-04-01')
    """

    id: str = field(validator=is_text)
    requisition: str = field(validator=is_text)
    reached: tuple[tuple[str, date], ...] = field(converter=_as_reached)
    source: str | None = field(default=None, validator=maybe_text)
    ended: date | None = field(default=None, converter=as_optional_day)

    def __attrs_post_init__(self) -> None:
        days = [day for _, day in self.reached]
        if days != sorted(days):
            raise InvalidValueError("reached", self.reached, "reach no stage before an earlier one")
        if self.ended is not None and days and self.ended < days[-1]:
            raise InvalidValueError("ended", self.ended, f"not be before the last stage on {days[-1]}")
        if self.ended is not None and self.furthest == "confirmed":
            raise InvalidValueError("ended", self.ended, "be left out once somebody is confirmed")

    @classmethod
    def of(cls, case: Case) -> Candidacy:
        """The candidacy that a case of `Recruitment` tells.

        Raises:
            WrongTypeError: If it is no case.
        """
        if not isinstance(case, Case):
            raise WrongTypeError("case", case, "be a case of Recruitment")
        reached = {case.workflow.start: case.opened}
        for state, day in _entered(case):
            reached.setdefault(state, day)
        ended = reached.pop("ended", None)
        found = [str(event.payload["source"]) for event in case.events if event.name == "source"]
        source = found[-1] if found else None
        subject = case.subject
        requisition = str(subject["requisition"]) if isinstance(subject, Mapping) else case.id
        return cls(case.id, requisition, reached, source, ended)

    @property
    def furthest(self) -> str | None:
        """The furthest stage reached; None where none is known."""
        return self.reached[-1][0] if self.reached else None

    def on(self, stage: str) -> date | None:
        """The day on which a stage was reached, or None."""
        return dict(self.reached).get(stage)

    def passed(self, stage: str) -> bool:
        """Whether the stage, or one after it, was reached."""
        return self.furthest is not None and STAGES.index(self.furthest) >= STAGES.index(stage)


def _entered(case: Case) -> list[tuple[str, date]]:
    """The states that a case entered, each with its day, in their order."""
    found = []
    now = Case(case.id, case.workflow, case.opened, case.subject)
    for event in case.events:
        before, now = now.state, now.fire(event)
        if now.state != before:
            found.append((now.state, event.on))
    return found


def candidacies_of(given: Iterable[Candidacy]) -> tuple[Candidacy, ...]:
    """Candidacies in the order of their identifiers, each once.

    Raises:
        InvalidValueError: If one stands twice.
        WrongTypeError: If something else is given.
    """
    found = tuple(sorted(tuple_of(Candidacy, given, "candidacies"), key=lambda one: one.id))
    for one, other in pairwise(found):
        if one.id == other.id:
            raise InvalidValueError("candidacies", one.id, "hold each once")
    return found
