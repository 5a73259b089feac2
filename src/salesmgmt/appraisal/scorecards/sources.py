"""Results of a period out of records: each criterion reads the scores of its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from salesmgmt.appraisal.scorecards.scorecard import Scorecard
from salesmgmt.calendars import DateRange
from salesmgmt.errors import BatchError, Problem, WrongTypeError
from salesmgmt.records import Facts

__all__ = ["results_of"]


def results_of(
    card: Scorecard, facts: Facts, during: DateRange | str, holders: Iterable[str]
) -> dict[str, dict[str, Fraction | None]]:
    """The results of people, or of teams, for a period, out of their `Score` records.

    A criterion reads the record whose measure is its source (its identifier, where no source is given), of
    this holder and of exactly this period; None where there is none.

    Args:
        card: The scorecard.
        facts: Records; those that were corrected are passed over.
        during: The period.
        holders: Participants or units.

    Raises:
        BatchError: If two records in force speak of one holder, measure and period.
        WrongTypeError: If something else than facts is given.

    Examples:
        >>> from salesmgmt.appraisal import Kpi, Proportional, RatingScale
        >>> from salesmgmt.records import Score
        >>> calls = Kpi("calls", 1, Proportional(40), source="crm.calls")
        >>> card = Scorecard("s", (calls,), RatingScale({"A": 0}))
        >>> facts = Facts([Score("S-1", "ann", "2026-01-01/2026-04-01", "crm.calls", 36)])
        >>> results_of(card, facts, "2026-01-01/2026-04-01", ["ann", "bob"])
        {'ann': {'calls': Fraction(36, 1)}, 'bob': {'calls': None}}
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be Facts, as in Facts(records)")
    period = DateRange.of(during) if isinstance(during, str) else during
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    values: dict[tuple[str, str], Fraction] = {}
    for score in facts.scores:
        if score.during == period:
            found[score.holder, score.measure].append(score.id)
            values[score.holder, score.measure] = score.value
    wanted = [(kpi.id, kpi.source or kpi.id) for kpi in card.kpis]
    listed = tuple(holders)
    problems = [
        Problem(holder, measure, ", ".join(sorted(found[holder, measure])), "be one record for the period")
        for holder in listed
        for measure in sorted({source for _, source in wanted})
        if len(found.get((holder, measure), ())) > 1
    ]
    if problems:
        raise BatchError("scores", problems)
    return {holder: {name: values.get((holder, source)) for name, source in wanted} for holder in listed}
