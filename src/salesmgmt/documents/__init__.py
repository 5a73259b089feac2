"""Documents: policies and facts as plain dicts and JSON, with kinds, schema versions and digests.

Needs the extra `documents` (`pip install 'salesmgmt[documents]'`).
"""

from salesmgmt.documents.codec import (
    Classes,
    Codec,
    canonical,
    digest,
    dumps,
    from_document,
    loads,
    schema_of,
    to_document,
)
from salesmgmt.documents.faults import DocumentError
from salesmgmt.documents.history import Document, Json, Upgrade

__all__ = [
    "Classes",
    "Codec",
    "Document",
    "DocumentError",
    "Json",
    "Upgrade",
    "canonical",
    "digest",
    "dumps",
    "from_document",
    "loads",
    "schema_of",
    "to_document",
]
