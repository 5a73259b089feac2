"""Every worked case of the folder that `--cases` names, computed by the adapter of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.adapters import NotCovered, adapters
from tests.cases.compare import differences
from tests.cases.folder import Case, cases
from tests.cases.held_wrong import HELD_WRONG
from tests.cases.summary import AREA, KIND, MISSING

DEFAULT = Path(__file__).parent.parent.parent / ".." / "shared" / "cases"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" not in metafunc.fixturenames:
        return
    named = metafunc.config.getoption("--cases")
    folder = Path(named) if named else DEFAULT
    if folder.is_dir():
        found = cases(folder)
        metafunc.parametrize("case", found, ids=[f"{case.area}-{case.id}" for case in found])
    elif named:
        raise pytest.UsageError(f"--cases {named}: there is no such folder")
    else:
        skip = pytest.mark.skip(reason="no folder of worked cases beside the project (../shared/cases)")
        metafunc.parametrize("case", [pytest.param(None, marks=skip)])


def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    told = request.node.user_properties
    told += [(AREA, case.area), (KIND, case.kind)]
    adapter = adapters(case.area).get(case.kind)
    try:
        if adapter is None:
            raise NotCovered
        found = differences(case.expected, adapter(case.given), case.tolerance)
    except NotCovered as gap:
        told += [(MISSING, str(gap))]
        pytest.skip(f"kinds of {case.area} without an adapter, named under 'worked cases'")
    if case.id in HELD_WRONG:
        assert found, f"held to be wrong ({HELD_WRONG[case.id]}), and yet it comes out as expected"
    else:
        assert not found, "\n".join(found)
