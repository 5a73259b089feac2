"""What an appraisal comes to: a score, a rating, a line for each criterion, and why."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.numbers import as_number
from salesmgmt.appraisal.scorecards.criteria import Part
from salesmgmt.appraisal.texts.scorecards import SCORECARD_HEADINGS
from salesmgmt.money import Rate
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = ["Appraisal", "ScoreLine"]


def _as_part(value: Part | str) -> Part:
    return Part(value)


@frozen
class ScoreLine:
    """One criterion of an appraisal.

    Attributes:
        kpi: Identifier of the criterion.
        title: What people call it.
        weight: Its weight after re-weighing.
        result: What was measured, as a rate where it is a share; None where nothing was.
        share: Part of the full points that the result earned.
        points: Points of the scale that it brought, exact unless the form rounds each line.
        part: Whether the result is the person's own or that of the team.
        maximum: Points of somebody who earns the full points everywhere.
    """

    kpi: str
    title: str
    weight: Rate
    result: Fraction | Rate | None
    share: Fraction
    points: Fraction
    part: Part = field(default=Part.PERSONAL, converter=_as_part)
    maximum: Fraction = field(default=Fraction(100), converter=as_number)

    @property
    def earned(self) -> Fraction:
        """Points before the weight: the share on the scale of the form, such as 96.5 of 100."""
        return self.share * self.maximum


@frozen
class Appraisal:
    """The outcome for one participant.

    Attributes:
        participant: Who was appraised.
        scorecard: Identifier of the scorecard.
        score: Rounded score; None where it is held back.
        rating: Grade that the score leads to; None where it is held back.
        lines: The criteria in the order of the scorecard; their points add up to the score before rounding,
            unless the form ends at zero or its maximum, or a veto decided.
        reasons: Why, as data.
    """

    participant: str
    scorecard: str
    score: Fraction | None
    rating: str | None
    lines: tuple[ScoreLine, ...]
    reasons: tuple[Reason, ...]

    def points_of(self, part: Part | str) -> Fraction:
        """What the personal part, or that of the team, brought before rounding."""
        chosen = Part(part)
        return sum((line.points for line in self.lines if line.part is chosen), Fraction(0))

    def records(self) -> list[dict[str, object]]:
        """One row per criterion, for a DataFrame."""
        return [
            {
                "participant": self.participant,
                "kpi": line.kpi,
                "weight": line.weight,
                "result": line.result,
                "share": Rate(line.share),
                "points": line.points,
            }
            for line in self.lines
        ]

    def table(self, lang: str = "en") -> Table:
        """The criteria with weights, results and points."""
        columns = headed(SCORECARD_HEADINGS, lang, "criterion", "weight", "result", "share", "points")
        rows = [(line.title, line.weight, line.result, Rate(line.share), line.points) for line in self.lines]
        total = headed(SCORECARD_HEADINGS, lang, "total")[0].heading
        footer = (total, None, None, None, self.score)
        return Table(self.participant, columns, rows, footer=footer, lang=lang)
