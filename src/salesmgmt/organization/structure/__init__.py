"""Units, posts, reporting lines and who holds which post, asked and checked for any day; duties (RACI)."""

__all__: list[str] = []
