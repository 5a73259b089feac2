"""The days on which counting begins and ends, and the day on which a contest's figure was reached."""

from __future__ import annotations

from datetime import date

import pytest

from salesmgmt.criteria import field
from salesmgmt.incentives import Commission, Contest, Factor, Plan, Revenue
from salesmgmt.records import Facts, Opportunity


def won(name: str, owner: str, amount: str, on: str) -> Opportunity:
    return Opportunity(name, owner, amount, outcome="won", closed=on)


@pytest.mark.parametrize("factors", [(), (Factor("100%", where=field("owner").equals("ann")),)])
def test_the_first_and_the_last_day_of_a_call_count(factors: tuple[Factor, ...]) -> None:
    plan = Plan(
        "p", currency="USD", components=Commission("sales", of=Revenue(), pays="10%", factors=factors)
    )
    days = ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    deals = [won(f"D-{number}", "ann", f"USD {10**number}", day) for number, day in enumerate(days)]
    outcome = plan.earn(Facts(deals), "2026-02-28", since=date(2026, 2, 1))
    assert str(outcome.total()) == "USD 11.00"


def test_who_came_to_a_figure_earlier_is_ahead() -> None:
    contest = Contest("race", of=Revenue(), per="month", prizes=("USD 30", "USD 10"), ties="earliest")
    plan = Plan("p", currency="USD", components=contest)
    deals = [
        won("D-1", "ann", "USD 50", "2026-01-05"),
        won("D-2", "ann", "USD 50", "2026-01-20"),
        won("D-3", "bob", "USD 100", "2026-01-10"),
        won("D-4", "bob", "USD 0", "2026-01-25"),
    ]
    for batch in (deals, deals[::-1]):
        outcome = plan.earn(Facts(batch), "2026-01")
        assert {one.participant: str(one.amount) for one in outcome.earned} == {
            "ann": "USD 10.00",
            "bob": "USD 30.00",
        }


def test_a_figure_of_nothing_was_reached_on_the_first_day_that_counts() -> None:
    contest = Contest("race", of=Revenue(), per="month", prizes=("USD 30",), ties="earliest")
    plan = Plan("p", currency="USD", components=contest)
    deals = [won("D-1", "ann", "USD 0", "2026-01-09"), won("D-2", "bob", "USD 0", "2026-01-05")]
    deals.append(won("D-3", "bob", "USD 0", "2026-01-20"))
    outcome = plan.earn(Facts(deals), "2026-01")
    assert {one.participant: one.amount.minor for one in outcome.earned} == {"ann": 0, "bob": 3000}
