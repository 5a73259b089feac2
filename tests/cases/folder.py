"""Worked cases as they are found in a folder: one sub-folder per area, JSON files of one case or of a list.

A case is known by its id. What it computes, its kind, is read off its shape alone, so that a case with other
figures, or another id, is computed by the same adapter:

* `kind` where the case names one (credit),
* else the plan's type, with the words that say which computation of that type is meant, or the parts that it
  is put together from (incentives),
* else the file and the names of the inputs (performance).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

#: Parts of a case that say where it comes from or what comes out; the rest is given to the adapter.
ABOUT = frozenset(
    {
        "basis",
        "description",
        "expected",
        "id",
        "kind",
        "notes",
        "provenance",
        "rounding",
        "source",
        "tolerance",
        "topics",
        "verification",
    }
)

#: Words of a plan that choose between computations of one type.
CHOICES = ("tier_method", "tier_key", "style", "basis", "combine", "split", "due", "payer")

#: The type of plans that are put together from several parts: their parts say which.
COMPOSITE = "composite"


@frozen(eq=False)
class Case:
    """One worked case.

    Attributes:
        area: The sub-folder it lies in, such as `credit`.
        id: Its name, for reports only; an adapter never sees it.
        kind: Which computation it asks for.
        given: What is computed from: policy, plan, inputs, events.
        expected: What has to come out.
        tolerance: Largest absolute difference allowed; `None` where figures are exact.
    """

    area: str
    id: str
    kind: str
    given: Mapping[str, Any]
    expected: Any
    tolerance: Decimal | None = None


def cases(folder: Path) -> tuple[Case, ...]:
    """Every case below a folder, in the order of area, file and place in the file."""
    return tuple(
        _case(area.name, path.stem, raw)
        for area in sorted(folder.iterdir())
        if area.is_dir()
        for path in sorted(area.rglob("*.json"))
        for raw in _read(path)
    )


def kind_of(file: str, raw: Mapping[str, Any]) -> str:
    """The kind of a case, by its shape and the file it stands in.

    Examples:
        >>> kind_of("ageing", {"kind": "ageing", "inputs": []})
        'ageing'
        >>> kind_of("any", {"plan": {"type": "tiered", "tier_method": "whole", "tier_key": "line_amount"}})
        'tiered, whole, line_amount'
        >>> kind_of("any", {"plan": {"type": "composite", "per_unit": "6", "best_seller": "2000"}})
        'composite: best_seller, per_unit'
        >>> kind_of("zh-targets", {"inputs": {"weights": [1, 2], "total": 10}})
        'targets: total, weights'
        >>> kind_of("pipeline", {"inputs": {"deals": [{"value": 10, "p": 1}, {"value": 5, "p": 0}]}})
        'pipeline: deals (p, value)'
    """
    if "kind" in raw:
        return str(raw["kind"])
    plan = raw.get("plan")
    if isinstance(plan, Mapping) and "type" in plan:
        words = [plan[choice] for choice in CHOICES if isinstance(plan.get(choice), str)]
        if plan["type"] == COMPOSITE and not words:
            return f"{COMPOSITE}: {', '.join(sorted(plan.keys() - {'type'}))}"
        return ", ".join([plan["type"], *words])
    return f"{file.removeprefix('zh-')}: {_signature(raw.get('inputs', {}))}"


def _signature(inputs: Mapping[str, Any]) -> str:
    """The names of the inputs, and of the columns where an input is a table."""
    return ", ".join(f"{name}{_columns(inputs[name])}" for name in sorted(inputs))


def _columns(value: object) -> str:
    if not isinstance(value, list) or not value or not all(isinstance(row, Mapping) for row in value):
        return ""
    return f" ({', '.join(sorted({column for row in value for column in row}))})"


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    raw = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    yield from raw if isinstance(raw, list) else [raw]


def _case(area: str, file: str, raw: Mapping[str, Any]) -> Case:
    return Case(
        area=area,
        id=raw["id"],
        kind=kind_of(file, raw),
        given={name: value for name, value in raw.items() if name not in ABOUT},
        expected=raw["expected"],
        tolerance=raw.get("tolerance"),
    )
