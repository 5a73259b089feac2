"""Job profiles: what a role is for, does, needs and is measured by; held against the posts of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, rate_of
from salesmgmt.organization.checks import (
    as_texts,
    check_count,
    check_flag,
    check_optional_text,
    check_text,
    tuple_of,
)
from salesmgmt.organization.structure.charts import OrgChart
from salesmgmt.organization.texts.structure import STRUCTURE_HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["JobDuty", "JobProfile", "ProfileFault", "ProfileFinding", "check_profiles"]

SkillLevels: TypeAlias = tuple[tuple[str, int], ...]


def _as_share(value: Rate | str | int | Fraction | None) -> Rate | None:
    return None if value is None else rate_of(value, "share")


@frozen
class JobDuty:
    """Something that a role has to do.

    Attributes:
        name: What.
        share: The part of the working time that it takes; None where nothing is said.
        sole: Whether no other role should have it, so that nobody can point at somebody else.

    Raises:
        InvalidValueError: If the name is empty, or the share is not above 0 % and at most 100 %.
        WrongTypeError: If a field has another type.
    """

    name: str
    share: Rate | None = field(default=None, converter=_as_share)
    sole: bool = False

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        check_flag("sole", self.sole)
        if self.share is not None and not 0 < self.share.value <= 1:
            raise InvalidValueError("share", self.share, "be above 0% and at most 100%")


def _as_duties(given: Iterable[JobDuty | str]) -> tuple[JobDuty, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        return tuple_of(JobDuty, given, "duties")
    return tuple_of(JobDuty, [JobDuty(one) if isinstance(one, str) else one for one in given], "duties")


def _as_skills(given: Mapping[str, int] | Iterable[tuple[str, int]]) -> SkillLevels:
    pairs: object = given.items() if isinstance(given, Mapping) else given
    rule = "be a mapping from skills to levels, or such pairs"
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise WrongTypeError("skills", given, rule)
    found = []
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise WrongTypeError("skills", pair, rule)
        check_text("skills", pair[0])
        check_count("skills", pair[1], 1)
        found.append((pair[0], pair[1]))
    return tuple(found)


def _as_measures(given: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(given, "measures")


@frozen
class JobProfile:
    """What a role is for, what it does, what it needs and what it is measured by.

    Attributes:
        role: The role, as posts name it.
        title: What people call it; the role where it is empty.
        purpose: What it is for, in a sentence.
        duties: What it has to do; a text is a duty without a share.
        skills: Levels that it needs by skill, 1 or higher.
        measures: Identifiers of the measures by which it is appraised.
        reports_to: The role that leads it; None where any may.
        grade: The grade of the post; None where nothing is laid down.

    Raises:
        InvalidValueError: If a text is empty, a duty or skill stands twice, a level is below 1, or the shares
            of the duties, where all have one, do not total 100 %; where some have none, are above it.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.errors import InvalidValueError
        >>> try:
        ...     JobProfile("rep", duties=[JobDuty("visit", "70%"), JobDuty("report", "20%")])
        ... except InvalidValueError as error:
        ...     print(error.rule)
        total 100%; they are 10% short
    """

    role: str
    title: str = ""
    purpose: str = ""
    duties: tuple[JobDuty, ...] = field(default=(), converter=_as_duties)
    skills: SkillLevels = field(default=(), converter=_as_skills)
    measures: tuple[str, ...] = field(default=(), converter=_as_measures)
    reports_to: str | None = None
    grade: str | None = None

    def __attrs_post_init__(self) -> None:
        check_text("role", self.role)
        for name in ("title", "purpose"):
            if not isinstance(getattr(self, name), str):
                raise WrongTypeError(name, getattr(self, name), "be text")
        check_optional_text("reports_to", self.reports_to)
        check_optional_text("grade", self.grade)
        for name, names in (
            ("duties", [one.name for one in self.duties]),
            ("skills", [skill for skill, _ in self.skills]),
        ):
            for one in names:
                if names.count(one) > 1:
                    raise InvalidValueError(name, one, "name each once")
        self._check_shares()

    def _check_shares(self) -> None:
        shares = [one.share.value for one in self.duties if one.share is not None]
        total = sum(shares, Fraction(0))
        if total > 1:
            rule = f"total 100% at most; they are {Rate(total - 1)} above"
            raise InvalidValueError("duties", Rate(total), rule)
        if shares and len(shares) == len(self.duties) and total < 1:
            raise InvalidValueError("duties", Rate(total), f"total 100%; they are {Rate(1 - total)} short")

    def table(self, lang: str = "en") -> Table:
        """The job description, line by line.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """

        def said(name: str) -> str:
            return headed(STRUCTURE_HEADINGS, lang, name)[0].heading

        rows: list[tuple[object, ...]] = [(said("purpose"), self.purpose, None)] if self.purpose else []
        rows += [(said("duty"), one.name, one.share) for one in self.duties]
        rows += [(said("skill"), skill, level) for skill, level in self.skills]
        rows += [(said("measure"), one, None) for one in self.measures]
        for name in ("reports_to", "grade"):
            if getattr(self, name) is not None:
                rows.append((said(name), getattr(self, name), None))
        columns = headed(STRUCTURE_HEADINGS, lang, "part", "text", "figure")
        return Table(self.title or self.role, columns, rows, lang=lang)


class ProfileFault(StrEnum):
    """Where profiles and posts do not fit."""

    NO_PROFILE = "no_profile"
    """A role that posts name has no profile."""
    NO_POST = "no_post"
    """A profile is for a role that no post has."""
    OTHER_SUPERIOR = "other_superior"
    """Somebody is led by a person who does not hold the role that the profile names."""
    DUTY_SHARED = "duty_shared"
    """A duty that one role alone should have stands in several profiles."""


def _as_fault(value: ProfileFault | str) -> ProfileFault:
    return choice_of(ProfileFault, value, "fault")


def _as_others(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "others")


@frozen
class ProfileFinding:
    """One place where profiles and posts do not fit.

    Attributes:
        fault: What is wrong.
        subject: The role, person or duty.
        others: The roles or people who take part.

    Raises:
        InvalidValueError: If the fault is unknown or a text empty.
        WrongTypeError: If a field has another type.
    """

    fault: ProfileFault = field(converter=_as_fault)
    subject: str
    others: tuple[str, ...] = field(default=(), converter=_as_others)

    def __attrs_post_init__(self) -> None:
        check_text("subject", self.subject)

    @property
    def reason(self) -> Reason:
        """The finding in words."""
        values = {"subject": self.subject, "others": ", ".join(self.others)}
        return Reason(f"organization.profile.{self.fault}", values, facts=(self.subject, *self.others))


def check_profiles(profiles: Iterable[JobProfile], chart: OrgChart) -> tuple[ProfileFinding, ...]:
    """Where job profiles and the posts of a day do not fit, by fault and subject.

    Args:
        profiles: The profiles, one for each role.
        chart: The organisation of the day.

    Raises:
        BatchError: If a role has two profiles.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.organization.structure import Position, Structure
        >>> chart = Structure(positions=[Position("north-rep", "north", "rep")]).on("2026-03-02")
        >>> for finding in check_profiles([JobProfile("sales manager")], chart):
        ...     print(finding.reason)
        the role rep has no job profile
        no post has the role sales manager, which has a job profile
    """
    given = tuple_of(JobProfile, profiles, "profiles")
    if not isinstance(chart, OrgChart):
        raise WrongTypeError("chart", chart, "be an OrgChart, such as structure.on(day)")
    roles = [one.role for one in given]
    problems = [
        Problem(f"profile {role}", "role", role, "have one profile")
        for role in sorted(set(roles))
        if roles.count(role) > 1
    ]
    if problems:
        raise BatchError("profiles", problems)
    found = set(_mismatches({one.role: one for one in given}, chart))
    order = list(ProfileFault)
    return tuple(sorted(found, key=lambda one: (order.index(one.fault), one.subject, one.others)))


def _mismatches(profiles: Mapping[str, JobProfile], chart: OrgChart) -> Iterator[ProfileFinding]:
    posts = {one.role for one in chart.positions}
    held = posts.union(*(chart.roles(person) for person in chart.people))
    for role in held - profiles.keys():
        yield ProfileFinding(ProfileFault.NO_PROFILE, role)
    for role in profiles.keys() - held:
        yield ProfileFinding(ProfileFault.NO_POST, role)
    for person in chart.people:
        managers = chart.managers(person)
        led_by = {role for manager in managers for role in chart.roles(manager)}
        for role in chart.roles(person):
            wanted = profiles[role].reports_to if role in profiles else None
            if wanted is not None and managers and wanted not in led_by:
                yield ProfileFinding(ProfileFault.OTHER_SUPERIOR, person, (wanted, *managers))
    duties: dict[str, list[str]] = {}
    sole: set[str] = set()
    for role, profile in profiles.items():
        for duty in profile.duties:
            duties.setdefault(duty.name, []).append(role)
            if duty.sole:
                sole.add(duty.name)
    for name, roles in duties.items():
        if name in sole and len(roles) > 1:
            yield ProfileFinding(ProfileFault.DUTY_SHARED, name, tuple(sorted(roles)))
