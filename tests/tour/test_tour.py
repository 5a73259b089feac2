"""The tour: runs as a user runs it, and its figures equal a plain recomputation from the files."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from salesmgmt.tables import display_width
from tests.tour.plainly import PlainYear

ROOT = Path(__file__).parents[2]
CRM = ROOT.parent / "shared" / "data" / "crm"

needs_extract = pytest.mark.skipif(not CRM.is_dir(), reason="the CRM extract ../shared/data/crm is not here")


def tour(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "7"}
    return subprocess.run(
        [sys.executable, ROOT / "docs" / "tour.py", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=surroundings,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def report() -> str:
    done = tour("--crm", CRM)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def plain() -> PlainYear:
    return PlainYear(CRM)


def cents(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def money_in(line: str) -> list[int]:
    return [cents(figure) for figure in re.findall(r"USD (-?[\d,]+\.\d\d)", line)]


def lines_of(report: str, start: str) -> list[str]:
    return [line for line in report.splitlines() if line.startswith(start)]


@needs_extract
def test_rows_and_sums_equal_the_files(report: str) -> None:
    with (CRM / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for stage in ("Won", "Lost", "Engaging", "Prospecting"):
        of_stage = [row for row in rows if row["deal_stage"] == stage]
        total = 100 * sum(int(row["close_value"] or 0) for row in of_stage)
        (line,) = (line for line in lines_of(report, stage) if "USD" in line)
        assert money_in(line) == [total, total]
        assert re.findall(r"\s(\d+)\s", line)[:2] == [str(len(of_stage))] * 2
        assert line.rstrip().endswith("yes")


@needs_extract
def test_every_finding_names_its_rows(report: str) -> None:
    with (CRM / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        missing = [number for number, row in enumerate(csv.DictReader(file), 2) if not row["account"]]
    part = report.split("sales_pipeline.csv: no account (1,425)")[1].split("sales_pipeline.csv")[0]
    named: list[int] = []
    for low, high in re.findall(r"(\d+)(?:-(\d+))?", part):
        named += range(int(low), int(high or low) + 1)
    assert named == missing


@needs_extract
def test_quotas_commissions_and_overrides_equal_a_plain_recomputation(report: str, plain: PlainYear) -> None:
    pay = report.split("4. What it pays")[1].split("5. One statement")[0]
    for seller, earned in plain.earned.items():
        (line,) = lines_of(pay, f"{seller} ")
        assert money_in(line) == [earned, 0, earned], seller
    for manager, led in plain.led.items():
        (line,) = lines_of(pay, f"{manager} ")
        assert money_in(line) == [0, led, led], manager
    (total,) = lines_of(pay, "Total  ")
    commissions, overrides = sum(plain.earned.values()), sum(plain.led.values())
    assert money_in(total) == [commissions, overrides, commissions + overrides]
    target = sum(plain.quota.values())
    quotas = report.split("3. How much")[1].split("4. What it pays")[0]
    assert money_in(lines_of(quotas, "company ")[0])[-1] == target
    assert plain.total == 1_000_553_400


@needs_extract
def test_the_statement_holds_every_deal_of_its_seller(report: str, plain: PlainYear) -> None:
    statement = report.split("5. One statement")[1].split("6. How well")[0]
    seller = re.search(r"^(.+): Sales 2017", statement, re.MULTILINE)
    assert seller is not None
    with (CRM / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        deals = [
            row
            for row in csv.DictReader(file)
            if row["sales_agent"] == seller[1] and row["deal_stage"] == "Won"
        ]
    for row in deals:
        (line,) = (line for line in statement.splitlines() if row["opportunity_id"] in line)
        assert money_in(line) == [int(row["close_value"]) * 100] * 2
    assert "follows from those below it: yes" in statement


@needs_extract
def test_what_was_assumed_stands_beside_what_rests_on_it(report: str) -> None:
    marks = re.findall(r"^  (A\d)  ", report, re.MULTILINE)
    assert marks == [f"A{number}" for number in range(1, 7)]
    named = set(re.findall(r"A\d", "".join(re.findall(r"Rests on assumption (.*)\.", report))))
    assert named == set(marks)


@needs_extract
def test_it_speaks_chinese() -> None:
    done = tour("--crm", CRM, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    assert "提成方案" in done.stdout
    for word in ("Where", "overdue", "looks after", "rating", "Customers"):
        assert word not in done.stdout


@needs_extract
def test_a_damaged_extract_is_reported_with_its_rows(tmp_path: Path) -> None:
    for name in ("accounts", "products", "sales_teams", "sales_pipeline"):
        shutil.copy(CRM / f"{name}.csv", tmp_path)
    pipeline = tmp_path / "sales_pipeline.csv"
    lines = pipeline.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(",1054", ",10x54")
    lines[2] = lines[2].replace("Won", "Wonn")
    pipeline.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = tour("--crm", tmp_path)
    assert done.returncode == 0, done.stderr
    won = next(line for line in lines_of(done.stdout, "Won ") if "USD" in line)
    assert won.rstrip().endswith("no")
    found = done.stdout.split("Findings about the rows")[1].split("Assumptions")[0]
    assert "10x54" in found
    assert "wonn" in found
    numbers = done.stdout.split("Rows concerned")[1]
    assert re.search(r"10x54'.*\(1\)\n +2\n", numbers)
    assert re.search(r"wonn'.*\(1\)\n +3\n", numbers)


def damaged(tmp_path: Path, *changes: tuple[str, int, str, str]) -> Path:
    """A copy of the extract with texts replaced in some rows; a text for row 0 is appended to the file."""
    for name in ("accounts", "products", "sales_teams", "sales_pipeline"):
        shutil.copy(CRM / f"{name}.csv", tmp_path)
        (tmp_path / f"{name}.csv").chmod(0o644)
    for name, row, old, new in changes:
        path = tmp_path / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        if row:
            assert old in lines[row - 1]
            lines[row - 1] = lines[row - 1].replace(old, new)
        else:
            lines.append(new)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@needs_extract
def test_rows_that_cannot_stand_are_set_aside_and_told(tmp_path: Path) -> None:
    twice = (CRM / "sales_pipeline.csv").read_text(encoding="utf-8").splitlines()[9]
    folder = damaged(
        tmp_path,
        ("sales_pipeline", 2, "Cancity", "Nowhere"),
        ("sales_pipeline", 3, "Darcel Schlecht", "Nobody"),
        ("sales_pipeline", 4, ",2017-03-07", ",2016-01-01"),
        ("sales_pipeline", 5, ",588", ",-588"),
        ("sales_pipeline", 6, ",517", ""),
        ("sales_pipeline", 0, "", twice),
        ("accounts", 2, "1100.04,2822,United States,", "-5,2822,United States,Nowhere"),
    )
    done = tour("--crm", folder)
    assert done.returncode == 0, done.stderr
    listed = done.stdout.split("Rows concerned")[1]
    for words, row in (
        ("account is 'Nowhere'", "2"),
        ("sales_agent is 'Nobody'", "3"),
        ("close_date is '2016-01-01'", "4"),
        ("close_value is '-588'", "5"),
        ("a cell under each heading", "6"),
        ("an earlier row has it already", "8802"),
        ("revenue is negative", "2"),
        ("not in the file, or of itself", "2"),
    ):
        assert re.search(rf"{re.escape(words)}.*\(1\)\n  {row}\n", listed), words
    won = next(line for line in lines_of(done.stdout, "Won ") if "USD" in line)
    assert won.rstrip().endswith("no")
    chinese = tour("--crm", folder, "--lang", "zh")
    assert "it must" not in chinese.stdout


@needs_extract
def test_files_that_cannot_be_used_are_all_named(tmp_path: Path) -> None:
    folder = damaged(
        tmp_path, ("sales_teams", 1, "manager", "boss"), ("sales_pipeline", 1, "close_value", "x")
    )
    (folder / "accounts.csv").write_bytes(b"")
    (folder / "products.csv").write_bytes(b"product,series,sales_price\nA,B,\xff\n")
    done = tour("--crm", folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for words in (
        "accounts.csv, row 1: no column account",
        "products.csv, row 2: it is not written in UTF-8",
        "sales_teams.csv, row 1: no column manager",
        "sales_pipeline.csv, row 1: no column close_value",
    ):
        assert words in done.stderr


@needs_extract
def test_an_extract_without_won_deals_says_so(tmp_path: Path) -> None:
    folder = damaged(tmp_path)
    path = folder / "sales_pipeline.csv"
    path.write_text(
        path.read_text(encoding="utf-8").splitlines()[0] + "\nA,B,C,D,Won,x,,5\n", encoding="utf-8"
    )
    done = tour("--crm", folder)
    assert done.returncode == 2
    assert "no won deal" in done.stderr
    assert "sales_pipeline.csv, row 2: engage_date is 'x'" in done.stderr


def test_lines_stay_within_a_window_and_the_locale_does_not_matter(tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "tour.py", "--lang", "zh"],
        capture_output=True,
        encoding="utf-8",
        env={**plain, "LC_ALL": "C"},
        cwd=tmp_path,
        check=True,
    )
    assert max(map(display_width, done.stdout.splitlines())) <= 120
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{2,}", done.stdout)


def test_a_folder_without_the_files_says_which(tmp_path: Path) -> None:
    done = tour("--crm", tmp_path)
    assert done.returncode == 2
    assert "accounts.csv, products.csv, sales_teams.csv, sales_pipeline.csv" in done.stderr


def test_the_sample_company_is_the_default() -> None:
    first, second = tour(), tour("--lang", "zh")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "follows from those below it: yes" in first.stdout
    assert "样例公司" in second.stdout
