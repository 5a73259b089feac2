"""The files of a CRM extract: rows with their numbers, or everything that is wrong with the files at once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

FIRST_ROW = 2
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "accounts": (
        *("account", "sector", "year_established", "revenue"),
        *("employees", "office_location", "subsidiary_of"),
    ),
    "products": ("product", "series", "sales_price"),
    "sales_teams": ("sales_agent", "manager", "regional_office"),
    "sales_pipeline": (
        *("opportunity_id", "sales_agent", "product", "account"),
        *("deal_stage", "engage_date", "close_date", "close_value"),
    ),
}


class UnusableExtractError(Exception):
    """Faults that leave no report to print, one line for each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))


@frozen
class SheetRow:
    """A row of a file with its number; row 1 holds the headings."""

    number: int
    cells: dict[str, str]
    complete: bool = True


Sheets = dict[str, list[SheetRow]]


def read(folder: Path) -> Sheets:
    """The four files as rows of bare text.

    Raises:
        UnusableExtractError: If a file is missing, is no text in UTF-8, has no rows or lacks a column; all
            such faults are named.
    """
    sheets: Sheets = {}
    faults = []
    missing = [f"{name}.csv" for name in COLUMNS if not (folder / f"{name}.csv").is_file()]
    if missing:
        faults.append(f"{folder} has no {', '.join(missing)}; the README of the extract lists the files")
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.csv"
        if path.name in missing:
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file, strict=True))
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            faults.append(f"{path.name}, row {line}: it is not written in UTF-8; save the file as UTF-8")
            continue
        except (OSError, csv.Error) as error:
            faults.append(f"{path.name}: it cannot be read as CSV: {error}")
            continue
        head = rows[0] if rows else []
        lacking = [column for column in columns if column not in head]
        if lacking:
            faults.append(
                f"{path.name}, row 1: no column {', '.join(lacking)}; found {', '.join(head) or 'none'}"
            )
        elif len(rows) == 1:
            faults.append(f"{path.name}: no rows below the headings")
        else:
            sheets[name] = _sheet(head, rows[1:])
    if faults:
        raise UnusableExtractError(faults)
    return sheets


def _sheet(head: list[str], rows: list[list[str]]) -> list[SheetRow]:
    """The rows as mappings; blank ones say nothing, and keep their numbers."""
    found = []
    for number, cells in enumerate(rows, FIRST_ROW):
        if cells:
            padded = [*cells, *[""] * (len(head) - len(cells))]
            named = {name: cell.strip() for name, cell in zip(head, padded, strict=False)}
            found.append(SheetRow(number, named, len(cells) == len(head)))
    return found
