"""Meetings that recur, whether they are held, and what becomes of what was agreed."""

__all__: list[str] = []
