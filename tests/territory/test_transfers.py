"""What passes on when a plan takes the place of another."""

from __future__ import annotations

from datetime import date

import pytest

from salesmgmt.errors import InvalidValueError
from salesmgmt.records import Facts, Handover, Opportunity, Registration
from salesmgmt.territory import Territory, TerritoryPlan
from salesmgmt.territory.rules import Transfer, TransferPolicy

PARTS = [
    Territory("N", owner="ann"),
    Territory("N2", owner="ann"),
    Territory("S", owner="bob"),
    Territory("X"),
]
BEFORE = TerritoryPlan("P", PARTS, {"C-1": "N", "C-2": "N", "C-3": "S", "C-4": "N", "C-5": "X"})
AFTER = TerritoryPlan("P", PARTS, {"C-1": "S", "C-2": "N2", "C-3": "S", "C-5": "N"}, version=2)
FACTS = Facts(
    [
        Opportunity("D-1", "ann", customer="C-1", stage="contract"),
        Opportunity("D-2", "ann", customer="C-1", expected="2026-07-10"),
        Opportunity("D-3", "ann", customer="C-1", expected="2026-07-11"),
        Opportunity("D-4", "cy", customer="C-1"),
        Opportunity("D-5", "ann", customer="C-1", outcome="won", closed="2026-03-09"),
        Opportunity("D-6", "ann", customer="C-2"),
        Registration("R-1", "ann", "2026-05-01", "C-1", expires="2026-08-01"),
        Registration("R-2", "ann", "2026-05-01", "C-1", expires="2026-06-01"),
        Registration("R-3", "bob", "2026-05-01", "C-1"),
    ]
)


def test_each_thing_has_its_outcome() -> None:
    policy = TransferPolicy(keep_stages="contract", keep_days=10, credit_days=30)
    done = policy.consequences(FACTS, BEFORE, AFTER, on="2026-07-01")
    assert [(one.item, one.taker, one.outcome.value, one.until) for one in done.items] == [
        ("C-1", "bob", "move", None),
        ("D-1", "bob", "stay", None),
        ("D-2", "bob", "stay", None),
        ("D-3", "bob", "move", None),
        ("D-4", "bob", "stay", None),
        ("C-1", "bob", "stay", date(2026, 7, 31)),
        ("R-1", "bob", "stay", date(2026, 8, 1)),
        ("C-4", None, "move", None),
        ("C-4", None, "stay", date(2026, 7, 31)),
    ]
    assert done.handovers() == (Handover("H-C-1", "C-1", "ann", "bob", "2026-07-31"),)
    assert "  its decision is expected on 2026-07-10, before 2026-07-11" in done.text()
    assert "contract" in done.text("zh")
    assert len(done.table("zh").rows) == len(done.records()) == 9
    assert str(done) == done.text()
    assert len(done.of("registration")) == 1


def test_everything_may_move_at_once_or_stay() -> None:
    moves = TransferPolicy(registrations="move").consequences(FACTS, BEFORE, AFTER, on="2026-07-01")
    assert [one.item for one in moves.items if one.outcome is Transfer.STAY] == ["D-4"]
    assert moves.handovers()[0].on == date(2026, 7, 1)
    stays = TransferPolicy("stay").consequences(FACTS, BEFORE, AFTER, on="2026-07-01")
    assert all(one.outcome is Transfer.STAY for one in stays.of("opportunity"))
    assert TransferPolicy().consequences(FACTS, BEFORE, BEFORE, on="2026-07-01").items == ()


def test_bad_input() -> None:
    with pytest.raises(InvalidValueError):
        TransferPolicy("perhaps")
    with pytest.raises(InvalidValueError):
        TransferPolicy(credit_days=-1)
