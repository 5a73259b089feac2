"""Figures and statements as somebody meets them who uses the package for the first time."""

from __future__ import annotations

from fractions import Fraction

import pytest

from salesmgmt.criteria import Criterion, field
from salesmgmt.errors import BatchError
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Cap,
    Commission,
    Component,
    Earnings,
    Equally,
    Factor,
    Fixed,
    Gate,
    Marginal,
    MarginPercent,
    Plan,
    Pool,
    Revenue,
    ShareOf,
    StatementPart,
    Whole,
)
from salesmgmt.money import Money, Rounding, Unrounded
from salesmgmt.records import (
    Assignment,
    CreditNote,
    DealShare,
    Facts,
    Invoice,
    Line,
    Opening,
    Opportunity,
    Participant,
    Quota,
    Record,
)

TIERS = Marginal({"USD 0": "10%", "USD 1,000": "20%"})
BUILDS_UP = Commission("sales", of=Revenue(), by=Amount(per="quarter", within="year"), pays=TIERS)


def plan(*components: Component) -> Plan:
    return Plan("p", currency="USD", components=components)


def won(name: str, amount: str, day: str, owner: str = "ann") -> Opportunity:
    return Opportunity(name, owner, amount, outcome="won", closed=day)


def earn(terms: Plan, *records: Record, through: str = "2026-Q2", since: str | None = None) -> Earnings:
    return terms.earn(Facts(records), through=through, since=since)


def said(outcome: Earnings) -> list[str]:
    return [str(row[-1]) for row in outcome.remarks().rows]


EARLIER = won("D-1", "USD 1,000", "2026-02-02")
LATER = won("D-2", "USD 100", "2026-05-05")
OPENING = Opening("O", "ann", "2026-04-01", "sales", "USD 1,000")


@pytest.mark.parametrize("accumulates", ["position", "less earned", "gross"])
def test_an_opening_stands_in_place_of_what_the_batch_has_before_its_day(accumulates: str) -> None:
    by = Amount(per="quarter", within="year", accumulates=accumulates)
    terms = plan(Commission("sales", of=Revenue(), by=by, pays=TIERS))
    outcome = earn(terms, EARLIER, LATER, OPENING, since="2026-04-01")
    alone = earn(terms, LATER, OPENING, since="2026-04-01")
    (figure,), (expected,) = outcome.earned, alone.earned
    assert figure.opening_size == expected.opening_size == 100_000
    assert (figure.amount, figure.before_minor) == (expected.amount, expected.before_minor)
    assert [reason.code for reason in figure.reasons] == ["incentives.opening.replaces"]
    assert expected.reasons == ()
    assert outcome.statement("ann").adds_up


def test_sales_from_the_day_of_an_opening_on_come_on_top_of_it() -> None:
    middle = [won("D-3", "USD 20", "2026-02-14"), won("D-4", "USD 30", "2026-02-15")]
    opening = Opening("O", "ann", "2026-02-15", "sales", "USD 1,000")
    outcome = earn(plan(BUILDS_UP), *middle, LATER, opening)
    assert [one.opening_size for one in outcome.earned] == [0, 103_000]
    assert said(outcome)[-1].endswith("in place of USD 20 that the facts hold before it")


def test_less_earned_takes_off_what_was_paid_to_the_cent() -> None:
    by = Amount(per="quarter", within="year", accumulates="less earned")
    terms = plan(Commission("sales", of=Revenue(), by=by, pays=TIERS))
    first, second = won("D-1", "USD 0.05", "2026-02-02"), won("D-2", "USD 0.05", "2026-05-05")
    # Half a cent was paid as a cent, so that nothing is left of the whole cent that both come to.
    assert [(one.amount_minor, one.before_minor) for one in earn(terms, first, second).earned] == [
        (1, 0),
        (0, 1),
    ]
    opening = Opening("O", "ann", "2026-04-01", "sales", "USD 0.05")
    (figure,) = earn(terms, second, opening, since="2026-04-01").earned
    assert (figure.amount_minor, figure.before_minor) == (0, 1)


def test_the_latest_of_several_openings_holds() -> None:
    first = Opening("O-0", "ann", "2026-01-01", "sales", "USD 700")
    outcome = earn(plan(BUILDS_UP), won("D-1", "USD 5", "2026-02-02"), LATER, first, OPENING)
    assert [one.opening_size for one in outcome.earned] == [70_000, 100_000]


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening("O", "ann", "2026-04-01", "sale", "USD 1,000"), "no component sale"),
        (Opening("O", "ann", "2026-04-01", "flat", "USD 1,000"), "builds nothing up"),
        (Opening("O", "ann", "2026-04-01", "sales", quantity=7), "another unit"),
    ],
)
def test_an_opening_that_nothing_goes_on_from_is_said(opening: Opening, words: str) -> None:
    outcome = earn(plan(BUILDS_UP, Commission("flat", of=Revenue(), pays="1%")), LATER, opening)
    assert words in said(outcome)[0]
    assert outcome.remarks("zh").rows
    assert "1 remark" in str(outcome)


AE = Commission("sales", of=Revenue(), pays="10%", eligible=field("role").equals("ae"))
POSTS = (Assignment("A", "ann", "../..", role="ae"), Assignment("B", "bob", "../..", role="se"))


def test_an_overlay_of_somebody_not_eligible_stands_beside_the_deals_and_no_factor_is_made_up() -> None:
    outcome = earn(plan(AE), EARLIER, *POSTS, DealShare("S", "D-1", "bob", 20, "overlay"))
    found = outcome.reconcile()
    assert found.adds_up
    assert [(row.way, row.deals) for row in found.rows] == [
        ("counted", 1),
        ("excluded.overlay_not_eligible", 1),
    ]
    assert "beside the deals: overlay, not eligible" in str(found)
    (missed,) = outcome.not_counted()
    assert missed.why().startswith("bob, who has an overlay share, was not eligible on that day: ")
    assert "role: “se”" in missed.why()


@pytest.mark.parametrize(
    ("eligible", "posts", "words"),
    [
        ("rol", POSTS, "rol is not known of the post of ann"),
        ("role", (), "ann has no post on that day, so role is not known"),
    ],
)
def test_what_is_not_known_of_a_post_is_said(eligible: str, posts: tuple[Record, ...], words: str) -> None:
    terms = plan(Commission("sales", of=Revenue(), pays="10%", eligible=field(eligible).equals("ae")))
    outcome = earn(terms, EARLIER, *posts)
    (missed,) = outcome.not_counted()
    assert missed.why() == f"ann was not eligible on that day: {words}"
    assert said(outcome) == ["1 deal does not count: eligibility unknown"]
    assert "1 deal does not count for another reason" in str(outcome)


def test_deals_that_no_condition_of_the_plan_leaves_out_are_counted_under_the_table() -> None:
    euros = [won(f"E-{number}", "EUR 100", "2026-03-03") for number in (1, 2)]
    kept = plan(Commission("sales", of=Revenue(field("customer").is_present()), pays="10%"))
    text = str(earn(kept, EARLIER, *euros))
    assert (
        "2 deals do not count for other reasons than the plan's conditions (in another currency: 2)" in text
    )
    assert "not count" not in str(earn(kept, EARLIER))


def test_a_return_without_a_cost_that_takes_nothing_back_is_counted_under_the_table() -> None:
    pays = Whole({"0%": "1%", "20%": "5%"})
    terms = plan(Commission("sales", of=Revenue(event="invoice"), by=MarginPercent(), pays=pays))
    invoice = Invoice("I-1", "2026-03-01", Line("A", "USD 100", cost="USD 50"), owner="ann", customer="K")
    back = CreditNote("C-1", "2026-03-03", Line("A", "USD 100"), customer="K", invoice="I-1")
    assert "(look-up unknown: 1)" in str(earn(terms, invoice, back))


MISSPELT = ("sales.atainment", "attainmnt", "attainment.share", "sale.attainment", "sales", "tenures.months")


@pytest.mark.parametrize("path", MISSPELT)
def test_a_gate_on_what_nobody_can_reach_is_refused(path: str) -> None:
    gate = Gate(field(path).at_least("80%"))
    with pytest.raises(BatchError, match=path):
        plan(Commission("sales", of=Revenue(), by=Attainment(), pays=TIERS_OF_SHARE, modifiers=gate))


TIERS_OF_SHARE = Marginal({"0%": "5%", "100%": "8%"})


@pytest.mark.parametrize(
    "where",
    [
        field("attainment").at_least("80%"),
        field("sales.base").at_least("USD 1"),
        field("score.csat").at_least("80%"),
        field("participant").equals("ann"),
        field("participant.more.grade").equals("A"),
        field("participant.grade").equals("A"),
        field("role").equals("ae"),
        field("unit.name").equals("North"),
        field("tenure").at_least(3),
    ],
)
def test_a_gate_on_what_is_known_of_somebody_is_accepted(where: Criterion) -> None:
    sales = Commission("sales", of=Revenue(), by=Attainment(), pays=TIERS_OF_SHARE, modifiers=Gate(where))
    assert plan(sales).components == (sales,)


def test_a_quota_that_is_left_aside_is_said() -> None:
    terms = plan(Commission("sales", of=Revenue(), by=Attainment(per="quarter"), pays=TIERS_OF_SHARE))
    full = Quota("Q-1", "ann", "2026-01-01/2026-04-01", "USD 1,000")
    second = Quota("Q-2", "ann", "2026-02-15/2026-04-01", "USD 700")
    month = Quota("Q-3", "ann", "2026-02-01/2026-03-01", "USD 300")
    outcome = earn(terms, EARLIER, full, second, month, through="2026-Q1")
    assert [one.quota_size for one in outcome.earned] == [100_000]
    (words,) = said(outcome)
    assert words.startswith("another quota for revenue, of 2026-02-15 to 2026-03-31, is left aside")
    assert said(earn(terms, EARLIER, full, month, through="2026-Q1")) == []


def rows(outcome: Earnings, place: int = -1, lang: str = "en") -> list[tuple[str, str]]:
    """Tier and pay of every row of a figure's slices, as a reader sees them."""
    table = part(outcome, place).calculation.table(lang)
    shown = [(str(row[-4]), row[-1]) for row in table.rows]
    total = sum((_minor(pay) for _, pay in shown), Fraction(0))
    assert total == _minor(table.footer[-1] if table.footer else None)
    return [(tier, "" if pay is None else str(pay)) for tier, pay in shown]


def part(outcome: Earnings, place: int = -1) -> StatementPart:
    found = outcome.statement("ann").parts[place]
    assert found.adds_up
    return found


def _minor(cell: object) -> Fraction:
    assert isinstance(cell, Money | Unrounded | None)
    return Fraction(0) if cell is None else Fraction(cell.minor)


def test_what_was_brought_and_paid_before_stands_among_the_slices() -> None:
    by = Amount(per="quarter", within="year", accumulates="less earned")
    terms = plan(Commission("sales", of=Revenue(), by=by, pays=TIERS))
    outcome = earn(terms, EARLIER, LATER)
    assert rows(outcome) == [
        ("of it, brought from before", ""),
        ("USD 0.00 – USD 1,000.00", "USD 100.00"),
        ("from USD 1,000.00", "USD 20.00"),
        ("less what was paid before", "USD -100.00"),
    ]
    assert [row[0] for row in rows(outcome, lang="zh")][::3] == ["其中：期初累计", "减：此前已计提"]
    text = [reason.text() for reason in outcome.statement("ann").reason.walk()]
    assert "brought from before: USD 1,000" in text
    assert "less what was paid before: USD 100" in text
    assert rows(earn(plan(BUILDS_UP), EARLIER, LATER)) == [
        ("brought from before", ""),
        ("from USD 1,000.00", "USD 20.00"),
    ]
    tried = terms.pay("sales", "USD 100", opening="USD 1,000").text()
    assert "less what was paid before" in tried


def test_limits_factors_and_roundings_of_deals_are_called_by_name() -> None:
    capped = Commission("sales", of=Revenue(), pays="10%", modifiers=Cap("USD 50", per="deal"))
    assert [pay for _, pay in rows(earn(plan(capped), EARLIER))] == ["USD 100.00", "USD -50.00"]
    assert rows(earn(plan(capped), EARLIER))[1][0].startswith("at most USD 50")
    rated = Commission("sales", of=Revenue(), pays="10%", factors=Factor("80%", on="rate"))
    assert rows(earn(plan(rated), EARLIER)) == [("all", "USD 100.00"), ("at 80% of the rate", "USD -20.00")]
    rounded = Commission("sales", of=Revenue(), pays="10%", rounds="deal", rounding=Rounding("1"))
    found = rows(earn(plan(rounded), won("D", "USD 3", "2026-03-03")))
    assert found == [("all", "USD 0.30"), ("rounded", "USD -0.30")]


def test_a_standard_is_not_called_credited() -> None:
    outcome = earn(plan(Fixed("salary", pays="USD 6,000"), BUILDS_UP), EARLIER, through="2026-02")
    (payout, *_) = outcome.statement("ann").payouts().records()
    assert payout["base"] is None


def test_what_one_role_is_credited_is_no_loss_in_the_component_of_another() -> None:
    other = Commission(
        "support", title="Support", of=Revenue(), pays="1%", eligible=field("role").equals("se")
    )
    outcome = earn(plan(AE, other), EARLIER, won("D-9", "USD 5", "2026-03-03", "bob"), *POSTS)
    assert outcome.statement("ann").not_counted == ()
    assert len(outcome.not_counted()) == 2
    assert {row["component_id"] for row in outcome.statement("bob").credits().records()} == {"support"}


def test_a_period_that_is_not_over_says_so() -> None:
    outcome = earn(plan(BUILDS_UP), EARLIER, through="2026-02")
    assert "FY2026-Q1 is counted for 2026-01-01/2026-03-01 only" in str(outcome)
    assert [row["partial"] for row in outcome.records()] == [True]
    assert "only" not in str(earn(plan(BUILDS_UP), EARLIER))


def test_a_tier_that_begins_above_its_bound_is_said_to() -> None:
    tiers = Whole({"USD 0": "1%", "USD 100": "2%", "USD 500": "3%"}, "lower")
    assert tiers.said()[:3] == (
        "from USD 0.00 to USD 100.00: 1% of the whole base",
        "over USD 100.00 up to USD 500.00: 2% of the whole base",
        "over USD 500.00: 3% of the whole base",
    )
    assert tiers.said("zh")[2].startswith("超过 ")


def test_a_pool_shows_what_was_put_in_and_the_share() -> None:
    pool = Pool("team", per="month", fund=ShareOf("sales", "25%"), by=Equally())
    deals = [won("D-1", "USD 1,000", "2026-01-05"), won("D-2", "USD 3,000", "2026-01-06", "bob")]
    people = [Participant("ann"), Participant("bob")]
    outcome = earn(
        plan(Commission("sales", of=Revenue(), pays="10%"), pool), *deals, *people, through="2026-01"
    )
    assert rows(outcome) == [("prize or share", "USD 50.00"), ("less what was put in", "USD -25.00")]
    assert "less what was put in" in outcome.statement("ann").text()
    assert outcome.statement("ann").payouts().records()[-1]["base"] is None
