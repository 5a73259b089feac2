"""Who sells, and how posts are tied: the cases on roles and responsibilities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.organization import RaciFault, RaciMatrix, RaciPolicy
from tests.cases.adapters import Adapter

#: What the cases call a fault; numbers up to the most that a case holds are written out.
SAID = MappingProxyType(
    {
        (RaciFault.NO_ACCOUNTABLE, 0): "no accountable",
        (RaciFault.NO_RESPONSIBLE, 0): "no responsible",
        (RaciFault.SEVERAL_ACCOUNTABLE, 2): "two accountable",
        (RaciFault.SEVERAL_ACCOUNTABLE, 3): "three accountable",
    }
)


def raci_checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The faults of a matrix of duties, by task."""
    report = RaciPolicy().check(RaciMatrix(given["inputs"]["tasks"]))
    return {"faults": {one.task: SAID[one.fault, one.count] for one in report.findings}}


ADAPTERS: Mapping[str, Adapter] = MappingProxyType({"organisation: tasks": raci_checked})
