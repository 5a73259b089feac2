"""Targets, appraisal, pipeline, forecast, customers, organisation: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from salesmgmt.appraisal import (
    Goal,
    Kpi,
    Linear,
    PerUnit,
    Proportional,
    RatingScale,
    Scorecard,
    completion,
    places_gained,
)
from salesmgmt.calendars import add_days
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError
from salesmgmt.money import Money, Rounding, apportion
from salesmgmt.records import Activity, Customer, Facts, Opportunity, Record
from salesmgmt.territory import (
    Holding,
    Holdings,
    PoolPolicy,
    Protection,
)
from tests.cases.adapters import Adapter, NotCovered

#: Any currency without a minor unit: an amount in it is a number of whole units.
WHOLE_UNITS = "JPY"
#: The unit of a rounding to some decimals.
UNITS = ("1", "0.1", "0.01", "0.001", "0.0001", "0.00001", "0.000001")


def apportioned(given: Mapping[str, Any]) -> dict[str, Any]:
    """Whole units by weights, largest remainder, ties to the first listed."""
    inputs = given["inputs"]
    return {"allocation": apportion(inputs["total"], inputs["weights"])}


def several_apportioned(given: Mapping[str, Any]) -> dict[str, Any]:
    """Several small totals, each by its own weights."""
    splits = given["inputs"]["splits"]
    return {"allocations": [apportion(split["minor_units"], split["ratios"]) for split in splits]}


def seasons_apportioned(given: Mapping[str, Any]) -> dict[str, Any]:
    """A year's target over its seasons by index, in whole units."""
    inputs = given["inputs"]
    parts = apportion(Money.of(inputs["total"], WHOLE_UNITS), inputs["indices"])
    return {"allocation": parts, "total": Money.total(parts, WHOLE_UNITS)}


def scorecard(
    weights: Mapping[str, Any], maximum: Any, decimals: int = 6, missing: str = "hold"
) -> Scorecard:
    """A scorecard whose criteria are rated up to the maximum."""
    kpis = tuple(Kpi(name, weight, Linear(0, maximum)) for name, weight in weights.items())
    scale = RatingScale({"lowest": 0}, maximum)
    return Scorecard("card", kpis, scale, missing, Rounding(UNITS[decimals]))


def percent(weight: Any) -> str:
    """A weight that is written in per cent."""
    return f"{weight}%"


def even(names: Iterable[str]) -> dict[str, Fraction]:
    """The same weight for every name."""
    listed = list(names)
    return {name: Fraction(1, len(listed)) for name in listed}


def areas_weighed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Result areas rated up to the maximum of the scale."""
    inputs = given["inputs"]
    areas = inputs["kras"]
    card = scorecard({area["name"]: percent(area["weight_pct"]) for area in areas}, inputs["scale_max"])
    outcome = card.appraise("somebody", {area["name"]: area["score"] for area in areas})
    return {"earned": [line.points for line in outcome.lines], "total": outcome.score}


def shares_weighed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Criteria rated from 0 to 1, scaled to the maximum."""
    inputs = given["inputs"]
    criteria = inputs["criteria"]
    weights = {one["name"]: percent(one["weight_pct"]) for one in criteria}
    ratings = {one["name"]: one["rating"] for one in criteria}
    return {"score": _scaled(weights, inputs["scale_max"], ratings)}


def _scaled(weights: Mapping[str, str], maximum: Any, ratings: Mapping[str, Any]) -> Any:
    kpis = tuple(Kpi(name, weight, Linear(0, 1)) for name, weight in weights.items())
    card = Scorecard("card", kpis, RatingScale({"lowest": 0}, maximum), rounding=Rounding("0.000001"))
    return card.appraise("somebody", ratings).score


def reviewers_weighed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Each reviewer's weighted score, and their mean."""
    inputs = given["inputs"]
    maximum = inputs["scale_max"]
    weights = {str(place): percent(weight) for place, weight in enumerate(inputs["weights_pct"])}
    scores = [
        _scaled(weights, maximum, {str(place): rating for place, rating in enumerate(ratings)})
        for ratings in inputs["reviewers"]
    ]
    names = {str(place): score for place, score in enumerate(scores)}
    average = scorecard(even(names), maximum).appraise("somebody", names).score
    return {"reviewer_scores": scores, "average": average}


def components_averaged(given: Mapping[str, Any]) -> dict[str, Any]:
    """Components of equal weight, rounded to some decimals."""
    inputs = given["inputs"]
    components = inputs["components"]
    card = scorecard(even(components), 5, inputs["decimals"])
    return {"final": card.appraise("somebody", components).score}


def components_present(given: Mapping[str, Any]) -> dict[str, Any]:
    """Components of equal weight, the missing ones left out."""
    inputs = given["inputs"]
    if inputs["missing_policy"] != "exclude":
        raise NotCovered
    components = inputs["components"]
    card = scorecard(even(components), 5, missing="reweigh")
    return {"final": card.appraise("somebody", components).score}


def components_weighed(given: Mapping[str, Any]) -> dict[str, Any]:
    """Components with weights of their own."""
    inputs = given["inputs"]
    card = scorecard({name: percent(weight) for name, weight in inputs["weights_pct"].items()}, 5)
    return {"final": card.appraise("somebody", inputs["components"]).score}


def weights_accepted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Which sets of weights make a scorecard."""
    return {"valid": [_accepted(weights) for weights in given["inputs"]["weights_pct_sets"]]}


def _accepted(weights: Iterable[Any]) -> bool:
    try:
        scorecard({str(place): percent(weight) for place, weight in enumerate(weights)}, 5)
    except BatchError:
        return False
    return True


def ranges_scored(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results between a worst and a best figure, in either direction."""
    listed = given["inputs"]["kpis"]
    kpis = tuple(
        Kpi(one["name"], percent(one["weight"]), Linear(one["worst"], one["best"])) for one in listed
    )
    return _points(kpis, {one["name"]: one["actual"] for one in listed})


def targets_scored(given: Mapping[str, Any]) -> dict[str, Any]:
    """Results over their targets, at most the full weight."""
    listed = given["inputs"]["targets"]
    kpis = tuple(
        Kpi(str(place), percent(one["weight"]), Proportional(one["target"]))
        for place, one in enumerate(listed)
    )
    return _points(kpis, {str(place): one["result"] for place, one in enumerate(listed)})


def _points(kpis: tuple[Kpi, ...], results: Mapping[str, Any]) -> dict[str, Any]:
    card = Scorecard("card", kpis, RatingScale({"lowest": 0}), rounding=Rounding("0.000001"))
    outcome = card.appraise("somebody", results)
    return {"scores": [line.points for line in outcome.lines], "total": outcome.score}


def goals_rolled_up(given: Mapping[str, Any]) -> dict[str, Any]:
    """Result areas by the mean of their goal trees, weighed, on the scale of the form."""
    inputs = given["inputs"]
    kpis = tuple(Kpi(area["name"], percent(area["weight_pct"]), Linear(0, 1)) for area in inputs["kras"])
    reached = {area["name"]: completion(map(_goal, area["goals"])) for area in inputs["kras"]}
    whole = Scorecard("card", kpis, RatingScale({"lowest": 0}), rounding=Rounding("0.000001"))
    scaled = RatingScale({"lowest": 0}, inputs["scale_max"])
    outcome = whole.appraise("somebody", reached)
    final = Scorecard("card", kpis, scaled, rounding=Rounding(UNITS[inputs["decimals"]]))
    return {
        "completion": {line.kpi: line.earned for line in outcome.lines},
        "weighted": {line.kpi: line.points for line in outcome.lines},
        "percent": outcome.score,
        "score": final.appraise("somebody", reached).score,
    }


def _goal(node: Mapping[str, Any]) -> Goal:
    if "progress" in node:
        return Goal("goal", percent(node["progress"]))
    return Goal("goal", goals=tuple(map(_goal, node["children"])))


def form_scored(given: Mapping[str, Any]) -> dict[str, Any]:
    """A form on which growth and ranks may count below zero."""
    inputs = given["inputs"]
    kpis = tuple(Kpi(one["name"], percent(one["weight_pct"]), _rule_of(one)) for one in inputs["criteria"])
    scale, rounding = RatingScale({"lowest": 0}), Rounding("0.01")
    card = Scorecard("form", kpis, scale, rounding=rounding, below_zero=True, above_maximum=True)
    people = {person["id"]: {kpi.id: _change(person[kpi.id]) for kpi in kpis} for person in inputs["people"]}
    outcomes = {one.participant: one for one in card.appraise_all(people)}
    return {
        "points": {who: [line.earned for line in one.lines] for who, one in outcomes.items()},
        "weighted": {who: [line.points for line in one.lines] for who, one in outcomes.items()},
        "total": {who: one.score for who, one in outcomes.items()},
    }


def _rule_of(criterion: Mapping[str, Any]) -> Linear | PerUnit:
    if criterion["score"] == "percent":
        return Linear(0, 100, lowest=None, highest=None)
    return PerUnit(percent(criterion["points"]))


def _change(result: Any) -> Any:
    return places_gained(**result) if isinstance(result, Mapping) else result


#: What the form of salespeople tells of a person.
FORM = (
    "channel_completion, collection_rank, growth_on_period, growth_on_year, growth_rank, id, "
    "target_and_collection_completion"
)
#: What the case of the public pool tells of a customer.
HELD = "deal, id, locked, protection_left, since_claim, since_followup"
#: The codes of why a customer goes back to the pool, in the words of the case.
RECYCLED = {
    "territory.pool.no_follow_up": "no follow-up",
    "territory.pool.no_deal": "no deal",
    "territory.pool.expired": "protection expired",
}


def recycled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Customers that go back to the public pool on a day."""
    rule, rows = given["inputs"]["rule"], given["inputs"]["customers"]
    day = date(2026, 6, 30)
    records: list[Record] = []
    holdings = []
    for row in rows:
        begun = add_days(day, int(f"-{row['since_claim']}"))
        locked = "yes" if row["locked"] else "no"
        records.append(Customer(row["id"], owner="rep", more={"locked": locked}))
        followed = add_days(day, int(f"-{row['since_followup']}"))
        records.append(Activity(row["id"], followed, "rep", "call", row["id"]))
        if row["deal"]:
            deal = Opportunity(row["id"], "rep", "USD 1", outcome="won", closed=begun, customer=row["id"])
            records.append(deal)
        protected = add_days(day, row["protection_left"])
        holdings.append(Holding(row["id"], "rep", begun, protected_until=protected))
    policy = PoolPolicy(
        no_follow_up=rule["no_followup_days"],
        no_deal=rule["no_deal_days"],
        protection=Protection(1, shields=False, returns=True),
        locked=field("locked").equals("yes"),
    )
    back = policy.recycle(Facts(records), Holdings(holdings), on=day).returned
    return {"recycled": {each.customer: RECYCLED[each.reason.code] for each in back}}


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "appraisal: compare_decimals, weights_pct_sets": weights_accepted,
        "appraisal: components, decimals": components_averaged,
        "appraisal: components, missing_policy": components_present,
        "appraisal: components, weights_pct": components_weighed,
        "appraisal: criteria (name, rating, weight_pct), scale_max": shares_weighed,
        f"appraisal: criteria (name, points, score, weight_pct), people ({FORM})": form_scored,
        "appraisal: decimals, kras (goals, name, weight_pct), scale_max": goals_rolled_up,
        "appraisal: kpis (actual, best, name, weight, worst)": ranges_scored,
        "appraisal: kras (name, score, weight_pct), scale_max": areas_weighed,
        "appraisal: reviewers, scale_max, weights_pct": reviewers_weighed,
        "appraisal: targets (result, target, weight)": targets_scored,
        f"customers: customers ({HELD}), rule": recycled,
        "targets: indices, total": seasons_apportioned,
        "targets: remainder, splits (minor_units, ratios)": several_apportioned,
        "targets: tie, total, weights": apportioned,
        "targets: total, weights": apportioned,
    }
)
