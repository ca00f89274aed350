"""Exports: a copy of one recording that two people let out, marked for its recipient, and whose copy a file is."""
