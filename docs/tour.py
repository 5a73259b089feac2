"""The sales year of a company, from its territories to its customers' credit, every figure explained.

Run it on the sample company that comes with the library, or on a CRM extract:

    python docs/tour.py [--lang zh] [--crm FOLDER]
"""

from __future__ import annotations

import argparse
import io
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from year.files import UnusableExtractError
from year.report import Report
from year.scenario import Scenario
from year.words import say

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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        run(chosen.crm, chosen.lang)
    except BrokenPipeError:
        sys.stdout = None  # whoever read the report has read enough
        return 0
    except (OSError, UnusableExtractError, SalesmgmtError) as error:
        for line in str(error).splitlines():
            print(f"tour: {line}", file=sys.stderr)
        return 2
    return 0


def run(folder: Path | None, lang: str) -> None:
    """Print the report, section by section."""
    with step(say("step.read", lang)):
        scenario = load(folder)
    report = Report(scenario, lang, print)
    with step(say("step.count", lang)):
        report.facts()
    with step(say("step.divide", lang)):
        report.territory()
    with step(say("step.cascade", lang)):
        facts = report.quotas()
    with step(say("step.pay", lang)):
        earnings = report.pay(facts)
    with step(say("step.state", lang)):
        report.statement(earnings)
    with step(say("step.appraise", lang)):
        report.appraisal(facts)
    with step(say("step.credit", lang)):
        report.credit(facts)
    report.rows()
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
