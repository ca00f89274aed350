"""Invented performers by the thousand: names, careers, standing terms, calendars; the same for the same seed."""
