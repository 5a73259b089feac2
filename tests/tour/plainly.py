"""The year of the CRM extract computed without the library: integers, dictionaries and the csv module."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

Table = list[dict[str, str]]


def rows(folder: Path, name: str) -> Table:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quarter(day: str) -> int:
    return (int(day[5:7]) - 1) // 3


def split(total: int, weights: list[int]) -> list[int]:
    """Largest remainder, ties to the first."""
    parts = [total * weight // sum(weights) for weight in weights]
    rests = [total * weight % sum(weights) for weight in weights]
    for place in sorted(range(len(parts)), key=lambda at: -rests[at])[: total - sum(parts)]:
        parts[place] += 1
    return parts


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


class PlainYear:
    """Won values, quotas, commissions and overrides in cents, by the assumptions of the tour.

    Attributes:
        won: Cents by seller and quarter.
        quota: Cents by seller and quarter.
        earned: Commission in cents by seller.
        led: Override in cents by manager.
    """

    def __init__(self, folder: Path) -> None:
        deals = [row for row in rows(folder, "sales_pipeline") if row["deal_stage"] == "Won"]
        teams = rows(folder, "sales_teams")
        manager_of = {row["sales_agent"]: row["manager"] for row in teams}
        self.won: dict[tuple[str, int], int] = defaultdict(int)
        by_quarter = [0, 0, 0, 0]
        by_month: dict[tuple[str, str], int] = defaultdict(int)
        for row in deals:
            cents = int(row["close_value"]) * 100
            self.won[row["sales_agent"], quarter(row["close_date"])] += cents
            by_quarter[quarter(row["close_date"])] += cents
            by_month[manager_of[row["sales_agent"]], row["close_date"][:7]] += cents
        self.total = sum(by_quarter)
        self.quota = self._quotas(teams, by_quarter)
        self.earned = {seller: sum(self._pay(seller, q) for q in range(4)) for seller in manager_of}
        self.led: dict[str, int] = defaultdict(int)
        led_by_quarter: dict[tuple[str, int], int] = defaultdict(int)
        for (seller, q), cents in self.won.items():
            led_by_quarter[manager_of[seller], q] += cents
        for (manager, _), cents in led_by_quarter.items():
            self.led[manager] += half_up(cents, 100)

    def _quotas(self, teams: Table, by_quarter: list[int]) -> dict[tuple[str, int], int]:
        """Ten per cent above what was won, up to ten thousand dollars, in whole dollars down the tree."""
        target = -(-self.total * 110 // (100 * 1_000_000)) * 10_000
        offices: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in teams:
            offices[row["regional_office"]][row["manager"]].append(row["sales_agent"])
        found = {}
        names = sorted(offices)
        heads = [sum(map(len, offices[name].values())) for name in names]
        for name, part in zip(names, split(target, heads), strict=True):
            managers = sorted(offices[name])
            sizes = [len(offices[name][manager]) for manager in managers]
            for manager, share in zip(managers, split(part, sizes), strict=True):
                sellers = sorted(offices[name][manager])
                for seller, own in zip(sellers, split(share, [1] * len(sellers)), strict=True):
                    for q, dollars in enumerate(split(own, by_quarter)):
                        found[seller, q] = dollars * 100
        return found

    def _pay(self, seller: str, q: int) -> int:
        """2 % to 60 % of the quota, 5 % to 100 %, 8 % to 150 %, 10 % above; half up to the cent."""
        base, quota = self.won.get((seller, q), 0), self.quota[seller, q]
        edges = [(0, 60, 2), (60, 100, 5), (100, 150, 8), (150, None, 10)]
        pay = 0
        for low, high, rate in edges:
            top = 100 * base if high is None else min(100 * base, quota * high)
            pay += max(0, top - quota * low) * rate
        return half_up(pay, 10_000)
