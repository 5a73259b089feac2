"""The page of reference tells every public name, once."""

from __future__ import annotations

import re
from pathlib import Path

import salesmgmt.incentives

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "incentives.md"


def test_every_public_name_stands_on_the_page_once() -> None:
    told = re.findall(
        r"^::: salesmgmt\.incentives\.([A-Za-z_]+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    told.remove("presets")
    assert sorted(told) == sorted(salesmgmt.incentives.__all__)
