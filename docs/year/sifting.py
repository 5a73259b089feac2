"""From rows to sound facts: whatever cannot be read is set aside with its row, and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from attrs import field, frozen

from salesmgmt.errors import BatchError
from salesmgmt.records import Facts, Record, RowMapping
from year.files import SheetRow
from year.scenario import Finding, Text

REFUSED = Text("not read; outside all sums", "未读入，不计入合计")


@frozen
class Fault:
    """What is wrong with a cell."""

    file: str
    row: int
    column: str
    value: str
    rule: str


@frozen
class Sifter:
    """Collects faults, and the rows from which records came.

    Attributes:
        faults: What was found so far.
        origins: File and row of each record, by kind and identifier.
    """

    faults: list[Fault] = field(factory=list)
    origins: dict[str, tuple[str, int]] = field(factory=dict)

    def refuse(self, file: str, row: SheetRow, column: str, rule: str) -> None:
        """Note that a row is not read, and why."""
        self.faults.append(Fault(file, row.number, column, row.cells.get(column, ""), rule))

    def whole(
        self, file: str, rows: Iterable[SheetRow], key: str, checks: Mapping[str, Callable[[str], str | None]]
    ) -> list[SheetRow]:
        """The rows that are complete, have a key of their own, and pass the checks of their columns."""
        first: dict[str, int] = {}
        kept = []
        for row in rows:
            before = len(self.faults)
            name = row.cells[key]
            if not row.complete:
                self.refuse(file, row, key, "stand in a row with a cell under each heading")
            if name in first and name:
                self.refuse(file, row, key, f"be unique; row {first[name]} has it already")
            for column, check in checks.items():
                rule = check(row.cells[column])
                if rule is not None:
                    self.refuse(file, row, column, rule)
            if len(self.faults) == before:
                first[name] = row.number
                kept.append(row)
        return kept

    def scan(self, file: str, rows: list[SheetRow], mapping: RowMapping) -> list[Record]:
        """The records of the rows that can be read."""
        found = mapping.scan([row.cells for row in rows])
        columns = dict(mapping.fields)
        for problem in found.problems:
            number = re.search(r"row (\d+)", problem.record)
            row = rows[int(number[1]) - mapping.first_row] if number else rows[0]
            column = columns.get(problem.field, problem.field)
            self.faults.append(Fault(file, row.number, column, str(problem.value), problem.rule))
        away = {*found.refused, *found.blank}
        left = [row for place, row in enumerate(rows, mapping.first_row) if place not in away]
        for record, row in zip(found.records, left, strict=True):
            self.origins[f"{type(record).__name__} {record.id}"] = (file, row.number)
        return list(found.records)

    def sound(self, records: Iterable[Record], columns: Mapping[str, str]) -> Facts:
        """A batch of the records whose links hold; the rows of the others are refused.

        Args:
            records: The records.
            columns: Column by field, for the faults.

        Raises:
            BatchError: If what is wrong came from no row.
        """
        kept = list(records)
        while True:
            try:
                return Facts(kept)
            except BatchError as error:
                away = {problem.record for problem in error.problems if problem.record in self.origins}
                if not away:
                    raise
                for problem in error.problems:
                    if problem.record in away:
                        file, row = self.origins[problem.record]
                        column = columns.get(problem.field, problem.field)
                        rule = problem.rule.replace("of the batch", "that could be read")
                        self.faults.append(Fault(file, row, column, str(problem.value), rule))
                kept = [one for one in kept if f"{type(one).__name__} {one.id}" not in away]

    def findings(self) -> list[Finding]:
        """The faults as findings: one for each file, column and rule, with some of the values."""
        groups: dict[tuple[str, str, str], list[Fault]] = {}
        for fault in self.faults:
            rule = re.sub(r"row \d+ has it already", "an earlier row has it already", fault.rule)
            rule = re.sub(r"the first day \d\S+", "the first day", rule)
            groups.setdefault((fault.file, fault.column, rule), []).append(fault)
        return [
            Finding(
                f"{file}.csv",
                Text(
                    f"{column} is {_some(group)}; it must {rule}",
                    f"{column} 的值不可用：{_some(group)}",
                ),
                REFUSED,
                tuple(sorted({fault.row for fault in group})),
            )
            for (file, column, rule), group in groups.items()
        ]


def _some(group: Iterable[Fault]) -> str:
    values = list(dict.fromkeys(repr(fault.value) for fault in group))
    return ", ".join(values[:2]) + (" …" if len(values) > 2 else "")
