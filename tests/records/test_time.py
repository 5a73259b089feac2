"""A batch as known at a time: what was there, what was in force, and when a correction shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.records import Customer, Facts, Opportunity, Order, Product
from salesmgmt.records.checks import KINDS
from salesmgmt.testing.batches import facts
from tests.records.reference import end_of, in_force, known

pytestmark = pytest.mark.properties

DAYS = st.dates(date(2024, 12, 1), date(2027, 6, 1))
NOTHING: Any = None
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.builds(
    lambda day, seconds, zone: (datetime(day.year, day.month, day.day, tzinfo=UTC) + seconds).astimezone(
        zone
    ),
    DAYS,
    st.timedeltas(timedelta(0), timedelta(days=1)),
    ZONES,
)
BATCHES = facts()


def moments(batch: Facts) -> st.SearchStrategy[date | datetime]:
    """Days and instants, the very ones of the batch among them."""
    own: list[date | datetime] = [record.on for record in batch if record.on is not None]
    for record in batch:
        if record.recorded is not None:
            tick = timedelta(microseconds=1)
            own += [record.recorded, record.recorded - tick, record.recorded + tick, record.recorded.date()]
    several = [DAYS, INSTANTS, *([st.sampled_from(own)] if own else [])]
    return st.one_of(several)


@given(st.data(), BATCHES, ZONES)
def test_it_is_what_a_slow_reading_finds(data: st.DataObject, batch: Facts, zone: timezone) -> None:
    at = data.draw(moments(batch))
    part = batch.as_known(at, zone)
    expected = known(batch.records, at, zone)
    assert set(part.records) == expected
    assert {record for kind in KINDS for record in part.of(kind)} == in_force(expected)
    assert list(part.records) == [record for record in batch.records if record in expected]


@settings(max_examples=25)
@given(st.data(), BATCHES, ZONES)
def test_knowledge_only_grows(data: st.DataObject, batch: Facts, zone: timezone) -> None:
    one, other = sorted([data.draw(DAYS), data.draw(DAYS)])
    assert set(batch.as_known(one, zone)) <= set(batch.as_known(other, zone))
    first, second = sorted([data.draw(INSTANTS), data.draw(INSTANTS)])
    assert set(batch.as_known(first, zone)) <= set(batch.as_known(second, zone))


@settings(max_examples=25)
@given(BATCHES)
def test_in_the_end_everything_is_known(batch: Facts) -> None:
    assert batch.as_known(date.max) == batch
    assert batch.as_known("9999-12-31") == batch
    assert batch.as_known(datetime.max.replace(tzinfo=UTC)) == batch


@given(facts(corrected=True))
def test_a_correction_shows_from_its_instant_on(batch: Facts) -> None:
    for record in batch:
        if record.supersedes is None or record.recorded is None:
            continue
        before = batch.as_known(record.recorded - timedelta(microseconds=1))
        after = batch.as_known(record.recorded)
        later = [r for r in batch if r.supersedes == record.id and type(r) is type(record)]
        if not any(r in before for r in later):
            assert record not in before
        assert record in after
        assert record.supersedes not in {r.id for r in after.of(type(record))}


@settings(max_examples=25)
@given(st.data(), BATCHES, ZONES)
def test_the_end_of_a_day_is_its_last_instant(data: st.DataObject, batch: Facts, zone: timezone) -> None:
    day = data.draw(DAYS)
    last = end_of(day, zone) - timedelta(microseconds=1)
    assert batch.as_known(day, zone) == batch.as_known(last, zone)


@settings(max_examples=25)
@given(st.data(), BATCHES, ZONES)
def test_looking_back_twice_is_looking_back_once(data: st.DataObject, batch: Facts, zone: timezone) -> None:
    one, other = sorted([data.draw(DAYS), data.draw(DAYS)])
    early = batch.as_known(one, zone)
    assert batch.as_known(other, zone).as_known(one, zone) == early
    assert early.as_known(other, zone) == early


@settings(max_examples=25)
@given(st.data(), BATCHES)
def test_a_part_is_a_batch(data: st.DataObject, batch: Facts) -> None:
    part = batch.as_known(data.draw(DAYS))
    assert Facts(part.records, links=part.links) == part
    assert part.links == ("held" if part == batch else "open")


class TestAnExample:
    order = Order("O-1", "2026-03-30", (), owner="ann", recorded="2026-03-30T09:00:00Z")
    corrected = Order("O-2", "2026-03-30", (), owner="bob", recorded="2026-04-07T22:30:00Z", supersedes="O-1")
    late = Opportunity("D", "ann", outcome="won", closed="2026-03-31", recorded="2026-04-02T08:00:00+08:00")
    batch = Facts([order, corrected, late, Product("P"), Customer("C", on="2026-04-01")])

    def owners(self, at: str, zone: timezone = UTC) -> list[str | None]:
        return [order.owner for order in self.batch.as_known(at, zone).orders]

    def test_by_days(self) -> None:
        assert self.owners("2026-03-29") == []
        assert self.owners("2026-03-30") == ["ann"]
        assert self.owners("2026-04-06") == ["ann"]
        assert self.owners("2026-04-07") == ["bob"]

    def test_the_day_is_that_of_the_zone(self) -> None:
        shanghai = timezone(timedelta(hours=8))
        assert self.owners("2026-04-07", shanghai) == ["ann"]
        assert self.owners("2026-04-08", shanghai) == ["bob"]

    def test_an_instant_falls_on_a_day_of_the_zone(self) -> None:
        batch = Facts([Order("O", "2026-03-10", ())])
        shanghai = timezone(timedelta(hours=8))
        evening = datetime(2026, 3, 9, 20, tzinfo=UTC)
        for moment in (evening, evening.astimezone(shanghai)):
            assert len(batch.as_known(moment)) == 0
            assert len(batch.as_known(moment, shanghai)) == 1

    def test_late_facts_and_reference_rows(self) -> None:
        march = self.batch.as_known("2026-03-31")
        assert (march.opportunities, len(march.products), march.customers) == ((), 1, ())
        assert len(self.batch.as_known("2026-04-02").opportunities) == 1
        assert len(self.batch.as_known("2026-04-01", timezone(timedelta(hours=1))).opportunities) == 0
        assert len(self.batch.as_known("2026-04-01").customers) == 1

    def test_the_superseded_order_stays_at_hand(self) -> None:
        assert [order.id for order in self.batch.all(Order)] == ["O-1", "O-2"]
        assert self.batch.get(Order, "O-1").id == "O-2"
        assert self.batch.as_known("2026-04-01").get(Order, "O-1").id == "O-1"

    def test_what_a_known_record_corrects_is_known(self) -> None:
        planned = Product("a", on="2026-07-01")
        middle = Product("b", on="2026-08-01", supersedes="a")
        known_early = Product("c", on="2026-09-01", recorded="2026-02-01T00:00:00Z", supersedes="b")
        part = Facts([planned, middle, known_early]).as_known("2026-03-01")
        assert [product.id for product in part.products] == ["c"]
        assert len(part) == 3

    def test_an_instant_has_a_zone_and_a_day_is_a_date(self) -> None:
        with pytest.raises(InvalidValueError, match="carry a time zone"):
            self.batch.as_known(datetime.fromisoformat("2026-03-30T12:00"))
        with pytest.raises(InvalidValueError, match="at is 'yesterday'"):
            self.batch.as_known("yesterday")
        with pytest.raises(InvalidValueError, match="years 1 to 9999"):
            self.batch.as_known(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))))
        with pytest.raises(WrongTypeError, match="at"):
            self.batch.as_known(NOTHING)
