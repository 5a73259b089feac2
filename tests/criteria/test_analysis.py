"""Answers about criteria agree with trying every record of a small world, and their witnesses are real."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise, permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salesmgmt.criteria import (
    ALWAYS,
    NEVER,
    AllOf,
    Criterion,
    Interval,
    Membership,
    No,
    Not,
    Prefix,
    Read,
    Unknown,
    Verdict,
    Witness,
    Yes,
    all_of,
    any_of,
    contains,
    field,
    impossible,
    overlap,
)
from salesmgmt.criteria.values import Value
from salesmgmt.errors import CurrencyMismatchError, WrongTypeError
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.criteria import criteria, schemas
from tests.criteria import reference
from tests.criteria.near import around

pytestmark = pytest.mark.properties

yes, no = True, False
MOST_RECORDS = 3000


ANY: dict[str | None, Value] = {
    "text": "m",
    "number": 0,
    "money": Money(0, "USD"),
    "rate": Rate(0),
    "date": date(2026, 1, 1),
    "flag": True,
    None: True,
}


def world(criterion: Criterion) -> list[dict[str, Value | None]]:
    """Records that between them lie on all sides of every literal, or as many as there is time for."""
    literals: dict[str, list[Value]] = {}
    for leaf in criterion.leaves:
        if isinstance(leaf, Membership | Interval | Prefix):
            for value in reference.literals(leaf):
                if value is not None:
                    literals.setdefault(leaf.path, []).extend(around(value))
    everything = [value for values in literals.values() for value in values]
    columns: dict[str, list[Value | None]] = {}
    for read in criterion.reads:
        values: list[Value | None] = list(literals.get(read.path, []))
        values += [value for value in everything if fits(value, read)]
        values += (
            [ANY[read.type]] if read.type != "money" or read.currency in (None, Currency.of("USD")) else []
        )
        values += [] if read.required else [None]
        columns[read.path] = list(dict.fromkeys(values)) or [Money(0, read.currency or "USD")]
    return [dict(zip(columns, row, strict=True)) for row in islice(product(*columns.values()), MOST_RECORDS)]


def fits(value: Value, read: Read) -> bool:
    kinds = {"text": str, "number": int | Fraction, "money": Money, "rate": Rate, "date": date, "flag": bool}
    if isinstance(value, Money) and read.currency not in (None, value.currency):
        return False
    if isinstance(value, bool) and read.type != "flag":
        return False
    return isinstance(value, kinds[read.type]) if read.type is not None else True


def nested(witness: dict[str, Value | None]) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    made = Witness(witness)
    return made.record, made.tables


def meets(criterion: Criterion, witness: Witness | None) -> bool:
    assert witness is not None
    return reference.holds(criterion, witness.record, witness.tables)


def same_currencies(row: dict[str, Value | None]) -> bool:
    return len({value.currency for value in row.values() if isinstance(value, Money)}) < 2


def check(answer: Verdict, whole: Criterion, *, reversed_: bool = False) -> None:
    """An answer to whether some record meets a criterion (or, reversed, whether none does)."""
    assert not isinstance(answer, Unknown)
    if isinstance(answer, Yes) != reversed_:
        assert meets(whole, answer.witness)
    else:
        assert answer.witness is None
        for row in world(whole):
            if same_currencies(row):
                assert not reference.holds(whole, *nested(row))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Criterion, Criterion]:
    """Two criteria over the same few fields, none of which lies within another."""
    schema = draw(schemas(max_size=3))
    assume(not any(one.path.startswith(f"{two.path}.") for one in schema for two in schema))
    return draw(criteria(schema, max_leaves=5)), draw(criteria(schema, max_leaves=5))


@settings(max_examples=80)
@given(pairs())
def test_overlap_agrees_with_trying_every_record(pair: tuple[Criterion, Criterion]) -> None:
    check(overlap(*pair), AllOf(pair))


@settings(max_examples=80)
@given(pairs())
def test_contains_agrees_with_trying_every_record(pair: tuple[Criterion, Criterion]) -> None:
    wide, narrow = pair
    check(contains(wide, narrow), AllOf((Not(wide), narrow)), reversed_=True)


@settings(max_examples=80)
@given(pairs())
def test_impossible_agrees_with_trying_every_record(pair: tuple[Criterion, Criterion]) -> None:
    whole = AllOf(pair)
    check(impossible(whole), whole, reversed_=True)


@given(pairs())
def test_answers_keep_to_the_laws_of_sets(pair: tuple[Criterion, Criterion]) -> None:
    one, two = pair
    assert type(overlap(one, two)) is type(overlap(two, one))
    assert isinstance(contains(one | two, one), Yes)
    assert isinstance(contains(one, one & two), Yes)
    assert isinstance(contains(one, one.simplified()), Yes)
    assert isinstance(contains(one.simplified(), one), Yes)
    assert isinstance(overlap(one, ~one), No)
    if isinstance(contains(one, two), Yes) and isinstance(impossible(AllOf((two, one | two))), No):
        assert isinstance(overlap(one, two), Yes)


NUMBER = [field(name, "number") for name in "abcde"]
A, B, C, D, E = NUMBER
CHAINS: list[tuple[Criterion, type[Verdict]]] = [
    (A.less_than(B) & B.less_than(C), Yes),
    (A.less_than(B) & B.less_than(C) & C.less_than(A), No),
    (A.at_most(B) & B.at_most(C) & C.at_most(A) & A.differs_from(C), No),
    (A.at_most(B) & B.at_most(C) & C.at_most(A) & A.equals(2) & C.at_least(2), Yes),
    (A.at_most(B) & B.at_most(C) & C.at_most(A) & A.equals(2) & C.more_than(2), No),
    (A.more_than(0) & A.less_than(B) & B.less_than(C) & C.less_than(D) & D.less_than(1), Yes),
    (A.at_least(1) & A.less_than(B) & B.at_most(1), No),
    (A.equals(B) & B.equals(C) & A.is_in(1, 2) & B.is_in(2, 3) & C.is_in(3, 4), No),
    (A.equals(B) & B.equals(C) & A.is_in(1, 2, 3) & B.is_in(2, 3) & C.is_in(3, 4), Yes),
    (
        A.differs_from(B)
        & B.differs_from(C)
        & A.differs_from(C)
        & all_of(*[x.is_in(1, 2) for x in (A, B, C)]),
        No,
    ),
    (
        A.differs_from(B)
        & B.differs_from(C)
        & A.differs_from(C)
        & all_of(*[x.is_in(1, 2, 3) for x in (A, B, C)]),
        Yes,
    ),
    (A.less_than(B) & B.is_in(1, 5) & A.is_in(3, 9), Yes),
    (A.less_than(B) & B.is_in(1, 5) & A.is_in(5, 9), No),
    (A.less_than(B).or_if_missing(yes) & B.less_than(A).or_if_missing(yes), Yes),
    (A.less_than(B).or_if_missing(yes) & B.less_than(A).or_if_missing(no), No),
    (A.less_than(B).or_if_missing(yes) & B.at_most(A).or_if_missing(yes) & A.is_present(), Yes),
    (
        A.less_than(B).or_if_missing(yes) & B.at_most(A).or_if_missing(yes) & A.is_present() & B.is_present(),
        No,
    ),
    (field("x", "flag").differs_from(field("y")) & field("x").equals(yes) & field("y").equals(yes), No),
    (field("x", "date").less_than(field("y")) & field("y", "date").at_most("0001-01-01"), No),
    (field("x", "date").less_than(field("y")) & field("y", "date").at_most("0001-01-02"), Yes),
    (field("x", "date").less_than(field("y")) & field("x", "date").at_least("9999-12-31"), No),
    (field("x", "text").less_than(field("y")) & field("y").at_most(""), No),
    (
        field("x", "text").less_than(field("y")) & field("x").starts_with("b") & field("y").starts_with("b"),
        Yes,
    ),
    (
        field("x", "text").less_than(field("y")) & field("x").starts_with("b") & field("y").starts_with("a"),
        No,
    ),
    (
        field("x", "money").less_than(field("y"))
        & field("x", "money").at_least("EUR 1")
        & field("y", "money").at_most("EUR 1"),
        No,
    ),
    (
        field("x", "money").less_than(field("y"))
        & field("x", "money").at_least("EUR 1")
        & field("y", "money").at_most("EUR 1.01"),
        Yes,
    ),
    (field("x", "money").less_than(field("y")) & field("y", "money").equals("JPY 1"), Yes),
]


@pytest.mark.parametrize("criterion, expected", CHAINS, ids=[str(criterion) for criterion, _ in CHAINS])
def test_comparisons_of_fields_are_decided(criterion: Criterion, expected: type[Verdict]) -> None:
    answer = overlap(criterion, ALWAYS)
    assert type(answer) is expected
    if isinstance(answer, Yes):
        assert meets(criterion, answer.witness)


@pytest.mark.parametrize("names", list(permutations("abcd")), ids="".join)
def test_a_circle_holds_only_if_nothing_in_it_is_less(names: tuple[str, ...]) -> None:
    circle = [field(name, "number") for name in names]
    pairs = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    level = all_of(*[one.at_most(two) for one, two in pairs])
    answer = overlap(level, circle[0].equals(3))
    assert isinstance(answer, Yes)
    assert answer.witness is not None
    assert set(answer.witness.record.values()) == {3}
    for one, two in pairs:
        assert overlap(level, one.less_than(two)) == No()


def test_there_is_room_below_any_amount() -> None:
    amounts = [field(name, "money") for name in "abcdef"]
    rising = all_of(*[one.less_than(two) for one, two in pairwise(amounts)])
    for low in amounts:
        rule = rising & low.at_most("USD 0")
        answer = overlap(rule, ALWAYS)
        assert isinstance(answer, Yes)
        assert meets(rule, answer.witness)


def test_a_gap_between_amounts_or_days_holds_nothing() -> None:
    amount, day = field("amount", "money"), field("on", "date")
    assert impossible(amount.more_than("USD 1.00") & amount.less_than("USD 1.01")) == Yes()
    assert impossible(day.more_than("2026-03-31") & day.less_than("2026-04-01")) == Yes()
    assert isinstance(impossible(field("n").more_than(1) & field("n").less_than(2)), No)
    assert impossible(field("t").more_than("a") & field("t").less_than("a\0")) == Yes()
    for last in (date.min, date.max):
        assert impossible(day.equals(last)) == No(Witness({"on": last}))
    assert contains(day.at_least("0001-01-01"), day.is_present() & day.at_most("9999-12-31")) == Yes()


def test_witnesses_are_easy_to_read() -> None:
    approver, requester = field("approver", "text"), field("requester", "text")
    answer = overlap(approver.differs_from(requester), field("region").not_in("East", "other"))
    assert answer == Yes(Witness({"approver": "other", "requester": "another", "region": "another"}))
    assert isinstance(answer, Yes)
    assert answer.witness is not None
    assert answer.witness.text() == "approver: “other”, region: “another”, requester: “another”"
    assert answer.witness.text("zh") == "approver：“other”、region：“another”、requester：“another”"


def test_fields_behind_an_identifier_come_in_a_table() -> None:
    rule = (
        field("product").equals("P1")
        & field("product.series").equals("GTX")
        & field("customer.name").equals("A")
    )
    answer = impossible(rule)
    assert isinstance(answer, No)
    assert answer.witness is not None
    assert answer.witness.record == {"product": "P1", "customer": {"name": "A"}}
    assert answer.witness.tables == {"product": {"P1": {"series": "GTX"}}}
    assert rule.matches(answer.witness.record, answer.witness.tables)


def test_what_lies_behind_a_missing_field_is_missing() -> None:
    outer, inner = field("product"), field("product.series")
    assert impossible(outer.is_missing() & inner.equals("GTX")) == Yes()
    answer = impossible(outer.is_missing() & inner.equals("GTX").or_if_missing(yes))
    assert isinstance(answer, No)
    assert answer.witness == Witness({"product": None, "product.series": None})


def test_fields_that_depend_on_each_other_are_not_decided() -> None:
    year = field("on.year").equals(1999)
    answer = overlap(field("on", "date").is_present(), year)
    assert answer == Unknown(leaf=year)


def pigeons(count: int) -> Criterion:
    """More fields than values, all different: impossible, and slow to find out."""
    holes = [field(f"f{number}", "number") for number in range(count)]
    apart = [one.differs_from(two) for place, one in enumerate(holes) for two in holes[:place]]
    return all_of(*[hole.is_in(*range(count - 1)) for hole in holes], *apart)


def test_a_search_that_takes_too_long_says_so() -> None:
    assert impossible(pigeons(4)) == Yes()
    assert impossible(pigeons(7), budget=500) == Unknown(budget=500)
    assert overlap(ALWAYS, ALWAYS, budget=0) == Unknown(budget=0)


def test_many_alternatives_are_no_matter() -> None:
    codes, other = field("code"), field("kind")
    rule = any_of(*[codes.equals(f"{n}") & other.equals(f"{n % 7}") for n in range(2000)])
    assert isinstance(overlap(rule, codes.equals("1999") & other.equals("4")), Yes)
    assert overlap(rule, codes.equals("1999") & other.equals("5")) == No()


def test_answers_are_not_truth_values() -> None:
    for answer in (overlap(ALWAYS, ALWAYS), overlap(ALWAYS, NEVER), Unknown(budget=1)):
        with pytest.raises(WrongTypeError, match="isinstance"):
            bool(answer)


def test_fields_are_read_alike_in_both_criteria() -> None:
    with pytest.raises(WrongTypeError, match="a "):
        overlap(field("a").equals("x"), field("a").equals(1))
    with pytest.raises(CurrencyMismatchError, match="a "):
        contains(field("a").equals(Money(1, "USD")), field("a").equals(Money(1, "CNY")))


def test_the_same_question_gets_the_same_answer() -> None:
    rule = A.less_than(B) & (C.equals(1) | D.differs_from(E)) & field("t").starts_with("x", "y")
    assert len({repr(impossible(rule)) for _ in range(5)}) == 1


def test_days_are_near_each_other() -> None:
    on, start = field("on", "date"), date(2026, 1, 1)
    days = [start + timedelta(days=number) for number in range(91)]
    parts = [on.between(one, two) for one, two in pairwise(days)]
    quarter = on.between("2026-01-01", "2026-04-01")
    assert contains(any_of(*parts), quarter) == Yes()
    assert contains(any_of(*parts[:-1]), quarter) == No(Witness({"on": date(2026, 3, 31)}))
