"""Who sells, and how they work together: posts and reporting lines, duties, meetings and the ways to talk."""

__all__: list[str] = []
