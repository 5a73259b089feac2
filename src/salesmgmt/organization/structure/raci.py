"""Who does, who answers, who is asked and who is told: a matrix of duties, and its check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import as_texts, check_count, check_optional_text, check_text, tuple_of
from salesmgmt.organization.structure.charts import OrgChart
from salesmgmt.organization.texts.structure import STRUCTURE_HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Column, Table, headed

__all__ = ["RaciFault", "RaciFinding", "RaciLetter", "RaciMatrix", "RaciPolicy", "RaciReport", "RaciTask"]


class RaciLetter(StrEnum):
    """What somebody has to do with a task."""

    RESPONSIBLE = "R"
    """Does the work."""
    ACCOUNTABLE = "A"
    """Answers for it, and says when it is done."""
    CONSULTED = "C"
    """Is asked before."""
    INFORMED = "I"
    """Is told after."""


LettersLike: TypeAlias = str | RaciLetter | Iterable[RaciLetter | str]
Mark: TypeAlias = tuple[str, tuple[RaciLetter, ...]]

_ORDER = tuple(RaciLetter)


def _letters(given: object) -> tuple[RaciLetter, ...]:
    if isinstance(given, str):
        parts: Iterable[object] = given.replace("/", ",").split(",")
    elif isinstance(given, Iterable):
        parts = given
    else:
        raise WrongTypeError("marks", given, "be letters such as 'A/R'")
    found = {
        choice_of(RaciLetter, str(part).strip().upper(), "marks", "be letters of R, A, C and I, as in 'A/R'")
        for part in parts
    }
    return tuple(sorted(found, key=_ORDER.index))


def _as_marks(given: Mapping[str, LettersLike] | Iterable[tuple[str, LettersLike]]) -> tuple[Mark, ...]:
    pairs: object = given.items() if isinstance(given, Mapping) else given
    rule = "be a mapping from people or roles to letters, or such pairs"
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise WrongTypeError("marks", given, rule)
    found: list[Mark] = []
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise WrongTypeError("marks", pair, rule)
        check_text("marks", pair[0])
        letters = _letters(pair[1])
        if letters:
            found.append((pair[0], letters))
    return tuple(found)


@frozen
class RaciTask:
    """A row of the matrix: a task, and who has what to do with it.

    Attributes:
        name: The task.
        marks: Letters by person or role, as a mapping such as `{"ann": "A/R", "bo": "C"}`; several letters
            are joined by a slash.

    Raises:
        InvalidValueError: If a name is empty or stands twice, or a letter is none of R, A, C and I.
        WrongTypeError: If something has another type.
    """

    name: str
    marks: tuple[Mark, ...] = field(default=(), converter=_as_marks)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        names = [who for who, _ in self.marks]
        for name in names:
            if names.count(name) > 1:
                raise InvalidValueError("marks", name, "name everybody once")

    def who(self, letter: RaciLetter | str) -> tuple[str, ...]:
        """Everybody with a letter, in the order of the marks.

        Raises:
            InvalidValueError: If it is none of R, A, C and I.
        """
        wanted = choice_of(RaciLetter, letter, "letter")
        return tuple(who for who, letters in self.marks if wanted in letters)

    def letters(self, who: str) -> tuple[RaciLetter, ...]:
        """What somebody has to do with the task; nothing where they are not marked."""
        return next((letters for name, letters in self.marks if name == who), ())


def _as_tasks(
    given: Mapping[str, Mapping[str, LettersLike]] | Iterable[RaciTask],
) -> tuple[RaciTask, ...]:
    if isinstance(given, Mapping):
        return tuple(RaciTask(name, marks) for name, marks in given.items())
    return tuple_of(RaciTask, given, "tasks")


def _as_roster(given: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(given, "roster")


@frozen
class RaciMatrix:
    """Tasks, and who has what to do with each; columns are people, or roles that people hold.

    Attributes:
        tasks: The rows, or a mapping such as `{"quote": {"ann": "A", "bo": "R"}}`.
        roster: Everybody who should have something to do; those who are marked belong to it anyway.

    Raises:
        InvalidValueError: If a task stands twice or a name is empty.
        WrongTypeError: If something has another type.

    Examples:
        >>> matrix = RaciMatrix({"quote": {"ann": "A", "bo": "R"}, "collect": {"bo": "R", "cy": "C"}})
        >>> for reason in RaciPolicy().check(matrix).reasons:
        ...     print(reason)
        collect: nobody is accountable
    """

    tasks: tuple[RaciTask, ...] = field(converter=_as_tasks)
    roster: tuple[str, ...] = field(default=(), converter=_as_roster)

    def __attrs_post_init__(self) -> None:
        names = [task.name for task in self.tasks]
        for name in names:
            if names.count(name) > 1:
                raise InvalidValueError("tasks", name, "name each task once")

    @property
    def everybody(self) -> tuple[str, ...]:
        """The roster, then all others who are marked, in the order of their first mark."""
        marked = (who for task in self.tasks for who, _ in task.marks)
        return tuple(dict.fromkeys((*self.roster, *marked)))

    def held_on(self, chart: OrgChart) -> RaciMatrix:
        """The matrix with the people who hold its roles on a day instead of the roles.

        A column that names a person of the chart stays; a role that nobody holds is dropped, so the check
        then finds what it leaves undone, and a role that several hold is marked for each of them.

        Args:
            chart: The organisation of the day.

        Raises:
            WrongTypeError: If it is no chart.
        """
        if not isinstance(chart, OrgChart):
            raise WrongTypeError("chart", chart, "be an OrgChart, such as structure.on(day)")
        there = set(chart.people)
        people = {who: (who,) if who in there else chart.in_role(who) for who in self.everybody}
        tasks = []
        for task in self.tasks:
            marks: dict[str, set[RaciLetter]] = {}
            for who, letters in task.marks:
                for person in people[who]:
                    marks.setdefault(person, set()).update(letters)
            tasks.append(RaciTask(task.name, marks))
        roster = dict.fromkeys(person for who in self.roster for person in people[who])
        return RaciMatrix(tasks, list(roster))

    def table(self, lang: str = "en") -> Table:
        """The matrix: a row for each task, a column for everybody.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        task = headed(STRUCTURE_HEADINGS, lang, "task")[0]
        # Places as names, since somebody could be called like the first column.
        columns = (task, *(Column(f"who.{place}", who) for place, who in enumerate(self.everybody)))
        rows = [(one.name, *("/".join(one.letters(who)) for who in self.everybody)) for one in self.tasks]
        return Table("", columns, rows, lang=lang)


class RaciFault(StrEnum):
    """What can be wrong with a matrix."""

    UNMARKED = "unmarked"
    """Nobody has anything to do with a task."""
    NO_ACCOUNTABLE = "no_accountable"
    """Nobody answers for a task."""
    SEVERAL_ACCOUNTABLE = "several_accountable"
    """Several answer for a task."""
    NO_RESPONSIBLE = "no_responsible"
    """Nobody does a task."""
    MANY_CONSULTED = "many_consulted"
    """More people are asked before a task than the limit."""
    IDLE = "idle"
    """Somebody of the roster has no task."""
    ACCOUNTABLE_OVERLOAD = "accountable_overload"
    """Somebody answers for more tasks than the limit."""
    RESPONSIBLE_OVERLOAD = "responsible_overload"
    """Somebody does more tasks than the limit."""


def _as_fault(value: RaciFault | str) -> RaciFault:
    return choice_of(RaciFault, value, "fault")


def _as_people(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "people")


@frozen
class RaciFinding:
    """One fault of a matrix.

    Attributes:
        fault: What is wrong.
        task: The task; None where it is about a person.
        people: The people or roles who take part.
        count: How many there are.
        limit: How many there may be; None where there is no such limit.

    Raises:
        InvalidValueError: If the fault is unknown, a text empty or a number negative.
        WrongTypeError: If a field has another type.
    """

    fault: RaciFault = field(converter=_as_fault)
    task: str | None = None
    people: tuple[str, ...] = field(default=(), converter=_as_people)
    count: int = 0
    limit: int | None = None

    def __attrs_post_init__(self) -> None:
        check_optional_text("task", self.task)
        check_count("count", self.count)
        if self.limit is not None:
            check_count("limit", self.limit)

    @property
    def reason(self) -> Reason:
        """The finding in words."""
        values = {
            "task": self.task,
            "people": ", ".join(self.people),
            "count": self.count,
            "limit": self.limit,
        }
        facts = self.people if self.task is None else (self.task, *self.people)
        return Reason(f"organization.raci.{self.fault}", values, facts=facts)


def _as_findings(given: Iterable[RaciFinding]) -> tuple[RaciFinding, ...]:
    return tuple_of(RaciFinding, given, "findings")


@frozen
class RaciReport:
    """What the check of a matrix found.

    Attributes:
        findings: Those of the tasks in their order, then those of the people.

    Raises:
        WrongTypeError: If something is no finding.
    """

    findings: tuple[RaciFinding, ...] = field(default=(), converter=_as_findings)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The findings in words."""
        return tuple(one.reason for one in self.findings)

    def of(self, fault: RaciFault | str) -> tuple[RaciFinding, ...]:
        """The findings of one fault.

        Raises:
            InvalidValueError: If the fault is unknown.
        """
        wanted = _as_fault(fault)
        return tuple(one for one in self.findings if one.fault is wanted)

    def table(self, lang: str = "en") -> Table:
        """The findings.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(STRUCTURE_HEADINGS, lang, "task", "who", "finding")
        rows = [(one.task, ", ".join(one.people), one.reason.text(lang)) for one in self.findings]
        title = headed(STRUCTURE_HEADINGS, lang, "raci")[0].heading
        return Table(title, columns, rows, lang=lang)


@frozen
class RaciPolicy:
    """What a sound matrix is: exactly one accountable and at least one responsible for each task.

    One person may be both. The limits guard against overload.

    Attributes:
        most_accountable: For how many tasks one person may answer; None for no limit.
        most_responsible: How many tasks one person may do; None for no limit.
        most_consulted: How many people may be asked before one task; None for no limit.

    Raises:
        InvalidValueError: If a limit is negative.
        WrongTypeError: If a limit is no whole number.
    """

    most_accountable: int | None = None
    most_responsible: int | None = None
    most_consulted: int | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("most_accountable", "most_responsible", "most_consulted"):
            if getattr(self, name) is not None:
                check_count(name, getattr(self, name))

    def check(self, matrix: RaciMatrix) -> RaciReport:
        """Everything that is wrong with a matrix.

        Raises:
            WrongTypeError: If it is no matrix.
        """
        if not isinstance(matrix, RaciMatrix):
            raise WrongTypeError("matrix", matrix, "be a RaciMatrix")
        return RaciReport((*self._tasks(matrix), *self._people(matrix)))

    def _tasks(self, matrix: RaciMatrix) -> Iterator[RaciFinding]:
        for task in matrix.tasks:
            if not task.marks:
                yield RaciFinding(RaciFault.UNMARKED, task.name)
                continue
            accountable = task.who(RaciLetter.ACCOUNTABLE)
            if not accountable:
                yield RaciFinding(RaciFault.NO_ACCOUNTABLE, task.name)
            elif len(accountable) > 1:
                yield RaciFinding(RaciFault.SEVERAL_ACCOUNTABLE, task.name, accountable, len(accountable), 1)
            if not task.who(RaciLetter.RESPONSIBLE):
                yield RaciFinding(RaciFault.NO_RESPONSIBLE, task.name)
            asked, most = task.who(RaciLetter.CONSULTED), self.most_consulted
            if most is not None and len(asked) > most:
                yield RaciFinding(RaciFault.MANY_CONSULTED, task.name, asked, len(asked), most)

    def _people(self, matrix: RaciMatrix) -> Iterator[RaciFinding]:
        for who in matrix.everybody:
            held = [letter for task in matrix.tasks for letter in task.letters(who)]
            if not held:
                yield RaciFinding(RaciFault.IDLE, people=who)
            for letter, fault, most in (
                (RaciLetter.ACCOUNTABLE, RaciFault.ACCOUNTABLE_OVERLOAD, self.most_accountable),
                (RaciLetter.RESPONSIBLE, RaciFault.RESPONSIBLE_OVERLOAD, self.most_responsible),
            ):
                if most is not None and held.count(letter) > most:
                    yield RaciFinding(fault, None, who, held.count(letter), most)
