"""Why the others do not fit a brief, and what one change of it would win."""
