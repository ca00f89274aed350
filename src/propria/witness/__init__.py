"""A witness: a program of its own that follows logs by URL and cosigns only what continues what it saw."""
