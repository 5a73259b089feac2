"""Hypothesis strategies and laws for users' own tests, and a deterministic sample company."""
