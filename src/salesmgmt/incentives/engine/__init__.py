"""How a plan is worked out: from facts through judgements and sums to figures, in plain numbers."""
