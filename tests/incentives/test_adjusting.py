"""What an adjustment of the plan comes to, for every kind of single step."""

from __future__ import annotations

import pytest

from salesmgmt.criteria import field
from salesmgmt.incentives import Adjustment, Cap, Commission, Floor, Gate, Multiplier, Plan, Revenue
from salesmgmt.incentives.components import AnyModifier
from salesmgmt.records import Facts, Opportunity


@pytest.mark.parametrize(
    ("step", "adjusted"),
    [
        (Cap("USD 1,200"), "USD -300.00"),
        (Cap("USD 1,200", carries=True), "USD -300.00"),
        (Cap("USD 2,000"), "USD 0.00"),
        (Floor("USD 2,000"), "USD 500.00"),
        (Multiplier("110%"), "USD 150.00"),
        (Gate(field("participant").differs_from("ann"), otherwise="50%"), "USD -750.00"),
    ],
)
@pytest.mark.parametrize("per", ["month", "quarter"])
def test_a_step_changes_the_sum_of_what_is_listed_before(step: AnyModifier, adjusted: str, per: str) -> None:
    parts = (
        Commission("a", of=Revenue(), pays="10%"),
        Commission("b", of=Revenue(), pays="5%"),
        Adjustment("plan", per=per, modifiers=step),
    )
    plan = Plan("p", currency="USD", components=parts)
    facts = Facts([Opportunity("D-1", "ann", "USD 10,000", outcome="won", closed="2026-02-11")])
    result = plan.earn(facts, through="2026-02", since="2026-02-01")
    assert str(result.total("ann", component="plan")) == adjusted
    assert result.statement("ann").adds_up
