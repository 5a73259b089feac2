"""Criteria ask records exactly what a slow and obvious reading asks, and raise what it raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product
from types import MappingProxyType, SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.criteria import (
    AllOf,
    AnyOf,
    Checked,
    Criterion,
    FieldComparison,
    FieldType,
    Interval,
    Membership,
    Not,
    Prefix,
    Read,
    Relation,
    field,
)
from salesmgmt.criteria.values import Value
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate
from salesmgmt.testing.criteria import (
    criteria,
    field_types,
    intervals,
    memberships,
    prefixes,
    records_for,
    values_of,
)
from tests.criteria import reference
from tests.criteria.near import around
from tests.criteria.outcomes import outcome

pytestmark = pytest.mark.properties

Given = tuple[dict[str, object], dict[str, dict[str, object]]]


@attrs.frozen
class Row:
    """A record with keys that is no mapping, as database drivers hand them out."""

    columns: dict[str, object]

    def __getitem__(self, name: str) -> object:
        return self.columns[name]


def as_object(value: object) -> object:
    """Nested dicts as objects with attributes."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: as_object(inner) for name, inner in value.items()})
    return value


def with_more(record: dict[str, object]) -> dict[str, object]:
    """The record with every field but the first in its mapping of further columns."""
    names = sorted(record)
    return {**{name: record[name] for name in names[:1]}, "more": {name: record[name] for name in names[1:]}}


FORMS: list[Callable[[dict[str, object]], object]] = [
    lambda record: record,
    as_object,
    MappingProxyType,
    Row,
    with_more,
    lambda record: SimpleNamespace(**with_more(record)),
]


@st.composite
def asked(draw: st.DrawFn, broken: bool = False) -> tuple[Criterion, list[Given]]:
    """A criterion and some records for it."""
    criterion = draw(criteria())
    given_records = draw(st.lists(records_for(criterion, broken=broken), min_size=1, max_size=4))
    return criterion, given_records


LEAVES = memberships() | intervals() | intervals() | prefixes()


@settings(max_examples=200)
@given(LEAVES)
def test_every_condition_at_its_own_literals(leaf: Membership | Interval | Prefix) -> None:
    compiled = leaf.compiled()
    for value in near(leaf):
        record = nested(leaf.path, value)
        expected = reference.holds(leaf, record, {})
        assert leaf.matches(record) == expected
        assert compiled.matches(record) == expected


def near(leaf: Membership | Interval | Prefix) -> list[Value]:
    """Values on, just below and just above every literal."""
    return [value for known in reference.literals(leaf) if known is not None for value in around(known)]


def nested(path: str, value: object) -> dict[str, object]:
    """A record with one field."""
    record: dict[str, object] = {path.split(".")[-1]: value}
    for step in reversed(path.split(".")[:-1]):
        record = {step: record}
    return record


@pytest.mark.parametrize("relation", Relation)
@given(st.data())
def test_two_fields_that_are_equal_or_next_to_each_other(relation: Relation, data: st.DataObject) -> None:
    kind = data.draw(field_types())
    if kind is FieldType.FLAG and relation not in (Relation.EQUAL, Relation.DIFFERENT):
        return
    value = data.draw(values_of(kind))
    leaf = FieldComparison("a", relation, "b", type=kind)
    for other in around(value):
        record = {"a": value, "b": other}
        assert leaf.matches(record) == reference.holds(leaf, record, {})
        assert leaf.compiled().matches(record) == reference.holds(leaf, record, {})


GOOD: dict[FieldType, list[Value | Decimal | float]] = {
    FieldType.TEXT: ["", "a", "1"],
    FieldType.NUMBER: [1, Fraction(1, 3), Decimal("1.50"), 0.5, -0.0],
    FieldType.MONEY: [Money(1, "USD")],
    FieldType.RATE: [Rate("5%")],
    FieldType.DATE: [date(2026, 1, 1)],
    FieldType.FLAG: [True, False],
}
NOT_FINITE = [float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")]
STRANGE: list[object] = [b"a", datetime(2026, 1, 1, tzinfo=UTC), ["a"], ("a",), {"a": 1}, object, len]


def test_a_float_is_the_fraction_that_it_exactly_is() -> None:
    tenth = field("x").equals(Decimal("0.1"))
    more = field("x").more_than(Fraction(1, 10))
    for ask in (tenth.matches, tenth.compiled().matches):
        assert [ask({"x": value}) for value in (0.1, Decimal("0.10"), 0.1)] == [False, True, False]
    for ask in (more.matches, more.compiled().matches):
        assert [ask({"x": value}) for value in (0.1, Decimal("0.10"), 0.1)] == [True, False, True]


@attrs.frozen
class Slotted:
    """A record without a dict of its own."""

    amount: object
    more: object = None


def test_a_pass_meets_records_of_every_sort() -> None:
    rule = field("amount", "money").at_least("USD 1") & field("grade").equals("A").or_if_missing(met=False)
    dollars, euros = Money(100, "USD"), Money(100, "EUR")
    graded = {"grade": "A"}
    records: list[object] = [
        {"amount": dollars},
        {"amount": dollars, "more": graded},
        {"amount": dollars, "grade": "A"},
        {"amount": euros, "grade": "A"},
        {"amount": dollars, "grade": None, "more": graded},
        Slotted(dollars),
        Slotted(dollars, graded),
        Slotted(dollars, {"grade": "B"}),
        Slotted(dollars, "A"),
        Slotted(euros, graded),
        Slotted(None, graded),
        SimpleNamespace(amount=dollars),
        SimpleNamespace(amount=dollars, grade="A"),
        SimpleNamespace(amount=dollars, more=graded),
    ]
    compiled = rule.compiled()
    for record in [*records, *records]:
        expected = outcome(lambda: reference.holds(rule, record, {}))  # noqa: B023
        assert outcome(lambda: rule.matches(record)) == expected  # noqa: B023
        assert outcome(lambda: compiled.matches(record)) == expected  # noqa: B023


def test_a_pass_follows_identifiers_and_objects_alike() -> None:
    rule = field("product.series").equals("GTX") & field("id").is_present()
    tables = {"product": {"P1": {"series": "GTX"}, "P2": {"series": "MG"}, "P3": None}}
    behind: list[object] = ["P1", "P2", "P3", "P4", None, 7, {"series": "GTX"}, Slotted("P1"), ["P1"]]
    records = [{"id": "D", "product": product} for product in behind]
    for order in (records, records[::-1]):
        compiled = rule.compiled(tables)
        for record in [*order, *order]:
            expected = outcome(lambda: reference.holds(rule, record, tables))  # noqa: B023
            assert outcome(lambda: compiled.matches(record)) == expected  # noqa: B023


@pytest.mark.parametrize("kind", FieldType)
def test_a_field_takes_its_own_type_and_no_other(kind: FieldType) -> None:
    for criterion in (field("x", kind).is_present(), Checked((Read("x", kind),))):
        compiled = criterion.compiled()
        others = [value for other, values in GOOD.items() if other is not kind for value in values]
        values: list[tuple[object, bool]] = [(value, True) for value in GOOD[kind]]
        values += [(value, False) for value in [*others, *STRANGE]]
        for value, fits in [*values, *values]:
            for ask in (criterion.matches, compiled.matches):
                if fits:
                    assert ask({"x": value})
                    continue
                with pytest.raises(WrongTypeError) as caught:
                    ask({"x": value})
                assert caught.value.field == "x"
        for number in NOT_FINITE:
            for ask in (criterion.matches, compiled.matches):
                with pytest.raises(InvalidValueError if kind is FieldType.NUMBER else WrongTypeError):
                    ask({"x": number})


@pytest.mark.parametrize("relation", Relation)
def test_amounts_that_are_compared_have_one_currency(relation: Relation) -> None:
    leaf = FieldComparison("b", relation, "a", type="money", if_missing=False)
    either = leaf | ~leaf
    dollars, euros = Money(1, "USD"), Money(1, "EUR")
    for criterion in (leaf, either, either.simplified()):
        compiled = criterion.compiled()
        for record in ({"a": dollars, "b": dollars}, {"a": dollars, "b": euros}, {"a": dollars, "b": None}):
            expected = outcome(lambda: reference.holds(criterion, record, {}))  # noqa: B023
            assert outcome(lambda: criterion.matches(record)) == expected  # noqa: B023
            assert outcome(lambda: compiled.matches(record)) == expected  # noqa: B023
        with pytest.raises(CurrencyMismatchError, match=r"a is .* it must be in EUR as b is"):
            compiled.matches({"a": dollars, "b": euros})


@pytest.mark.parametrize("shape", [dict, MappingProxyType, Row])
def test_keys_win_over_what_a_record_can_do(shape: Callable[[dict[str, object]], object]) -> None:
    rule = field("values").equals("a") & field("count").at_least(3)
    record = {"values": "a", "count": 3}
    assert rule.matches(shape(record))
    assert rule.compiled().matches(shape(record))


@pytest.mark.parametrize("count", range(13))
def test_long_lists_of_parts(count: int) -> None:
    parts = tuple(field(f"f{number}").equals(number) for number in range(count))
    right: dict[str, object] = {f"f{number}": number for number in range(count)}
    wrong: dict[str, object] = {f"f{number}": -1 for number in range(count)}
    assert AllOf(parts).matches(right)
    assert AnyOf(parts).matches(wrong) is False
    for number in range(count):
        assert AllOf(parts).matches({**right, f"f{number}": -1}) is False
        assert AnyOf(parts).matches({**wrong, f"f{number}": number})


@settings(max_examples=80)
@given(asked(), st.sampled_from(FORMS))
def test_records_match_as_the_reference_says(
    case: tuple[Criterion, list[Given]], form: Callable[[dict[str, object]], object]
) -> None:
    check(case, form)


@settings(max_examples=80)
@given(asked(broken=True), st.sampled_from(FORMS))
def test_broken_records_raise_what_the_reference_raises(
    case: tuple[Criterion, list[Given]], form: Callable[[dict[str, object]], object]
) -> None:
    check(case, form)


def check(case: tuple[Criterion, list[Given]], form: Callable[[dict[str, object]], object]) -> None:
    criterion, records = case
    for record, tables in records:
        shaped = form(record)
        expected = outcome(lambda: reference.holds(criterion, shaped, tables))  # noqa: B023
        assert outcome(lambda: criterion.matches(shaped, tables)) == expected  # noqa: B023


@settings(max_examples=80)
@given(criteria().flatmap(lambda drawn: st.tuples(st.just(drawn), st.lists(records_for(drawn, broken=True)))))
def test_a_pass_over_many_records_answers_as_one_by_one(case: tuple[Criterion, list[Given]]) -> None:
    criterion, records = case
    tables: dict[str, dict[str, object]] = {}
    for _, given_tables in records:
        for name, table in given_tables.items():
            for identifier, row in table.items():
                tables.setdefault(name, {}).setdefault(identifier, row)
    compiled = criterion.compiled(tables)
    shaped = [form(record) for record, _ in records for form in FORMS]
    for record in [*shaped, *shaped]:
        expected = outcome(lambda: reference.holds(criterion, record, tables))  # noqa: B023
        assert outcome(lambda: compiled.matches(record)) == expected  # noqa: B023
        if isinstance(expected, bool):
            assert compiled.test(compiled.values(record)) == expected


@settings(max_examples=80)
@given(criteria(), st.data())
def test_double_negation_and_de_morgan(one: Criterion, data: st.DataObject) -> None:
    schema = tuple(read for read in one.reads if read.type is not None)
    two = data.draw(criteria(schema)) if schema else one
    both = AllOf((one, two))
    laws = [
        (both, Not(Not(both))),
        (~both, AnyOf((~one, ~two))),
        (~(one | two), ~one & ~two),
        (one & two, two & one),
        (one & (one | two), one & AnyOf((two, one))),
    ]
    record, tables = data.draw(records_for(both, broken=True))
    for left, right in laws:
        assert left.reads == right.reads
        assert outcome(lambda: left.matches(record, tables)) == outcome(  # noqa: B023
            lambda: right.matches(record, tables)  # noqa: B023
        )


@settings(max_examples=80)
@given(asked())
def test_an_explanation_says_what_each_condition_came_to(case: tuple[Criterion, list[Given]]) -> None:
    criterion, records = case
    for record, tables in records:
        if not isinstance(outcome(lambda: criterion.matches(record, tables)), bool):  # noqa: B023
            continue
        explanation = criterion.explain(record, tables)
        assert explanation.holds == criterion.matches(record, tables)
        assert tuple(finding.leaf for finding in explanation.findings) == criterion.leaves
        for finding in explanation.findings:
            found: Mapping[str, object] = dict(finding.found)
            assert sorted(found) == sorted(finding.leaf.fields)
            exact = {path: reference.find(record, path, tables) for path in found}
            assert reference.decide(finding.leaf, found) == finding.held
            assert {path: value is None for path, value in exact.items()} == {
                path: value is None for path, value in found.items()
            }
        truths = [finding.held for finding in explanation.findings]
        assert [finding.decisive for finding in explanation.findings] == reference.deciding(criterion, truths)
        assert len(truths) > 6 or settled(
            criterion, [(finding.held, finding.decisive) for finding in explanation.findings]
        )
        assert explanation.text("en") is not None
        assert explanation.text("zh") is not None


def settled(criterion: Criterion, findings: list[tuple[bool, bool]]) -> bool:
    """Whether the decisive conditions settle the outcome, whatever the others come to."""
    choices = [[held] if decisive else [True, False] for held, decisive in findings]
    return len({reference.structure(criterion, list(truths)) for truths in product(*choices)}) == 1
