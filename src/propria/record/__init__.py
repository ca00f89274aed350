"""The one write path: signed statements, and the log and map that prove them."""
