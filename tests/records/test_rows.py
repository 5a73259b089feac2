"""Facts from rows and rows from facts: nothing is lost, every row is accounted for."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from inspect import signature
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.records import (
    Absence,
    Activity,
    Assignment,
    Customer,
    DealShare,
    Facts,
    Invoice,
    Line,
    More,
    Opportunity,
    Order,
    Outcome,
    Participant,
    Payment,
    Product,
    Quota,
    Record,
    RowMapping,
    Scan,
    Score,
    StageChange,
    Unit,
)
from salesmgmt.records.checks import KINDS
from salesmgmt.records.flat import rows_of
from salesmgmt.records.shapes import Form, shape_of
from salesmgmt.testing.batches import facts, row_mappings
from salesmgmt.testing.money import currencies
from salesmgmt.testing.records import STRATEGIES

pytestmark = pytest.mark.properties

ANY_MAPPING: Any = RowMapping
DAY = date(2026, 3, 9)
WORDS: Any = {"outcome": {"Closed Won": "won", "3": "lost"}, "more.vip": {"Y": True, "N": False}}
OWN: Any = {"source": "sheet", "vip": True}


def problems(found: Scan) -> list[str]:
    """The problems of a reading as texts."""
    return [str(problem) for problem in found.problems]


class TestThereAndBack:
    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
    @settings(max_examples=20)
    @given(data=st.data())
    def test_stored_rows_come_back(self, kind: type[Record], data: st.DataObject) -> None:
        currency = data.draw(currencies())
        records = data.draw(lists_of(kind, currency))
        rows = rows_of(kind, records)
        found = RowMapping.stored(kind, currency=currency).scan(rows)
        assert problems(found) == []
        assert list(found.records) == records
        assert found.rows == found.accepted == len(rows)
        assert len({tuple(row) for row in rows}) <= 1

    @settings(max_examples=25)
    @given(facts())
    def test_a_whole_batch_comes_back(self, batch: Facts) -> None:
        again = [
            record
            for kind in KINDS
            for record in RowMapping.stored(kind).read(batch.rows(kind, superseded=True))
        ]
        assert Facts(again) == batch

    @settings(max_examples=25)
    @given(facts())
    def test_rows_add_up(self, batch: Facts) -> None:
        for kind in (Order, Invoice):
            rows: Any = batch.rows(kind)
            assert {row["id"] for row in rows} == {record.id for record in batch.of(kind)}
            amounts = [Fraction(row["line.amount"]) for row in rows if row["line.amount"] is not None]
            assert sum(amounts) == sum(amounts_of(batch.of(kind)))

    def test_what_a_row_looks_like(self) -> None:
        batch = Facts(
            [
                Order(
                    "O-1",
                    DAY,
                    [
                        Line("A", "USD 10", "2.5", cost="4", more={"lot": 7}),
                        Line("B", "USD -1", Fraction(1, 3)),
                    ],
                    customer="C",
                    more={"channel": "web"},
                ),
                Order("O-2", DAY, (), recorded="2026-03-09T12:00:00Z"),
            ]
        )
        first, second, empty = batch.rows(Order)
        assert first == {
            "id": "O-1",
            "on": DAY,
            "customer": "C",
            "owner": None,
            "opportunity": None,
            "due": None,
            "recorded": None,
            "supersedes": None,
            "more.channel": "web",
            "line.product": "A",
            "line.amount": Decimal("10.00"),
            "line.quantity": Decimal("2.5"),
            "line.cost": Decimal("4.00"),
            "line.tax": Decimal("0.00"),
            "line.source": None,
            "line.currency": "USD",
            "line.more.lot": 7,
        }
        assert (second["line.quantity"], second["line.more.lot"]) == ("1/3", None)
        assert empty["line.amount"] is None
        assert empty["recorded"] == datetime(2026, 3, 9, 12, tzinfo=UTC)

    def test_ranges_prices_and_histories(self) -> None:
        batch = Facts(
            [
                Assignment("a", "ann", "2026-01-01/.."),
                Product("P", list_price="USD 5"),
                Opportunity("D", "ann", history=[StageChange("Lead", DAY)]),
                Participant("ann"),
            ]
        )
        (post,), (product,), (deal,) = batch.rows(Assignment), batch.rows(Product), batch.rows(Opportunity)
        assert (post["during.start"], post["during.end"]) == (date(2026, 1, 1), None)
        assert (product["list_price"], product["currency"]) == (Decimal("5.00"), "USD")
        assert deal["history"] == [{"stage": "Lead", "on": DAY}]
        assert (deal["outcome"], type(deal["outcome"])) == ("open", str)

    def test_superseded_records_come_on_request(self) -> None:
        batch = Facts([Unit("a"), Unit("b", supersedes="a")])
        assert [row["id"] for row in batch.rows(Unit)] == ["b"]
        assert [row["id"] for row in batch.rows(Unit, superseded=True)] == ["a", "b"]


def amounts_of(documents: Any) -> list[Fraction]:
    """What the documents come to."""
    return [Fraction(document.amount.amount) for document in documents if document.amount is not None]


def lists_of(kind: type[Record], currency: Currency) -> st.SearchStrategy[list[Any]]:
    """Records of a kind with amounts in one currency."""
    make: Any = STRATEGIES[kind]
    if kind is Product:
        priced = make().filter(lambda product: product.list_price is None)
        return st.lists(
            priced | priced.map(lambda p: attrs.evolve(p, list_price=Money(5, currency))), max_size=3
        )
    one = make(currency=currency) if "currency" in signature(make).parameters else make()
    return st.lists(one, max_size=3, unique_by=lambda record: record.id)


class Anything:
    """Cells and rows of every sort, for a reading that may refuse but neither raise nor lose a row."""

    cells = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**6), 10**20),
        st.floats(),
        st.text(max_size=6),
        st.sampled_from(["2026-03-09", "USD 5", "won", "12.5", "", " ", "USD", "C-1", "2026-01-01/.."]),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(UTC)),
        st.decimals(),
        st.lists(st.integers(), max_size=2),
        st.dictionaries(
            st.sampled_from(["stage", "on", "product", "amount"]), st.text(max_size=3), max_size=3
        ),
        st.sampled_from(
            [DateRange.of("2026-01-01/.."), Money(5, "USD"), Fraction(1, 3), UUID(int=7), object]
        ),
    )

    @classmethod
    def rows(cls, mapping: RowMapping) -> st.SearchStrategy[list[Any]]:
        """Rows whose names are those that a mapping looks for."""
        kind = mapping.record_class
        names = [
            *shape_of(kind),
            *(path for _, path in mapping.fields),
            "line.amount",
            "line.product",
            "more.x",
        ]
        cells = st.dictionaries(st.sampled_from(names) | st.text(max_size=3), cls.cells, max_size=len(names))
        objects = cells.map(lambda row: SimpleNamespace(**{str(name): cell for name, cell in row.items()}))
        return st.lists(cells | objects | cls.cells, max_size=6)


@given(st.data(), row_mappings())
def test_every_row_is_accounted_for(data: st.DataObject, mapping: RowMapping) -> None:
    rows = data.draw(Anything.rows(mapping))
    found = mapping.scan(rows, zone=data.draw(st.sampled_from([None, UTC])))
    numbers = list(range(mapping.first_row, mapping.first_row + len(rows)))
    assert found.rows == len(rows) == found.accepted + len(found.refused) + len(found.blank)
    assert set(found.refused) | set(found.blank) <= set(numbers)
    assert not set(found.refused) & set(found.blank)
    assert bool(found.problems) == bool(found.refused)
    named = {int(number) for problem in found.problems for number in digits_of(problem.record)}
    assert named <= set(found.refused)
    assert len(found.records) <= found.accepted
    assert (len(found.records) == 0) == (found.accepted == 0)
    assert found.counts["accepted"] + found.counts["refused"] + found.counts["blank"] == found.counts["rows"]
    if found.problems:
        with pytest.raises(BatchError) as caught:
            mapping.read(rows, zone=UTC)
        assert caught.value.field == "rows"


def digits_of(label: str) -> list[str]:
    """The row numbers that a problem names."""
    return re.findall(r"\d+", label.split("(")[0])


@settings(max_examples=25)
@given(st.data(), st.sampled_from([Payment, Opportunity, Quota, Order, Invoice]))
def test_a_broken_cell_refuses_its_record_and_no_other(data: st.DataObject, kind: type[Record]) -> None:
    currency = Currency.of("USD")
    records = data.draw(lists_of(kind, currency).filter(bool))
    rows: list[dict[str, Any]] = [dict(row) for row in rows_of(kind, records)]
    broken = data.draw(st.integers(0, len(rows) - 1))
    cells = ["recorded", *(["line.amount", "on"] if "line.amount" in rows[0] else [])]
    rows[broken][data.draw(st.sampled_from(cells))] = data.draw(st.sampled_from(["?", 1.5, [1]]))
    found = RowMapping.stored(kind).scan(rows)
    hit = rows[broken]["id"]
    assert list(found.records) == [record for record in records if record.id != hit]
    assert list(found.refused) == [number for number, row in enumerate(rows, 1) if row["id"] == hit]
    assert all(f"({hit})" in problem.record for problem in found.problems)
    assert found.problems


class TestSources:
    rows: tuple[dict[str, Any], ...] = (
        {"id": "D-1", "owner": "ann", "amount": "USD 5", "closed": DAY, "outcome": "won"},
        {"id": "D-2", "owner": "bob", "amount": None, "closed": None, "outcome": "open"},
    )
    mapping = RowMapping(Opportunity)

    def expected(self) -> Any:
        return (
            Opportunity("D-1", "ann", "USD 5", closed=DAY, outcome="won"),
            Opportunity("D-2", "bob"),
        )

    def test_mappings_objects_and_columns(self) -> None:
        @dataclass
        class Deal:
            id: str
            owner: str
            amount: str | None
            closed: date | None
            outcome: str

        columns = {name: [row[name] for row in self.rows] for name in self.rows[0]}
        sources: list[object] = [
            self.rows,
            iter(self.rows),
            [Deal(**row) for row in self.rows],
            [SimpleNamespace(**row) for row in self.rows],
            [More({name: cell for name, cell in row.items() if cell is not None}) for row in self.rows],
            columns,
            {name: tuple(cells) for name, cells in columns.items()},
            self.expected(),
        ]
        for source in sources:
            assert self.mapping.read(source) == self.expected()

    def test_columns_of_an_object(self) -> None:
        class Frame:
            """What a DataFrame offers."""

            def __init__(self, names: str, columns: dict[str, list[object]]) -> None:
                self.data = columns
                setattr(self, names, list(columns))

            def __getitem__(self, name: str) -> Iterator[object]:
                return iter(self.data[name])

        columns: dict[str, list[object]] = {name: [row[name] for row in self.rows] for name in self.rows[0]}
        assert self.mapping.read(Frame("columns", columns)) == self.expected()
        assert self.mapping.read(Frame("column_names", columns)) == self.expected()

    def test_a_csv_file(self) -> None:
        file = io.StringIO("id,owner,amount,closed,outcome\nD-1,ann,USD 5,2026-03-09,won\nD-2,bob,,,open\n")
        assert self.mapping.read(csv.DictReader(file)) == self.expected()
        longer = io.StringIO("id,owner\nD-1,ann,5,6\nD-2,bob\n")
        found = RowMapping(Opportunity, first_row=2).scan(csv.DictReader(longer))
        assert problems(found) == [
            "row 2 (D-1): row is \"['5', '6']\"; it must have no more cells than there are columns"
        ]
        assert found.records == (Opportunity("D-2", "bob"),)

    def test_rows_of_a_database(self) -> None:
        base = sqlite3.connect(":memory:")
        base.row_factory = sqlite3.Row
        found = base.execute(
            "select 'D-2' as id, 'bob' as owner, null as amount, 'open' as outcome"
        ).fetchall()
        base.close()
        assert self.mapping.read(found) == self.expected()[1:]

    def test_pandas(self) -> None:
        pandas: Any = pytest.importorskip("pandas")
        frame = pandas.DataFrame(list(self.rows))
        assert self.mapping.read(frame) == self.expected()
        frame["closed"] = pandas.to_datetime(frame["closed"])
        assert self.mapping.read(frame) == self.expected()
        frame["amount"] = [5.0, float("nan")]
        mapping = RowMapping(Opportunity, currency="USD", float_tolerance="0.000001")
        assert mapping.read(frame) == self.expected()
        assert mapping.read(frame.to_dict("records")) == self.expected()
        assert mapping.read(list(frame.itertuples())) == self.expected()
        assert mapping.read({name: frame[name].to_numpy() for name in frame}) == self.expected()
        frame["customer"] = pandas.array([7, None], dtype="Int64")
        frame["closed"] = frame["closed"].dt.tz_localize("UTC")
        assert [deal.customer for deal in Facts(mapping.read(frame, zone=UTC)).opportunities] == ["7", None]
        with pytest.raises(InvalidValueError, match="name each column once"):
            mapping.read(pandas.concat([frame, frame], axis=1))

    def test_polars(self) -> None:
        polars: Any = pytest.importorskip("polars")
        frame = polars.DataFrame(list(self.rows))
        assert self.mapping.read(frame) == self.expected()
        assert self.mapping.read(frame.iter_rows(named=True)) == self.expected()
        with pytest.raises(WrongTypeError, match="in memory"):
            self.mapping.read(frame.lazy())

    @pytest.mark.parametrize("source", [None, 5, "rows", b"rows", {"id": "D-1"}, {"id": 5}, object()])
    def test_what_holds_no_rows(self, source: object) -> None:
        with pytest.raises(WrongTypeError, match="rows"):
            self.mapping.read(source)

    def test_columns_have_one_length(self) -> None:
        with pytest.raises(InvalidValueError, match="as many cells"):
            self.mapping.read({"id": ["D-1"], "owner": ["ann", "bob"]})


class TestPaths:
    def test_dots_lead_through_keys_and_attributes(self) -> None:
        mapping = RowMapping(
            Opportunity, {"id": "deal.no", "owner": "account.owner.code", "customer": "account.id"}
        )
        owner = SimpleNamespace(code="ann")
        rows: list[object] = [
            {"deal": {"no": 1}, "account": SimpleNamespace(owner=owner, id="C")},
            {"deal.no": "2", "deal": {"no": "not this"}, "account": {"owner": {"code": "bob"}, "id": None}},
        ]
        assert mapping.read(rows) == (Opportunity("1", "ann", customer="C"), Opportunity("2", "bob"))

    def test_a_step_to_nothing_is_blank_and_a_missing_one_is_a_fault(self) -> None:
        mapping = RowMapping(Opportunity, {"owner": "owner.code", "customer": "account.id"})
        found = mapping.scan(
            [{"id": "1", "owner": {"code": "ann"}, "account": None}, {"id": "2", "owner": {}}]
        )
        assert found.records == (Opportunity("1", "ann"),)
        assert problems(found) == [
            "row 2 (2): owner is None; it must come from 'owner.code', which the row lacks",
            "row 2 (2): customer is None; it must come from 'account.id', which the row lacks",
        ]

    def test_methods_are_no_cells(self) -> None:
        class Deal:
            id = "D"
            owner = "ann"

            def customer(self) -> str:
                return "C"

        assert RowMapping(Opportunity).read([Deal()]) == (Opportunity("D", "ann"),)

    def test_fields_by_their_own_names_only_where_wanted(self) -> None:
        rows = [{"id": "D", "owner": "ann", "stage": "Lead", "more.x": 1}]
        (deal,) = RowMapping(Opportunity).read(rows)
        assert deal == Opportunity("D", "ann", stage="Lead", more={"x": 1})
        strict = RowMapping(Opportunity, {"id": "id", "owner": "owner"}, by_name=False)
        assert strict.read(rows) == (Opportunity("D", "ann"),)


class TestSettings:
    def one(self, mapping: RowMapping, zone: Any = None, **cells: object) -> Any:
        """The record of one row."""
        (record,) = mapping.read([cells], zone=zone)
        return record

    def fault(self, mapping: RowMapping, **cells: object) -> str:
        """The only problem of one row."""
        (text,) = problems(mapping.scan([cells]))
        return text

    def test_constants_defaults_and_translations(self) -> None:
        mapping = RowMapping(
            Opportunity,
            {"id": "Deal", "owner": "Rep", "outcome": "State", "stage": "Stage", "more.vip": "VIP"},
            constants={"closed": "2026-03-09", "more.source": "sheet"},
            defaults={"stage": "Lead"},
            values=WORDS,
        )
        deal = self.one(mapping, Deal="D", Rep="ann", State="Closed Won", Stage="", VIP="Y")
        assert (deal.outcome, deal.stage, deal.closed) == (Outcome.WON, "Lead", DAY)
        assert deal.more == More(OWN)
        assert self.one(mapping, Deal="D", Rep="ann", State=3, Stage="x", VIP=None).outcome is Outcome.LOST
        assert "outcome is 'closed won?'; it must be 'open'" in self.fault(
            mapping, Deal="D", Rep="ann", State="Closed Won?", Stage="x", VIP=None
        )

    def test_amounts(self) -> None:
        mapping = RowMapping(
            Payment, constants={"id": "P", "on": "2026-03-09", "customer": "C"}, currency="USD"
        )
        cells: list[object] = ["1,200.50", "USD 1,200.50", Decimal("1200.5"), Money(120050, "USD")]
        for cell in cells:
            assert self.one(mapping, amount=cell).amount == Money(120050, "USD")
        assert self.one(mapping, amount=1200).amount == Money(120000, "USD")
        assert self.one(attrs.evolve(mapping, ints="minor"), amount=1200).amount == Money(1200, "USD")
        assert self.one(mapping, amount="EUR 5").amount == Money(500, "EUR")
        assert self.one(mapping, amount="5", currency="EUR").amount == Money(500, "EUR")
        assert self.one(attrs.evolve(mapping, currency=None), amount="5", currency="JPY").amount == Money(
            5, "JPY"
        )
        assert self.one(attrs.evolve(mapping, currency="JPY"), amount="¥5").amount == Money(5, "JPY")
        assert "be in USD" in self.fault(mapping, amount="EUR 5", currency="USD")
        assert "be in USD" in self.fault(mapping, amount=Money(5, "EUR"), currency="USD")
        assert "state one in the mapping" in self.fault(attrs.evolve(mapping, currency=None), amount=5)
        assert "at most 2 decimals" in self.fault(mapping, amount=Decimal("0.001"))
        assert "amount is True; it must be an amount" in self.fault(mapping, amount=True)
        assert "currency is 'XXY'" in self.fault(mapping, amount="5", currency="XXY")
        named = attrs.evolve(mapping, constants={"on": "2026-03-09"})
        assert "amount is None; it must be given" in self.fault(named, amount="", customer="C", id="P")

    def test_a_currency_of_ones_own(self) -> None:
        points = Currency("PTS", 0)
        mapping = RowMapping(Quota, constants={"during": "2026-01-01/2027-01-01"}, currency=points)
        quota = self.one(mapping, id="q", holder="ann", amount=50, currency="PTS")
        assert quota.amount == Money(50, points)

    def test_floats_are_refused_unless_a_tolerance_is_stated(self) -> None:
        mapping = RowMapping(Payment, constants={"id": "P", "on": "2026-03-09"}, currency="USD")
        assert "float_tolerance" in self.fault(mapping, amount=0.1 + 0.2, customer="C")
        door = attrs.evolve(mapping, float_tolerance="0.000001")
        assert self.one(door, amount=0.1 + 0.2, customer=17.0).amount == Money(30, "USD")
        assert self.one(door, amount=0.1, customer=17.0).customer == "17"
        assert "within 0.000001" in self.fault(door, amount=0.125, customer="C")
        assert "be a whole number" in self.fault(door, amount=1, customer=17.5)
        assert "be text, or a whole number" in self.fault(mapping, amount=1, customer=17.0)
        lines = RowMapping(
            Order, constants={"id": "O", "on": "2026-03-09"}, currency="USD", float_tolerance="0"
        )
        order = self.one(
            lines, **{"line.amount": 2.5, "line.quantity": 0.1, "line.source": 2.0, "more.x": 0.1}
        )
        assert (order.lines[0].quantity, order.lines[0].source) == (Fraction(1, 10), 2)
        assert order.more["x"] == Decimal("0.1")
        assert "be a whole number" in self.fault(lines, **{"line.amount": 1, "line.source": 2.5})

    def test_dates(self) -> None:
        mapping = RowMapping(Order, lines_from="lines", constants={"id": "O"})
        midnight, later = datetime.fromisoformat("2026-03-09"), datetime.fromisoformat("2026-03-09T12:00")
        texts = ["2026-03-09", "2026-03-09T00:00:00", "2026-03-09 00:00", " 2026-03-09 "]
        for cell in [DAY, midnight, *texts]:
            assert self.one(mapping, on=cell, lines=[]).on == DAY
        aware = datetime(2026, 3, 8, 20, tzinfo=UTC)
        shanghai = timezone(timedelta(hours=8))
        for cell in [aware, aware.isoformat()]:
            assert self.one(mapping, shanghai, on=cell, lines=[]).on == DAY
            assert "state the zone" in self.fault(mapping, on=cell, lines=[])
        assert "at midnight" in self.fault(mapping, on=later, lines=[])
        assert "at midnight" in self.fault(mapping, on=later.isoformat(), lines=[])
        wrong: list[object] = ["9.3.2026", "2026-03-32", 20260309, True, 45000.0, "2026-03-09T99:00"]
        for other in wrong:
            assert "on is" in self.fault(mapping, on=other, lines=[])

    @pytest.mark.parametrize(
        "dates, texts",
        [
            ("%d.%m.%Y", ["09.03.2026", "9.3.2026", " 9.03.2026 "]),
            ("%m/%d/%Y", ["03/09/2026", "3/9/2026"]),
            ("%Y%m%d", ["20260309", 20260309]),
            ("%Y年%m月%d日", ["2026年3月9日", "2026年03月09日"]),
        ],
    )
    def test_dates_as_they_are_written(self, dates: str, texts: list[object]) -> None:
        mapping = RowMapping(Order, lines_from="lines", constants={"id": "O"}, dates=dates)
        for cell in [*texts, DAY]:
            assert self.one(mapping, on=cell, lines=[]).on == DAY
        for cell in ("2026-03-09", "31.31.2026", "", "9.3.26"):
            assert self.fault(mapping, on=cell or "?", lines=[])

    def test_parts_that_touch_have_all_their_digits(self) -> None:
        mapping = RowMapping(Order, lines_from="lines", constants={"id": "O"}, dates="%Y%m%d")
        cells: list[object] = ["2026119", 2026119, "202639"]
        for cell in cells:
            assert "written as '20260331'" in self.fault(mapping, on=cell, lines=[])

    @pytest.mark.parametrize(
        "dates", ["", "%d.%m.%y", "%d.%m", "%Y-%m-%d %H", "%Y%Y-%m-%d", "iso", "%Y-%m-%d%"]
    )
    def test_formats_that_are_none(self, dates: str) -> None:
        with pytest.raises(InvalidValueError, match="name %Y, %m and %d once each"):
            RowMapping(Order, dates=dates)

    def test_ranges(self) -> None:
        mapping = RowMapping(Assignment, {"during.start": "from", "during.last": "to"}, constants={"id": "a"})
        cells: dict[str, object] = {"participant": "ann"}
        post = self.one(mapping, **cells, **{"from": "2026-01-01", "to": "2026-03-31"})
        assert post.during == DateRange.of("2026-01-01/2026-04-01")
        assert self.one(mapping, **cells, **{"from": "2026-01-01", "to": None}).during == DateRange.since(
            "2026-01-01"
        )
        assert self.one(mapping, **cells, **{"from": None, "to": date.max}).during == DateRange.always()
        assert "be after the start" in self.fault(
            mapping, **cells, **{"from": "2026-01-02", "to": "2026-01-01"}
        )
        whole = RowMapping(Assignment, constants={"id": "a"})
        assert self.one(whole, **cells, during="2026-01-01/..").during == DateRange.since("2026-01-01")
        assert self.one(whole, **cells, during=post.during).during == post.during
        ends = {"during.start": DAY, "during.end": None}
        assert self.one(whole, **cells, **ends).during == DateRange.since(DAY)
        both = {**ends, "during.end": "2026-04-01", "during.last": "2026-03-31"}
        assert "not as both" in self.fault(whole, **cells, **both)
        assert "during is None; it must be given" in self.fault(whole, **cells)

    def test_instants(self) -> None:
        mapping = RowMapping(Customer, constants={"id": "C"})
        noon = datetime(2026, 3, 9, 12, tzinfo=UTC)
        naive = datetime.fromisoformat("2026-03-09T20:00")
        for cell in (noon, noon.isoformat(), "2026-03-09T12:00:00Z"):
            assert self.one(mapping, recorded=cell).recorded == noon
        shanghai = timezone(timedelta(hours=8))
        for cell in (naive, naive.isoformat()):
            assert self.one(mapping, shanghai, recorded=cell).recorded == noon
            assert "carry a time zone" in self.fault(mapping, recorded=cell)
        wrong: list[object] = [DAY, "noon", 5]
        for other in wrong:
            assert "recorded is" in self.fault(mapping, recorded=other)

    def test_blanks(self) -> None:
        class NAType:
            """As in other libraries."""

        mapping = RowMapping(Customer)
        for cell in (None, "", "  ", float("nan"), Decimal("NaN"), NAType()):
            assert self.one(mapping, id="C", segment=cell).segment is None
        assert self.one(mapping, id="C", segment="n/a").segment == "n/a"
        other = RowMapping(Customer, blanks=["n/a", "-"])
        assert self.one(other, id="C", segment=" n/a ").segment is None
        assert "segment is ''" in self.fault(other, id="C", segment="")

    def test_texts(self) -> None:
        mapping = RowMapping(Customer)
        cells: list[object] = [" C ", "C"]
        assert {self.one(mapping, id=cell).id for cell in cells} == {"C"}
        assert self.one(RowMapping(Customer, strip=False), id=" C ").id == " C "
        assert self.one(mapping, id=17).id == "17"
        assert self.one(mapping, id=Decimal(17)).id == "17"
        assert self.one(mapping, id=UUID(int=7)).id == "00000000-0000-0000-0000-000000000007"
        assert self.one(mapping, id="C", segment=Outcome.WON).segment == "won"
        for cell in (True, DAY, Decimal("1.5"), ["x"]):
            assert "segment is" in self.fault(mapping, id="C", segment=cell)

    def test_counts(self) -> None:
        share = RowMapping(DealShare, constants={"id": "s", "deal": "D", "participant": "ann"})
        for cell in (3, "3", Decimal("3.0")):
            assert self.one(share, weight=cell).weight == 3
        wrong: list[object] = ["three", 2.5, True, "2.5"]
        for other in wrong:
            assert "weight is" in self.fault(share, weight=other)
        assert "minutes is -1" in self.fault(
            RowMapping(Activity), id="a", on=DAY, participant="ann", kind="visit", minutes="-1"
        )

    def test_figures(self) -> None:
        year = {"id": "s", "holder": "ann", "measure": "points", "during": "2026-01-01/2027-01-01"}
        mapping = RowMapping(Score, constants=year)
        cells: list[object] = ["92.5", " 92.5 ", "9250%", Decimal("92.50"), Fraction(185, 2), Rate("92.5")]
        for cell in cells:
            assert self.one(mapping, value=cell).value == Fraction(185, 2)
        assert self.one(mapping, value=3).value == 3
        assert self.one(mapping, value="105%").value == Fraction(21, 20)
        assert "float_tolerance" in self.fault(mapping, value=92.5)
        assert self.one(attrs.evolve(mapping, float_tolerance="0"), value=0.1).value == Fraction(1, 10)
        assert "value is 'good'; it must be a number such as" in self.fault(mapping, value="good")
        assert "value is '-1'; it must be 0 or more" in self.fault(mapping, value="-1").replace(
            "Fraction(-1, 1)", "'-1'"
        )
        assert "value is True" in self.fault(mapping, value=True)

    def test_a_range_that_is_none_is_named_by_its_column(self) -> None:
        mapping = RowMapping(Absence, constants={"id": "a", "participant": "ann"})
        assert "during is '2026-Q1'; it must be two dates" in self.fault(mapping, during="2026-Q1")
        assert "during.end is datetime.date(2026, 1, 1); it must be after the start" in self.fault(
            mapping, during="2026-01-02/2026-01-01"
        )

    def test_columns_of_ones_own(self) -> None:
        mapping = RowMapping(Customer, {"more.region": "Region"})
        cells = {
            "more.size": 5,
            "more.since": datetime.fromisoformat("2026-03-09"),
            "more.none": "",
            "Region": "N",
        }
        customer = self.one(mapping, id="C", **cells)
        assert customer.more == More([("region", "N"), ("since", DAY), ("size", 5)])
        assert self.one(mapping, id="C", Region=None, more={"a": 1, "b": None}).more == More({"a": 1})
        assert self.one(mapping, id="C", Region="N", **{"more.region": "S"}).more == More({"region": "N"})
        assert "more.x is 1.5" in self.fault(mapping, id="C", Region=None, **{"more.x": 1.5})
        assert "more is 5" in self.fault(mapping, id="C", Region=None, more=5)
        assert "more.a is '[1]'" in self.fault(mapping, id="C", Region=None, more={"a": [1]})

    def test_prices(self) -> None:
        mapping = RowMapping(Product, {"list_price": "price"}, currency="USD")
        assert self.one(mapping, id="P", price="5").list_price == Money.of("USD 5")
        assert self.one(mapping, id="P", price=5, currency="EUR").list_price == Money.of("EUR 5")
        assert self.one(mapping, id="P", price=None).list_price is None


class TestDocuments:
    mapping = RowMapping(
        Order, {"id": "order", "on": "day", "line.product": "sku", "line.amount": "value"}, currency="USD"
    )

    def row(self, number: object, sku: str | None, value: object, **more: object) -> dict[str, object]:
        """A row of a flat table of order lines."""
        return {"order": number, "day": DAY, "sku": sku, "value": value, **more}

    def test_rows_of_one_identifier_belong_together(self) -> None:
        rows = [self.row(1, "A", 5, customer="C"), self.row(2, "A", 7), self.row(1, "B", "2.50", customer="")]
        found = self.mapping.scan(rows)
        assert found.records == (
            Order("1", DAY, [Line("A", "USD 5"), Line("B", "USD 2.50")], customer="C"),
            Order("2", DAY, Line("A", "USD 7")),
        )
        assert found.counts == {
            "rows": 3, "accepted": 3, "refused": 0, "blank": 0, "records": 2, "problems": 0
        }  # fmt: skip

    def test_their_headers_agree(self) -> None:
        rows = [
            self.row(1, "A", 5),
            self.row(2, "A", 5, customer="C-1"),
            self.row(1, "A", 5, customer="C-2"),
            self.row(1, "A", 5, customer="C-3"),
        ]
        found = self.mapping.scan(rows)
        assert problems(found) == ["rows 3 and 4 (1): customer is 'C-3'; it must agree with C-2 in row 3"]
        assert found.refused == (1, 3, 4)
        assert [record.id for record in found.records] == ["2"]

    def test_a_faulty_line_refuses_the_document(self) -> None:
        rows = [self.row(1, "A", 5), self.row(1, "B", "many"), self.row(2, "A", 5)]
        found = self.mapping.scan(rows)
        assert problems(found)[0].startswith("row 2 (1): line.amount is 'many'")
        assert (found.refused, [record.id for record in found.records]) == ((1, 2), ["2"])
        found = self.mapping.scan([self.row(1, "A", 5), self.row(1, "B", 6), self.row(1, "B", None)])
        assert problems(found) == ["rows 1, 2, 3 (1): lines[3].amount is None; it must be given"]
        found = self.mapping.scan([self.row(1, "A", 5), self.row(1, "B", "EUR 5")])
        assert [(found.record, found.rule) for found in found.problems] == [
            ("rows 1, 2 (1)", "be in one currency, here USD")
        ]

    def test_a_row_without_a_line(self) -> None:
        found = self.mapping.scan([self.row(1, None, None), self.row(None, None, None)])
        assert found.records == (Order("1", DAY, ()),)
        assert problems(found) == ["row 2: id is None; it must be given"]

    def test_a_table_without_lines_is_noticed(self) -> None:
        orders = Facts([Order("O", DAY, Line("A", "USD 5"))]).orders
        (text,) = problems(RowMapping(Order).scan(orders))
        assert "map 'line.amount', or state lines_from" in text
        assert RowMapping(Order, lines_from="lines").read(orders) == orders

    def test_the_currency_of_a_header(self) -> None:
        mapping = attrs.evolve(self.mapping, currency=None)
        (order,) = mapping.read([self.row(1, "A", 5, currency="JPY"), self.row(1, "B", 6, currency="JPY")])
        assert isinstance(order, Order)
        assert order.amount == Money(11, "JPY")
        assert "be in JPY" in problems(mapping.scan([self.row(1, "A", Money(5, "USD"), currency="JPY")]))[0]
        assert len(problems(mapping.scan([self.row(1, "A", 5, currency="?")]))) == 1

    def test_lines_within_a_row(self) -> None:
        @dataclass
        class Item:
            sku: str
            price: str
            quantity: int = 1

        @dataclass
        class Sale:
            no: int
            on: date
            items: list[Item] = field(default_factory=list)

        mapping = RowMapping(
            Order,
            {"id": "no", "line.product": "sku", "line.amount": "price"},
            lines_from="items",
            currency="CNY",
        )
        sales = [Sale(1, DAY, [Item("A", "1.2万", 3), Item("B", "0.50")]), Sale(2, DAY)]
        assert mapping.read(sales) == (
            Order("1", DAY, [Line("A", "CNY 12,000", 3), Line("B", "CNY 0.50")]),
            Order("2", DAY, ()),
        )
        rows = [
            {
                "no": 3,
                "on": DAY,
                "items": [{"sku": "A", "price": "?"}, {"sku": "B"}, {"price": "1", "more.lot": 4}],
            },
            {"no": 4, "on": DAY, "items": 5},
            {"no": 5, "on": DAY},
            {"no": 6, "on": DAY, "items": {"sku": "A", "price": "1"}},
            {"no": 7, "on": DAY, "items": None},
        ]
        found = mapping.scan(rows)
        assert [text.split(";")[0] for text in problems(found)] == [
            "row 1 (3): lines[1].amount is '?'",
            "row 1 (3): lines[2].amount is None",
            "row 1 (3): lines[3].product is None",
            "row 2 (4): lines is 5",
            "row 3 (5): lines is None",
        ]
        assert [record.id for record in found.records] == ["6", "7"]

    def test_stages_within_a_row(self) -> None:
        steps = (StageChange("Lead", "2026-01-05"), StageChange("Offer", DAY))
        forms: list[object] = [
            steps,
            [{"stage": "Lead", "on": "2026-01-05"}, {"stage": "Offer", "on": DAY}],
            [("Lead", "2026-01-05"), ["Offer", DAY]],
        ]
        for form in forms:
            (deal,) = RowMapping(Opportunity).read([{"id": "D", "owner": "ann", "history": form}])
            assert deal == Opportunity("D", "ann", history=steps)
        named = RowMapping(Opportunity, {"history": "log", "history.stage": "name", "history.on": "day"})
        row = {"id": "D", "owner": "ann", "log": [{"name": "Lead", "day": "2026-01-05"}, ("Offer", DAY)]}
        assert named.read([row]) == (Opportunity("D", "ann", history=steps),)
        assert "log" in problems(named.scan([{"id": "D", "owner": "ann"}]))[0]
        wrong = {"id": "D", "owner": "ann", "log": [{"name": "Lead", "day": "soon"}]}
        assert problems(named.scan([wrong]))[0].startswith("row 1 (D): history[1].on is 'soon'")


class TestMappings:
    def test_a_mapping_is_data(self) -> None:
        one = RowMapping(Opportunity, {"id": "Deal", "owner": "Rep"}, values={"outcome": {"W": "won"}})
        other = RowMapping(
            "Opportunity", {"owner": "Rep", "id": "Deal"}, values={"outcome": More({"W": "won"})}
        )
        assert one == other
        assert hash(one) == hash(other)
        assert one.record_class is Opportunity
        assert (one.kind, one.fields) == ("Opportunity", (("id", "Deal"), ("owner", "Rep")))
        assert (
            ANY_MAPPING(**{str(part.alias): getattr(one, part.name) for part in attrs.fields(RowMapping)})
            == one
        )

    @pytest.mark.parametrize(
        "settings, field",
        [
            ({"kind": "Deal"}, "kind"),
            ({"kind": str}, "kind"),
            ({"fields": {"name": "x"}}, "fields"),
            ({"fields": {"amount_minor": "x"}}, "fields"),
            ({"fields": {"more.": "x"}}, "fields"),
            ({"fields": {"line.more.x": "x"}}, "fields"),
            ({"fields": {"id": ""}}, "fields.id"),
            ({"fields": {"id": 5}}, "fields.id"),
            ({"fields": [("id", "a"), ("id", "b")]}, "fields"),
            ({"fields": {"id": "x"}, "constants": {"id": "y"}}, "constants"),
            ({"constants": {"nothing": 1}}, "constants"),
            ({"defaults": {"nothing": 1}}, "defaults"),
            ({"values": {"nothing": {}}}, "values"),
            ({"ints": "cents"}, "ints"),
            ({"float_tolerance": "-1"}, "float_tolerance"),
            ({"float_tolerance": "much"}, "float_tolerance"),
            ({"float_tolerance": 0.1}, "float_tolerance"),
            ({"float_tolerance": "NaN"}, "float_tolerance"),
            ({"lines_from": "items"}, "lines_from"),
            ({"first_row": "2"}, "first_row"),
            ({"by_name": 1}, "by_name"),
            ({"strip": None}, "strip"),
            ({"blanks": [None]}, "blanks"),
            ({"blanks": "n/a"}, "blanks"),
            ({"currency": "XXY"}, "currency"),
            ({"kind": Assignment, "fields": {"during": "a", "during.start": "b"}}, "fields"),
            ({"kind": Assignment, "fields": {"during.end": "a", "during.last": "b"}}, "fields"),
            ({"kind": Order, "lines_from": 5}, "lines_from"),
            ({"kind": Order, "lines_from": ""}, "lines_from"),
        ],
    )
    def test_settings_that_are_none(self, settings: dict[str, Any], field: str) -> None:
        with pytest.raises(SalesmgmtError) as caught:
            ANY_MAPPING(**{"kind": Opportunity, **settings})
        assert caught.value.field == field

    def test_a_wrong_field_is_told_the_right_ones(self) -> None:
        with pytest.raises(InvalidValueError, match="name a field: id, owner, amount, outcome"):
            RowMapping(Opportunity, {"rep": "Rep"})

    def test_every_field_of_every_record_has_a_form(self) -> None:
        hints = {
            "str": {Form.TEXT},
            "Money": {Form.PRICE},
            "More": {Form.MORE},
            "date": {Form.DATE},
            "datetime": {Form.INSTANT},
            "DateRange": {Form.RANGE},
            "Currency": {Form.CURRENCY},
            "Quantity": {Form.QUANTITY},
            "Fraction": {Form.FIGURE},
            "tuple": {Form.PARTS},
            "int": {Form.AMOUNT, Form.COUNT},
            "Outcome": {Form.CHOICE},
            "ShareKind": {Form.CHOICE},
            "PaymentKind": {Form.CHOICE},
        }
        for kind in (*KINDS, Line, StageChange):
            shape = shape_of(kind)
            for part in (each for each in attrs.fields(kind) if each.init):
                text = str(part.type).replace("int | Fraction", "Quantity").removesuffix(" | None")
                assert shape[str(part.alias)] in hints[text.split("[")[0]], (kind, part.name)
                assert (shape[str(part.alias)] is Form.AMOUNT) == part.name.endswith("_minor")


class TestScans:
    found = RowMapping(Customer).scan([{"id": f"C-{number}"} for number in range(1200)] + [{"id": 1.5}, {}])

    def test_it_prints_its_counts(self) -> None:
        assert repr(self.found) == (
            "Scan(rows=1,202, accepted=1,200, refused=1, blank=1, records=1,200, problems=1)"
        )

    def test_its_records_make_a_batch_and_it_does_not(self) -> None:
        assert len(Facts(self.found.records)) == 1200
        scan: Any = self.found
        with pytest.raises(
            WrongTypeError, match=r"facts is Scan\(.*; it must be records, .*hand in its .records"
        ):
            Facts(scan)


def test_all_problems_of_a_sheet_are_listed() -> None:
    mapping = RowMapping(
        Opportunity,
        {"id": "Deal", "owner": "Rep", "amount": "Amount", "closed": "Closed"},
        constants={"outcome": "won"},
        currency="USD",
        first_row=2,
    )
    rows = [
        {"Deal": "1", "Rep": "ann", "Amount": "5", "Closed": "2026-03-09"},
        {"Deal": "2", "Rep": "", "Amount": "five", "Closed": "9 March"},
        {"Deal": "", "Rep": " ", "Amount": None, "Closed": float("nan")},
        {"Deal": "", "Rep": "bob", "Amount": "5", "Closed": ""},
    ]
    found = mapping.scan(rows)
    assert [text.split(";")[0] for text in problems(found)] == [
        "row 3 (2): amount is 'five'",
        "row 3 (2): closed is '9 March'",
        "row 3 (2): owner is None",
        "row 5: id is None",
    ]
    assert (found.refused, found.blank, found.accepted) == ((3, 5), (4,), 1)
    with pytest.raises(BatchError, match="rows: 4 problems") as caught:
        mapping.read(rows)
    assert caught.value.problems == found.problems
