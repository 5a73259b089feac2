"""The lazy top level: what it offers is what the packages hand on, and it costs nothing before its use."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import salesmgmt as sm
from tests.values import strategies

PACKAGE = Path(sm.__file__).parent
PACKAGES = sorted(
    path.stem
    for path in PACKAGE.iterdir()
    if not path.name.startswith(("_", ".")) and (path.suffix == ".py" or (path / "__init__.py").exists())
)
#: The ground floor, whose words are the vocabulary.
GROUND = ("errors", "money", "calendars", "criteria", "reasons", "records", "tables")
#: Classes that a caller reads in an answer or meets in a signature, but does not write: they stay at home.
KEPT = {
    "calendars": "Change DayCount PeriodIndex",
    "criteria": "AllOf AnyOf Checked Compiled Explanation FieldComparison Finding Interval Membership No Not "
    "Prefix Presence Read Relation Unknown Witness Yes",
    "money": "Conversion",
    "reasons": "Text",
    "records": "Fact More Scan",
    "tables": "Align Overflow",
}


def vocabulary() -> dict[str, str]:
    """The lazy table: name, and the package it comes from."""
    found: dict[str, str] = dict(vars(sm)["_VOCABULARY"])
    return found


def imported(tree: ast.Module) -> dict[str, str]:
    """What the block for type checkers imports: the name, and the package it comes from."""
    block = next(
        node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    return {
        alias.asname or alias.name: (node.module or "").removeprefix("salesmgmt").removeprefix(".")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def in_a_fresh_interpreter(code: str) -> str:
    """What a fresh interpreter prints for a piece of code."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_every_package_is_offered() -> None:
    assert sorted(vars(sm)["_PACKAGES"]) == PACKAGES
    assert set(PACKAGES) <= set(dir(sm))
    assert not set(PACKAGES) & set(vocabulary())


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_loads_and_hands_on_sorted_names(package: str) -> None:
    module = getattr(sm, package)
    assert isinstance(module, ModuleType)
    assert importlib.import_module(f"salesmgmt.{package}") is module
    assert len(set(module.__all__)) == len(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


def test_every_word_of_the_vocabulary_is_what_its_package_hands_on() -> None:
    for name, package in vocabulary().items():
        module = importlib.import_module(f"salesmgmt.{package}")
        assert package in GROUND
        assert name in module.__all__
        assert getattr(sm, name) is getattr(module, name)
    assert sorted(sm.__all__) == sorted(vocabulary())


@pytest.mark.parametrize("package", GROUND)
def test_every_class_of_the_ground_floor_is_offered_or_kept(package: str) -> None:
    module = importlib.import_module(f"salesmgmt.{package}")
    classes = {
        name
        for name in module.__all__
        if isinstance(getattr(module, name), type)
        and getattr(module, name).__module__.startswith(module.__name__)
    }
    offered = {name for name, home in vocabulary().items() if home == package}
    kept = set(KEPT.get(package, "").split())
    assert classes - offered == kept, "a class is offered in salesmgmt/__init__.py, or named in KEPT"


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert imported(tree) == {**vocabulary(), **dict.fromkeys(PACKAGES, "")}


def test_nothing_loads_before_its_use() -> None:
    loaded = "print(sorted(name for name in sys.modules if name.startswith(('salesmgmt.', 'attr'))))"
    assert in_a_fresh_interpreter(f"import sys, salesmgmt; {loaded}") == "[]"
    after = in_a_fresh_interpreter(f"import sys, salesmgmt as sm; sm.Money; {loaded}")
    assert "'salesmgmt.money'" in after
    assert "'salesmgmt.records'" not in after


def test_looking_does_not_load() -> None:
    code = "import sys, salesmgmt; dir(salesmgmt); print('salesmgmt.money' in sys.modules)"
    assert in_a_fresh_interpreter(code) == "False"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'salesmgmt' has no attribute 'Mony'"):
        getattr(sm, "Mony")  # noqa: B009 - type checkers know that it is not there


def test_a_star_import_offers_the_vocabulary() -> None:
    assert in_a_fresh_interpreter("from salesmgmt import *; print(Money.of('USD 5'))") == "USD 5.00"


def test_the_areas_of_testing_are_its_modules() -> None:
    areas = sorted(sm.testing.__all__)
    assert areas == sorted({*(name for name, _ in strategies()), "company"})
    assert all(isinstance(getattr(sm.testing, area), ModuleType) for area in areas)
    tree = ast.parse((PACKAGE / "testing" / "__init__.py").read_text(encoding="utf-8"))
    assert sorted(imported(tree)) == areas
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(sm.testing, "nothing")  # noqa: B009 - type checkers know that it is not there


def test_only_the_strategies_need_hypothesis() -> None:
    code = "import sys, salesmgmt.testing; print('hypothesis' in sys.modules)"
    assert in_a_fresh_interpreter(code) == "False"
    without = "import sys; sys.modules['hypothesis'] = None; import salesmgmt.testing.company; print('fine')"
    assert in_a_fresh_interpreter(without) == "fine"
