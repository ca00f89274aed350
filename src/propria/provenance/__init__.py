"""Where an output comes from: its seal, its labels, its passport, and reading them back."""
