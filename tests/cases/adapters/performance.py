"""Targets, appraisal, pipeline, forecast, customers, organisation: the adapters of their cases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.money import Money, apportion
from tests.cases.adapters import Adapter

#: Any currency without a minor unit: an amount in it is a number of whole units.
WHOLE_UNITS = "JPY"


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


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {
        "targets: indices, total": seasons_apportioned,
        "targets: remainder, splits (minor_units, ratios)": several_apportioned,
        "targets: tie, total, weights": apportioned,
        "targets: total, weights": apportioned,
    }
)
