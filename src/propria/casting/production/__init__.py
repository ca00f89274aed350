"""A whole production cast at once: pure; it knows roles, prices and rows, and nothing of the library around it."""
