"""The same work gives the same answer in every thread, process, hash seed, time zone and decimal context."""

from __future__ import annotations

import decimal
import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.computation import digest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def expected() -> str:
    return digest()


def in_a_narrow_context(precision: int) -> str:
    """The answer, computed where the ambient decimal context has few digits."""
    with decimal.localcontext() as context:
        context.prec = precision
        context.rounding = decimal.ROUND_CEILING
        return digest()


def test_in_threads(expected: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(in_a_narrow_context, [1, 3, 28])) == {expected}


def test_in_spawned_processes(expected: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert set(pool.map(in_a_narrow_context, [3, 28])) == {expected}


@pytest.mark.parametrize(
    ("seed", "zone", "language"),
    [
        ("0", "Asia/Shanghai", "C"),
        ("1", "America/New_York", "C.UTF-8"),
        ("2", "Pacific/Kiritimati", "de_DE.UTF-8"),
    ],
)
def test_in_another_environment(seed: str, zone: str, language: str, expected: str) -> None:
    surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONOPTIMIZE": seed}
    done = subprocess.run(
        [sys.executable, "-m", "tests.computation"],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == expected
