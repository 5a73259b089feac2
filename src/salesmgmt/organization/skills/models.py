"""Skills: what a role asks for, what people can do, and the gaps between the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, DateRangeLike, as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.organization.checks import as_texts, check_text, days_of, tuple_of
from salesmgmt.organization.intake import Told, any_text, as_day, is_count, is_text, levels_of
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = [
    "Certificate",
    "Competency",
    "CompetencyModel",
    "RoleSkills",
    "SkillAssessment",
    "SkillGap",
    "SkillGaps",
    "certificates_due",
    "gaps_table",
]


def _as_anchors(value: Iterable[str]) -> tuple[str, ...]:
    return as_texts(value, "levels")


@frozen
class Competency:
    """Something that people can do, at levels that are described (胜任力).

    Attributes:
        id: Identifier given by the caller.
        levels: What somebody does at level 1, 2 and so on; level 0 is nothing of it.
        title: What people call it; the identifier where left out.
        group: What it belongs to, such as `communication`.

    Raises:
        InvalidValueError: If there is no level, one is described twice, or a text is empty.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    levels: tuple[str, ...] = field(converter=_as_anchors)
    title: str = field(default="", validator=any_text)
    group: str = field(default="", validator=any_text)

    def __attrs_post_init__(self) -> None:
        if not self.levels:
            raise InvalidValueError("levels", self.levels, "describe at least one level")

    @property
    def highest(self) -> int:
        """The highest level."""
        return len(self.levels)


def _as_skills(given: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return levels_of(given, "skills", 1)


def _as_certificates(value: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(sorted(as_texts(value, "certificates")))


@frozen
class RoleSkills:
    """What a role asks for.

    Attributes:
        role: Name of the role.
        skills: Level by competency, each 1 or higher.
        certificates: Kinds of certificates that have to be valid.

    Raises:
        InvalidValueError: If a text is empty, or a level below 1.
        WrongTypeError: If a field has another type.
    """

    role: str = field(validator=is_text)
    skills: tuple[tuple[str, int], ...] = field(default=(), converter=_as_skills)
    certificates: tuple[str, ...] = field(default=(), converter=_as_certificates)


@frozen
class SkillAssessment:
    """The level that somebody was seen to have on a day.

    Attributes:
        participant: Who was assessed.
        skill: Which competency.
        level: The level; 0 for none of it.
        on: The day.
        by: Who assessed it, such as `manager` or a test.

    Raises:
        InvalidValueError: If a text is empty or the level negative.
        WrongTypeError: If a field has another type.
    """

    participant: str = field(validator=is_text)
    skill: str = field(validator=is_text)
    level: int = field(validator=is_count)
    on: date = field(converter=as_day)
    by: str = field(default="manager", validator=is_text)


@frozen
class Certificate:
    """Something that somebody has passed, and as long as it holds.

    Attributes:
        id: Identifier given by the caller.
        participant: Whose it is.
        kind: What it certifies.
        during: From the first day up to, not including, the day on which it is no longer valid.

    Raises:
        InvalidValueError: If a text is empty or the days are malformed.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    participant: str = field(validator=is_text)
    kind: str = field(validator=is_text)
    during: DateRange = field(converter=days_of)


@frozen
class SkillGap:
    """A competency that a role asks for, and what somebody has of it.

    Attributes:
        skill: Which one.
        required: Level that is asked for.
        held: Level that they have; 0 also where nobody ever assessed it.
        assessed: Day of the assessment it rests on; None where there is none.
    """

    skill: str = field(validator=is_text)
    required: int = field(validator=is_count)
    held: int = field(validator=is_count)
    assessed: date | None = None

    @property
    def missing(self) -> int:
        """Levels that are missing; 0 where none is."""
        return max(0, self.required - self.held)


def _as_gaps(given: Iterable[SkillGap]) -> tuple[SkillGap, ...]:
    return tuple(sorted(tuple_of(SkillGap, given, "lines"), key=lambda one: one.skill))


@frozen
class SkillGaps:
    """What somebody lacks for a role on a day.

    Attributes:
        participant: Who.
        role: For which role.
        on: The day.
        lines: Every competency that the role asks for, by name, also those without a gap.
        certificates: Certificates that are missing or no longer valid.
    """

    participant: str
    role: str
    on: date
    lines: tuple[SkillGap, ...] = field(default=(), converter=_as_gaps)
    certificates: tuple[str, ...] = field(default=(), converter=_as_certificates)

    @property
    def open(self) -> tuple[SkillGap, ...]:
        """The competencies in which levels are missing."""
        return tuple([one for one in self.lines if one.missing])

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.open and not self.certificates

    @property
    def levels(self) -> tuple[tuple[str, int], ...]:
        """The levels that they have, by competency."""
        return tuple([(one.skill, one.held) for one in self.lines])

    @property
    def reason(self) -> Reason:
        """What is missing, one finding each."""
        lines = []
        for one in self.open:
            told: Told = {"skill": one.skill, "required": one.required, "held": one.held}
            if one.assessed is None:
                lines.append(Reason("organization.skills.unassessed", {**told}))
            else:
                lines.append(Reason("organization.skills.gap", {**told, "on": one.assessed}))
        lines += [Reason("organization.skills.certificate", {"kind": kind}) for kind in self.certificates]
        whole: Told = {"participant": self.participant, "role": self.role, "on": self.on}
        if self.ready:
            return Reason("organization.skills.ready", whole)
        return Reason("organization.skills.lacking", {**whole, "count": len(lines)}, (), lines)


def gaps_table(gaps: Iterable[SkillGaps], lang: str = "en") -> Table:
    """A skill matrix: one row for each person, one column for each competency, levels held of required.

    Raises:
        InvalidValueError: If the language is not spoken.
        WrongTypeError: If something else is given.
    """
    taken = sorted(tuple_of(SkillGaps, gaps, "gaps"), key=lambda one: (one.participant, one.role))
    skills = sorted({line.skill for one in taken for line in one.lines})
    rows = []
    for one in taken:
        held = {line.skill: f"{line.held}/{line.required}" for line in one.lines}
        rows.append(
            (one.participant, one.role, *[held.get(skill) for skill in skills], len(one.certificates))
        )
    headings = {**{skill: (skill, skill) for skill in skills}, **HEADINGS}
    columns = headed(headings, lang, "@person", "@role", *skills, "@certificates")
    return Table("", columns, rows, lang=lang)


def _as_competencies(given: Iterable[Competency]) -> tuple[Competency, ...]:
    return tuple(sorted(tuple_of(Competency, given, "competencies"), key=lambda one: one.id))


def _as_roles(given: Iterable[RoleSkills]) -> tuple[RoleSkills, ...]:
    return tuple(sorted(tuple_of(RoleSkills, given, "roles"), key=lambda one: one.role))


@frozen
class CompetencyModel:
    """The competencies of a house, and what each role asks for (胜任力模型).

    Attributes:
        competencies: What can be assessed.
        roles: What each role asks for.

    Raises:
        BatchError: With every competency or role that stands twice, and everything that a role asks for and
            that no level describes.
        WrongTypeError: If a field has another type.

    Examples:
        >>> model = CompetencyModel(
        ...     [Competency("negotiation", ["follows a script", "trades terms", "closes frameworks"])],
        ...     [RoleSkills("key account", {"negotiation": 3}, ["first aid"])],
        ... )
        >>> seen = [SkillAssessment("li", "negotiation", 1, "2026-01-10")]
        >>> gaps = model.gaps("li", "key account", seen, on="2026-03-01")
        >>> print(gaps.reason.tree())
        li lacks 2 things for key account on 2026-03-01
          negotiation: level 3 is asked for, level 1 was seen on 2026-01-10
          no valid certificate: first aid
    """

    competencies: tuple[Competency, ...] = field(converter=_as_competencies)
    roles: tuple[RoleSkills, ...] = field(default=(), converter=_as_roles)

    def __attrs_post_init__(self) -> None:
        problems = []
        for kind, names in (
            ("competencies", [one.id for one in self.competencies]),
            ("roles", [one.role for one in self.roles]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            problems += [Problem(name, kind, name, "stand once") for name in twice]
        highest = {one.id: one.highest for one in self.competencies}
        for role in self.roles:
            for skill, level in role.skills:
                if skill not in highest:
                    problems.append(Problem(role.role, "skills", skill, "be a competency of the model"))
                elif level > highest[skill]:
                    rule = f"be at most {highest[skill]}, the highest level that is described"
                    problems.append(Problem(role.role, f"skills.{skill}", level, rule))
        if problems:
            raise BatchError("model", problems)

    def role(self, name: str) -> RoleSkills:
        """What a role asks for.

        Raises:
            InvalidValueError: If the model has no such role.
        """
        for one in self.roles:
            if one.role == name:
                return one
        known = ", ".join([one.role for one in self.roles])
        raise InvalidValueError(
            "role", name, f"be one of {known or 'the roles of the model, which has none'}"
        )

    def gaps(
        self,
        participant: str,
        role: str,
        assessments: Iterable[SkillAssessment],
        certificates: Iterable[Certificate] = (),
        *,
        on: date | str,
    ) -> SkillGaps:
        """What somebody lacks for a role on a day.

        The last assessment up to the day counts; of several on one day, the lowest level. Other people's
        assessments and certificates may stand among them.

        Raises:
            BatchError: With every assessment of a competency or a level that the model lacks.
            InvalidValueError: If the model has no such role.
            WrongTypeError: If something has another type.
        """
        check_text("participant", participant)
        day = as_date(on, "on")
        asked = self.role(role)
        highest = {one.id: one.highest for one in self.competencies}
        problems = []
        latest: dict[str, SkillAssessment] = {}
        for one in tuple_of(SkillAssessment, assessments, "assessments"):
            if one.skill not in highest:
                problems.append(Problem(one.participant, "skill", one.skill, "be a competency of the model"))
            elif one.level > highest[one.skill]:
                problems.append(
                    Problem(one.participant, one.skill, one.level, f"be at most {highest[one.skill]}")
                )
            if one.participant != participant or one.on > day:
                continue
            known = latest.get(one.skill)
            if known is None or (one.on, -one.level) > (known.on, -known.level):
                latest[one.skill] = one
        if problems:
            raise BatchError("assessments", problems)
        lines = []
        for skill, level in asked.skills:
            seen = latest.get(skill)
            lines.append(
                SkillGap(skill, level, 0, None)
                if seen is None
                else SkillGap(skill, level, seen.level, seen.on)
            )
        valid = {
            one.kind
            for one in tuple_of(Certificate, certificates, "certificates")
            if one.participant == participant and day in one.during
        }
        lacking = [kind for kind in asked.certificates if kind not in valid]
        return SkillGaps(participant, asked.role, day, lines, lacking)


def certificates_due(certificates: Iterable[Certificate], during: DateRangeLike) -> tuple[Certificate, ...]:
    """Certificates that cease to hold in some days, and that nothing of the same kind follows, soonest first.

    Args:
        certificates: All that are known.
        during: The days; a certificate is due if the first day on which it no longer holds lies in them.

    Raises:
        WrongTypeError: If something has another type.

    Examples:
        >>> held = [Certificate("a", "li", "product", "2025-05-01/2026-05-01")]
        >>> [one.id for one in certificates_due(held, "2026-04-01/2026-07-01")]
        ['a']
    """
    span = days_of(during)
    taken = tuple_of(Certificate, certificates, "certificates")
    found = []
    for one in taken:
        end = one.during.end
        if end is None or end not in span:
            continue
        followed = any(
            other.participant == one.participant and other.kind == one.kind and end in other.during
            for other in taken
        )
        if not followed:
            found.append((end, one.participant, one.id, one))
    return tuple([one for *_, one in sorted(found, key=lambda each: each[:3])])
