"""Ageing: the buckets add up, bounds belong to the younger bucket, and each switch moves what it says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import AgedFrom, Ageing, AgeingUnit, LateFrom, OpenItem
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money
from salesmgmt.testing.credit_exposure import ageings, open_items

pytestmark = pytest.mark.properties

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(ageings(), st.lists(open_items(currency="USD"), max_size=6), DAYS)
def test_the_buckets_add_up_to_what_is_open(ageing: Ageing, items: list[OpenItem], day: date) -> None:
    report = ageing.report(items, day, currency="USD")
    there = [item for item in items if item.on <= day]
    assert report.total == Money.total([item.open for item in there], "USD")
    assert sum(bucket.count for bucket in report.buckets) == len(there)
    assert tuple(bucket.name for bucket in report.buckets) == ageing.buckets
    for name in ageing.buckets:
        mine = [item.open for item in there if ageing.bucket_of(item, day) == name]
        assert report.of(name) == Money.total(mine, "USD")


@given(
    st.frozensets(st.integers(1, 50), max_size=4).map(sorted),
    st.integers(-20, 80),
    st.integers(0, 10),
    st.sampled_from(LateFrom),
)
def test_the_bucket_by_looking_at_every_bound(
    bounds: list[int], late: int, margin: int, late_from: LateFrom
) -> None:
    ageing = Ageing(bounds, margin_days=margin, late_from=late_from)
    due = date(2026, 3, 1)
    item = OpenItem("I", "2026-01-01", due, "USD 1", "USD 1")
    days = late - margin + (1 if late_from is LateFrom.DUE_DAY else 0)
    place = 0
    if days > 0:
        place = 1 + sum(1 for bound in bounds if days > bound)
    assert ageing.bucket_of(item, due + timedelta(days=late)) == ageing.buckets[place]


@given(DAYS, DAYS, st.sampled_from(AgedFrom))
def test_months_back_whatever_the_day(start: date, day: date, aged_from: AgedFrom) -> None:
    item = OpenItem("I", start, start, "USD 1", "USD 1")
    ageing = Ageing((1, 2, 3), unit=AgeingUnit.MONTHS, aged_from=aged_from)
    months = (day.year * 12 + day.month) - (start.year * 12 + start.month)
    assert ageing.age(item, day) == months
    assert ageing.bucket_of(item, day) == ageing.buckets[max(0, min(months, 4))]


def test_each_switch() -> None:
    item = OpenItem("I", "2026-01-01", "2026-03-01", "USD 1", "USD 1")
    assert Ageing().bucket_of(item, "2026-03-01") == "not_due"
    assert Ageing(late_from="due_day").bucket_of(item, "2026-03-01") == "1-30"
    assert Ageing().bucket_of(item, "2026-03-31") == "1-30"
    assert Ageing().bucket_of(item, "2026-04-01") == "31-60"
    assert Ageing().bucket_of(item, "2026-05-30") == "61-90"
    assert Ageing().bucket_of(item, "2026-05-31") == "91+"
    assert Ageing(margin_days=3).bucket_of(item, "2026-03-04") == "not_due"
    assert Ageing(aged_from="document").bucket_of(item, "2026-01-31") == "1-30"
    undated = OpenItem("I", "2026-01-01", None, "USD 1", "USD 1")
    assert Ageing().bucket_of(undated, "2027-01-01") == "not_due"
    assert Ageing(aged_from="document").bucket_of(undated, "2027-01-01") == "91+"
    assert Ageing(()).buckets == ("not_due", "late")
    assert Ageing((1, 2)).buckets == ("not_due", "1", "2", "3+")


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BatchError) as raised:
        Ageing((30, 30), names=["a", "a"])
    assert len(raised.value.problems) == 3
    with pytest.raises(InvalidValueError, match="margin_days"):
        Ageing(margin_days=-1)
    with pytest.raises(WrongTypeError, match="bounds"):
        Ageing(cast("tuple[int, ...]", ("30",)))
    with pytest.raises(InvalidValueError, match="unit"):
        Ageing(unit="weeks")
    with pytest.raises(InvalidValueError, match="currency"):
        Ageing().report([], "2026-01-01")
    with pytest.raises(UnknownIdentifierError, match="opening"):
        Ageing().report([], "2026-01-01", opening={"nothing": "USD 1"})
    items = [OpenItem("I", "2026-01-01", None, f"{code} 1", f"{code} 1") for code in ("USD", "EUR")]
    with pytest.raises(CurrencyMismatchError):
        Ageing().report(items, "2026-01-01")
    with pytest.raises(UnknownIdentifierError, match="not_due"):
        Ageing().report(items[:1], "2026-01-01").of("nothing")


def test_the_report_as_a_table() -> None:
    item = OpenItem("I", "2026-01-01", "2026-03-01", "USD 10", "USD 10")
    report = Ageing((30,)).report([item], "2026-03-02", opening={"31+": "USD 5"})
    assert [row["amount"] for row in report.records()] == [0, 10, 5]
    assert "未到期" in str(report.table("zh"))
    assert "not due" in str(report.table())
