"""Rules: the most specific one decides, whatever the order; ties, what is missing, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.schedules import Method, Rule, Rules
from salesmgmt.incentives.schedules.compiled import rule_picker_of
from salesmgmt.money import Currency, Money, Unrounded
from salesmgmt.testing.schedules import rule_sets
from tests.incentives.schedules.reference import number

pytestmark = pytest.mark.properties

USD = Currency.of("USD")
CONDITIONS: tuple[Criterion, ...] = (
    ALWAYS,
    field("product").equals("P"),
    field("category").is_in("C", "D"),
    field("product").equals("Q") | field("category").equals("C"),
)
DEALS = st.fixed_dictionaries({"product": st.sampled_from("PQR"), "category": st.sampled_from("CDE")})


@given(rule_sets(where=st.sampled_from(CONDITIONS), currency="USD", things=False), DEALS)
def test_the_most_specific_rule_decides_whatever_the_order(rules: Rules, deal: dict[str, str]) -> None:
    turned = Rules(rules.rules[::-1], rules.precedence)
    assert turned == rules
    assert hash(turned) == hash(rules)
    expected: Rule | None = None
    for scope in reversed(rules.precedence):
        of_scope = [rule for rule in rules.rules if rule.scope == scope and rule.where.matches(deal)]
        if of_scope:
            expected = min(of_scope, key=lambda rule: rule.id)
    found = turned.pick(deal)
    assert found == expected
    picked = rule_picker_of(rules)(deal)
    base = Unrounded(700, USD)
    if found is None:
        assert picked is None
        with pytest.raises(InvalidValueError):
            rules.slices(base, at=found)
        return
    paid = sum(part.pay.minor for part in rules.slices(base, at=found))
    assert paid == number(found.pays) * (700 if found.method is Method.WHOLE else 1)
    assert picked is not None
    assert picked[0] == found
    assert picked[1][0] * 700 + picked[1][1] == paid


ANY = Rule("any", "global", ALWAYS, "1%")


@pytest.mark.parametrize(
    ("make", "given", "error"),
    [
        (Rule, ("", "global", ALWAYS, "1%"), InvalidValueError),
        (Rule, ("r", "", ALWAYS, "1%"), InvalidValueError),
        (Rule, (7, "global", ALWAYS, "1%"), WrongTypeError),
        (Rule, ("r", "global", True, "1%"), WrongTypeError),
        (Rule, ("r", "global", ALWAYS, "-1%"), InvalidValueError),
        (Rule, ("r", "global", ALWAYS, "1%", "amount"), InvalidValueError),
        (Rule, ("r", "global", ALWAYS, "USD 1", "spread"), InvalidValueError),
        (Rules, ((), ("global",)), InvalidValueError),
        (Rules, ((ANY,), "global"), WrongTypeError),
        (Rules, ((ANY,), (7,)), WrongTypeError),
        (Rules, ((ANY,), ("global", "global")), InvalidValueError),
        (Rules, (("any",), ("global",)), WrongTypeError),
        (Rules, ((ANY,), ()), BatchError),
        (Rules, ((ANY,), ("global",)), None),
    ],
)
def test_what_is_no_rule_is_refused(
    make: Callable[..., object], given: tuple[object, ...], error: type[Exception] | None
) -> None:
    if error is None:
        make(*given)
        return
    with pytest.raises(error):
        make(*given)


def test_all_faults_of_the_rules_are_told_at_once() -> None:
    with pytest.raises(BatchError) as refused:
        Rules(
            (
                ANY,
                Rule("any", "product", ALWAYS, "2%"),
                Rule("b", "global", ALWAYS, "USD 5"),
                Rule("c", "global", ALWAYS, "EUR 5", "amount"),
            ),
            ("global",),
        )
    assert [(problem.record, problem.field) for problem in refused.value.problems] == [
        ("any", "id"),
        ("any", "scope"),
        ("b", "pays"),
        ("c", "pays"),
    ]


def test_a_rule_of_another_table_is_refused() -> None:
    rules = Rules((ANY,), ("global",))
    for at, opening in ((Rule("any", "global", ALWAYS, "2%"), 0), (ANY, 1)):
        with pytest.raises(InvalidValueError):
            rules.slices(Unrounded(1, USD), at=at, opening=opening)
    assert rules.slices(Money.of("USD 100").exact, at=ANY)[0].pay == Money.of("USD 1").exact


def test_terms_as_sentences() -> None:
    rules = Rules(
        (
            ANY,
            Rule("gtx", "series", field("series").equals("GTX"), "CNY 10", "amount"),
            Rule("p", "product", field("product").equals("P"), "5%"),
        ),
        ("product", "series", "category", "global"),
    )
    assert rules.said() == (
        "the most specific rule that holds decides: product, then series, then global",
        "of several rules of one scope that hold, the first by its identifier decides",
        "product (rule p), where product is “P”: 5% of the base",
        "series (rule gtx), where series is “GTX”: CNY 10.00 in all",
        "global (rule any), in any case: 1% of the base",
        "a deal for which no rule holds is not in this table",
    )
    assert rules.said("zh")[3:5] == (
        "series（规则 gtx），series 为 “GTX”：定额 ¥10.00",
        "global（规则 any），任何情况下：基数的 1%",
    )
    assert (rules.keyed, rules.runs, rules.monotone) == (None, False, True)
    assert rules.fields == ("product", "series")
    assert str(rules.currency) == "CNY"
