"""The frame of the project: the README's two commands, and settings that agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import salesmgmt

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_readme_has_two_commands_the_tour_and_the_tests() -> None:
    commands = re.findall(r"^```sh\n(.*?)\n```", README, re.MULTILINE | re.DOTALL)
    tour, tests = commands
    assert tour.endswith("docs/tour.py")
    assert "-m pytest" in tests
    assert all(
        command.startswith("python3 -m venv .venv && .venv/bin/pip install -q -e ") for command in commands
    )


def test_the_readme_says_in_ten_lines_what_it_is() -> None:
    said = README.split("```")[0].strip().splitlines()
    assert len(said) <= 12, "a heading, an empty line, and ten lines"


def test_the_version_is_one() -> None:
    assert salesmgmt.__version__ == SETTINGS["project"]["version"]
    assert f"## [{salesmgmt.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_package_needs_attrs_and_dateutil_and_nothing_else() -> None:
    assert SETTINGS["project"]["dependencies"] == ["attrs>=23.2", "python-dateutil>=2.9"]


def test_ci_ends_with_the_tests_as_the_readme_has_them() -> None:
    *_, last = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()
    assert last == """eval "$(grep '^python3 .* -m pytest' README.md)\""""
    assert len(re.findall(r"^python3 .* -m pytest.*$", README, re.MULTILINE)) == 1
