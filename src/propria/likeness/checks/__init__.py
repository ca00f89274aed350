"""The likeness check: one file against one performer's own recordings, at their word. Evidence, never a verdict."""
