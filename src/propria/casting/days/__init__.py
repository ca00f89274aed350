"""Dates: asked, answered, pencilled, and confirmed by the performer's signature alone."""
