"""CPU time of `import salesmgmt` beside that of importing attrs and decimal alone.

    python tests/benchmarks/import_cost.py --limit 1.6

Each import runs in a fresh interpreter, which measures itself from just before the import to just after
it; the candidates take turns, so that a busy machine slows all of them. A ratio is the median of the ratios
within the rounds. First use loads the packages that a name needs, and attrs and decimal with them.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

FLOOR = "import attrs, decimal"
CANDIDATES = {
    "attrs and decimal": FLOOR,
    "import salesmgmt": "import salesmgmt",
    "first use of sm.Money": "import salesmgmt as sm; sm.Money",
    "first use of sm.FiscalCalendar": "import salesmgmt as sm; sm.FiscalCalendar",
    "first use of sm.Facts": "import salesmgmt as sm; sm.Facts",
    "import salesmgmt.incentives": "import salesmgmt.incentives",
}
#: The candidate that the limit is about.
JUDGED = "import salesmgmt"

CLOCK = "import time; start = time.process_time_ns(); {code}; print(time.process_time_ns() - start)"


def seconds(code: str) -> float | None:
    """CPU seconds of some imports in a fresh interpreter; None where they cannot be made here."""
    done = subprocess.run(
        [sys.executable, "-c", CLOCK.format(code=code)], capture_output=True, text=True, check=False
    )
    return int(done.stdout) / 1e9 if done.returncode == 0 else None


def measure(rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each candidate, one for each round; the first round only warms the files."""
    known = {name: code for name, code in CANDIDATES.items() if seconds(code) is not None}
    taken: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(rounds):
        for name, code in known.items():
            taken[name].append(seconds(code) or 0.0)
    return taken


def main() -> int:
    """Print the table; 1 where the limit is exceeded."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, default=None, help=f"largest ratio allowed for {JUDGED!r}")
    asked = parser.parse_args()
    taken = measure(asked.rounds)
    floor = taken["attrs and decimal"]
    ratios = {
        name: statistics.median(one / base for one, base in zip(times, floor, strict=True))
        for name, times in taken.items()
    }
    for name, times in taken.items():
        print(f"{name:32} {statistics.median(times) * 1000:7.1f} ms CPU   {ratios[name]:5.2f} x")
    if asked.limit is not None and ratios[JUDGED] > asked.limit:
        print(f"{JUDGED} takes {ratios[JUDGED]:.2f} times attrs and decimal; the limit is {asked.limit}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
