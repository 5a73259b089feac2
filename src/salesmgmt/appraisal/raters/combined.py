"""What the marks of several raters come to, without telling who said what."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.raters.gate import Agreement
from salesmgmt.appraisal.texts.raters import RATER_HEADINGS
from salesmgmt.errors import UnknownIdentifierError
from salesmgmt.money import Rate
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["CombinedMark", "CombinedMarks", "GroupMark"]


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@frozen
class GroupMark:
    """What a group of raters says, or several groups that are too small to be shown alone.

    Attributes:
        groups: The groups; several where they are pooled.
        raters: How many raters.
        mark: What they say together.
        weight: Its weight in the mark, after re-weighing; 0 where it is shown and not counted.
    """

    groups: tuple[str, ...] = field(converter=_names)
    raters: int
    mark: Fraction
    weight: Rate


@frozen
class CombinedMark:
    """What all raters together say of a person for a criterion.

    Attributes:
        participant: Who was rated.
        criterion: Identifier of the criterion.
        mark: The mark, exact; None where it is held back.
        groups: What is shown of the groups; none of them tells fewer raters than the policy asks for.
        reasons: Why, as data.
    """

    participant: str
    criterion: str
    mark: Fraction | None
    groups: tuple[GroupMark, ...]
    reasons: tuple[Reason, ...]


@frozen
class CombinedMarks:
    """What raters say of everybody.

    Attributes:
        marks: By participant and criterion, in the order of their identifiers.
        agreements: How far the raters agree on each criterion; empty where the policy does not ask.
    """

    marks: tuple[CombinedMark, ...]
    agreements: tuple[Agreement, ...] = ()

    def results(self) -> dict[str, dict[str, Fraction | None]]:
        """The marks as results for `Scorecard.appraise_all`: by participant and criterion."""
        found: dict[str, dict[str, Fraction | None]] = {}
        for mark in self.marks:
            found.setdefault(mark.participant, {})[mark.criterion] = mark.mark
        return found

    def of(self, participant: str) -> tuple[CombinedMark, ...]:
        """The marks of a participant.

        Raises:
            UnknownIdentifierError: If nobody rated them.
        """
        found = tuple(mark for mark in self.marks if mark.participant == participant)
        if not found:
            raise UnknownIdentifierError("participant", participant, "be one of those who were rated")
        return found

    def table(self, participant: str, lang: str = "en") -> Table:
        """What the groups say of a participant, criterion by criterion."""
        columns = headed(RATER_HEADINGS, lang, "criterion", "group", "raters", "weight", "mark")
        rows: list[tuple[str | int | Rate | Fraction | None, ...]] = []
        for combined in self.of(participant):
            rows += [
                (combined.criterion, ", ".join(one.groups), one.raters, one.weight, one.mark)
                for one in combined.groups
            ]
            total = headed(RATER_HEADINGS, lang, "together")[0].heading
            rows.append((combined.criterion, total, None, None, combined.mark))
        return Table(participant, columns, rows, grouped_by="criterion", lang=lang)
