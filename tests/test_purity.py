"""The package computes and does nothing else: no I/O, no clock, no environment, no state that changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.purity import DOORS, Fault, faults

SOURCE = Path(__file__).parent.parent / "src" / "salesmgmt"
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))

#: One line or snippet for each rule, and a word of what has to be found in it.
CAUGHT = {
    "open(path)": "uses open",
    "print('paid')": "uses print",
    "list(map(print, rows))": "uses print",
    "input()": "uses input",
    "eval('1')": "uses eval",
    "exec('x = 1')": "uses exec",
    "compile('x', 'x', 'eval')": "uses compile",
    "breakpoint()": "uses breakpoint",
    "__import__('os')": "uses __import__",
    "__builtins__['open']('x')": "uses __builtins__",
    "import os": "imports os",
    "import os.path as elsewhere": "imports os.path",
    "from pathlib import Path": "imports pathlib",
    "import time": "imports time",
    "import locale": "imports locale",
    "from uuid import uuid4": "imports uuid",
    "import random": "imports random",
    "from random import random": "imports random from random",
    "from random import Random\nrng = Random(1)": "keeps state",
    "from random import Random\ndef f():\n    return Random()": "unseeded",
    "import logging": "imports logging",
    "import threading": "imports threading",
    "import socket": "imports socket",
    "import sys": "imports sys",
    "import zoneinfo": "imports zoneinfo",
    "import calendar": "imports calendar",
    "from calendar import LocaleTextCalendar": "imports LocaleTextCalendar from calendar",
    "from dateutil import tz": "imports dateutil",
    "import dateutil.parser": "imports dateutil.parser",
    "import pandas as pd": "imports pandas",
    "from hypothesis import strategies": "imports hypothesis",
    "import cattrs": "imports cattrs",
    "from importlib import import_module": "imports importlib",
    "from decimal import *": "imports * from decimal",
    "from . import helpers": "imports .",
    "def f():\n    import subprocess": "imports subprocess",
    "from datetime import datetime\ndatetime.now()": "reads the clock: now",
    "import datetime\ndatetime.date.today()": "reads the clock: today",
    "from datetime import datetime\ndatetime.utcnow()": "reads the clock: utcnow",
    "from datetime import date\ndate.fromtimestamp(0)": "local time zone",
    "moment.astimezone()": "local time zone",
    "day.strftime('%B')": "formats by the locale",
    "f'{day:%d %B}'": "formats by the locale",
    "f'{amount:n}'": "formats by the locale",
    "from dateutil.rrule import rrule\nrrule(3, count=2)": "rrule without dtstart",
    "from decimal import getcontext": "imports getcontext",
    "import decimal\nwith decimal.localcontext():\n    pass": "ambient decimal context",
    "import decimal\ndecimal.setcontext(mine)": "ambient decimal context",
    "from functools import lru_cache": "imports lru_cache",
    "from functools import cache": "imports cache",
    "import functools\n@functools.cache\ndef f(): ...": "keeps a cache",
    "from functools import cached_property": "imports cached_property",
    "seen = []": "keeps state",
    "seen: dict[str, int] = {}": "keeps state",
    "seen = set()": "keeps state",
    "seen = {n for n in range(3)}": "keeps state",
    "from collections import defaultdict\nseen = defaultdict[str, int](int)": "keeps state",
    "import itertools\nnumbers = itertools.count()": "keeps state",
    "rows = (row for row in range(3))": "keeps state",
    "pair = (1, [])": "keeps state",
    "from types import MappingProxyType\nseen = MappingProxyType({'a': []})": "keeps state",
    "from types import MappingProxyType\nseen = MappingProxyType(table)": "keeps state",
    "class Money:\n    seen = {}": "keeps state",
    "if True:\n    seen = []": "keeps state",
    "try:\n    pass\nexcept ValueError:\n    seen = []": "keeps state",
    "def f():\n    global total\n    total = 1": "changes the module's total",
    "def f():\n    globals()['total'] = 1": "uses globals",
    "import decimal\ndef f():\n    decimal.anything = 1": "changes decimal",
    "from salesmgmt import money\ndef f():\n    setattr(money, 'x', 1)": "changes money",
    "class Money: ...\ndef f():\n    Money.seen = 1": "changes Money",
    "class Money:\n    @classmethod\n    def f(cls):\n        cls.seen = 1": "changes cls",
    "BOOK = make()\ndef f():\n    BOOK.seen[1] = 2": "changes BOOK",
    "def g(): ...\ndef f():\n    g.calls += 1": "changes g",
}

PURE = """
from __future__ import annotations
import re
from calendar import monthrange
from collections import defaultdict
from decimal import Decimal
from random import Random
from types import MappingProxyType
from attrs import field, frozen
from salesmgmt.errors import InvalidValueError

__all__ = ["f"]
DIGITS = MappingProxyType({"USD": 2, "JPY": 0})
CODES = frozenset({"USD"})
ORDER = ("a", "b")
SQUARES = tuple(n * n for n in range(3))
PATTERN = re.compile("[0-9]+")

@frozen
class Case:
    open: bool = field(default=False)

def f(case, seed):
    totals = defaultdict(int)
    totals["a"] += 1
    rows = [case.open, Random(seed).random()]
    case.seen = 1
    object.__setattr__(case, "open", True)
    return f"{rows!r:>{5}} {seed:,d}", case.moment.astimezone(case.zone)
"""


@pytest.mark.parametrize("path", MODULES)
def test_a_module_of_the_package_is_pure(path: str) -> None:
    found = faults((SOURCE / path).read_text(encoding="utf-8"), path)
    assert not found, f"{path}: " + "; ".join(map(str, found))


@pytest.mark.parametrize("text", CAUGHT)
def test_each_rule_catches_its_breach(text: str) -> None:
    found = faults(text)
    assert any(CAUGHT[text] in fault.rule for fault in found), found


def test_pure_code_is_left_alone() -> None:
    assert faults(PURE) == ()


@pytest.mark.parametrize("package", sorted(DOORS))
def test_a_door_may_import_its_library_and_still_do_nothing(package: str) -> None:
    library = min(DOORS[package])
    door = package if package.endswith(".py") else f"{package}/door.py"
    assert faults(f"import {library}", door) == ()
    assert faults(f"import {library}") == (Fault(1, f"imports {library}"),)
    assert faults("open('x')", door) == (Fault(1, "uses open"),)


def test_only_a_handing_on_module_may_load_by_name() -> None:
    lazy = "from importlib import import_module\ndef __getattr__(name):\n    globals()[name] = 1"
    assert faults(lazy, "__init__.py") == ()
    assert len(faults(lazy, "money/money.py")) == 2
