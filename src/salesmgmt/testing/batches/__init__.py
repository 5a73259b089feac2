"""Strategies for batches of facts, sound ones and ones with a planted fault, and for mappings of rows."""

from salesmgmt.testing.batches.every import STRATEGIES
from salesmgmt.testing.batches.faulty import FaultyBatch, faulty_batches
from salesmgmt.testing.batches.mapped import row_mappings, scans
from salesmgmt.testing.batches.sound import facts

__all__ = ["STRATEGIES", "FaultyBatch", "facts", "faulty_batches", "row_mappings", "scans"]
