"""The floors of the architecture hold, and the contracts that say so can fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = "Imports point down the floors"

#: Wrong imports: what is written into which module of a copy, and the contract that has to break.
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "a ground package imports one above it": ({"errors.py": "from salesmgmt.money import Money"}, FLOORS),
    "the ground imports the first floor": ({"calendars/wrong.py": "import salesmgmt.territory"}, FLOORS),
    "a question knows another": ({"territory/wrong.py": "from salesmgmt.credit import limits"}, FLOORS),
    "an allowed pair the other way round": (
        {"targets/wrong.py": "from salesmgmt.incentives import plans"},
        FLOORS,
    ),
    "a question knows the roof": ({"credit/wrong.py": "import salesmgmt.documents"}, FLOORS),
    "a package that the plan does not name": ({"gossip/__init__.py": ""}, FLOORS),
    "a module that the plan does not name": ({"gossip.py": ""}, FLOORS),
    "tables know money": ({"tables/wrong.py": "import salesmgmt.money"}, FLOORS),
    "records read criteria": (
        {"records/wrong.py": "from salesmgmt.criteria import field"},
        "Records, reasons and criteria stand side by side",
    ),
    "workflows know records": ({"workflows/wrong.py": "import salesmgmt.records"}, FLOORS),
    "hypothesis outside testing": (
        {"money/wrong.py": "import hypothesis"},
        "Only salesmgmt.testing imports hypothesis",
    ),
    "cattrs outside documents": (
        {"records/wrong.py": "import cattrs"},
        "Only salesmgmt.documents imports cattrs",
    ),
    "a circle within a package": (
        {
            "money/wrong.py": "import salesmgmt.money.wronger",
            "money/wronger.py": "import salesmgmt.money.wrong",
        },
        "No package imports itself in a circle",
    ),
}

#: Imports that the architecture allows between questions.
ALLOWED = {
    "appraisal/right.py": "import salesmgmt.targets.right",
    "incentives/right.py": "from salesmgmt.targets import quotas",
    "credit/right.py": "from salesmgmt.contracts import milestones",
}


def lint(folder: Path) -> tuple[bool, str]:
    """Whether the copy of the project in a folder keeps its contracts, and what the tool says."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def write(folder: Path, modules: dict[str, str]) -> None:
    """Append lines to modules of the copy."""
    for path, line in modules.items():
        module = folder / "src" / "salesmgmt" / path
        module.parent.mkdir(exist_ok=True)
        with module.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the settings and the source, to spoil at will; packages still to come are there, empty."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for layer in settings["tool"]["importlinter"]["contracts"][0]["layers"]:
        for package in re.findall(r"\w+", layer):
            if not (tmp_path / "src" / "salesmgmt" / f"{package}.py").exists():
                write(tmp_path, {f"{package}/__init__.py": ""})
    return tmp_path


def test_the_floors_hold() -> None:
    kept, said = lint(ROOT)
    assert kept, said


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_import_is_caught(name: str, copy: Path) -> None:
    modules, contract = WRONG[name]
    write(copy, modules)
    kept, said = lint(copy)
    assert not kept
    assert any(contract in row and "BROKEN" in row for row in said.splitlines()), said


def test_the_allowed_pairs_are_allowed(copy: Path) -> None:
    write(copy, {**ALLOWED, "targets/right.py": "", "contracts/right.py": ""})
    kept, said = lint(copy)
    assert kept, said
