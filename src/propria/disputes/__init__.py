"""Denials: somebody says "I did not sign this", and what follows, by the clock."""
