"""The law of documents, for classes of one's own; it needs the extra `documents` as well."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.documents import Classes, Codec

__all__ = ["check_documents"]


def check_documents(
    values: st.SearchStrategy[object], classes: Classes = (), *, max_examples: int = 100
) -> None:
    """Assert that values come back from their documents as they went in, whatever the order of the entries.

    Args:
        values: Values of a class of your own, or whatever is to be stored.
        classes: Your own classes that stand in them, as `salesmgmt.documents.Codec` takes them.
        max_examples: How many values to try.

    Raises:
        AssertionError: If a value comes back as another one, or its document or digest changes on the way.
        DocumentError: If a value cannot be written, or its document cannot be read.
    """
    codec = Codec(classes)

    @settings(max_examples=max_examples, deadline=None, database=None)
    @given(values)
    def come_back(value: object) -> None:
        document = codec.to_document(value)
        read = codec.from_document(dict(reversed(document.items())))
        assert type(read) is type(value)
        assert read == value
        assert hash(read) == hash(value)
        assert codec.to_document(read) == document
        assert codec.digest(read) == codec.digest(json.loads(codec.dumps(value)))
        assert codec.to_document(value) == document

    come_back()
