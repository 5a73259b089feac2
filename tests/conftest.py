"""Settings of the whole suite: Hypothesis profiles and the ambient decimal precision."""

from __future__ import annotations

import decimal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.cases.summary import lines

settings.register_profile(
    "default", max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "quick", settings.get_profile("default"), max_examples=8
)  # where the suite has run already, and only its surroundings differ
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this suite."""
    parser.addoption("--precision", type=int, default=None, help="run under this ambient decimal precision")
    parser.addoption("--cases", default=None, help="folder of worked cases (default: ../shared/cases)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of the worked cases were computed, and name the kinds that nobody computes yet."""
    reports = [report for kept in terminalreporter.stats.values() for report in kept]
    said = list(lines(report for report in reports if isinstance(report, pytest.TestReport)))
    if said:
        terminalreporter.section("worked cases")
        for line in said:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _ambient_precision(request: pytest.FixtureRequest) -> Iterator[None]:
    precision = request.config.getoption("--precision")
    if precision is None:
        yield
        return
    with decimal.localcontext() as context:
        context.prec = precision
        yield
