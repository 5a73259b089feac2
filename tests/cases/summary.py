"""What the summary says of the worked cases: how many were computed, and which not yet, and why."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest

#: Names under which a test of a case tells its area, its kind, and which variant of it nobody computes yet.
AREA, KIND, MISSING = "case area", "case kind", "case not covered"
#: Under this name, what of it is left for later, by name, and why.
LATER = "case left for later"


def lines(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    """One line for each area with its counts, others for what is left for later and kinds without adapter."""
    computed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    missing: dict[str, Counter[str]] = {}
    later: dict[str, list[str]] = {}
    for report in reports:
        told: Mapping[str, str] = {str(name): str(value) for name, value in report.user_properties}
        if AREA not in told or (report.when != "call" and not report.failed):
            continue
        area, kind = told[AREA], told[KIND]
        missing.setdefault(area, Counter())
        if LATER in told:
            later.setdefault(area, []).append(told[LATER])
        if report.failed:
            failed[area] += 1
        elif MISSING in told:
            missing[area][f"{kind} ({told[MISSING]})" if told[MISSING] else kind] += 1
        elif report.passed:
            computed[area] += 1
    for area, kinds in sorted(missing.items()):
        yield (
            f"{area}: {computed[area]} as expected, {failed[area]} not, {kinds.total()} without an adapter, "
            f"{len(later.get(area, ()))} left for later"
        )
        for reason, names in _by_reason(later.get(area, ())):
            named = f"{reason}: {', '.join(names)}"
            yield from textwrap.wrap(
                named, 110, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
            )
        if kinds:
            named = "; ".join(f"{kind} [{kinds[kind]}]" for kind in sorted(kinds))
            yield from textwrap.wrap(
                f"{len(kinds)} kinds: {named}", 110, initial_indent="  ", subsequent_indent="  "
            )


def _by_reason(told: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """What is left for later, grouped by the reason."""
    found: dict[str, list[str]] = {}
    for line in told:
        reason, _, name = line.partition(": ")
        found.setdefault(reason, []).append(name)
    return ((reason, sorted(names)) for reason, names in sorted(found.items()))
