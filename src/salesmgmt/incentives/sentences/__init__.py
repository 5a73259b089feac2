"""The plan as people read and sign it."""
