"""What a customer owes or is about to owe: what counts, the stages of documents, open items."""

from salesmgmt.credit.exposure.first import Books, Exposure, OpenItem, exposure_of, head

__all__ = ["Books", "Exposure", "OpenItem", "exposure_of", "head"]
