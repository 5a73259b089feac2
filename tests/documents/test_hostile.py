"""Whatever a document holds, reading it ends soon, runs nothing, and raises nothing but a DocumentError."""

from __future__ import annotations

import json
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, cast

import pytest
from attrs import define, frozen
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.documents import Codec, Document, DocumentError, canonical, from_document, loads
from salesmgmt.documents.sound import DEEPEST
from salesmgmt.money import Money
from salesmgmt.records import Order
from tests.documents import acme
from tests.documents.strategies import acme_values, json_values, public, replace, some_places

pytestmark = pytest.mark.properties

CODEC = Codec(acme.CLASSES)


def entries_of(kind: str) -> list[str]:
    """The names of the entries of a kind."""
    described = CODEC.schema_of(CODEC._forms.kinds.class_of(kind) or Money)
    return sorted(set(cast("dict[str, object]", described["properties"])) - {"kind", "schema"})


KINDS = sorted(kind for cls in (*public(), *acme.CLASSES) if (kind := CODEC.kind_of(cls)))
ENTRIES = {kind: entries_of(kind) for kind in KINDS}
ORDER: Document = {"kind": "records.Order", "schema": 1, "id": "O-1", "on": "2026-01-01", "lines": []}


def read_or_refuse(document: Any) -> bool:
    """Whether a document can be read; any other error than a DocumentError fails the test."""
    refusal = None
    try:
        CODEC.from_document(document)
    except DocumentError as error:
        refusal = error
    if refusal is not None:
        assert refusal.problems
        assert str(refusal)
        assert all(problem.field.startswith("$") and problem.rule for problem in refusal.problems)
    return refusal is None


@given(json_values())
def test_arbitrary_json(document: object) -> None:
    assert not read_or_refuse(document)


@given(st.sampled_from(KINDS), st.dictionaries(st.text(max_size=8), json_values(), max_size=4), st.data())
def test_arbitrary_entries_of_every_kind(kind: str, entries: dict[str, object], data: st.DataObject) -> None:
    keys = ENTRIES[kind]
    some = data.draw(st.dictionaries(st.sampled_from(keys), json_values(), max_size=6)) if keys else {}
    read_or_refuse({"kind": kind, "schema": 1, **entries, **some})


@given(st.data(), acme_values(), json_values())
def test_arbitrary_json_within_a_sound_document(data: st.DataObject, value: object, wrong: object) -> None:
    document = CODEC.to_document(value)
    (path,) = data.draw(some_places(document))
    replace(document, path, cast(Any, wrong))
    read_or_refuse(document)


@given(st.text() | st.binary() | st.text(alphabet='{}[]",:0123456789eE.-+ntfalsru\\ '))
def test_arbitrary_text(text: str | bytes) -> None:
    with pytest.raises(DocumentError):
        CODEC.loads(text)


def soon(read: Callable[[Any], object], given: object, seconds: float = 5) -> DocumentError:
    """The error in which reading ends, in time."""
    start = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        read(given)
    assert str(caught.value)
    assert time.perf_counter() - start < seconds
    return caught.value


@pytest.mark.parametrize(
    "opening, closing", [("[", "]"), ('{"a":', "}"), ('{"kind":"tests.Tree","below":[', "]}")]
)
@pytest.mark.parametrize("depth", [DEEPEST, 990, 5_000, 500_000])
def test_deep_nesting(opening: str, closing: str, depth: int) -> None:
    error = soon(CODEC.loads, (opening * depth + "1" + closing * depth))
    assert error.problems
    soon(CODEC.loads, opening * depth)
    quoted = json.dumps({**ORDER, "owner": opening * depth})
    assert isinstance(loads(quoted), Order)


def test_deep_objects() -> None:
    for depth in (DEEPEST, 5_000, 200_000):
        nested: list[Any] = []
        for _ in range(depth):
            nested = [nested]
        error = soon(from_document, {**ORDER, "owner": nested})
        assert "nested at most" in str(error)
        soon(canonical, {"a": nested})
        while nested:
            nested = nested.pop()


def test_a_document_that_holds_itself() -> None:
    lines: list[Any] = []
    lines.append(lines)
    error = soon(from_document, {**ORDER, "lines": lines})
    assert "not hold itself" in str(error)
    around: dict[str, Any] = {"kind": "tests.Tree", "schema": 1, "name": "x"}
    around["below"] = [around]
    assert "not hold itself" in str(soon(CODEC.from_document, around))


def test_a_document_that_unfolds_without_end() -> None:
    tree: dict[str, Any] = {"name": "leaf"}
    for _ in range(40):
        tree = {"name": "", "below": [tree, tree]}
    error = soon(CODEC.from_document, {"kind": "tests.Tree", "schema": 1, **tree})
    assert "unfold to no more than it holds" in str(error)
    small: dict[str, Any] = {"name": "leaf"}
    for _ in range(5):
        small = {"name": "", "below": [small, small]}
    assert read_or_refuse({"kind": "tests.Tree", "schema": 1, **small})


@pytest.mark.parametrize(
    "number, rule",
    [
        ("1.0", "be a whole number"),
        ("1e3", "be a whole number"),
        ("-0.0", "be a whole number"),
        ("NaN", "be a whole number"),
        ("Infinity", "be a whole number"),
        ("-Infinity", "be a whole number"),
        ("1e999999999", "be a whole number"),
        ("9" * 641, "be a whole number"),
        ("9" * 1_000_000, "be a whole number"),
        ("-" + "9" * 640, "be a whole number"),
    ],
)
def test_numbers_that_no_document_holds(number: str, rule: str) -> None:
    for place in ('"number": %s', '"anything": [%s]', '"unknown": {"a": %s}'):
        error = soon(CODEC.loads, '{"kind":"tests.Choices","schema":1,' + place % number + "}")
        found = [problem for problem in error.problems if problem.value == number]
        assert found
        assert found[0].rule.startswith(rule)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 641,
        "9" * 1_000_000,
        "1/" + "9" * 641,
        "0." + "0" * 100_000,
        "1E+999",
        "-" * 100_000,
        "1" + "/1" * 50_000,
    ],
)
def test_numbers_as_text_have_bounds(text: str) -> None:
    for kind in ("decimal", "fraction", "float", "date", "datetime", "money.Money", "money.Rate"):
        for value in (text, f"USD {text}", f"{text}%"):
            if kind == "float" and len(text) == 641:
                continue
            choice = {"kind": "tests.Choices", "schema": 1, "anything": {"kind": kind, "value": value}}
            soon(CODEC.from_document, choice, 1)
    soon(from_document, {**ORDER, "lines": [{"product": "a", "amount": text, "currency": "USD"}]}, 1)


def test_keys_that_stand_twice() -> None:
    error = soon(loads, '{"kind":"money.Money","schema":1,"value":"USD 1.00","value":"USD 2.00"}')
    assert [(p.field, p.value, p.rule) for p in error.problems] == [
        ("$.value", "USD 2.00", "stand once in its object")
    ]
    below = '{"kind":"tests.Tree","schema":1,"name":"","below":[{"name":1,"name":"a"}]}'
    error = soon(CODEC.loads, below)
    assert [p.field for p in error.problems] == ["$.below[0].name"]


@frozen
class Hostile:
    """A class whose instances say nothing good."""

    def __repr__(self) -> str:
        raise AssertionError("its repr was asked for")


@pytest.mark.parametrize(
    "part",
    [
        0.5,
        float("nan"),
        b"x",
        (1, 2),
        {1, 2},
        {1: 2},
        {None: 1},
        {("a",): 1},
        Hostile(),
        Hostile,
        len,
        Money.of("USD 1"),
        MappingProxyType({"a": 1}),
        10**640,
        -(10**700),
        iter(()),
    ],
)
def test_python_objects_that_no_json_reader_makes(part: object) -> None:
    for document in (
        part,
        {"kind": part, "schema": 1},
        {"kind": "money.Money", "schema": part, "value": "USD 1.00"},
        {"kind": "money.Money", "schema": 1, "value": part},
        {"kind": "tests.Choices", "schema": 1, "anything": part, "group": [part], "policy": {"kind": part}},
        {**ORDER, "lines": [part], "owner": part, "more": {"a": part, "b": {"kind": part}}},
        {
            "kind": "tests.Several",
            "schema": 1,
            "days": [part, part],
            "prices": {"2026-01-01": part},
            "names": part,
        },
    ):
        assert not read_or_refuse(document)


def test_dicts_and_lists_of_other_makes_are_read_as_what_they_hold() -> None:
    class Rows(list[Any]):
        pass

    document = OrderedDict(defaultdict(int, {**ORDER, "lines": Rows()}))
    assert from_document(document) == from_document(ORDER)
    lacking = defaultdict(str, {key: part for key, part in ORDER.items() if key != "id"})
    assert "$.id" in str(soon(from_document, lacking))


def test_what_stands_where_something_hashable_is_wanted() -> None:
    for kind in ([], {}, ["money.Money"], {"money.Money": 1}):
        assert not read_or_refuse({"kind": kind, "schema": 1})
        assert not read_or_refuse(
            {"kind": "tests.Choices", "schema": 1, "anything": {"kind": kind, "value": 1}}
        )
        assert not read_or_refuse({"kind": "tests.Level", "schema": 1, "value": kind})
        assert not read_or_refuse({"kind": "tests.Scalars", "schema": 1, "size": kind, "colour": kind})
    unhashable = {"kind": "set", "value": [{"kind": "tests.Loose", "rows": []}]}
    loose = Codec([*acme.CLASSES, Loose])
    with pytest.raises(DocumentError, match="hashable"):
        loose.from_document({"kind": "tests.Choices", "schema": 1, "anything": unhashable})


@define
class Loose:
    """A class that is no proper value: it can be changed, so it cannot stand in a set."""

    rows: tuple[int, ...] = ()


def test_thousands_of_faults_are_reported_soon() -> None:
    error = soon(from_document, {**ORDER, "lines": ["x"] * 20_000}, 20)
    assert len(error.problems) == 20_000
    assert error.problems[-1].field == "$.lines[19999]"
    many = {f"key {number}": number for number in range(20_000)}
    assert len(soon(from_document, {**ORDER, **many}, 20).problems) == 20_000


def test_a_large_batch_is_read_soon() -> None:
    records = [
        {"kind": "records.Order", "id": f"O-{k}", "on": "2026-01-01",
         "lines": [{"product": "P", "amount": "12.50", "currency": "USD"}]}
        for k in range(10_000)
    ]  # fmt: skip
    text = json.dumps({"kind": "records.Facts", "schema": 1, "records": records})
    start = time.perf_counter()
    CODEC.loads(text)
    assert time.perf_counter() - start < 10
