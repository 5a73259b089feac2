"""The runner of the worked cases itself: it tells wrong from right, and adapters cannot cheat."""

from __future__ import annotations

import ast
import doctest
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Literal

import pytest

from salesmgmt.money import Money, Rate, Unrounded
from tests.cases import folder
from tests.cases.adapters import adapters
from tests.cases.compare import differences
from tests.cases.folder import cases, kind_of
from tests.cases.held_wrong import HELD_WRONG
from tests.cases.not_yet import IN_PART, KINDS, NOT_YET
from tests.cases.summary import AREA, KIND, LATER, lines
from tests.cases.test_cases import DEFAULT

ADAPTERS = Path(__file__).parent / "adapters"
MODULES = sorted(path.relative_to(ADAPTERS).as_posix() for path in ADAPTERS.rglob("*.py"))

ARITHMETIC = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.MatMult,
    ast.LShift,
    ast.RShift,
)
COUNTING = {
    "abs",
    "divmod",
    "float",
    "fsum",
    "pow",
    "prod",
    "quantize",
    "reduce",
    "round",
    "sum",
    "accumulate",
}
PEEKING = {f"{case}['{part}']" for case in ("case", "given") for part in ("id", "expected")}
OUTSIDE = {"__future__", "collections.abc", "datetime", "decimal", "fractions", "types", "typing"}


def faults(text: str) -> Iterator[str]:
    """What an adapter's module does that an adapter may not."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ARITHMETIC):
            yield f"computes: {ast.unparse(node)}"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            if not isinstance(node.operand, ast.Constant):
                yield f"computes: {ast.unparse(node)}"
        elif isinstance(node, ast.Name) and node.id in COUNTING:
            yield f"uses {node.id}"
        elif isinstance(node, ast.Attribute) and (node.attr.startswith("_") or node.attr == "quantize"):
            yield f"uses {node.attr}"
        elif isinstance(node, ast.Import):
            yield from (f"imports the module {name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _imports(node)
        elif isinstance(node, ast.Subscript) and ast.unparse(node) in PEEKING:
            yield f"reads {ast.unparse(node)}"


def _imports(node: ast.ImportFrom) -> Iterator[str]:
    module = node.module or "."
    if module.split(".")[0] == "salesmgmt":
        public = getattr(import_module(module), "__all__", ()) if module.count(".") <= 1 else ()
        yield from (f"imports {module}.{name.name}" for name in node.names if name.name not in public)
    elif module not in OUTSIDE and not module.startswith("tests.cases."):
        yield f"imports {module}"


@pytest.mark.parametrize("path", [path for path in MODULES if path != "__init__.py"])
def test_an_adapter_computes_nothing_itself(path: str) -> None:
    text = (ADAPTERS / path).read_text(encoding="utf-8")
    assert not list(faults(text))
    if DEFAULT.is_dir():
        spoken = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
        assert not spoken & {case.id for case in cases(DEFAULT)}, "an adapter is chosen by kind, never by id"


@pytest.mark.parametrize(
    "text",
    [
        "x = a + b",
        "x = a % b",
        "x += 1",
        "x = -a",
        "x = sum(rows)",
        "x = round(y, 2)",
        "x = y.quantize(z)",
        "x = y.__add__(z)",
        "import math",
        "import salesmgmt",
        "from math import floor",
        "from operator import add",
        "from salesmgmt.money import _private",
        "from salesmgmt.money.money import Money",
        "x = money._minor",
        "x = given['id']",
        "x = case['expected']",
    ],
)
def test_an_adapter_that_cheats_is_caught(text: str) -> None:
    assert list(faults(text))


def test_an_adapter_may_translate() -> None:
    honest = "from salesmgmt.money import Money\nx = [Money.of(row['sold'], 'USD') for row in given['rows']]"
    assert not list(faults(honest))


def test_the_kind_is_the_shape_and_never_the_id() -> None:
    assert doctest.testmod(folder).failed == 0
    raw = {"id": "A-1", "description": "one", "inputs": {"total": 10, "weights": [1, 2]}, "expected": [3, 7]}
    other = {"id": "B-2", "description": "two", "inputs": {"weights": [5], "total": 7}, "expected": [7]}
    assert kind_of("targets", raw) == kind_of("targets", other) == "targets: total, weights"
    assert kind_of("targets", {"inputs": {"weights": [1]}}) != kind_of("targets", raw)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("26000", Money.of("26000", "USD")),
        ("26000.00", 26000),
        ("40000.066", Unrounded(Fraction("4000006.6"), "USD")),
        ("0.05", Rate("5%")),
        (Decimal("0.8"), Fraction(4, 5)),
        (Decimal("0.1"), 0.1),
        ("2019-06-01", date(2019, 6, 1)),
        ("hold", "hold"),
        (None, None),
        ([1, "2"], (1, 2)),
        ({"a": 1}, {"a": 1, "more": 2}),
        ([{"a": 1}], [{"a": 1, "more": 2}]),
        ({"a": 1, "wrong_if_full": 2}, {"a": 1}),
        ({"people": {"1": 5}}, {"people": {1: 5}}),
    ],
)
def test_equal_figures_agree(expected: object, got: object) -> None:
    assert differences(expected, got) == ()


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("26000", Money.of("26000.01", "USD")),
        (1, True),
        (False, 0),
        (None, 0),
        (0, None),
        (Decimal("0.3333"), Fraction(1, 3)),
        (Decimal("0.1"), 0.1000000001),
        ("2019-06-01", date(2019, 6, 2)),
        ("hold", "pass"),
        ("hold", 0),
        ([1, 2], [1, 2, 3]),
        ([1, 2], [2, 1]),
        (["1"], "1"),
        ({"a": 1}, {}),
        ({"a": 1}, 1),
        ({"people": {"x": 5}}, {"people": {"x": 5, "y": 6}}),
        ({"a": 1, "wrong_if_full": 2}, {"a": 1, "wrong_if_full": 3}),
    ],
)
def test_unequal_figures_differ(expected: object, got: object) -> None:
    assert differences(expected, got)


def test_the_tolerance_is_kept_to_its_edge() -> None:
    assert not differences(Decimal("92.02"), Decimal("92.06"), Decimal("0.04"))
    assert differences(Decimal("92.02"), Decimal("92.061"), Decimal("0.04"))


def test_every_adapter_serves_a_kind_that_exists_and_every_wrong_case_too() -> None:
    if not DEFAULT.is_dir():
        pytest.skip("no folder of worked cases beside the project (../shared/cases)")
    found = cases(DEFAULT)
    assert set(HELD_WRONG) <= {case.id for case in found}
    for area in sorted({case.area for case in found}):
        assert set(adapters(area)) <= {case.kind for case in found if case.area == area}


def test_what_is_left_for_later_is_named_and_nothing_else() -> None:
    if not DEFAULT.is_dir():
        pytest.skip("no folder of worked cases beside the project (../shared/cases)")
    found = [
        case
        for case in cases(DEFAULT)
        if case.area in ("credit", "incentives") or case.kind.startswith("organisation:")
    ]
    uncovered = {case.id: case.kind for case in found if case.kind not in adapters(case.area)}
    assert set(NOT_YET) == set(uncovered)
    assert set(uncovered.values()) == KINDS
    assert set(IN_PART) <= {case.id for case in found} - set(NOT_YET) - set(HELD_WRONG)


def test_the_summary_names_what_is_left_for_later_by_its_reason() -> None:
    def report(outcome: Literal["passed", "failed", "skipped"], **told: str) -> pytest.TestReport:
        named = [(AREA, "pay"), (KIND, "draw"), *[(LATER, later) for later in told.values()]]
        return pytest.TestReport("test", ("", 0, ""), {}, outcome, None, "call", user_properties=named)

    said = list(
        lines(
            [
                report("passed"),
                report("passed", later="comes later: one figure of A-1"),
                report("failed"),
                report("skipped", later="comes later: A-2"),
                report("skipped", later="belongs elsewhere: A-3"),
            ]
        )
    )
    assert said == [
        "pay: 2 as expected, 1 not, 0 without an adapter, 3 left for later",
        "  belongs elsewhere: A-3",
        "  comes later: A-2, one figure of A-1",
    ]
