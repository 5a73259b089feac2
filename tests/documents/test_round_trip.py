"""Values become plain dicts and come back the same."""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import Dated, DateRange, FiscalCalendar, Timeline
from salesmgmt.criteria import field
from salesmgmt.documents import (
    Codec,
    DocumentError,
    Json,
    dumps,
    from_document,
    loads,
    to_document,
)
from salesmgmt.money import Currency, Money, Rate, Rounding, RoundingMode
from salesmgmt.records import Facts, Line, Opportunity, Order, Payment
from salesmgmt.testing.company import sample_company
from tests.documents import acme
from tests.documents.stored_values import facts
from tests.documents.strategies import acme_values, public

pytestmark = pytest.mark.properties

CODEC = Codec(acme.CLASSES)
PUBLIC = public()


def plain(part: object) -> bool:
    """Whether a part of a document is what JSON has, in exactly the types that a JSON reader makes."""
    if type(part) is dict:
        return all(type(key) is str and plain(value) for key, value in part.items())
    if type(part) is list:
        return all(map(plain, part))
    return part is None or type(part) in (str, int, bool)


def alike(one: object, other: object) -> bool:
    """Whether two values are equal to Python and of the same type."""
    return type(one) is type(other) and one == other and hash(one) == hash(other)


@given(acme_values())
def test_a_value_of_ones_own_class_comes_back(value: object) -> None:
    document = CODEC.to_document(value)
    assert plain(document)
    assert list(document)[:2] == ["kind", "schema"]
    read = CODEC.from_document(document)
    assert alike(read, value)
    assert repr(read) == repr(value) or "frozenset" in repr(value)
    assert CODEC.to_document(read) == document
    text = CODEC.dumps(value)
    assert json.loads(text) == document
    assert alike(CODEC.loads(text), value)
    assert alike(CODEC.loads(text.encode()) if text.isascii() else CODEC.loads(text), value)
    assert alike(CODEC.loads(CODEC.dumps(value, indent=2)), value)


@given(st.data(), st.sampled_from(sorted(PUBLIC, key=lambda cls: cls.__module__ + cls.__name__)))
def test_a_value_of_the_library_comes_back(data: st.DataObject, cls: type) -> None:
    value = data.draw(PUBLIC[cls]())
    if CODEC.kind_of(type(value)) is None:
        pytest.skip(f"{cls.__name__} is no value that stands in documents")
    document = CODEC.to_document(value)
    assert plain(document)
    assert alike(CODEC.from_document(document), value)
    assert CODEC.to_document(CODEC.from_document(document)) == document


@given(acme_values())
def test_a_document_shares_nothing_with_another(value: object) -> None:
    document = CODEC.to_document(value)
    before = copy.deepcopy(document)
    CODEC.from_document(document)
    assert document == before
    other = CODEC.to_document(value)
    spoil(document)
    assert other == before
    assert CODEC.to_document(value) == before


def spoil(part: Json) -> None:
    """Empty every list and dict."""
    if isinstance(part, dict | list):
        for inner in list(part.values() if isinstance(part, dict) else part):
            spoil(inner)
        part.clear()


@given(acme_values())
def test_a_codec_that_has_seen_much_writes_and_reads_as_a_new_one(value: object) -> None:
    document = to_document(value, acme.CLASSES)
    assert document == CODEC.to_document(value)
    assert alike(from_document(document, acme.CLASSES), value)
    assert alike(loads(dumps(value, acme.CLASSES), acme.CLASSES), value)


@pytest.mark.parametrize(
    "value, body",
    [
        (Money.of("USD 1,200.50"), {"value": "USD 1200.50"}),
        (Money.of("JPY -7"), {"value": "JPY -7"}),
        (
            Money(5, Currency("PTS", 0, name="Points")),
            {"value": {"minor": 5, "currency": {"code": "PTS", "digits": 0, "name": "Points"}}},
        ),
        (Currency.of("KWD"), {"value": "KWD"}),
        (Rate("5%"), {"value": "5%"}),
        (Rate("4‰"), {"value": "0.4%"}),
        (Rate("1/3"), {"value": "1/3"}),
        (Rate("-120%"), {"value": "-120%"}),
        (Rounding("0.10"), {"unit": "0.1"}),
        (Rounding(mode="down"), {"mode": "down"}),
        (RoundingMode.HALF_EVEN, {"value": "half_even"}),
        (DateRange.year(2026), {"value": "2026-01-01/2027-01-01"}),
        (DateRange.since("2026-01-01"), {"value": "2026-01-01/.."}),
        (
            Timeline([Dated("2026-01-01/..", Rate("5%"))]),
            {"entries": [{"during": "2026-01-01/..", "value": {"kind": "money.Rate", "value": "5%"}}]},
        ),
        (Timeline([Dated("../..", "East")]), {"entries": [{"during": "../..", "value": "East"}]}),
        (
            FiscalCalendar(start_month=4).period("FY2026-Q1"),
            {"kind_": "quarter", "year": 2026, "number": 1, "calendar": {"start_month": 4}},
        ),
        (
            field("product.series").is_in("GTX", "MG"),
            {"path": "product.series", "values": ["GTX", "MG"], "type": "text"},
        ),
        (
            Payment("P-1", "2026-02-03", "C-9", "JPY 500", "cheque"),
            {
                "id": "P-1",
                "on": "2026-02-03",
                "customer": "C-9",
                "amount": "500",
                "kind_": "cheque",
                "currency": "JPY",
            },
        ),
        (
            Opportunity("D-1", "ann", recorded="2026-03-09T08:00:00+00:00"),
            {"id": "D-1", "owner": "ann", "recorded": "2026-03-09T08:00:00+00:00"},
        ),
        (
            Order(
                "O-1",
                "2026-02-03",
                Line(
                    "GTX-5",
                    "USD 1,200.50",
                    quantity="2.5",
                    more={"renewal": True, "price": Money.of("EUR 2"), "seen": date(2026, 1, 2), "n": 7},
                ),
            ),
            {
                "id": "O-1",
                "on": "2026-02-03",
                "lines": [
                    {
                        "product": "GTX-5",
                        "amount": "1200.50",
                        "quantity": "5/2",
                        "currency": "USD",
                        "more": {
                            "n": 7,
                            "price": {"kind": "money.Money", "value": "EUR 2.00"},
                            "renewal": True,
                            "seen": {"kind": "date", "value": "2026-01-02"},
                        },
                    }
                ],
            },
        ),
        (
            Facts([Opportunity("D-1", "ann", "USD 10")]),
            {
                "records": [
                    {
                        "kind": "records.Opportunity",
                        "id": "D-1",
                        "owner": "ann",
                        "amount": "10.00",
                        "currency": "USD",
                    }
                ]
            },
        ),
        (acme.Reserved("a", 2, "b"), {"kind_": "a", "schema_": 2, "value": "b"}),
        (
            acme.Cheapest((acme.PerPiece("USD 2"),)),
            {"of": [{"kind": "tests.PerPiece", "each": "USD 2.00"}]},
        ),
        (
            acme.MoneyChest(Money.of("USD 1"), lid=Money.of("EUR 2")),
            {"value": "USD 1.00", "lid": "EUR 2.00"},
        ),
        (acme.Box(Money.of("USD 1")), {"value": {"kind": "money.Money", "value": "USD 1.00"}}),
        (acme.Generics((acme.Box(Money.of("USD 1")),)), {"boxes": [{"value": "USD 1.00"}]}),
        (acme.Estate((acme.Heir("x", 3),)), {"heirs": [{"kind": "tests.Heir", "name": "x", "age": 3}]}),
        (acme.Choices(quantity=Fraction(1, 3)), {"quantity": "1/3"}),
        (acme.Choices(number=Fraction(2)), {"number": {"kind": "fraction", "value": "2"}}),
        (acme.Choices(value=acme.Colour.RED), {"value": {"kind": "tests.Colour", "value": "red"}}),
        (acme.Choices(value="red"), {"value": "red"}),
        (acme.Choices(start=Rate("5%")), {"start": "5%"}),
        (acme.Choices(start=Money.of("USD 5")), {"start": "USD 5.00"}),
        (acme.Choices(start=DateRange.since("2026-01-01")), {"start": "2026-01-01/.."}),
        (acme.Choices(value=Decimal("0.50")), {"value": {"kind": "decimal", "value": "0.50"}}),
        (
            acme.Choices(policy=acme.LumpSum("USD 1")),
            {"policy": {"kind": "tests.LumpSum", "amount": "USD 1.00"}},
        ),
        (acme.Choices(group=frozenset({3, 1, 20})), {"group": [1, 20, 3]}),
        (acme.Choices(anything=(1, "a", None)), {"anything": [1, "a", None]}),
        (acme.Choices(anything=frozenset({date(2026, 1, 2)})), {
            "anything": {"kind": "set", "value": [{"kind": "date", "value": "2026-01-02"}]}
        }),
        (acme.Choices(anything=0.1), {"anything": {"kind": "float", "value": "0.1"}}),
        (acme.Choices(anything=acme.Colour.RED), {"anything": {"kind": "tests.Colour", "value": "red"}}),
        (
            acme.Several(prices=acme.Prices({date(2026, 1, 2): Money.of("USD 1")})),
            {"prices": {"2026-01-02": "USD 1.00"}},
        ),
    ],
)  # fmt: skip
def test_forms_that_people_read(value: object, body: dict[str, Json]) -> None:
    document = CODEC.to_document(value)
    assert document == {"kind": CODEC.kind_of(type(value)), "schema": 1, **body}
    read = CODEC.from_document(document)
    assert alike(read, value)
    assert repr(read) == repr(value)


def test_an_instant_keeps_its_offset() -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    value = acme.Choices(anything=datetime(2026, 1, 2, 3, 4, 5, tzinfo=zone))
    document = CODEC.to_document(value)
    assert document["anything"] == {"kind": "datetime", "value": "2026-01-02T03:04:05+05:45"}
    read = CODEC.from_document(document, acme.Choices).anything
    assert isinstance(read, datetime)
    assert read.utcoffset() == timedelta(hours=5, minutes=45)
    zulu = CODEC.from_document(
        {**document, "anything": {"kind": "datetime", "value": "2026-01-02T03:04:05Z"}}
    )
    assert zulu == acme.Choices(anything=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_a_tagged_object_where_its_class_is_stated_is_taken_too() -> None:
    box = {
        "kind": "tests.Generics",
        "schema": 1,
        "boxes": [{"kind": "tests.Box", "schema": 1, "value": "USD 1.00"}],
    }
    assert CODEC.from_document(box) == acme.Generics((acme.Box(Money.of("USD 1")),))


def test_what_is_expected_is_what_is_handed_out() -> None:
    document = to_document(Rate("5%"))
    assert from_document(document, expect=Rate) == Rate("5%")
    assert loads(dumps(Rate("5%")), expect=object) == Rate("5%")
    promise: type = acme.Pricing
    assert CODEC.loads(CODEC.dumps(acme.PerPiece("USD 1")), promise) == acme.PerPiece("USD 1")
    with pytest.raises(DocumentError, match=r"\$\.kind is 'money\.Rate'; it must be the kind of a Money"):
        from_document(document, expect=Money)
    with pytest.raises(DocumentError, match="be the kind of a Pricing"):
        CODEC.from_document(document, promise)


@pytest.mark.parametrize(
    "value, path",
    [
        (acme.Choices(anything=[1]), r"\$\.anything is '<list>'"),
        (acme.Choices(anything=(1, (b"x",))), r"\$\.anything\[1\]\[0\] is '<bytes>'"),
        (acme.Choices(anything=acme.Box(acme.Unrelated)), r"\$\.anything\.value is '<type>'"),
        (acme.Choices(anything=float("nan")), r"\$\.anything\.value is 'nan'; it must be a finite number"),
        (acme.Choices(anything=Decimal("Infinity")), r"\$\.anything\.value is 'Infinity'"),
        (acme.Choices(anything=10**640), r"\$\.anything is '<int>'; it must have at most 640 digits"),
        (acme.Choices(anything=Decimal("1E+641")), r"\$\.anything\.value is 'Decimal'"),
        (acme.Choices(anything=Fraction(1, 10**640)), r"\$\.anything\.value is 'Fraction'"),
        (
            acme.Cheapest((cast(acme.Pricing, acme.Unrelated()),)),
            r"\$\.of\[0\] is '<Unrelated>'; it must be a Pricing",
        ),
        (acme.Unholdable(), r"\$\.rule is '<builtin_function_or_method>'; it must have a type"),
        (acme.Unresolvable(), r"\$\.table is '<NoneType>'; it must have an annotation"),
        (5, "<int>"),
        ((Money.of("USD 1"),), "<tuple>"),
        (Money, "<type>"),
        (Codec(), "<Codec>"),
    ],
)
def test_what_no_document_holds_is_refused_with_its_place(value: object, path: str) -> None:
    with pytest.raises(DocumentError, match=path):
        CODEC.to_document(value)


def test_a_class_that_was_not_handed_in_is_refused_by_name() -> None:
    with pytest.raises(DocumentError, match=r"<PerPiece>.*handed in"):
        to_document(acme.PerPiece("USD 1"))
    with pytest.raises(DocumentError, match=r"\$\.anything is '<Unrelated>'"):
        to_document(acme.Choices(anything=acme.Unrelated()), [acme.Choices])


def test_a_value_that_is_nested_too_deeply_is_refused() -> None:
    tree = acme.Tree("leaf")
    for _ in range(79):
        tree = acme.Tree("", (tree,))
    assert CODEC.from_document(CODEC.to_document(tree)) == tree
    for _ in range(2000):
        tree = acme.Tree("", (tree,))
    with pytest.raises(DocumentError, match="nested"):
        CODEC.to_document(tree)


def test_a_codec_serves_several_threads() -> None:
    batch = facts()
    document = to_document(batch)
    for _ in range(8):
        codec = Codec()
        with ThreadPoolExecutor(6) as threads:
            read = threads.map(lambda _, one=codec: one.from_document(one.to_document(batch)), range(6))
            assert all(each == batch for each in read)
    assert to_document(batch) == document


def test_parts_of_a_batch_come_back() -> None:
    batch = sample_company()
    someone = batch.participants[0].id
    for part in (batch, batch.cut(participants=[someone]), batch.cut(during="2025-03-01/2025-06-01")):
        read = loads(dumps(part), expect=Facts)
        assert read == part
        assert read.digest == part.digest
