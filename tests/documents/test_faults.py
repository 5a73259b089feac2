"""All faults of a document at once, each with its path."""

from __future__ import annotations

import copy
import pickle
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.documents import Codec, Document, DocumentError, Json, from_document, loads
from salesmgmt.documents.faults import path_text
from salesmgmt.errors import BatchError, Problem, SalesmgmtError
from salesmgmt.records import Facts, Invoice, Line, Opportunity, Order, Payment
from salesmgmt.testing.batches import facts
from tests.documents import acme
from tests.documents.strategies import Path, acme_values, part_of, replace, some_places

pytestmark = pytest.mark.properties

CODEC = Codec(acme.CLASSES)
HALF: Any = 0.5
WRONG: tuple[Json, ...] = (
    None,
    True,
    7,
    -1,
    "?",
    "2026-02-30",
    [],
    {},
    ["?"],
    {"?": 1},
    {"kind": "os.system"},
)


def faults(document: Json, codec: Codec = CODEC) -> tuple[Problem, ...]:
    """What stands against a document; nothing where it can be read."""
    try:
        codec.from_document(cast(Document, document))
    except DocumentError as error:
        return error.problems
    return ()


def spoiled(document: Document, path: Path, how: str, wrong: Json) -> Document:
    """The document with something wrong at a place, below it, or with nothing there any more."""
    copied = copy.deepcopy(document)
    if how == "more" and isinstance(part_of(copied, *path), dict):
        replace_into(part_of(copied, *path), "not a field", wrong)
    elif how == "less" and isinstance(part_of(copied, *path[:-1]), dict):
        remove(part_of(copied, *path[:-1]), path[-1])
    else:
        replace(copied, path, wrong)
    return copied


def replace_into(holder: Json, key: str, new: Json) -> None:
    assert isinstance(holder, dict)
    holder[key] = new


def remove(holder: Json, key: str | int) -> None:
    assert isinstance(holder, dict)
    assert isinstance(key, str)
    del holder[key]


def noise_above(document: Document, path: Path) -> Document:
    """The document with an unknown entry in every object in which a place lies."""
    noisy = copy.deepcopy(document)
    for depth in range(len(path)):
        holder = part_of(noisy, *path[:depth])
        if isinstance(holder, dict):
            holder["not a field, either"] = 0
    return noisy


def apart(paths: list[Path]) -> bool:
    """Whether no place lies in another."""
    return not any(one != other and other[: len(one)] == one for one in paths for other in paths)


@given(st.data(), st.one_of(acme_values(), facts()))
def test_what_is_wrong_in_several_places_is_reported_in_each(data: st.DataObject, value: object) -> None:
    document = CODEC.to_document(value)
    chosen = data.draw(some_places(document, 4, without=("kind", "schema")).filter(apart))
    together = document
    expected: set[str] = set()
    for path in chosen:
        how, wrong = data.draw(st.sampled_from(("other", "less", "more"))), data.draw(st.sampled_from(WRONG))
        alone = {problem.field for problem in faults(spoiled(document, path, how, wrong))}
        noisy = {problem.field for problem in faults(spoiled(noise_above(document, path), path, how, wrong))}
        # What a class refuses itself shows once it can be made; here is meant what shows however little can.
        if alone and alone <= noisy and all(field.startswith(path_text(path)) for field in alone):
            expected |= alone
            together = spoiled(together, path, how, wrong)
    assert expected <= {problem.field for problem in faults(together)}


def test_everything_that_is_wrong_with_an_order() -> None:
    document: Document = {
        "kind": "records.Order",
        "schema": 1,
        "id": 5,
        "on": "2026-02-30",
        "lines": [
            {"product": "GTX", "amount": "1,200", "currency": "USD"},
            {"product": "GTX", "amount": "5.005", "currency": "USD", "quantity": "1/0", "color": "red"},
            {"amount": 7, "currency": "XXX"},
            {"product": None, "amount": "1"},
            "GTX",
            {
                "product": "GTX",
                "amount": "1",
                "currency": "USD",
                "more": {"a": HALF, "b": {"kind": "date", "value": "?"}},
            },
        ],
        "owner": ["rep"],
        "60%": 1,
        "recorded": "2026-02-03T10:00:00",
    }
    problems = faults(document)
    assert {problem.record for problem in problems} == {"records.Order"}
    assert [(problem.field, problem.value) for problem in problems] == [
        ("$.lines[5].more.a", 0.5),
        ("$.id", 5),
        ("$.on", "2026-02-30"),
        ("$.lines[0].amount", "1,200"),
        ("$.lines[1].amount", "5.005"),
        ("$.lines[1].quantity", "1/0"),
        ("$.lines[1].color", "red"),
        ("$.lines[2].product", None),
        ("$.lines[2].amount", 7),
        ("$.lines[2].currency", "XXX"),
        ("$.lines[3].amount", "1"),
        ("$.lines[4]", "GTX"),
        ("$.lines[5].more.b.value", "?"),
        ("$.owner", ["rep"]),
        ('$["60%"]', 1),
    ]
    with pytest.raises(DocumentError) as caught:
        from_document(document)
    assert "15 problems" in str(caught.value)
    assert "records.Order: $.lines[3].amount is '1'; it must have a currency beside it" in str(caught.value)


def test_what_a_class_itself_refuses_keeps_its_field_value_and_rule() -> None:
    document: Document = {"kind": "records.Order", "schema": 1, "id": "O-1", "on": "2026-01-01", "lines": []}
    (problem,) = faults({**document, "recorded": "2026-02-03T10:00:00"})
    assert (problem.field, problem.rule) == ("$.recorded", "carry a time zone")
    (problem,) = faults({**document, "id": ""})
    assert (problem.record, problem.field, problem.value) == ("records.Order", "$.id", "")
    (problem,) = faults({**document, "supersedes": "O-1"})
    assert problem.field == "$.supersedes"
    lines: Json = [
        {"product": "a", "amount": "1", "currency": "USD"},
        {"product": "b", "amount": "1", "currency": "EUR"},
    ]
    (problem,) = faults({**document, "lines": lines})
    assert problem.field == "$.lines"


STRICT: Document = {"kind": "tests.Strict", "schema": 1, "first": 2, "second": 4}


@pytest.mark.parametrize(
    "entries, expected",
    [
        ({}, []),
        ({"first": 1, "second": 3}, [("$.first", 1, "be even"), ("$.second", 3, "be even")]),
        ({"second": 1, "third": "x"}, [("$.third", "x", "be a whole number")]),
        ({"third": 11}, [("$.third", 11, "be at most 10")]),
        (
            {"third": 11, "fourth": 5},
            [
                ("$.third", 11, "be at most 10"),
                ("$.fourth", 5, "be accepted by Strict, which says: 'fourth' must be < 5: 5"),
            ],
        ),
        ({"first": 6}, [("$.second", 4, "not be less than the first")]),
        ({"five": 13}, [("$.five", 13, "bring luck")]),
        ({"five": 14}, [("$.first", 14, "be in part (first.part[2])")]),
        ({"five": 15}, [("$", 15, "be whole (whole)")]),
        ({"five": 16}, [("$", None, "be accepted by Strict, which says: of a class")]),
    ],
)  # fmt: skip
def test_converters_validators_and_the_whole(
    entries: dict[str, Json], expected: list[tuple[str, object, str]]
) -> None:
    problems = faults({**STRICT, **entries})
    assert [(problem.field, problem.value, problem.rule) for problem in problems] == expected


def test_a_batch_in_a_document_reports_by_record_and_by_path() -> None:
    codec = Codec()
    batch = Facts(
        [
            Opportunity("D-1", "ann", "USD 10", customer="C-1"),
            Order("O-1", "2026-01-01", Line("GTX", "USD 1"), customer="C-1"),
            Invoice("I-1", "2026-01-01", Line("GTX", "USD 1"), customer="C-1", order="O-1"),
        ]
    )
    document = codec.to_document(batch)
    records = part_of(document, "records")
    assert isinstance(records, list)
    records.append(codec.to_document(Order("O-1", "2026-01-02", ())))
    replace(document, ("records", 2, "order"), "O-7")
    problems = faults(document)
    assert ("Invoice I-1", "$.records[2].order", "O-7") in [(p.record, p.field, p.value) for p in problems]
    assert any(p.record == "Order O-1" and p.field.startswith("$.records[") for p in problems)

    club: Document = {
        "kind": "tests.Club",
        "schema": 1,
        "members": [{"id": name, "size": -1} for name in "abcd"],
    }
    assert [(p.record, p.field, p.rule) for p in faults(club)] == [
        *[(f"Named {name}", f"$.members[{index}].size", "be 0 or more") for index, name in enumerate("abcd")],
        ("everybody", "$.members", "be at most 3"),
    ]


def test_missing_and_unknown_entries() -> None:
    problems = faults({"kind": "tests.Named", "schema": 1, "Id": "x", "size": 1})
    assert [(p.field, p.value, p.rule) for p in problems] == [
        ("$.id", None, "be given"),
        ("$.Id", "x", 'be left out; the fields are "id", "size"'),
    ]
    problems = faults({"kind": "money.Money", "schema": 1, "amount": "USD 1"})
    assert [(p.field, p.rule) for p in problems] == [
        ("$.amount", 'be left out; beside "kind" there is only "value"'),
        ("$.value", "be given"),
    ]
    problems = faults({"kind": "tests.Cheapest", "schema": 1, "of": [{"each": "USD 1"}, {"kind": 5}, "x"]})
    assert [(p.field, p.rule) for p in problems] == [
        ("$.of[0].kind", "be given, to be the kind of a Pricing"),
        ("$.of[1].kind", "be the kind of a Pricing"),
        ("$.of[2]", "be an object with the kind of a Pricing"),
    ]


@pytest.mark.parametrize(
    "document, path, rule",
    [
        ({}, "$.kind", "be given, to name a kind"),
        ({"kind": None, "schema": 1}, "$.kind", "name a kind"),
        ({"kind": "date", "schema": 1, "value": "2026-01-01"}, "$.kind", "name a kind"),
        ([], "$", 'be an object with "kind" and "schema"'),
        ("USD 5", "$", 'be an object with "kind" and "schema"'),
        (None, "$", 'be an object with "kind" and "schema"'),
        ({"kind": "tests.Choices", "schema": 1, "quantity": "x"}, "$.quantity", "be a fraction"),
        (
            {"kind": "tests.Choices", "schema": 1, "quantity": True},
            "$.quantity",
            "be of JSON type integer or string",
        ),
        (
            {"kind": "tests.Choices", "schema": 1, "policy": {"kind": "tests.Tree"}},
            "$.policy.kind",
            "name one of",
        ),
        ({"kind": "tests.Choices", "schema": 1, "value": {"kind": "fraction"}}, "$.value.value", "be given"),
        (
            {
                "kind": "tests.Choices",
                "schema": 1,
                "value": {"kind": "date", "schema": 1, "value": "2026-01-01"},
            },
            "$.value.schema",
            "be left out",
        ),
        ({"kind": "tests.Choices", "schema": 1, "anything": {"a": 1}}, "$.anything.kind", "be given"),
        ({"kind": "tests.Several", "schema": 1, "pair": ["a"]}, "$.pair", "be a list of 2"),
        ({"kind": "tests.Several", "schema": 1, "pair": [1, 2]}, "$.pair[0]", "be text"),
        ({"kind": "tests.Several", "schema": 1, "days": ["2026-01-01"] * 2}, "$.days[1]", "be listed once"),
        ({"kind": "tests.Several", "schema": 1, "days": "2026-01-01"}, "$.days", "be a list"),
        ({"kind": "tests.Several", "schema": 1, "prices": {"soon": "USD 1"}}, "$.prices.soon", "be a date"),
        ({"kind": "tests.Several", "schema": 1, "prices": []}, "$.prices", "be an object"),
        (
            {"kind": "tests.Estate", "schema": 1, "heirs": [{"kind": "tests.Tree"}]},
            "$.heirs[0].kind",
            "be a _Base",
        ),
        (
            {"kind": "calendars.DateRange", "schema": 1, "value": "2026-02-01/2026-01-01"},
            "$.value",
            "be after",
        ),
        (
            {"kind": "money.Currency", "schema": 1, "value": {"code": "usd", "digits": 2}},
            "$.value.code",
            "be three",
        ),
        ({"kind": "money.RoundingMode", "schema": 1, "value": "HALF_UP"}, "$.value", 'be one of "half_up"'),
        ({"kind": "tests.Named", "schema": 1, "id": "x", "size": True}, "$.size", "be a whole number"),
        ({"kind": "tests.Unrelated", "schema": 1, "note": 5}, "$.note", "be text"),
        ({"kind": "tests.Level", "schema": 1, "value": "1"}, "$.value", "be one of 1, 2"),
        ({"kind": "tests.Level", "schema": 1, "value": True}, "$.value", "be one of 1, 2"),
        (
            {"kind": "tests.Unholdable", "schema": 1, "rule": "abs"},
            "$.rule",
            "have a type that documents can hold",
        ),
    ],
)
def test_single_faults(document: Json, path: str, rule: str) -> None:
    (problem,) = faults(document)
    assert problem.field == path
    assert problem.rule.startswith(rule)


def test_the_error_is_one_of_the_family_and_travels() -> None:
    with pytest.raises(DocumentError) as caught:
        loads('{"kind": "records.Payment", "schema": 1, "amount": 5}')
    error = caught.value
    assert isinstance(error, BatchError | SalesmgmtError | ValueError)
    again: Any = pickle.loads(pickle.dumps(error))
    assert type(again) is DocumentError
    assert again.problems == error.problems
    assert str(again) == str(error)
    assert error.field == "document"


def test_an_annotation_that_only_type_checkers_follow_is_found_in_the_ground_floor() -> None:
    assert CODEC.from_document({"kind": "tests.Late", "schema": 1, "during": "../.."}) is not None
    (problem,) = faults({"kind": "tests.Unresolvable", "schema": 1, "table": {}})
    assert problem.rule == (
        "have an annotation that means something at run time; that of Unresolvable.table names OrderedDict, "
        "which tests.documents.acme lacks then"
    )
    assert CODEC.from_document({"kind": "tests.Unresolvable", "schema": 1}) == acme.Unresolvable()


def test_a_payment_needs_no_currency_twice() -> None:
    payment = Payment("P-1", "2026-01-01", "C-1", "USD 1")
    document = CODEC.to_document(payment)
    assert CODEC.from_document(document) == payment
    assert faults({**document, "currency": {"code": "USD"}}) != ()
