"""Scorecards: criteria with weights, and what a person's results come to."""
