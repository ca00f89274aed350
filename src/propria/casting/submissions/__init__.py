"""Performers proposed for a brief by those who represent them."""
