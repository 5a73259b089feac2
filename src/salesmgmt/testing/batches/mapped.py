"""Strategies for mappings of rows, and for accounts of readings."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from salesmgmt.records import CreditNote, Delivery, Invoice, Order, RowMapping, Scalar, Scan
from salesmgmt.records.checks import KINDS
from salesmgmt.testing.errors import problems
from salesmgmt.testing.money import currencies
from salesmgmt.testing.records import identifiers, records

__all__ = ["row_mappings", "scans"]


@st.composite
def row_mappings(draw: st.DrawFn) -> RowMapping:
    """Mappings for every kind of record, with every setting."""
    kind = draw(st.sampled_from(KINDS))
    lined = kind in (Order, Delivery, Invoice, CreditNote)
    targets = ["id", "supersedes", "recorded", "more.region", "more.Größe"]
    chosen = draw(st.lists(st.sampled_from(targets), unique=True))
    constants: dict[str, Scalar] = {"more.source": "sheet", "more.checked": True}
    words: dict[str, dict[str, Scalar]] = {"id": {"one": "1"}, "more.region": {"N": "North", "0": 0}}
    return RowMapping(
        kind,
        {target: draw(identifiers()) for target in chosen},
        constants=draw(st.sampled_from([{}, constants])),
        defaults=draw(st.sampled_from([{}, {"more.region": "none", "more.weight": Decimal("1.5")}])),
        values=draw(st.sampled_from([{}, words])),
        currency=draw(st.none() | currencies()),
        ints=draw(st.sampled_from(["major", "minor"])),
        float_tolerance=draw(st.sampled_from([None, "0.000001", Decimal("0.001")])),
        dates=draw(st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%Y年%m月%d日"])),
        lines_from=draw(st.none() | identifiers()) if lined else None,
        first_row=draw(st.integers(0, 10)),
        by_name=draw(st.booleans()),
        strip=draw(st.booleans()),
        blanks=tuple(draw(st.lists(st.sampled_from(["", "-", "n/a", "无"]), unique=True))),
    )


@st.composite
def scans(draw: st.DrawFn) -> Scan:
    """Accounts of readings."""
    found = draw(st.lists(records(), max_size=3))
    refused = draw(st.sets(st.integers(1, 9), max_size=3))
    blank = draw(st.sets(st.integers(10, 19), max_size=3))
    faults = draw(st.lists(problems(), min_size=1, max_size=3)) if refused else []
    return Scan(found, faults, len(found) + len(refused) + len(blank), sorted(refused), sorted(blank))
