"""The terms that stories share are the demo's."""

from propria.demo.terms import PROJECT, SAID_BESIDE, film_terms, series_scope, series_use

__all__ = ["PROJECT", "SAID_BESIDE", "film_terms", "series_scope", "series_use"]
