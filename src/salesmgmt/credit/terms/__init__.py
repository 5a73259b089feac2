"""On what terms customers pay: due dates, what money settles, how late it is."""

__all__: list[str] = []
