"""A performer's death, and the holders who speak for the estate together."""
