"""One person's appraisal: figures, vetoes, score, and why."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from salesmgmt.appraisal.scorecards.explaining import explained, lines_of
from salesmgmt.appraisal.scorecards.form import Form
from salesmgmt.appraisal.scorecards.outcome import Appraisal
from salesmgmt.appraisal.scorecards.reading import Results, figures_of, veto_record
from salesmgmt.appraisal.scorecards.settling import settle
from salesmgmt.appraisal.scorecards.vetoes import Veto
from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError

__all__ = ["appraise_one", "hits_of"]


def appraise_one(card: Form, participant: str, results: Results, team: Results | None) -> Appraisal:
    """Score a participant; see `Scorecard.appraise`."""
    if not isinstance(participant, str) or not participant:
        raise InvalidValueError("participant", participant, "be a text with at least one character")
    for name, given in (("results", results), ("team", team)):
        if not isinstance(given, Mapping) and (name == "results" or given is not None):
            raise WrongTypeError(name, given, "be a mapping from criterion to result")
    figures, problems = figures_of(card, participant, results, team)
    hits, undecided = hits_of(card, participant, figures, results)
    if problems or undecided:
        raise BatchError("results", [*problems, *undecided])
    done = settle(card, figures, [veto for veto, _ in hits])
    lines = lines_of(card, figures, done)
    reasons = explained(card, lines, done, hits)
    return Appraisal(participant, card.id, done.score, done.rating, lines, reasons)


def hits_of(
    card: Form, participant: str, figures: Mapping[str, Fraction], results: Results
) -> tuple[list[tuple[Veto, Mapping[str, object]]], list[Problem]]:
    """The vetoes that hold with what they read, and those that cannot be decided."""
    hits: list[tuple[Veto, Mapping[str, object]]] = []
    problems = []
    for veto in card.vetoes:
        read = veto_record(veto.when, figures, results)
        try:
            if veto.when.matches(read):
                hits.append((veto, read))
        except SalesmgmtError as error:
            rule = f"{error.rule}; veto {veto.id} reads it"
            problems.append(Problem(participant, error.field, error.value, rule))
    return hits, problems
