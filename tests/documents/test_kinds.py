"""Kinds lead from a document to the public classes of the library, to the caller's own, and nowhere else."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import cast

import attrs
import pytest

import salesmgmt
from salesmgmt.documents import Codec, DocumentError, from_document
from salesmgmt.documents.history import RENAMED, UPGRADES
from salesmgmt.documents.kinds import PACKAGES, Kinds, handed_on, is_class_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.records import Order
from tests.documents import acme
from tests.values import public_classes

ROOT = Path(__file__).parent.parent.parent


def run(program: str) -> str:
    """What a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_public_class_of_values_has_its_kind() -> None:
    kinds = Kinds()
    found = {
        name: cls
        for name, cls in public_classes().items()
        if (attrs.has(cls) or issubclass(cls, Enum)) and not vars(cls).get("_is_protocol", False)
    }
    assert len(found) > 100
    for name, cls in found.items():
        home = f"{cls.__module__.split('.')[1]}.{cls.__name__}"
        assert kinds.kind_of(cls) == home
        assert kinds.class_of(home) is cls
        assert name == home or kinds.class_of(name) is None


def test_every_package_is_listed_but_for_the_doors() -> None:
    doors = {"documents", "testing", "frames", "charts"}
    there = {module.name for module in pkgutil.iter_modules(salesmgmt.__path__) if module.name[0] != "_"}
    assert there - doors <= set(PACKAGES)


@pytest.mark.parametrize(
    "kind",
    [
        "",
        ".",
        "..",
        "Money",
        "money",
        "money.",
        ".Money",
        "money.money.Money",
        "salesmgmt.money.Money",
        "money.__class__",
        "money.__all__",
        "money.__builtins__",
        "money.apportion",
        "money.HALF_UP_TO_MINOR",
        "money.MoneyLike",
        "money.CURRENCIES",
        "money.made",
        "money.Nothing",
        "Money.money",
        "money.Money ",
        "money.Money\n",
        "ｍoney.Money",
        "errors.BatchError",
        "errors.SalesmgmtError",
        "records.Money",
        "records.Fact",
        "records.TypeVar",
        "testing.Money",
        "testing.SearchStrategy",
        "documents.Codec",
        "documents.Document",
        "__main__.Money",
        "os.system",
        "builtins.eval",
        "subprocess.Popen",
        "date",
        "decimal",
        "set",
        "collections.OrderedDict",
        "frames.Frame",
        "risk.Register",
        "x" * 10_000,
        "money." + "x" * 10_000,
    ],
)
def test_other_kinds_are_unknown(kind: str) -> None:
    assert Kinds().class_of(kind) is None
    with pytest.raises(DocumentError) as caught:
        from_document({"kind": kind, "schema": 1, "value": "USD 1.00"})
    assert [problem.field for problem in caught.value.problems] == ["$.kind"]


def test_a_document_imports_the_package_of_its_kind_and_no_other() -> None:
    loaded = run(
        "import sys\n"
        "from salesmgmt.documents import loads\n"
        "before = set(sys.modules)\n"
        'try: loads(\'{"kind": "targets.Branch", "schema": 1, "id": 5}\')\n'
        "except ValueError: pass\n"
        "print('salesmgmt.targets' in sys.modules, 'salesmgmt.territory' in sys.modules)\n"
        "for kind in ('os.system', 'antigravity.fly', 'this.s', 'salesmgmt.testing', 'testing.x'):\n"
        '    try: loads(\'{"kind": "\' + kind + \'", "schema": 1}\')\n'
        "    except ValueError: pass\n"
        "    else: print('loaded', kind)\n"
        "print(sorted({m.split('.')[0] for m in set(sys.modules) - before} - {'salesmgmt'}))\n"
        "print(any(m.startswith('salesmgmt.testing') for m in sys.modules))\n"
    )
    assert loaded.splitlines()[0] == "True False"
    assert "loaded" not in loaded
    assert "antigravity" not in loaded
    assert loaded.splitlines()[-1] == "False"


def test_without_cattrs_the_import_says_what_to_install() -> None:
    said = run(
        "import sys\n"
        "sys.modules['cattrs'] = None\n"
        "import salesmgmt\n"
        "try: import salesmgmt.documents\n"
        "except ImportError as error: print(error.name, error)\n"
    )
    assert said == "cattrs salesmgmt.documents needs the package cattrs: pip install 'salesmgmt[documents]'\n"


def test_own_classes_are_called_by_name_or_by_package() -> None:
    assert Codec([acme.PerPiece]).kind_of(acme.PerPiece) == "tests.PerPiece"
    named = Codec({"acme.Price": acme.PerPiece})
    assert named.kind_of(acme.PerPiece) == "acme.Price"
    document = named.to_document(acme.PerPiece("USD 1"))
    assert document == {"kind": "acme.Price", "schema": 1, "each": "USD 1.00"}
    assert named.from_document(document) == acme.PerPiece("USD 1")
    with pytest.raises(DocumentError, match="name a kind"):
        Codec([acme.PerPiece]).from_document(document)
    assert Codec().kind_of(acme.PerPiece) is None
    assert Codec().kind_of(Money) == "money.Money"
    assert Codec().kind_of(int) is None


@pytest.mark.parametrize(
    "kind", ["money.Money", "money.Mine", "salesmgmt.Mine", "credit.Mine", "Mine", "a.b c", ""]
)
def test_own_kinds_keep_out_of_the_library(kind: str) -> None:
    with pytest.raises(InvalidValueError):
        Codec({kind: acme.PerPiece})
    with pytest.raises(InvalidValueError):
        Codec(upgrades={kind: [dict]})
    with pytest.raises(InvalidValueError):
        Codec(renamed={kind: "acme.Price"})


def test_only_classes_of_values_are_handed_in() -> None:
    for wrong in (int, dict, Exception, len, "acme.Price"):
        with pytest.raises(WrongTypeError):
            Codec({"acme.Price": cast(type, wrong)})
    with pytest.raises(WrongTypeError):
        Codec({cast(str, 5): acme.PerPiece})
    double = type("PerPiece", (acme.PerPiece,), {"__module__": "tests.elsewhere"})
    with pytest.raises(InvalidValueError, match="name one class"):
        Codec([acme.PerPiece, attrs.frozen(double)])


def test_what_a_package_does_not_hand_on_is_no_kind() -> None:
    package = ModuleType("package")
    vars(package).update({"__all__": ["Shown"], "Shown": Money, "Hidden": Money})
    assert handed_on(package, "Shown") is Money
    assert handed_on(package, "Hidden") is None
    assert is_class_of(Money, "money")
    assert not is_class_of(Money, "records")
    assert not is_class_of(Money, "mon")
    assert not is_class_of(acme.PerPiece, "money")


def test_the_tables_of_the_library_name_its_own_kinds() -> None:
    kinds = Kinds()
    for kind in UPGRADES:
        assert kinds.class_of(kind) is not None
    for former, present in RENAMED.items():
        assert kinds.class_of(former) is None
        assert kinds.class_of(kinds.current(present)) is not None


def test_a_class_of_the_library_may_be_listed_among_ones_own() -> None:
    with pytest.raises(InvalidValueError):
        Codec([Order])
