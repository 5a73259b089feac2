"""The short way from very many facts to credited sums."""
