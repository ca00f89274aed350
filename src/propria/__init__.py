"""Propria: a library of digital performers that performers themselves can trust."""

__version__ = "0.1.0"
