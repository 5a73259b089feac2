"""The sentences of schedules: both languages show the same values, and each one is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import salesmgmt.incentives.schedules as package
from salesmgmt.incentives.schedules.texts import TEXTS
from salesmgmt.reasons import parameters_of

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(package.__path__[0]).glob("*.py")
    if path.name != "texts.py"
)


@pytest.mark.parametrize("code", TEXTS)
def test_both_languages_show_the_same_values(code: str) -> None:
    english, chinese = TEXTS[code]
    assert parameters_of(english, "en") == parameters_of(chinese, "zh")
    assert re.search("[\u4e00-\u9fff]", chinese) or not re.search("[A-Za-z]", chinese.split("{")[0])


@pytest.mark.parametrize("code", TEXTS)
def test_each_sentence_is_used(code: str) -> None:
    name = code.removeprefix("incentives.schedule.")
    first, _, last = name.partition(".")
    spelled = [f'"{name}"', f'"{first}.{{', f'"{first}{{', '"{kind}.{end}"' if last else f'"{first}"']
    assert any(one in SOURCES for one in spelled)
