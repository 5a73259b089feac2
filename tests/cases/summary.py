"""What the summary says of the worked cases: how many were computed, and which kinds nobody computes yet."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest

#: Names under which a test of a case tells its area, its kind, and which variant of it nobody computes yet.
AREA, KIND, MISSING = "case area", "case kind", "case not covered"


def lines(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    """One line for each area with its counts, one for its kinds without an adapter."""
    computed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    missing: dict[str, Counter[str]] = {}
    for report in reports:
        told: Mapping[str, str] = {str(name): str(value) for name, value in report.user_properties}
        if AREA not in told or (report.when != "call" and not report.failed):
            continue
        area, kind = told[AREA], told[KIND]
        missing.setdefault(area, Counter())
        if report.failed:
            failed[area] += 1
        elif MISSING in told:
            missing[area][f"{kind} ({told[MISSING]})" if told[MISSING] else kind] += 1
        else:
            computed[area] += 1
    for area, kinds in sorted(missing.items()):
        yield f"{area}: {computed[area]} as expected, {failed[area]} not, {kinds.total()} without an adapter"
        if kinds:
            named = "; ".join(f"{kind} [{kinds[kind]}]" for kind in sorted(kinds))
            yield from textwrap.wrap(
                f"{len(kinds)} kinds: {named}", 110, initial_indent="  ", subsequent_indent="  "
            )
