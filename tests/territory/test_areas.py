"""Administrative areas: codes are checked, prefixes contain what lies within, and criteria decide it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given

from salesmgmt.criteria import No, Yes, contains, overlap
from salesmgmt.errors import (
    InvalidValueError,
    MissingFieldError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.territory import PROVINCES, Area, AreaLevel, area_problems, chinese_area, in_area
from salesmgmt.testing.territory_markets import areas

pytestmark = pytest.mark.properties


def within(inner: Area, outer: Area) -> bool:
    """Whether one area lies in another: the chain of what it belongs to, step by step."""
    step: Area | None = inner
    while step is not None:
        if step == outer:
            return True
        step = step.parent
    return False


@given(areas(), areas())
def test_containment_is_the_chain_of_parents(one: Area, two: Area) -> None:
    assert one.contains(two) == within(two, one)
    meet = isinstance(overlap(in_area("code", one), in_area("code", two)), Yes)
    assert meet == (within(one, two) or within(two, one))
    assert in_area("code", one).matches({"code": two.code}) == within(two, one)


@given(areas())
def test_an_area_is_a_part_of_all_above_it(area: Area) -> None:
    above = area.parent
    while above is not None:
        assert above.contains(area)
        assert not area.contains(above)
        above = above.parent


@given(areas(chinese=True))
def test_zeros_behind_say_nothing(area: Area) -> None:
    assert Area(area.code.ljust(6, "0")) == area
    assert area.province is not None
    assert chinese_area(area.code) == area


def test_the_provinces() -> None:
    assert len(PROVINCES) == 34
    assert [each.code for each in PROVINCES] == sorted({each.code for each in PROVINCES})
    assert len({each.letters for each in PROVINCES}) == 34
    for each in PROVINCES:
        area = Area(each.code)
        assert (area.level, area.parent, area.province) == (AreaLevel.PROVINCE, None, each)
        assert (area.name(), area.name("zh"), Area(f"CN-{each.letters}").name("zh")) == (
            each.en,
            each.zh,
            each.zh,
        )
        for text in (each.en, each.en.upper(), each.zh, f"CN-{each.letters}"):
            assert chinese_area(text) == area


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("广东", "44"),
        ("北京", "11"),
        ("内蒙古", "15"),
        ("新疆", "65"),
        ("香港", "81"),
        ("宁夏", "64"),
        ("广西", "45"),
    ],
)
def test_provinces_by_the_name_that_people_say(said: str, code: str) -> None:
    assert chinese_area(said).code == code


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("440000", "44", "province"),
        ("440300", "4403", "prefecture"),
        ("440305", "440305", "county"),
        (" cn ", "CN", "country"),
        ("us-ca", "US-CA", "subdivision"),
        ("GB-ENG", "GB-ENG", "subdivision"),
    ],
)
def test_codes_are_read(text: str, code: str, level: str) -> None:
    assert (Area(text).code, Area(text).level) == (code, level)
    assert Area("440305").name("zh") == "440305"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("4", InvalidValueError),
        ("444", InvalidValueError),
        ("4403051", InvalidValueError),
        ("440005", InvalidValueError),
        ("00", InvalidValueError),
        ("", InvalidValueError),
        ("U", InvalidValueError),
        ("US-", InvalidValueError),
        ("US-CALI", InvalidValueError),
        ("４４", InvalidValueError),
        ("99", UnknownIdentifierError),
        ("XX", UnknownIdentifierError),
        ("CN-44", UnknownIdentifierError),
        (cast(str, 44), WrongTypeError),
        (cast(str, None), WrongTypeError),
    ],
)
def test_what_is_no_code_is_refused(code: str, error: type[SalesmgmtError]) -> None:
    with pytest.raises(error):
        Area(code)
    assert len(area_problems(["44", code, "US"])) == 1


def test_a_criterion_over_several_areas() -> None:
    south = in_area("region", "44", Area("45"), "CN-HK", "US")
    held = {"440305": True, "45": True, "CN-HK": True, "US": True, "US-CA": True, "USA": False, "31": False}
    assert {code: south.matches({"region": code}) for code in held} == held
    assert isinstance(contains(south, in_area("region", "4403", "US-CA")), Yes)
    assert isinstance(contains(in_area("region", "4403"), south), No)


def test_a_record_without_a_code() -> None:
    with pytest.raises(MissingFieldError):
        in_area("region", "44", "US").matches({})
    assert in_area("region", "44", "US", if_missing=True).matches({})
    assert not in_area("region", "44", "US", if_missing=False).matches({})


@pytest.mark.parametrize(
    "make",
    [
        lambda: in_area("region"),
        lambda: in_area("region", "99"),
        lambda: Area("44").contains(cast(Area, "4403")),
        lambda: Area("44").name("fr"),
        lambda: Area("4403").name("fr"),
        lambda: chinese_area("Atlantis"),
        lambda: chinese_area("US"),
        lambda: chinese_area(cast(str, 44)),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()
