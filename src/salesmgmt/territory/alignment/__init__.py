"""The search behind an alignment on a map: cases in whole numbers, moves and swaps, contiguity, restarts."""
