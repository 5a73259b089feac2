"""The course of an appraisal as a policy: states, who acts, by when, and how long one may appeal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.calibration.people import ratings_of
from salesmgmt.appraisal.intake import check_flag
from salesmgmt.appraisal.numbers import named
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.calendars import HasWorkingDays, WorkingWeek, working_calendar
from salesmgmt.criteria import Criterion, any_of
from salesmgmt.criteria import field as read
from salesmgmt.errors import InvalidValueError
from salesmgmt.workflows import Counted, Deadline, State, Transition, Workflow

__all__ = ["AppraisalCyclePolicy"]

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "open": "已发起",
        "self": "已自评",
        "rated": "已初评",
        "calibrated": "已校准",
        "talked": "已面谈",
        "acknowledged": "已确认",
        "appealed": "申诉中",
        "closed": "已归档",
        "excluded": "不参评",
        "assess": "自评",
        "miss": "逾期未自评",
        "rate": "初评",
        "send back": "退回",
        "calibrate": "校准",
        "talk": "绩效面谈",
        "acknowledge": "确认",
        "lapse": "逾期视为确认",
        "appeal": "申诉",
        "decide": "申诉裁定",
        "close": "归档",
        "exclude": "不予考核",
        "employee": "被考核人",
        "manager": "直接上级",
        "calibrator": "校准委员",
        "appeal panel": "申诉小组",
        "hr": "人力资源",
    }
)

_DAYS = ("self_days", "rating_days", "calibration_days", "talk_days", "acknowledge_days", "decision_days")


def _as_order(given: RatingScale | Iterable[str]) -> tuple[str, ...]:
    return ratings_of(given)


def _as_counted(value: Counted | str) -> Counted:
    return choice_of(Counted, value, "counted")


@frozen
class AppraisalCyclePolicy:
    """How an appraisal runs: open, self, rated, calibrated, talked, acknowledged or appealed, closed.

    The person assesses themselves, their manager rates and talks, others calibrate, and an appeal is decided
    by somebody who neither rated nor calibrated. A closed appraisal is locked.

    Attributes:
        id: Stable identifier of the scheme; one person has at most one appraisal of a scheme at a time.
        ratings: The ratings from the best down, or a scale that has them.
        self_appraisal: Whether the person assesses themselves before they are rated.
        self_days: Days for that; then the appraisal may go on without. None for no limit.
        rating_days: Days for the manager's rating; passed deadlines are shown.
        calibration_days: Days for the calibration.
        talk_days: Days for the talk.
        acknowledge_days: Days after the talk from which on silence counts as consent; None: it never does.
        appeal_days: Days after the talk within which the person may appeal, the last one included; None: as
            long as nothing is acknowledged.
        decision_days: Days for the decision on an appeal.
        counted: Whether all days count, or only working days.
        calendar: Which days are working days.

    Raises:
        InvalidValueError: If the identifier is empty, days are negative, or silence would count as consent
            before the time for an appeal is over.
        WrongTypeError: If a field has another type.

    Examples:
        >>> policy = AppraisalCyclePolicy("quarterly", ("A", "B", "C"), appeal_days=5, acknowledge_days=7)
        >>> policy.workflow.events[:4]
        ('assess', 'miss', 'rate', 'send back')
        >>> print(policy.workflow.said("calibrated", "zh"))
        已校准
    """

    id: str
    ratings: tuple[str, ...] = field(converter=_as_order)
    self_appraisal: bool = True
    self_days: int | None = 7
    rating_days: int | None = 7
    calibration_days: int | None = 7
    talk_days: int | None = 7
    acknowledge_days: int | None = 7
    appeal_days: int | None = 5
    decision_days: int | None = 10
    counted: Counted = field(default=Counted.CALENDAR, converter=_as_counted)
    calendar: HasWorkingDays = field(default=WorkingWeek(), converter=working_calendar)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        check_flag(self.self_appraisal, "self_appraisal")
        for name in (*_DAYS, "appeal_days"):
            days = getattr(self, name)
            if days is not None and (type(days) is not int or days < 0):
                raise InvalidValueError(name, days, "be a whole number of days, 0 or more, or None")
        if self.acknowledge_days is not None and (
            self.appeal_days is None or self.appeal_days > self.acknowledge_days
        ):
            rule = f"be at most {self.acknowledge_days} days, after which silence counts as consent"
            raise InvalidValueError("appeal_days", self.appeal_days, rule)

    @property
    def workflow(self) -> Workflow:
        """The states and who may take which step, as a workflow that draws and checks itself."""
        own = _by("participant")
        behalf = read("step.behalf", "text").equals(read("subject.manager", "text")).or_if_missing(met=False)
        boss = any_of(_by("manager"), behalf)
        person, begun = "subject.participant", ("open", "self", "rated", "calibrated")
        assess = [Transition("assess", "open", "self", "employee", own)] if self.self_appraisal else []
        if self.self_appraisal and self.self_days is not None:
            assess.append(Transition("miss", "open", "self"))
        silent = self.acknowledge_days is not None
        steps = [
            *assess,
            Transition(
                "rate", "self" if assess else "open", "rated", "manager", boss, "rating", not_by=person
            ),
            Transition("send back", "rated", "self" if assess else "open", "calibrator", asks="why"),
            Transition("calibrate", "rated", "calibrated", "calibrator", asks="rating", not_by=person),
            Transition("talk", "calibrated", "talked", "manager", boss, not_by=person),
            Transition("acknowledge", "talked", "acknowledged", "employee", own),
            *([Transition("lapse", "talked", "acknowledged")] if silent else []),
            Transition("appeal", "talked", "appealed", "employee", own, "why"),
            Transition(
                "decide",
                "appealed",
                "closed",
                "appeal panel",
                asks=("rating", "why"),
                not_by=("rate", "calibrate", person),
            ),
            Transition("close", "acknowledged", "closed", "hr", not_by=person),
            Transition(
                "exclude",
                begun if assess else tuple(name for name in begun if name != "self"),
                "excluded",
                "hr",
                asks="why",
                not_by=person,
            ),
        ]
        missed = "miss" if assess else None
        talked = (*self._within(self.appeal_days), *self._within(self.acknowledge_days, "lapse"))
        states: list[State] = [
            State("open", "start", self._within(self.self_days if assess else self.rating_days, missed)),
            *([State("self", deadlines=self._within(self.rating_days))] if assess else []),
            State("rated", deadlines=self._within(self.calibration_days)),
            State("calibrated", deadlines=self._within(self.talk_days)),
            State("talked", deadlines=talked),
            State("acknowledged"),
            State("appealed", deadlines=self._within(self.decision_days)),
            State("closed", "final"),
            State("excluded", "final"),
        ]
        used = {state.name for state in states}
        used |= {one.event for one in steps} | {role for one in steps for role in one.roles}
        words = {name: word for name, word in CHINESE.items() if name in used}
        return Workflow(self.id, states, steps, words, self.calendar)

    def _within(self, days: int | None, then: str | None = None) -> tuple[Deadline, ...]:
        return () if days is None else (Deadline(days, self.counted, then),)


def _by(name: str) -> Criterion:
    return read("step.by", "text").equals(read(f"subject.{name}", "text"))
