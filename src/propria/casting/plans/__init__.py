"""A whole production: what is wished of its cast, and the cast that follows (`production` finds it)."""
