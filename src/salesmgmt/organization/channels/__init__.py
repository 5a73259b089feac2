"""Which matter may go by which medium, how soon an answer is due, and who is asked next."""

__all__: list[str] = []
