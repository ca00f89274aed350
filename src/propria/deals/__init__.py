"""From an offer to a signed contract: one project at a time, each turn with what it changes in plain words."""
