"""The terms that stories share are the demo's."""

from propria.demo.terms import PROJECT, film_terms, series_scope, series_use

__all__ = ["PROJECT", "film_terms", "series_scope", "series_use"]
