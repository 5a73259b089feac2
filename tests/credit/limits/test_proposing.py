"""Laws of proposals: formulas, seasons and indemnities agree with the long way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    AverageLimit,
    CreditInsurance,
    CreditProfile,
    GradeLimit,
    LimitFormula,
    LimitRule,
    LimitRules,
    LimitStep,
    LowestLimit,
    NoLimit,
    NotChecked,
    SeasonalLimit,
    ShareLimit,
    StepLimit,
    profile_of,
)
from salesmgmt.criteria import field
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    MissingFieldError,
    WrongTypeError,
)
from salesmgmt.money import Money
from salesmgmt.records import CreditNote, Customer, Delivery, Facts, Invoice, Line, Order, Record
from salesmgmt.testing.credit_limits import credit_profiles, limit_formulas

pytestmark = pytest.mark.properties

amounts = st.integers(0, 10**8).map(lambda minor: Money(minor, "USD"))
eighths = st.integers(0, 8).map(lambda part: Fraction(part, 8))


def rounded(value: Fraction) -> int:
    """Half up, of a figure that is not negative."""
    return int(value * 2 + 1) // 2


def known(**fields: object) -> CreditProfile:
    return CreditProfile("C-1", "2026-01-05", "USD", **fields)  # type: ignore[arg-type]


@given(limit_formulas(), credit_profiles())
def test_every_proposal_is_explained_and_never_negative(
    formula: LimitFormula, profile: CreditProfile
) -> None:
    found = formula.propose(profile)
    assert (found.customer, found.on) == (profile.customer, profile.on)
    assert found.reasons
    for reason in found.reasons:
        for one in reason.walk():
            assert one.text("en")
            assert one.text("zh")
    if isinstance(found.amount, Money):
        assert found.amount.minor >= 0
    if found.amount is None:
        with pytest.raises(InvalidValueError, match="nothing could be proposed"):
            found.limit("L")
    else:
        limit = found.limit("L", review="2027-01-05", approver="ann")
        assert (limit.holder, limit.amount, limit.approver) == (found.customer, found.amount, "ann")


@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=12),
    st.fractions(0, 6, max_denominator=4),
    st.fractions(0, 3, max_denominator=10),
    st.booleans(),
)
def test_average_times_term_times_factor(
    months: list[int], term: Fraction, factor: Fraction, all_months: bool
) -> None:
    formula = AverageLimit({"A": factor}, over="all_months" if all_months else "months_with_sales")
    sales = [Money(minor, "USD") for minor in months]
    found = formula.propose(known(grade="A", term_months=term, monthly_sales=sales))
    counted = months if all_months else [minor for minor in months if minor]
    if not counted:
        assert found.amount is None
        return
    average = Fraction(sum(counted), len(counted))
    assert found.average == Money(rounded(average), "USD")
    assert found.amount == Money(rounded(average * term * factor), "USD")


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6, unique=True), st.integers(0, 60))
def test_the_highest_step_reached(starts: list[int], score: int) -> None:
    formula = StepLimit("score", [LimitStep(start, Money(start, "USD")) for start in starts])
    reached = [start for start in starts if start <= score]
    found = formula.propose(known(score=score)).amount
    assert found == (Money(max(reached), "USD") if reached else None)


@given(
    st.lists(st.tuples(st.sampled_from(("net_worth", "turnover")), eighths), min_size=1, max_size=4), amounts
)
def test_the_lowest_of_several(shares: list[tuple[str, Fraction]], figure: Money) -> None:
    profile = known(figures={"net_worth": figure, "turnover": figure + figure})
    formulas = [ShareLimit(name, share) for name, share in shares]
    each = [formula.propose(profile).amount for formula in formulas]
    found = LowestLimit(formulas).propose(profile).amount
    assert isinstance(found, Money)
    assert found.minor == min(one.minor for one in each if isinstance(one, Money))


@given(amounts, eighths, amounts, st.integers(0, 60), st.sampled_from(("low", "normal", "peak")))
def test_a_season_moves_the_cap(sales: Money, swing: Fraction, asked: Money, days: int, season: str) -> None:
    check = SeasonalLimit(swing, most_days=30).check(sales, asked, days, season=season)
    month = Fraction(sales.minor, 12)
    assert check.normal.minor == rounded(month)
    assert check.lowest.minor == rounded(month * (1 - swing))
    assert check.highest.minor == rounded(month * (1 + swing))
    assert check.cap == {"low": check.lowest, "normal": check.normal, "peak": check.highest}[season]
    assert check.granted == (asked <= check.cap and days <= 30)
    codes = {reason.code for reason in check.reasons}
    assert ("credit.request.excess" in codes) == (asked > check.cap)
    assert ("credit.request.days" in codes) == (days > 30)


@given(amounts, eighths, st.none() | amounts, amounts)
def test_an_indemnity_is_the_cover_of_what_is_left(
    limit: Money, cover: Fraction, deductible: Money | None, loss: Money
) -> None:
    paid = CreditInsurance(limit, cover, deductible=deductible).indemnity(loss)
    within = min(loss.minor, limit.minor)
    base = max(0, within - (0 if deductible is None else deductible.minor))
    assert paid.indemnifiable.minor == within
    assert paid.payout.minor == rounded(base * cover)
    assert paid.payout + paid.retained == loss
    assert all(reason.text("zh") for reason in paid.reasons)


def test_grades_that_get_no_credit_pay_in_advance_whatever_is_known() -> None:
    formula = AverageLimit({"A": 1, "C": 0}, no_credit="C")
    found = formula.propose(known(grade="C"))
    assert (found.amount, found.advance) == (Money.zero("USD"), True)
    assert found.reasons[0].text("zh") == "C 级客户不予赊销，须预付货款"
    assert not formula.propose(known(grade="A")).advance


@pytest.mark.parametrize(
    ("fields", "figure"),
    [
        ({}, "grade"),
        ({"grade": "A"}, "monthly_sales"),
        ({"grade": "A", "expected_monthly": "USD 5"}, "term_months"),
    ],
)
def test_what_is_missing_is_named(fields: dict[str, object], figure: str) -> None:
    found = AverageLimit({"A": 1}).propose(known(**fields))
    assert found.amount is None
    assert found.reasons[0].get("figure") == figure


def test_what_else_a_grade_or_step_may_give() -> None:
    grades = GradeLimit({"key": "no limit", "own": "not checked", "new": "USD 0"})
    given_by = [grades.propose(known(grade=grade)).amount for grade in ("key", "own", "new", "other")]
    assert given_by == [NoLimit(), NotChecked(), Money.zero("USD"), None]
    steps = StepLimit(
        "last_year", {"USD 1,000": "USD 100", "USD 5,000": "no limit", "USD 9,000": "not checked"}
    )
    found = [steps.propose(known(last_year=f"USD {sales}")).amount for sales in (999, 1000, 5000, 9000)]
    assert found == [None, Money.of("USD 100"), NoLimit(), NotChecked()]


def test_the_first_rule_that_applies() -> None:
    rules = LimitRules(
        [
            LimitRule("good", ShareLimit("last_year", "10%"), field("score").more_than(80)),
            LimitRule(
                "old", StepLimit("years", {3: "USD 700"}), field("years").at_least(3).or_if_missing(met=False)
            ),
        ]
    )
    good = rules.propose(known(score=81, last_year="USD 900"))
    assert good.amount == Money.of("USD 90")
    assert good.reasons[0].tree() == ("rule good applies\n  10% of last_year (USD 900.00) is USD 90.00")
    assert rules.propose(known(score=80, years=3)).amount == Money.of("USD 700")
    nothing = rules.propose(known(score=80))
    assert (nothing.amount, nothing.reasons[0].code) == (None, "credit.proposal.no_rule")
    with pytest.raises(MissingFieldError):
        rules.propose(known(years=3))


def test_figures_of_another_kind_or_currency_are_refused() -> None:
    with pytest.raises(WrongTypeError, match="be money"):
        ShareLimit("score", "10%").propose(known(score=5))
    with pytest.raises(WrongTypeError, match="be a number"):
        StepLimit("last_year", {5: "USD 1"}).propose(known(last_year="USD 5"))
    with pytest.raises(CurrencyMismatchError):
        ShareLimit("last_year", 1, most="EUR 1").propose(known(last_year="USD 5"))
    with pytest.raises(CurrencyMismatchError):
        known(last_year="EUR 5")
    with pytest.raises(WrongTypeError, match="all with an amount"):
        StepLimit("score", [LimitStep(5, "USD 1"), LimitStep("USD 9", "USD 2")])
    with pytest.raises(BatchError, match="be unique"):
        StepLimit("score", [LimitStep(5, "USD 1"), LimitStep("5", "USD 2")])
    with pytest.raises(InvalidValueError, match="another name"):
        known(figures={"grade": 5})
    with pytest.raises(InvalidValueError, match="outside the low season"):
        SeasonalLimit("50%", low=[1, 2], peak=[2, 3])
    with pytest.raises(InvalidValueError, match="or the day"):
        SeasonalLimit("50%").check("USD 12", "USD 1", 5)


def sold(id: str, on: str, amount: str) -> Invoice:  # noqa: A002
    return Invoice(id, on, Line(None, amount, tax="USD 1"), customer="C-1")


FACTS: list[Record] = [
    Customer("C-1", since="2023-01-06", segment="key"),
    Customer("C-2"),
    sold("I-1", "2025-10-31", "USD 100"),
    sold("I-2", "2025-12-01", "USD 300"),
    sold("I-3", "2026-01-04", "USD 900"),
    sold("I-4", "2026-01-06", "USD 5,000"),
    CreditNote("N-1", "2025-12-31", Line(None, "USD 50"), customer="C-1"),
    Invoice("I-5", "2025-12-05", Line(None, "USD 7"), customer="C-2"),
    Order("O-1", "2025-11-11", Line(None, "USD 11"), customer="C-1"),
    Delivery("D-1", "2025-12-12", Line(None, "USD 12"), order="O-1"),
]


@given(st.permutations(FACTS))
def test_a_profile_out_of_facts(facts: list[Record]) -> None:
    profile = profile_of(Facts(facts), "C-1", "2026-01-05", "USD", grade="A", term_months="1.5")
    assert [str(month) for month in profile.monthly_sales] == ["USD 100.00", "USD 0.00", "USD 250.00"]
    assert profile.last_year == Money.of("USD 350")
    assert (profile.years, profile.segment, profile.term_months) == (2, "key", Fraction(3, 2))


def test_what_a_profile_counts_is_a_choice() -> None:
    facts = Facts(FACTS)
    last = profile_of(facts, "C-1", "2026-01-05", "USD", months=1)
    assert last.monthly_sales == (Money.of("USD 250"),)
    taxed = profile_of(facts, "C-1", "2026-01-05", "USD", months=1, tax=True)
    assert taxed.monthly_sales == (Money.of("USD 251"),)
    orders = profile_of(facts, "C-1", "2026-01-05", "USD", basis="orders")
    assert orders.monthly_sales == (Money.of("USD 11"), Money.zero("USD"))
    deliveries = profile_of(facts, "C-1", "2026-01-05", "USD", basis="deliveries")
    assert deliveries.monthly_sales == (Money.of("USD 12"),)
    nobody = profile_of(facts, "C-3", date(2026, 1, 5), "USD")
    assert (nobody.monthly_sales, nobody.last_year, nobody.years) == ((), None, None)
    with pytest.raises(BatchError, match="be EUR"):
        profile_of(facts, "C-1", "2026-01-05", "EUR")


def test_what_is_sold_on_the_day_counts_and_a_share_has_a_bound() -> None:
    profile = profile_of(Facts(FACTS), "C-1", "2025-10-31", "USD", months=1)
    later = profile_of(Facts(FACTS), "C-1", "2026-02-04", "USD", months=1)
    assert (profile.monthly_sales, later.monthly_sales) == ((), (Money.of("USD 5,900"),))
    same_day = profile_of(Facts(FACTS), "C-1", "2026-01-06", "USD")
    assert same_day.last_year == Money.of("USD 350")
    capped = ShareLimit("last_year", 1, most="USD 5").propose(known(last_year="USD 9"))
    assert (capped.amount, capped.reasons[0].code) == (Money.of("USD 5"), "credit.proposal.capped")


def test_a_limit_is_made_of_the_exact_average() -> None:
    sales = [Money(1, "USD"), Money(1, "USD"), Money(2, "USD")]
    found = AverageLimit({"A": 1}).propose(known(grade="A", term_months=3, monthly_sales=sales))
    assert (found.average, found.amount) == (Money(1, "USD"), Money(4, "USD"))


def test_a_year_has_twelve_months() -> None:
    for months in (0, 13):
        with pytest.raises(InvalidValueError):
            SeasonalLimit("50%", low=months, peak=6)


def test_the_longest_term_is_granted() -> None:
    policy = SeasonalLimit("50%", most_days=30)
    for days, granted in ((30, True), (31, False)):
        check = policy.check("USD 1,200", "USD 100", days, season="normal")
        assert ("credit.request.days" not in {one.code for one in check.reasons}) is granted
