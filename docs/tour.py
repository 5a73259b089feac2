"""The sales year of a company, from its territories to its customers' credit, every figure explained.

Run it on the sample company that comes with the library, or on a CRM extract:

    python docs/tour.py [--lang zh] [--crm FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from year.report import Report
from year.scenario import Scenario

from salesmgmt.errors import SalesmgmtError


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say on standard error what is being done, where it takes over a second."""
    started = time.monotonic()
    watch = threading.Timer(1, lambda: print(f"… {name}", file=sys.stderr, flush=True))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        seconds = time.monotonic() - started
        if seconds >= 1:
            print(f"  {name}: {seconds:.1f} s", file=sys.stderr, flush=True)


def load(folder: Path | None) -> Scenario:
    """The company to look at."""
    if folder is None:
        from year.company import scenario

        return scenario()
    from year.extract import scenario as from_extract

    return from_extract(folder)


def main(arguments: list[str] | None = None) -> int:
    """Print the report; 2 where the input cannot be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--crm", type=Path, metavar="FOLDER", help="folder with the four CSV files of a CRM extract"
    )
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the report")
    chosen = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        with step("reading the facts"):
            scenario = load(chosen.crm)
    except (OSError, KeyError, SalesmgmtError) as error:
        print(f"tour: {error}", file=sys.stderr)
        return 2
    report = Report(scenario, chosen.lang, print)
    with step("counting the facts"):
        report.facts()
    with step("dividing the market"):
        report.territory()
    with step("passing the target down"):
        facts = report.quotas()
    with step("crediting deals and settling commissions"):
        earnings = report.pay(facts)
    with step("writing a statement"):
        report.statement(earnings)
    with step("appraising"):
        report.appraisal(facts)
    with step("deciding on credit"):
        report.credit(facts)
    report.rows()
    return 0


if __name__ == "__main__":
    sys.exit(main())
