"""Tables of tiers: what is refused with all its faults, how they are written, and mixed ones by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    WrongTypeError,
)
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.incentives.schedules import (
    Amounts,
    Flat,
    KeyKind,
    Marginal,
    Method,
    Schedule,
    Slice,
    Tier,
    TiersLike,
    Violation,
    Whole,
    accelerated,
    as_schedule,
    uplift,
)
from salesmgmt.incentives.schedules.compiled import payer_of, picker_of
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.money import Currency, Money, Rate, Unrounded

USD = Currency.of("USD")


def usd(amount: str | int) -> Unrounded:
    return Money.of(amount, "USD").exact


def pay(schedule: Schedule, base: Figure, **how: int | Fraction) -> Unrounded:
    return Unrounded.total((part.pay for part in schedule.slices(base, **how)), "USD")


@pytest.mark.parametrize(
    ("tiers", "rules"),
    [
        ({"60%": "5%"}, ["be 0: write what is paid below it, if only 0%"]),
        ({"0%": "2%", "100%": "8%", "60%": "5%"}, ["be above the tier before it, 100%"]),
        ({"0%": "2%", "60%": "5%", "0.6/1": "6%"}, ["be above the tier before it, 60%"]),
        ({"0%": "2%", "USD 60": "5%"}, ["be of the kind of the first one, 0%"]),
        ({"0%": "2%", 10: "5%"}, ["be of the kind of the first one, 0%"]),
        ({"USD 0": "2%", "EUR 60": "5%"}, ["be in USD, as the first one"]),
        (
            (Tier("0%", "2%"), Tier(None, "5%")),
            ["be stated; only the first tier begins below everything"],
        ),
        ({None: "5%"}, ["be stated, since there is no tier above it"]),
        ((Tier("0%", "2%", "60%"), Tier("70%", "5%")), ["leave no gap before 70%"]),
        ((Tier("0%", "2%", "60%"), Tier("50%", "5%")), ["not reach over the next start 50%"]),
        ((Tier("0%", "2%"), Tier("50%", "5%")), ["be 50%, where the next one begins"]),
        (
            (Tier(None, "2%", "USD 5"), Tier("50%", "5%")),
            ["be of the kind of the next start 50%"],
        ),
        (
            (Tier("10%", "2%", "40%"), Tier("50%", "5%", "60%")),
            [
                "be 0: write what is paid below it, if only 0%",
                "leave no gap before 50%",
                "be left open: write what is paid above it as a tier of its own",
            ],
        ),
        (
            {"0%": "2%", "50%": "USD 6"},
            ["be a rate or an amount for each unit, as the 2% of another tier is"],
        ),
        (
            {"0%": "USD 6", "50%": "EUR 6"},
            ["be in USD, as the rest of the table"],
        ),
        (
            {"USD 0": "2%", "USD 50": "5%", "USD 60": "EUR 6"},
            [
                "be a rate or an amount for each unit, as the 2% of another tier is",
                "be in USD, as the rest of the table",
            ],
        ),
        (
            (Tier("0%", "2%", "60%", "amount"), Tier("60%", "USD 5", method="spread")),
            [
                "be an amount such as 'USD 500', since the step pays a sum",
                "be stated, since the sum is spread over the step",
            ],
        ),
    ],
)
def test_a_table_that_does_not_join_is_refused_with_all_its_faults(
    tiers: TiersLike, rules: list[str]
) -> None:
    for kind in (Whole, Marginal):
        if kind is Marginal and not isinstance(tiers, dict):
            continue
        with pytest.raises(BatchError) as refused:
            kind(tiers)
        found = [problem.rule for problem in refused.value.problems]
        assert [rule for rule in found if "a step of the table pays" not in rule] == rules


def test_a_first_tier_without_a_start_stands_only_where_the_step_is_picked() -> None:
    assert Whole({None: "0%", "10%": "3%"}).tiers[0] == Tier(None, "0%", "10%")
    with pytest.raises(BatchError, match="be 0, since a step of the table pays for what lies in it"):
        Marginal({None: "0%", "10%": "3%"})


@pytest.mark.parametrize(
    ("make", "given", "error"),
    [
        (Marginal, ({},), InvalidValueError),
        (Marginal, ({"0": "2%"},), InvalidValueError),
        (Marginal, ({"0%": "-2%"},), InvalidValueError),
        (Marginal, ({"0%": "USD -2"},), InvalidValueError),
        (Marginal, ({"0%": "some"},), InvalidValueError),
        (Marginal, ({"0%": "USD 0.005"},), InexactError),
        (Marginal, ({"-10%": "2%"},), BatchError),
        (Marginal, ({0.5: "2%"},), WrongTypeError),
        (Marginal, ({True: "2%"},), WrongTypeError),
        (Marginal, ({"0%": 0.02},), WrongTypeError),
        (Marginal, (["0%"],), WrongTypeError),
        (Tier, ("60%", "5%", "60%"), InvalidValueError),
        (Tier, ("60%", "5%", "USD 80"), WrongTypeError),
        (Tier, ("USD 60", "5%", "EUR 80"), CurrencyMismatchError),
        (Tier, ("60%", "5%", None, "slab"), InvalidValueError),
        (Whole, ({"0%": "2%"}, "middle"), InvalidValueError),
        (Amounts, ({"0%": "5%"},), BatchError),
        (Flat, ("-1%",), InvalidValueError),
        (as_schedule, ({"USD 0": "5%"},), WrongTypeError),
        (as_schedule, (object(),), WrongTypeError),
        (as_schedule, (0.05,), WrongTypeError),
        (accelerated, ("8%", {}), InvalidValueError),
        (accelerated, ("8%", {"100%": "-1%"}), InvalidValueError),
        (accelerated, ("USD 0.01", {"100%": "150%"}), InexactError),
        (uplift, ({},), InvalidValueError),
        (uplift, ({"0%": "5%", "100%": "6%"},), InvalidValueError),
        (uplift, ({"0%": "5%", "100%": "-6%"},), InvalidValueError),
        (uplift, ({"0%": "5%", "50%": "+1%", "1/2": "+1%"},), InvalidValueError),
    ],
)
def test_what_is_no_schedule_is_refused(
    make: Callable[..., object], given: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make(*given)


def test_a_bare_number_in_quotation_marks_is_told_what_it_could_mean() -> None:
    with pytest.raises(InvalidValueError, match="10% is a share, USD 10 an amount, and 10 without"):
        Whole({"10": "2%"})


SHARES, MONEYS, NUMBERS = Whole({"0%": "2%"}), Whole({"USD 0": "2%"}), Whole({0: "2%"})


@pytest.mark.parametrize(
    ("schedule", "base", "how", "error"),
    [
        (SHARES, Unrounded(-1, USD), {"unit": 1}, InvalidValueError),
        (SHARES, Unrounded(1, USD), {}, InvalidValueError),
        (SHARES, Unrounded(1, USD), {"unit": 0}, InvalidValueError),
        (SHARES, Unrounded(1, USD), {"unit": 0.5}, WrongTypeError),
        (SHARES, Unrounded(1, USD), {"unit": 1, "opening": -1}, InvalidValueError),
        (SHARES, Unrounded(1, USD), {"at": 1, "opening": 1}, InvalidValueError),
        (SHARES, Unrounded(1, USD), {"at": 0.5}, WrongTypeError),
        (SHARES, Fraction(1), {"unit": 1}, InvalidValueError),
        (SHARES, Money(1, USD), {"unit": 1}, WrongTypeError),
        (MONEYS, Unrounded(1, USD), {"unit": 5}, InvalidValueError),
        (MONEYS, Unrounded(1, "EUR"), {}, CurrencyMismatchError),
        (NUMBERS, Unrounded(1, USD), {}, InvalidValueError),
        (Amounts({"USD 0": "USD 5"}), Fraction(1), {}, InvalidValueError),
        (Flat("USD 6"), Unrounded(1, USD), {}, InvalidValueError),
        (Flat("5%"), Fraction(1), {}, InvalidValueError),
        (Flat("0%"), Fraction(1), {}, InvalidValueError),
    ],
)
def test_a_figure_that_a_schedule_cannot_pay_for_is_refused(
    schedule: Schedule, base: Figure, how: dict[str, int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        schedule.slices(base, **how)


def test_a_payer_refuses_what_slices_would_refuse() -> None:
    for schedule, currency in ((NUMBERS, USD), (Amounts({"USD 0": "USD 5"}), None), (Flat("5%"), None)):
        with pytest.raises(InvalidValueError):
            payer_of(schedule, currency)
    with pytest.raises(CurrencyMismatchError):
        payer_of(MONEYS, Currency.of("EUR"))


def test_tables_are_read_as_people_write_them() -> None:
    typed = Marginal({"0%": "2%", "60%": "5%"})
    assert typed == Marginal((Tier(Rate(0), Rate("0.02"), Rate("3/5")), Tier("百分之六十", "5%")))
    assert Whole({"¥0": "1%", "50万元": "2%"}).tiers[1].start == Money.of("CNY 500,000")
    counted = Amounts({Decimal(0): "0%", Decimal("1.5"): "USD 200"})
    assert counted.tiers[1].start == Fraction(3, 2)
    assert [table.keyed for table in (typed, MONEYS, counted)] == list(KeyKind)
    assert as_schedule("5%") == Flat("5%")
    assert as_schedule(Money.of("USD 6")) == Flat("USD 6")
    assert as_schedule(typed) is typed


MIXED = Marginal(
    (
        Tier("0%", "2%", "60%"),
        Tier("60%", "USD 500", "100%", "amount"),
        Tier("100%", "8%", "150%", "whole"),
        Tier("150%", "10%", "200%"),
        Tier("200%", "USD 1,000", "250%", "spread"),
        Tier("250%", "1%"),
    )
)


def test_a_table_of_all_methods_by_hand() -> None:
    # Quota 10,000: 2 % to 6,000; 500 in all to 10,000; 8 % of everything to 15,000; then 1,200 and 10 % of
    # what lies above 15,000, at 20,000 that is 1,700; 1,000 more, evenly up to 25,000; then 1 % on 2,700.
    expected = {
        "5999.99": "119.9998",
        "6000": "500",
        "9999.99": "500",
        "10000": "800",
        "14999.99": "1199.9992",
        "15000": "1200",
        "16000": "1300",
        "20000": "1700",
        "22000": "2100",
        "25000": "2700",
        "30000": "2750",
    }
    for base, paid in expected.items():
        assert pay(MIXED, usd(base), unit=1_000_000).amount == Fraction(paid)
    parts = MIXED.slices(usd(22_000), unit=1_000_000)
    assert [(str(part.base), str(part.pay), part.method, part.portion) for part in parts] == [
        ("USD 15,000", "USD 1,200", Method.WHOLE, None),
        ("USD 5,000", "USD 500", Method.MARGINAL, None),
        ("USD 2,000", "USD 400", Method.SPREAD, Rate("40%")),
    ]


def test_what_was_paid_before_is_taken_off_where_a_higher_step_takes_its_place() -> None:
    before, both = pay(MIXED, usd(9_000), unit=1_000_000), pay(MIXED, usd(12_000), unit=1_000_000)
    parts = MIXED.slices(usd(3_000), unit=1_000_000, opening=900_000)
    assert [(str(part.base), str(part.pay), part.portion) for part in parts] == [
        ("USD -9,000", "USD -500", Rate(-1)),
        ("USD 12,000", "USD 960", None),
    ]
    assert pay(MIXED, usd(3_000), unit=1_000_000, opening=900_000) == both - before
    again = MIXED.slices(usd(1_000), unit=1_000_000, opening=700_000)
    assert [(str(part.base), str(part.pay), part.portion) for part in again] == [
        ("USD 1,000", "USD 0", Rate(0)),
    ]


def test_a_sum_is_paid_to_who_sold_nothing_where_the_first_tier_pays_one() -> None:
    table = Amounts({"0%": "USD 100", "50%": "USD 300"})
    assert pay(table, usd(0), unit=100) == usd(100)
    assert pay(table, usd(0), at=Fraction(1, 2)) == usd(300)
    assert Marginal({"0%": "5%"}).slices(usd(0), unit=100) == ()
    assert payer_of(table, USD)(0, 1, 100, 1) == (10_000, 1)


def test_a_fall_is_shown_in_round_figures() -> None:
    assert Whole({"USD 0": "8%", "USD 1,000": "5%"}).monotone == Violation(
        Fraction(99_999), Fraction(100_000), Fraction("7999.92"), Fraction(5000)
    )
    assert Whole({"0%": "5%", "100%": "8%"}).monotone is True
    at_nothing = Amounts({None: "USD 100", "0%": "USD 50"}, "lower").monotone
    assert isinstance(at_nothing, Violation)
    assert [at_nothing.lower, at_nothing.pay_lower, at_nothing.pay_upper] == [0, 10_000, 5_000]
    # A sum beats 5 % of a small quota and loses to 5 % of a large one.
    found = Marginal((Tier("0%", "5%", "100%"), Tier("100%", "USD 900", method="amount"))).monotone
    assert found == Violation(
        Fraction(9_999_999), Fraction(10_000_000), Fraction("499999.95"), Fraction(90_000), Fraction(10**7)
    )


def test_an_amount_for_each_unit() -> None:
    each = Marginal({0: "USD 5", 10: "USD 6"})
    assert pay(each, Fraction(14)) == usd(74)
    assert [part.adds_up for part in each.slices(Fraction(14))] == [True, True]
    assert pay(Whole(each.tiers), Fraction(14)) == usd(84)
    assert pay(Whole({"0%": "USD 5", "100%": "USD 6"}), Fraction(14), unit=14) == usd(84)
    assert each.things is True
    assert Fraction(*payer_of(each, None)(14, 1)) == 7_400


def test_nothing_goes_with_everything() -> None:
    after_ten = Marginal({0: "0%", 10: "USD 6"})
    assert after_ten.things is True
    assert pay(after_ten, Fraction(14)) == usd(24)
    assert [str(part.pay) for part in after_ten.slices(Fraction(4))] == ["USD 0"]
    table = Marginal((Tier("0%", "0%", "50%", "amount"), Tier("50%", "5%")))
    assert (table.things, pay(table, usd(100), unit=10_000)) == (False, usd("2.50"))


def test_rates_that_are_built() -> None:
    faster = accelerated("8%", {"100%": "150%", "150%": "200%"}, "lower")
    assert faster == Marginal({"0%": "8%", "100%": "12%", "150%": "16%"}, "lower")
    assert accelerated("USD 6", {0: "50%", 10: "150%"}) == Marginal({0: "USD 3", 10: "USD 9"})
    assert accelerated("8%", {"USD 50": "50%"}) == Marginal({"USD 0": "8%", "USD 50": "4%"})
    assert uplift({0: "5%", 10: "+1%", 20: "-2%"}) == Marginal({0: "5%", 10: "6%", 20: "4%"})
    assert uplift({"0%": "5%", "100%": Rate("1%")}) == Marginal({"0%": "5%", "100%": "6%"})


def test_a_slice_that_does_not_add_up_says_so() -> None:
    part = Flat("5%").slices(usd(100))[0]
    assert part.adds_up
    assert not Slice(part.base, part.pays, usd(6)).adds_up
    assert Slice(usd(7), Money.of("USD 6"), usd(3), portion=Rate("50%")).adds_up


class Stairs:
    """A schedule of a caller's own: ten dollars for each full thousand."""

    keyed: KeyKind | None = None
    runs = False
    currency: Currency | None = USD

    def slices(
        self,
        base: Figure,
        *,
        at: int | Fraction | None = None,
        unit: int | Fraction | None = None,
        opening: int | Fraction = 0,
    ) -> tuple[Slice, ...]:
        full = Fraction(size_of(base) // 100_000 * 100_000)
        return (Slice(base, Rate("1%"), Unrounded(full / 100, USD)),)

    def said(self, lang: str = "en") -> tuple[str, ...]:
        return ("ten dollars for each full thousand",)


def test_a_schedule_of_the_callers_own_is_used_as_it_is() -> None:
    stairs = Stairs()
    assert as_schedule(stairs) is stairs
    assert Fraction(*payer_of(stairs, USD)(399_999, 1)) == 3_000
    with pytest.raises(InvalidValueError):
        picker_of(stairs)


def test_terms_as_sentences() -> None:
    marginal = Marginal({"0%": "2%", "60%": "5%", "100%": "8%"})
    assert marginal.said()[1:] == (
        "from 60% to 100%: 5% of what lies in this tier",
        "from 100% on: 8% of what lies in this tier",
    )
    assert marginal.said("zh")[1:] == ("60% 至 100% 部分：5%", "100% 以上部分：8%")
    whole = Whole({None: "0%", "10%": "3%", "20%": "5%"}, "lower")
    assert whole.said() == (
        "up to 10%: nothing",
        "over 10% up to 20%: 3% of the whole base",
        "over 20%: 5% of the whole base",
        "exactly 10% or 20% belongs to the tier below",
    )
    assert whole.said("zh") == (
        "不超过 10%：不计提",
        "超过 10% 至 20%：全额 3%",
        "超过 20%：全额 5%",
        "恰为 10% 或 20% 时适用较低一档",
    )
    assert MIXED.said()[1:] == (
        "from 60% to 100%: USD 500.00 in all, in place of what the tiers below pay",
        "from 100% to 150%: 8% of the whole base",
        "from 150% to 200%: 10% of what lies in this tier, on top of what is paid at 150%",
        "from 200% to 250%: USD 1,000.00, earned evenly over this tier, on top of what is paid at 200%",
        "from 250% on: 1% of what lies in this tier, on top of what is paid at 250%",
        "exactly 60% or 100% belongs to the tier above",
    )
    counted = Amounts({0: "0%", 1: "USD 200", 6: "USD 400", 11: "USD 700"})
    assert counted.said()[1] == "from 1 to 6: USD 200.00 in all"
    assert counted.said()[-1] == "exactly 1, 6 or 11 belongs to the tier above"
    assert counted.said("zh")[-1] == "恰为 1、6 或 11 时适用较高一档"
    assert Flat("5%").said() == ("5% of the base",)
    assert Flat("CNY 6").said("zh") == ("每单位 ¥6.00",)
    assert Marginal({0: "USD 5", 10: "0%"}).said() == (
        "from 0 to 10: USD 5.00 for each unit in this tier",
        "from 10 on: nothing for what lies in this tier",
    )
    assert Whole({0: "USD 5"}).said() == ("from 0 on: USD 5.00 for every unit",)
    with pytest.raises(InvalidValueError):
        marginal.said("fr")


def test_tables_that_differ_in_a_setting_are_other_values() -> None:
    tiers = {"0%": "2%", "60%": "5%"}
    kinds: tuple[type[Stepped], ...] = (Marginal, Whole)
    made = {kind(tiers, owner) for kind in kinds for owner in ("upper", "lower")}
    assert len(made) == 4
