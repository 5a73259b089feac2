"""Every worked case of the folder that `--cases` names, computed by the adapter of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.adapters import NotCovered, adapters
from tests.cases.compare import NOTHING, differences
from tests.cases.folder import Case, cases
from tests.cases.held_wrong import HELD_WRONG
from tests.cases.not_yet import IN_PART, NOT_YET
from tests.cases.summary import AREA, KIND, LATER, MISSING

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
    if case.id in NOT_YET:
        told += [(LATER, f"{NOT_YET[case.id]}: {case.id}")]
        assert adapter is None, f"its kind has an adapter, and yet it is listed: {NOT_YET[case.id]}"
        pytest.skip(f"cases of {case.area} that are not covered yet, named under 'worked cases'")
    try:
        if adapter is None:
            raise NotCovered
        found = differences(case.expected, adapter(case.given), case.tolerance)
    except NotCovered as gap:
        told += [(MISSING, str(gap))]
        pytest.skip(f"kinds of {case.area} without an adapter, named under 'worked cases'")
    if case.id in IN_PART:
        parts, reason = IN_PART[case.id]
        told += [(LATER, f"{reason}: {', '.join(parts)} of {case.id}")]
        missing = tuple(line for line in found if line.endswith(NOTHING) and line.split(":")[0] in parts)
        assert len(missing) == len(parts), f"of {', '.join(parts)}, some figures are computed"
        found = tuple(line for line in found if line not in missing)
    if case.id in HELD_WRONG:
        assert found, f"held to be wrong ({HELD_WRONG[case.id]}), and yet it comes out as expected"
    else:
        assert not found, "\n".join(found)
