"""Stores the documents of a release, to be kept for ever: `python -m tests.documents.store`.

It writes the folder of the present version, `tests/documents/stored/<version>`. Once that version is
released, nothing in the folder changes any more.
"""

from __future__ import annotations

import json
from pathlib import Path

import salesmgmt
from salesmgmt.documents import Codec, Json
from salesmgmt.money.currency import CURRENCIES as CURRENCIES_TODAY
from tests.documents.stored_values import VALUES
from tests.values import public_classes

STORED = Path(__file__).parent / "stored"
DIGESTS, FIELDS, CURRENCIES = "digests.json", "fields.json", "currencies.json"


def fields(codec: Codec) -> dict[str, dict[str, dict[str, Json]]]:
    """By kind and entry: whether it is required, and its default."""
    found: dict[str, dict[str, dict[str, Json]]] = {}
    for name, cls in sorted(public_classes().items()):
        if codec.kind_of(cls) == name:
            described = codec.schema_of(cls)
            entries, required, own = described["properties"], described["required"], {"kind", "schema"}
            assert isinstance(entries, dict)
            assert isinstance(required, list)
            found[name] = {
                key: {"required": key in required, "default": part.get("default", "none stated")}
                for key, part in entries.items()
                if key not in own and isinstance(part, dict)
            }
    return found


def text(document: object) -> str:
    """A document as it is stored."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def store(folder: Path) -> None:
    """Write the documents, their digests, and what each kind consists of."""
    folder.mkdir(parents=True, exist_ok=True)
    codec = Codec()
    values = {name: make() for name, make in VALUES.items()}
    for name, value in values.items():
        (folder / f"{name}.document.json").write_text(text(codec.to_document(value)), encoding="utf-8")
    digests = {name: codec.digest(value) for name, value in values.items()}
    (folder / DIGESTS).write_text(text(digests), encoding="utf-8")
    currencies = {code: currency.digits for code, currency in CURRENCIES_TODAY.items()}
    (folder / CURRENCIES).write_text(text(currencies), encoding="utf-8")
    (folder / FIELDS).write_text(text(fields(codec)), encoding="utf-8")


if __name__ == "__main__":
    store(STORED / salesmgmt.__version__)
