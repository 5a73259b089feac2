"""What is wrong with a structure, for which days, in words of both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange
from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.organization.checks import as_texts, check_text, days_of, tuple_of
from salesmgmt.organization.texts.structure import STRUCTURE_HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["StructureFault", "StructureFinding", "StructureReport"]


class StructureFault(StrEnum):
    """What can be wrong with a structure."""

    NO_MANAGER = "no_manager"
    """Nobody leads a person who is not at the top."""
    SEVERAL_MANAGERS = "several_managers"
    """A person has several line managers."""
    ABSENT_MANAGER = "absent_manager"
    """A person is led by somebody who is not there."""
    CIRCLE_OF_PEOPLE = "circle_of_people"
    """People lead each other in a circle."""
    CIRCLE_OF_POSTS = "circle_of_posts"
    """Posts stand above each other in a circle."""
    CIRCLE_OF_UNITS = "circle_of_units"
    """Units belong to each other in a circle."""
    SPAN_WIDE = "span_wide"
    """More people report to a manager than the limit."""
    SPAN_NARROW = "span_narrow"
    """Fewer people report to a manager than the limit."""
    VACANT = "vacant"
    """A post has seats that nobody holds."""
    OVERFILLED = "overfilled"
    """More people hold a post than it has seats."""
    SHARES_ABOVE = "shares_above"
    """The shares of a person's posts are above what one person can give."""
    SHARES_BELOW = "shares_below"
    """The shares of a person's posts are below what is asked for."""
    HEADCOUNT_ABOVE = "headcount_above"
    """A unit has more people than are approved."""
    UNIT_MISSING = "unit_missing"
    """A post, person or unit belongs to a unit that is not there on these days."""
    POST_MISSING = "post_missing"
    """A post or person hangs on a post that is not there on these days."""
    NOT_EMPLOYED = "not_employed"
    """A person holds a post on days on which they are not employed."""
    UNASSIGNED = "unassigned"
    """A person is employed and holds no post."""


def _as_fault(value: StructureFault | str) -> StructureFault:
    return choice_of(StructureFault, value, "fault")


def _as_others(value: Iterable[str]) -> tuple[str, ...]:
    return as_texts(value, "others")


def _as_figure(value: int | Fraction | None) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, bool | float) or not isinstance(value, int | Fraction):
        raise WrongTypeError("figure", value, "be exact: an int or a Fraction")
    return Fraction(value)


@frozen
class StructureFinding:
    """One fault, and the days on which it holds.

    Attributes:
        fault: What is wrong.
        subject: The person, post or unit that it is about.
        others: Who or what else takes part: the managers, the rest of a circle, the missing unit.
        figure: The number or share found; None where the fault has none.
        limit: The number or share that is laid down; None where there is none.
        during: The days.

    Raises:
        InvalidValueError: If the fault is unknown or a text empty.
        WrongTypeError: If a field has another type.
    """

    fault: StructureFault = field(converter=_as_fault)
    subject: str
    others: tuple[str, ...] = field(default=(), converter=_as_others)
    figure: Fraction | None = field(default=None, converter=_as_figure)
    limit: Fraction | None = field(default=None, converter=_as_figure)
    during: DateRange = field(default=DateRange(None, None), converter=days_of)

    def __attrs_post_init__(self) -> None:
        check_text("subject", self.subject)

    @property
    def reason(self) -> Reason:
        """The finding in words."""
        shares = self.fault in (StructureFault.SHARES_ABOVE, StructureFault.SHARES_BELOW)
        figure, limit = (
            Rate(number) if shares and number is not None else number for number in (self.figure, self.limit)
        )
        return Reason(
            f"organization.structure.{self.fault}",
            {
                "subject": self.subject,
                "others": ", ".join(self.others),
                "figure": figure,
                "limit": limit,
                "days": self.during,
            },
            facts=(self.subject, *self.others),
        )


def _order(one: StructureFinding) -> tuple[object, ...]:
    return list(StructureFault).index(one.fault), one.subject, one.during.start or date.min, repr(one)


def _as_findings(given: Iterable[StructureFinding]) -> tuple[StructureFinding, ...]:
    return tuple(sorted(set(tuple_of(StructureFinding, given, "findings")), key=_order))


@frozen
class StructureReport:
    """What the check of a structure found.

    Attributes:
        during: The days that were checked.
        findings: By fault, then by what they are about.

    Raises:
        WrongTypeError: If something has another type.
    """

    during: DateRange = field(converter=days_of)
    findings: tuple[StructureFinding, ...] = field(default=(), converter=_as_findings)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The findings in words."""
        return tuple(one.reason for one in self.findings)

    def of(self, fault: StructureFault | str) -> tuple[StructureFinding, ...]:
        """The findings of one fault.

        Raises:
            InvalidValueError: If the fault is unknown.
        """
        wanted = _as_fault(fault)
        return tuple(one for one in self.findings if one.fault is wanted)

    def about(self, subject: str) -> tuple[StructureFinding, ...]:
        """The findings about one person, post or unit, also where it only takes part."""
        return tuple(one for one in self.findings if one.subject == subject or subject in one.others)

    def table(self, lang: str = "en") -> Table:
        """The findings, with their days.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(STRUCTURE_HEADINGS, lang, "subject", "finding", "days")
        rows = [
            (one.subject, one.reason.text(lang), "" if one.during == self.during else str(one.during))
            for one in self.findings
        ]
        title = headed(STRUCTURE_HEADINGS, lang, "check")[0].heading
        return Table(f"{title} {self.during}", columns, rows, lang=lang)
