"""How well, compared: the cases on calibration and the agreement of raters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.appraisal import (
    ForcedDistribution,
    Guideline,
    GuidelineFinding,
    Guidelines,
    Rated,
    RatingDistribution,
    cohen_kappa,
    intraclass_correlations,
    rank_correlation,
)
from tests.cases.adapters import Adapter


def distributed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Whole people by tier, for several headcounts."""
    inputs = given["inputs"]
    shares = [f"{percent}%" for percent in inputs["percentages"]]
    policy = ForcedDistribution(tuple(zip(inputs["tiers"], shares, strict=True)))
    return {"counts": [_people(policy.counts(people)) for people in inputs["headcounts"]]}


def _people(spread: RatingDistribution) -> list[int]:
    return [count for _, count in spread.counts]


def observed(given: Mapping[str, Any]) -> dict[str, Any]:
    """The spread of ratings, listed from the worst up, and its mean."""
    inputs = given["inputs"]
    counts = zip(reversed(inputs["scale"]), reversed(inputs["counts"]), strict=True)
    spread = RatingDistribution(tuple(counts))
    return {
        "n": spread.headcount,
        "percent": list(reversed(spread.percent(2))),
        "mean_point": spread.mean_point(3),
    }


def guidelines_checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Guidelines with operators and grouped ratings: which are kept, and how many to move."""
    inputs = given["inputs"]
    ratings = tuple(reversed(inputs["counts"]))
    people = [
        Rated(f"{rating} {place}", rating)
        for rating, count in inputs["counts"].items()
        for place in range(count)
    ]
    rules = [_guideline(rule) for rule in inputs["guidelines"]]
    report = Guidelines(ratings, rules).check(people)
    return {"results": [_found(finding) for finding in report.findings]}


def _guideline(rule: Mapping[str, Any]) -> Guideline:
    bounds = rule["pct"] if isinstance(rule["pct"], list) else [rule["pct"]]
    return Guideline(rule["ratings"], rule["op"], *[f"{bound}%" for bound in bounds])


def _found(finding: GuidelineFinding) -> dict[str, Any]:
    if finding.ok:
        return {"ok": True}
    if finding.remove_at_least:
        return {"ok": False, "remove_at_least": finding.remove_at_least}
    return {"ok": False, "add_min": finding.add_at_least, "add_max": finding.add_at_most}


def ranks_correlated(given: Mapping[str, Any]) -> dict[str, Any]:
    """Spearman's rank correlation of two series."""
    inputs = given["inputs"]
    first = {str(place): value for place, value in enumerate(inputs["x"])}
    second = {str(place): value for place, value in enumerate(inputs["y"])}
    found = rank_correlation(first, second)
    return {"sum_d_squared": found.squared, "rho": found.rho}


def judges_compared(given: Mapping[str, Any]) -> dict[str, Any]:
    """The six intraclass correlations of judges."""
    return dict(intraclass_correlations(given["inputs"]["ratings"]).by_name)


def raters_compared(given: Mapping[str, Any]) -> dict[str, Any]:
    """Two raters: kappa, plain and weighted, and what it is made of."""
    table = given["inputs"]["table"]
    plain = cohen_kappa(table)
    return {
        "n": plain.subjects,
        "observed": plain.observed,
        "expected_by_chance": plain.by_chance,
        "kappa": plain.value,
        "unweighted": plain.value,
        "linear": cohen_kappa(table, "linear").value,
        "quadratic": cohen_kappa(table, "quadratic").value,
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "calibration: counts, guidelines (op, pct, ratings)": guidelines_checked,
        "calibration: counts, scale": observed,
        "calibration: headcounts, percentages, tiers": distributed,
        "calibration: x, y": ranks_correlated,
        "calibration: ratings": judges_compared,
        "calibration: table": raters_compared,
    }
)
