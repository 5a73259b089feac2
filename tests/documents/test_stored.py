"""Documents that a release has stored load in all later ones, and give the same values and the same cents."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import pytest

from salesmgmt.appraisal import Scorecard
from salesmgmt.calendars import DateRange, FiscalCalendar, Period
from salesmgmt.credit import CreditPolicy, Limits
from salesmgmt.documents import Codec
from salesmgmt.incentives import Plan
from salesmgmt.money import Conversion, Money
from salesmgmt.records import Facts
from salesmgmt.targets import Cascade
from salesmgmt.territory import Division
from tests.documents.store import CURRENCIES, DIGESTS, FIELDS, STORED, fields
from tests.documents.stored_values import VALUES

T = TypeVar("T")

CODEC = Codec()
RELEASES = sorted(folder.name for folder in STORED.iterdir() if folder.is_dir())
FILES = sorted(STORED.glob("*/*.document.json"))
ENDING = ".document.json"


def load(name: str, release: str, expect: type[T]) -> T:
    """A stored document as a value."""
    return CODEC.loads((STORED / release / f"{name}{ENDING}").read_bytes(), expect)


def name_of(file: Path) -> str:
    """The name of a stored document."""
    return file.name.removesuffix(ENDING)


def test_something_is_stored() -> None:
    assert "0.1.0" in RELEASES
    assert len(FILES) >= 21


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{name_of(file)}")
def test_a_stored_document_gives_the_same_value_and_digest(file: Path) -> None:
    value = CODEC.loads(file.read_bytes())
    again = VALUES[name_of(file)]()
    assert value == again
    assert type(value) is type(again)
    digests = json.loads((file.parent / DIGESTS).read_text(encoding="utf-8"))
    assert CODEC.digest(json.loads(file.read_bytes())) == digests[name_of(file)]
    if all(newest(kind) == 1 for kind in kinds_in(json.loads(file.read_bytes()))):
        assert CODEC.digest(value) == digests[name_of(file)]


def kinds_in(part: object) -> set[str]:
    """The kinds that a document names."""
    if isinstance(part, list):
        return {kind for inner in part for kind in kinds_in(inner)}
    if not isinstance(part, dict):
        return set()
    own = {part["kind"]} if isinstance(part.get("kind"), str) and "." in part["kind"] else set()
    return own | {kind for inner in part.values() for kind in kinds_in(inner)}


def newest(kind: str) -> int:
    """The present schema of a kind."""
    return CODEC._forms.kinds.schema_of(CODEC._forms.kinds.current(kind))


@pytest.mark.parametrize("release", RELEASES)
def test_no_default_changes_without_a_new_schema(release: str) -> None:
    stored = json.loads((STORED / release / FIELDS).read_text(encoding="utf-8"))
    today = fields(CODEC)
    for kind, entries in stored.items():
        present = CODEC._forms.kinds.current(kind)
        assert present in today, f"{kind} is gone; say in salesmgmt.documents.history what became of it"
        if newest(present) > 1:
            continue
        for key, entry in entries.items():
            assert today[present].get(key) == entry, f"{kind}.{key} changed; its documents need an upgrade"
        for key, entry in today[present].items():
            assert key in entries or not entry["required"], f"{kind}.{key} is new and has no default"


@pytest.mark.parametrize("release", RELEASES)
def test_no_currency_is_forgotten(release: str) -> None:
    for code, digits in json.loads((STORED / release / CURRENCIES).read_text(encoding="utf-8")).items():
        money = CODEC.from_document({"kind": "money.Money", "schema": 1, "value": f"{code} 1"}, Money)
        assert money.minor == 10**digits


@pytest.mark.parametrize("release", RELEASES)
def test_a_stored_plan_pays_the_same_cents_on_stored_facts(release: str) -> None:
    plan, facts = load("plan", release, Plan), load("facts", release, Facts)
    assert facts.digest == "5fb1632c646ccac5767deb5b4ddd55e56b397e232cb98841096b61aa261b1cdb"
    result = plan.earn(facts, through="2026-12-31")
    assert {name: str(result.total(name)) for name in ("ann", "bob")} == {
        "ann": "USD 175.00",
        "bob": "USD 101.18",
    }


@pytest.mark.parametrize("release", RELEASES)
def test_other_stored_policies_decide_the_same(release: str) -> None:
    facts = load("facts", release, Facts)
    cascade = load("cascade", release, Cascade)
    tree = cascade.cascade("USD 1,000,000", FiscalCalendar().year(2026))
    assert {name: str(tree[name]) for name in ("north", "south", "key")} == {
        "north": "USD 491,000.00",
        "south": "USD 409,000.00",
        "key": "USD 100,000.00",
    }
    card = load("scorecard", release, Scorecard)
    outcome = card.appraise("ann", {"attainment": "95%", "days": 48})
    assert (outcome.score, outcome.rating) == (Fraction(355, 4), "B")
    division = load("division", release, Division)
    assert division.owners == ("ann", "bob", "cy", "dee", "eve")
    policy = load("credit-policy", release, CreditPolicy)
    limits = load("credit-limits", release, Limits)
    decision = policy.decide_on(facts.orders[0], facts, limits, as_of="2026-04-30")
    assert (decision.effect.value, str(decision.headroom)) == ("block", "USD 1,728.46")
    conversion = load("conversion", release, Conversion)
    assert conversion.round() == Money.of("USD 14.04")
    period = load("quarter", release, Period)
    assert period.during == DateRange("2025-09-26", "2025-12-26")
