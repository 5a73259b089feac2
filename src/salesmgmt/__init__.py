"""Immutable domain models and policies for running a sales force."""

__version__ = "0.1.0"
