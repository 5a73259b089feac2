"""A workflow case of three events beside a bare table of transitions over frozen attrs objects.

    python tests/benchmarks/workflow_floor.py --limit 2

The floor has the same event and case, as frozen attrs classes without any check, and a dict from state and
event to the next state. Both make the three events, and a case for each. The ratio is that of the best CPU
times, taken in turns.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime

from attrs import frozen

from salesmgmt.workflows import Event, Ready, State, Transition, Workflow
from salesmgmt.workflows.details import NOTHING, Details

DAY = date(2026, 3, 2)
TABLE = {("draft", "submit"): "review", ("review", "check"): "checked", ("checked", "approve"): "approved"}
STEPS = (("e1", "submit", "ann", "rep"), ("e2", "check", "bob", "clerk"), ("e3", "approve", "cyn", "manager"))


@frozen
class BareEvent:
    """What an event holds, unchecked."""

    id: str
    case: str
    name: str
    by: str
    role: str
    on: date
    at: datetime | None = None
    payload: Details = NOTHING
    note: str = ""
    behalf: str = ""


@frozen
class BareCase:
    """A case that looks up its next state and nothing else."""

    id: str
    table: Mapping[tuple[str, str], str]
    opened: date
    subject: Details
    state: str
    events: tuple[BareEvent, ...] = ()

    def fire(self, event: BareEvent) -> BareCase:
        """The case after an event; a KeyError where it has none."""
        state = self.table[self.state, event.name]
        return BareCase(self.id, self.table, self.opened, self.subject, state, (*self.events, event))


def bare() -> str:
    """Three events through the bare table."""
    case = BareCase("C-1", TABLE, DAY, NOTHING, "draft")
    for key, name, by, role in STEPS:
        case = case.fire(BareEvent(key, "C-1", name, by, role, DAY))
    return case.state


def ours() -> Callable[[], str]:
    """Three events through a workflow that was made ready once."""
    flow = Workflow(
        "Approval",
        [State("draft", "start"), "review", "checked", State("approved", "final")],
        [
            Transition(name, here, there, role)
            for ((here, name), there), (_, _, _, role) in zip(TABLE.items(), STEPS, strict=True)
        ],
    )
    ready = Ready(flow)

    def run() -> str:
        case = ready.open("C-1", DAY)
        for key, name, by, role in STEPS:
            case = case.fire(Event(key, "C-1", name, by, role, DAY))
        return case.state

    return run


def seconds(run: Callable[[], str], cases: int) -> float:
    """CPU time of so many cases."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    for _ in range(cases):
        run()
    took = time.process_time() - start
    gc.enable()
    return took


def main() -> int:
    """Print both times and their ratio; 1 where it exceeds the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--limit", type=float, default=None, help="largest ratio allowed")
    asked = parser.parse_args()
    run = ours()
    assert bare() == run() == "approved"
    pairs = [(seconds(bare, asked.cases), seconds(run, asked.cases)) for _ in range(asked.rounds)]
    floor, own = (min(column) * 1e6 / asked.cases for column in zip(*pairs, strict=True))
    print(
        f"workflow, a case of three events: floor {floor:.2f} µs, salesmgmt {own:.2f} µs, "
        f"ratio {own / floor:.2f}"
    )
    return 1 if asked.limit is not None and own / floor > asked.limit else 0


if __name__ == "__main__":
    sys.exit(main())
