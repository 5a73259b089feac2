"""A simplified criterion matches and raises as before, and the usual ways of saying the same become one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.criteria import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Checked,
    Criterion,
    Not,
    all_of,
    any_of,
    field,
)
from salesmgmt.testing.criteria import criteria, memberships, records_for, schemas
from tests.criteria.outcomes import outcome

pytestmark = pytest.mark.properties

region, stage, code = field("region"), field("stage"), field("code")
age, size = field("age", "number"), field("size", "number")
amount, due, won = field("amount", "money"), field("due", "date"), field("won", "flag")
yes, no = True, False
a, b, c, d = region.equals("East"), stage.equals("won"), age.at_least(3), code.equals("x")


@settings(max_examples=100)
@given(criteria(max_leaves=12), st.data())
def test_simplifying_changes_no_answer_and_no_error(criterion: Criterion, data: st.DataObject) -> None:
    simple = criterion.simplified()
    assert simple.reads == criterion.reads
    for _ in range(4):
        record, tables = data.draw(records_for(criterion, broken=True))
        assert outcome(lambda: simple.matches(record, tables)) == outcome(  # noqa: B023
            lambda: criterion.matches(record, tables)  # noqa: B023
        )


@settings(max_examples=100)
@given(criteria(max_leaves=12))
def test_simplifying_again_changes_nothing(criterion: Criterion) -> None:
    simple = criterion.simplified()
    assert simple.simplified() == simple


@settings(max_examples=100)
@given(criteria(max_leaves=12), st.randoms(use_true_random=False))
def test_the_order_in_which_parts_are_written_does_not_matter(criterion: Criterion, random: object) -> None:
    assert hasattr(random, "shuffle")

    def shuffled(part: Criterion) -> Criterion:
        if isinstance(part, Not):
            return Not(shuffled(part.part))
        if isinstance(part, AllOf | AnyOf):
            parts = [shuffled(inner) for inner in part.parts]
            random.shuffle(parts)
            return type(part)(tuple(parts))
        return part

    assert shuffled(criterion).simplified() == criterion.simplified()


def same_for_all(parts: Sequence[Criterion]) -> list[tuple[Criterion, Criterion]]:
    """Laws of logic that the form reached has to obey, over any criteria."""
    one, two, three = parts
    return [
        (AllOf((one, two)), AllOf((two, one))),
        (AllOf((one, AllOf((two, three)))), AllOf((AllOf((one, two)), three))),
        (AnyOf((one, AnyOf((two, three)))), AnyOf((AnyOf((one, two)), three))),
        (Not(AllOf((one, two))), AnyOf((Not(one), Not(two)))),
        (Not(AnyOf((one, two))), AllOf((Not(one), Not(two)))),
        (Not(Not(one)), one),
        (AllOf((one, one)), one),
        (AnyOf((one, one, one)), one),
        (AllOf((one, ALWAYS)), one),
        (AnyOf((one, NEVER)), one),
    ]


@given(st.data())
def test_the_laws_of_logic_give_equal_forms(data: st.DataObject) -> None:
    schema = data.draw(schemas())
    parts = [data.draw(criteria(schema, max_leaves=4)) for _ in range(3)]
    for left, right in same_for_all(parts):
        assert left.simplified() == right.simplified()


@given(st.data())
def test_absorption_and_complement_over_single_conditions(data: st.DataObject) -> None:
    schema = data.draw(schemas(min_size=2))
    one, two = data.draw(memberships(schema)), data.draw(memberships(schema))
    both = Checked(AllOf((one, two)).reads)
    for left, right in [
        (one & (one | two), one),
        (one | (one & two), one),
        (one & ~one, NEVER),
        (one | ~one, ALWAYS),
        ((one & two) | (one & ~two), one),
        ((one | two) & (one | ~two), one),
    ]:
        assert (left & both).simplified() == (right & both).simplified()


SAME = [
    (~age.at_least(3), age.less_than(3)),
    (age.at_least(3) & age.less_than(7), age.between(3, 7)),
    (age.at_least(3) & age.at_least(5), age.at_least(5)),
    (age.at_least(3) | age.at_least(5), age.at_least(3)),
    (age.between(3, 5) | age.between(5, 7), age.between(3, 7)),
    (age.between(3, 6) | age.between(5, 7), age.between(3, 7)),
    (age.at_least(3) & age.at_most(3), age.equals(3)),
    (age.less_than(3) | age.more_than(3), age.differs_from(3)),
    (age.more_than(3) | age.equals(3), age.at_least(3)),
    (region.equals("East") | region.equals("West"), region.is_in("West", "East")),
    (~region.equals("East") & ~region.equals("West"), region.not_in("East", "West")),
    (region.is_in("a", "b") & region.is_in("b", "c"), region.equals("b")),
    (region.is_in("a", "b") & region.differs_from("a"), region.equals("b")),
    (code.starts_with("44") | code.starts_with("4403"), code.starts_with("44")),
    (code.starts_with("44") & code.starts_with("4403"), code.starts_with("4403")),
    (code.starts_with("11") | code.starts_with("12"), code.starts_with("11", "12")),
    (code.between("44", "45"), code.starts_with("44")),
    (~code.starts_with("44", "11"), ~code.starts_with("44") & ~code.starts_with("11")),
    (due.at_most("2026-03-31"), due.less_than("2026-04-01")),
    (due.more_than("2026-03-31"), due.at_least("2026-04-01")),
    (due.between("2026-03-31", "2026-04-01"), due.equals("2026-03-31")),
    (amount.more_than("USD 99.99"), amount.at_least("USD 100")),
    (amount.at_most("USD 99.99"), amount.less_than("USD 100")),
    (won.differs_from(yes), won.equals(no)),
    (won.equals(yes) | won.equals(no), Checked(won.equals(yes).reads)),
    (won.equals(yes) & won.equals(no), NEVER & Checked(won.equals(yes).reads)),
    ((a & b) | (a & c), a & (b | c)),
    ((a | b) & (a | c), a | (b & c)),
    ((a & b) | (region.equals("West") & b), region.is_in("East", "West") & b),
    (a | (~a & b), a | b),
    (a & (~a | b), a & b),
    (a & (region.is_in("East", "West") | b), a & Checked(b.reads)),
    (a & (region.equals("West") | b), a & b),
    ((a & b) | (a & b & d) | c, (a & b) | c | NEVER & Checked(d.reads)),
    ((a | b) & (a | b | d) & c, (a | b) & c & Checked(d.reads)),
    ((a & b) | (region.equals("West") & b) | (c & d), (region.is_in("East", "West") & b) | (c & d)),
    ((~a | b) & (region.differs_from("West") | b) & (c | d), (region.not_in("East", "West") | b) & (c | d)),
    ((a & b & d) | (~a & b & d) | (c & d), (b & d) | (c & d) | NEVER & Checked(a.reads)),
    (
        age.between(0, 10) & (age.less_than(3) | (age.at_least(3) & b)),
        age.between(0, 10) & (age.less_than(3) | b),
    ),
    (due.at_most("9999-12-31"), Checked(due.at_most("9999-12-31").reads)),
    (due.at_least("9999-12-31"), due.equals("9999-12-31")),
    (due.less_than("0001-01-02"), due.equals("0001-01-01")),
    (age.less_than(size), size.more_than(age)),
    (~age.less_than(size), age.at_least(size)),
    (age.at_least(size) & age.at_most(size), age.equals(size)),
    (age.less_than(size) | age.more_than(size), size.differs_from(age)),
    (age.is_present() & age.at_least(3), age.at_least(3)),
    (age.is_missing() & age.at_least(3), NEVER & Checked(age.at_least(3).reads)),
    (age.is_missing() | age.at_least(3).or_if_missing(no), age.at_least(3).or_if_missing(yes)),
    (~age.at_least(3).or_if_missing(yes), age.less_than(3).or_if_missing(no)),
    (~age.is_missing(), age.is_present()),
    (
        age.less_than(size).or_if_missing(no) | age.at_least(size).or_if_missing(no),
        age.is_present() & size.is_present(),
    ),
    (
        age.less_than(size).or_if_missing(yes) & age.at_least(size).or_if_missing(yes),
        age.is_missing() | size.is_missing(),
    ),
]


@pytest.mark.parametrize("left, right", SAME, ids=[str(left) for left, _ in SAME])
def test_usual_ways_of_saying_the_same_become_one(left: Criterion, right: Criterion) -> None:
    assert left.simplified() == right.simplified()
    assert hash(left.simplified()) == hash(right.simplified())


def test_what_is_already_short_stays_as_it_is() -> None:
    short = [
        age.at_least(3),
        age.between(3, 7),
        region.is_in("East", "West"),
        region.not_in("East", "West"),
        code.starts_with("11", "12", "44"),
        code.starts_with("a\U0010ffff"),
        ~code.starts_with("44"),
        amount.at_least("USD 100"),
        amount.at_most("USD 100"),
        amount.more_than("USD 100"),
        due.between("2026-01-01", "2026-04-01"),
        age.less_than(size),
        age.is_missing(),
        won.equals(no),
        region.at_least("M"),
        region.more_than("M"),
        region.at_most("M"),
        age.at_least(3).or_if_missing(yes),
    ]
    changed = [criterion for criterion in short if str(criterion.simplified()) != str(criterion)]
    assert [str(criterion) for criterion in changed] == ["not (code starts with “44”)"]
    assert str(changed[0].simplified()) == "code does not start with “44”"


def test_a_hole_is_written_as_a_hole() -> None:
    holed = age.between(0, 10) & age.differs_from(5)
    assert str(holed.simplified()) == "age is at least 0 and less than 10 and age is not 5"
    provinces = code.starts_with("44") & ~code.starts_with("4403")
    assert str(provinces.simplified()) == "code starts with “44” and code does not start with “4403”"


def test_conditions_are_not_narrowed_where_that_makes_them_longer() -> None:
    rule = amount.at_least("USD 100") & (amount.less_than("USD 500") | a)
    assert (
        str(rule.simplified())
        == "amount is at least USD 100.00 and (amount is less than USD 500.00 or region is “East”)"
    )


def test_conditions_are_widened_over_what_is_settled_where_that_makes_them_shorter() -> None:
    rule = age.between(5, 8) | (age.at_least(3) & a)
    assert str(rule.simplified()) == (
        "age is at least 5 and less than 8 or (age is at least 3 and region is “East”)"
    )
    rule = age.equals(5) | (age.less_than(5) & a)
    assert str(rule.simplified()) == "age is 5 or (age is less than 5 and region is “East”)"


def test_what_need_not_be_asked_is_still_checked() -> None:
    simple = (a | (a & b)).simplified()
    assert simple == all_of(a, Checked(b.reads))
    assert (NEVER & a).simplified() == all_of(NEVER, Checked(a.reads))
    assert (ALWAYS | a).simplified() == Checked(a.reads)


@pytest.mark.parametrize("met", [True, False])
def test_a_comparison_with_one_field_that_may_be_missing(met: bool) -> None:
    rule = age.at_least(3) & age.less_than(size).or_if_missing(met)
    simple = rule.simplified()
    assert simple == rule
    for record in ({"age": 3}, {"age": 3, "size": 3}, {"age": 3, "size": 4}, {"size": 4}):
        expected = outcome(lambda: rule.matches(record))  # noqa: B023
        assert outcome(lambda: simple.matches(record)) == expected  # noqa: B023
        assert outcome(lambda: (~~(~rule)).simplified().matches(record)) == outcome(  # noqa: B023
            lambda: not rule.matches(record)  # noqa: B023
        )


def test_many_alternatives_become_one_list() -> None:
    many = any_of(*[code.equals(f"{number:04}") for number in range(3000)])
    simple = many.simplified()
    assert simple == code.is_in(*[f"{number:04}" for number in range(3000)])


def test_a_criterion_at_the_deepest_level_can_be_simplified() -> None:
    deep: Criterion = age.is_in(1, 2) | age.at_least(5)
    for level in range(56):
        part = size.equals(level) if level % 2 else field(f"f{level}").equals("x")
        deep = AllOf((deep, part)) if level % 2 else AnyOf((deep, part))
    assert deep.simplified().simplified() == deep.simplified()


SCRIPT = """
from salesmgmt.criteria import field
region, age = field("region"), field("age")
rules = [
    region.is_in("b", "a") & age.at_least(n) | region.starts_with("c") & ~age.equals(n) for n in range(5)
]
whole = rules[0]
for rule in rules[1:]:
    whole = whole | rule
print(repr(whole.simplified()), hash(region.equals("a")) == 0)
"""


def test_the_form_does_not_depend_on_the_hash_seed() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "271828")
    }
    assert len(said) == 1
