"""Questions and their answers: how soon one is due, who is asked next, and how soon they came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.organization.channels.hours import OfficeHours, moment_of
from salesmgmt.organization.checks import check_count, check_flag, check_optional_text, check_text, tuple_of
from salesmgmt.organization.structure.charts import OrgChart
from salesmgmt.organization.texts.channels import CHANNEL_HEADINGS
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["EscalationPolicy", "EscalationStep", "Question", "ReplyLimit", "ResponseTimes", "Standing"]


def _as_asked(value: datetime | str) -> datetime:
    return moment_of(value, "asked")


def _as_answered(value: datetime | str | None) -> datetime | None:
    return None if value is None else moment_of(value, "answered")


def _as_due(value: datetime | str) -> datetime:
    return moment_of(value, "due")


def _as_next(value: datetime | str | None) -> datetime | None:
    return None if value is None else moment_of(value, "next_step")


@frozen
class Question:
    """Something that was asked, and when it was answered.

    Attributes:
        id: Identifier.
        by: Who asked.
        to: Whom.
        asked: The moment, with its offset from UTC.
        channel: By which channel; None where that does not matter.
        urgent: Whether it cannot wait.
        answered: The moment of the answer; None while there is none.

    Raises:
        InvalidValueError: If a text is empty, a moment has no offset, or the answer comes first.
        WrongTypeError: If a field has another type.
    """

    id: str
    by: str
    to: str
    asked: datetime = field(converter=_as_asked)
    channel: str | None = None
    urgent: bool = False
    answered: datetime | None = field(default=None, converter=_as_answered)

    def __attrs_post_init__(self) -> None:
        for name in ("id", "by", "to"):
            check_text(name, getattr(self, name))
        check_optional_text("channel", self.channel)
        check_flag("urgent", self.urgent)
        if self.answered is not None and self.answered < self.asked:
            raise InvalidValueError("answered", self.answered, "be at or after the moment of the question")


@frozen
class ReplyLimit:
    """Working minutes within which an answer is due.

    Attributes:
        minutes: How many.
        channel: For questions by this channel; None for every other one.
        urgent: For urgent questions, or for the others; None for both.

    Raises:
        InvalidValueError: If the minutes are below 1 or the channel is empty.
        WrongTypeError: If a field has another type.
    """

    minutes: int
    channel: str | None = None
    urgent: bool | None = None

    def __attrs_post_init__(self) -> None:
        check_count("minutes", self.minutes, 1)
        check_optional_text("channel", self.channel)
        if self.urgent is not None:
            check_flag("urgent", self.urgent)


@frozen
class EscalationStep:
    """Whom a question goes to when it has not been answered.

    Attributes:
        minutes: Working minutes after the answer was due.
        up: Levels above the one who was asked: 1 for their line manager.
        to: The person to whom it goes instead of somebody above; None for `up`.

    Raises:
        InvalidValueError: If a number is too low, or the person empty.
        WrongTypeError: If a field has another type.
    """

    minutes: int = 0
    up: int = 1
    to: str | None = None

    def __attrs_post_init__(self) -> None:
        check_count("minutes", self.minutes)
        check_count("up", self.up, 1)
        check_optional_text("to", self.to)


@frozen
class Standing:
    """Where a question stands at a moment.

    Attributes:
        question: Identifier of the question.
        due: The moment by which the answer is due.
        step: How many steps it has gone up.
        holder: Who has to answer now, or had to when it was answered.
        answered: Whether it is answered.
        minutes: Working minutes that it took, or has taken so far.
        late: Whether it was answered late, or is overdue.
        next_step: The moment at which it goes up next; None where it does not.

    Raises:
        InvalidValueError: If a text is empty or a number negative.
        WrongTypeError: If a field has another type.
    """

    question: str
    due: datetime = field(converter=_as_due)
    step: int
    holder: str
    answered: bool
    minutes: int
    late: bool
    next_step: datetime | None = field(default=None, converter=_as_next)

    def __attrs_post_init__(self) -> None:
        check_text("question", self.question)
        check_text("holder", self.holder)
        check_count("step", self.step)
        check_count("minutes", self.minutes)
        check_flag("answered", self.answered)
        check_flag("late", self.late)

    @property
    def reason(self) -> Reason:
        """Where it stands, in words."""
        values: dict[str, ReasonValue] = {
            "question": self.question,
            "holder": self.holder,
            "minutes": self.minutes,
            "due": self.due.isoformat(sep=" ", timespec="minutes"),
        }
        facts = (self.question,)
        if self.answered:
            code = "organization.question.late" if self.late else "organization.question.in_time"
            return Reason(code, values, facts)
        if self.step:
            return Reason("organization.question.escalated", values, facts)
        code = "organization.question.overdue" if self.late else "organization.question.open"
        return Reason(code, values, facts)


def _as_limits(value: Iterable[ReplyLimit] | ReplyLimit) -> tuple[ReplyLimit, ...]:
    return tuple_of(ReplyLimit, value, "limits")


def _as_steps(value: Iterable[EscalationStep] | EscalationStep) -> tuple[EscalationStep, ...]:
    return tuple_of(EscalationStep, value, "steps")


_OFFICE = OfficeHours()


@frozen
class EscalationPolicy:
    """How soon answers are due, and where a question goes that waits too long.

    Attributes:
        limits: Reply limits. The one that says most about a question counts: by channel and urgency, by
            channel, by urgency, then the one for all.
        steps: Where it goes, step by step; none has fewer minutes than the one before.
        office: Which hours are worked.

    Raises:
        InvalidValueError: If no limit is for all questions, two are for the same ones, or the steps are out
            of order.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.organization.structure import PostAssignment, Structure
        >>> chart = Structure(assignments=[
        ...     PostAssignment("ann", unit="north", manager="bob"), PostAssignment("bob", unit="north"),
        ... ]).on("2026-03-09")
        >>> policy = EscalationPolicy([ReplyLimit(240), ReplyLimit(30, urgent=True)], EscalationStep(60))
        >>> asked = Question("Q-1", "cy", "ann", "2026-03-09T10:00+08:00", urgent=True)
        >>> print(policy.standing(asked, "2026-03-09T11:45+08:00", chart).reason)
        Q-1 has waited 105 minutes and has gone up to bob
    """

    limits: tuple[ReplyLimit, ...] = field(converter=_as_limits)
    steps: tuple[EscalationStep, ...] = field(default=(), converter=_as_steps)
    office: OfficeHours = _OFFICE

    def __attrs_post_init__(self) -> None:
        keys = [(one.channel, one.urgent) for one in self.limits]
        if (None, None) not in keys:
            raise InvalidValueError("limits", keys, "hold one for all questions, such as ReplyLimit(480)")
        if len(set(keys)) != len(keys):
            raise InvalidValueError("limits", keys, "have one limit for each channel and urgency")
        minutes = [one.minutes for one in self.steps]
        if minutes != sorted(minutes):
            raise InvalidValueError("steps", minutes, "come in the order of their minutes")
        if not isinstance(self.office, OfficeHours):
            raise WrongTypeError("office", self.office, "be OfficeHours")

    def limit(self, question: Question) -> ReplyLimit:
        """The reply limit that counts for a question."""
        by_key = {(one.channel, one.urgent): one for one in self.limits}
        asked = ((question.channel, question.urgent), (question.channel, None), (None, question.urgent))
        return next((by_key[key] for key in asked if key in by_key), by_key[None, None])

    def standing(self, question: Question, as_of: datetime | str, chart: OrgChart | None = None) -> Standing:
        """Where a question stands at a moment: whether it is late, and with whom it lies.

        A step that goes further up than the chart reaches goes to the highest there is; without a chart, or
        for somebody who is not in it, such a step leaves it with who was asked.

        Args:
            question: The question.
            as_of: The moment; an answer that came later had not come then.
            chart: Who leads whom on that day.

        Raises:
            InvalidValueError: If the moment has no offset or lies before the question, or somebody above has
                several line managers.
            WrongTypeError: If something has another type.
        """
        if not isinstance(question, Question):
            raise WrongTypeError("question", question, "be a Question")
        now = moment_of(as_of, "as_of")
        if now < question.asked:
            raise InvalidValueError("as_of", now, "be at or after the moment of the question")
        answered = question.answered is not None and question.answered <= now
        seen = question.answered if answered and question.answered is not None else now
        limit = self.limit(question).minutes
        taken = self.office.minutes(question.asked, seen)
        gone = sum(taken > limit + step.minutes for step in self.steps)
        following = None
        if not answered and gone < len(self.steps):
            following = self.office.after(question.asked, limit + self.steps[gone].minutes + 1)
        holder = question.to if not gone else _above(question.to, self.steps[gone - 1], chart)
        return Standing(
            question.id,
            self.office.after(question.asked, limit),
            gone,
            holder,
            answered,
            taken,
            taken > limit,
            following,
        )

    def response_times(self, questions: Iterable[Question], as_of: datetime | str) -> ResponseTimes:
        """How soon questions were answered, as seen at a moment; those asked later are left out.

        Raises:
            BatchError: If two questions have one identifier.
            InvalidValueError: If the moment has no offset.
            WrongTypeError: If something has another type.
        """
        now = moment_of(as_of, "as_of")
        given = sorted(tuple_of(Question, questions, "questions"), key=lambda one: one.id)
        names = [one.id for one in given]
        problems = [
            Problem(f"question {name}", "id", name, "be unique")
            for name in sorted(set(names))
            if names.count(name) > 1
        ]
        if problems:
            raise BatchError("questions", problems)
        return ResponseTimes([self.standing(one, now) for one in given if one.asked <= now])


def _above(person: str, step: EscalationStep, chart: OrgChart | None) -> str:
    if step.to is not None:
        return step.to
    if chart is None or person not in chart.people:
        return person
    chain = chart.chain(person)
    return chain[min(step.up, len(chain)) - 1] if chain else person


def _as_standings(value: Iterable[Standing]) -> tuple[Standing, ...]:
    return tuple_of(Standing, value, "standings")


@frozen
class ResponseTimes:
    """How soon questions were answered.

    Attributes:
        standings: Where each stands.

    Raises:
        WrongTypeError: If something is no standing.
    """

    standings: tuple[Standing, ...] = field(default=(), converter=_as_standings)

    @property
    def in_time(self) -> Rate | None:
        """Questions answered in time, of those answered or overdue; None where there are none."""
        due = [one for one in self.standings if one.answered or one.late]
        return Rate(Fraction(sum(not one.late for one in due), len(due))) if due else None

    @property
    def median(self) -> Fraction | None:
        """Median of the working minutes to an answer, exact; None where nothing is answered."""
        taken = sorted(one.minutes for one in self.standings if one.answered)
        if not taken:
            return None
        return Fraction(taken[(len(taken) - 1) // 2] + taken[len(taken) // 2], 2)

    @property
    def overdue(self) -> tuple[str, ...]:
        """Identifiers of the questions whose answer is overdue."""
        return tuple(one.question for one in self.standings if one.late and not one.answered)

    def table(self, lang: str = "en") -> Table:
        """Each question and where it stands.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(CHANNEL_HEADINGS, lang, "question", "holder", "minutes", "standing")
        rows = [(one.question, one.holder, one.minutes, one.reason.text(lang)) for one in self.standings]
        return Table("", columns, rows, lang=lang)
