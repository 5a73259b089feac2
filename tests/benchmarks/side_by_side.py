"""The library beside the floor of one workload: first every cell is checked, then the times are compared.

    python tests/benchmarks/side_by_side.py quota 2000 --limit 3.5

It needs the workloads of `../shared/perf` and numpy. A ratio is best CPU time over the floor's, taken in
turns in one process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PERF = ROOT / ".." / "shared" / "perf"
ADAPTER = Path(__file__).parent / "perf_adapter.py"

#: What is measured: the workload, the floor's name, and ours.
PEERS = {
    "commission": ("commission", "int_rows", "salesmgmt_objects"),
    "commission_rich": ("commission_rich", "int_rich", "salesmgmt_rich"),
    "credit": ("credit", "int_dict", "salesmgmt"),
    "credit_opened": ("credit", "int_dict", "salesmgmt_opened"),
    "quota": ("quota", "int_loop", "salesmgmt"),
}


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the workloads with our adapter; it leaves nothing beside itself."""
    command = [sys.executable, str(PERF / script), *arguments, "--adapter", str(ADAPTER)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def ratio_in(table: str, peer: str) -> float:
    """The last column of a peer's row in the printed table."""
    row = next(line for line in table.splitlines() if line.startswith(f"| {peer} |"))
    return float(row.strip("| ").rsplit("|", 1)[1])


def main() -> int:
    """Print the table; 1 where a cell is wrong or the limit is exceeded."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workload", choices=sorted(PEERS))
    parser.add_argument("size", type=int)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, default=None, help="largest ratio allowed")
    asked = parser.parse_args()
    if not PERF.is_dir():
        print(f"{asked.workload}: not measured, there are no workloads beside the project (../shared/perf)")
        return 0
    workload, floor, ours = PEERS[asked.workload]
    peers = ("--peers", f"{floor},{ours}")
    checked = run("run.py", workload, "--sizes", str(asked.size), "--rounds", "1", "--max-runs", "1", *peers)
    if checked.returncode:
        print(checked.stdout, checked.stderr, sep="\n")
        return 1
    timed = run("interleave.py", workload, str(asked.size), "--rounds", str(asked.rounds), *peers)
    print(timed.stdout.strip() or timed.stderr.strip())
    if timed.returncode:
        return 1
    ratio = ratio_in(timed.stdout, ours)
    if asked.limit is not None and ratio > asked.limit:
        print(f"{ours} takes {ratio} times the floor; the limit is {asked.limit}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
