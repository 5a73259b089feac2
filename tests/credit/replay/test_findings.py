"""One verb finds what each part's own finder finds."""

from __future__ import annotations

import pytest

from salesmgmt.credit import (
    ApprovalMatrix,
    ApprovalRule,
    CreditLimit,
    FlagFactor,
    LimitFindingKind,
    Limits,
    PointsCard,
    PoolMember,
    Pools,
    ScoreBand,
    SetupPart,
    StepLimit,
    gaps_and_overlaps,
)
from salesmgmt.errors import InvalidValueError

LIMITS = Limits(
    [
        CreditLimit("L-1", "C-9", "USD 50", "2026-01-01/2026-05-01"),
        CreditLimit("L-2", "C-9", "USD 60", "2026-04-01/2026-09-01"),
        CreditLimit("L-3", "corp", "USD 40", scope="group"),
    ]
)
CARD = PointsCard(
    "House", FlagFactor("guarantee", 5), [ScoreBand("B", 0, 2), ScoreBand("A", 4, 5)], gaps="allow"
)
MATRIX = ApprovalMatrix([ApprovalRule("low", "analyst", up_to="USD 25,000")], "USD", uncovered="nobody")


def test_all_finders_run() -> None:
    found = gaps_and_overlaps(
        Pools(LIMITS, PoolMember("C-9", "corp")),
        within="2026-01-01/2027-01-01",
        cards=CARD,
        formulas=StepLimit("years", {5: "USD 100,000"}),
        matrices=MATRIX,
    )
    kinds = [(one.part, one.kind) for one in found.findings]
    gap, overlap, short = LimitFindingKind
    assert kinds == [
        (SetupPart.LIMITS, overlap),
        (SetupPart.LIMITS, gap),
        (SetupPart.POOLS, short),
        (SetupPart.SCORES, gap),
        (SetupPart.FORMULAS, gap),
        (SetupPart.AUTHORITY, gap),
    ]
    assert [one.name for one in found.of("scores")] == ["House"]
    for lang in ("en", "zh"):
        assert len(found.table(lang).rows) == 6
    assert gaps_and_overlaps().findings == ()


def test_days_are_needed_with_limits() -> None:
    with pytest.raises(InvalidValueError, match="days that are looked at"):
        gaps_and_overlaps(LIMITS)
